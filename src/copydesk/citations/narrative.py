"""Narrative citations: names in running text, the year behind them in a bracket.

The names are read from the bracket backwards, in all the ways they may be meant; `match`
decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from copydesk.citations.author_date import (
    AFTER,
    BETWEEN,
    PIECE,
    PREFIX,
    QUOTED_END,
    is_place,
    of_piece,
)
from copydesk.citations.brackets import Bracket
from copydesk.citations.mention import Mention
from copydesk.citations.surnames import Name, Names, given_before, names_ending, surname
from copydesk.citations.words import places, words
from copydesk.citations.years import locator_end, years_in

_SAYS: Final = re.compile(r"\s*(?:[a-z]{3,12}ly\s+|also\s+|auch\s+|aussi\s+)?([^\W\d_]{3,20})")
_CUES: Final = re.compile(
    r"\b(?:according to|as|by|see|cf\.|following|nach|laut|siehe|vgl\.|selon|según|secondo)\s*\Z",
    re.IGNORECASE,
)
#: Signs looked back for the names of a narrative citation.
REACH: Final = 160
#: Words of a body's name that running text may spell out.
_LONGEST: Final = 8
#: "Department for Transport [DfT] (2020)".
_EXPLAINED: Final = re.compile(r"\s?[\[(][^\W\d_]{2,15}[\])]\s?\Z")
#: Words before two names of which one alone may be cited.
_APART: Final = re.compile(
    r"\b(?:between|both|either|neither|not only|zwischen|sowohl|weder|entre|tra|fra|tussen|mellan)"
    r"\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_PAIR: Final = 2
_JOINED: Final = re.compile(r"[)\]]\s*(?:,|and|&|und|et|y)\s*\Z")


def narrative(text: str, bracket: Bracket, last: Mention | None) -> tuple[Mention, ...]:
    """The citation whose years stand in `bracket` and whose names stand before it.

    `last` is the citation before, whose names further years may take up: "(2019) and (2021)".
    None when the bracket holds more than years and a place, or no names stand there.

    >>> from copydesk.citations.brackets import brackets
    >>> text = "so Lo and Fu’s (2022: 45) view"
    >>> [(one.text, one.locator) for one in narrative(text, next(brackets(text)), None)]
    [('Lo and Fu’s (2022: 45)', '45')]
    """
    years = years_in(bracket.inside)
    if years is None or not _opens(bracket.inside[: years.start]):
        return ()
    rest = bracket.inside[years.end :]
    if not AFTER.match(rest) and locator_end(rest, 0) == 0:
        return ()
    lead = text[max(0, bracket.start - REACH) : bracket.start]
    written = text[bracket.start : bracket.end]
    mention = before(lead, written, bracket)
    if mention is None:
        if last is None or last.end > bracket.start or not _takes_up(text, last, bracket):
            return ()
        mention = replace(
            last, start=bracket.start, end=bracket.end, text=written, tail=(), form="narrative"
        )
    elif mention.weak and _is_said(text, lead, bracket, mention):
        mention = replace(mention, weak=False)
    first, *further = PIECE.finditer(bracket.inside)
    mention = _placed(mention, rest[: first.end() - years.end], bracket.inside[: years.start])
    found = [
        replace(mention, year=year, tail=tuple(replace(one, year=year) for one in mention.tail))
        for year in years.years
    ]
    for piece in further:
        found += of_piece(piece, found[-1], bracket)
    return tuple(found)


def _placed(mention: Mention, rest: str, prefix: str) -> Mention:
    """`mention` in all its readings with the words before and behind its year."""
    said, lead = rest.strip(BETWEEN), prefix.strip(BETWEEN)
    tail = tuple(replace(one, locator=said, prefix=lead) for one in mention.tail)
    return replace(mention, locator=said, prefix=lead, tail=tail)


def _opens(head: str) -> bool:
    return not head.strip() or PREFIX.fullmatch(head) is not None


def _takes_up(text: str, last: Mention, bracket: Bracket) -> bool:
    return _JOINED.fullmatch(text, last.end - 1, bracket.start) is not None


def before(lead: str, written: str, bracket: Bracket) -> Mention | None:
    """The names that `lead` ends with, in all readings, as a citation whose year is yet to be told.

    `written` follows them: the bracket as printed. None when no names stand there.
    """
    if short := _EXPLAINED.search(lead):
        lead, written = lead[: short.start()], f"{short[0]}{written}"
    if title := QUOTED_END.search(lead):
        names: Names | None = Names(
            (Name(title[1].strip(" ,."), "", title.start()),), title[1], title.start()
        )
    else:
        names = _running(lead)
    if names is None:
        return None

    def reading(start: int, cited: tuple[str, ...], printed: str) -> Mention:
        return Mention(
            text=f"{lead[start:]}{written}",
            names=cited,
            others=names.others,
            year="",
            form="narrative",
            start=bracket.start,
            end=bracket.end,
            weak=not (names.others or _is_owned(names, lead)),
            words=printed,
            given=_given(names, len(cited), lead),
            beside=_beside(names, len(cited), lead),
        )

    if title:
        return replace(reading(title.start(), (names.names[0].text,), names.words), faint=True)
    lists = list(_lists(names))
    start, cited = lists[0]
    bodies = (reading(at, (lead[at:].strip(),), _printed(names, at)) for at in _word_starts(names))
    others = [reading(at, row, _printed(names, at)) for at, row in lists[1:]]
    first = reading(start, cited, _printed(names, start))
    tail = (*(replace(one, names=(one.words,), given="", beside="") for one in bodies), *others)
    return replace(first, tail=tail, faint=is_place(names))


def _running(before: str) -> Names | None:
    """The names that running text ends with, None behind the end of a sentence or a clause."""
    said = before.rstrip()
    if said.endswith((";", ":", "!", "?")):
        return None
    names = names_ending(before)
    if said.endswith(",") and not (names and (names.listed or names.others)):
        return None
    if names and said.endswith(".") and not (names.others or names.names[-1].given):
        return None
    return names


def _given(names: Names, cited: int, lead: str) -> str:
    """The given name or initials before the first name; the word that begins a sentence is none."""
    if cited > len(names.names):
        return ""
    first = names.names[-cited]
    before = lead[: first.start].rstrip()
    goes_on = before.endswith(",") or before[-1:].isalnum()
    return first.given or (given_before(first.text) if goes_on else "")


def _beside(names: Names, cited: int, lead: str) -> str:
    """The person whom an "and" joins to the only one cited: "Lo" of "Lo and Osei (2019)".

    None where the words before speak of two things: "between Lo and Osei (2019)".
    """
    if cited > 1 or not names.listed or len(names.names) != _PAIR:
        return ""
    other = names.names[0].text
    if len(other.split()) > 1 or other.casefold() in places() or _APART.search(lead[: names.start]):
        return ""
    return other


def _printed(names: Names, at: int) -> str:
    return names.words[max(0, at - names.start) :]


def _word_starts(names: Names) -> Iterator[int]:
    """Where names of several words may begin, the longest first."""
    starts = [
        names.start + found.start()
        for found in re.finditer(r"[^\s]+", names.words)
        if found[0].lstrip("“‘(")[:1].isupper() and found[0] != "The"
    ]
    yield from starts[-_LONGEST:-1]


def _lists(names: Names) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The readings of a list of persons: all of it, fewer names, the last alone."""
    row = names.names
    if not (names.listed or names.others):
        row = row[-1:]
    for first in range(len(row)):
        last_names = tuple(surname(name.text) for name in row[first:])
        place = row[first].start
        if not row[first].given:
            place += len(row[first].text) - len(last_names[0])
        yield place, last_names


