"""What an editor decides about one article: put into its sidecar, listed, and taken back.

A build reads the sidecars and knows nothing of what is here. Each command loads its own module:
`changes` has verdicts and rewritings, `lines` roles and pictures, `citations` these and the
entries of the list by their `fields`, `front_fields` the rest; `crossref` asks a registry.
`commands` decides by the words of a command, for the page and for replies in Word, and says what
was decided.
"""
