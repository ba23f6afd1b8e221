"""The list of references as citeproc and the filters are told it.

An entry that was not read is printed in its own words, where citeproc numbers or sorts it. The
author's letters tell works of one year apart, 2021a and 2021b: a style gives letters of its own, by
the order of its list, and takes no others. Where the author's order differs they would name the
wrong work in every citation that is kept as written, and in every other text that cites this one. A
mark before their titles, which the filters take out again, lets citeproc sort such works as the
author did.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk.composition.ast import check_text, dump_document, make_node, words
from copydesk.composition.citation_words import find_year
from copydesk.composition.entry_anchors import REF
from copydesk.language import folding
from copydesk.model import NAMES, Csl, Reference

if TYPE_CHECKING:
    from copydesk.composition.state import CompositionState
    from copydesk.language.passages import PassageLanguages

#: An entry as the filters take it.
_Entry: TypeAlias = dict[str, str | bool]

_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: No label is longer, brackets and blanks included.
_LONGEST: Final = 40
#: So many entries that were not read are sorted among the others; for citeproc each costs more than
#: the one before. More of them stand behind the others.
_MOST: Final = 500
#: Capitals of a given name that are initials; more of them are a name.
_INITIALS: Final = range(2, 4)
_OPENING: Final = r"\s*[\[(［（【〔]?(?:No\.\s?)?"
_CLOSING: Final = r"(?!\w)[\])］）】〕]?[.:、．]?\s*"


def strip_label(entry: Reference) -> str:
    """The words of `entry` behind its label; all of them when they do not begin with it.

    >>> strip_label(Reference("lo", "", "[3] Lo, B. The quay.", {}, 0.0, label="3"))
    'Lo, B. The quay.'
    >>> strip_label(Reference("lo", "", "Lo, B. The quay.", {}, 0.0, label="3"))
    'Lo, B. The quay.'
    """
    text = entry.text or entry.raw
    head = text[:_LONGEST].translate(_RAISED)
    shape = f"{_OPENING}{re.escape(entry.label)}{_CLOSING}"
    found = re.match(shape, head) if entry.label else None
    return text[found.end() :] if found and found.end() < len(text) else text


def make_item(entry: Reference) -> Csl:
    """The fields of `entry` as citeproc takes them.

    Initials that nothing parts ("Lund VE", as in medicine) it would take for one name, of which
    styles print the first letter.

    >>> entry = Reference("a", "", "", {"author": [{"family": "Lund", "given": "VE"}]}, 1.0)
    >>> make_item(entry)["author"]
    [{'family': 'Lund', 'given': 'V. E.'}]
    """
    named = {
        field: [_part_initials(name) for name in entry.csl[field]]
        for field in NAMES.intersection(entry.csl)
    }
    return {**entry.csl, **named, "id": entry.key}


def _part_initials(name: Csl) -> Csl:
    given, family = str(name.get("given", "")), str(name.get("family", ""))
    is_bare = given.isalpha() and given.isupper() and len(given) in _INITIALS
    if not is_bare or family.isupper():
        return name
    return {**name, "given": " ".join(f"{initial}." for initial in given)}


def printed_words(entry: Reference, *, numbered: bool) -> str:
    """The words of `entry` that are printed when it was not read.

    In a style that is `numbered` they have its label no more.
    """
    text = strip_label(entry) if numbered else entry.text or entry.raw
    return check_text(text)


def make_entries(
    references: Iterable[Reference], read: Container[str], state: CompositionState
) -> Iterator[_Entry]:
    """Each entry as the filters take it: those that are not among the keys `read` as written.

    Where no style prints numbers, an entry has the author's that the text calls it by.
    """
    numbered = state.style.numbered
    rows = tuple(references)
    placed = numbered or sum(entry.key not in read for entry in rows) <= _MOST
    for entry in rows:
        text = printed_words(entry, numbered=numbered)
        called = entry.key in state.numbers and strip_label(entry) == (entry.text or entry.raw)
        words_ = words(f"[{entry.label}] {text}" if called else text)
        yield {
            "key": entry.key,
            "text": text,
            "block": dump_document([make_node("Para", words_)], {}),
            "unread": bool(entry.key) and entry.key not in read and placed,
        }


def sort_entries(entries: Iterable[_Entry]) -> list[_Entry]:
    """Sort entries by their words, as they stand where citeproc does not sort them."""
    return sorted(entries, key=lambda entry: folding.fold_words(str(entry["text"])))


def find_languages(references: Iterable[Reference], languages: PassageLanguages) -> dict[str, str]:
    """The language of each entry that is in another one than the article, by its place."""
    found = (
        (
            entry.key,
            languages.of_entry(entry.csl) if entry.csl else languages.whole(entry.text).lang,
        )
        for entry in references
    )
    return {REF + key: lang for key, lang in found if lang and key}


# ── letters behind years ─────────────────────────────────────────────────────

#: Letters that works of one year may bear.
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def find_letter(entry: Reference) -> str:
    """The letter behind the year of an entry, "" when it bears none.

    >>> csl = {"issued": {"date-parts": [[2021]]}}
    >>> find_letter(Reference("m", "", "Marlow, I. (2021b) Tides.", csl, 1.0))
    'b'
    """
    year = find_year(entry.csl)
    found = re.search(rf"(?<!\d){re.escape(year)}([a-z])\b", entry.text) if year else None
    return found[1] if found else ""


def group_works_of_a_year(entries: Iterable[Reference]) -> Iterator[tuple[Reference, ...]]:
    """The entries of one author and year together, where at least one bears a letter."""
    works: dict[str, list[Reference]] = defaultdict(list)
    for entry in entries:
        if entry.csl and entry.key:
            names = entry.csl.get("author") or entry.csl.get("editor") or []
            works[json.dumps([names, find_year(entry.csl)], sort_keys=True)].append(entry)
    yield from (tuple(row) for row in works.values() if any(map(find_letter, row)))


def rank_works(works: Iterable[Reference]) -> Mapping[str, int]:
    """Key → place of each of the works by its letter; empty when the letters are not a, b, c ….

    >>> csl = {"title": "Tides", "issued": {"date-parts": [[2021]]}}
    >>> rank_works([Reference(name, "", f"2021{name}", csl, 1.0) for name in "ba"])
    {'b': 1, 'a': 0}
    """
    letters = {entry.key: find_letter(entry) for entry in works if entry.csl.get("title")}
    if len(letters) < 2 or sorted(letters.values()) != [*LETTERS[: len(letters)]]:
        return {}
    return {key: LETTERS.index(letter) for key, letter in letters.items()}


def rank_by_letters(references: Iterable[Reference], state: CompositionState) -> dict[str, int]:
    """Key → place by letter, for works that the style is to letter as the author did.

    What it will letter otherwise, or not at all, becomes a question.
    """
    places: dict[str, int] = {}
    for works in group_works_of_a_year(references):
        found = rank_works(works)
        places |= found
        if not found:
            _ask(works, state)
    return places


def _ask(works: Iterable[Reference], state: CompositionState) -> None:
    for entry in works:
        letter = find_letter(entry)
        if letter:
            line = entry.lines[0] if entry.lines else 0
            named = ", ".join(f"`{one.text[:60]}`" for one in works if one is not entry)
            message = (
                f"`{entry.text[:60]}` bears the letter {letter}; the style letters works of one"
                f" year anew, and the letters here are not a, b, c …: beside it stand"
                f" {named or 'no others of that year'}"
            )
            state.ask("compose.year-letter", line, message, entry.key)
