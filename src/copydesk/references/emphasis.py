"""What the author of an entry set in italics: the title of a book or a periodical, whole.

Styles set in italics what is published on its own (Chicago Manual of Style, 18th ed., 8.163–8.178;
Publication Manual of the APA, 7th ed., 6.22). So a run of italics is never parted between two
fields, and a title that stops in front of it is not one with it.

Where italics stand as the labels of strings tagged by hand put them, 210 of 268 are read whole
instead of 203, and 122 instead of 112 of 259 real ones whose sources the tagger has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from copydesk.model import Line, Reference
from copydesk.references.segments import QUOTES, Segment, labels_of

#: Words in italics, and so much of what follows them that their place can be found again.
Phrase: TypeAlias = tuple[str, str]
_BEHIND: Final = 12
#: More of an entry than this is set in italics for another reason.
_MOST: Final = 0.75

#: What may have the name of a periodical or a book.
_NAMED: Final = ("journal", "container-title", "collection-title")
_SIGNED: Final = ("author", "editor", "body", "translator")
_NUMBERS: Final = ("volume", "pages", "date", "edition", "citation-number", "url", "doi", "isbn")
_STOPPED: Final = re.compile(r"[.,:;?!)\]”»’\"]$")
_IN: Final = re.compile(r"(?:^|[\s(\[])(?:in|dans|en|em)\b\s?:?$", re.IGNORECASE)
#: A quotation that goes on, as in `“Reading Melville, *Moby-Dick*, again”`.
_OPENED: Final = re.compile(rf"[{''.join(QUOTES)}][^”“»\"]*$")


def find_phrases(reference: Reference, lines: Sequence[Line]) -> tuple[Phrase, ...]:
    """Find what is set in italics in `reference`; `lines` are those of the edited text.

    >>> from copydesk.model import Mark
    >>> line = Line(1, "Lo, B. Tides. Hull, 2022.", marks=(Mark(7, 12, "emph"),))
    >>> find_phrases(Reference("", line.text, line.text, {}, 0.0, (1,)), [line])
    (('Tides', '. Hull, 2022'),)
    """
    found: list[tuple[int, int]] = []
    end = 0
    for number in reference.lines:
        line = lines[number - 1]
        own = line.text.strip()
        at = reference.text.find(own, end)
        if at < 0:
            continue  # the line holds several entries, or was broken within a word
        shift, end = at - line.text.find(own), at + len(own)
        found += [(one.start + shift, one.end + shift) for one in line.marks if one.kind == "emph"]
    return tuple(_cut_phrases(reference.text, sorted(found)))


def _cut_phrases(text: str, found: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """The words of each run in `text`; those that only blanks part are one run."""
    runs: list[tuple[int, int]] = []
    for low, high in found:
        if runs and not text[runs[-1][1] : low].strip():
            runs[-1] = runs[-1][0], max(high, runs[-1][1])
        else:
            runs.append((low, high))
    for low, high in runs:
        words = text[low:high].strip(" .,;:")
        # `et al.`, `in`, `ibid.`
        if any(sign.isupper() for sign in words):
            behind = text.find(words, low) + len(words)
            yield words, text[behind : behind + _BEHIND]


def find_spans(entry: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Where in `entry` each of `phrases` stands, in order; what is not found is left out.

    >>> list(find_spans("Lo, B. Tides. Hull, 2022.", [("Tides", ". Hull")]))
    [(7, 12)]
    """
    end = 0
    for words, behind in phrases:
        start = entry.find(words + behind, end)
        if start >= 0 and len(words) <= _MOST * len(entry):
            end = start + len(words)
            yield start, end


def keep_whole(
    entry: str, segments: Sequence[Segment], spans: Iterable[tuple[int, int]]
) -> tuple[Segment, ...]:
    """Return the `segments` of `entry` so that each of `spans` lies in one of them.

    >>> entry = "Lo, B. Boxes. An archive. Hull."
    >>> given = [Segment("author", "Lo, B.", 1, 0), Segment("title", "Boxes.", 1, 7),
    ...          Segment("journal", "An archive.", 1, 14), Segment("publisher", "Hull.", 1, 26)]
    >>> [one.text for one in keep_whole(entry, given, [(7, 24)])]
    ['Lo, B.', 'Boxes. An archive.', 'Hull.']
    """
    found = list(segments)
    for start, end in spans:
        found = _keep_span(entry, found, start, end)
    return tuple(found)


