"""Citations by the numbers of a list, linked: [3], (3), raised figures, ranges of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk.citations.called import called
from copydesk.citations.entries import Entry
from copydesk.citations.find import split_names
from copydesk.citations.group import Group, Linked, Said, linked
from copydesk.citations.numbered import Numbered, Shape
from copydesk.citations.outcome import Match
from copydesk.citations.signs import Part, Sign, signs
from copydesk.citations.spelling import fold
from copydesk.model import Candidate, Citation

#: Words before a sign among which the names of its authors are looked for.
_LOOKED_BACK: Final = 120
_WORD = re.compile(r"\S+")
#: Words that the names of authors may have together.
_LONGEST_NAME: Final = 10


@dataclass(frozen=True, slots=True)
class Numbers:
    """How an article cites by numbers: the list's, and the shapes they have in the text."""

    list: Numbered
    shapes: Container[Shape]
    entries: Mapping[str, Entry]


def groups(said: Said, numbers: Numbers) -> Iterator[Group]:
    """The citations by number in `said`, a group each sign, in order.

    A number that one entry bears is exact, one that none bears missing, one that two
    bear ambiguous; one that no bracket holds is a citation when a word calls it so and the
    list has it. `name` holds the words before the sign when they name the authors of
    the entry, as in "Marlow [3] showed".
    """
    labels = numbers.list.keys
    found = [sign for sign in signs(said, labels) if sign.shape in numbers.shapes]
    found += called(said.text, labels)
    end = 0
    for sign in sorted(found, key=lambda sign: sign.start):
        if sign.start >= end:
            end = sign.end
            row = tuple(_linked(part, sign, said.text, numbers) for part in sign.parts)
            yield Group(sign.start, sign.end, tuple(_named_together(sign.parts, row)))


def _named_together(parts: Sequence[Part], row: Sequence[Linked]) -> Iterator[Linked]:
    """`row`, in which each missing number of a range says which numbers of it are missing."""
    missing: dict[str, list[str]] = {}
    for part, one in zip(parts, row, strict=True):
        if one.citation.status == "missing":
            missing.setdefault(part.text, []).append(part.label)
    counts = Counter(part.text for part in parts)
    for part, one in zip(parts, row, strict=True):
        if one.citation.status != "missing" or counts[part.text] == 1:
            yield one
            continue
        *more, last = dict.fromkeys(missing[part.text])
        which = f"{', '.join(more)} and {last}" if more else last
        hint = "; ".join(filter(None, (f"none bears {which}", one.citation.hint)))
        yield replace(one, citation=replace(one.citation, hint=hint))


def _linked(part: Part, sign: Sign, text: str, numbers: Numbers) -> Linked:
    keys = numbers.list.keys.get(part.label, ())
    before = text[max(0, sign.start - _LOOKED_BACK) : sign.start]
    name = next((name for key in keys if (name := named(before, numbers.entries[key]))), "")
    citation = Citation(
        text=part.text,
        line=0,
        group=0,
        name=name,
        year="",
        form="numeric",
        block=-1,
        start=sign.start,
        end=sign.end,
        prefix=part.prefix,
        locator=part.locator,
    )
    return linked(citation, _match(part.label, keys, numbers))


def _match(label: str, keys: tuple[str, ...], numbers: Numbers) -> Match:
    if len(keys) == 1:
        return Match("exact", keys, ())
    if keys:
        reason = f"one of {len(keys)} entries that bear the number {label}"
        shown = tuple(Candidate(key, 0.5, reason) for key in keys[:8])
        return Match("ambiguous", (), shown, all=keys)
    last = numbers.list.last
    return Match("missing", (), (), f"the list goes up to {last}" if last else "")


def named(before: str, entry: Entry) -> str:
    """The words that `before` ends with when they name the authors of `entry`, else "".

    >>> entry = Entry("m", "Marlow", ("marlow", "finn"), frozenset(["marlow"]), "2020", frozenset())
    >>> named("so Marlow and Finn ", entry), named("as Marlow et al.’s ", entry)
    ('Marlow and Finn', 'Marlow et al.')
    >>> named("near Marlow Bay ", entry)
    ''
    """
    said = before.rstrip()
    said = said[:-2] if said.endswith(("’s", "'s")) else said.rstrip("’'")
    for match in reversed(list(_WORD.finditer(said))[-_LONGEST_NAME:]):
        written = said[match.start() :].lstrip("(“‘\"'")
        names = [fold(name) for name in split_names(written)[0]]
        first = bool(names) and names[0] in entry.aliases
        if first and tuple(names[1:]) == entry.names[1 : len(names)]:
            return written
    return ""
