"""Citation groups as nodes, each where it stands in its sentence.

A group is set by citeproc, linked as written, or plain. A raised number and a footnote stand
behind the stop of a sentence, a bracket before it, whatever sign it was written as: a style that
prints the one as the other moves it, and citeproc then does what its class asks for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.composition.ast import Node, make_link, make_node, make_span, words
from copydesk.composition.citation_words import (
    find_noted,
    find_year,
    has_entries,
    may_be_set,
    split_numbers,
)
from copydesk.composition.state import CompositionState, NodePlace
from copydesk.model import Citation, Cite, Inline, Note, Superscript, Text, plain

#: Further years after the first one of a pair.
_YEARS: Final = re.compile(r"[\s,&and0-9a-z]*\d\d[a-z]?")
_BRACKET: Final = re.compile(r"[(\[]")


def make_citation(cite: Cite, state: CompositionState, place: NodePlace) -> list[Node]:
    """The nodes of a citation group, with an anchor when it leads to an entry."""
    group = state.groups.get(cite.group, ())
    linked = [row for row in group if has_entries(row, state)]
    if not linked:
        return words(cite.text)
    if place.linked:
        anchor = state.add_anchor(key for row in linked for key in row.keys)
        return [make_span(anchor, words(cite.text, linked=True))]
    within = _is_object(cite, group, state) or (
        place.noted and any(row.form == "note" for row in group)
    )
    if not within and may_be_set(cite, group, state):
        return _make_set(cite.text, group, state)
    if not within and (parts := split_numbers(cite, group, state)):
        return _make_partly_set(*parts, state)
    return _make_kept(cite, group, linked, state, place)


def _is_object(cite: Cite, group: Sequence[Citation], state: CompositionState) -> bool:
    """Whether a word before a number calls it one, and the style would print none there.

    A raised sign or that of a note is no object of "see Ref.", nor is "(Lo, 2022)" of "reference".
    """
    if cite.group not in state.called or any(row.form != "numeric" for row in group):
        return False
    return state.style.signs or (cite.text[:1].isdigit() and not state.style.numbered)


# ── set by the style ─────────────────────────────────────────────────────────


def _make_set(text: str, group: Sequence[Citation], state: CompositionState) -> list[Node]:
    """A citation for citeproc, before it the names that a note would take along."""
    before: list[Node] = []
    bracket = _BRACKET.search(text)
    if state.style.notes and group[0].form == "narrative" and bracket and text[: bracket.start()]:
        before = words(text[: bracket.start()])
        text = text[bracket.start() :]
    if _is_tail(text, group) and not (state.style.notes or state.style.raised):
        before = [{"t": "Space"}]
    return [*before, _make_cite(text, group, state)]


def _is_tail(text: str, group: Sequence[Citation]) -> bool:
    """Whether `text` is what follows the names in "Lo, 2022, says", and no bracket."""
    return group[0].form == "narrative" and text[:1] in (",", " ", "\u00a0", "\u202f")


def _make_partly_set(
    certain: Sequence[Citation], text: str, rest: str, state: CompositionState
) -> list[Node]:
    """The numbers of a group that have entries, and behind them the others as written."""
    citation = _make_cite(f"[{text}]", certain, state)
    if state.style.raised:
        return [citation, make_node("Superscript", words(f"\u00a0{rest}"))]
    return [citation, {"t": "Space"}, *words(f"[{rest}]")]


def _make_cite(text: str, group: Sequence[Citation], state: CompositionState) -> Node:
    """A Cite for citeproc. Its number travels as the hash, which citeproc leaves alone."""
    state.add_anchor(key for row in group for key in row.keys)
    state.words[state.cited] = _without_style(text, group, state)
    mode = _find_mode(text, group, state)
    citations = []
    for row in group:
        if row.form == "parenthetical":  # "Lo (2019; see also Fu, 2020)" names its own author
            mode = "NormalCitation"
        for place, key in enumerate(row.keys):
            last = place == len(row.keys) - 1
            prefix = words(row.prefix) if place == 0 else []
            suffix = _make_suffix(row, state) if last else []
            citations.append(_call_entry(key, state.cited, mode, prefix, suffix))
            if mode == "AuthorInText":
                mode = "SuppressAuthor"
    return make_node("Cite", [citations, words(text)])


def _call_entry(
    key: str,
    number: int,
    mode: str = "NormalCitation",
    prefix: Sequence[Node] = (),
    suffix: Sequence[Node] = (),
) -> Node:
    """One entry that the citation of a `number` calls."""
    return {
        "citationId": key,
        "citationPrefix": prefix,
        "citationSuffix": suffix,
        "citationMode": {"t": mode},
        "citationNoteNum": 0,
        "citationHash": number,
    }


def _make_suffix(row: Citation, state: CompositionState) -> list[Node]:
    """The pages of a citation; in a style that prints none they are words behind it."""
    if not row.locator:
        return []
    return words(f", {row.locator}" if state.style.pages else f"{{}}, {row.locator}")


def _find_mode(text: str, group: Sequence[Citation], state: CompositionState) -> str:
    """How citeproc treats the names: they stand before the bracket, in the text or in `text`.

    A footnote is complete in itself.
    """
    if state.style.notes:
        return "NormalCitation"
    if group[0].form == "narrative":
        behind = text.lstrip()[:1] in ("(", "[") or _is_tail(text, group)
        return "SuppressAuthor" if behind else "AuthorInText"
    # A number has one name before it at most, which is that of all its entries or of the first.
    named = group[0].form == "numeric" and group[0].name and len(group) == 1
    return "SuppressAuthor" if named else "NormalCitation"


def _without_style(text: str, group: Sequence[Citation], state: CompositionState) -> str:
    """What stands for a citation that the style prints as nothing, its names being said.

    A number of the author's says nothing beside a list that has none.
    """
    if group[0].form == "numeric" and not state.style.numbered:
        years = (find_year(state.entries[key].csl) for row in group for key in row.keys)
        if said := ", ".join(filter(None, years)):
            return f"({said})"
    return text


# ── kept as written ──────────────────────────────────────────────────────────


def _make_kept(
    cite: Cite,
    group: Sequence[Citation],
    linked: Sequence[Citation],
    state: CompositionState,
    place: NodePlace,
) -> list[Node]:
    """The words of a group, linked where they lead to an entry."""
    anchor = state.add_anchor(key for row in linked for key in row.keys)
    content = _link_words(cite.text, group, linked)
    for row in linked:
        if row.form == "numeric":
            state.call_by_number(row, place.line, cite.text)
    state.keep_words(cite, linked, place)
    if not (place.noted and state.style.notes):
        return [make_span(anchor, content)]
    # The style counts this citation among its notes: what follows may not say "ibid." past it.
    state.kept[state.cited] = content
    keys = dict.fromkeys(key for row in linked for key in row.keys if state.entries[key].csl)
    if not keys:
        return [make_span(anchor, content)]
    citations = [_call_entry(key, state.cited) for key in keys]
    return [make_node("Cite", [citations, words(cite.text)])]


def _link_words(text: str, group: Sequence[Citation], linked: Sequence[Citation]) -> list[Node]:
    nodes: list[Node] = []
    position = 0
    for row in group:
        start, end = _find_pair(text, row, position)
        if row not in linked or start < position:
            continue
        nodes += words(text[position:start])
        nodes.append(make_link(words(text[start:end], linked=True), f"#ref-{row.keys[0]}"))
        position = end
    return nodes + words(text[position:])


def _find_pair(text: str, row: Citation, position: int) -> tuple[int, int]:
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


# ── where the citation stands in its sentence

#: The stop that a sentence or clause ends in, before the quotation marks that close it.
_STOP: Final = re.compile(r"(?:^|(?<=[^\s.,;:]))([.,;:])([”’\"'»“]*)$")
#: Abbreviations, whose stop is their own: U.S., et al., Ref.
_ABBREVIATED: Final = re.compile(r"(?:\b[^\W\d_]\.(?:\s?[^\W\d_]\.)*|\b(?:al|[Rr][eé]fs?)\.)$")
#: Words whose object the number behind them is: "see Ref. 4".
_CALLING: Final = re.compile(
    r"(?<![\w-])(?:r[eé]fs?\.?|r[eé]f[eé]ren(?:ces?|z|zen|cias?))\s?$", re.IGNORECASE
)
#: Characters looked at either side of a sign.
_SHOWN: Final = 40
#: Nodes looked at for the words behind one.
_NEAR: Final = 6
_SIGNS: Final = (Cite, Superscript, Note)
_OPENING: Final = frozenset("([{“‘«„‚¿¡\"'/–—-")


def place_signs(content: Sequence[Inline], state: CompositionState) -> Sequence[Inline]:
    """`content` with its signs of citations as citations of the text, before their stops.

    Those are raised numbers, notes that say no more than a citation, and numbers set tight
    behind a word; what the style may not set in its own words stays as it is.
    """
    if not any(isinstance(inline, Cite | Superscript | Note) for inline in content):
        return content
    result: list[Inline] = []
    for place, inline in enumerate(content):
        if isinstance(inline, Cite) and _is_called(result):
            state.called.add(inline.group)
        cite = _find_sign(inline, result, state)
        if cite is None:
            result.append(inline)
            continue
        stop = _take_stop(result, _following(content, place), state)
        if result and _is_tight(result):
            result.append(Text(" "))
        result.append(cite)
        if stop:
            result.append(Text(stop))
    return result


def _is_called(before: Sequence[Inline]) -> bool:
    last = before[-1] if before else None
    return isinstance(last, Text) and _CALLING.search(last.text[-_SHOWN:]) is not None


def _find_sign(inline: Inline, before: Sequence[Inline], state: CompositionState) -> Cite | None:
    match inline:
        case Superscript():
            cites = [one for one in inline.content if isinstance(one, Cite)]
            if len(cites) == 1 and plain(inline.content).strip() == cites[0].text.strip():
                return cites[0] if _is_moved(cites[0], state) else None
        case Note() if state.dissolves_notes and (found := find_noted(inline, state)):
            cite, state.groups[found[0].group] = found
            return cite
        case Cite() if before and _is_tight(before):
            return inline if _is_moved(inline, state) else None
    return None


def _is_moved(cite: Cite, state: CompositionState) -> bool:
    group = state.groups.get(cite.group, ())
    if any(row.form != "numeric" for row in group):
        return False
    return may_be_set(cite, group, state) or split_numbers(cite, group, state) is not None


def _is_tight(before: Sequence[Inline]) -> bool:
    """Whether the word before has no blank behind it, in a script that has blanks."""
    text = plain(before[-1:])
    last = text[-1:]
    return bool(last) and not (last.isspace() or last in _OPENING or _is_ideographic(last))


def _is_ideographic(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def _following(content: Sequence[Inline], place: int) -> str:
    """The first words behind a node and the further signs there."""
    near = content[place + 1 : place + _NEAR]
    return "".join(plain((one,))[:_SHOWN] for one in near if not isinstance(one, _SIGNS))


def _take_stop(before: list[Inline], following: str, state: CompositionState) -> str:
    """The stop that goes behind the citation, taken off the words before it."""
    last = before[-1] if before else None
    if not isinstance(last, Text) or (state.style.signs and state.behind):
        return ""
    found = _STOP.search(last.text)
    if not found or (found[2] and state.style.signs) or following[:1] in (*".,;:",):
        return ""
    if found[1] == "." and (
        _ABBREVIATED.search(last.text[max(0, found.start() - _SHOWN) : found.end(1)])
        or not _opens(following)
    ):
        return ""
    rest = last.text[: found.start(1)] + found[2]
    before[-1:] = [replace(last, text=rest)] if rest else []
    return found[1]


def _opens(following: str) -> bool:
    """Whether a new sentence begins, or nothing follows."""
    words = following.split(maxsplit=1)
    if not words:
        return True
    first = words[0].lstrip("([{“‘«„‚¿¡\"'")
    return following[:1].isspace() and not first[:1].islower()
