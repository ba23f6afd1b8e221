"""Citations by their shape: a name with a year, or with a page, in a bracket.

`(see Lo, 2022, p. 4; A and B 2019a)`, `(ibid., p. 4)`, and as the MLA prints them `(Osei 12)`,
`(“Tides” 3)`, `(45)`. `(US and EU)`, `(OTS)`, `(May 2020)` and a bare `(2022)` are none. Names
in the sentence are read in `narrative`; what a name means is decided in `match`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from copydesk.citations.brackets import Bracket, Years, find_locator_end, find_years
from copydesk.citations.names import (
    CitedName,
    CitedNames,
    find_phrases,
    is_place,
    list_places,
    list_words,
    read_names,
)
from copydesk.language.names import list_particles
from copydesk.language.phrases import list_phrases, make_pattern

IsBorne: TypeAlias = Callable[[str], bool]
"""Whether an entry bears a phrase as its name."""


def bears_none(_phrase: str) -> bool:
    """Where there are no entries, none bears a phrase."""
    return False


# ── a citation as its shape shows it ─────────────────────────────────────────

_PARTICLES: Final = re.compile(rf"{make_pattern(sorted(list_particles()))}\s+", re.IGNORECASE)
_ELIDED: Final = re.compile(r"(?:d|l|dell|all|nell|qu)[’'](?=\w)", re.IGNORECASE)


#: The work that another is printed in: "Lo in Osei".
_WITHIN: Final = re.compile(r"[^\W\d_][\w.’'-]{0,30}(?:\s[\w.’'-]{1,30}){0,2}\sin\s(?=\w)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name with its year or its page, before it is known what it means.

    `names` are the cited names in order, `words` as they are printed together (a body's
    name may hold an "and"); `given` are initials or given names before the first. `others`
    says that an "et al." followed. `title` is a title that chooses between works, `time` a month.

    `[start, end)` is the span of its whole bracket. A `weak` mention (nothing but its year
    says that it is one) is a citation only if an entry bears the name, a `faint` one (a
    place, a month, words in lower case) only if an entry agrees in name and year. `tail` are
    other readings, with more words before the year or fewer. One that says `again` ("ibid.", a
    page behind a quotation) stands for the citation before it. `beside` is the name that an
    "and" joins to this reading and that it leaves out.
    """

    text: str
    start: int
    end: int
    form: Literal["parenthetical", "narrative"] = "parenthetical"
    names: tuple[str, ...] = ()
    others: bool = False
    year: str = ""
    weak: bool = True
    prefix: str = ""
    locator: str = ""
    words: str = ""
    given: str = ""
    title: str = ""
    faint: bool = False
    tail: tuple[Mention, ...] = ()
    beside: str = ""
    again: Literal["", "ibid", "page"] = ""
    time: str = ""

    @property
    def name(self) -> str:
        """The words that stand for the name in a record: the first name, or the title."""
        return self.names[0] if self.names else self.title

    @property
    def whole(self) -> str:
        """All words of the names."""
        return self.words or ", ".join(self.names)

    def readings(self) -> Iterator[Mention]:
        """The mention itself and with more or fewer words before it.

        "In Lisbon, Marlow and Finn (2018)" names two authors, not three.
        """
        for one in (self, *self.tail):
            bare: Mention | None = one
            while bare:
                yield bare
                bare = _drop_preposition(bare)


def change_readings(mention: Mention, **changes: Any) -> Mention:  # noqa: ANN401  as `replace`
    """`mention` with the fields `changes`, in all its readings."""
    tail = tuple(replace(one, **changes) for one in mention.tail)
    return replace(mention, tail=tail, **changes)


def _drop_preposition(mention: Mention) -> Mention | None:
    """The mention without a "von" or "Lo in" before the name, which belong to some names."""
    name = mention.names[0] if mention.names else ""
    lead = _PARTICLES.match(name) or _ELIDED.match(name) or _WITHIN.match(name)
    if not lead or lead.end() == len(name):
        return None
    size, printed = lead.end(), mention.words.removeprefix(lead[0])
    bare = replace(mention, names=(name[size:], *mention.names[1:]), words=printed, tail=())
    if mention.form == "parenthetical":
        return replace(bare, prefix=f"{mention.prefix} {lead[0]}".strip())
    if not mention.text.startswith(lead[0]):
        return None
    return replace(bare, text=mention.text[size:])


# ── a name and a year ────────────────────────────────────────────────────────

