"""An entry of the list as citations by name see it: what it may be called, and its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from copydesk.citations.spelling import acronym, content_words, fold, variants, without_article
from copydesk.citations.words import words
from copydesk.citations.years import is_coming, nature, years_in
from copydesk.model import Csl, Reference

#: Words of an entry read where its fields say nothing.
_HEAD: Final = 300
#: Words of a title that a citation may begin with.
_TITLE: Final = 10
#: Words of a body's name that are taken apart.
_LONGEST: Final = 12
#: Words of a body's name that stand for it without the office behind them.
_OWN_NAME: Final = 3
_BRACKET: Final = re.compile(r"\s*[(\[]([^()\[\]\d]{2,80})[)\]]")
_WORDS: Final = re.compile(r"[^\s]+")
_STARTS: Final = re.compile(r"[\s.,:;–—/(\[]+")
#: The year of the first print in brackets, or one of two.
_REPRINTED: Final = re.compile(r"\[(\d{4})\]|\b(\d{4})(?=/\d{4})")
_RANGE: Final = re.compile(r"(\d{1,5})\s?[-–—]{1,2}\s?(\d{1,5})")
_QUOTES: Final = "“”\"‘’'«»„"


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference as the matcher sees it.

    `names` are its authors' folded family names, `aliases` what its first author or the
    work without one is rightly called, `parts` what names either only in part. `year`
    bears the letter the list prints; `years` are all that mean it. `words` are
    those of its title, `title` the same in order. `person` and `body` say what the
    first author is, `pages` the first and the last of an article or chapter, `month` that
    of its date, or 0.
    """

    key: str
    shown: str
    names: tuple[str, ...]
    aliases: frozenset[str]
    year: str
    words: frozenset[str]
    parts: frozenset[str] = frozenset()
    given: str = ""
    years: frozenset[str] = frozenset()
    coming: bool = False
    title: tuple[str, ...] = ()
    head: str = ""
    person: bool = False
    body: bool = False
    pages: tuple[int, int] | None = None
    month: int = 0


def entry(reference: Reference) -> Entry:
    """What the matcher needs to know of `reference`."""
    csl = reference.csl
    people = [one for one in _people(csl) if one.get("literal") != "others"]
    title = str(csl.get("title") or "")
    names = [fold(_family(one)) for one in people]
    given = str(people[0].get("given") or "") if people else ""
    if people:
        called = _Called(people[0], reference.text)
        shown = [_family(one) for one in people]
    else:
        called = _Called({}, reference.text, title, _bodies(csl))
        shown = [" ".join((title or reference.text).split()[:4])]
        names = [fold(title or _opening(reference.text))]
    year = _year(reference)
    years = {year, year[:4], *_other_years(csl, reference.text)} - {""}
    return Entry(
        key=reference.key,
        shown=" & ".join(shown[:2]) + (" et al." if len(shown) > 2 else ""),
        names=tuple(names),
        aliases=frozenset(called.aliases()),
        parts=frozenset(called.parts()),
        given=given,
        year=year,
        years=frozenset(years),
        coming=not year and is_coming(reference.text[:_HEAD]),
        words=content_words(title or reference.text),
        title=title_words(title),
        head=fold(reference.text[:_HEAD]),
        person=bool(people) and "family" in people[0],
        body=bool(people) and "literal" in people[0],
        pages=_pages(str(csl.get("page") or "")),
        month=_month(csl),
    )


def _pages(printed: str) -> tuple[int, int] | None:
    """The first and the last page of "195–220" or "301–7"."""
    found = _RANGE.fullmatch(printed)
    if not found:
        return None
    first, last = found[1], found[2]
    low, high = int(first), int(first[: max(0, len(first) - len(last))] + last)
    return (low, high) if low <= high else None


def _people(csl: Csl) -> list[dict[str, Any]]:
    for variable in ("author", "editor", "translator", "director"):
        if csl.get(variable):
            return list(csl[variable])
    return []


def _family(person: dict[str, Any]) -> str:
    particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
    family = person.get("literal") or person.get("family") or person.get("given") or ""
    return f"{particle} {family}".strip()


def _bodies(csl: Csl) -> list[str]:
    """What stands for the author of a work that names none: where it appeared, who issued it."""
    return [str(csl[name]) for name in ("container-title", "publisher") if csl.get(name)]


