"""Running heads and feet of a paged text, and what else stands apart from its lines.

What a print or a PDF repeats on every page is told by recurrence: the same words, alone or with
a number that counts, at the distance of a page. A chapter's heading recurs and counts too, but
it does not stand in the middle of a sentence; so lines recur as heads where a page ends, which a
form feed says, a foot that counts its pages, a number that counts behind a wide gap, or a
sentence that goes on below; two are enough where a number that counts is set apart by a sign as
well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from copydesk.model import Line, Submission

#: Columns; a head is a line of its own and no paragraph.
_LONGEST: Final = 160
#: Times that a line recurs, and lines between two pages. The shortest pages are screens.
_FEWEST: Final = 3
_PAGE: Final = 12
#: Lines beside a form feed that may belong to heads and feet.
_BESIDE: Final = 3
#: Share of the places where a sentence goes on below, by which a line is known for a head.
_BROKEN: Final = 0.4
_BROKEN_FEWEST: Final = 2
#: Share of the pages that bear it, and share of the steps by which its number counts.
_MOST_PAGES: Final = 0.5
_MOST_STEPS: Final = 0.7

#: Signs that a page holds at least, between two of its heads.
_SIGNS: Final = 300
#: What names a publication at the head of its pages has so many words at least.
_TITLE: Final = 2
#: Lines that differ in more than their digits do not recur.
_NO_DIGITS: Final = str.maketrans("", "", "0123456789")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
#: "Page 3 of 9", "3/9", "- 3 -": nothing but the number of a page, its total in the second group.
_FOLIO = re.compile(
    r"(?:page|p\.|pg\.?|seite|s\.|página|pág\.?|pagina|pag\.|strona|str\.|sida|side|sivu|oldal"
    r"|страница|стр\.|с\.|σελίδα|第)?\s{0,3}(\d{1,4})"
    r"(?:\s{0,3}(?:of|von|de|di|sur|van|av|af|z|из|／|/|\|)\s{0,3}(\d{1,4}))?\s{0,3}(?:页|頁|ページ)?",
    re.IGNORECASE,
)
#: "Policy Brief 14          2": the number of the page at the other end of the line.
_SET_APART = re.compile(r"\S(?:\s{4,}|\s*\t\s*)(\d{1,4})$|^(\d{1,4})(?:\s{4,}|\s*\t\s*)\S")
#: "Policy Brief 14 / 2", "2 | Policy Brief 14"; behind a dash or a point parts are counted.
_PARTED = re.compile(r"\S\s+[/|]\s+(\d{1,4})$|^(\d{1,4})\s+[/|]\s+\S")
_ADDRESS = re.compile(r"(?:https?://|file:///|www\.)\S+")
_FRAME = "-–—|·•[](){}*_ \t\x0c"
_ENDS = re.compile(r"[.!?…:;。！？：；»”\"')\]]$")


#: Zones of a manuscript that are not of its text, and of files that programs write.
_ZONES_APART: Final = frozenset(("hidden", "nav"))
_WRITTEN_ABOVE: Final[Mapping[str, frozenset[str]]] = {
    "text/plain": frozenset(("header",)),
    "text/markdown": frozenset(("header", "hidden")),
    "text/html": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Pages:
    """Indices of heads and feet, and the pairs of lines between which a paragraph goes on."""

    heads: frozenset[int] = frozenset()
    joins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A short line: its words without numbers, its numbers, whether it is a folio and of what."""

    index: int
    key: str
    numbers: tuple[int, ...]
    total: int


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
    """Find the page heads of `submission`; only plain text comes from prints."""
    if submission.media_type != "text/plain":
        return Pages()
    return find_page_heads([line.text for line in submission.lines])


