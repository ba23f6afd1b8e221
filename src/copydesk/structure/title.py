"""Find the title and the deck of an article among labelled lines.

The labeller says which lines are the title; here they are chosen among, joined and cut. What rules
earn, in right titles of 83 corpus texts / 152 development pages as the labeller labels them: the
line that others repeat 1/2, going on over an open end 1/0, saying a repeated line once 1/0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.authors import read_names
from copydesk.structure.date import is_only_date
from copydesk.structure.metadata import NO_METADATA, PageMetadata, load_words

#: What parts a title from the name of a site or an author; with a blank on both sides, or "|".
_BARS: Final = re.compile(r"(?<!\s)\s+[|–—·•«»:/-]\s+|(?<!\s)\s*+[|｜]\s*|(?<!\s)\s+by\s+")
_LETTERS: Final = re.compile(r"\w")
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Lines around a labelled title among which a repeated one is the title, and its signs at least.
NEAR: Final = 3
_REPEATED: Final = 20
#: What stands before the title in a trail ("Home / Essays / ") or in the head of a printed page.
_TRAIL: Final = re.compile(r"(?:[/|>»›→]|\d|\b[AP]M)\s*$")
#: A longer line is no title with a name beside it.
REACH: Final = 2000
#: The name of a site is shorter, and so is a line that goes on with a title.
_SHORT: Final = 60
#: Signs with which a title goes on in the next line.
_OPEN: Final = (",", ":", " –", " -")
#: No number before it and no colon behind it.
_HEADLINE: Final = re.compile(r"(?!\d+[.)]?\s).*[^:]$")


@dataclass(frozen=True, slots=True)
class TitleNames:
    """Folded names of sites and authors: what may be cut off the end of a title, and its start."""

    tails: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FrontTitle:
    """The title and the deck of an article ("" where there is none), and the lines of each."""

    title: str = ""
    deck: str = ""
    title_lines: tuple[int, ...] = ()
    deck_lines: tuple[int, ...] = ()
    names: TitleNames = TitleNames()


def find_title(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> FrontTitle:
    """Find title and deck among lines with their roles.

    Lines labelled title that follow each other are one title. Of several such groups the one that
    the page states is taken, else the first. A line beside it that other lines repeat, as they do
    not repeat the one so labelled, takes its place. The name of a site or of an author is cut off
    either end only where `stated`, or a line of its own, shows it to be one. Where no line is
    labelled title, what is stated stands for it, else the first heading above the text. Raises
    ValueError when `lines` and `roles` differ in length.

    >>> lines = ["Tide", "The quiet harbour", "of Hull | Tide", "By Mara Osei"]
    >>> find_title(lines, ["furniture", "title", "title", "byline"]).title
    'The quiet harbour of Hull'
    >>> find_title(["Before | After"], ["title"]).title
    'Before | After'
    """
    names = _collect_names(lines, roles, stated)
    stated_title = cut_names(" ".join(stated.title.split()), names)
    wanted = {fold_title(stated.title), fold_title(stated_title)} - {""}
    groups = [
        group
        for group in _group_titles(lines, roles)
        if not _is_signature(group, lines, roles, stated)
    ]
    if groups:
        told = [group for group in groups if _fold_lines(lines, group) in wanted]
        chosen = told[0] if told else _find_repeated(lines, roles, groups[0], wanted) or groups[0]
        # Of lines that say the same the first one stays.
        once = {fold_title(lines[number]): number for number in reversed(chosen)}
        chosen = _extend_group(tuple(sorted(once.values())), lines, roles, language)
    elif stated.title:
        chosen = tuple(n for n, text in enumerate(lines) if fold_title(text) in wanted)[:1]
    else:
        chosen = _find_heading(lines, roles)
    printed = _join_lines(lines[n] for n in chosen) if groups or not stated_title else ""
    deck = _find_deck(roles, chosen)
    text = cut_names(printed, names) or stated_title
    return FrontTitle(text, _join_lines(lines[number] for number in deck), chosen, deck, names)


def cut_names(title: str, names: TitleNames) -> str:
    """Cut the names of sites and authors off the ends of a title.

    >>> names = TitleNames(frozenset(["tide", "hull"]), frozenset(["maraosei"]))
    >>> cut_names("Mara Osei | The quiet harbour – a walk | Tide", names)
    'The quiet harbour – a walk'
    >>> cut_names("Hull: The quiet harbour – a walk", names)
    'Hull: The quiet harbour – a walk'
    """
    start, end = find_title_span(title, names)
    return title[start:end]


def find_title_span(text: str, names: TitleNames) -> tuple[int, int]:
    """Find where the title stands in a text that may name its site or author at either end.

    >>> find_title_span("The quiet harbour | Tide", TitleNames(frozenset(["tide"])))
    (0, 17)
    """
    start, end = 0, len(text)
    while end <= REACH and (bars := list(_BARS.finditer(text, start, end))):
        first, last = bars[0], bars[-1]
        if fold_title(text[last.end() : end]) in names.tails and text[start : last.start()].strip():
            end = last.start()
        elif fold_title(text[start : first.start()]) in names.heads:
            start = first.end()
        else:
            break
    return start, end


def is_same_title(printed: str, stated: str) -> bool:
    """Tell whether two titles say the same, the name of a site or case and signs aside.

    >>> is_same_title("A quiet harbour", "A Quiet Harbour – The Harbour Review")
    True
    """
    whole, other = fold_title(printed), fold_title(stated)
    parts = {fold_title(part) for part in _BARS.split(stated)}
    return not other or whole in parts or other in whole


def fold_title(text: str) -> str:
    """The letters and digits of a title, by which two of them are compared.

    >>> fold_title("The “Quiet” Harbour!") == fold_title("the quiet harbour")
    True
    """
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _fold_lines(lines: Sequence[str], group: Iterable[int]) -> str:
    return fold_title("".join(lines[number] for number in group))


def _collect_names(lines: Sequence[str], roles: Sequence[str], stated: PageMetadata) -> TitleNames:
    """The stated names, and for the end of a title lines of the site and bylines as well."""
    heads = frozenset(fold_title(name) for name in (*stated.sites, *stated.authors)) - {""}
    shown = (
        fold_title(text)
        for text, role in zip(lines, roles, strict=True)
        if role in ("furniture", "byline") and len(text) < _SHORT
    )
    return TitleNames(heads | frozenset(filter(None, shown)), heads)


def _group_titles(lines: Sequence[str], roles: Sequence[str]) -> list[tuple[int, ...]]:
    """The runs of neighbouring lines labelled title that hold a word."""
    groups: list[tuple[int, ...]] = []
    for number, role in enumerate(roles):
        text = lines[number]
        if role == "title" and _LETTERS.search(text) and not is_only_date(text):
            if groups and groups[-1][-1] == number - 1:
                groups[-1] += (number,)
            else:
                groups.append((number,))
    return [group for group in groups if any(_WORD.search(lines[number]) for number in group)]


def _is_signature(
    group: Sequence[int], lines: Sequence[str], roles: Sequence[str], stated: PageMetadata
) -> bool:
    """Whether a labelled title is only the name of its author: of a byline, or in a note on her."""
    text = lines[group[0]].strip()
    if len(group) > 1 or [one.text for one in read_names(text)] != [text]:
        return False
    signed = (line for line, role in zip(lines, roles, strict=True) if role in ("byline", "bio"))
    return any(text in line for line in (*signed, *stated.authors))


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
    group: tuple[int, ...], lines: Sequence[str], roles: Sequence[str], language: str
) -> tuple[int, ...]:
    """The group with the next short lines of another label while its end leads on to them."""
    extended = group
    while (below := extended[-1] + 1) < len(lines) and len(lines[below]) < _SHORT:
        if roles[below] in ("byline", "date") or not _is_open(lines[extended[-1]], language):
            break
        extended += (below,)
    return group if _is_open(lines[extended[-1]], language) else extended


def _is_open(text: str, language: str) -> bool:
    """Whether the line of a title ends with a sign or a word on which more must follow."""
    last = text.rsplit(maxsplit=1)[-1].casefold()
    return text.rstrip().endswith(_OPEN) or last in load_words("unfinished", language)


def _find_heading(lines: Sequence[str], roles: Sequence[str]) -> tuple[int, ...]:
    """The first heading above the text, unless it is a number's or a label."""
    for number, role in enumerate(roles):
        if role == "heading":
            return (number,) if _HEADLINE.match(lines[number]) else ()
        if role == "body":
            break
    return ()


def _find_deck(roles: Sequence[str], title: Sequence[int]) -> tuple[int, ...]:
    """The first run of deck lines behind the title, else the last one before it."""
    after = title[-1] if title else -1
    decks = [number for number, role in enumerate(roles) if role == "subtitle"]
    behind = [number for number in decks if number > after] or decks
    return tuple(number for at, number in enumerate(behind) if number == behind[0] + at)


def _join_lines(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())
