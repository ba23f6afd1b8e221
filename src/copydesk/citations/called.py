"""Numbers of a list that a word calls and no bracket holds: "reference 7", "refs 5 and 6"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from copydesk.citations.signs import Sign, read

_NUMBER = r"\d{1,3}"
_NEXT = rf"(?:,\s?|\s?[-‐‑‒–—−]\s?|,?\s(?:and|und|et|y|e)\s|\s?&\s?){_NUMBER}"
#: A plural is a verb as well ("it references 7 studies"), so that it needs several numbers.
_CALLED: Final = re.compile(
    rf"""(?<![\w-])(?i:
        (?: refs?\. | réfs?\. | refs?(?=\s) | (?:reference|référence|referencia|referenz)(?=\s) )
        \s? (?P<one>{_NUMBER}(?:{_NEXT})*+)
      | (?:references|références|referencias|referenzen) \s (?P<more>{_NUMBER}(?:{_NEXT})++)
    )(?![\w%°‰€$£]|[.,]\d|-\w)""",
    re.VERBOSE,
)
#: A measure behind a number, which is then none of a list.
_MEASURE: Final = re.compile(
    r"\s?(?:[kcdmµ]?m|ft|yd|mi|h|min|s|k?g|t|ha|[kM]?W|°C|per\s?cent|percent|Prozent|years?|days?"
    r"|hours?|weeks?|months?|miles?|met(?:er|re)s?)\b"
)


def called(text: str, labels: Container[str]) -> Iterator[Sign]:
    """The numbers in `text` that a word calls numbers of the list, where `labels` has them all.

    >>> text = "See reference 7 and refs 5 and 6, but it references 4 studies."
    >>> [text[one.start : one.end] for one in called(text, "4567")]
    ['7', '5 and 6']
    """
    for match in _CALLED.finditer(text):
        start, end = match.span("one" if match["one"] else "more")
        parts = read(text[start:end])
        fits = parts and all(part.label in labels for part in parts)
        if fits and not _MEASURE.match(text, end):
            yield Sign("named", start, end, parts)
