"""Running heads and feet of a paged text, and what else stands apart from its lines.

What a print or a PDF repeats on every page is told by recurrence: the same words, alone or with
a number that counts, at the distance of a page. A chapter's heading recurs and counts too, but
it does not stand in the middle of a sentence; so lines recur as heads where a page ends, which a
form feed says, a foot that counts its pages, or a sentence that goes on below. The headline that
heads repeat is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from statistics import median
from typing import Final, TypeAlias

from copydesk.model import Line, Submission

#: Columns; a head is a line of its own and no paragraph.
_LONGEST: Final = 160
#: Times that a line recurs amid sentences, and lines between two pages: the shortest are screens.
_FEWEST: Final = 3
_PAGE: Final = 12
#: Lines that a head or foot has at most.
_REACH: Final = 4
#: Lines beside a form feed that may belong to heads and feet.
_BESIDE: Final = 3
#: Words of a line of prose, which a line of a program, a menu or a list of words seldom has.
_FULL: Final = 6
#: Such words at the end of a page, where the file says that it ends.
_TOLD: Final = 2
#: Share of the places where a sentence goes on below, by which a line is known for a head: of 428
#: lines that recur on development pages none stands amid a sentence twice.
_BROKEN: Final = 0.2
#: Share of the pages that bear it, and share of the steps by which its number counts.
_MOST_PAGES: Final = 0.5
_MOST: Final = 0.7
#: Numbers of a headline at most; a date or an hour has more.
_MOST_NUMBERS: Final = 2

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
#: "Page 3 of 9", "3/9", "- 3 -": nothing but the number of a page, its total in the second group.
_FOLIO = re.compile(
    r"(?:page|p\.|pg\.?|seite|s\.|página|pág\.?|pagina|pag\.|strona|str\.|sida|side|sivu|oldal"
    r"|страница|стр\.|с\.|σελίδα|第)?\s{0,3}(\d{1,4})"
    r"(?:\s{0,3}(?:of|von|de|di|sur|van|av|af|z|из|／|/|\|)\s{0,3}(\d{1,4}))?\s{0,3}(?:页|頁|ページ)?",
    re.IGNORECASE,
)
#: The number of a page before the words of a head, and behind them.
_LEADING, _TRAILING = re.compile(r"\d{1,4}(?=\W|$)"), re.compile(r"(?<!\w)\d{1,4}$")
#: What parts the words of a head from the number of its page, as programs copy a PDF's lines.
_WIDE = re.compile(r" {4,}")
_ADDRESS = re.compile(r"(?:https?://|file:///|www\.)\S+")
_FRAME = "-–—|·•[](){}*_ \t\x0c\u200b\u200e\u200f\ufeff"
_ENDS = re.compile(r"[.!?…:;。！？：；»”\"')\]]$")


#: Zones of a manuscript that are not of its text, and of files that programs write.
_ZONES_APART: Final = frozenset(("hidden", "nav"))
_WRITTEN_ABOVE: Final[Mapping[str, frozenset[str]]] = {
    "text/plain": frozenset(("header",)),
    "text/markdown": frozenset(("header", "hidden")),
    "text/html": frozenset(),
}


_Row: TypeAlias = tuple[int, int]
"""The number of a page, and the index of its head."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Indices of heads and feet, and the pairs of lines between which a paragraph goes on."""

    heads: frozenset[int] = frozenset()
    joins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be a head: its place, and the numbers in it."""

    index: int
    numbers: tuple[int, ...]


def find_lines_apart(submission: Submission, lines: Sequence[Line]) -> frozenset[int]:
    """Find the indices of `lines` that stand apart from the text, as if they were not there.

    A word processor marks its table of contents, and what its author hid, which nobody may
    find in print; a print repeats its heads and feet on every page; a scraper or mail tells
    above a text what it knows of it. No line before or behind such lines is judged by them.
    """
    kinds = _WRITTEN_ABOVE.get(submission.media_type, _ZONES_APART)
    told = frozenset(index for index, line in enumerate(lines) if line.zone in kinds)
    return told | find_pages(submission).heads


def find_pages(submission: Submission) -> Pages:
    """Find the page heads of `submission`: a print, or what was copied out of one.

    A web page has none. A PDF tells where its pages end, and what a file tells of a line, in a
    PDF by its form too, makes that no head.
    """
    lines = submission.lines
    if submission.media_type == "text/html":
        return Pages()
    texts = [line.received for line in lines]
    part = {at for at, line in enumerate(lines) if line.hint}
    if submission.media_type != "application/pdf":
        found = find_page_heads(texts)
        return replace(found, heads=found.heads - part)
    part |= {at for at, line in enumerate(lines) if line.flow == "wrap"}
    part |= {at - 1 for at in part if lines[at].flow == "wrap"}
    found = find_page_heads(texts, part)
    return replace(found, heads=found.heads | {at for at, line in enumerate(lines) if line.zone})


def find_page_heads(texts: Sequence[str], part: Iterable[int] | None = None) -> Pages:
    r"""Find the heads, feet and page breaks of the text as received, whose lines are `texts`.

    Form feeds, which repair removes, must still be in them. Where they stand at every page's end,
    `part` are the lines that are surely of the text.

    >>> sheet = ["In spring the {} comes in and", "", "MUD", "{}", "", "goes as {} again."]
    >>> sheet += ["Text."] * 20
    >>> words = zip(("tide", "wind", "rain"), (3, 4, 5), ("tide", "wind", "rain"))
    >>> lines = [line for word in words for line in "\n".join(sheet).format(*word).split("\n")]
    >>> find_page_heads(lines).joins
    ((0, 5), (26, 31), (52, 57))
    """
    filled = [index for index, text in enumerate(texts) if text.strip(_FRAME)]
    order = {index: place for place, index in enumerate(filled)}
    ends = [at for at, text in enumerate(texts) if "\x0c" in text]
    feeds = [_list_beside(filled, at) for at in ([0, *ends] if ends else ())]
    places = filled if part is None else sorted({*chain(*chain(*feeds))}.difference(part))
    groups = {key: group for key, group in _group_lines(texts, places).items() if len(group) > 1}
    repeated = {line.index for group in groups.values() for line in group}
    runs = [run for _, run, _ in _list_broken(texts, filled, repeated)]
    # A longer run is a passage that recurs; what opens with a small letter goes on itself.
    amid = {
        at
        for run in runs
        if len(run) <= 2 * _REACH
        for at in run
        if not texts[at].strip(_FRAME)[0].islower() or " " not in texts[at].strip(_FRAME)
    }
    heads: set[int] = set()
    for (_, total), group in groups.items():
        if _is_folio(group, total) or (
            _recurs(group) and (_stands_at(group, feeds) or _interrupts(group, amid))
        ):
            heads |= {line.index for line in group}
        heads |= _find_numbered(group, texts, filled, order)
    apart = _find_set_apart(texts, places)
    heads |= _find_alternating(texts, places) | apart | _find_single(texts, places, filled, ends)
    # What recurs beside a head or foot is part of it, or of the one across the page's edge;
    # what stands a line farther off, only where pages are long: slides recur so, too.
    for reach in range(_REACH):
        known = {order[index] for index in heads}
        heads |= {
            line.index
            for group in groups.values()
            if len(group) >= _FEWEST and (_stands_apart(group) or not reach)
            if _recurs(group) and _stands_by(group, known, order)
            for line in group
        }
    for group in () if ends else groups.values():
        heads -= _find_original(group, amid, heads, filled, order) - apart
    heads -= _find_byline(texts, filled[: bisect_left(filled, ends[0])] if ends else (), heads)
    joins = tuple((above, below) for above, _, below in _list_broken(texts, filled, heads, ends))
    return Pages(frozenset(heads), joins)


def _group_lines(
    texts: Sequence[str], filled: Sequence[int]
) -> Mapping[tuple[str, int], list[_Line]]:
    """The short lines that differ in nothing but their numbers, by the total of pages they name."""
    groups: dict[tuple[str, int], list[_Line]] = defaultdict(list)
    for index in filled:
        if len(texts[index]) > _LONGEST:
            continue
        bare = texts[index].strip(_FRAME)
        addresses = " ".join(_ADDRESS.findall(bare))
        rest = _ADDRESS.sub(" ", bare).strip(_FRAME)
        folio = _FOLIO.fullmatch(rest)
        found = [folio[1]] if folio else _NUMBER.findall(rest)[:6]
        words = "" if folio else " ".join(_WORD.findall(rest.casefold())) or _NUMBER.sub("#", rest)
        key = f"{addresses} {words}".strip(), int((folio and folio[2]) or 0)
        groups[key].append(_Line(index, tuple(map(int, found))))
    return groups


def _find_original(
    group: Sequence[_Line], amid: set[int], heads: set[int], filled: Sequence[int],
    order: Mapping[int, int],
) -> set[int]:  # fmt: skip
    """The headline or heading that heads of later pages repeat, when it is among `group`.

    It stands on the page of the first of them, alone or as the last; it has no date, and what
    stands beside it is text, or above it nothing but heads.
    """
    first = [line for line in group if line.index < group[0].index + _PAGE][-1]
    if len(first.numbers) > _MOST_NUMBERS or _counts(group) or first.index in amid:
        return set()
    place = order[first.index]
    above, below = filled[max(0, place - 1)], filled[min(place + 1, len(filled) - 1)]
    at_top = heads.issuperset(filled[:place]) and below not in heads
    others = heads.difference(line.index for line in group)
    return {first.index} if at_top or not others & {above, below} else set()


def _find_byline(texts: Sequence[str], page: Sequence[int], heads: set[int]) -> set[int]:
    """The lines below others at the top of the first `page` that heads of later ones repeat.

    A head is the first line of its page; the name below the headline is its author's.
    """
    top = page[:_BESIDE]
    below = (at for place, at in enumerate(top) if not heads.issuperset(top[:place]))
    return {at for at in below if at in heads and not _NUMBER.search(texts[at])}


# ── signs of a page's end ────────────────────────────────────────────────────


def _is_folio(group: Sequence[_Line], total: int) -> bool:
    """Whether the lines count pages of a total: "Page 2 of 9"."""
    if not total or max(line.numbers[0] for line in group) > total:
        return False
    grow = all(above.numbers < below.numbers for above, below in pairwise(group))
    return _counts(group) or (grow and _stands_apart(group))


def _list_beside(filled: Sequence[int], feed: int) -> tuple[frozenset[int], frozenset[int]]:
    """The filled lines before and behind a form feed."""
    place = bisect_left(filled, feed)
    before, behind = filled[max(0, place - _BESIDE) : place], filled[place : place + _BESIDE]
    return frozenset(before), frozenset(behind)


def _stands_at(
    group: Sequence[_Line], feeds: Sequence[tuple[frozenset[int], frozenset[int]]]
) -> bool:
    """Whether the lines stand before most of several form feeds, or behind them, each at one.

    An author's name may stand at both ends of a text, and the title on a cover and below it.
    """
    places = {line.index for line in group}
    for side in zip(*feeds, strict=True):
        borne = [page for page, beside in enumerate(side) if places & beside]
        inside = len(places.intersection(chain(*side)))
        is_cover = borne == [0, 1] and len(feeds) > _FEWEST
        is_borne = len(borne) >= max(2, _MOST_PAGES * len(feeds)) and not is_cover
        if is_borne and inside >= _MOST * len(places):
            return True
    return False


def _interrupts(group: Sequence[_Line], amid: set[int]) -> bool:
    """Whether the lines stand a page apart, and often amid a sentence."""
    broken = sum(line.index in amid for line in group)
    return _stands_apart(group) and broken >= max(2, _BROKEN * len(group))


def _find_numbered(
    group: Sequence[_Line], texts: Sequence[str], filled: Sequence[int], order: Mapping[int, int]
) -> set[int]:
    """The lines of `group`, and the lines with numbers that grow beside them: 168, 171, 172.

    A lone number stands on either side, one with words always on the same: "Tide No. 4 168".
    Chapters have numbers too, but they count from 1.
    """
    words, _ = Counter(texts[line.index].strip(_FRAME) for line in group).most_common(1)[0]
    same = [line for line in group if texts[line.index].strip(_FRAME) == words]
    if not _stands_apart(same) or words.isdecimal():
        return set()
    sides = [
        [filled[at] for at in (order[line.index] + step for line in same) if 0 <= at < len(filled)]
        for step in (-1, 1)
    ]
    lone = sorted({at for at in chain(*sides) if texts[at].strip(_FRAME).isdecimal()})
    for beside in (lone, *sides):
        parts = [texts[at].strip(_FRAME).rpartition(" ") for at in beside]
        if len({start for start, *_ in parts}) > 1 or not all(end.isdecimal() for *_, end in parts):
            continue
        numbers = [int(end[:5]) for *_, end in parts]
        steps = [below - above for above, below in pairwise(numbers)]
        from_far = numbers[:1] > [2 * len(same)] and all(step > 0 for step in steps)
        counts = numbers[:1] > [1] and set(steps) == {1}
        if len(numbers) >= max(_FEWEST, _MOST * len(same)) and (from_far or counts):
            return {*beside, *(line.index for line in same)}
    return set()


def _find_alternating(texts: Sequence[str], places: Sequence[int]) -> set[int]:
    """The heads of left and right pages: "202 Mara Osei", "The Tide 203", "204 Mara Osei".

    Of few pages each may recur but once. What tells them is that the number leads on one side and
    ends on the other, a page apart, and counts through both.
    """
    sides: tuple[dict[str, list[_Row]], ...] = (defaultdict(list), defaultdict(list))
    for index in places:
        bare = texts[index].strip(_FRAME) if len(texts[index]) <= _LONGEST else ""
        for side, parts in enumerate((bare.split(maxsplit=1), bare.rsplit(maxsplit=1)[::-1])):
            if len(parts) > 1 and parts[0].isdecimal() and _WORD.search(parts[1]):
                sides[side][parts[1].casefold()].append((int(parts[0][:5]), index))
    heads: set[int] = set()
    for own, other in (sides, sides[::-1]):
        known = {row: words for words, rows in other.items() for row in rows}
        count = Counter(number for number, _ in known)
        single = {number: index for number, index in known if count[number] == 1}
        for rows in own.values():
            between = [
                (above + 1, single[above + 1])
                for (above, start), (below, end) in pairwise(rows)
                if below == above + 2 and above + 1 in single
                if start + _PAGE <= single[above + 1] <= end - _PAGE
            ]
            is_whole = len(rows) > 1 and len(between) == len(rows) - 1
            if is_whole and len({known[row] for row in between}) == 1:
                heads |= {index for _, index in (*rows, *between)}
    return heads


def _find_set_apart(texts: Sequence[str], places: Sequence[int]) -> set[int]:
    """The heads of which wide space parts the number of the page: "212        The Tide".

    Two that count, a page apart, are enough, and the number of one may stand alone: of 3,594
    labelled texts none has such a pair. The rows of a table stand below each other, and the
    days of a diary are the same but for their numbers.
    """
    found: dict[int, tuple[int, list[str]]] = {}
    for at, index in enumerate(places):
        parts = _WIDE.split(texts[index].strip(_FRAME)) if len(texts[index]) <= _LONGEST else []
        folios = [folio for folio in map(_FOLIO.fullmatch, parts) if folio]
        if len(folios) == 1 and len(parts) <= 2:
            found[at] = int(folios[0][1]), ["" if part.isdecimal() else part for part in parts]
    rows: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
    for at, (number, words) in found.items():
        if not found.keys() & {at - 1, at + 1}:
            rows[number].append((places[at], words))
    heads: set[int] = set()
    for number in [number for number in rows if number + 1 in rows]:
        (above, words), (below, others) = rows[number][0], rows[number + 1][0]
        is_single = len(rows[number]) == len(rows[number + 1]) == 1
        if is_single and below >= above + _PAGE and words != others and len(words + others) > 2:
            heads |= {above, below}
    return heads


def _find_single(
    texts: Sequence[str], places: Sequence[int], filled: Sequence[int], ends: Sequence[int]
) -> set[int]:
    """The heads that recur on no other page, with a number: "Osei 2", "42 The Tide".

    Their words are those of the first lines. A sentence goes on around them, or they stand at
    the edge of a page that the file tells, whose number is theirs or one that counts the pages.
    """
    opening = {word for at in filled[:_REACH] for word in _read_words(texts[at])}
    parts: dict[int, tuple[int, bool]] = {}
    for at in (at for at in places if len(texts[at]) <= _LONGEST):
        bare, words = texts[at].strip(_FRAME), _read_words(texts[at])
        number = _LEADING.match(bare) or _TRAILING.search(bare)
        is_named = words <= opening and any(map(str.isupper, bare))
        if at not in filled[:_REACH] and (is_named or not words):
            parts[at] = int(number[0] if number else 0), is_named
    heads: set[int] = set()
    for _, run, _ in _list_broken(texts, filled, set(parts), ends):
        if any(parts[at][0] for at in run) and any(parts[at][1] for at in run):
            heads |= {*run}
    offsets: dict[int, set[int]] = defaultdict(set)
    for page, group in groupby(filled, key=lambda at: bisect_right(ends, at)) if ends else ():
        whole = list(group)
        for at in parts.keys() & {whole[0], whole[-1]}:
            if parts[at][0]:
                offsets[parts[at][0] - page].add(at)
    for offset, row in offsets.items():
        if any(parts[at][1] for at in row) and (offset == 1 or len(row) > 1):
            heads |= row
    return heads


def _read_words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _stands_apart(group: Sequence[_Line]) -> bool:
    """Whether the lines recur a page apart."""
    apart = [below.index - above.index for above, below in pairwise(group)]
    return len(group) >= _FEWEST and median(apart) >= _PAGE


def _stands_by(group: Sequence[_Line], places: set[int], order: Mapping[int, int]) -> bool:
    """Whether most of the lines are next to one of `places`."""
    beside = [order[line.index] for line in group]
    return sum(bool({at - 1, at + 1} & places) for at in beside) >= _MOST * len(group)


def _recurs(group: Sequence[_Line]) -> bool:
    """Whether the lines are the same but for a number that counts."""
    return len({line.numbers for line in group}) == 1 or _counts(group)


def _counts(group: Sequence[_Line]) -> bool:
    """Whether one number of the lines grows by one or, on every other page, by two."""
    width = min(len(line.numbers) for line in group)
    for place in {0, -1} if width else ():
        numbers = [line.numbers[place] for line in group]
        steps = [below - above for above, below in pairwise(numbers)]
        if sum(step in (1, 2) for step in steps) >= _MOST * len(steps):
            return True
    return False


def _list_broken(
    texts: Sequence[str], filled: Sequence[int], taken: set[int], ends: Sequence[int] = ()
) -> Iterator[tuple[int, list[int], int]]:
    """The runs of `taken` lines amid a sentence, each with the lines of text around it.

    Where a page is told to end by one of `ends`, no line need be taken.
    """
    above = -1
    between: list[int] = []
    for index in filled:
        if index in taken:
            between.append(index)
            continue
        is_end = bisect_left(ends, above + 1) < bisect_left(ends, index + 1)
        parts = texts[above].rstrip(), texts[index].strip(_FRAME)
        if (between or is_end) and above >= 0 and goes_overleaf(*parts, _TOLD if is_end else _FULL):
            yield above, between, index
        above, between = index, []


def goes_overleaf(above: str, below: str, fewest: int = _FULL) -> bool:
    """Whether a sentence of prose, of so many words, goes on from one page to the next."""
    is_prose = sum(map(str.isalpha, above.split())) >= fewest
    return is_prose and below[:1].islower() and not _ENDS.search(above)
