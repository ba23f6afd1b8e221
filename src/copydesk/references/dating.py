"""The dates of an entry: when the work was issued, when a copy of it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.model import Csl
from copydesk.references import dates
from copydesk.references.tag import Segment

ACCESSED: Final = re.compile(
    r"\b(?:accessed|retrieved|viewed|consulted|visited|cited|checked|abgerufen|zugriff|zuletzt"
    r"|consulté|consultad[oa]|consulta|acceso|acesso|accesso|geraadpleegd|besucht|letzter zugriff"
    r"|abruf|aufgerufen|stand|access(?:ed)? (?:date|on))\b",
    re.IGNORECASE,
)


def fill(csl: Csl, segments: Sequence[Segment]) -> str:
    """Put `issued` and `accessed` into `csl`; the words of a date without a year, else ""."""
    issued: list[str] = []
    for at, segment in enumerate(segments):
        before = segments[at - 1] if at else None
        if segment.label == "note" and (said := ACCESSED.search(segment.text)):
            _accessed(csl, segment.text[said.start() :])
        elif segment.label == "note" and len(dates.read(segment.text)) > 1:
            issued.append(segment.text)  # "Last reviewed: May 2021"
        elif segment.label == "date":
            announced = ACCESSED.search(segment.text)
            if announced:
                _accessed(csl, segment.text[announced.start() :])
                issued.append(segment.text[: announced.start()])
            elif before and before.label in ("note", "url") and ACCESSED.search(before.text[-24:]):
                _accessed(csl, segment.text)
            else:
                issued.append(segment.text)
    if parts := dates.join(issued):
        csl["issued"] = {"date-parts": parts}
        if number := dates.season(issued):
            csl["issued"]["season"] = number
        return ""
    return " ".join(text for text in issued if dates.read(text)).strip(" .,")


def _accessed(csl: Csl, text: str) -> None:
    parts = dates.join([text])
    if parts and "accessed" not in csl:
        csl["accessed"] = {"date-parts": parts}
