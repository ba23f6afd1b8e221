"""What the words of an issue give away: places left open, files promised, a year of the past."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from copydesk.tables import table

#: Web addresses, in which signs stand for other things.
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@\S+")
#: A figure to come: two X beside what only figures have; alone they are the Roman twenty.
_FIGURE: Final = (
    r"[$€£¥]\s?XX+(?![\w])|(?<!\w)XX+\s?[%€£‰]|(?<!\w)(?:pp?|S|f)\.\s?XX+(?!\w)|(?<!\w)XX+[./:]XX+"
    r"|[\[(<]XX+[\])>]|(?<!\w)XXXX+(?!\w)"
)
_OPEN: Final = re.compile(
    rf"{_FIGURE}|(?<!\w)(?:TK){{2,}}(?!\w)|[\[(<]TK[\])>]|(?i:lorem ipsum)"
    r"|(?<!\w)(?:TODO|FIXME)(?!\w)"
)
#: In English TK alone is one too, unless a name follows: TK Maxx.
_TO_COME: Final = re.compile(r"(?<![\w.&/-])TK(?![\w&/-])(?!\.\w)(?! [A-Z][a-z])")
_YEARS: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_AROUND: Final = 30


def placeholders(text: str, language: str) -> Iterator[str]:
    """What stands in `text` for words to come, each with the words around it.

    >>> [*placeholders("The wall cost €XX in the XX century.", "en")]
    ['The wall cost €XX in the XX century.']
    """
    text = _ADDRESS.sub(" ", text)
    patterns = (_OPEN, _TO_COME) if language[:2] == "en" else (_OPEN,)
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield around(text, *found.span())


def promised(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Where `texts`, each with the name of its place, say that something is attached.

    They are the editor's own words: articles tell of what is attached to a wall.

    >>> [*promised([("intro", "Find the PDF attached."), ("intro", "I am attached to it.")])]
    [('intro', 'Find the PDF attached.')]
    """
    for place, text in texts:
        if found := _attached().search(text):
            yield place, around(text, *found.span())


@lru_cache(maxsize=1)
def _attached() -> re.Pattern[str]:
    """Every way to say it, in whatever language: an editor may write in two.

    Scripts without blanks have no bounds of words; Arabic and Hebrew write particles to them.
    """
    bounded: list[str] = []
    loose: list[str] = []
    for language, words in table("newsletter")["attached"].items():
        (loose if language in ("ja", "ko", "zh", "ar", "he") else bounded).append(words)
    return re.compile(
        rf"\b(?:{'|'.join(bounded)})\b|{'|'.join(loose)}",
        re.IGNORECASE,
    )


def stale(text: str, year: int) -> Iterator[str]:
    """Claims of copyright in `text` that end before `year`.

    >>> [*stale("© 2019–2024 The Review. Copyright 2026 Mara Osei", 2026)]
    ['© 2019–2024']
    """
    for found in _YEARS.finditer(text):
        if int(found[2] or found[1]) < year:
            yield found[0]


def around(text: str, start: int, end: int) -> str:
    """The words around what stands at `start` to `end`, in one line."""
    first = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
    last = text.find(" ", end + _AROUND)
    # Where no blanks are, the bounds are no words'.
    first = max(first, start - 2 * _AROUND)
    last = min(last if last >= 0 else len(text), end + 2 * _AROUND)
    return " ".join(text[first:last].split())
