"""Citations by name and year: `(see Lo, 2022, p. 4; A and B 2019a)` and `Lo (2022)`.

Found by their shape alone; whether a name means an entry of the list is decided in
`match`. `(US and EU)`, `(OTS)`, `(May 2020)` and a bare `(2022)` are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from copydesk.citations.brackets import Bracket
from copydesk.citations.mention import Mention
from copydesk.citations.surnames import Name, Names, names_ending, surname
from copydesk.citations.words import pattern, phrases, places, words
from copydesk.citations.years import Years, locator_end, years_in

#: The words that introduce a citation in its bracket.
PREFIX: Final = re.compile(
    rf"(?:{pattern(phrases('prefixes'))}(?![^\W_])[.,:]{{0,2}}\s+)++", re.IGNORECASE
)
#: Such words before a name, and what parts them from the citation before.
_LEAD: Final = re.compile(
    rf"[\s,.&–—-]*+(?:{pattern(phrases('prefixes'))}(?![^\W_])[.,:]{{0,2}}\s*)*+", re.IGNORECASE
)
_PIECE: Final = re.compile(r"[^;；]+")
_AFTER: Final = re.compile(
    r"\s*(?:$|[,:;.\[\]）)]|and\b|for\b|für\b|pour\b|para\b|in\b|cited\b|quoted\b|emphasis\b|und\b|et\b|y\b)",
    re.IGNORECASE,
)
#: A semicolon between two authors of one work: "Lo; Fu, 2020".
_LISTED: Final = re.compile(r"((?:\A|;)\s*[A-ZÀ-Þ][^;\d“”\"]{1,60});(?=[^;\d]{2,80},?\s\(?\d{4})")
_QUOTED_END: Final = re.compile(r"[“\"„«]([^“”\"„«»]{3,120})[”\"“»][,.]?\s*\Z")
#: Names and titles with words in lower case; so many other things are so that an entry
#: must bear the name and the year.
_LOWER: Final = re.compile(r"([^\W\d_][^,;:.()\d]{1,80}),\s*\Z")
_SAYS: Final = re.compile(r"\s*(?:[a-z]{3,12}ly\s+|also\s+|auch\s+|aussi\s+)?([^\W\d_]{3,20})")
_CUES: Final = re.compile(
    r"\b(?:according to|as|by|see|cf\.|following|nach|laut|siehe|vgl\.|selon|según|secondo)\s*\Z",
    re.IGNORECASE,
)
#: Words looked back for the names of a narrative citation, in signs.
_REACH: Final = 160
#: Words of a body's name that running text may spell out.
_LONGEST: Final = 8
_BETWEEN: Final = " ,:;\u00a0"
_JOINED: Final = re.compile(r"[)\]]\s*(?:,|and|&|und|et|y)\s*\Z")


def pairs(bracket: Bracket) -> tuple[Mention, ...]:
    """The name–year pairs in a bracket, none when it holds no citation.

    >>> from copydesk.citations.brackets import brackets
    >>> (bracket,) = brackets("(Marlow 1987, cited in Osei 2001: 45)")
    >>> [(one.names, one.year, one.prefix, one.locator) for one in pairs(bracket)]
    [(('Marlow',), '1987', '', ''), (('Osei',), '2001', 'cited in', '45')]
    """
    found: list[Mention] = []
    for piece in _PIECE.finditer(_LISTED.sub(r"\1,", bracket.inside)):
        found += _of_piece(piece, found[-1] if found else None, bracket)
    if len(found) == 1:
        return (replace(found[0], text=bracket.printed),)
    return tuple(found)


def _of_piece(found: re.Match[str], last: Mention | None, bracket: Bracket) -> Iterator[Mention]:
    """The pairs of what stands between two semicolons; `last` is the one before it."""
    piece = found[0]
    at = 0
    while years := years_in(piece, at):
        head = piece[at : years.start]
        mention = _pair(head, years, bracket)
        if mention is None and last is not None and _continues(head):
            mention = replace(last, prefix="", form="parenthetical")
        end = locator_end(piece, years.end)
        if mention is None or not (end > years.end or _AFTER.match(piece, end)):
            return
        follow = years_in(piece, end)
        stop = _next_pair(piece, end, follow) if follow else len(piece)
        printed = bracket.printed[found.start() + 1 :]
        mention = replace(
            mention,
            text=printed[at:stop].strip(_BETWEEN),
            locator=printed[years.end : stop].strip(_BETWEEN),
        )
        for year in years.years:
            last = replace(mention, year=year)
            yield last
        at = stop


def _next_pair(piece: str, end: int, years: Years) -> int:
    """Where the pair with the next `years` begins, which closes the locator before it."""
    head = piece[end : years.start]
    if names := names_ending(head):
        lead = _lead_start(head[: names.start])
        if lead is not None:
            return end + lead
    return end if _continues(head) else len(piece)


def _lead_start(before: str) -> int | None:
    """Where in `before` the words begin that introduce a further pair; None if they do not."""
    for found in re.finditer(r"[,&–—]|\b(?:and|und|et|y|but|aber|mais|pero)\b|^", before):
        if _LEAD.fullmatch(before, found.start()):
            return found.start()
    return None


def _continues(head: str) -> bool:
    """Whether a year behind these words is one more of the names before it."""
    return not head.strip(" ,;&") or head.strip(" ,;&").casefold() in words("joins")


def _pair(head: str, years: Years, bracket: Bracket) -> Mention | None:
    if title := _QUOTED_END.search(head):
        prefix = head[: title.start()]
        names = Names((Name(title[1].strip(" ,."), "", title.start()),), title[1], title.start())
        weak = faint = False
    elif found := names_ending(head):
        names, prefix = found, head[: found.start]
        weak = not _is_sure(head, names)
        faint = _is_place(names)
    elif (lower := _LOWER.fullmatch(head)) and (lower[1].islower() or lower[1][0].isupper()):
        names = Names((Name(lower[1], "", lower.start()),), lower[1], lower.start())
        prefix = head[: lower.start()]
        weak = faint = True
    else:
        return None
    lead = _LEAD.fullmatch(prefix) is not None
    return Mention(
        text="",
        names=tuple(name.text for name in names.names),
        others=names.others,
        year=years.years[0],
        form="parenthetical",
        start=bracket.start,
        end=bracket.end,
        weak=weak or not lead,
        prefix=_introducing(prefix),
        words=names.words,
        given=names.names[0].given,
        faint=faint or (weak and not lead),
    )


def _introducing(prefix: str) -> str:
    """The words of a prefix; an "and" between two citations is none."""
    said = prefix.strip(" ,&")
    return "" if said.casefold() in words("joins") else said


def _is_sure(head: str, names: Names) -> bool:
    """Whether names right before a year in a bracket say that it is a citation."""
    return names.others or head.rstrip().endswith((",", "，"))


def _is_place(names: Names) -> bool:
    """Whether the only name is one of a place or has figures: its year is mostly a date."""
    if len(names.names) > 1 or names.others:
        return False
    return names.words.casefold() in places() or any(sign.isdigit() for sign in names.words)


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
    if not _AFTER.match(rest) and locator_end(rest, 0) == 0:
        return ()
    before = text[max(0, bracket.start - _REACH) : bracket.start]
    written = text[bracket.start : bracket.end]
    mention = _before(before, written, bracket)
    if mention is None:
        if last is None or last.end > bracket.start or not _takes_up(text, last, bracket):
            return ()
        mention = replace(
            last, start=bracket.start, end=bracket.end, text=written, tail=(), form="narrative"
        )
    elif mention.weak and _is_said(text, before, bracket, mention):
        mention = replace(mention, weak=False)
    first, *further = _PIECE.finditer(bracket.inside)
    mention = _placed(mention, rest[: first.end() - years.end], bracket.inside[: years.start])
    found = [
        replace(mention, year=year, tail=tuple(replace(one, year=year) for one in mention.tail))
        for year in years.years
    ]
    for piece in further:
        found += _of_piece(piece, found[-1], bracket)
    return tuple(found)


def _placed(mention: Mention, rest: str, prefix: str) -> Mention:
    """`mention` in all its readings with the words before and behind its year."""
    said, lead = rest.strip(_BETWEEN), prefix.strip(_BETWEEN)
    tail = tuple(replace(one, locator=said, prefix=lead) for one in mention.tail)
    return replace(mention, locator=said, prefix=lead, tail=tail)


def _opens(head: str) -> bool:
    return not head.strip() or PREFIX.fullmatch(head) is not None


def _takes_up(text: str, last: Mention, bracket: Bracket) -> bool:
    return _JOINED.fullmatch(text, last.end - 1, bracket.start) is not None


def _before(before: str, written: str, bracket: Bracket) -> Mention | None:
    """The names that end right before the bracket, in all readings, None without any."""
    if title := _QUOTED_END.search(before):
        names: Names | None = Names(
            (Name(title[1].strip(" ,."), "", title.start()),), title[1], title.start()
        )
    else:
        names = _running(before)
    if names is None:
        return None

    def reading(start: int, cited: tuple[str, ...], printed: str) -> Mention:
        return Mention(
            text=f"{before[start:]}{written}",
            names=cited,
            others=names.others,
            year="",
            form="narrative",
            start=bracket.start,
            end=bracket.end,
            weak=not (names.others or _is_owned(names, before)),
            words=printed,
        )

    if title:
        return replace(reading(title.start(), (names.names[0].text,), names.words), faint=True)
    lists = list(_lists(names))
    start, cited = lists[0]
    bodies = (
        reading(at, (before[at:].strip(),), _printed(names, at)) for at in _word_starts(names)
    )
    others = [reading(at, row, _printed(names, at)) for at, row in lists[1:]]
    first = reading(start, cited, _printed(names, start))
    tail = (*(replace(one, names=(one.words,)) for one in bodies), *others)
    return replace(first, tail=tail, faint=_is_place(names), given=_given(names, len(cited)))


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


def _given(names: Names, cited: int) -> str:
    return names.names[-cited].given if cited <= len(names.names) else ""


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
    if lead[-1:].isalpha() and lead.split()[-1][:1].isupper() and len(mention.names) == 1:
        return False  # a longer name, of which the last word was taken
    verb = _SAYS.match(text, bracket.end)
    return bool(_CUES.search(lead)) or bool(verb and verb[1].casefold() in words("says"))
