"""Blocks and inline content of an article as nodes of the closed set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from copydesk.composition.ast import (
    Node,
    check_text,
    make_attributes,
    make_division,
    make_heading,
    make_link,
    make_node,
    mark_language,
    words,
    words_by_language,
)
from copydesk.composition.catalogue import DOI
from copydesk.composition.citations import make_citation, place_signs
from copydesk.composition.state import ABSENT, CompositionState, NodePlace
from copydesk.language.passages import Tongue
from copydesk.model import (
    Block,
    Break,
    Cite,
    Code,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    ListForm,
    Note,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
    cites_in,
    paragraphs,
    plain,
    whole,
)

_SCHEME: Final = re.compile(r"https?://|mailto:|doi:", re.IGNORECASE)
_OTHER_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
#: What no address may hold as it stands.
_FORBIDDEN: Final = re.compile(
    r"[\s<>\"\\^`{|}\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
#: Marks of words that become one where they stand side by side.
_MARKS: Final = frozenset(("Emph", "Strong", "Superscript", "Subscript"))
_STOPS: Final = re.compile(r"[.,;:!?…]+")
#: What pandoc calls the forms of numbers.
LIST_STYLES: Final[dict[ListForm, str]] = {
    "1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman",
}  # fmt: skip
#: Characters of an address that a question shows.
_SHOWN: Final = 200


# ── blocks ───────────────────────────────────────────────────────────────────


def make_blocks(blocks: Iterable[Block], state: CompositionState, place: NodePlace) -> list[Node]:
    """The nodes of `blocks`; empty ones make none."""
    nodes: list[Node] = []
    for block in blocks:
        line = block.lines[0] if block.lines else place.line
        nodes += _block(block, state, replace(place, line=line))
    return nodes


def _block(block: Block, state: CompositionState, place: NodePlace) -> Iterator[Node]:
    match block:
        case Heading(level, content):
            if inlines := make_block_inlines(content, state, place):
                yield make_heading(level, state.make_identifier(plain(content)), inlines)
        case Paragraph(content):
            if inlines := make_block_inlines(content, state, place):
                yield make_node("Para", inlines)
        case Quote(paragraphs):
            if inner := make_blocks(paragraphs, state, place.below()):
                yield make_node("BlockQuote", inner)
        case Code(text):
            yield make_node("CodeBlock", [make_attributes(), check_text(text)])
        case Break():
            yield {"t": "HorizontalRule"}
        case _:
            yield from _MAKERS[type(block)](block, state, place)


def _items(block: Items, state: CompositionState, place: NodePlace) -> Iterator[Node]:
    if place.depth + 3 > state.limits.nesting:
        yield from _make_unlisted(block, state, place)
        return
    rows = [make_blocks(item, state, place.below()) for item in block.items]
    rows = [row for row in rows if row]
    if not rows:
        return
    if all(part["t"] != "Para" for row in rows for part in row[1:]):
        rows = [[_tighten(row[0]), *row[1:]] for row in rows]
    if block.ordered:
        form = block.form if block.start > 0 else "1"  # there is no letter for 0
        style = [block.start, {"t": LIST_STYLES[form]}, {"t": "Period"}]
        yield make_node("OrderedList", [style, rows])
    else:
        yield make_node("BulletList", rows)


def _tighten(block: Node) -> Node:
    """The first block of an item whose text is a line of the list, not a paragraph in it."""
    return make_node("Plain", block["c"]) if block["t"] == "Para" else block


def _make_unlisted(block: Items, state: CompositionState, place: NodePlace) -> Iterator[Node]:
    """The paragraphs of a list that stands deeper than lists may."""
    content = [paragraph.content for paragraph in paragraphs(block)]
    text = " ".join(map(plain, content[:1]))
    _ask_flatten(text, state, place)
    for inner in content:
        if inlines := make_block_inlines(inner, state, place):
            yield make_node("Para", inlines)


def _figure(block: Figure, state: CompositionState, place: NodePlace) -> Iterator[Node]:
    picture = state.show_picture(block.source) if block.source else ""
    caption = make_block_inlines(block.caption, state, place)
    if isinstance(picture, Picture):
        # Who does not see it shall hear that there is something, not the name of its file.
        alt = block.alt or ("" if block.decorative else state.undescribed)
        image = make_node("Image", [make_attributes(), words(alt, linked=True), [picture.name, ""]])
        yield make_division("", "picture", [make_node("Para", [image])])
        if not block.alt and not block.decorative:
            message = "this picture has no alternative text"
            line = next((one for one in block.lines if one in state.pictured), place.line)
            state.ask("compose.picture-alt", line, message, block.source)
    elif block.source:
        told = f"; its alternative text is `{block.alt}`" if block.alt else ""
        left = "; its caption stays" if caption else ""
        message = f"the picture `{block.source[:80]}` {picture}{left}{told}"
        if picture == ABSENT:
            state.absent.append((place.line, message, block.source, block.alt))
        else:
            state.ask("compose.picture-missing", place.line, message, block.source)
    else:
        caption = caption or words(block.alt)
    if caption:
        yield make_division("", "caption", [make_node("Para", caption)])


def _table(block: Table, state: CompositionState, place: NodePlace) -> Iterator[Node]:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return
    rows = [
        [make_attributes(), [_cell(row[index] if index < len(row) else (), state, place.below())
                   for index in range(width)]]
        for row in block.rows
    ]  # fmt: skip
    head, body = (rows[:1], rows[1:]) if block.header else ([], rows)
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    yield make_node(
        "Table",
        [
            make_attributes(),
            [None, []],
            columns,
            [make_attributes(), head],
            [[make_attributes(), int(block.stub), [], body]],
            [make_attributes(), []],
        ],
    )


def _cell(content: Sequence[Inline], state: CompositionState, place: NodePlace) -> list[Any]:
    inlines = make_block_inlines(content, state, place)
    blocks = [make_node("Plain", inlines)] if inlines else []
    return [make_attributes(), {"t": "AlignDefault"}, 1, 1, blocks]


# ── inline content ───────────────────────────────────────────────────────────


def make_block_inlines(
    content: Sequence[Inline], state: CompositionState, place: NodePlace
) -> list[Node]:
    """The nodes of all that a block says, marked where it is in another language than the article.

    Such a mark is a level of its own.
    """
    fits = place.depth + 4 <= state.limits.nesting and not place.language
    language = state.languages.whole(plain(content)) if fits else Tongue()
    below = place.below(language=language.lang)
    return mark_language(
        language, make_inlines(content, state, below.below() if language else below)
    )


def make_inlines(
    content: Sequence[Inline], state: CompositionState, place: NodePlace
) -> list[Node]:
    """The nodes of inline content."""
    nodes: list[Node] = []
    if not place.linked and place.depth + 3 <= state.limits.nesting:
        content = place_signs(content, state)
    stop = ""
    for at, inline in enumerate(content):
        match inline:
            case Text(text):
                nodes += _make_text(text.removeprefix(stop), state, place)
            # A citation is the deepest of all: an anchor, a link in it, and the words.
            case _ if place.depth + 3 > state.limits.nesting:
                nodes += _flatten(inline, state, place)
            case Emph(inner) if not place.language:
                nodes.append(make_node("Emph", make_block_inlines(inner, state, place)))
            case Emph(inner) | Strong(inner) | Superscript(inner) | Subscript(inner):
                kind = type(inline).__name__  # pandoc calls them as the model does
                _append_marked(nodes, make_node(kind, make_inlines(inner, state, place.below())))
            case Verbatim(text):
                _append_code(nodes, text)
            case _:
                for part in _MAKERS[type(inline)](inline, state, place):
                    _append(nodes, part)  # of a link without an address there are the words
        stop = _take_stop(content[at : at + 2], state)
    return nodes


def _make_text(text: str, state: CompositionState, place: NodePlace) -> list[Node]:
    if place.depth >= state.limits.nesting:
        return words(text, linked=place.linked)
    return words_by_language(text, state.languages, place.language, linked=place.linked)


def _take_stop(near: Sequence[Inline], state: CompositionState) -> str:
    """The stop behind a citation that keeps its words in a note, now one of those words.

    Citeproc takes it away where what it would have set ends in one.
    """
    match near:
        case (Cite(), Text(text)) if (kept := state.kept.get(state.cited)) is not None:
            found = _STOPS.match(text)
            kept += words(found[0]) if found else []
            return found[0] if found else ""
    return ""


def _append(nodes: list[Node], more: Node) -> None:
    """Add a node; what would be one to Markdown's readers beside the last becomes one with it."""
    if more["t"] == "Code":
        _append_code(nodes, more["c"][1])
    elif more["t"] in _MARKS:
        _append_marked(nodes, more)
    else:
        nodes.append(more)


