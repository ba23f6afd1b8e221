"""Tokens of Markdown, and the HTML between them → the blocks of a `Copy`.

Of raw HTML only what writers of Markdown put there is understood: emphasis, links, pictures,
breaks, headings, lists, tables, captions; other tags go and their words stay. Text between angle
brackets that names no element (`<your name>`) is no tag and stays, and so does one that is
written about (`the <title> of a page`): what hides words must end.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from copydesk.readers.document import (
    BREAK,
    Block,
    Call,
    Copy,
    Grid,
    Item,
    Look,
    Para,
    Row,
    Shown,
    Turn,
)
from copydesk.readers.markdown.parse import KEPT, ROWS, WRITTEN, Parsed
from copydesk.readers.tags import ELEMENTS, find_end_tags
from copydesk.readers.unseen import is_sizeless, is_unseen

if TYPE_CHECKING:
    from markdown_it.token import Token

_LOOKS: Final = {
    "b": "strong", "strong": "strong", "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph",
    "var": "emph", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sup": "sup",
    "sub": "sub", "s": "strike", "strike": "strike", "del": "strike",
}  # fmt: skip
#: The looks that an edition has; what a line runs through is told.
_SHOWN: Final = frozenset(("strong", "emph", "code", "sup", "sub", "hidden"))
_ROLES: Final = {
    **{f"h{level}": f"heading:{level}" for level in range(1, 7)},
    "blockquote": "quote", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figure", "footer", "form", "header", "hgroup", "html", "legend", "main",
    "menu", "nav", "option", "p", "section", "select", "summary", "tbody", "textarea", "tfoot",
    "thead",
))  # fmt: skip
#: Elements whose content is no text of the article; what they were is reported.
_DROPPED: Final = frozenset((
    "applet", "audio", "canvas", "iframe", "math", "noscript", "object", "script", "style", "svg",
    "template", "title", "video",
))  # fmt: skip
_VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
#: Elements that may hold whole blocks of Markdown, up to their end tag further below.
_SPANNING: Final = _BLOCKS | frozenset(("blockquote", "li", "ol", "table", "td", "th", "tr", "ul"))
#: Tables inside cells of tables; further down they are paragraphs.
_DEEPEST: Final = 5
#: What may stand alone and without attributes, for its end goes without saying or is missed.
_LONE: Final = frozenset((
    "body", "br", "caption", "colgroup", "dd", "dt", "head", "hr", "html", "li", "option", "p",
    "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))  # fmt: skip

_TOKEN = re.compile(
    r"(?P<comment><!--)|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,60})"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>|<[?!][^<>]*>"
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']{1,80})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NUMBER = re.compile(r"\d{1,6}")


@dataclass(slots=True)
class _List:
    """An open list: the number of its next item, None for bullets.

    `fresh` says that the item's sign is still to be set, `broken` that something other than
    a paragraph stands in the item, so that what follows cannot go on with it.
    """

    key: str
    value: int | None
    fresh: bool = True
    broken: bool = False


@dataclass(slots=True)
class _Column:
    """What is being filled: the article, a note, a table or a cell, with all that is open in it."""

    blocks: list[Block]
    lists: list[_List] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    quotes: int = 0
    grid: Grid | None = None
    note: bool = False


def build_copy(parsed: Parsed) -> Builder:
    """Build the blocks of `parsed`, whose rows count from 1.

    >>> from copydesk.readers.markdown.parse import parse
    >>> build_copy(parse("H<sub>2</sub>O *and* <your name>")).copy.blocks[0].text
    'H2O and <your name>'
    """
    builder = Builder(parsed)
    for token in parsed.tokens:
        builder.add_block(token)
    builder.finish()
    return builder


class Builder:
    """Builds a `Copy`; `struck` are the passages a line runs through.

    `fences` are the rows of those lines that enclose programs. Elements of HTML stay open from
    one token to the next.
    """

    def __init__(self, parsed: Parsed) -> None:
        inner = (token for one in parsed.tokens for token in one.children or ())
        tags = (one.content for one in (*parsed.tokens, *inner) if one.type.startswith("html_"))
        self.copy = Copy()
        self.fences: set[int] = set()
        self.struck: list[str] = []
        self._row = 0  # the line of the source that is read
        self._columns = [_Column(self.copy.blocks)]
        self._para: Para | None = None
        self._set = 0  # the row in which the paragraph stands so far
        self._blank = False  # whether it ends in a blank
        self._looks: Counter[str] = Counter()
        self._links: list[str] = []
        self._lists = self._programs = self._flat = 0
        self._notes = parsed.notes
        self._waiting: list[tuple[str, int, int]] = []
        self._numbers: dict[str, int] = {}
        self._ended = find_end_tags("\n".join(tags))  # anywhere in the text
        self._ends: Counter[str] = Counter()  # in the block, behind what is read
        self._amid = False  # whether that stands amid words
        self._marked: list[Callable[[], object]] = []  # the ends of Markdown's own elements
        self._open: list[tuple[str, list[Callable[[], object]]]] = []
        self._names: Counter[str] = Counter()
        self._dropping = ""  # the kind of the element that is left out
        self._left_out: Counter[str] = Counter()
        self._preformatted: list[str] | None = None
        #: What the start of an element does, which gives what its end does.
        self._starts: dict[str, Callable[[], Callable[[], object]]] = {
            **{name: partial(self._turn, look) for name, look in _LOOKS.items()},
            **{name: partial(self._start_role, role) for name, role in _ROLES.items()},
            **dict.fromkeys(_BLOCKS, self._start_block),
            "li": self._start_item,
            "table": self._start_table,
            "tr": self._start_row,
            "td": partial(self._start_cell, header=False),
            "th": partial(self._start_cell, header=True),
        }

    def finish(self) -> None:
        """End all that is open, set the notes written at their place, sort all by their calls."""
        self._close(0)
        while len(self._columns) > 1:
            self._end_note()
        while self._waiting:
            label, number, self._row = self._waiting.pop(0)
            self._start_note(label)
            self._add_inlines(self._notes[number])
            self._end_note()
        dropped, notes = self.copy.dropped, self.copy.notes
        for kind, words in (+self._left_out).items():
            dropped[f"{kind}, {words} word{'s' * (words > 1)}"] = dropped.pop(kind)
        order = dict.fromkeys((*(label for label in self._numbers if label in notes), *notes))
        self.copy.notes = {label: notes[label] for label in order}

    # ── Markdown ─────────────────────────────────────────────────────────────

    def add_block(self, token: Token) -> None:
        """Set what a token of a block says."""
        kind = token.type
        self._row = token.map[0] + 1 if token.map else self._row
        if kind == "inline":
            self._add_inlines(token.children or ())
        elif kind in ("fence", "code_block"):
            self._add_fenced(token)
        elif kind == "html_block":
            self._foresee(token.content, amid=False)
            self._read(token.content)
            while self._open and self._open[-1][0] not in _SPANNING:
                self._pop()
        elif kind == KEPT:
            self._end_block()
            self._add_words(token.content)
            self._end_block()
        elif kind == "hr":
            self._set_void("hr", {})
        elif kind == "footnote_reference_open":
            self._start_note(token.meta["label"])
        elif kind == "footnote_reference_close":
            self._end_note()
        else:
            self._mark(token)

    def _mark(self, token: Token) -> None:
        """Begin or end an element of Markdown's own."""
        if token.nesting > 0:
            named = {name: str(value) for name, value in token.attrs.items()}
            self._marked.append(self._begin(token.tag, named))
        elif token.nesting < 0:
            self._marked.pop()()

    def _add_fenced(self, token: Token) -> None:
        """Set a program, and take note of the lines that enclose it."""
        if token.type == "fence":
            lines = token.content.count("\n")
            self.fences.add(self._row)
            self._row += 1
            if token.map and token.map[1] - token.map[0] > lines + 1:
                self.fences.add(self._row + lines)
        self._add_program(token.content)

    def _add_inlines(self, tokens: Sequence[Token]) -> None:
        """Set the text of one block; HTML that it leaves open ends with it."""
        depth = len(self._open)
        links: list[int] = []
        tags = "".join(token.content for token in tokens if token.type == "html_inline")
        self._foresee(tags, amid=True)
        for token in tokens:
            if token.type == "link_open":
                links.append(self._row)
            row = links.pop() if token.type == "link_close" else self._row
            if token.type == "html_inline":
                self._read(token.content)
            elif self._dropping and token.type != "footnote_ref" and not token.nesting:
                self._left_out[self._dropping] += len(token.content.split())
                self._row += token.type in ("softbreak", "hardbreak")
            else:
                self._add_inline(token)
            self._row = max(self._row, row + token.meta.get(ROWS, 0))
        self._close(depth)

    def _add_inline(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._add_words(token.content)
            case "code_inline":
                self._add_words(_read_code(token), "code")
            case "softbreak" | "hardbreak":
                if token.type == "hardbreak":
                    self._set_void("br", {})
                self._break_softly()
            case "image":
                alt = "".join(
                    " " if one.type == "softbreak" else one.content for one in token.children or ()
                )
                named = {name: str(value) for name, value in token.attrs.items()}
                self._set_void("img", named | {"alt": alt})
            case "footnote_ref":
                self._call(token)
            case _:
                self._mark(token)

    def _call(self, token: Token) -> None:
        """Call a note. One written at its place is set when the text is done.

        An edition sets a note where it is called first; a further call is its number there.
        """
        label = token.meta.get("label")
        if label is None:
            label = f"inline-{token.meta['id'] + 1}"
            self._waiting.append((label, token.meta["id"], self._row))
            self.copy.inner.add(label)
        if label not in self._numbers:
            self._numbers[label] = len(self._numbers) + 1
            self._open_para().inlines.append(Call(label))
            return
        self._add_words(str(self._numbers[label]), "sup")
        self.copy.drop(f"further call of footnote {self._numbers[label]}, printed as its number")

    # ── HTML ─────────────────────────────────────────────────────────────────

    def _foresee(self, source: str, *, amid: bool) -> None:
        """Take note of the end tags in the block that is to be read; `amid` words or none."""
        self._amid = amid
        self._ends = Counter(tag["name"].lower() for tag, _ in _find_tags(source) if tag["end"])

    def _read(self, source: str) -> None:
        """Set the words of `source`, and do what its tags say."""
        row, position = self._row, 0
        for tag, end in _find_tags(source):
            self._read_words(source[position : tag.start()])
            row += source.count("\n", position, tag.start())
            self._row, position = row, end
            if tag["name"]:
                self._read_tag(tag)
            else:
                self.copy.comments.add(source[tag.start() : end].strip("<!->?"))
            row += source.count("\n", tag.start(), end)
            self._row = row
        self._read_words(source[position:])
        self._row = row + source.count("\n", position)

    def _read_words(self, text: str) -> None:
        if self._dropping:
            self._left_out[self._dropping] += len(html.unescape(text).split())
        elif self._preformatted is not None:
            self._preformatted.append(html.unescape(text))
        elif text:
            lines = (_BLANKS.sub(" ", html.unescape(line)) for line in text.split("\n"))
            self._add_words("\n".join(lines))

    def _read_tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if tag["end"] and self._ends[name]:
            self._ends[name] -= 1
        if not self._is_tag(tag, name):
            self._read_words(tag.group())
        elif tag["end"] and self._names[name]:
            while self._pop() != name:
                pass
        elif tag["end"]:
            if name in _BLOCKS and not self._dropping:
                self._end_block()
        elif not self._dropping or name in _DROPPED:
            self._start(name, _read_attributes(tag["rest"]))

    def _is_tag(self, tag: re.Match[str], name: str) -> bool:
        """Whether what stands between angle brackets is markup, not words."""
        bare = "=" not in tag["rest"] and not tag["rest"].endswith("/")
        if name not in ELEMENTS:
            return bool(set(name) & {"-", ":"}) and (name in self._ended or not bare)
        if tag["end"]:
            return name not in _DROPPED or bool(self._names[name]) or not self._amid
        if not bare or self._hides(name) or name in _LONE:
            return True
        if name in _DROPPED:
            return False
        if name in _LOOKS and tag["name"].islower():
            return True  # a mark whose end was forgotten
        return name in self._ended or not (self._amid or name in _VOID)

    def _hides(self, name: str) -> bool:
        """Whether an element that is left out begins: only what ends in its block does."""
        return name in _DROPPED and self._ends[name] > self._names[name]

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _VOID:
            self._set_void(name, attributes)
            return
        acts: list[Callable[[], object]] = []
        style = attributes.get("style", "")
        if name in _DROPPED:
            kind = f"<{name}> {attributes.get('src', '')}".strip()
            self.copy.drop(kind)
            if self._hides(name) and not self._dropping:
                self._dropping = kind
                acts.append(self._stop_dropping)
        elif "hidden" in attributes or is_unseen(style) or is_sizeless(style):
            acts.append(self._turn("hidden"))
        if not self._dropping:
            acts.append(self._begin(name, attributes))
        self._open.append((name, acts))
        self._names[name] += 1

    def _stop_dropping(self) -> None:
        self._dropping = ""

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._pop()

    def _pop(self) -> str:
        name, acts = self._open.pop()
        self._names[name] -= 1
        for act in reversed(acts):
            act()
        return name

    # ── elements ─────────────────────────────────────────────────────────────

    def _set_void(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "br" and self._para is not None:
            self._catch_up(self._para)
            self._para.add(BREAK)
        elif name == "hr":
            self._add_apart(Para(rule=True))
        elif name == "img":
            source = attributes.get("src") or attributes.get("data-src", "")
            alt = attributes.get("alt", "")
            self._open_para().inlines.append(Shown(source, alt, self._row))
            # Its title is printed below it.
            caption = " ".join(attributes.get("title", "").split())
            if caption and caption != " ".join(alt.split()):
                self._end_block()
                para = Para(role="caption", row=self._row)
                para.add(caption)
                self._column.blocks.append(para)
        elif name == "embed":
            self.copy.drop("embedded object")

    def _begin(self, name: str, attributes: Mapping[str, str]) -> Callable[[], object]:
        """Begin an element; what its end does comes back."""
        if name == "a" and (target := attributes.get("href", "").strip()):
            self._links.append(target)
            return self._links.pop
        if name in ("ul", "ol"):
            first = _NUMBER.fullmatch(attributes.get("start", "1"))
            value = int(first.group()) if first else 1
            return self._start_list(value if name == "ol" else None)
        if name == "pre":
            self._end_block()
            self._preformatted = []
            return partial(self._end_preformatted, self._row)
        return self._starts.get(name, _do_nothing)()

    def _turn(self, look: str) -> Callable[[], object]:
        self._looks[look] += 1
        if look == "strike":
            self.struck.append("")
        return partial(self._looks.subtract, (look,))

    def _start_block(self) -> Callable[[], object]:
        self._end_block()
        return self._end_block

    def _start_role(self, role: str) -> Callable[[], object]:
        """Begin a heading, a caption or a quotation, whose paragraphs bear its name."""
        self._end_block()
        if role == "quote":
            self.copy.nested["quotation"] += self._column.quotes == 1
            self._column.quotes += 1
        else:
            self._column.roles.append(role)
        return partial(self._end_role, role)

    def _end_role(self, role: str) -> None:
        self._end_block()
        if role == "quote":
            self._column.quotes = max(0, self._column.quotes - 1)
        elif role in self._column.roles:
            self._column.roles.remove(role)

    def _start_list(self, first: int | None) -> Callable[[], object]:
        """Begin a list whose items count from `first`, or have bullets."""
        self._end_block()
        lists = self._column.lists
        if not lists:
            self._lists += 1
            self.copy.nested["list"] += self._column.quotes > 0
        lists.append(_List(str(self._lists), None if first is None else first - 1))
        return self._end_list

    def _end_list(self) -> None:
        self._end_block()
        del self._column.lists[-1:]

    def _start_item(self) -> Callable[[], object]:
        """Begin an item; outside any list, a list begins with it."""
        self._end_block()
        if not self._column.lists:
            self._start_list(None)
        current = self._column.lists[-1]
        current.fresh, current.broken = True, False
        if current.value is not None:
            current.value += 1
        return self._end_block

    def _end_preformatted(self, begins: int) -> None:
        text, self._preformatted = "".join(self._preformatted or ()), None
        if text.strip():
            row, self._row = self._row, begins + text.startswith("\n")
            self._add_program(text.removeprefix("\n"))
            self._row = row

    # ── tables and notes ─────────────────────────────────────────────────────

    def _start_table(self) -> Callable[[], object]:
        self._end_block()
        if self._flat or sum(column.grid is not None for column in self._columns) >= _DEEPEST:
            self._flat += 1
        else:
            grid = Grid()
            self._add_apart(grid)
            self._columns.append(_Column([], grid=grid))
        return self._end_table

    def _start_row(self) -> Callable[[], object]:
        self._end_cell()
        if self._column.grid is not None and not self._flat:
            self._column.grid.rows.append(Row())
        return self._end_cell

    def _start_cell(self, *, header: bool) -> Callable[[], object]:
        """Begin a cell of the row; a row of nothing but header cells is a header."""
        self._end_cell()
        grid = self._column.grid
        if grid is not None and not self._flat:
            if not grid.rows:
                grid.rows.append(Row())
            row = grid.rows[-1]
            row.header = header and (row.header or not row.cells)
            row.cells.append([])
            self._columns.append(_Column(row.cells[-1]))
        return self._end_cell

    def _end_cell(self) -> None:
        """End the cell, if one is being filled."""
        self._end_block()
        filled = self._column.grid is None and len(self._columns) > 1
        if filled and self._columns[-2].grid is not None and not self._flat:
            self._columns.pop()

    def _end_table(self) -> None:
        self._end_cell()
        if self._flat:
            self._flat -= 1
        elif self._column.grid is not None:
            # Words between the tags of a table, which belong to no cell, stand below it.
            spilt = self._columns.pop().blocks
            self._column.blocks += spilt

    def _start_note(self, name: str) -> None:
        self._end_block()
        self._columns.append(_Column(self.copy.notes.setdefault(name, []), note=True))

    def _end_note(self) -> None:
        """End the text of a note, with the tables that were left open in it."""
        self._end_block()
        self._flat = 0
        while len(self._columns) > 1 and not self._column.note:
            self._end_table()
        if self._column.note:
            self._columns.pop()

    # ── paragraphs ───────────────────────────────────────────────────────────

    @property
    def _column(self) -> _Column:
        return self._columns[-1]

    def _end_block(self) -> None:
        """What comes next stands in a paragraph of its own."""
        if self._para is not None and self._para.is_shown:
            self._break_lists()
        self._para = None

    def _break_lists(self) -> None:
        for one in self._column.lists:
            one.broken = True

    def _add_apart(self, block: Block) -> None:
        """Set a block that is no paragraph."""
        self._end_block()
        self._break_lists()
        if isinstance(block, Para):
            block.row = self._row
        self._column.blocks.append(block)

    def _add_program(self, text: str) -> None:
        """Set the lines of a program, the first of which stands in this row."""
        self._end_block()
        self._break_lists()
        self._programs += 1
        for row, line in enumerate(text.rstrip("\n").split("\n"), self._row):
            para = Para(role=f"code:{self._programs}", row=row)
            para.add(line)
            self._column.blocks.append(para)

    def _add_words(self, text: str, look: str = "") -> None:
        """Go on with `text`, whose line breaks are those of the source."""
        self._looks[look] += 1
        for place, piece in enumerate(text.split("\n")):
            if place:
                self._break_softly()
            if piece.strip() or self._para is not None:
                self._add_piece(piece)
        self._looks[look] -= 1

    def _add_piece(self, text: str) -> None:
        """Where a picture or a comment was taken out, one of the blanks around it goes too."""
        para, look = self._open_para(), self._find_look()
        if not look.hidden:
            if self._blank:
                text = text.lstrip(" ")
            self._blank = text.endswith(" ") or (self._blank and not text)
        if self._looks["strike"]:
            self.struck[-1] += text
        para.add(text, look)

    def _break_softly(self) -> None:
        """Go on in the next line of the source."""
        self._row += 1
        if self._para is not None:
            if self._looks["strike"]:
                self.struck[-1] += " "
            self._catch_up(self._para, soft=True)

    def _catch_up(self, para: Para, *, soft: bool = False) -> None:
        """Tell `para` that it goes on in the row that is read now."""
        if self._row > self._set:
            para.inlines.append(Turn(self._row - self._set, soft, self._find_look()))
            self._set = self._row
            self._blank = self._blank and not soft

    def _open_para(self) -> Para:
        if self._para is None:
            column = self._column
            role = column.roles[-1] if column.roles else "quote" if column.quotes else ""
            self._blank = False
            self._set = self._row
            self._para = Para(role=role, row=self._row)
            if column.lists and not column.roles:
                self._para.item = _find_item(column.lists)
            if role:
                self._break_lists()
            column.blocks.append(self._para)
        self._catch_up(self._para)
        return self._para

    def _find_look(self) -> Look:
        shown: dict[str, Any] = {
            kind: True for kind, depth in self._looks.items() if depth > 0 and kind in _SHOWN
        }
        return Look(**shown, link=self._links[-1] if self._links else "")


def _find_item(lists: Sequence[_List]) -> Item | None:
    current, level = lists[-1], len(lists) - 1
    if current.fresh:
        current.fresh = False
        return Item(current.key, level, current.value)
    return None if current.broken else Item(current.key, level, more=True)


def _do_nothing() -> Callable[[], object]:
    return _do_nothing


def _find_tags(source: str) -> Iterator[tuple[re.Match[str], int]]:
    """The tags and comments of `source`, each with its end. An unclosed comment hides nothing."""
    position, last = 0, source.rfind("-->")
    while tag := _TOKEN.search(source, position):
        position = tag.end()
        if tag["comment"]:
            if position > last:
                continue
            position = source.find("-->", position) + 3
        yield tag, position


def _read_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def _read_code(token: Token) -> str:
    """The text of inline code, with the line breaks that stand in it.

    One blank goes from either end where both have one.
    """
    written: str = token.meta.get(WRITTEN, "")
    if not written:
        return token.content
    ticks = len(written) - len(written.lstrip("`"))
    inner = written[ticks:-ticks]
    return inner if inner.replace("\n", " ") == token.content else inner[1:-1]
