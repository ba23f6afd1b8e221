"""The italics of an entry: each run of them is one title, or one name of what a work stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.model import Line, Reference
from copydesk.references.segments import (
    OUTLETS,
    Segment,
    cut_segment,
    join_segments,
    labels_of,
    relabel,
)

#: Shorter runs are a word or an abbreviation: `*In:*`, `*et al.*`, `*eds.*`
_SHORTEST: Final = 8
#: What a run may end in that is no part of the name: `*Estuary Journal, 12*(3)`.
_NUMBERS: Final = ("volume", "pages", "date", "url", "doi")
_STOPS: Final = " \t.,;:()[]"
_TITLED: Final = ("title", "journal", "container-title", "collection-title")
#: Before the name of what a work stands in; before `*Zostera*` at the end of a title is a word.
_PARTED: Final = tuple(".,:;?!”»“\"’'")


def find_emphasis(reference: Reference, lines: Sequence[Line]) -> tuple[str, ...]:
    """The words in italics of `reference`, in order, as its `lines` (of the article) mark them."""
    return tuple(
        words
        for line in (lines[number - 1] for number in reference.lines)
        for mark in line.marks
        if mark.kind == "emph"
        and len(words := line.text[mark.start : mark.end].strip(_STOPS)) >= _SHORTEST
        and words in reference.text
    )


def keep_emphasis_whole(
    entry: str, segments: Sequence[Segment], emphasis: Sequence[str]
) -> tuple[Segment, ...]:
    """`segments` of `entry` with each run of italics, the words of `emphasis`, in one of them.

    It is the title where none stands before it, else what the work appeared in.

    >>> entry = "Nets. A history. Hull: Tide."
    >>> given = (Segment("title", "Nets.", 1, 0), Segment("journal", "A history.", 1, 6),
    ...          Segment("location", "Hull:", 1, 17), Segment("publisher", "Tide.", 1, 23))
    >>> [(one.label, one.text) for one in keep_emphasis_whole(entry, given, ["Nets. A history"])]
    [('title', 'Nets. A history.'), ('location', 'Hull:'), ('publisher', 'Tide.')]
    """
    found = list(segments)
    at = 0
    for words in emphasis:
        start = entry.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        first = len(entry[:start].rstrip("([“„«\"'‘"))
        end = next((n for n in range(at, len(entry)) if entry[n].isspace()), len(entry))
        if not entry[at:end].strip(_STOPS):
            found = _keep_whole(found, first, end)
    return tuple(found)


def _keep_whole(segments: list[Segment], start: int, end: int) -> list[Segment]:
    """`segments` with what stands in `[start, end)` of the entry in one of them."""
    pieces = [piece for one in segments for piece in _cut(one, start, end)]
    inside = [one for one in pieces if start <= one.start < end]
    while inside and inside[-1].label in _NUMBERS:
        inside.pop()
    if not inside:
        return segments
    before = pieces[: pieces.index(inside[0])]
    after = pieces[len(before) + len(inside) :]
    label = _name(inside, before, after)
    if not label:
        return segments
    if label == "title" and after and _is_press(after, inside[-1].label):
        after[0] = relabel(after[0], "publisher")
    return [*before, join_segments(*inside, label=label), *after]


def _cut(segment: Segment, start: int, end: int) -> Iterator[Segment]:
    """`segment` cut where the run begins and where it ends."""
    rest = segment
    for at in (start, end):
        if rest.start < at < rest.end:
            head, *tail = cut_segment(rest, at - rest.start, rest.label)
            if tail:
                yield head
                (rest,) = tail
    yield rest


def _is_press(after: Sequence[Segment], label: str) -> bool:
    """Whether what follows a title was taken for more of it, or of the names, of that `label`."""
    text = after[0].text
    named = text[:1].isupper() and not any(map(str.isdigit, text))
    return named and after[0].label in (label, "title") and "publisher" not in labels_of(after)


def _name(inside: Sequence[Segment], before: Sequence[Segment], after: Sequence[Segment]) -> str:
    """The label of the run, "" where the segments are to stay as they are."""
    held, others = labels_of(inside), labels_of([*before, *after])
    titled = "title" in labels_of(before)
    outlet = next((one.label for one in inside if one.label in OUTLETS[:2]), "container-title")
    if {"author", "editor"} & held and "date" in held:
        return ""  # the whole entry is in italics
    if len(held) > 1:
        book = {"publisher", "location"} & others or not {"volume", "pages"} & others
        return outlet if titled or not book else "title"
    (label,) = held
    if label == "title":
        # Behind `Vol. 2:` stands the title of the volume.
        if not titled:
            return "title"
        parted = before[-1].label != "volume" and before[-1].text.endswith(_PARTED)
        return outlet if parted and not others & {"journal", "container-title"} else ""
    untitled = not (labels_of(before) | held) & set(_TITLED) and not others & set(OUTLETS[:2])
    return "title" if untitled and (before or label != "author") else ""
