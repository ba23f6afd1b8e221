"""Make the tagger's model: `python -m copydesk.references.training`.

The model is trained on strings this package makes from invented records and,
when `COPYDESK_DATA` names a folder with the hand-tagged AnyStyle strings, on
those as well. Nothing of this is used when articles are read.
"""
