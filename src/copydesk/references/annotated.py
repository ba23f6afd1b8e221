"""Annotations in a list: paragraphs below the entries that speak of the one above.

The lines of the list do not say which they are. Sentences below most of the entries are
annotations; a single line of prose stays an entry of its own, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.references.openings import LIKELY, is_whole, opens
from copydesk.references.wrapping import Row

#: What parts an annotation from its entry, and its paragraphs, in the text of the entry.
BREAK: Final = "\n"
#: So many entries bear annotations, and this share of those that others follow.
_FEWEST: Final = 2
_MOSTLY: Final = 0.6
_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE_END: Final = re.compile(r"[.!?…][”\"’»)]?$")
#: What closes an entry and seldom a sentence about it: a year or pages behind a sign or a
#: name, or a link. A sentence may end "of 1911".
_IMPRINT: Final = re.compile(
    r"(?:(?:[^\w\s]\s?|\b[^\W\d_a-z][\w’'-]{0,30}\s)\d{1,5}(?:[–-]\d{1,5})?[)\]]?\.?"
    r"|(?:https?://|www\.)\S{1,400})$"
)
_STOP: Final = re.compile(r"[.:!?]\s+")
#: A word of a sentence that no name of a publisher holds.
_TOLD: Final = re.compile(r"\s(?!(?:and|of|for|the|und|et|de|in|on)\b)[^\W\dA-ZÀ-ÖØ-Þ_]")
#: Sentences have so many words, and this share of them in small letters.
_WORDS: Final = 5
_SMALL: Final = 0.66
_LOOKED_AT: Final = 600


def annotated(rows: Sequence[Row], glues: Sequence[str | None]) -> list[str | None]:
    r"""`glues`, the rows that begin an annotation bound to the entry above by a `BREAK`.

    >>> rows = [Row("Osei, M., 2019. The quay. Hull: Tide."), Row("It has the best maps of all.")]
    >>> annotated(rows * 2, [None] * 4)
    [None, '\n', None, '\n']
    """
    begins = [at for at, glue in enumerate(glues) if glue is None]
    if not begins:
        return list(glues)
    after = dict(zip(begins, [*begins[1:], len(rows)], strict=True))
    said = {at: " ".join(row.text for row in rows[at : after[at]]) for at in begins}
    notes = {at for at in begins if at and not rows[at].alone and is_annotation(said[at])}
    entries = [at for at in begins if at not in notes]
    noted = [at for at in entries if after[at] in notes and is_whole(said[at])]
    inner = [at for at in noted if at != entries[-1]]
    enough = len(inner) >= _FEWEST or len(noted) == len(entries) == _FEWEST
    if not enough or len(inner) < _MOSTLY * (len(entries) - 1):
        return list(glues)
    return [BREAK if at in notes else glue for at, glue in enumerate(glues)]


def is_annotation(text: str) -> bool:
    """Whether `text` is sentences and no entry.

    >>> is_annotation("A short and angry book on the dredging of the estuary.")
    True
    >>> is_annotation("Dues of the port for vessels that carry ice. Tide Press.")
    False
    >>> is_annotation("Brandt, L., 2018. Whose river is it? Hull: Tide Press.")
    False
    """
    said = text.strip()
    if opens(said) >= LIKELY or not _SENTENCE_END.search(said[-4:]) or _IMPRINT.search(said[-410:]):
        return False
    *_, last = _STOP.split(said[-_LOOKED_AT:])
    if not _TOLD.search(last):
        return False
    words = _WORD.findall(said[:_LOOKED_AT])
    small = sum(word.islower() for word in words)
    return len(words) >= _WORDS and small >= _SMALL * len(words)


def parted(text: str) -> tuple[str, str]:
    """The words of an entry and those of its annotation, "" without one."""
    entry, _, note = text.partition(BREAK)
    return entry, note