def _append_marked(nodes: list[Node], marked: Node) -> None:
    """Add marked words; marks side by side (`*a**b*`) would be other ones in Markdown."""
    if not nodes or nodes[-1]["t"] != marked["t"]:
        nodes.append(marked)
        return
    together = [*nodes[-1]["c"]]
    for part in marked["c"]:
        _append(together, part)
    nodes[-1] = make_node(marked["t"], together)


def _append_code(nodes: list[Node], text: str) -> None:
    """Add words of a program; two code spans side by side would be one to Markdown's readers."""
    check_text(text)
    if not text.strip():
        nodes += words(text)
    elif nodes and nodes[-1]["t"] == "Code":
        nodes[-1] = make_node("Code", [make_attributes(), nodes[-1]["c"][1] + text])
    else:
        nodes.append(make_node("Code", [make_attributes(), text]))


def _flatten(inline: Inline, state: CompositionState, place: NodePlace) -> list[Node]:
    text = _as_words(inline, state)
    _ask_flatten(text, state, place)
    return words(text)


def _as_words(inline: Inline, state: CompositionState) -> str:
    """The text of `inline` and of its notes, in which no citation leads to its entry."""
    state.unlinked.update(cites_in((inline,)))
    return whole((inline,))


def _ask_flatten(text: str, state: CompositionState, place: NodePlace) -> None:
    message = (
        f"`{text[:60]}` is nested more than {state.limits.nesting} levels deep, the limit"
        " `limits.nesting`; it stays as plain text"
    )
    state.ask("compose.flattened", place.line, message, text)