def find_page_heads(texts: Sequence[str]) -> Pages:
    r"""Find the heads, feet and page breaks of the text as received, whose lines are `texts`.

    Form feeds, which repair removes, must still be in them.

    >>> sheet = ["The {} comes in and", "", "MUD", "{}", "", "goes as {} again."] + ["Text."] * 20
    >>> words = zip(("tide", "wind", "rain"), (3, 4, 5), ("tide", "wind", "rain"))
    >>> lines = [line for word in words for line in "\n".join(sheet).format(*word).split("\n")]
    >>> find_page_heads(lines).joins
    ((0, 5), (26, 31), (52, 57))
    """
    filled = [index for index, text in enumerate(texts) if text.strip(_FRAME)]
    short = {
        index: texts[index].translate(_NO_DIGITS).strip(_FRAME)
        for index in filled
        if len(texts[index]) <= _LONGEST
    }
    times = Counter(short.values())
    groups: dict[tuple[str, int], list[_Line]] = defaultdict(list)
    for index, bare in short.items():
        if times[bare] > 1:
            line = _read_line(index, texts[index])
            groups[line.key, line.total].append(line)
    signs = [0, *accumulate(len(text.strip()) for text in texts)]
    margins = [
        group
        for group in groups.values()
        if len(group) >= _FEWEST and _is_set_apart(group, texts, signs, _SET_APART)
    ]
    set_apart = {line.index for group in margins for line in group}
    breaks = _find_feeds(texts, filled)
    counted = max((len(group) for group in groups.values() if _is_folio(group)), default=0)
    sheets = max(len(breaks), counted, *map(len, margins), 0)
    recurring = [group for group in groups.values() if len(group) >= 2 and _is_rare(group, sheets)]
    if not recurring:
        return Pages()
    broken = _find_broken(texts, filled, {line.index for group in recurring for line in group})
    heads: set[int] = set()
    for group in recurring:
        if (
            _is_folio(group)
            or group[0].index in set_apart
            or _at_feeds(group, breaks)
            or _interrupts(group, broken)
            or (
                any(line.index in broken for line in group)
                and _is_set_apart(group, texts, signs, _PARTED)
            )
        ):
            heads |= {line.index for line in group}
    # What recurs beside a head or foot is part of it, or of the one across the page's edge.
    order = {index: place for place, index in enumerate(filled)}
    places = {order[index] for index in heads}
    for group in recurring:
        here = [order[line.index] for line in group]
        beside = sum(bool({place - 1, place + 1} & places) for place in here)
        if len(group) >= _FEWEST and beside >= _MOST_STEPS * len(group) and _recurs(group):
            heads |= {line.index for line in group}
    return Pages(frozenset(heads), tuple(_find_joins(texts, filled, heads)))


def _read_line(index: int, text: str) -> _Line:
    bare = text.strip(_FRAME)
    folio = _FOLIO.fullmatch(bare)
    if folio:
        return _Line(index, "", (int(folio[1]),), int(folio[2] or 0))
    addresses = " ".join(_ADDRESS.findall(bare))
    rest = _ADDRESS.sub(" ", bare)
    numbers = tuple(int(number) for number in _NUMBER.findall(rest)[:6])
    if addresses and (folio := _FOLIO.fullmatch(rest.strip(_FRAME))) and folio[2]:
        return _Line(index, addresses, (int(folio[1]),), int(folio[2]))
    key = " ".join(_WORD.findall(rest.casefold()))
    return _Line(index, f"{addresses} {key}".strip() or "#", numbers, 0)


def _is_rare(group: Sequence[_Line], sheets: int) -> bool:
    """Whether the lines may stand once a page; `sheets` are those that are surely there."""
    apart = median(below.index - above.index for above, below in pairwise(group))
    return apart >= _PAGE or 2 <= len(group) <= sheets + 2


# ── four signs of a page's end ───────────────────────────────────────────────


def _is_folio(group: Sequence[_Line]) -> bool:
    """Whether the lines count pages of a total: "Page 2 of 9"."""
    total = group[0].total
    if not total:
        return False
    numbers = [line.numbers[0] for line in group]
    return len(group) > 1 and max(numbers) <= total and _counts(group)


