"""Questions, changes and decisions: what an editor is shown of an article, and what she says.

`sidecar` holds her decisions and finds again what they quote. `decisions` are her verbs: what each
command writes there. `browser` asks her on a page, `word_back` reads what she did in Word, and
`revision` tells what a new version of the submission means for what she decided.
"""
