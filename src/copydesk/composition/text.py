"""Blocks and inline content of an article as nodes of the closed set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from copydesk.catalogue import DOI
from copydesk.composition.cited import cite_nodes
from copydesk.composition.forme import Forme, Place
from copydesk.composition.nodes import (
    Node,
    attr,
    div,
    header,
    node,
    reach,
    said,
    sound,
    spoken,
    words,
)
from copydesk.composition.placing import settled
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
#: Characters of an address that a question shows.
_SHOWN: Final = 200


# ── blocks ───────────────────────────────────────────────────────────────────


def blocks_of(blocks: Iterable[Block], forme: Forme, place: Place) -> list[Node]:
    """The nodes of `blocks`; empty ones make none."""
    nodes: list[Node] = []
    for block in blocks:
        line = block.lines[0] if block.lines else place.line
        nodes += _block(block, forme, replace(place, line=line))
    return nodes


def _block(block: Block, forme: Forme, place: Place) -> Iterator[Node]:
    match block:
        case Heading(level, content):
            if inlines := voiced(content, forme, place):
                yield header(level, forme.identifier(plain(content)), inlines)
        case Paragraph(content):
            if inlines := voiced(content, forme, place):
                yield node("Para", inlines)
        case Quote(paragraphs):
            if inner := blocks_of(paragraphs, forme, place.below()):
                yield node("BlockQuote", inner)
        case Code(text):
            yield node("CodeBlock", [attr(), sound(text)])
        case Break():
            yield {"t": "HorizontalRule"}
        case _:
            yield from _display(block, forme, place)


def _display(block: Items | Figure | Table, forme: Forme, place: Place) -> Iterator[Node]:
    match block:
        case Items():
            yield from _items(block, forme, place)
        case Figure():
            yield from _figure(block, forme, place)
        case Table():
            yield from _table(block, forme, place)


def _items(block: Items, forme: Forme, place: Place) -> Iterator[Node]:
    if place.depth + 3 > forme.deepest:
        yield from _unlisted(block, forme, place)
        return
    rows = [blocks_of(item, forme, place.below()) for item in block.items]
    rows = [row for row in rows if row]
    if not rows:
        return
    if all(part["t"] != "Para" for row in rows for part in row[1:]):
        rows = [[_tight(row[0]), *row[1:]] for row in rows]
    if block.ordered:
        style = [block.start, {"t": "Decimal"}, {"t": "Period"}]
        yield node("OrderedList", [style, rows])
    else:
        yield node("BulletList", rows)


def _tight(block: Node) -> Node:
    """The first block of an item whose text is a line of the list, not a paragraph in it."""
    return node("Plain", block["c"]) if block["t"] == "Para" else block


def _unlisted(block: Items, forme: Forme, place: Place) -> Iterator[Node]:
    """The paragraphs of a list that stands deeper than lists may."""
    content = [paragraph.content for paragraph in paragraphs(block)]
    text = " ".join(map(plain, content[:1]))
    _ask_flattened(text, forme, place)
    for inner in content:
        if inlines := voiced(inner, forme, place):
            yield node("Para", inlines)


def _figure(block: Figure, forme: Forme, place: Place) -> Iterator[Node]:
    picture = forme.show(block.source) if block.source else ""
    caption = voiced(block.caption, forme, place)
    if isinstance(picture, Picture):
        # Who does not see it shall hear that there is something, not the name of its file.
        alt = block.alt or ("" if block.decorative else forme.undescribed)
        image = node("Image", [attr(), words(alt, linked=True), [picture.name, ""]])
        yield div("", "picture", [node("Para", [image])])
        if not block.alt and not block.decorative:
            message = "this picture has no alternative text for those who cannot see it"
            line = next((one for one in block.lines if one in forme.pictured), place.line)
            forme.ask("compose.picture-alt", line, message, block.source)
    elif block.source:
        told = f"; its alternative text is `{block.alt}`" if block.alt else ""
        message = f"the picture `{block.source[:80]}` {picture}; its caption stays{told}"
        forme.ask("compose.picture-missing", place.line, message, block.source)
        caption = caption or words(block.alt)
    else:
        caption = caption or words(block.alt)
    if caption:
        yield div("", "caption", [node("Para", caption)])


def _table(block: Table, forme: Forme, place: Place) -> Iterator[Node]:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return
    rows = [
        [attr(), [_cell(row[index] if index < len(row) else (), forme, place.below())
                   for index in range(width)]]
        for row in block.rows
    ]  # fmt: skip
    head, body = (rows[:1], rows[1:]) if block.header else ([], rows)
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    yield node(
        "Table",
        [
            attr(),
            [None, []],
            columns,
            [attr(), head],
            [[attr(), int(block.stub), [], body]],
            [attr(), []],
        ],
    )


def _cell(content: Sequence[Inline], forme: Forme, place: Place) -> list[Any]:
    inlines = voiced(content, forme, place)
    blocks = [node("Plain", inlines)] if inlines else []
    return [attr(), {"t": "AlignDefault"}, 1, 1, blocks]


# ── inline content ───────────────────────────────────────────────────────────


def voiced(content: Sequence[Inline], forme: Forme, place: Place) -> list[Node]:
    """The nodes of all that a block says, marked where it is in another language than the article.

    Such a mark is a level of its own.
    """
    fits = place.depth + 4 <= forme.deepest and not place.tongue
    tongue = forme.tongues.whole(plain(content)) if fits else Tongue()
    below = place.below(tongue=tongue.lang)
    return spoken(tongue, inlines_of(content, forme, below.below() if tongue else below))


def inlines_of(content: Sequence[Inline], forme: Forme, place: Place) -> list[Node]:
    """The nodes of inline content."""
    nodes: list[Node] = []
    if not place.linked and place.depth + 3 <= forme.deepest:
        content = settled(content, forme)
    stop = ""
    for at, inline in enumerate(content):
        match inline:
            case Text(text):
                nodes += _said(text.removeprefix(stop), forme, place)
            # A citation is the deepest of all: an anchor, a link in it, and the words.
            case _ if place.depth + 3 > forme.deepest:
                nodes += _flattened(inline, forme, place)
            case Emph(inner) if not place.tongue:
                nodes.append(node("Emph", voiced(inner, forme, place)))
            case Emph(inner) | Strong(inner) | Superscript(inner) | Subscript(inner):
                kind = type(inline).__name__  # pandoc calls them as the model does
                _append_marked(nodes, node(kind, inlines_of(inner, forme, place.below())))
            case Verbatim(text):
                _append_code(nodes, text)
            case _:
                for reaching in _reaching(inline, forme, place):  # the words of a link without one
                    _append(nodes, reaching)
        stop = _stopped(content[at : at + 2], forme)
    return nodes


def _said(text: str, forme: Forme, place: Place) -> list[Node]:
    if place.depth >= forme.deepest:
        return words(text, linked=place.linked)
    return said(text, forme.tongues, place.tongue, linked=place.linked)


def _stopped(near: Sequence[Inline], forme: Forme) -> str:
    """The stop behind a citation that keeps its words in a note, now one of those words.

    Citeproc takes it away where what it would have set ends in one.
    """
    match near:
        case (Cite(), Text(text)) if (kept := forme.kept.get(forme.cited)) is not None:
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
    nodes[-1] = node(marked["t"], together)


def _append_code(nodes: list[Node], text: str) -> None:
    """Add words of a program; two code spans side by side would be one to Markdown's readers."""
    sound(text)
    if not text.strip():
        nodes += words(text)
    elif nodes and nodes[-1]["t"] == "Code":
        nodes[-1] = node("Code", [attr(), nodes[-1]["c"][1] + text])
    else:
        nodes.append(node("Code", [attr(), text]))


