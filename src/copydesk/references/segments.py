"""Segments of an entry: runs of words with one label, and how they are cut and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

#: Labels of what a work appeared in or with.
OUTLETS: Final = ("journal", "container-title", "publisher")
#: The label of an entry's number in its list.
NUMBER: Final = "citation-number"
#: What opens a quotation.
QUOTES: Final = tuple('“„«‘"')


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words with one label.

    `text` is what stands there, `confidence` (0 to 1) the mean certainty of the
    tagger over its words, `start` the offset in the entry.
    """

    label: str
    text: str
    confidence: float
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def labels_of(segments: Sequence[Segment]) -> set[str]:
    """The labels of `segments`."""
    return {segment.label for segment in segments}


def cut_segment(segment: Segment, at: int, label: str) -> list[Segment]:
    """`segment` up to the offset `at` of its text, and the rest under `label`.

    A half without a word is left out.

    >>> [one.text for one in cut_segment(Segment("title", "Salt. Brill", 1, 4), 5, "journal")]
    ['Salt.', 'Brill']
    """
    head, tail = segment.text[:at].rstrip(), segment.text[at:].lstrip()
    rest = replace(segment, label=label, text=tail, start=segment.end - len(tail))
    halves = (replace(segment, text=head), rest)
    return [half for half in halves if any(sign.isalnum() for sign in half.text)] or [segment]


def join_segments(*parts: Segment, label: str = "") -> Segment:
    """The words of all under the label of the first, or `label`."""
    text = " ".join(part.text for part in parts)
    return replace(parts[0], label=label or parts[0].label, text=text)


def relabel(segment: Segment, label: str) -> Segment:
    """`segment` under another label."""
    return replace(segment, label=label)
