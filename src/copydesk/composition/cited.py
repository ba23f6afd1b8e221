"""Citation groups as nodes: set by citeproc, linked as written, or plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.composition.forme import Forme, Place
from copydesk.composition.nodes import Node, node, reach, span, words
from copydesk.composition.restyled import apart, is_set, known, year_of
from copydesk.model import Citation, Cite

#: Further years after the first one of a pair.
_YEARS: Final = re.compile(r"[\s,&and0-9a-z]*\d\d[a-z]?")
_BRACKET: Final = re.compile(r"[(\[]")


def cite_nodes(cite: Cite, forme: Forme, place: Place) -> list[Node]:
    """The nodes of a citation group, with an anchor when it leads to an entry."""
    group = forme.groups.get(cite.group, ())
    linked = [row for row in group if known(row, forme)]
    if not linked:
        return words(cite.text)
    if place.linked:
        anchor = forme.anchored(key for row in linked for key in row.keys)
        return [span(anchor, words(cite.text, linked=True))]
    within = _is_object(cite, group, forme) or (
        place.noted and any(row.form == "note" for row in group)
    )
    if not within and is_set(cite, group, forme):
        return _set(cite.text, group, forme)
    if not within and (parts := apart(cite, group, forme)):
        return _set_apart(*parts, forme)
    return _kept(cite, group, linked, forme, place)


def _is_object(cite: Cite, group: Sequence[Citation], forme: Forme) -> bool:
    """Whether a word before a number calls it one, and the style would print none there.

    A raised sign or that of a note is no object of "see Ref.", nor is "(Lo, 2022)" of "reference".
    """
    if cite.group not in forme.called or any(row.form != "numeric" for row in group):
        return False
    return forme.style.signs or (cite.text[:1].isdigit() and not forme.style.numbered)


# ── set by the style ─────────────────────────────────────────────────────────


def _set(text: str, group: Sequence[Citation], forme: Forme) -> list[Node]:
    """A citation for citeproc, before it the names that a note would take along."""
    before: list[Node] = []
    bracket = _BRACKET.search(text)
    if forme.style.notes and group[0].form == "narrative" and bracket and text[: bracket.start()]:
        before = words(text[: bracket.start()])
        text = text[bracket.start() :]
    if _is_tail(text, group) and not (forme.style.notes or forme.style.raised):
        before = [{"t": "Space"}]
    return [*before, _citation(text, group, forme)]


def _is_tail(text: str, group: Sequence[Citation]) -> bool:
    """Whether `text` is what follows the names in "Lo, 2022, says", and no bracket."""
    return group[0].form == "narrative" and text[:1] in (",", " ", "\u00a0", "\u202f")


def _set_apart(certain: Sequence[Citation], text: str, rest: str, forme: Forme) -> list[Node]:
    """The numbers of a group that have entries, and behind them the others as written."""
    citation = _citation(f"[{text}]", certain, forme)
    if forme.style.raised:
        return [citation, node("Superscript", words(f"\u00a0{rest}"))]
    return [citation, {"t": "Space"}, *words(f"[{rest}]")]


def _citation(text: str, group: Sequence[Citation], forme: Forme) -> Node:
    """A Cite for citeproc. Its number travels as the hash, which citeproc leaves alone."""
    forme.anchored(key for row in group for key in row.keys)
    forme.words[forme.cited] = _without_style(text, group, forme)
    mode = _mode(text, group, forme)
    citations = []
    for row in group:
        if row.form == "parenthetical":  # "Lo (2019; see also Fu, 2020)" names its own author
            mode = "NormalCitation"
        for place, key in enumerate(row.keys):
            last = place == len(row.keys) - 1
            citations.append({
                "citationId": key,
                "citationPrefix": words(row.prefix) if place == 0 else [],
                "citationSuffix": _suffix(row, forme) if last else [],
                "citationMode": {"t": mode},
                "citationNoteNum": 0,
                "citationHash": forme.cited,
            })  # fmt: skip
            if mode == "AuthorInText":
                mode = "SuppressAuthor"
    return node("Cite", [citations, words(text)])


def _suffix(row: Citation, forme: Forme) -> list[Node]:
    """The pages of a citation; in a style that prints none they are words behind it."""
    if not row.locator:
        return []
    return words(f", {row.locator}" if forme.style.pages else f"{{}}, {row.locator}")


def _mode(text: str, group: Sequence[Citation], forme: Forme) -> str:
    """How citeproc treats the names: they stand before the bracket, in the text or in `text`.

    A footnote is complete in itself.
    """
    if forme.style.notes:
        return "NormalCitation"
    if group[0].form == "narrative":
        behind = text.lstrip()[:1] in ("(", "[") or _is_tail(text, group)
        return "SuppressAuthor" if behind else "AuthorInText"
    # A number has one name before it at most, which is that of all its entries or of the first.
    named = group[0].form == "numeric" and group[0].name and len(group) == 1
    return "SuppressAuthor" if named else "NormalCitation"


def _without_style(text: str, group: Sequence[Citation], forme: Forme) -> str:
    """What stands for a citation that the style prints as nothing, its names being said.

    A number of the author's says nothing beside a list that has none.
    """
    if group[0].form == "numeric" and not forme.style.numbered:
        years = (year_of(forme.entries[key].csl) for row in group for key in row.keys)
        if said := ", ".join(filter(None, years)):
            return f"({said})"
    return text


# ── kept as written ──────────────────────────────────────────────────────────


def _kept(
    cite: Cite, group: Sequence[Citation], linked: Sequence[Citation], forme: Forme, place: Place
) -> list[Node]:
    """The words of a group, linked where they lead to an entry."""
    anchor = forme.anchored(key for row in linked for key in row.keys)
    content = _as_written(cite.text, group, linked)
    for row in linked:
        if row.form == "numeric":
            forme.call_by_number(row, place.line, cite.text)
    forme.keep(cite, linked, place)
    if not (place.noted and forme.style.notes):
        return [span(anchor, content)]
    # The style counts this citation among its notes: what follows may not say "ibid." past it.
    forme.kept[forme.cited] = content
    keys = dict.fromkeys(key for row in linked for key in row.keys if forme.entries[key].csl)
    if not keys:
        return [span(anchor, content)]
    citations = [
        {
            "citationId": key,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": forme.cited,
        }
        for key in keys
    ]
    return [node("Cite", [citations, words(cite.text)])]


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
