"""Entries of a list as citations by name know them: what they are called, and their years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from copydesk.citations.brackets import classify_year, find_years, is_coming
from copydesk.citations.names import (
    drop_article,
    fold,
    fold_title,
    list_content_words,
    list_spellings,
    make_acronym,
)
from copydesk.language.names import is_particle
from copydesk.language.phrases import list_phrases, make_pattern
from copydesk.model import Csl, Reference

#: Words of an entry read where its fields say nothing.
_HEAD: Final = 300
#: Words of a title that a citation may begin with.
_TITLE: Final = 10
#: Words of a body's name that are taken apart.
_LONGEST: Final = 12
_BRACKET: Final = re.compile(r"\s*[(\[]([^()\[\]\d]{2,80})[)\]]")
#: "et al." and the like, or what stands for the authors of whom a list names the first.
_OTHERS: Final = re.compile(
    rf"(?<!\w){make_pattern(list_phrases('others'))}(?!\w)|…|\.\s?\.\s?\.", re.IGNORECASE
)
_STARTS: Final = re.compile(r"[\s.,:;–—/(\[]+")
#: The year of the first print in brackets, or one of two.
_REPRINTED: Final = re.compile(r"\[(\d{4})\]|\b(\d{4})(?=/\d{4})")


@dataclass(frozen=True, slots=True)
class CitableEntry:
    """A reference as the matcher sees it.

    `names` are its authors' folded family names, `aliases` what its first author or the
    work without one is rightly called, `parts` what names either only in part. `year`
    bears the letter the list prints; `years` are all that mean it. `words` are those of its
    title, `title` the same in order. `person` and `body` say
    what the first author is, `others` that there are more than the entry names.
    """

    key: str
    shown: str
    names: tuple[str, ...]
    aliases: frozenset[str] = frozenset()
    year: str = ""
    words: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    given: str = ""
    years: frozenset[str] = frozenset()
    coming: bool = False
    title: tuple[str, ...] = ()
    person: bool = False
    body: bool = False
    others: bool = False
    month: int = 0
    text: str = ""


def read_entry(reference: Reference) -> CitableEntry:
    """What the matcher needs to know of `reference`."""
    csl, text = reference.csl, reference.text
    roles = (csl.get(role) for role in ("author", "editor", "translator", "director"))
    named = next(filter(None, roles), ())
    people = [one for one in named if one.get("literal") != "others"]
    title = str(csl.get("title") or "")
    year = _read_year(reference)
    date = _read_date(csl, "issued")
    names = [_read_family(one) for one in people] or [title or _read_opening(text)]
    shown = [_read_family(one) for one in people] or [" ".join((title or text).split()[:4])]
    first = people[0] if people else {}
    return CitableEntry(
        key=reference.key,
        shown=" & ".join(shown[:2]) + (" et al." if len(shown) > 2 else ""),
        names=tuple(map(fold, names)),
        aliases=frozenset(_list_aliases(first, csl, text)),
        parts=frozenset(_list_parts(first, title, text)),
        given=str(first.get("given") or ""),
        year=year,
        years=frozenset({year, year[:4], *_list_first_years(csl, text)} - {""}),
        coming=not year and is_coming(text[:_HEAD]),
        words=list_content_words(title or text),
        title=fold_title(title),
        person="family" in first,
        body="literal" in first,
        others=len(people) < len(named) or _OTHERS.search(text[:_HEAD]) is not None,
        month=int(date[1]) if date[1:] and str(date[1]).isdecimal() else 0,
        text=text,
    )


def _read_date(csl: Csl, name: str) -> list[Any]:
    return list(((csl.get(name) or {}).get("date-parts") or [[]])[0])


def _read_year(reference: Reference) -> str:
    """The entry's year, with its letter when the entry carries one ("2023a")."""
    csl, date = reference.csl, _read_date(reference.csl, "issued")
    year = str(date[0]) if date else ""
    if not csl and (years := find_years(reference.text[:_HEAD])):
        year = years.years[0] if classify_year(years.years[0]) == "dated" else ""
    lettered = re.search(rf"\b{year}([a-z])\b", reference.text) if len(year) == 4 else None
    return year + (lettered[1] if lettered else "")