def _reaching(inline: Inline, forme: Forme, place: Place) -> list[Node]:
    """The nodes of what leads elsewhere: to an entry, another page, a note."""
    match inline:
        case Cite():
            return cite_nodes(inline, forme, place)
        case Link():
            return _link(inline, forme, place)
        case Note():
            return _note(inline, forme, place)
        case _:
            return []


def _flattened(inline: Inline, forme: Forme, place: Place) -> list[Node]:
    text = _as_words(inline, forme)
    _ask_flattened(text, forme, place)
    return words(text)


def _as_words(inline: Inline, forme: Forme) -> str:
    """The text of `inline` and of its notes, in which no citation leads to its entry."""
    forme.unlinked.update(cites_in((inline,)))
    return whole((inline,))


def _ask_flattened(text: str, forme: Forme, place: Place) -> None:
    message = (
        f"`{text[:60]}` is nested more than {forme.deepest} levels deep, the limit"
        " `limits.nesting`; it stays as plain text"
    )
    forme.ask("compose.flattened", place.line, message, text)


def _note(note: Note, forme: Forme, place: Place) -> list[Node]:
    if place.noted or place.linked:  # neither notes nor links can hold a note
        text = _as_words(note, forme).strip()
        message = f"`{text[:60]}` is a note in a note or a link; it stays as plain text"
        forme.ask("compose.flattened", place.line, message, text)
        return words(f" [{text}]")
    blocks = blocks_of(note.blocks, forme, place.below(noted=True))
    return [node("Note", blocks)] if blocks else []


def _unfit(target: str) -> str:
    """Why no edition can lead to `target`; "" when it can.

    >>> _unfit("ftp://example.org"), _unfit("https://example.org/{id}")
    ('its scheme is `ftp`, not http, https, mailto or doi', 'an address cannot hold `{`')
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
        return f"an address cannot hold {'a blank' if char == ' ' else named}"
    return ""


def _link(link: Link, forme: Forme, place: Place) -> list[Node]:
    target = link.target.strip()
    if target.startswith("#") or place.linked:
        return inlines_of(link.content, forme, place)  # to a place of the page it came from
    if _unfit(target):
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in target[:_SHOWN])
        shown += "…" if len(target) > _SHOWN else ""
        message = (
            f"the link of `{whole(link.content)[:60]}` to `{shown}` was dropped: {_unfit(target)}"
        )
        forme.ask("compose.link-dropped", place.line, message, target)
        return inlines_of(link.content, forme, place)
    if target[:4].lower() == "doi:":
        target = DOI + target[4:]
    return [reach(inlines_of(link.content, forme, place.below(linked=True)), target)]