def _is_set_apart(
    group: Sequence[_Line], texts: Sequence[str], signs: Sequence[int], apart: re.Pattern[str]
) -> bool:
    """Whether the lines count pages behind what sets them `apart`, with a page's text between.

    The rows of a table count so too, but nothing stands between those; and behind a single
    word the parts of a text are counted, as in "Day 2". `signs` are those that stand above each
    of the lines `texts`.
    """
    if len(group) < 2 or len(group[0].key.split()) < _TITLE:
        return False
    found = [apart.search(texts[line.index].strip(" \t\x0c")) for line in group]
    numbers = [int(match[1] or match[2]) for match in found if match]
    if len(numbers) < len(group):
        return False
    steps = [below - above for above, below in pairwise(numbers)]
    between = [signs[below.index] - signs[above.index + 1] for above, below in pairwise(group)]
    counts = sum(step in (1, 2) for step in steps) >= _MOST_STEPS * len(steps)
    return counts and min(steps) > 0 and median(between) >= _SIGNS


def _at_feeds(group: Sequence[_Line], breaks: Sequence[frozenset[int]]) -> bool:
    """Whether the lines stand beside most form feeds, each at one."""
    if len(breaks) < 2 or not _recurs(group):
        return False
    places = {line.index for line in group}
    borne = sum(bool(places & beside) for beside in breaks)
    inside = len(places & frozenset[int]().union(*breaks))
    return borne >= max(2, _MOST_PAGES * len(breaks)) and inside >= _MOST_STEPS * len(places)


def _interrupts(group: Sequence[_Line], broken: frozenset[int]) -> bool:
    """Whether the lines stand a page apart, and often amid a sentence."""
    if len(group) < _FEWEST or not _recurs(group):
        return False
    apart = [below.index - above.index for above, below in pairwise(group)]
    if median(apart) < _PAGE:
        return False
    amid = sum(line.index in broken for line in group)
    return amid >= max(_BROKEN_FEWEST, _BROKEN * len(group))


def _recurs(group: Sequence[_Line]) -> bool:
    """Whether the lines are the same but for a number that counts."""
    if len({line.numbers for line in group}) == 1:
        return bool(group[0].key)
    return _counts(group)


def _counts(group: Sequence[_Line]) -> bool:
    """Whether one number of the lines grows by one or, on every other page, by two."""
    width = min(len(line.numbers) for line in group)
    for place in {0, width - 1} if width else ():
        for end in (1, -1):
            numbers = [line.numbers[place if end == 1 else -place - 1] for line in group]
            steps = [below - above for above, below in pairwise(numbers)]
            if sum(step in (1, 2) for step in steps) >= _MOST_STEPS * len(steps):
                return True
    return False


def _find_feeds(texts: Sequence[str], filled: Sequence[int]) -> list[frozenset[int]]:
    """For each form feed, the filled lines beside it."""
    order = {index: place for place, index in enumerate(filled)}
    found = []
    for index, text in enumerate(texts):
        if "\x0c" not in text:
            continue
        place = order.get(index)
        if place is None:
            place = bisect_left(filled, index)
        found.append(frozenset(filled[max(0, place - _BESIDE) : place + _BESIDE]))
    return found


# ── where a paragraph goes on ────────────────────────────────────────────────


def _find_broken(texts: Sequence[str], filled: Sequence[int], repeated: set[int]) -> frozenset[int]:
    """Those of the `repeated` lines that stand amid a sentence."""
    found: set[int] = set()
    for above, between, below in _list_gaps(filled, repeated):
        if _goes_on(texts[above], texts[below]):
            found |= set(between)
    return frozenset(found)


def _find_joins(
    texts: Sequence[str], filled: Sequence[int], heads: set[int]
) -> Iterable[tuple[int, int]]:
    for above, _, below in _list_gaps(filled, heads):
        if _goes_on(texts[above], texts[below]):
            yield above, below


def _list_gaps(filled: Sequence[int], taken: set[int]) -> Iterable[tuple[int, list[int], int]]:
    """The runs of `taken` lines, each with the lines of text before and after it."""
    above = -1
    between: list[int] = []
    for index in filled:
        if index in taken:
            between.append(index)
            continue
        if between and above >= 0:
            yield above, between, index
        above, between = index, []


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence goes on from one page to the next."""
    head, tail = above.rstrip(), below.strip(_FRAME)
    if not head or not tail or _ENDS.search(head):
        return False
    return tail[0].islower() and len(head) > len(tail.split()[0])
