"""The law of words from the article onward: nothing is lost on the way into a file.

Up to the article `pipeline` counts. Here the composed document is held against the
article, and each finished file against the document. Citations and entries, which a
style words anew, are held by their keys; what a file may say beyond the article are the
words of `labels`.
"""

from copydesk.conservation.composing import check_composed
from copydesk.conservation.files import READ, check_chapters, check_output
from copydesk.conservation.wanted import Measure, measure, of_format, together

__all__ = [
    "READ",
    "Measure",
    "check_chapters",
    "check_composed",
    "check_output",
    "measure",
    "of_format",
    "together",
]
