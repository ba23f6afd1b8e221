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
from copydesk.citations.spelling import acronym, fold
from copydesk.citations.surnames import Name, Names, names_ending
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
_AGAIN: Final = re.compile(
    rf"\s*(?P<prefix>{PREFIX.pattern})?{pattern(phrases('again'))}(?![^\W_])\.?"
    r"[\s,:]*+(?P<pages>\S[^;()]{0,40}?)?\s*",
    re.IGNORECASE,
)
PIECE: Final = re.compile(r"[^;；]+")
AFTER: Final = re.compile(
    r"\s*(?:$|[,:;.&\[\]）)]|and\b|with\b|versus\b|vs\b|to\b|for\b|für\b|pour\b|para\b|in\b|cited\b|quoted\b|emphasis\b|und\b|et\b|y\b)",
    re.IGNORECASE,
)
#: A semicolon between two authors of one work: "Lo; Fu, 2020".
_LISTED: Final = re.compile(r"((?:\A|;)\s*[A-ZÀ-Þ][^;\d“”\"]{1,60});(?=[^;\d]{2,80},?\s\(?\d{4})")
QUOTED_END: Final = re.compile(r"[“\"„«]([^“”\"„«»]{3,120})[”\"“»][,.]?\s*\Z")
#: Names and titles with words in lower case; so many other things are so that an entry
#: must bear the name and the year.
_LOWER: Final = re.compile(r"([^\W\d_][^,;:.()\d]{1,80}),\s*\Z")
#: A day, a month or a season before the year: "Tide Letter, February 2024", "Osei, 3 March 2021".
_DAY: Final = re.compile(
    r"(?<=,)\s+(?:\d{1,2}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?)?(?P<time>[^\W\d_]{3,12})\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,|\s+de)?\s*\Z",
    re.IGNORECASE,
)
BETWEEN: Final = " ,:;\u00a0\u202f"


def pairs(bracket: Bracket, lead: str = "") -> tuple[Mention, ...]:
    """The name–year pairs in a bracket, none when it holds no citation.

    `lead` are the words before it: a body whose acronym it has is cited, comma or not.

    >>> from copydesk.citations.brackets import brackets
    >>> (bracket,) = brackets("(Marlow 1987, cited in Osei 2001: 45)")
    >>> [(one.names, one.year, one.prefix, one.locator) for one in pairs(bracket)]
    [(('Marlow',), '1987', '', ''), (('Osei',), '2001', 'cited in', '45')]
    """
    found: list[Mention] = []
    for piece in PIECE.finditer(_LISTED.sub(r"\1,", bracket.inside)):
        found += of_piece(piece, found[-1] if found else None, bracket)
    if len(found) == 1:
        weak = found[0].weak and not _is_acronym(found[0], lead)
        return (replace(found[0], text=bracket.printed, weak=weak),)
    return tuple(found)


def again(bracket: Bracket) -> tuple[Mention, ...]:
    """The mention of a bracket that stands for the citation before: "(ibid., p. 4)".

    >>> from copydesk.citations.brackets import brackets
    >>> [one.locator for (one,) in map(again, brackets("(ibid.) (vgl. ebd., S. 4) (ibid. 7)"))]
    ['', 'S. 4', '7']
    """
    found = _AGAIN.fullmatch(bracket.inside)
    if not found:
        return ()
    said = found["pages"] or ""
    if said and locator_end(f", {said}", 0) < len(said) + 2:
        return ()
    mention = Mention(
        text=bracket.printed,
        names=(),
        others=False,
        year="",
        form="parenthetical",
        start=bracket.start,
        end=bracket.end,
        weak=True,
        prefix=(found["prefix"] or "").strip(),
        locator=said,
        again=True,
    )
    return (mention,)


def _is_acronym(mention: Mention, lead: str) -> bool:
    """Whether the name is one of capitals for the body that `lead` ends with."""
    short = mention.whole
    if not short.isupper() or not short.isalpha() or not lead.rstrip()[-1:].isalpha():
        return False
    body = names_ending(lead)
    return body is not None and len(short) > 2 and acronym(body.words).endswith(fold(short))


def of_piece(found: re.Match[str], last: Mention | None, bracket: Bracket) -> Iterator[Mention]:
    """The pairs of what stands between two semicolons; `last` is the one before it."""
    piece = found[0]
    at = 0
    while years := years_in(piece, at):
        head = piece[at : years.start]
        mention = _pair(head, years, bracket)
        if mention is None and last is not None and _continues(head):
            mention = replace(last, prefix="", form="parenthetical")
        end = locator_end(piece, years.end)
        if mention is None or not (end > years.end or AFTER.match(piece, end)):
            return
        follow = years_in(piece, end)
        stop = _next_pair(piece, end, follow) if follow else len(piece)
        printed = bracket.printed[found.start() + 1 :]
        mention = replace(
            mention,
            text=printed[at:stop].strip(BETWEEN),
            locator=printed[years.end : stop].strip(BETWEEN),
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
    day = _day(head)
    head = head[: day.start()] if day else head
    if title := QUOTED_END.search(head):
        prefix = head[: title.start()]
        names = Names((Name(title[1].strip(" ,."), "", title.start()),), title[1], title.start())
        weak, faint = False, day is not None
    elif found := names_ending(head):
        names, prefix = found, head[: found.start]
        weak = not _is_sure(head, names)
        faint = is_place(names) or day is not None
        if day and is_place(names):
            return None  # "(Lisbon, March 2020)" says where and when
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
        time=day["time"] if day else "",
    )


def _day(head: str) -> re.Match[str] | None:
    """The day or month that `head` ends with, None where a year is all that tells the time.

    >>> [bool(_day(head)) for head in ("Osei, 3 March ", "Osei, March ", "Osei, ", "in March ")]
    [True, True, False, False]
    """
    found = _DAY.search(head)
    return found if found and found["time"].casefold() in words("times") else None


def _introducing(prefix: str) -> str:
    """The words of a prefix; an "and" between two citations is none."""
    said = prefix.strip(" ,&")
    return "" if said.casefold() in words("joins") else said


def _is_sure(head: str, names: Names) -> bool:
    """Whether names right before a year in a bracket say that it is a citation."""
    return names.others or head.rstrip().endswith((",", "，"))


def is_place(names: Names) -> bool:
    """Whether the only name is one of a place or has figures: its year is mostly a date."""
    if len(names.names) > 1 or names.others:
        return False
    return names.words.casefold() in places() or any(sign.isdigit() for sign in names.words)
