"""Find the title and the deck of an article among labelled lines.

In right titles, what each rule earns (88 corpus documents with gold labels / same with 15 of 100
front lines confused / 700 development pages confused): titles without their label 0/9/89, at the
cost of 1 page with gold labels; no title from numbered sections 2/2/0; no repeated lines 1/1/0;
going on over an unfinished line 0/1/0; dates and bylines are no titles 0/0/1. Names cut off the
ends: 1 development page of 121 with metadata, and 1 of 700 lost. Cutting a name before a colon lost
43 of 2,134 and is not done. All figures are of `tools/measure_front.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from copydesk.structure.author_names import read_names
from copydesk.structure.date import is_only_date
from copydesk.structure.metadata import NO_METADATA, PageMetadata, load_words

#: What parts a title from the name of a site or an author; with a blank on both sides, or "|".
_BARS: Final = re.compile(r"(?<!\s)\s+[|–—·•«»:/-]\s+|(?<!\s)\s*+[|｜]\s*|(?<!\s)\s+by\s+")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS: Final = re.compile(r"\w")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"(\d{1,3})([.)]?)\s")
#: Lines that stand below or near a title.
_FRONT: Final = frozenset(["byline", "date", "subtitle"])
#: Lines from the byline, deck or date within which the title stands.
NEAR: Final = 3
#: A title has so many signs at most, and the stated one is looked for in so many lines.
LONGEST: Final = 220
MOST: Final = 12
#: Columns of the shortest title that is found without its label; a Han sign counts three.
_SHORTEST: Final = 12
#: What a line must be worth to be taken for the title without its label.
LEAST: Final = 2.0
#: Lines that a title is mistaken for.
_MISTAKEN: Final = frozenset(["heading", "furniture"])
#: A longer line is no title with a name beside it.
REACH: Final = 2000
#: The name of a site is shorter; a body line is longer.
_SITE: Final = 60
_PROSE: Final = 60
#: Signs of the word that announces a byline at the start of its line.
_CUE: Final = 12


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
    the page states is taken, else the first; one without letters only where nothing else is found.
    The name of a site or of an author is cut off either end only where `stated`, or a line of its
    own, shows it to be one. What is stated stands for the title where no line is labelled so.
    Raises ValueError when `lines` and `roles` differ in length.

    >>> lines = ["Tide", "The quiet harbour", "of Hull | Tide", "By Mara Osei"]
    >>> find_title(lines, ["furniture", "title", "title", "byline"]).title
    'The quiet harbour of Hull'
    >>> find_title(["Before | After"], ["title"]).title
    'Before | After'
    """
    names = _collect_names(lines, roles, stated)
    stated_title = cut_names(" ".join(stated.title.split()), names)
    wanted = {fold_title(stated.title), fold_title(stated_title)} - {""}
    every = _group_titles(lines, roles)
    groups = [group for group in every if any(_WORD.search(lines[number]) for number in group)]
    if groups:
        stated_groups = [
            group for group in groups if fold_title("".join(lines[n] for n in group)) in wanted
        ]
        chosen = (stated_groups or groups)[0]
        chosen = _extend_group(_narrow_group(chosen, lines, wanted), lines, roles, language)
    elif stated.title:
        same = [number for number, text in enumerate(lines) if fold_title(text) in wanted]
        chosen = tuple(same[:1])
    else:
        chosen = _find_unlabelled(lines, roles, wanted) or next(iter(every), ())
    printed = "" if stated_title and not groups else _join_lines([lines[n] for n in chosen])
    text = cut_names(printed, names) or stated_title
    deck = _find_deck(roles, chosen)
    return FrontTitle(text, _join_lines([lines[number] for number in deck]), chosen, deck, names)


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


def _collect_names(lines: Sequence[str], roles: Sequence[str], stated: PageMetadata) -> TitleNames:
    """The stated names, and for the end of a title lines of the site and bylines as well."""
    heads = frozenset(fold_title(name) for name in (*stated.sites, *stated.authors)) - {""}
    shown = (
        fold_title(text)
        for text, role in zip(lines, roles, strict=True)
        if role in ("furniture", "byline") and len(text) < _SITE
    )
    return TitleNames(heads | frozenset(filter(None, shown)), heads)


def _group_titles(lines: Sequence[str], roles: Sequence[str]) -> list[tuple[int, ...]]:
    """The runs of neighbouring lines labelled title."""
    groups: list[tuple[int, ...]] = []
    for number, role in enumerate(roles):
        text = lines[number]
        if role == "title" and _LETTERS.search(text) and not is_signature(text):
            if groups and groups[-1][-1] == number - 1:
                groups[-1] += (number,)
            else:
                groups.append((number,))
    return groups


