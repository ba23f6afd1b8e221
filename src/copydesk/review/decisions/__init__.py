"""What an editor decides about one article: put into its sidecar, listed, and taken back.

A build reads the sidecars and knows nothing of what is here. Each command loads its own module:
`verdicts` on changes, `rewrites` of passages, `front_fields`, `entries` of the reference list by
their `fields`, `citations`, `pictures`, and `crossref`, which asks a registry. `commands` decides
by the words of a command, for the page and for replies in Word, and says what was decided.
"""
