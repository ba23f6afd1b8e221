"""In-text citations of the author–date kind, found by their shape.

`(Jie, 2023)`, `(see Lo, 2022, p. 4; A and B 2019a)` and the narrative `Lo (2022)`
are found; `(US and EU)`, `(OTS)` and a bare `(2022)` with no name before it are not.
Whether a name means an entry of the list is decided in `match`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

#: A bracket longer than this is an aside, not a citation.
LONGEST: Final = 400

_BRACKET = re.compile(rf"[(\[]([^()\[\]]{{4,{LONGEST}}})[)\]]")
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?(?![\d\w])|n\.\s?d\.|forthcoming|in press"
_YEARS = re.compile(rf"(?:{_YEAR})(?:\s*(?:,|and|&)\s*(?:{_YEAR}))*+")
_ONE_YEAR = re.compile(_YEAR)
#: Words before the name or number of what is cited.
PREFIX: Final = re.compile(
    r"(?:(?:see also|see|cf|compare|e\.g|i\.e|for example|also|quoted in|as cited in|cited in|in"
    r"|after|vgl|siehe|voir|cité par|citée par)\b[.,]{0,2}\s+)+",
    re.IGNORECASE,
)
_PARTICLES = (
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el",
    "ibn", "la", "le", "ten", "ter", "van", "von", "zu", "zum", "zur",
)  # fmt: skip
_NAME = rf"(?:(?:{'|'.join(_PARTICLES)}|d’|d')\s*+)*+[^\W\d_][\w’'\-‐‑.]*+"
_OTHERS = r"et\.? ?al\b\.?|and others|and colleagues|u\. ?a\.|ua\.|и др\."
_AND = r"\s*(?:,\s*)?(?:and|&|und|et|y|e|и)\s+"
#: The words right before `(2022)`; matched from their end backwards by `_before`.
_TAIL = re.compile(rf"(?P<others>\s+(?:{_OTHERS}),?)?(?P<own>[’']s?)?\s*$", re.IGNORECASE)
_MONTHS = frozenset(
    (
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
        "sept", "oct", "nov", "dec",
    )
)  # fmt: skip
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+(?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name–year pair in a text.

    `names` are the cited names in order; `others` says that an "et al." followed.
    `[start, end)` is the span of its whole bracket. A `weak` mention (no comma
    before the year, or narrative) is a citation only if an entry bears the name.
    `tail` holds the words before a narrative one, of which more may belong to the name.
    """

    text: str
    names: tuple[str, ...]
    others: bool
    year: str
    form: Literal["parenthetical", "narrative"]
    start: int
    end: int
    weak: bool
    prefix: str = ""
    locator: str = ""
    tail: str = ""

    def readings(self) -> Iterator[Mention]:
        """The mention itself and, of a narrative one, with fewer names before the last.

        "In Lisbon, Marlow and Finn (2018)" names two authors, not three.
        """
        yield self
        if self.form == "narrative":
            for first in range(1, len(self.names)):
                at = self.text.rfind(self.names[first])
                yield replace(self, names=self.names[first:], text=self.text[at:])


def mentions(text: str) -> Iterator[tuple[Mention, ...]]:
    """The citation groups of `text` in order; each group is one bracket.

    >>> [[(m.names, m.year) for m in group] for group in mentions("so (Lo, 2022; Fu et al., 2019)")]
    [[(('Lo',), '2022'), (('Fu',), '2019')]]
    >>> [group[0].text for group in mentions("Lo’s (2022) view of (US and EU) policy")]
    ['Lo’s (2022)']
    """
    for bracket in _BRACKET.finditer(text):
        inside = bracket[1]
        years = _YEARS.match(inside.strip())
        if years:
            yield from _narrative(text, bracket, years)
            continue
        group = tuple(_pairs(inside, bracket))
        if group:
            yield group


