"""What the reference list asks the editor: doubtful fields, lost words, links, years, twins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz

from copydesk.model import Csl, Edit, Query, Reference
from copydesk.queries import make_query
from copydesk.references import identifiers, keys, lexicon, lines, openings
from copydesk.references.fields import UNCERTAIN, FieldDoubt, ParsedEntry
from copydesk.references.leftovers import flatten
from copydesk.references.lexicon import fold

_QUOTED: Final = 60
_ORDERED_ENTRIES: Final = 5
_FIELDS: Final = {
    "container-title": "outlet or container",
    "issued": "date",
    "page": "pages",
    "publisher-place": "place",
    "URL": "link",
}
#: Fields that are read from their form or not printed, or were right in all of 22 such doubts
#: about strings held out.
_PLAIN: Final = frozenset(
    ("collection-title", "edition", "genre", "issued", "medium", "note", "page")
)
#: From here on the tagger errs so seldom that most questions would be in vain.
_SURE: Final = 0.75
#: Rule → the question that its proposal asks, with an answer.
_PROPOSED: Final = {
    "ref.missing-year": "reference.missing-year",
    "ref.dangling-label": "reference.lost-link",
}
#: Where the name that leads an entry ends.
_LEAD: Final = re.compile(r"[,.:(\d“\"]")
#: What `copydesk entry` takes instead of a CSL name that nobody would type.
_TYPED: Final = {"issued": "date"}


def queries(
    references: Sequence[Reference], read: Sequence[ParsedEntry], ledger: Sequence[Edit] = ()
) -> tuple[Query, ...]:
    """The queries of a list: `references` in order, with what was read from each.

    The subject of each is the key of its entry; one about fields suggests their names.
    Nothing is asked that an edit proposed in `ledger` asks already.
    """
    found: list[Query] = []
    proposed = {(edit.rule, edit.line) for edit in ledger if edit.status == "proposed"}
    for reference, entry in zip(references, read, strict=True):
        known = frozenset(
            _PROPOSED[rule]
            for rule in _PROPOSED
            if any((rule, line) in proposed for line in reference.lines)
        )
        asked = (one for one in _of_entry(reference, entry) if one.code not in known)
        found += (replace(one, subject=reference.key) for one in asked)
    edges = sorted(
        edit.line for edit in ledger if edit.rule == lines.RULE and edit.status == "applied"
    )
    return (*found, *_out_of_order(references, edges), *_twin_queries(references))


def _of_entry(reference: Reference, entry: ParsedEntry) -> Iterator[Query]:
    line = reference.lines[0] if reference.lines else 0
    quoted = _short(reference.text)
    if not entry.csl:
        message = f"the entry “{quoted}” could not be parsed and is printed as it stands"
        yield make_query("reference.unparsed", line, message, anchor=reference.raw)
        return
    if "issued" not in entry.csl and not entry.undated:
        said = next((one.reason for one in entry.doubts if one.field == "issued"), "")
        message = f"the entry “{quoted}” has no year of publication"
        message += f": {said}" if said else ""
        yield make_query("reference.missing-year", line, message, anchor=reference.raw)
    if entry.lost_link:
        message = f"the entry “{quoted}” announces a link but has none"
        yield make_query("reference.lost-link", line, message, anchor=reference.raw)
    yield from _doubtful(reference, entry, line)


def _doubtful(reference: Reference, entry: ParsedEntry, line: int) -> Iterator[Query]:
    """One question for all of an entry that was read with doubt, or not at all."""
    # A year that is missing was asked for with the reason.
    doubts = [one for one in entry.doubts if _is_worth_asking(one, entry)]
    # What a doubt already quotes is not asked about a second time.
    reasons = " ".join(doubt.reason for doubt in entry.doubts)
    left = ", ".join(f"“{word}”" for word in entry.leftovers if word not in reasons)
    quoted = _short(reference.text)
    if left and not doubts:
        message = f"no field of the entry “{quoted}” contains {left}"
        yield make_query("reference.leftover", line, message, anchor=reference.raw)
    if not doubts:
        return
    said = [f"{_named(doubt, entry)}: {doubt.reason}" for doubt in doubts]
    message = f"in “{quoted}”: {'; '.join(dict.fromkeys(said))}"
    message += f"; no field contains {left}" if left else ""
    wanted = dict.fromkeys(_TYPED.get(one.field, one.field) for one in doubts)
    # The entry alone: what is corrected of one field does not make another question of it.
    yield make_query(
        "reference.doubtful", line, message, anchor=reference.raw, suggestions=tuple(wanted)
    )


def _is_worth_asking(doubt: FieldDoubt, entry: ParsedEntry) -> bool:
    """Whether an editor may find something wrong in the field of `doubt`.

    Of what the tagger was not sure of, well-known names are right; numbers stand in the entry
    as they were read; and notes, which no style prints, are asked for by the words they lose.
    """
    if doubt.field not in entry.csl:
        return doubt.field != "issued"  # a year that is missing was asked for with the reason
    if doubt.reason != UNCERTAIN:
        return True
    if doubt.field in _PLAIN or doubt.confidence >= _SURE:
        return False
    value = entry.csl[doubt.field]
    if isinstance(value, list):
        value = value[0].get("literal", "") if len(value) == 1 else ""
    return not lexicon.kind(str(value))


def _named(doubt: FieldDoubt, entry: ParsedEntry) -> str:
    """The field of `doubt` in words, and what was read of it."""
    field = _FIELDS.get(doubt.field, doubt.field)
    value = _short(flatten(entry.csl.get(doubt.field, "")))
    return f"{field} “{value}”" if value else field


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"


def _out_of_order(references: Sequence[Reference], edges: Sequence[int]) -> Iterator[Query]:
    """Entries outside the longest run in alphabetical order, when the list has one.

    A list with parts, which begin below the lines `edges`, begins anew in each.
    """
    sections: dict[int, list[Reference]] = {}
    for reference in references:
        if reference.csl and reference.lines:
            sections.setdefault(bisect_right(edges, reference.lines[0]), []).append(reference)
    for part in sections.values():
        if len(part) < _ORDERED_ENTRIES:
            continue
        # By the names as read, or by the words as they stand: the reading may have erred.
        places = [
            openings.ascending([keys.ascii_word(one) for one in row]) for row in _sorted(part)
        ]
        kept = max(places, key=len)
        if (len(part) - len(kept)) * 4 > len(part):
            continue  # not an alphabetical list
        for reference in (one for at, one in enumerate(part) if at not in kept):
            message = f"the entry “{_short(reference.text)}” is out of alphabetical order"
            query = make_query("reference.order", reference.lines[0], message, anchor=reference.raw)
            yield replace(query, subject=reference.key)


def _sorted(references: Sequence[Reference]) -> tuple[list[str], list[str]]:
    """What the list may be sorted by: the names that lead its entries, and their words."""
    names = [_sort_name(reference) for reference in references]
    words = []
    for name, reference in zip(names, references, strict=True):
        # Behind a number, or a dash for the name before, the words do not sort.
        plain = reference.text[:1].isalpha() and not reference.label
        words.append(_LEAD.split(reference.text, maxsplit=1)[0] if plain else name)
    return names, words


def _sort_name(reference: Reference) -> str:
    if families := keys.families(reference.csl):
        return families[0]
    return str(reference.csl.get("title", reference.text))


# ── entries that may be one work, or that letters must part ───────────────────


#: Titles of one address that differ more are pages or chapters of one site or book.
_ALIKE: Final = 80
#: Titles of one author and year are spelt so alike when they name one work.
_NEARLY: Final = 92
_SCHEME: Final = re.compile(r"^https?://(?:www\.)?")
#: Works of one year that are compared, and for which there are letters.
_MOST: Final = 26


def _twin_queries(references: Sequence[Reference]) -> Iterator[Query]:
    """What `references` ask about their twins, in the order of the list."""
    doubles = tuple(_doubles(references))
    yield from doubles
    yield from _same_year(references, {query.subject for query in doubles})


# ── one work twice ───────────────────────────────────────────────────────────


def _doubles(references: Sequence[Reference]) -> Iterator[Query]:
    """A query for each entry that an earlier one says already."""
    shelf: defaultdict[tuple[str, ...], list[Reference]] = defaultdict(list)
    counts = Counter(line for reference in references for line in reference.lines)
    shared = {line for line, count in counts.items() if count > 1}
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
    at = f" (line {before.lines[0]})" if before.lines else ""
    message = (
        f"the entry “{_short(reference.text)}” describes the same work as `{before.key}`"
        f"{at}: {_why(why, reference.csl)}"
    )
    alone = not shared.intersection(reference.lines) and len(reference.lines) == 1
    suggestions = ("furniture",) if alone else ()
    query = make_query(
        "reference.duplicate", line, message, anchor=reference.raw, suggestions=suggestions
    )
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


def _marks(reference: Reference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What tells the work of `reference`, the surest first."""
    csl = reference.csl
    if doi := identifiers.work_doi(csl).casefold():
        yield "DOI", (doi,)
    if link := _SCHEME.sub("", str(csl.get("URL", ""))).strip("/ "):
        yield "link", (link,)
    if csl.get("title") and (year := keys.year(csl)):
        yield "title", (year, *(" ".join(fold(name)) for name in keys.families(csl)[:1]))
    if not csl and reference.text:
        yield "words", (" ".join(reference.text.casefold().split()),)


def _why(mark: str, csl: Csl) -> str:
    if mark == "DOI":
        return f"both have the DOI {identifiers.work_doi(csl)}"
    if mark == "link":
        return f"both have the link {csl['URL']} and nearly the same title"
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
        names, year = _names(reference.csl), keys.year(reference.csl)
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
        query = make_query(
            "reference.same-year",
            first.lines[0] if first.lines else 0,
            message,
            anchor="\x1f".join(one.raw for one in group),
            suggestions=tuple(letters),
        )
        yield replace(query, subject=first.key)


def _shown(csl: Csl) -> str:
    shown = keys.families(csl)
    return " and ".join(shown[:2]) + (" et al." if len(shown) > 2 else "")


def _names(csl: Csl) -> tuple[str, ...]:
    people = csl.get("author") or csl.get("editor") or []
    return tuple(" ".join(fold(" ".join(map(str, person.values())))) for person in people)
