"""How a piece of a note reads as a reference: its author, title, year and page, or "Ibid."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from copydesk.citations.names import list_places, list_words
from copydesk.citations.shapes import PREFIX

#: Words that mean the work cited just before.
_SAME: Final = re.compile(
    r"(?:ibid(?:em)?|ebd|ebenda|ebda|i[bd](?=\.)|a\.\s?a\.\s?O|(?:op|loc)\.\s?cit|supra|ibíd)\b\.?"
    r"(?=\s*(?:$|[,;:(.]|at\b|S\.|pp?\.|\d))",
    re.IGNORECASE,
)
#: Words that mean a work of the same author as the one just before.
_IDEM: Final = re.compile(
    r"(?:idem|eadem|ders|dies|dieselbe|derselbe)\b\.?(?:,|:|\s)\s*(?=[^\W\d_]|[“«„\"‘])",
    re.IGNORECASE,
)
#: What stands for a title that was given before.
_AGAIN: Final = re.compile(
    r"[,\s]*\(?\s*(?:op\.\s?cit|loc\.\s?cit|a\.\s?a\.\s?O|art\.\s?cit|ibid|ebd)\b\.?", re.IGNORECASE
)
_SUPRA: Final = re.compile(
    r"[,\s]*\(?\s*(?:(?:see|siehe|wie|supra|above|oben|vgl\.?)[,\s]+){0,2}"
    r"(?:at\s)?(?:notes?|nn?\.|fn\.?|fußn\.|anm\.|fußnote|anmerkung)\s?(\d{1,3})\b",
    re.IGNORECASE,
)
_ABOVE: Final = re.compile(r"supra|above|oben|wie", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[“«„\"‘]([^“”«»„\"]{2,300})[”»“\"’]")
_YEAR: Final = re.compile(r"(?<![\d–-])(1[5-9]\d\d|20\d\d)[a-z]?(?![\d])")
_MARK: Final = r"(?:pp?\.|S\.|at|fols?\.|§§?|ch(?:ap)?\.|para?\.|Rn\.|no\.)"
#: A place in the work, at the end of a piece; the year before it is none: "Lam 2004, 31".
_PLACE: Final = re.compile(
    rf"[,:)\s]\s*((?:{_MARK}\s?|(?!(?:1[5-9]|20)\d\d,))(?<![\d–-])(?!(?:1[5-9]|20)\d\d$)\d{{1,4}}"
    r"(?:\s?[-–]\s?\d{1,4})?(?:,\s?\d{1,4}(?:[-–]\d{1,4})?)*+\s?(?:f{1,2}|n{1,2})?\.?)$"
)
_NAME: Final = (
    r"(?:(?:van|von|de|der|den|du|la|le|el|ten|zu|da|di|bin|al)\s+|[^\W\d_]\.[\s-]?)*+"
    r"[^\W\d_a-z][\w’'-]*+\.?"
)
#: Names of an author in their order, up to what parts them from the title.
_AUTHOR: Final = re.compile(
    rf"{_NAME}(?:\s+(?:of|for|the|and|&|und|et|for)\s+{_NAME}|\s+{_NAME}|/{_NAME}){{0,9}}"
    r"(?:,?\s+et al\.?|,?\s+u\.\s?a\.|\s+\((?:eds?|Hg|Hrsg)\.\))?"
)
_AND: Final = re.compile(
    r",\s+(?:and|&)\s+|\s+(?:and|&|und|et)\s+|\s*/\s*|,?\s+et al\.?|,?\s+u\.\s?a\.|\s+\("
)
#: Given names behind a family name, before the title: "Marlow, Ines, …", "Marlow, I.: …".
_GIVEN: Final = re.compile(
    rf",\s+((?:{_NAME}\s*){{1,3}}?)(?:\s*\([^()]{{1,8}}\))?\s*[,:.]\s+(?=[“‘«„\"A-ZÀ-Þ])"
)
_PARTED: Final = re.compile(r"\s*(?:,|:|\.)\s*|\s+(?=[“«„\"‘(])")
#: Words behind a page or a year that go on with the sentence of the note.
_PROSE: Final = re.compile(
    r"(?<=[\d)])(?:ff?|n)?,?\s(?=(?!(?:vol|nos?|eds?|trans|at|pp?|rev|in|esp|and|n|cf|see|to|with|by)\b)"
    r"[a-z]{2,}\s[a-z])"
)
_TITLE_END: Final = re.compile(
    r",\s|\s?\(|(?<!\sv)(?<!\svs)\.\s|;|:\s(?=[A-ZÀ-Þ][\w ]{1,30},? (?:1[5-9]|20)\d\d)|$"
)
#: A second reference in one sentence, and a sentence that goes on, behind a page or a bracket.
_ANOTHER: Final = re.compile(
    r"(?<=[\d)])(?:ff?|n)?,?\s(?:and|und|et|sowie)\s(?:(?:see|cf\.|vgl\.)\s)?"
    r"(?:(?=[^\W\d_a-z][^,;:()\d]{1,60}(?:[,:]\s?[“‘«„\"A-ZÀ-Þ]|\s(?:1[5-9]|20)\d\d))"
    r"|(?=(?!(?:vols?|nos?|pp?|chs?|chap|esp|nn?|figs?|passim|eds?|trans|in|at|ff?)\b)[a-z]{2,}\s[a-z]))"
)
#: What joins a reference to the one before it.
_JOINED: Final = re.compile(r"[\s,]*(?:and|und|et|sowie)\s+")
#: Words behind which a name may stand amid the sentence of a note.
_AMID: Final = re.compile(r"(?:(?<!\w)[^\W\d_A-ZÀ-Þ][^\W\d_]{0,30}|[,:—])\s+(?=[^\W\d_a-z])")
_PUBLISHED: Final = re.compile(r"\([^()]*\b(?:1[5-9]|20)\d\d[a-z]?\)")
#: Nothing but a year and a place.
_BARE: Final = re.compile(
    rf"[\s,(]*(?:(?:1[5-9]|20)\d\d[a-z]?)?[)\s,:]*(?:{_MARK}\s?)?[\d\s,–-]*f{{0,2}}[.)]?"
)
#: Names that are tried amid one sentence.
_NAMES: Final = 24
#: Characters that a reference has at most.
LONGEST: Final = 1_500


@dataclass(frozen=True, slots=True)
class NotePiece:
    """A piece of a note as a reference reads, from `start` to `end` of the note.

    `author`, the first of `authors`, and `title` are as written. `back` says what it refers
    back to: `same` (Ibid.), `again` (op. cit.), `note` (supra note, its number in `number`),
    `idem`, or nothing. `bare`: nothing but a year and a place follow the author.
    """

    start: int
    end: int
    text: str
    author: str = ""
    authors: str = ""
    title: str = ""
    year: str = ""
    place: str = ""
    back: str = ""
    number: int = 0
    quoted: bool = False
    bare: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it reads as a reference, whatever the list holds."""
        if not self.author or not self.title:
            return False
        return bool(self.place or _PUBLISHED.search(self.text) or (self.quoted and self.year))

    @property
    def is_dated(self) -> bool:
        """Whether it names a family, a year and a page, as an entry of a list is cited.

        >>> rows = ("Zimmer 2004, p. 31", "Zimmer 2004", "Table 2004, p. 31", "Lisbon 2004, 3")
        >>> [next(read_pieces(text, 0, len(text))).is_dated for text in rows]
        [True, False, False, False]
        """
        lists = (list_words("openers"), list_words("numbered"), list_words("times"), list_places())
        is_none = any(self.author.casefold() in known for known in lists)
        named = self.author.isalpha() and not is_none
        return named and self.bare and bool(self.year and self.place)


