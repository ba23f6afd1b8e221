"""What makes a citation and an entry agree: years, further authors, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from copydesk.citations.entries import Entry
from copydesk.citations.mention import Mention
from copydesk.citations.spelling import fold
from copydesk.citations.surnames import surname
from copydesk.citations.words import months
from copydesk.citations.years import nature, numbers

_PAGE: Final = re.compile(r"(?:(?:pp?|S)\.?\s?)?(\d{1,5})(?!\d)")
#: Figures of a year without a letter.
_PLAIN_YEAR: Final = 4


def of_year(cited: str, found: Iterable[Entry]) -> list[Entry]:
    """Those of `found` that the cited year, or what stands for one, agrees with.

    >>> def of(year):
    ...     return Entry(year, "", (), frozenset(), year, frozenset(), years=frozenset([year]))
    >>> [one.key for one in of_year("2019/20", [of("2019"), of("2020"), of("2021")])]
    ['2019', '2020']
    """
    match nature(cited):
        case "undated":
            return [one for one in found if not one.year and not one.coming]
        case "coming":
            return [one for one in found if one.coming]
    # 2023 means 2023a and 2023b alike; 2023a never means 2023b.
    said = frozenset(numbers(cited))
    bare = said | {one[:4] for one in said}
    return [
        one
        for one in found
        if not said.isdisjoint(one.years)
        or (len(one.year) == _PLAIN_YEAR and not bare.isdisjoint(one.years))
    ]


def narrowed(found: Sequence[Entry], mention: Mention) -> tuple[Entry, ...]:
    """Of several entries with the same first author, those whose further names fit too.

    Co-authors, initials and months only choose between entries here; whether the first two
    refute the only one is asked in `match`.
    """
    if len(found) < 2:
        return tuple(found)
    cited = [fold(surname(name)) for name in mention.names]
    if len(cited) > 1:
        fitting = [one for one in found if tuple(cited[1:]) == one.names[1 : len(cited)]]
        exactly = [one for one in fitting if len(one.names) == len(cited)]
        fitting = exactly if exactly and not mention.others else fitting
    elif mention.others:
        fitting = [one for one in found if len(one.names) > 2]
        fitting = fitting or [one for one in found if len(one.names) != 1]
    else:
        fitting = [one for one in found if len(one.names) == 1]
    fitting = fitting or list(found)
    if len(fitting) > 1 and mention.given:
        fitting = [one for one in fitting if may_be(mention.given, one)] or fitting
    if len(fitting) > 1 and mention.time:
        fitting = [one for one in fitting if one.month in months(mention.time)] or fitting
    if len(fitting) > 1 and (lettered := numbers(mention.year)) and len(lettered[0]) == 5:
        fitting = [one for one in fitting if one.year == lettered[0]] or fitting
    return tuple(fitting)


def may_be(given: str, one: Entry) -> bool:
    """Whether a given name, or its initial, may be that of the entry's first author."""
    if not one.given or not given:
        return True
    cited, printed = first_given(given), first_given(one.given)
    short = min(len(cited), len(printed))
    return cited == printed or (short == 1 and cited[:1] == printed[:1])


def first_given(given: str) -> str:
    """The first of given names or initials, folded.

    >>> first_given("Jean-Luc M."), first_given("J.-L.")
    ('jeanluc', 'j')
    """
    return fold(given.replace(".", " ").split(maxsplit=1)[0]) if given.strip(" .") else ""


def page_hint(locator: str, same: Sequence[Entry]) -> str:
    """Which of the works the cited page lies in, if in one alone."""
    page = _PAGE.match(locator)
    holding = [one for one in same if page and one.pages and _holds(one.pages, int(page[1]))]
    if len(holding) != 1 or not page:
        return ""
    return f"page {page[1]} lies within the pages of `{holding[0].key}`"


def _holds(pages: tuple[int, int], page: int) -> bool:
    return pages[0] <= page <= pages[1]


def letter_hint(year: str, same: Sequence[Entry]) -> str:
    """What a letter would mean by the order of a list that prints none."""
    if len(year) != 5 or any(len(one.year) == 5 for one in same):
        return ""
    place = ord(year[-1].lower()) - ord("a")
    if place >= len(same):
        return f"the list has only {len(same)} entries of that name and year"
    return f"the list has no letters; by its order {year} is `{same[place].key}`"
