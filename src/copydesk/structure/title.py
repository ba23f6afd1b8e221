"""Find the title and the deck of an article among labelled lines.

The labeller says which lines are the title; here they are chosen among, joined and cut. The line
that others repeat earns 3 right titles of 88 corpus texts and 4 of 386 pages. To go on over an open
end or in small letters earns 1 of 88, and with the labeller before this one 11 of 48 copies of
journal papers. Nothing is gained by first headings, or by cutting off names that only other
lines show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.authors import read_names
from copydesk.structure.date import is_only_date
from copydesk.structure.lines import is_unfinished
from copydesk.structure.metadata import NO_METADATA, PageMetadata

#: What parts a title from the name of a site or an author; with a blank on both sides, or "|".
BARS: Final = re.compile(r"(?<!\s)\s+[|–—·•«»:/-]\s+|(?<!\s)\s*+[|｜]\s*|(?<!\s)\s+by\s+")
_LETTERS: Final = re.compile(r"\w")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Lines around a labelled title among which a repeated one is the title, and its signs at least.
NEAR: Final = 3
_REPEATED: Final = 20
#: What stands before the title in a trail ("Home / Essays / ") or in the head of a printed page.
_TRAIL: Final = re.compile(r"(?:[/|>»›→]|\d|\b[AP]M)\s*$")
#: A longer line is no title with a name beside it, and none that goes on with a title.
REACH: Final = 2000
_SHORT: Final = 60
#: Signs with which a title goes on in the next line.
_OPEN: Final = (",", ":", " –", " -")
#: Labels of lines below a title that may belong to it, how such a line begins, and how a title
#: ends that does not go on, by its last signs.
_HEAD: Final = frozenset(("subtitle", "byline", "heading"))
_SMALL: Final = re.compile(r"\s*[a-zß-öø-ÿ\u0430-\u045f][^A-Z]")
_ENDED: Final = re.compile(r"[.?!…]\W*$")
_ENDING: Final = 8


@dataclass(frozen=True, slots=True)
class FrontTitle:
    """The title and the deck of an article ("" where there is none), and the lines of each.

    `names` are folded names of sites and authors, which may stand at either end of the title.
    """

    title: str = ""
    deck: str = ""
    title_lines: tuple[int, ...] = ()
    deck_lines: tuple[int, ...] = ()
    names: frozenset[str] = frozenset()


def find_title(
    lines: Sequence[str], roles: Sequence[str], stated: PageMetadata = NO_METADATA
) -> FrontTitle:
    """Find title and deck among lines with their roles.

    Lines labelled title that follow each other are one title. Of several such groups the one that
    the page states is taken, else the first. A line beside it that other lines repeat, as they do
    not repeat the one so labelled, takes its place. The name of a site or of an author is cut off
    either end where `stated` shows it to be one. Where no line is labelled title, what is stated
    stands for it. Raises ValueError when `lines` and `roles` differ in length.

    >>> lines = ["Tide", "The quiet harbour", "of Hull | Tide", "By Mara Osei"]
    >>> roles = ["furniture", "title", "title", "byline"]
    >>> find_title(lines, roles, PageMetadata(sites=("Tide",))).title
    'The quiet harbour of Hull'
    >>> find_title(["Before | After"], ["title"]).title
    'Before | After'
    """
    names = frozenset(map(fold_title, (*stated.sites, *stated.authors))) - {""}
    stated_title = cut_names(" ".join(stated.title.split()), names)
    wanted = {fold_title(stated.title), fold_title(stated_title)} - {""}
    groups = _group_titles(lines, roles)
    if groups:
        told = [group for group in groups if _fold_lines(lines, group) in wanted]
        chosen = told[0] if told else _find_repeated(lines, roles, groups[0], wanted) or groups[0]
        # Of lines that say the same the first one stays.
        once = {fold_title(lines[number]): number for number in reversed(chosen)}
        chosen = _extend_group(tuple(sorted(once.values())), lines, roles)
    else:
        chosen = tuple(n for n, text in enumerate(lines) if fold_title(text) in wanted)[:1]
    printed = _join_lines(lines[n] for n in chosen) if groups or not stated_title else ""
    deck = _find_deck(roles, chosen)
    text = cut_names(printed, names) or stated_title
    return FrontTitle(text, _join_lines(lines[number] for number in deck), chosen, deck, names)


def cut_names(title: str, names: Container[str]) -> str:
    """Cut the names of sites and authors, which are folded, off the ends of a title.

    >>> cut_names("Mara Osei | The quiet harbour – a walk | Tide", {"tide", "maraosei"})
    'The quiet harbour – a walk'
    >>> cut_names("Hull: The quiet harbour – a walk", {"tide"})
    'Hull: The quiet harbour – a walk'
    """
    while len(title) <= REACH and (bars := list(BARS.finditer(title))):
        head, tail = title[: bars[-1].start()], title[bars[-1].end() :]
        if fold_title(tail) in names and head.strip():
            title = head
        elif fold_title(title[: bars[0].start()]) in names and title[bars[0].end() :].strip():
            title = title[bars[0].end() :]
        else:
            break
    return title


def fold_title(text: str) -> str:
    """The letters and digits of a title, by which two of them are compared.

    >>> fold_title("The “Quiet” Harbour!") == fold_title("the quiet harbour")
    True
    """
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _fold_lines(lines: Sequence[str], group: Iterable[int]) -> str:
    return fold_title("".join(lines[number] for number in group))


def _group_titles(lines: Sequence[str], roles: Sequence[str]) -> list[tuple[int, ...]]:
    """The runs of neighbouring lines labelled title that hold a word."""
    groups: list[tuple[int, ...]] = []
    for number, (text, role) in enumerate(zip(lines, roles, strict=True)):
        if role == "title" and _LETTERS.search(text) and not is_only_date(text):
            if groups and groups[-1][-1] == number - 1:
                groups[-1] += (number,)
            else:
                groups.append((number,))
    return [group for group in groups if any(_WORD.search(lines[number]) for number in group)]


def _find_repeated(
    lines: Sequence[str], roles: Sequence[str], group: Sequence[int], wanted: Collection[str]
) -> tuple[int, ...]:
    """The lines near `group` with which it, or a trail or page head above them, ends.

    What is `wanted` may begin with them as well.
    """
    first, last = max(0, group[0] - NEAR), min(len(lines), group[-1] + NEAR + 1)
    spans = [range(start, end) for start in range(first, last)
             for end in range(start + 1, min(start + NEAR, last) + 1)]  # fmt: skip
    told: list[range] = []
    for span in spans:
        text = _join_lines(lines[number] for number in span)
        above = [number for number in range(first, span.start) if roles[number] == "furniture"]
        longer = [lines[number] for number in above]
        longer += [lines[number] for number in group if number not in span]
        if len(text) >= _REPEATED and (
            any(_ends_with(_join_lines([one]), text) for one in longer)
            or any(one.startswith(fold_title(text)) for one in wanted)
        ):
            told.append(span)
    # A title that is so told itself may go on in the lines below it, but gives way to no other.
    around = [span for span in told if group[0] in span and group[-1] in span]
    if around:
        told = [span for span in around if all(roles[number] != "byline" for number in span)]
    return tuple(max(told, key=lambda span: len(_fold_lines(lines, span)), default=()))


def _ends_with(line: str, text: str) -> bool:
    """Whether `line` ends with `text`, behind something shorter: a trail or a clock."""
    head = line.removesuffix(text)
    return len(head) < min(len(text), len(line)) and _TRAIL.search(head) is not None


def _extend_group(
    group: tuple[int, ...], lines: Sequence[str], roles: Sequence[str]
) -> tuple[int, ...]:
    """The group with the short lines of another label below it in which the title goes on.

    The end of the one above leads on to them, or they begin with a small letter. Names are none.
    """

    def is_open(number: int) -> bool:
        end = lines[number].rstrip()
        return end.endswith(_OPEN) or (" " in end and is_unfinished(end))

    longer = group
    while (below := longer[-1] + 1) < len(lines):
        text, role = lines[below], roles[below]
        end = lines[longer[-1]][-_ENDING:]
        small = role in _HEAD and _SMALL.match(text) and not _ENDED.search(end)
        if not (small or is_open(longer[-1])) or role == "date" or len(text) >= _SHORT:
            break
        if role == "byline" and _names_person(text):
            # In capitals a line may pass for a name, but one of a byline of its own below it.
            above, more = lines[longer[-1]], lines[below + 1 : below + 2]
            if not (above.isupper() and text.isupper() and any(map(_names_person, more))):
                break
        longer += (below,)
    return group if is_open(longer[-1]) else longer


def _names_person(text: str) -> bool:
    return any(one.kind == "person" for one in read_names(text))


def _find_deck(roles: Sequence[str], title: Sequence[int]) -> tuple[int, ...]:
    """The first run of deck lines behind the title, else the last one before it."""
    after = title[-1] if title else -1
    decks = [number for number, role in enumerate(roles) if role == "subtitle"]
    behind = [number for number in decks if number > after] or decks
    return tuple(number for at, number in enumerate(behind) if number == behind[0] + at)


def _join_lines(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())