def _narrow_group(
    group: tuple[int, ...], lines: Sequence[str], wanted: Collection[str]
) -> tuple[int, ...]:
    """The lines of a group that are the stated title; lines that repeat another go."""
    shown = min(len(group), MOST)
    for first in range(shown if wanted else 0):
        for last in range(shown, first, -1):
            if fold_title("".join(lines[number] for number in group[first:last])) in wanted:
                return group[first:last]
    kept: dict[str, int] = {}
    for number in group:
        kept.setdefault(fold_title(lines[number]), number)
    return tuple(kept.values())


def _extend_group(
    group: tuple[int, ...], lines: Sequence[str], roles: Sequence[str], language: str
) -> tuple[int, ...]:
    """The group with the next lines of another label while its last word leads on to them."""
    while group[-1] + 1 < len(lines) and roles[group[-1] + 1] in _MISTAKEN:
        words = lines[group[-1]].split()
        if words[-1].casefold() not in load_words("unfinished", language):
            break
        group += (group[-1] + 1,)
    return group


def _find_unlabelled(
    lines: Sequence[str], roles: Sequence[str], wanted: Collection[str]
) -> tuple[int, ...]:
    """The line of another label that is the title, where no line is labelled so."""
    prose = [number for number, role in enumerate(roles) if role == "body"]
    body = next((number for number in prose if len(lines[number]) >= _PROSE), 0)
    signs = [number for number, role in enumerate(roles[: body + 1]) if role in _FRONT] or [body]
    said = {word for number in prose for word in _split_words(lines[number])}
    again = Counter(fold_title(text) for text in lines)
    counted = {(int(found[1]), found[2]) for found in map(_NUMBER.match, lines) if found}
    best = LEAST
    chosen: tuple[int, ...] = ()
    for number, text in enumerate(lines[: max(body, signs[-1])]):
        folded = fold_title(text)
        if folded in wanted:
            return (number,)
        if roles[number] not in _MISTAKEN or not _may_be_title(text, counted):
            continue
        words = _split_words(text)
        share = sum(word in said for word in words) / len(words) if words else 0.0
        next_sign = bisect_right(signs, number)
        away = signs[next_sign] - number if next_sign < len(signs) else NEAR + 1
        score = (
            2.0 * share
            + 1.5 * (roles[number] == "heading")
            + 1.0 * (away <= NEAR)
            + 0.7 * (len(words) > 3)
            + 0.7 * (again[folded] > 1 and len(words) > 3)
            - 0.1 * min(away, 10)
            - 0.02 * min(body - number, 40)
        )
        if score > best:
            best, chosen = score, (number,)
    return chosen


def _may_be_title(text: str, counted: Collection[tuple[int, str]]) -> bool:
    """Whether a line has the length of a title and is no date, byline or one of the `counted`."""
    width = sum(1 + 2 * bool(_UNSPACED.match(sign)) for sign in text)
    if width < _SHORTEST or len(text) > LONGEST or is_signature(text):
        return False
    number = _NUMBER.match(text)
    return number is None or (int(number[1]) + 1, number[2]) not in counted


def is_signature(text: str) -> bool:
    """Tell whether a line is a date or an announced byline, and so no title.

    >>> is_signature("By Mara Osei"), is_signature("By the harbour")
    (True, False)
    """
    names = [name for name in read_names(text)[:1] if name.kind == "person"]
    return is_only_date(text) or any(name.announced and name.start < _CUE for name in names)


def _split_words(text: str) -> list[str]:
    """The words of four letters or more; pairs of signs in an unspaced script."""
    folded = text.casefold()
    words = [word for word in _WORD.findall(folded) if len(word) > 3 and not _UNSPACED.search(word)]
    unspaced = "".join(sign if _UNSPACED.match(sign) else " " for sign in folded)
    return words + [one + two for one, two in pairwise(unspaced) if " " not in one + two]


def _find_deck(roles: Sequence[str], title: Sequence[int]) -> tuple[int, ...]:
    """The first run of deck lines behind the title, else the last one before it."""
    after = title[-1] if title else -1
    decks = [number for number, role in enumerate(roles) if role == "subtitle"]
    behind = [number for number in decks if number > after] or decks
    return tuple(number for at, number in enumerate(behind) if number == behind[0] + at)


def _join_lines(texts: Sequence[str]) -> str:
    """One line of several: no blank between two signs of an unspaced script."""
    joined = ""
    for text in texts:
        line = " ".join(text.split())
        unspaced = joined and _UNSPACED.match(joined[-1]) and _UNSPACED.match(line)
        joined += line if unspaced or not joined else f" {line}"
    return joined