def _keep_span(entry: str, segments: list[Segment], start: int, end: int) -> list[Segment]:
    """`segments` with the words of `entry` from `start` to `end` in one of them."""
    held = [at for at, one in enumerate(segments) if one.start < end and one.end > start]
    # `*Tide Review, 12*(3)`: the number of a volume is set like the name before it.
    while len(held) > 1 and segments[held[-1]].label in _NUMBERS:
        end = segments[held.pop()].start
    if not held or segments[held[0]].label in _NUMBERS:
        return segments
    before, behind = segments[: held[0]], segments[held[-1] + 1 :]
    first, last = segments[held[0]], segments[held[-1]]
    while end < last.end and entry[end] in ".,;:":
        end += 1
    if not _has_word(entry[end : last.end]):
        end = last.end
    around = labels_of(before) | labels_of(behind)
    head = entry[first.start : start].strip()
    if len(held) > 1:
        label = _label_of_several(segments[held[0] : held[-1] + 1], around, head)
    else:
        label = _label_of_one(before, first, around, head, is_last=end == last.end)
    if not label:
        return segments
    if head and not _is_closed(head):
        start = first.start  # “The story of *Hamlet*” is one title
    elif _has_word(head):
        before = _put_behind(entry, before, first, label, start)
    other = "publisher" if len(held) == 1 and last.label == "author" else last.label
    rest = [_cut(entry, last, other, end, last.end)] if end < last.end else []
    return [*before, _cut(entry, first, label, start, end), *rest, *behind]


def _put_behind(
    entry: str, before: list[Segment], first: Segment, label: str, end: int
) -> list[Segment]:
    """`before` and the words of `first` up to `end`, behind which stands what `label` says."""
    named = {first.label, label} <= {*_NAMED} and not _IN.search(entry[first.start : end].strip())
    if named and labels_of(before[-1:]) == {"title"}:
        # The title goes on to the name.
        return [*before[:-1], _cut(entry, before[-1], "title", before[-1].start, end)]
    return [*before, _cut(entry, first, "title" if named else first.label, first.start, end)]


def _label_of_several(held: Sequence[Segment], around: AbstractSet[str], head: str) -> str:
    """The label of what is parted between the segments `held`; `head` is not of it."""
    named = [one for one in held if one.label in _NAMED]
    numbered = labels_of(named) == {"journal"} and _is_of_issue(around)
    titled = "title" in around or (head and held[0].label == "title")
    if not titled and not numbered:
        return "title"
    return max(named, key=lambda one: len(one.text)).label if named else "container-title"


def _label_of_one(
    before: Sequence[Segment], one: Segment, around: AbstractSet[str], head: str, *, is_last: bool
) -> str:
    """The label of a part of the segment `one`, "" where that is to stay as it is."""
    if head and (not _is_closed(head) or _OPENED.search(head)):
        return ""
    untitled = "title" not in around
    if one.label == "title":
        # `Lund. *Salt*` may be signed.
        own = head and is_last and not head.endswith(":") and labels_of(before) & {*_SIGNED}
        if not own or around & {*_NAMED} or _IN.search(head):
            return ""
        return "journal" if _is_of_issue(around) else "container-title"
    if one.label in _NAMED:
        behind_title = untitled or labels_of(before[-1:]) == {"title"}
        return one.label if head and not _IN.search(head) and behind_title else ""
    return "title" if untitled and (head or one.label not in _SIGNED) else ""


def _is_of_issue(labels: AbstractSet[str]) -> bool:
    """Whether an entry with these `labels` is of a periodical, not of a book in volumes."""
    return bool(labels & {"volume", "pages"}) and not labels & {"publisher", "location"}


def _cut(entry: str, segment: Segment, label: str, start: int, end: int) -> Segment:
    """The words of `entry` from `start` to `end`, as sure as those of `segment`."""
    text = entry[start:end]
    lead = len(text) - len(text.lstrip())
    return Segment(label, text.strip(), segment.confidence, start + lead)


def _is_closed(head: str) -> bool:
    return bool(_STOPPED.search(head) or _IN.search(head))


def _has_word(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
