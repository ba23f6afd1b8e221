"""Read the numbers of official documents: `CP 403`, `Drucksache 20/5421`, `A/RES/70/1`.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references.pieces import parted
from copydesk.references.tag import Segment

#: Papers that a ministry lays before Parliament, and papers of its Houses.
_COMMAND: Final = re.compile(r"\(?(?:CP|Cm|Cmd|Cmnd|HC|HL)\.?\s\d{1,4}(?:-[IVX]{1,4})?\)?[.,;]?")
_DRUCKSACHE: Final = re.compile(
    r",\s(?=(?:BT-|BR-|Bundestags-?|Bundesrats-?)?(?:Drucksache|drucksache|Drs\.)$)"
)
_OF_TERM: Final = re.compile(r"\d{1,3}/\d{1,6}[.,;]?(?=\s|$)")
#: The symbols of the United Nations begin with the organ.
_SYMBOL: Final = re.compile(
    r"\s(?=\((?:A|S|E|ST|CERD|CCPR)/(?:[A-Z]{2,6}[./])?\d[\w./-]{0,20}\)\.?$)"
)


def command_paper(segments: list[Segment]) -> list[Segment]:
    """`CP 403` numbers a paper before Parliament; it is no volume."""
    return [
        replace(one, label="genre")
        if one.label in ("volume", "pages") and _COMMAND.fullmatch(one.text)
        else one
        for one in segments
    ]


def printed_paper(segments: list[Segment]) -> list[Segment]:
    """In `Answer to the House, Drucksache` + `20/5421, 30.01.2023` the number is no date."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        named = _DRUCKSACHE.search(first.text) if first.label == "title" else None
        numbered = _OF_TERM.match(second.text) if second.label in ("date", "volume") else None
        if named and numbered:
            title, kind = parted(first, named.end(), "genre")
            paper = replace(kind, text=f"{kind.text} {numbered[0]}")
            rest = parted(second, numbered.end(), second.label)[1:]
            return [*segments[:at], title, paper, *rest, *segments[at + 2 :]]
    return segments


def symbol_behind(segments: list[Segment]) -> list[Segment]:
    """`Tides for all (A/RES/70/1).` ends in the symbol of the document."""
    for at, segment in enumerate(segments):
        match = _SYMBOL.search(segment.text) if segment.label == "title" else None
        if match and match.start():
            return [*segments[:at], *parted(segment, match.end(), "genre"), *segments[at + 1 :]]
    return segments