def read_pieces(text: str, start: int, end: int) -> Iterator[NotePiece]:
    """The ways to read `text[start:end]` as a reference, the likeliest first.

    The words before it ("See", "For another view, see") are left out.

    >>> one = next(read_pieces("See Ines Marlow, Quiet Harbour, 47", 0, 34))
    >>> one.author, one.title, one.place
    ('Ines Marlow', 'Quiet Harbour', '47')
    """
    if joined := _JOINED.match(text, start, end):
        start = joined.end()
    prefix = None if _SAME.match(text, start, end) else PREFIX.match(text, start, end)
    yield from _read_from(text, prefix.end() if prefix else start, end)


def read_amid(text: str, start: int, end: int) -> Iterator[NotePiece]:
    """The references that may stand amid the words of a sentence: an author and a title."""
    reach = min(end, start + LONGEST)
    for match in islice(_AMID.finditer(text, start, reach), _NAMES):
        found = _read_from(text, match.end(), end)
        yield from (one for one in found if one.author and not one.back)


def _read_from(text: str, start: int, end: int) -> Iterator[NotePiece]:
    """The readings that begin at `start` and end where the sentence goes on in its own words."""
    end = min(end, start + LONGEST)
    stops = (shape.search(text, start, end) for shape in (_PROSE, _ANOTHER))
    end = min((match.start() for match in stops if match), default=end)
    said = text[start:end]
    place = _PLACE.search(said, max(0, len(said) - 60))
    years = _YEAR.findall(said, 0, place.start(1) if place else len(said))
    year, at = years[-1] if years else "", place[1] if place else ""
    piece = NotePiece(start, end, said, year=year, place=at)
    if _SAME.match(said):
        yield replace(piece, back="same")
    elif (match := _SUPRA.match(said)) and _ABOVE.search(match[0]):
        yield replace(piece, back="note", number=int(match[1]))
    elif match := _IDEM.match(said):
        yield with_title(replace(piece, back="idem"), match.end())
    elif author := _AUTHOR.match(said):
        yield from _read_author(piece, author)
    else:
        yield with_title(piece, 0)


def _read_author(piece: NotePiece, author: re.Match[str]) -> Iterator[NotePiece]:
    """The readings of what follows an author: a title at once, or behind given names."""
    rest = author.end()
    bare = _BARE.fullmatch(piece.text, rest) is not None
    first = _AND.split(author[0], maxsplit=1)[0]
    piece = replace(piece, author=first, authors=author[0], bare=bare)
    if match := _SUPRA.match(piece.text, rest):
        yield replace(piece, back="note", number=int(match[1]))
    elif _AGAIN.match(piece.text, rest):
        yield replace(piece, back="again")
    else:
        parted = _PARTED.match(piece.text, rest)
        yield with_title(piece, parted.end()) if parted else piece
        if given := _GIVEN.match(piece.text, rest):
            yield with_title(piece, given.end())


def with_title(piece: NotePiece, at: int) -> NotePiece:
    """`piece` with the title that begins at `at` of its words."""
    if quoted := _QUOTED.match(piece.text, at):
        return replace(piece, title=quoted[1].rstrip(",.; "), quoted=True)
    end = _TITLE_END.search(piece.text, at)
    title = piece.text[at : end.start() if end else len(piece.text)].strip()
    return replace(piece, title="" if title[:1].isdigit() else title, quoted=False)
