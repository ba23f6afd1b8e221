"""Cut a segment in two, or put two in one: the joinery of the mending rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from copydesk.references.tag import Segment

#: Labels of what a work appeared in or with.
OUTLETS: Final = ("journal", "container-title", "publisher")
QUOTES: Final = tuple('“„«‘"')


def parted(segment: Segment, cut: int, label: str) -> tuple[Segment, ...]:
    """`segment` up to the offset `cut` of its text, and the rest under `label`.

    A half without a word is left out.

    >>> [one.text for one in parted(Segment("title", "Salt. Brill", 1, 4), 5, "journal")]
    ['Salt.', 'Brill']
    """
    head, tail = segment.text[:cut].rstrip(), segment.text[cut:].lstrip()
    halves = (
        replace(segment, text=head),
        replace(segment, label=label, text=tail, start=segment.end - len(tail)),
    )
    return tuple(half for half in halves if any(sign.isalnum() for sign in half.text))


def joined(before: Segment, after: Segment) -> Segment:
    """The words of both under the label of the first."""
    return replace(before, text=f"{before.text} {after.text}")


def labels(segments: list[Segment]) -> set[str]:
    """The labels that occur."""
    return {segment.label for segment in segments}