def _note(note: Note, state: CompositionState, place: NodePlace) -> list[Node]:
    if place.noted or place.linked:  # neither notes nor links can hold a note
        text = _as_words(note, state).strip()
        message = f"`{text[:60]}` is a note in a note or a link; it stays as plain text"
        state.ask("compose.flattened", place.line, message, text)
        return words(f" [{text}]")
    blocks = make_blocks(note.blocks, state, place.below(noted=True))
    return [make_node("Note", blocks)] if blocks else []


def _unfit(target: str) -> str:
    """Why no edition can lead to `target`; "" when it can.

    >>> _unfit("ftp://example.org"), _unfit("https://example.org/{id}")
    ('its scheme is `ftp`, not http, https, mailto or doi', 'an address cannot contain `{`')
    """
    if not (scheme := _SCHEME.match(target)):
        if other := _OTHER_SCHEME.match(target):
            return f"its scheme is `{other[0][:-1][:20]}`, not http, https, mailto or doi"
        return "it is a part of an address, without the site it leads to"
    if scheme.end() == len(target):
        return "nothing follows the scheme"
    if bad := _FORBIDDEN.search(target, scheme.end()):
        char = bad[0]
        named = f"`{char}`" if char.isprintable() and char not in " `" else f"U+{ord(char):04X}"
        return f"an address cannot contain {'a space' if char == ' ' else named}"
    return ""


def _link(link: Link, state: CompositionState, place: NodePlace) -> list[Node]:
    target = link.target.strip()
    if target.startswith("#") or place.linked:
        return make_inlines(link.content, state, place)  # to a place of the page it came from
    if not link.content:
        message = f"the link to `{target[:_SHOWN]}` was dropped: the citation of its words has none"
        state.ask("compose.link-dropped", place.line, message, target)
        return []
    if _unfit(target):
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in target[:_SHOWN])
        shown += "…" if len(target) > _SHOWN else ""
        message = (
            f"the link of `{whole(link.content)[:60]}` to `{shown}` was dropped: {_unfit(target)}"
        )
        state.ask("compose.link-dropped", place.line, message, target)
        return make_inlines(link.content, state, place)
    if target[:4].lower() == "doi:":
        target = DOI + target[4:]
    return [make_link(make_inlines(link.content, state, place.below(linked=True)), target)]


#: What makes the nodes of blocks that are more than their words, and of what leads elsewhere.
_MAKERS: Final[Mapping[type, Callable[[Any, CompositionState, NodePlace], Iterable[Node]]]] = {
    Items: _items,
    Figure: _figure,
    Table: _table,
    Cite: make_citation,
    Link: _link,
    Note: _note,
}
