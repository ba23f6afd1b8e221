"""Citation groups as nodes: set by citeproc, linked as written, or plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.compose.forme import Forme, Place
from copydesk.compose.nodes import Node, node, reach, span, words
from copydesk.model import Citation, Cite, Csl

_WORD: Final = re.compile(r"\w+")
#: Further years after the first one of a pair.
_YEARS: Final = re.compile(r"[\s,&and0-9a-z]*\d\d[a-z]?")
#: Statuses of citations that have an entry.
_LINKED: Final = frozenset(("exact", "fuzzy-name", "year-mismatch", "year-absent"))
#: Words between the names of a citation, which a style sets as it likes.
_CONNECTORS: Final = frozenset(
    (
        "a", "al", "and", "colleagues", "d", "e", "et", "forthcoming", "in", "n", "others",
        "press", "u", "und", "y", "др", "и",
    )
)  # fmt: skip
_NAME_VARIABLES: Final = ("author", "editor", "translator", "director", "interviewer")


def cite_nodes(cite: Cite, forme: Forme, place: Place) -> list[Node]:
    """The nodes of a citation group, with an anchor when it leads to an entry."""
    group = forme.groups.get(cite.group, ())
    linked = [row for row in group if row.status in _LINKED and _known(row, forme)]
    if not linked:
        return words(cite.text)
    forme.cited += 1
    anchor = f"cite-{forme.cited}"
    for key in dict.fromkeys(key for row in linked for key in row.keys):
        forme.backlinks[key].append(anchor)
    if place.linked:
        return [span(anchor, words(cite.text, linked=True))]
    if _is_rendered(cite, group, forme):
        forme.words[forme.cited] = cite.text
        return [_citation(cite, group, forme)]
    return [span(anchor, _as_written(cite.text, group, linked))]


def _known(citation: Citation, forme: Forme) -> bool:
    return bool(citation.keys) and all(key in forme.entries for key in citation.keys)


def _is_rendered(cite: Cite, group: Sequence[Citation], forme: Forme) -> bool:
    """Whether citeproc may print the group: all of it is exact and no word would be lost."""
    if not all(row.status == "exact" and _known(row, forme) for row in group):
        return False
    said = set(_CONNECTORS)
    for row in group:
        said |= {word for text in (row.prefix, row.locator, row.year) for word in _words_of(text)}
        for key in row.keys:
            item = forme.entries[key].csl
            if not item:
                return False
            said |= _names_of(item)
    return said >= set(_words_of(cite.text))


def _names_of(item: Csl) -> set[str]:
    """The words of the names that an item is cited by, of its title when it has none."""
    variable = next((name for name in _NAME_VARIABLES if item.get(name)), "")
    if not variable:
        return set(_words_of(str(item.get("title", ""))))
    texts = (str(text) for name in item[variable] for text in name.values())
    return {word for text in texts for word in _words_of(text)}


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _citation(cite: Cite, group: Sequence[Citation], forme: Forme) -> Node:
    """A Cite for citeproc. Its number travels as the hash, which citeproc leaves alone."""
    mode = "NormalCitation"
    if group[0].form == "narrative" and not forme.notes:
        # A footnote is complete in itself. Elsewhere the names stand before the bracket,
        # in the text or in the words of the group.
        mode = "SuppressAuthor" if cite.text.lstrip()[:1] in ("(", "[") else "AuthorInText"
    citations = []
    for row in group:
        for place, key in enumerate(row.keys):
            last = place == len(row.keys) - 1
            citations.append({
                "citationId": key,
                "citationPrefix": words(row.prefix) if place == 0 else [],
                "citationSuffix": words(f", {row.locator}") if row.locator and last else [],
                "citationMode": {"t": mode},
                "citationNoteNum": 0,
                "citationHash": forme.cited,
            })  # fmt: skip
            if mode == "AuthorInText":
                mode = "SuppressAuthor"
    return node("Cite", [citations, words(cite.text)])


def _as_written(text: str, group: Sequence[Citation], linked: Sequence[Citation]) -> list[Node]:
    """The words of a group, each linked pair a link to its entry."""
    nodes: list[Node] = []
    position = 0
    for row in group:
        start, end = _pair(text, row, position)
        if row not in linked or start < position:
            continue
        nodes += words(text[position:start])
        nodes.append(reach(words(text[start:end], linked=True), f"#ref-{row.keys[0]}"))
        position = end
    return nodes + words(text[position:])


def _pair(text: str, row: Citation, position: int) -> tuple[int, int]:
    """Where the pair stands in the words of its group; (-1, -1) when it is not found."""
    pair = row.text.strip()
    if pair == text.strip() and pair[:1] in ("(", "[") and pair[-1:] in (")", "]"):
        pair = pair[1:-1].strip()
    start = text.find(pair, position)
    year = text.find(row.year, position) if row.year else -1
    if start < 0:  # a narrative pair, or a further year of the name before
        return (year, year + len(row.year)) if year >= 0 else (-1, -1)
    end = start + len(pair)
    # Of several years of one name each takes the words up to its own.
    if start <= year < end and _YEARS.fullmatch(text, year + len(row.year), end):
        end = year + len(row.year)
    return start, end