def _pairs(inside: str, bracket: re.Match[str]) -> Iterator[Mention]:
    pieces = inside.split(";")
    alone = len(pieces) == 1
    for piece in pieces:
        words = piece.strip()
        prefix = PREFIX.match(words)
        rest = words[prefix.end() :] if prefix else words
        years = next(_YEARS.finditer(rest), None)
        if years is None:
            continue
        head = rest[: years.start()]
        comma = head.rstrip().endswith(",")
        names, others = split_names(head.strip().rstrip(",(").strip())
        if not names:
            continue
        for year in _ONE_YEAR.findall(years[0]):
            yield Mention(
                text=bracket[0] if alone else words,
                names=names,
                others=others,
                year=year,
                form="parenthetical",
                start=bracket.start(),
                end=bracket.end(),
                weak=not comma and not others,
                prefix=prefix[0].strip() if prefix else "",
                locator=rest[years.end() :].lstrip(" ,:").strip(),
            )


def _narrative(
    text: str, bracket: re.Match[str], years: re.Match[str]
) -> Iterator[tuple[Mention, ...]]:
    before = text[max(0, bracket.start() - 120) : bracket.start()]
    names, others, written = _before(before)
    if not names:
        return
    locator = bracket[1].strip()[years.end() :].lstrip(" ,:").strip()
    yield tuple(
        Mention(
            text=f"{written}{bracket[0]}",
            names=names,
            others=others,
            year=year,
            form="narrative",
            start=bracket.start(),
            end=bracket.end(),
            # "et al." and a possessive are said of authors; a bare name may be anybody's.
            weak=not (others or "’s (" in written + bracket[0]),
            locator=locator,
            tail=before.removesuffix(written) + names[0],
        )
        for year in _ONE_YEAR.findall(years[0])
    )


#: One name, or a list whose last name follows an "and".
_NAMES_BACK = re.compile(rf"(?:{_NAME}(?:,\s{_NAME})*+{_AND})?{_NAME}")
#: Words looked back for such a list.
_BACK: Final = 14


def _before(text: str) -> tuple[tuple[str, ...], bool, str]:
    """The names that end right before a bracket, whether others follow, and their words."""
    tail = _TAIL.search(text)
    if tail is None or (tail[0] == "" and text[-1:].isspace()):
        return (), False, ""
    head = text[: tail.start()]
    if head.endswith(("’s", "'s")):
        head = head[:-2]
    words = head.split()[-_BACK:]
    for first in range(len(words)):
        written = " ".join(words[first:]).lstrip("(“‘\"'")
        if _NAMES_BACK.fullmatch(written) and (names := split_names(written)[0]):
            return names, bool(tail["others"]), text[text.rfind(names[0].split()[0]) :]
    return (), False, ""


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names in the head of a citation, and whether "et al." closed it.

    Nothing when the words cannot be a name: a month, a word in lower case, more
    than ten words.

    >>> split_names("van der Berg, Lo and Fu")
    (('van der Berg', 'Lo', 'Fu'), False)
    >>> split_names("Ruonan et al"), split_names("since May")
    ((('Ruonan',), True), ((), False))
    """
    stripped = re.sub(rf",?\s*(?:{_OTHERS})\s*$", "", text, flags=re.IGNORECASE)
    others = stripped != text
    if not stripped or len(stripped.split()) > 10:
        return (), others
    parts = [part.strip() for part in re.split(rf",\s*(?:and|&)\s+|,\s+|\s*/\s*|{_AND}", stripped)]
    names = tuple(_surname(_possessive(part)) for part in parts if part)
    if all(_is_name(name) for name in names):
        return names, others
    return (), others


def _possessive(name: str) -> str:
    return name[:-2] if name.endswith(("’s", "'s")) else name.rstrip("’'")


def _surname(name: str) -> str:
    """`name` without initials before it ("A. B. Smith")."""
    return _INITIALS.sub("", name, count=1) if _INITIALS.match(name) else name


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or any(character.isdigit() for character in words[0]):
        return False
    if len(words) == 1 and words[0].casefold().rstrip(".") in _MONTHS:
        return False
    strong = [word for word in words if word.casefold() not in _PARTICLES]
    if not strong:
        return False
    first = strong[0].lstrip("“‘\"'")
    if not first[:1].isalpha() or (first[:1].islower() and first[:1].upper() != first[:1]):
        return False
    return strong is not words or words[0][:1].isalpha()