#: The words that introduce a citation in its bracket.
PREFIX: Final = re.compile(
    rf"(?:{make_pattern(list_phrases('prefixes'))}(?![^\W_])[.,:]{{0,2}}\s+)++", re.IGNORECASE
)
#: Such words before a name, and what parts them from the citation before.
_LEAD: Final = re.compile(
    rf"[\s,.&–—-]*+(?:{make_pattern(list_phrases('prefixes'))}(?![^\W_])[.,:]{{0,2}}\s*)*+",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(
    rf"\s*(?P<prefix>{PREFIX.pattern})?{make_pattern(list_phrases('again'))}(?![^\W_])\.?"
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


def read_pairs(bracket: Bracket, is_borne: IsBorne = bears_none) -> tuple[Mention, ...]:
    """The name–year pairs in a bracket, none when it holds no citation.

    >>> from copydesk.citations.brackets import find_brackets
    >>> (bracket,) = find_brackets("(Marlow 1987, cited in Osei 2001: 45)")
    >>> [(one.names, one.year, one.prefix, one.locator) for one in read_pairs(bracket)]
    [(('Marlow',), '1987', '', ''), (('Osei',), '2001', 'cited in', '45')]
    """
    found: list[Mention] = []
    for piece in PIECE.finditer(_LISTED.sub(r"\1,", bracket.inside)):
        found += read_piece(piece, found[-1] if found else None, bracket, is_borne)
    if len(found) == 1:
        return (change_readings(found[0], text=bracket.printed),)
    return tuple(found)


def read_again(bracket: Bracket) -> tuple[Mention, ...]:
    """The mention of a bracket that stands for the citation before: "(ibid., p. 4)".

    >>> from copydesk.citations.brackets import find_brackets
    >>> brackets = find_brackets("(ibid.) (vgl. ebd., S. 4) (ibid. 7)")
    >>> [one.locator for (one,) in map(read_again, brackets)]
    ['', 'S. 4', '7']
    """
    found = _AGAIN.fullmatch(bracket.inside)
    if not found:
        return ()
    said = found["pages"] or ""
    if said and find_locator_end(f", {said}", 0) < len(said) + 2:
        return ()
    prefix = (found["prefix"] or "").strip()
    return (
        Mention(
            bracket.printed, bracket.start, bracket.end, prefix=prefix, locator=said, again="ibid"
        ),
    )


def read_piece(
    found: re.Match[str], last: Mention | None, bracket: Bracket, is_borne: IsBorne = bears_none
) -> Iterator[Mention]:
    """The pairs of what stands between two semicolons; `last` is the one before it."""
    piece = found[0]
    at = 0
    while years := find_years(piece, at):
        head = piece[at : years.start]
        mention = _read_pair(head, years, bracket, is_borne)
        if mention is None and last is not None and _continues(head):
            mention = change_readings(last, prefix="", form="parenthetical")
        end = find_locator_end(piece, years.end)
        if mention is None or not (end > years.end or AFTER.match(piece, end)):
            return
        follow = find_years(piece, end)
        stop = _next_pair(piece, end, follow) if follow else len(piece)
        printed = bracket.printed[found.start() + 1 :]
        mention = change_readings(
            mention,
            text=printed[at:stop].strip(BETWEEN),
            locator=printed[years.end : stop].strip(BETWEEN),
        )
        for year in years.years:
            last = change_readings(mention, year=year)
            yield last
        at = stop


def _next_pair(piece: str, end: int, years: Years) -> int:
    """Where the pair with the next `years` begins, which closes the locator before it."""
    head = piece[end : years.start]
    if names := read_names(head):
        before = head[: names.start]
        for found in re.finditer(r"[,&–—]|\b(?:and|und|et|y|but|aber|mais|pero)\b|^", before):
            if _LEAD.fullmatch(before, found.start()):
                return end + found.start()
    return end if _continues(head) else len(piece)


def _continues(head: str) -> bool:
    """Whether a year behind these words is one more of the names before it."""
    said = head.strip(" ,;&")
    return not said or said.casefold() in list_words("joins")


def _read_pair(head: str, years: Years, bracket: Bracket, is_borne: IsBorne) -> Mention | None:
    day = _DAY.search(head)
    if day and day["time"].casefold() not in list_words("times"):
        day = None
    head = head[: day.start()] if day else head
    names: CitedNames | None
    weak = faint = True
    if title := QUOTED_END.search(head):
        names = read_quoted(title)
        weak, faint = False, day is not None
    elif names := read_names(head):
        weak = not (names.others or head.rstrip().endswith((",", "，")))
        faint = is_place(names) or day is not None
        if day and is_place(names):
            return None  # "(Lisbon, March 2020)" says where and when
    elif (lower := _LOWER.fullmatch(head)) and (lower[1].islower() or lower[1][0].isupper()):
        names = CitedNames((CitedName(lower[1], "", 0),), lower[1], 0)

    def read(names: CitedNames, *, weak: bool = True, faint: bool = True) -> Mention:
        prefix = head[: names.start]
        lead = _LEAD.fullmatch(prefix) is not None
        said = prefix.strip(" ,&")
        return Mention(
            "",
            bracket.start,
            bracket.end,
            names=tuple(name.text for name in names.names),
            others=names.others,
            year=years.years[0],
            weak=weak or not lead,
            prefix="" if said.casefold() in list_words("joins") else said,
            words=names.words,
            given=names.names[0].given,
            faint=faint or (weak and not lead),
            time=day["time"] if day else "",
        )

    phrases = () if title else find_phrases(head, is_borne)
    tail = tuple(read(one) for one in phrases if names is None or one.start < names.start)
    if names:
        return replace(read(names, weak=weak, faint=faint), tail=tail)
    return replace(tail[0], tail=tail[1:]) if tail else None


def read_quoted(title: re.Match[str]) -> CitedNames:
    """A quoted title in the place of names."""
    return CitedNames(
        (CitedName(title[1].strip(" ,."), "", title.start()),), title[1], title.start()
    )


# ── a name and a page ────────────────────────────────────────────────────────

#: "12", "1.2", "00:14:20", "3: 18–29" for a page of a volume.
_NUMBER: Final = r"(?:\d\d?:\s?)*+\d{1,4}(?:\.\d{1,4}){0,3}(?:\s?[-–]\s?[\d.:]{1,9})?"
_PAGES: Final = re.compile(
    r"(?:^|[\s,])(?P<pages>(?:(?:pp?|pars?|chs?|secs?|lines?|ll?|bk|vol|act|scene|n|fol|plates?|pls?|figs?|cols?)\.?\s?)?"
    rf"(?:{_NUMBER}(?:,\s?{_NUMBER})*+|n\.\s?pag\.?)(?:n\d*|ff?\.?)?)\.?\Z",
    re.IGNORECASE,
)
_ROMAN: Final = re.compile(r"\s(?P<pages>[ivxlc]{1,7}(?:[-–][ivxlc]{1,7})?)\Z")
_RANGE: Final = re.compile(r"\d\s?[-–,]\s?\d")
#: A title in quotation marks, or between the signs that plain text has for italics.
_TITLE: Final = re.compile(
    r"(?:[“\"„«‘]([^“”\"„«»]{2,150}?)[,.]?[”\"“»’]|(?P<sign>[*_])([^*_]{2,150})(?P=sign)),?\Z"
)
#: "S." is an initial before a name, and no "siehe".
_INITIALS: Final = re.compile(r"(?:[A-ZÀ-Þ]\.\s*)+\Z")
#: An author and a page at the end of a clause, as "(Osei 12)." is.
_CLOSING: Final = re.compile(r"\s*(?:[.,;:!?]|\Z)")
_PLAIN: Final = re.compile(r"[A-ZÀ-Þ][^\W\d_A-Z]{2,20}")
QUOTE_BEFORE: Final = re.compile(r"[”\"»«“’'][.,!?]?\s*\Z")
#: A year stands alone in a bracket for many reasons.
_ALONE: Final = re.compile(r"(?:1[4-9]|20)\d\d(?:\s?[-–]\s?\d{2,4})?\Z")
_LONGEST_TITLE: Final = 12
#: "(p. 45)", "(S. 12–14)".
_LABELLED: Final = re.compile(
    r"\s*(?P<pages>(?:pp?|pgs?|S|s|págs?)\.?\s?\d{1,4}(?:\s?[-–]\s?\d{1,4})?(?:\s?ff?\.?)?)\s*"
)


def read_page(text: str, bracket: Bracket) -> tuple[Mention, ...]:
    """The mention of a bracket with a page alone behind a quotation: “It rose” (p. 45).

    >>> from copydesk.citations.brackets import find_brackets
    >>> text = "As Lo (2019) says, “it rose” (p. 45)."
    >>> [one.locator for bracket in find_brackets(text) for one in read_page(text, bracket)]
    ['p. 45']
    """
    found = _LABELLED.fullmatch(bracket.inside)
    if not found or not QUOTE_BEFORE.search(text, max(0, bracket.start - 4), bracket.start):
        return ()
    return (
        Mention(
            bracket.printed,
            bracket.start,
            bracket.end,
            "narrative",
            locator=found["pages"],
            again="page",
        ),
    )


def read_works(text: str, bracket: Bracket) -> Iterator[Mention]:
    """The works a bracket names with a page or by their title, none when it names none.

    Brackets of such shapes hold so many other things that they are looked at only in an article
    that cites so, and most of them count only if an entry fits. A bracket that holds only pages
    gives a mention without a name: the sentence has it.

    >>> from copydesk.citations.brackets import find_brackets
    >>> (bracket,) = find_brackets("(Osei, “Tides” 3; Marlow and Finn 9-12)")
    >>> [(one.names, one.title, one.locator) for one in read_works("", bracket)]
    [(('Osei',), 'Tides', '3'), (('Marlow', 'Finn'), '', '9-12')]
    >>> [list(read_works("", one)) for one in find_brackets("(Table 3)")]
    [[]]
    """
    quoted = QUOTE_BEFORE.search(text, max(0, bracket.start - 4), bracket.start) is not None
    closing = _CLOSING.match(text, bracket.end) is not None
    for piece in PIECE.finditer(bracket.inside):
        prefix = PREFIX.match(piece[0].lstrip())
        if prefix and _INITIALS.match(prefix[0]):
            prefix = None
        said = piece[0].lstrip()[prefix.end() if prefix else 0 :].strip()
        pages = _PAGES.search(said) or _ROMAN.search(said)
        head = said[: pages.start()].rstrip(" ,") if pages else said
        mention = _read_work(head, bracket) if head else _read_unnamed(said, bracket)
        if mention is None:
            continue
        locator = pages["pages"] if pages else ""
        family = _PLAIN.fullmatch(mention.words) and mention.words.casefold() not in list_places()
        sure = (
            quoted
            or len(mention.names) > 1
            or mention.others
            or _RANGE.search(locator) is not None
            or (closing and locator.isdigit() and family)
        )
        yield replace(
            mention,
            text=bracket.printed[piece.start() + 1 : piece.end() + 1].strip(),
            prefix=prefix[0].strip() if prefix else "",
            locator=locator,
            weak=mention.weak and not (sure and locator and head),
        )


def _read_work(head: str, bracket: Bracket) -> Mention | None:
    """The mention of the work that `head` names by its author, its title or both."""
    if head.split(maxsplit=1)[0].casefold().rstrip(".") in list_words("numbered"):
        return None
    title = _TITLE.search(head)
    before = head[: title.start()].rstrip(" ,") if title else head
    names = read_names(before) if before else None
    if before and (names is None or names.start > 0):
        # A title with words in lower case: "(Cell phones 45)".
        if title or not before[:1].isupper() or len(before.split()) > _LONGEST_TITLE:
            return None
        return Mention("", bracket.start, bracket.end, names=(before,), words=before)
    authors, chosen = _part_authors(names) if names else ((), "")
    if title:
        chosen = (title[1] or title[3]).strip(" ,.")
    # A quoted title is printed otherwise than a phrase.
    is_title = chosen[:1].isupper() and sum(word[:1].isupper() for word in chosen.split()) > 1
    return Mention(
        "",
        bracket.start,
        bracket.end,
        names=authors,
        others=bool(names and names.others),
        weak=authors != () or not is_title,
        words=names.words if names else "",
        given=names.names[0].given if names else "",
        title=chosen,
    )


def _part_authors(names: CitedNames) -> tuple[tuple[str, ...], str]:
    """Authors, and the title that stands behind a comma: "Osei, Harbours"."""
    row = tuple(name.text for name in names.names)
    _, comma, rest = names.words.partition(", ")
    if not comma or names.others or len(row) == 1:
        return row, ""
    # "Osei, Lime and Salt" may be three authors: the title of an entry decides.
    return (row if names.listed else row[:1]), rest


def _read_unnamed(inside: str, bracket: Bracket) -> Mention | None:
    """Pages without a name, which the words of the sentence may give."""
    if _ALONE.match(inside) or not inside:
        return None
    return Mention("", bracket.start, bracket.end, "narrative")
