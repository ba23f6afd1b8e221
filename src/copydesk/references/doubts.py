"""What the reference list asks the editor: doubtful fields, lost words, links and years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from copydesk.model import Edit, Query, Reference
from copydesk.queries import ask
from copydesk.references import keys, lexicon, order, parts, twins
from copydesk.references.finish import UNCERTAIN, Doubt, ParsedEntry

_QUOTED: Final = 60
_ORDERED_ENTRIES: Final = 5
_FIELDS: Final = {
    "container-title": "outlet or container",
    "issued": "date",
    "page": "pages",
    "publisher-place": "place",
    "URL": "link",
}
#: Fields that are read from their form or not printed.
_PLAIN: Final = frozenset(("issued", "note", "page"))
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
        edit.line for edit in ledger if edit.rule == parts.RULE and edit.status == "applied"
    )
    return (*found, *_out_of_order(references, edges), *twins.queries(references))


def _of_entry(reference: Reference, entry: ParsedEntry) -> Iterator[Query]:
    line = reference.lines[0] if reference.lines else 0
    quoted = _short(reference.text)
    if not entry.csl:
        message = f"the entry “{quoted}” could not be read and is printed as it stands"
        yield ask("reference.unparsed", line, message, anchor=reference.raw)
        return
    if "issued" not in entry.csl and not entry.undated:
        said = next((one.reason for one in entry.doubts if one.field == "issued"), "")
        message = f"the entry “{quoted}” carries no year of publication"
        message += f": {said}" if said else ""
        yield ask("reference.missing-year", line, message, anchor=reference.raw)
    if entry.lost_link:
        message = f"the entry “{quoted}” announces a link and none follows"
        yield ask("reference.lost-link", line, message, anchor=reference.raw)
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
        message = f"no field of the entry “{quoted}” holds {left}"
        yield ask("reference.leftover", line, message, anchor=reference.raw)
    if not doubts:
        return
    said = [f"{_named(doubt, entry)}: {doubt.reason}" for doubt in doubts]
    message = f"in “{quoted}”: {'; '.join(dict.fromkeys(said))}"
    message += f"; no field holds {left}" if left else ""
    wanted = dict.fromkeys(_TYPED.get(one.field, one.field) for one in doubts)
    # The entry alone: what is corrected of one field does not make another question of it.
    yield ask("reference.doubtful", line, message, anchor=reference.raw, suggestions=tuple(wanted))


def _is_worth_asking(doubt: Doubt, entry: ParsedEntry) -> bool:
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


def _named(doubt: Doubt, entry: ParsedEntry) -> str:
    """The field of `doubt` in words, and what was read of it."""
    field = _FIELDS.get(doubt.field, doubt.field)
    value = _short(_plain(entry.csl.get(doubt.field, "")))
    return f"{field} “{value}”" if value else field


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(map(_plain, value.values()))
    if isinstance(value, list):
        return " ".join(map(_plain, value))
    return str(value)


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
        places = [order.ascending([keys.ascii_word(one) for one in row]) for row in _sorted(part)]
        kept = max(places, key=len)
        if (len(part) - len(kept)) * 4 > len(part):
            continue  # not an alphabetical list
        for reference in (one for at, one in enumerate(part) if at not in kept):
            message = f"the entry “{_short(reference.text)}” stands out of alphabetical order"
            query = ask("reference.order", reference.lines[0], message, anchor=reference.raw)
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
    people = reference.csl.get("author") or reference.csl.get("editor")
    if people:
        return str(people[0].get("family") or people[0].get("literal") or "")
    return str(reference.csl.get("title", reference.text))
