"""Lines that stand apart from a text: page heads, what was written above it, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from copydesk.model import Line, Submission
from copydesk.structure.page_heads import find_pages

#: Zones of a manuscript that are not of its text, and of files that programs write.
_SET_APART: Final = frozenset(("hidden", "nav"))
_WRITTEN_ABOVE: Final[Mapping[str, frozenset[str]]] = {
    "text/plain": frozenset(("header",)),
    "text/markdown": frozenset(("header", "hidden")),
    "text/html": frozenset(),
}


def apart(submission: Submission, lines: Sequence[Line]) -> frozenset[int]:
    """The indices of `lines` that stand apart from the text, as if they were not there.

    A word processor marks its table of contents, and what its author hid, which nobody may
    find in print; a print repeats its heads and feet on every page; a scraper or mail tells
    above a text what it knows of it. No line before or behind such lines is judged by them.
    """
    kinds = _WRITTEN_ABOVE.get(submission.media_type, _SET_APART)
    told = frozenset(index for index, line in enumerate(lines) if line.zone in kinds)
    return told | find_pages(submission).heads
