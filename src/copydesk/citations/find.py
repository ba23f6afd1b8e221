"""Citations by name in a text, found by their shapes.

`author_date` knows those with a year, `author_page` those with a page or a title. Whether
a name means an entry of the list is decided in `match`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from copydesk.citations import author_page
from copydesk.citations.author_date import again, pairs
from copydesk.citations.brackets import Bracket, brackets
from copydesk.citations.mention import Mention
from copydesk.citations.narrative import REACH, narrative
from copydesk.citations.running import running
from copydesk.citations.surnames import names_ending

#: Brackets whose citations are remembered: an article is read to learn how it cites, and then
#: once more to link its citations.
_REMEMBERED: Final = 1024


def mentions(text: str, *, by_page: bool = False) -> Iterator[tuple[Mention, ...]]:
    """The citation groups of `text` in order; each group is one bracket.

    Those with a page or a title instead of a year only when the article cites so (`by_page`).

    >>> [[(m.names, m.year) for m in group] for group in mentions("so (Lo, 2022; Fu et al., 2019)")]
    [[(('Lo',), '2022'), (('Fu',), '2019')]]
    >>> [group[0].text for group in mentions("Lo’s (2022) view of (US and EU) policy")]
    ['Lo’s (2022)']
    >>> [(m.names, m.locator) for (m,) in mentions("Tides “turn” (Osei 12).", by_page=True)]
    [(('Osei',), '12')]
    """
    end = 0
    last: Mention | None = None
    for bracket in brackets(text):
        if bracket.start < end or not bracket.plain:
            continue
        group = _group(text, bracket, last, by_page=by_page)
        if group:
            end, last = bracket.end, group[-1]
            yield group


def outside_brackets(text: str) -> Iterator[tuple[Mention, ...]]:
    """The citations of `text` that stand in no bracket: "Marlow, 2020, says"."""
    return running(text, tuple(brackets(text)))


def _group(
    text: str, bracket: Bracket, last: Mention | None, *, by_page: bool
) -> tuple[Mention, ...]:
    group = _dated(text, bracket, last)
    return author_page.cited(text, bracket) if by_page and not group else group


@lru_cache(_REMEMBERED)
def _dated(text: str, bracket: Bracket, last: Mention | None) -> tuple[Mention, ...]:
    """The citations of a bracket that have a year or stand for the one before, the `last`."""
    lead = text[max(0, bracket.start - REACH) : bracket.start]
    return again(bracket) or narrative(text, bracket, last) or pairs(bracket, lead)


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names that are all of `text`, and whether "et al." closed it.

    Nothing when the words cannot be a name: a month, a word in lower case.

    >>> split_names("van der Berg, Lo and Fu")
    (('van der Berg', 'Lo', 'Fu'), False)
    >>> split_names("Ruonan et al"), split_names("since May")
    ((('Ruonan',), True), ((), False))
    """
    found = names_ending(text)
    if found is None or found.start > 0:
        return (), False
    return tuple(name.text for name in found.names), found.others
