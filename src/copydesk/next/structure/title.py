"""Find the title and the deck of an article among labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.next.structure.metadata import NO_METADATA, PageMetadata

#: What parts a title from the name of a site or an author; with a blank on both sides, or "|".
_BARS: Final = re.compile(r"\s+[|–—·•«»:/-]\s+|\s*[|｜]\s*|\s+by\s+")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS: Final = re.compile(r"\w")
#: Lines that may stand between two lines of one title: nothing does.
_FRONT: Final = frozenset(["byline", "date", "subtitle"])
#: Lines from the byline, deck or date within which the title stands.
NEAR: Final = 3
#: A title has so many signs at most.
LONGEST: Final = 220


@dataclass(frozen=True, slots=True)
class FrontTitle:
    """The title and the deck of an article ("" where there is none), and the lines of each."""

    title: str = ""
    deck: str = ""
    title_lines: tuple[int, ...] = ()
    deck_lines: tuple[int, ...] = ()


def find_title(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> FrontTitle:
    """Find title and deck among lines with their roles.

    Lines labelled title that follow each other are one title. Of several such groups the one that
    the page states is taken, else the one that a deck, byline or date follows. The name of a site
    or of an author is cut off either end only where `stated`, or a line of its own, shows it to
    be one. What is stated stands for the title where no line is labelled so. Raises ValueError
    when `lines` and `roles` differ in length.

    >>> lines = ["Tide", "The quiet harbour", "of Hull | Tide", "By Mara Osei"]
    >>> find_title(lines, ["furniture", "title", "title", "byline"]).title
    'The quiet harbour of Hull'
    >>> find_title(["Before | After"], ["title"]).title
    'Before | After'
    """
    names = _collect_names(lines, roles, stated)
    groups = _group_titles(lines, roles)
    if groups:
        chosen = max(groups, key=lambda group: _rate_group(group, lines, roles, stated, names))
        chosen = _narrow_group(chosen, lines, stated, names)
    else:
        chosen = _find_unlabelled(lines, roles, stated, names)
    text = cut_names(_join_lines([lines[number] for number in chosen], language), names)
    text = text or cut_names(" ".join(stated.title.split()), names)
    deck = _find_deck(roles, chosen)
    return FrontTitle(text, _join_lines([lines[number] for number in deck], language), chosen, deck)


def cut_names(title: str, names: Iterable[str]) -> str:
    """Cut the names of a site or an author off both ends of a title.

    >>> cut_names("Mara Osei: The quiet harbour – a walk | Tide", ["mara osei", "tide"])
    'The quiet harbour – a walk'
    >>> cut_names("The quiet harbour – a walk", ["tide"])
    'The quiet harbour – a walk'
    """
    known = set(names)
    while bars := list(_BARS.finditer(title)):
        first, last = bars[0], bars[-1]
        if fold_title(title[last.end() :]) in known and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif fold_title(title[: first.start()]) in known:
            title = title[first.end() :].strip()
        else:
            break
    head, colon, rest = title.partition(": ")
    return rest.strip() if colon and fold_title(head) in known else title


def fold_title(text: str) -> str:
    """The letters and digits of a title, by which two of them are compared.

    >>> fold_title("The “Quiet” Harbour!") == fold_title("the quiet harbour")
    True
    """
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _collect_names(lines: Sequence[str], roles: Sequence[str], stated: PageMetadata) -> frozenset[str]:
    """What may stand at the end of a title: stated names, and lines of the site that come again."""
    names = {fold_title(name) for name in (*stated.sites, *stated.authors)}
    for text, role in zip(lines, roles, strict=True):
        if role in ("furniture", "byline") and len(text) < _SITE:
            names.add(fold_title(text))
    return frozenset(names - {""})


_SITE: Final = 60


def _group_titles(lines: Sequence[str], roles: Sequence[str]) -> list[tuple[int, ...]]:
    """The runs of neighbouring lines labelled title."""
    groups: list[tuple[int, ...]] = []
    for number, role in enumerate(roles):
        if role == "title" and _LETTERS.search(lines[number]):
            if groups and groups[-1][-1] == number - 1:
                groups[-1] += (number,)
            else:
                groups.append((number,))
    return groups


def _rate_group(
    group: tuple[int, ...],
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata,
    names: frozenset[str],
) -> tuple[bool, bool, int]:
    text = fold_title(" ".join(lines[number] for number in group))
    says = bool(stated.title) and text in (fold_title(stated.title), fold_title(cut_names(stated.title, names)))
    after = roles[group[-1] + 1 : group[-1] + 1 + NEAR]
    return says, bool(_FRONT.intersection(after)), -group[0]


def _narrow_group(
    group: tuple[int, ...], lines: Sequence[str], stated: PageMetadata, names: frozenset[str]
) -> tuple[int, ...]:
    """The lines of a group that are the stated title; lines that repeat another go."""
    wanted = {fold_title(stated.title), fold_title(cut_names(stated.title, names))} - {""}
    for first in range(len(group)):
        for last in range(len(group), first, -1):
            part = group[first:last]
            if fold_title("".join(lines[number] for number in part)) in wanted:
                return part
    kept: dict[str, int] = {}
    for number in group:
        kept.setdefault(fold_title(lines[number]), number)
    return tuple(kept.values())


def _find_unlabelled(
    lines: Sequence[str], roles: Sequence[str], stated: PageMetadata, names: frozenset[str]
) -> tuple[int, ...]:
    """The line of another label that is the title, where no line is labelled so."""
    wanted = {fold_title(stated.title), fold_title(cut_names(stated.title, names))} - {""}
    same = [number for number, text in enumerate(lines) if fold_title(text) in wanted]
    if same:
        return (same[-1] if len(same) > 1 and roles[same[-1]] != "furniture" else same[0],)
    signs = [number for number, role in enumerate(roles) if role in _FRONT]
    for number in signs[:1]:
        for above in range(number - 1, max(-1, number - 1 - NEAR), -1):
            if roles[above] in ("heading", "furniture") and len(lines[above]) >= 20 and len(lines[above]) <= LONGEST:
                return (above,)
    return ()


def _find_deck(roles: Sequence[str], title: Sequence[int]) -> tuple[int, ...]:
    """The first run of deck lines behind the title, else the last one before it."""
    after = title[-1] if title else -1
    decks = [number for number, role in enumerate(roles) if role == "subtitle"]
    behind = [number for number in decks if number > after] or decks
    end = next((at for at in range(1, len(behind)) if behind[at] != behind[at - 1] + 1), len(behind))
    return tuple(behind[:end])


def _join_lines(texts: Sequence[str], language: str) -> str:
    """One line of several: no blank between two signs of an unspaced script."""
    joined = ""
    for text in texts:
        text = " ".join(text.split())
        unspaced = joined and _UNSPACED.match(joined[-1]) and _UNSPACED.match(text[:1])
        joined += text if unspaced or not joined else " " + text
    return joined
