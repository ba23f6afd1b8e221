"""Running heads and feet of a paged text, and what else stands apart from its lines.

What a print or a PDF repeats on every page is told by recurrence: the same words, alone or with
a number that counts, at the distance of a page. A chapter's heading recurs and counts too, but
it does not stand in the middle of a sentence; so lines recur as heads where a page ends, which a
form feed says, a foot that counts its pages, or a sentence that goes on below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from copydesk.model import Line, Submission

#: Columns; a head is a line of its own and no paragraph.
_LONGEST: Final = 160
#: Times that a line recurs amid sentences, and lines between two pages: the shortest are screens.
_FEWEST: Final = 3
_PAGE: Final = 12
#: Lines beside a form feed that may belong to heads and feet.
_BESIDE: Final = 3
#: Share of the places where a sentence goes on below, by which a line is known for a head.
_BROKEN: Final = 0.4
#: Share of the pages that bear it, and share of the steps by which its number counts.
_MOST_PAGES: Final = 0.5
_MOST: Final = 0.7

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
#: "Page 3 of 9", "3/9", "- 3 -": nothing but the number of a page, its total in the second group.
_FOLIO = re.compile(
    r"(?:page|p\.|pg\.?|seite|s\.|página|pág\.?|pagina|pag\.|strona|str\.|sida|side|sivu|oldal"
    r"|страница|стр\.|с\.|σελίδα|第)?\s{0,3}(\d{1,4})"
    r"(?:\s{0,3}(?:of|von|de|di|sur|van|av|af|z|из|／|/|\|)\s{0,3}(\d{1,4}))?\s{0,3}(?:页|頁|ページ)?",
    re.IGNORECASE,
)
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
    """A line that may be a head: its place, the numbers in it, and how many pages it counts."""

    index: int
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
    order = {index: place for place, index in enumerate(filled)}
    groups = [group for group in _group_lines(texts, filled) if len(group) > 1]
    repeated = {line.index for group in groups for line in group}
    amid = {at for _, run, _ in _list_broken(texts, filled, repeated) for at in run}
    feeds = _find_feeds(texts, filled)
    heads: set[int] = set()
    for group in groups:
        if _is_folio(group) or (
            _recurs(group) and (_stands_at(group, feeds) or _interrupts(group, amid))
        ):
            heads |= {line.index for line in group}
    # What recurs beside a head or foot is part of it, or of the one across the page's edge.
    places = {order[index] for index in heads}
    for group in groups:
        beside = sum(
            bool({order[line.index] - 1, order[line.index] + 1} & places) for line in group
        )
        if len(group) >= _FEWEST and beside >= _MOST * len(group) and _recurs(group):
            heads |= {line.index for line in group}
    joins = tuple((above, below) for above, _, below in _list_broken(texts, filled, heads))
    return Pages(frozenset(heads), joins)


def _group_lines(texts: Sequence[str], filled: Sequence[int]) -> Iterable[list[_Line]]:
    """The short lines that differ in nothing but their numbers."""
    groups: dict[tuple[str, int], list[_Line]] = defaultdict(list)
    for index in filled:
        if len(texts[index]) > _LONGEST:
            continue
        bare = texts[index].strip(_FRAME)
        addresses = " ".join(_ADDRESS.findall(bare))
        rest = _ADDRESS.sub(" ", bare).strip(_FRAME)
        folio = _FOLIO.fullmatch(rest)
        total = int(folio[2] or 0) if folio else 0
        found = [folio[1]] if folio else _NUMBER.findall(rest)[:6]
        numbers = tuple(map(int, found))
        words = "" if folio else " ".join(_WORD.findall(rest.casefold())) or "#"
        groups[f"{addresses} {words}".strip(), total].append(_Line(index, numbers, total))
    return groups.values()


# ── three signs of a page's end ──────────────────────────────────────────────


def _is_folio(group: Sequence[_Line]) -> bool:
    """Whether the lines count pages of a total: "Page 2 of 9"."""
    total = group[0].total
    return total > 0 and max(line.numbers[0] for line in group) <= total and _counts(group)


def _stands_at(group: Sequence[_Line], feeds: Sequence[frozenset[int]]) -> bool:
    """Whether the lines stand beside most of several form feeds, each at one."""
    places = {line.index for line in group}
    borne = sum(bool(places & beside) for beside in feeds)
    inside = len(places.intersection(*[frozenset[int]().union(*feeds)]))
    return borne >= max(2, _MOST_PAGES * len(feeds)) and inside >= _MOST * len(places)


def _interrupts(group: Sequence[_Line], amid: set[int]) -> bool:
    """Whether the lines stand a page apart, and often amid a sentence."""
    apart = [below.index - above.index for above, below in pairwise(group)]
    if len(group) < _FEWEST or median(apart) < _PAGE:
        return False
    return sum(line.index in amid for line in group) >= max(2, _BROKEN * len(group))


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


def _list_broken(
    texts: Sequence[str], filled: Sequence[int], taken: set[int]
) -> Iterable[tuple[int, list[int], int]]:
    """The runs of `taken` lines amid a sentence, each with the lines of text around it."""
    above = -1
    between: list[int] = []
    for index in filled:
        if index in taken:
            between.append(index)
            continue
        if between and above >= 0 and _goes_on(texts[above].rstrip(), texts[index].strip(_FRAME)):
            yield above, between, index
        above, between = index, []


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence goes on from one page to the next."""
    if _ENDS.search(above):
        return False
    return below[0].islower() and len(above) > len(below.split(maxsplit=1)[0])