@dataclass(frozen=True, slots=True)
class _Called:
    """What an entry may be called, by its first author or by its title and its bodies."""

    person: dict[str, Any]
    text: str
    title: str = ""
    bodies: Sequence[str] = ()

    def aliases(self) -> Iterator[str]:
        """Folded names that mean the entry without doubt."""
        if literal := self.person.get("literal"):
            yield from _of_body(str(literal))
            yield from _of_body_explained(self.text)
        elif self.person:
            yield from self._of_person()
        else:
            for body in self.bodies:
                yield from _of_body(body)
            yield from _of_body_explained(self.text)
            yield from _of_body(_opening(self.text))
            yield from _openings(self.title)

    def _of_person(self) -> Iterator[str]:
        family = str(self.person.get("family") or self.person.get("given") or "")
        full = _family(self.person)
        given = str(self.person.get("given") or "")
        bare = family.split()
        while len(bare) > 1 and bare[0].casefold() in words("particles"):
            bare = bare[1:]
        for name in (full, family, " ".join(bare)):
            yield from variants(name)
            if given and not given.isupper():
                yield from variants(f"{given} {name}")
                yield from variants(f"{name} {given}")

    def parts(self) -> Iterator[str]:
        """Folded names that may mean it: half a double name, a given name, part of a body's."""
        if literal := self.person.get("literal"):
            yield from _parts_of_body(str(literal))
        elif self.person:
            family = str(self.person.get("family") or "")
            given = str(self.person.get("given") or "")
            yield from (fold(part) for part in re.split(r"[\s‐‑-]+", family) if len(part) > 2)
            if given and not given.isupper():
                yield from variants(given)
                yield fold(given.split(maxsplit=1)[0])
        elif titled := title_words(self.title):
            if len(titled[0]) > 3:
                yield titled[0]
            yield from _parts_of_body(_opening(self.text))


def _of_body(name: str) -> Iterator[str]:
    yield from variants(name)
    if found := _BRACKET.search(name):
        yield from variants(name[: found.start()])
        yield from variants(found[1])
    if short := acronym(name):
        yield short
    # "Harbour Health Organization, Regional Office" goes by what stands before the comma.
    whole, comma, _ = name.partition(", ")
    if comma and len(whole.split()) >= _OWN_NAME:
        yield from _of_body(whole)


def _of_body_explained(text: str) -> Iterator[str]:
    """The two names of "World Harbour Bank (WHB)" at the start of an entry."""
    found = _BRACKET.search(text[:_HEAD])
    if not found:
        return
    before = text[: found.start()].rstrip(" .,")
    if re.search(r"\d|[.:;]\s", before) or len(before.split()) > _LONGEST:
        return
    inside = found[1].strip()
    if inside[:1].isupper() and inside.casefold().rstrip(".") not in ("ed", "eds", "hrsg"):
        yield from variants(before)
        yield from variants(inside)


def _parts_of_body(literal: str) -> Iterator[str]:
    """Two words or more at the start or the end of a body's name: "Department of Health"."""
    row = list(_WORDS.finditer(literal))[:_LONGEST]
    for at, word in enumerate(row):
        capital = word[0].lstrip("(“")[:1].isupper()
        if at and capital and len(row) - at > 1:
            yield fold(without_article(literal[word.start() :]))
        if at and at + 1 < len(row):
            yield fold(without_article(literal[: word.end()]))
    for piece in _STARTS.split(literal):
        if piece.isupper() and len(piece) > 2 and piece != literal:
            yield fold(piece)


def _openings(title: str) -> Iterator[str]:
    """The first words of a title, two or more, or all of it."""
    if not title:
        return
    row = without_article(title.strip(_QUOTES)).split()
    yield fold(title)
    for count in range(min(2, len(row)), min(len(row), _TITLE) + 1):
        yield fold(" ".join(row[:count]))


def _opening(text: str) -> str:
    """The words of an entry up to its year or first stop, which may be its author."""
    head = text[:120]
    years = years_in(head)
    end = years.start if years else len(head)
    stop = re.search(r"[.:]\s|[,，（(\[]", head[:end])
    words_ = head[: stop.start() if stop else end].strip(' .,(（“"')
    return words_ if len(words_.split()) <= _LONGEST else ""


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title in order, folded, without an article at its start.

    >>> title_words("The Tides’ Turn: A Study")[:2]
    ('tides', 'turn')
    """
    bare = without_article(title.strip(_QUOTES + " "))
    return tuple(word for word in map(fold, bare.split()) if word)


def _year(reference: Reference) -> str:
    """The entry's year, with its letter when the entry carries one ("2023a")."""
    csl = reference.csl
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    year = str(parts[0][0]) if parts[0] else ""
    if not csl and (years := years_in(reference.text[:_HEAD])):
        year = years.years[0] if nature(years.years[0]) == "dated" else ""
    lettered = re.search(rf"\b{year}([a-z])\b", reference.text) if len(year) == 4 else None
    return year + (lettered[1] if lettered else "")


def _month(csl: Csl) -> int:
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    month = str(parts[0][1]) if parts[0][1:] else ""
    return int(month) if month.isdecimal() else 0


def _other_years(csl: Csl, text: str) -> Iterator[str]:
    """Years that a reprint bears besides its own: "[1867] 1990", "1867/1990"."""
    parts = (csl.get("original-date") or {}).get("date-parts") or [[]]
    if parts[0]:
        yield str(parts[0][0])
    for found in _REPRINTED.finditer(text[:_HEAD]):
        yield found[1] or found[2]
