"""Tokens of Markdown → the blocks of a `Copy`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from copydesk.readers.copy.blocks import Para
from copydesk.readers.copy.compositor import Compositor
from copydesk.readers.elements import ends
from copydesk.readers.markdown.parse import KEPT, ROWS, WRITTEN, Parsed
from copydesk.readers.markdown.tags import Tags

if TYPE_CHECKING:
    from markdown_it.token import Token

_LOOKS: Final = {"em": "emph", "strong": "strong", "s": "strike"}
_HTML: Final = ("html_block", "html_inline")


def compose(
    parsed: Parsed, rows: Sequence[int], above: Iterable[tuple[int, str]] = ()
) -> Compositor:
    """The blocks of `parsed` around the lines of a header, in the compositor that set them.

    `rows` tells of each line of the text parsed which line of the source it is; those of the
    header come with theirs.
    """
    desk = Compositor()
    setter = _Setter(desk, parsed, rows)
    for token in parsed.tokens:
        setter.block(token)
    setter.finish()
    told = []
    for row, line in above:
        para = Para(zone="header", row=row)
        para.add(line)
        told.append(para)
    # Nothing but a headline stands above them.
    place = int(bool(told) and rows[0] < told[0].row)
    desk.copy.blocks[place:place] = told
    return desk


class _Setter:
    """Tells a compositor what the tokens say."""

    def __init__(self, desk: Compositor, parsed: Parsed, rows: Sequence[int]) -> None:
        self._desk = desk
        self._tags = Tags(desk, _closed(parsed))
        self._notes = parsed.notes
        self._rows = rows
        self._waiting: list[tuple[str, int, int]] = []
        self._header = False
        self._numbers: dict[str, int] = {}

    def block(self, token: Token) -> None:
        desk, kind = self._desk, token.type
        desk.row = self._rows[token.map[0]] if token.map else desk.row
        if kind == "inline":
            self._inlines(token.children or ())
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "html_block":
            self._tags.foresee(token.content, amid=False)
            self._tags.read(token.content)
            self._tags.settle()
        elif kind == KEPT:
            desk.end_block()
            desk.words(token.content)
            desk.end_block()
        elif kind == "hr":
            desk.rule()
        elif kind in ("thead_open", "thead_close"):
            self._header = kind == "thead_open"
        elif token.nesting > 0:
            self._start(token)
        elif token.nesting < 0:
            self._end(token)

    def _code(self, token: Token) -> None:
        """Set a program, and take note of the lines that enclose it."""
        desk, lines = self._desk, token.content.count("\n")
        if token.type == "fence":
            desk.fences.add(desk.row)
            desk.row += 1
            if token.map and token.map[1] - token.map[0] > lines + 1:
                desk.fences.add(desk.row + lines)
        desk.code(token.content)

    def _start(self, token: Token) -> None:
        desk = self._desk
        match token.type:
            case "heading_open":
                desk.start(f"heading:{token.tag[1]}")
            case "blockquote_open":
                desk.start("quote")
            case "bullet_list_open":
                desk.start_list(None)
            case "ordered_list_open":
                desk.start_list(int(token.attrs.get("start", 1)))
            case "list_item_open":
                desk.start_item()
            case "table_open":
                desk.start_table()
            case "tr_open":
                desk.start_row(header=self._header)
            case "th_open" | "td_open":
                desk.start_cell(header=self._header)
            case "footnote_reference_open":
                desk.start_note(token.meta["label"])
            case _:
                desk.end_block()

    def _end(self, token: Token) -> None:
        desk = self._desk
        match token.type:
            case "heading_close":
                desk.end(f"heading:{token.tag[1]}")
            case "blockquote_close":
                desk.end("quote")
            case "bullet_list_close" | "ordered_list_close":
                desk.end_list()
            case "table_close":
                desk.end_table()
            case "footnote_reference_close":
                desk.end_note()
            case _:
                desk.end_block()

    # ── inside a block ───────────────────────────────────────────────────────

    def _inlines(self, tokens: Sequence[Token]) -> None:
        """Set the text of one block; HTML that it leaves open ends with it."""
        desk, depth = self._desk, self._tags.depth
        links: list[int] = []
        tags = "".join(token.content for token in tokens if token.type == "html_inline")
        self._tags.foresee(tags, amid=True)
        for token in tokens:
            if token.type == "link_open":
                links.append(desk.row)
            row = links.pop() if token.type == "link_close" else desk.row
            if token.type == "html_inline":
                self._tags.read(token.content)
            elif self._tags.dropping and token.type != "footnote_ref":
                self._tags.leave_out(token.content)
                desk.row += token.type == "softbreak"
            else:
                self._inline(token)
            desk.row = max(desk.row, row + token.meta.get(ROWS, 0))
        self._tags.close(depth)

    def _inline(self, token: Token) -> None:
        desk = self._desk
        match token.type:
            case "text" | "text_special":
                desk.words(token.content)
            case "code_inline":
                desk.turn("code", on=True)
                desk.words(_code(token))
                desk.turn("code", on=False)
            case "hardbreak":
                desk.line_break()
                desk.soft_break()
            case "softbreak":
                desk.soft_break()
            case "image":
                title = str(token.attrs.get("title", ""))
                desk.picture(str(token.attrs["src"]), _plain(token.children or ()), title)
            case "link_open":
                desk.start_link(str(token.attrs["href"]))
            case "link_close":
                desk.end_link()
            case "footnote_ref":
                self._call(token)
            case _:
                desk.turn(_LOOKS[token.tag], on=token.nesting > 0)

    def _call(self, token: Token) -> None:
        """Call a note. One written at its place is set when the text is done.

        An edition sets a note where it is called first; a further call is its number there.
        """
        label = token.meta.get("label")
        if label is None:
            label = f"inline-{token.meta['id'] + 1}"
            self._waiting.append((label, token.meta["id"], self._desk.row))
            self._desk.copy.inner.add(label)
        desk = self._desk
        if label not in self._numbers:
            self._numbers[label] = len(self._numbers) + 1
            desk.call(label)
            return
        desk.turn("sup", on=True)
        desk.words(str(self._numbers[label]))
        desk.turn("sup", on=False)
        desk.copy.drop(f"further call of footnote {self._numbers[label]}, printed as its number")

    def finish(self) -> None:
        """End all that is open, set the notes written at their place, sort all by their calls."""
        self._tags.close()
        self._desk.close()
        while self._waiting:
            label, number, self._desk.row = self._waiting.pop(0)
            self._desk.start_note(label)
            self._inlines(self._notes[number])
            self._desk.end_note()
        self._tags.report()
        notes = self._desk.copy.notes
        order = [label for label in self._desk.calls if label in notes]
        order += [label for label in notes if label not in self._desk.calls]
        self._desk.copy.notes = {label: notes[label] for label in order}


def _code(token: Token) -> str:
    """The text of inline code, with the line breaks that stand in it.

    One blank goes from either end where both have one.
    """
    written = token.meta.get(WRITTEN, "")
    if not written:
        return token.content
    ticks = len(written) - len(written.lstrip("`"))
    inner: str = written[ticks:-ticks]
    return inner if inner.replace("\n", " ") == token.content else inner[1:-1]


def _closed(parsed: Parsed) -> frozenset[str]:
    """The names of the elements that some tag of the text ends."""
    inner = (token for one in parsed.tokens for token in one.children or ())
    texts = (token.content for token in (*parsed.tokens, *inner) if token.type in _HTML)
    return ends("\n".join(texts))


def _plain(tokens: Iterable[Token]) -> str:
    """The words of an alternative text, whose marks nobody sees."""
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)