def _list_first_years(csl: Csl, text: str) -> Iterator[str]:
    """Years that a reprint bears besides its own: "[1867] 1990", "1867/1990"."""
    yield from map(str, _read_date(csl, "original-date")[:1])
    for found in _REPRINTED.finditer(text[:_HEAD]):
        yield found[1] or found[2]


def _read_family(person: dict[str, Any]) -> str:
    particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
    family = person.get("literal") or person.get("family") or person.get("given") or ""
    return f"{particle} {family}".strip()


def _list_aliases(person: dict[str, Any], csl: Csl, text: str) -> Iterator[str]:
    """Folded names that mean an entry without doubt: of its first author, or of the work."""
    if literal := person.get("literal"):
        yield from _list_body_names(str(literal))
    elif person:
        given = str(person.get("given") or "")
        family = str(person.get("family") or given)
        bare = family.split()
        while len(bare) > 1 and is_particle(bare[0]):
            bare = bare[1:]
        for name in dict.fromkeys((_read_family(person), family, " ".join(bare))):
            yield from list_spellings(name)
            if given and not given.isupper():
                yield from list_spellings(f"{given} {name}")
                yield from list_spellings(f"{name} {given}")
    else:
        # What has no author goes by where it appeared, who issued it, or how it begins.
        for body in ("container-title", "publisher"):
            yield from _list_body_names(str(csl.get(body) or ""))
        yield from _list_body_names(_read_opening(text))
        if title := str(csl.get("title") or ""):
            yield fold(title)
            row = drop_article(title.strip("“”\"‘’'«»„")).split()
            for count in range(min(2, len(row)), min(len(row), _TITLE) + 1):
                yield fold(" ".join(row[:count]))


def _list_parts(person: dict[str, Any], title: str, text: str) -> Iterator[str]:
    """Folded names that may mean an entry: half a double name, a given name, part of a body's."""
    if literal := person.get("literal"):
        yield from _list_body_parts(str(literal))
    elif person:
        given, family = str(person.get("given") or ""), str(person.get("family") or "")
        yield from (fold(part) for part in re.split(r"[\s‐‑-]+", family) if len(part) > 2)
        if given and not given.isupper():
            yield from list_spellings(given)
            yield fold(given.split(maxsplit=1)[0])
    elif titled := fold_title(title):
        if len(titled[0]) > 3:
            yield titled[0]
        yield from _list_body_parts(_read_opening(text))


def _list_body_names(name: str) -> Iterator[str]:
    yield from list_spellings(name)
    if found := _BRACKET.search(name):
        yield from list_spellings(name[: found.start()])
        yield from list_spellings(found[1])
    if short := make_acronym(name):
        yield short


def _list_body_parts(literal: str) -> Iterator[str]:
    """Two words or more at the start or the end of a body's name: "Department of Health"."""
    row = list(re.finditer(r"[^\s]+", literal))[:_LONGEST]
    for at, word in enumerate(row):
        capital = word[0].lstrip("(“")[:1].isupper()
        if at and at + 1 < len(row):
            if capital:
                yield fold(literal[word.start() :])
            yield fold(literal[: word.end()])
    for piece in _STARTS.split(literal):
        if piece.isupper() and len(piece) > 2 and piece != literal:
            yield fold(piece)


def _read_opening(text: str) -> str:
    """The words of an entry up to its year or first stop, which may be its author."""
    head = text[:120]
    years = find_years(head)
    end = years.start if years else len(head)
    stop = re.search(r"[.:]\s|[,，（(\[]", head[:end])
    said = head[: stop.start() if stop else end].strip(' .,(（“"')
    return said if len(said.split()) <= _LONGEST else ""