def _is_owned(names: Names, before: str) -> bool:
    """Whether "Lo’s (2022)" is said of a person: a surname, no place, no "the" before it."""
    if not names.own or len(names.names[-1].text.split()) > 1:
        return False
    lead = before[: names.start].split()
    article = bool(lead) and lead[-1].casefold() in ("the", "a", "an", "its", "this", "that")
    return not article and names.words.casefold() not in places()


def _is_said(text: str, before: str, bracket: Bracket, mention: Mention) -> bool:
    """Whether the words around say that persons are named for what they wrote."""
    if mention.faint or any(len(name.split()) > 1 for name in mention.names):
        return False
    lead = before[: len(before) - len(mention.text) + bracket.end - bracket.start].rstrip()
    if lead.split()[-1:] and lead.split()[-1].casefold() in ("the", "a", "an", "this"):
        return False
    if cued(lead):
        return True
    if lead[-1:].isalpha() and lead.split()[-1][:1].isupper() and len(mention.names) == 1:
        return False  # a longer name, of which the last word was taken
    return verb(text, bracket.end)


def cued(lead: str) -> bool:
    """Whether the words before a name announce what its bearer says.

    >>> cued("wet, according to "), cued("the boat of ")
    (True, False)
    """
    return _CUES.search(lead) is not None


def verb(text: str, at: int) -> bool:
    """Whether at `at` a verb follows that tells what an author says.

    >>> verb("Lo (2022) also doubts it", 9), verb("Lo (2022) boats", 9)
    (True, False)
    """
    found = _SAYS.match(text, at)
    return found is not None and found[1].casefold() in words("says")
