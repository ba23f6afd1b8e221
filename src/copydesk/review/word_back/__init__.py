"""Review copies that came back from Word: what an editor did in one, told by what it says.

`alignment` finds the lines, `comparison` tells what became of each, `own_words` what the editor
wrote herself, `replies` what she answered; `copy_decisions` holds it all against the article.
`returned` is `accept --from`, which tries these decisions and writes them down.
"""
