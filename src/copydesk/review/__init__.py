"""Questions, changes and decisions: what an editor is shown of an article, and what she decides.

`questions` gathers what is open and what was changed, with the commands that answer and take back;
`proof` renders that for a page and a terminal, `author_letter` what the author alone can answer,
`word_out` all of it as tracked changes and comments. `browser` asks on a page, `word_back` reads
what was done in Word. `decisions` are the editor's verbs, and `sidecar` is where they are kept;
`revision` tells what a new version of the submission means for them.
"""
