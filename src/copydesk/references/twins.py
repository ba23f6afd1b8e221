"""Entries that may be one work, and works of one author and year that letters must part."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz

from copydesk.model import Csl, Query, Reference
from copydesk.queries import ask
from copydesk.references.lexicon import fold

_QUOTED: Final = 60
#: Titles of one address that differ more are pages or chapters of one site or book.
_ALIKE: Final = 80
#: Titles of one author and year are spelt so alike when they name one work.
_NEARLY: Final = 92
_SCHEME: Final = re.compile(r"^https?://(?:www\.)?")
_RESOLVER: Final = re.compile(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:\s?")
#: Works of one year that are compared, and for which there are letters.
_MOST: Final = 26


def queries(references: Sequence[Reference]) -> Iterator[Query]:
    """What `references` ask about their twins, in the order of the list."""
    doubles = tuple(_doubles(references))
    yield from doubles
    yield from _same_year(references, {query.subject for query in doubles})


# ── one work twice ───────────────────────────────────────────────────────────


def _doubles(references: Sequence[Reference]) -> Iterator[Query]:
    """A query for each entry that an earlier one says already."""
    shelf: defaultdict[tuple[str, ...], list[Reference]] = defaultdict(list)
    shared = {line for line, count in _line_counts(references).items() if count > 1}
    for reference in references:
        asked = False
        for why, mark in _marks(reference):
            row = shelf[why, *mark]
            before = next((one for one in row if _is_double(why, one, reference)), None)
            if before is not None and not asked:
                asked = True
                yield _double(before, reference, why, shared)
            if len(row) < _MOST:
                row.append(reference)


def _double(before: Reference, reference: Reference, why: str, shared: set[int]) -> Query:
    line = reference.lines[0] if reference.lines else 0
    message = (
        f"the entry “{_short(reference.text)}” says the same work as `{before.key}`"
        f"{_at(before)}: {_why(why, reference.csl)}"
    )
    alone = not shared.intersection(reference.lines) and len(reference.lines) == 1
    suggestions = ("furniture",) if alone else ()
    query = ask("reference.duplicate", line, message, anchor=reference.raw, suggestions=suggestions)
    return replace(query, subject=reference.key)


def _is_double(why: str, before: Reference, reference: Reference) -> bool:
    """Whether two entries that share what `why` names are one work."""
    if why in ("DOI", "words"):
        return True
    if why == "link":
        return _likeness(before, reference) >= _ALIKE
    # Parts of a series bear one title: volume and pages tell them apart.
    apart = any(
        str(before.csl[field]) != str(reference.csl[field])
        for field in ("volume", "issue", "page", "edition")
        if field in before.csl and field in reference.csl
    )
    return not apart and _likeness(before, reference) >= _NEARLY


def _line_counts(references: Sequence[Reference]) -> dict[int, int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for reference in references:
        for line in reference.lines:
            counts[line] += 1
    return counts


def _marks(reference: Reference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What tells the work of `reference`, the surest first."""
    csl = reference.csl
    if doi := _RESOLVER.sub("", str(csl.get("DOI", "")).casefold()).strip(" ./"):
        yield "DOI", (doi,)
    if link := _SCHEME.sub("", str(csl.get("URL", ""))).strip("/ "):
        yield "link", (link,)
    if csl.get("title") and (year := _year(csl)):
        yield "title", (year, *_families(csl)[:1])
    if not csl and reference.text:
        yield "words", (" ".join(reference.text.casefold().split()),)


def _why(mark: str, csl: Csl) -> str:
    if mark == "DOI":
        return f"both have the DOI {csl['DOI']}"
    if mark == "link":
        return f"both have the link {csl['URL']} and nearly one title"
    return (
        "author and year agree, and the titles nearly" if mark == "title" else "their words agree"
    )


def _likeness(one: Reference, other: Reference) -> float:
    """From 0 to 100, how much of their titles is the same."""
    titles = [" ".join(fold(str(each.csl.get("title", each.text))[:300])) for each in (one, other)]
    # Two numbers of a series differ in a sign.
    if [word for word in titles[0].split() if word.isdigit()] != [
        word for word in titles[1].split() if word.isdigit()
    ]:
        return 0.0
    return float(fuzz.ratio(*titles))


# ── one author, one year ─────────────────────────────────────────────────────


def _same_year(references: Sequence[Reference], doubled: Container[str]) -> Iterator[Query]:
    """A query for each group of works that only letters can tell apart, and has none."""
    groups: defaultdict[tuple[tuple[str, ...], str], list[Reference]] = defaultdict(list)
    for reference in references:
        names, year = _names(reference.csl), _year(reference.csl)
        if names and year and not re.search(rf"\b{year}[a-z]\b", reference.text):
            groups[names, year].append(reference)
    for (_, year), group in groups.items():
        if not 1 < len(group) <= _MOST or any(one.key in doubled for one in group):
            continue  # one alone, or works that are asked about as one
        ordered = sorted(group, key=lambda one: fold(str(one.csl.get("title", one.text))))
        letters = [
            f"{year}{chr(ord('a') + at)}: `{one.key}` {_short(str(one.csl.get('title', one.text)))}"
            for at, one in enumerate(ordered)
        ]
        first = group[0]
        message = (
            f"{len(group)} entries are of {_shown(first.csl)} and {year}; in the order of their"
            " titles they would be the ones below"
        )
        query = ask(
            "reference.same-year",
            first.lines[0] if first.lines else 0,
            message,
            anchor="\x1f".join(one.raw for one in group),
            suggestions=tuple(letters),
        )
        yield replace(query, subject=first.key)


def _shown(csl: Csl) -> str:
    people = csl.get("author") or csl.get("editor") or []
    shown = [str(one.get("family") or one.get("literal") or "") for one in people]
    return " and ".join(shown[:2]) + (" et al." if len(shown) > 2 else "")


def _names(csl: Csl) -> tuple[str, ...]:
    people = csl.get("author") or csl.get("editor") or []
    return tuple(" ".join(fold(" ".join(map(str, person.values())))) for person in people)


def _families(csl: Csl) -> tuple[str, ...]:
    people = csl.get("author") or csl.get("editor") or []
    return tuple(" ".join(fold(str(one.get("family") or one.get("literal")))) for one in people)


def _year(csl: Csl) -> str:
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else ""


def _at(reference: Reference) -> str:
    return f" (line {reference.lines[0]})" if reference.lines else ""


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
