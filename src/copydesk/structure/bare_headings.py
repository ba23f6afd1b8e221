"""What a heading of plain text is dressed in: signs that say it is one, which no page prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.structure.passage import Passage, cut
from copydesk.structure.sheet import Sheet

_RULE: Final = "structure.heading"
_ROLES: Final = ("heading", "title", "subtitle")
#: Stars of Markdown around the whole of a line, which alone do not make a text Markdown.
_AROUND: Final = re.compile(r"\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*")
_COLON: Final = re.compile(r"(?<!\s)\s*[:：]$")


def undressed(passages: Sequence[Passage], sheet: Sheet) -> list[Passage]:
    """`passages`, the headings without the stars that stand around them.

    Of a format's own headings nothing is taken: it would have said that they are bold.
    """
    return [
        _unstarred(passage, sheet) if passage.role in _ROLES and not passage.hint else passage
        for passage in passages
    ]


def _unstarred(passage: Passage, sheet: Sheet) -> Passage:
    match = _AROUND.fullmatch(passage.text)
    if match is None:
        return passage
    number = passage.numbers[0]
    place = (sheet.current[number].find(passage.text), passage.text)
    reason = "the stars only say that the line is bold; how a heading looks is the page's affair"
    if not sheet.change(number, _RULE, place, match[1], reason):
        return passage
    return passage.without((0, match.start(1)), (match.end(1), match.end()))


def uncoloned(heading: Passage, sheet: Sheet) -> Passage:
    """`heading` without the colon that leads from its line to the list below."""
    match = _COLON.search(heading.text)
    if match is None:
        return heading
    return cut(heading, match.span(), sheet, _RULE, "a heading needs no colon")
