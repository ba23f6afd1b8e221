"""Which citations a style may set in words of its own, so that none of the author's is lost.

A style prints names, years, pages and numbers anew. What else stands in a citation would
vanish with it; such a citation keeps its words and is linked as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from copydesk.language import folding
from copydesk.model import (
    Article,
    Citation,
    Cite,
    Csl,
    Inline,
    Note,
    Paragraph,
    Reference,
    contents,
    notes_in,
    plain,
)

if TYPE_CHECKING:
    from copydesk.composition.state import CompositionState

_WORD: Final = re.compile(r"\w+")
#: A number of a list as a citation names it, and several of them.
_NUMBERS: Final = re.compile(r"\w{1,12}(?:\s*[,;‐‑‒–—−⁻-]\s*\w{1,12})*+")
_BRACKETED: Final = re.compile(r"[()\[\]]")
#: Statuses of citations that have an entry.
LINKED: Final = frozenset(("exact", "fuzzy-name", "year-mismatch", "year-absent"))
#: Words between the names of a citation, which a style sets as it likes.
_CONNECTORS: Final = frozenset(
    (
        "a", "al", "and", "colleagues", "d", "e", "et", "forthcoming", "in", "n", "others",
        "press", "u", "und", "y", "др", "и",
    )
)  # fmt: skip
#: Words of a note that name the entry of the note before, or announce a page.
_NOTED: Final = frozenset(
    (
        "a", "cit", "ders", "ebd", "ebenda", "ff", "f", "ibid", "ibidem", "id", "idem", "loc",
        "o", "op", "p", "pp", "s",
    )
)  # fmt: skip
_NAME_VARIABLES: Final = ("author", "editor", "translator", "director", "interviewer")


def has_entries(citation: Citation, state: CompositionState) -> bool:
    """Whether `citation` leads to entries of the list."""
    if citation.status not in LINKED or not citation.keys:
        return False
    return all(key in state.entries for key in citation.keys)


def may_be_set(cite: Cite, group: Sequence[Citation], state: CompositionState) -> bool:
    """Whether the style may print the whole of `group`, whose words are those of `cite`."""
    if not group or not all(_is_certain(row, state) for row in group):
        return False
    said = set(_CONNECTORS)
    for row in group:
        said |= _said_by(row, state)
        said.update(_alias(row, cite.text, state))
    return said.issuperset(folding.fold_words(cite.text))


def split_numbers(
    cite: Cite, group: Sequence[Citation], state: CompositionState
) -> tuple[tuple[Citation, ...], str, str] | None:
    """Of a group of numbers those that the style may print, their words, and the others' words.

    None when there are no such parts, or when a number that has no entry stands inside a
    range, so that its words cannot be told from those of the others.
    """
    certain = tuple(row for row in group if _is_certain(row, state))
    rest = tuple(row for row in group if row not in certain)
    if not certain or not rest or any(row.form != "numeric" for row in group):
        return None
    said = {word for row in certain for word in _said_by(row, state)}
    left = [word for row in rest for word in folding.fold_words(row.text)]
    pieces: tuple[list[str], list[str]] = ([], [])
    for found in _WORD.findall(cite.text):
        pieces[folding.fold_text(found) in left].append(found)
    written = {folding.fold_text(word) for word in pieces[0]}
    if len(pieces[1]) != len(left) or not said.issuperset(written) or said & set(left):
        return None
    return certain, ", ".join(pieces[0]), ", ".join(pieces[1])


def may_dissolve_notes(article: Article, state: CompositionState) -> bool:
    """Whether every note of `article` that cites says no more than its citation.

    In a style without notes they then become citations of the text. Were one left, an
    "Ibid." in it would point at a note that is no longer there.
    """
    blocks = (*article.front.credits, *article.front.disclaimer, *article.body)
    runs = (content for block in blocks for content in contents(block))
    citing = [
        note
        for content in runs
        for note in notes_in(content)
        if any(isinstance(node, Cite) for block in note.blocks for run in contents(block)
               for node in run)
    ]  # fmt: skip
    return all(find_noted(note, state) for note in citing)


def find_noted(note: Note, state: CompositionState) -> tuple[Cite, tuple[Citation, ...]] | None:
    """The citations that are all that `note` says, as one, None when it says more.

    The words of the note are all in its entries, or are pages and words like "ibid.".
    """
    paragraphs = [block for block in note.blocks if isinstance(block, Paragraph)]
    if len(note.blocks) != 1 or not paragraphs:
        return None
    content = paragraphs[0].content
    cites = [node for node in content if isinstance(node, Cite)]
    if not cites or any(_says(node) for node in content if not isinstance(node, Cite)):
        return None
    cite = Cite("; ".join(one.text for one in cites), cites[0].group)
    rows = tuple(row for one in cites for row in state.groups.get(one.group, ()))
    if any(row.form != "note" for row in rows) or not may_be_set(cite, rows, state):
        return None
    return cite, rows


def _says(node: Inline) -> bool:
    return isinstance(node, Note) or bool(folding.fold_words(plain((node,))))


def _is_certain(row: Citation, state: CompositionState) -> bool:
    """Whether the entry of `row` is sure, and citeproc has one to print.

    What the editor wants as it is written is not printed otherwise.
    """
    if row.status != "exact" or row.verdict == "as-written" or not has_entries(row, state):
        return False
    return all(state.entries[key].csl or state.style.numbered for key in row.keys)


def _said_by(row: Citation, state: CompositionState) -> set[str]:
    """Words of a citation that its entry says as well, or that travel with it."""
    said = {
        word for text in (row.prefix, row.locator, row.year) for word in folding.fold_words(text)
    }
    if row.verdict == "entry":  # however the text spells it, the editor says that it means this
        said.update(folding.fold_words(row.text))
    if row.name in row.keys and ("@" in row.text or "\\" in row.text):
        said.update(folding.fold_words(row.text))  # a key of the library stands for its entry
    for entry in (state.entries[key] for key in row.keys):
        if row.form == "numeric":
            said.update(folding.fold_words(entry.label))
            said.update(_numbers_of(row))
        elif row.form == "note":
            said |= _NOTED.union(
                folding.fold_words(entry.raw),
                folding.fold_words(entry.text),
                folding.words_of(entry.csl),
            )
        else:
            said.update(_names_of(entry, row))
            if row.year not in row.text:  # "(ibid., p. 4)"
                said |= _NOTED
    return said


def _alias(row: Citation, text: str, state: CompositionState) -> list[str]:
    """Words by which a citation rightly calls its entry, though they are not the entry's.

    An acronym and another spelling of a name give way to a number or a note. Where a style
    prints names they stay, as the text has them, and so they do in the sentence itself; what
    stands in brackets inside a name says more than who it is.
    """
    inside = row.form == "parenthetical" or text.lstrip()[:1] in ("(", "[")
    if not (state.style.notes or (state.style.numbered and inside)) or row.form == "numeric":
        return []
    return folding.fold_words(row.name) if _BRACKETED.search(row.name) is None else []


def _numbers_of(row: Citation) -> list[str]:
    """The numbers in a citation's own words, when it says no more than them and a page."""
    text = row.text
    for part in filter(None, (row.prefix, row.locator)):
        text = text.replace(part, "", 1)
    return folding.fold_words(text) if _NUMBERS.fullmatch(text.strip(" ,;:[]()")) else []


def _names_of(entry: Reference, row: Citation) -> Iterator[str]:
    """The words by which an entry is cited: its names, or its title when it has none.

    One that is cited by its title, though it has an author, and one that was not read may
    be called by words of theirs.
    """
    if not entry.csl:
        yield from folding.fold_words(entry.text)
        return
    title = folding.fold_words(str(entry.csl.get("title", "")))
    variable = next((name for name in _NAME_VARIABLES if entry.csl.get(name)), "")
    if not variable or set(title).issuperset(folding.fold_words(row.name)):
        yield from title
    for name in entry.csl.get(variable, ()):
        yield from folding.words_of(name)


def find_year(csl: Csl) -> str:
    """The year in which an item was issued, "" when it bears none.

    >>> find_year({"issued": {"date-parts": [["2021", 5]]}}), find_year({})
    ('2021', '')
    """
    dates: Iterable[Any] = (csl.get("issued") or {}).get("date-parts") or ()
    return next((str(parts[0]) for parts in dates if parts), "")
