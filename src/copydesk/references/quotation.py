"""Let a quoted title end where its quotation does.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references.tag import Segment

#: A title in quotation marks has at least this many signs, an outlet at most so many words.
_SHORTEST_QUOTED: Final = 8
_LONGEST_OUTLET: Final = 8
#: Where a quotation that opens with the mark may end, with the stops behind.
_CLOSES: Final = {
    "“": re.compile(r"”[.,;:]*"),
    "‘": re.compile(r"’(?!\w)[.,;:]*"),
    "«": re.compile(r"»[.,;:]*"),
}
#: A quotation that the tagger has cut is looked for over so many of its pieces.
_MOST_PIECES: Final = 6
_NEVER_QUOTED: Final = ("author", "editor", "url", "doi", "isbn")
_OUTLETS: Final = ("journal", "container-title", "publisher")
#: What begins so is a sentence of the title, no name of an outlet.
_ASKS: Final = re.compile(
    r"(?:How|Why|What|When|Where|Who|Whose|Is|Are|Can|Does|Wie|Warum|Was|Comment"
    r"|Pourquoi|Cómo|Por qué)\s\S+\s\S+\s\S"
)
_UNSURE: Final = 0.75


def to_its_end(segments: list[Segment]) -> list[Segment]:
    """A title that opens a quotation goes on until the quotation closes."""
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        if closes is None or closes.search(segment.text):
            continue
        for end in range(at + 1, min(at + _MOST_PIECES, len(segments))):
            if segments[end].label in _NEVER_QUOTED:
                break
            if match := closes.search(segments[end].text):
                return _quoted(segments, at, end, match.end())
    return segments


def _quoted(segments: list[Segment], at: int, end: int, cut: int) -> list[Segment]:
    """`segments` with the title at `at` reaching to the offset `cut` of the one at `end`."""
    last = segments[end]
    texts = [*(one.text for one in segments[at:end]), last.text[:cut]]
    found = [*segments[:at], replace(segments[at], text=" ".join(texts))]
    if rest := last.text[cut:].strip():
        found.append(replace(last, text=rest, start=last.end - len(rest)))
    return found + segments[end + 1 :]


def outlet_behind(segments: list[Segment]) -> list[Segment]:
    """A title in quotation marks ends with them; words behind are the outlet."""
    found: list[Segment] = []
    for at, segment in enumerate(segments):
        cut = _end_of_quotation(segment.text) if segment.label == "title" else 0
        outlet = segment.text[cut:].lstrip()
        if (
            not cut
            or not outlet[0].isupper()
            or _ASKS.match(outlet)
            or len(outlet.split()) > _LONGEST_OUTLET
        ):
            found.append(segment)
            continue
        after = segments[at + 1] if at + 1 < len(segments) else None
        label = after.label if after and after.label in _OUTLETS else "journal"
        found.append(replace(segment, text=segment.text[:cut]))
        found.append(Segment(label, outlet, _UNSURE, segment.end - len(outlet)))
    return _together(found)


def _end_of_quotation(text: str) -> int:
    """Where the quotation that opens `text` ends with words behind, 0 when none does."""
    closes = _CLOSES.get(text[:1])
    match = closes.search(text) if closes else None
    if match is None or match.start() <= _SHORTEST_QUOTED:
        return 0
    behind = text[match.end() :]
    return match.end() if behind[:1].isspace() and behind.strip() else 0


def _together(segments: list[Segment]) -> list[Segment]:
    """Neighbours of one outlet label in one."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if before and before.label == segment.label and segment.label in _OUTLETS:
            found[-1] = replace(before, text=f"{before.text} {segment.text}")
        else:
            found.append(segment)
    return found
