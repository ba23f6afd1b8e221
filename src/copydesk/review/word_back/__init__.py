"""Review copies that came back from Word: what an editor did in one, told by what it says.

`pairing` finds the lines, `story` tells what became of each, `passages` what the editor wrote
herself, `replies` what she answered; `reading` holds it all against the article. `returned` is
`accept --from`, which turns that into a `draft` of decisions, tries it and writes it down.
"""
