"""Tokens of Markdown, and the HTML between them → a tree of HTML that tells its rows.

The reader of web pages makes blocks of the tree. `html.blocks.ROW` stands in it where text goes
on in another line of the source.

Text between angle brackets that names no element (`<your name>`) is no tag and stays, and so does
one that is written about (`the <title> of a page`): what hides words must end.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from lxml.html import Element, HtmlElement
from lxml.html.defs import empty_tags

from copydesk.readers.html.blocks import ROW
from copydesk.readers.html.elements import BLOCKS, HEADINGS, MARKS, SKIPPED
from copydesk.readers.markdown.parse import KEPT, ROWS, WRITTEN, Parsed
from copydesk.readers.tags import ELEMENTS, find_end_tags

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Attributes that say something of an article.
_ATTRIBUTES: Final = frozenset((
    "alt", "colspan", "data-src", "hidden", "href", "reversed", "rowspan", "scope", "src", "start",
    "style", "title", "value",
))  # fmt: skip
#: Elements that may hold whole blocks of Markdown, up to their end tag further below.
_SPANNING: Final = BLOCKS - {*HEADINGS, "button", "caption", "figcaption", "listing", "pre", "xmp"}
#: What may stand alone and without attributes, for its end goes without saying or is missed.
_LONE: Final = frozenset((
    "body", "br", "caption", "colgroup", "dd", "dt", "head", "hr", "html", "li", "option", "p",
    "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))  # fmt: skip
#: What ends the open elements that its start tag ends, and what they lie in.
_ENDING: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    **dict.fromkeys(("dd", "dt"), (frozenset(("dd", "dt")), frozenset(("dl",)))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th")), frozenset(("table",)))),
    "li": (frozenset(("li",)), frozenset(("ol", "ul"))),
    "p": (frozenset(("p",)), frozenset(("td", "li", "div", "blockquote"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
}
_CELLS: Final = ("caption", "td", "th")
#: Elements that mean in Markdown what they do on a page; a button is a word.
_KNOWN: Final = ELEMENTS - {"button"}
#: Levels of the tree; what lies deeper is laid side by side.
_DEEPEST: Final = 100

_TOKEN = re.compile(
    r"(?P<comment><!--)|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,60})"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>|<[?!][^<>]*>"
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']{1,80})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_BLANKS = re.compile(r"[ \t\r\f]+")
#: Characters that no tree can hold, each kept as one that nobody uses.
_SPARE: Final = 0xF0000
_FORBIDDEN: Final = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)
_HIDE: Final = {code: _SPARE + code for code in _FORBIDDEN}
_SHOW: Final = {kept: code for code, kept in _HIDE.items()}


@dataclass(slots=True)
class Tree:
    """The tree of a text, the elements that call notes and hold them, and what it leaves out.

    `fences` are the rows of the lines that enclose programs, `comments` the words of each
    comment, `repeated` the numbers of notes that are called again.
    """

    root: HtmlElement
    calls: dict[HtmlElement, str] = field(default_factory=dict)
    notes: dict[HtmlElement, str] = field(default_factory=dict)
    fences: set[int] = field(default_factory=set)
    comments: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def build_tree(parsed: Parsed) -> Tree:
    """Build the tree of `parsed`, whose rows count from 1.

    >>> from copydesk.readers.markdown.parse import parse
    >>> build_tree(parse("H<sub>2</sub>O *and* <your name>")).root.text_content()
    'H2O and <your name>'
    """
    builder = _Builder(parsed)
    for token in parsed.tokens:
        builder.add_block(token)
    return builder.finish()


def show_forbidden(text: str) -> str:
    r"""Give `text` of a tree the characters back that no tree can hold.

    >>> show_forbidden("\U000f001b")
    '\x1b'
    """
    return text.translate(_SHOW) if max(text, default="") >= chr(_SPARE) else text


class _Builder:
    """Builds a tree; elements of HTML stay open from one token to the next."""

    def __init__(self, parsed: Parsed) -> None:
        inner = (token for one in parsed.tokens for token in one.children or ())
        tags = (one.content for one in (*parsed.tokens, *inner) if one.type.startswith("html_"))
        make: Any = etree.TreeBuilder
        self._builder = make(element_factory=Element)
        self._tree = Tree(self._builder.start("div", {}))
        self._row = self._told = 0  # the line of the source that is read, and the last one told
        self._notes = parsed.notes
        self._waiting: list[tuple[str, int, int]] = []
        self._numbers: dict[str, int] = {}
        self._open: list[tuple[str, bool]] = []  # name, and whether it is Markdown's own
        self._names: Counter[str] = Counter()  # of those that are not
        self._ended = find_end_tags("\n".join(tags))  # anywhere in the text
        self._starts: Counter[str] = Counter()  # in the block, behind what is read
        self._ends: Counter[str] = Counter()
        self._amid = False  # whether that stands amid words

    def finish(self) -> Tree:
        """End all that is open, and set the notes that are written at their place."""
        self._close(0)
        while self._waiting:
            label, number, self._row = self._waiting.pop(0)
            self._start_note(label)
            self._add_inlines(self._notes[number])
            self._close(0)
        self._builder.end("div")
        return self._tree

    # ── Markdown ─────────────────────────────────────────────────────────────

    def add_block(self, token: Token) -> None:
        """Set what a token of a block says."""
        kind = token.type
        self._row = token.map[0] + 1 if token.map else self._row
        if kind == "inline":
            self._add_inlines(token.children or ())
        elif kind in ("fence", "code_block"):
            self._add_program(token)
        elif kind == "html_block":
            self._foresee(token.content, amid=False)
            self._read(token.content)
            while self._open and not self._open[-1][1] and self._open[-1][0] not in _SPANNING:
                self._end()
        elif kind == KEPT:
            self._start("div", {}, own=True)
            self._add_words(token.content)
            self._end_own()
        elif kind == "footnote_reference_open":
            self._start_note(token.meta["label"])
        elif kind == "footnote_reference_close":
            self._end_own()
        else:
            self._mark(token)

    def _mark(self, token: Token) -> None:
        """Begin or end an element of Markdown's own."""
        if token.nesting < 0:
            self._end_own()
        elif not token.hidden or token.nesting == 0:
            named = {name: str(value) for name, value in token.attrs.items()}
            self._start(token.tag, named, own=True)
        else:
            self._open.append(("", True))

    def _add_program(self, token: Token) -> None:
        """Set a program, and take note of the lines that enclose it."""
        if token.type == "fence":
            lines = token.content.count("\n")
            self._tree.fences.add(self._row)
            self._row += 1
            if token.map and token.map[1] - token.map[0] > lines + 1:
                self._tree.fences.add(self._row + lines)
        self._start("pre", {}, own=True)
        self._start("code", {}, own=True)
        self._tell_row()
        self._builder.data(token.content.translate(_HIDE))
        self._end_own()
        self._end_own()

    def _add_inlines(self, tokens: Sequence[Token]) -> None:
        """Set the text of one block."""
        links: list[int] = []
        tags = "".join(token.content for token in tokens if token.type == "html_inline")
        self._foresee(tags, amid=True)
        for token in tokens:
            if token.type == "link_open":
                links.append(self._row)
            row = links.pop() if token.type == "link_close" else self._row
            self._add_inline(token)
            self._row = max(self._row, row + token.meta.get(ROWS, 0))

    def _add_inline(self, token: Token) -> None:
        match token.type:
            case "html_inline":
                self._read(token.content)
            case "text" | "text_special":
                self._add_words(token.content)
            case "code_inline":
                self._start("code", {}, own=True)
                self._add_words(_read_code(token))
                self._end_own()
            case "softbreak" | "hardbreak":
                if token.type == "hardbreak":
                    self._start("br", {})
                self._break_softly()
            case "image":
                alt = "".join(
                    " " if one.type == "softbreak" else one.content for one in token.children or ()
                )
                named = {name: str(value) for name, value in token.attrs.items()}
                self._start("img", named | {"alt": alt})
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
        self._tell_row()
        if label not in self._numbers:
            self._numbers[label] = len(self._numbers) + 1
            self._tree.calls[self._builder.start("a", {})] = label
            self._builder.end("a")
            return
        self._start("sup", {}, own=True)
        self._add_words(str(self._numbers[label]))
        self._end_own()
        self._tree.repeated.append(self._numbers[label])

    def _start_note(self, label: str) -> None:
        if element := self._start("div", {}, own=True):
            self._tree.notes[element[0]] = label

    # ── HTML ─────────────────────────────────────────────────────────────────

    def _foresee(self, source: str, *, amid: bool) -> None:
        """Take note of the tags in the block that is to be read; `amid` words or none."""
        self._amid = amid
        tags = [tag for tag, _ in _find_tags(source) if tag["name"]]
        self._starts = Counter(tag["name"].lower() for tag in tags if not tag["end"])
        self._ends = Counter(tag["name"].lower() for tag in tags if tag["end"])

    def _read(self, source: str) -> None:
        """Set the words of `source`, and do what its tags say."""
        position = 0
        for tag, end in _find_tags(source):
            self._read_words(source[position : tag.start()])
            row, position = self._row, end
            if tag["name"]:
                self._read_tag(tag)
            else:
                words = source[tag.start() : end].strip("<!->?")
                self._tree.comments.append(len(words.split()))
                self._told = 0  # parts the blanks around it
            self._row = row + source.count("\n", tag.start(), end)
        self._read_words(source[position:])

    def _read_words(self, text: str) -> None:
        if text:
            plain = text if self._names["pre"] else _BLANKS.sub(" ", text)
            self._add_words(html.unescape(plain))

    def _read_tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        ahead = self._ends if tag["end"] else self._starts
        if ahead[name]:
            ahead[name] -= 1
        if not self._is_tag(tag, name):
            self._read_words(tag.group())
        elif not tag["end"]:
            self._start(name, _read_attributes(tag["rest"]))
        elif self._names[name] and (depth := self._find_open(name)) >= 0:
            self._close(depth)

    def _find_open(self, name: str) -> int:
        """Find the last open element `name` that no element of Markdown's own parts from here."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth][1]:
                break
            if self._open[depth][0] == name:
                return depth
        return -1

    def _is_tag(self, tag: re.Match[str], name: str) -> bool:
        """Whether what stands between angle brackets is markup, not words."""
        bare = "=" not in tag["rest"] and not tag["rest"].endswith("/")
        hides = name in SKIPPED and name not in empty_tags
        if name not in ELEMENTS:
            return bool(set(name) & {"-", ":"}) and (name in self._ended or not bare)
        if tag["end"]:
            return not hides or bool(self._names[name]) or not self._amid
        if not bare or self._hides(name) or name in _LONE:
            return True
        if hides:
            return False
        if name in MARKS and tag["name"].islower():
            return True
        return name in self._ended or not (self._amid or name in empty_tags)

    def _hides(self, name: str) -> bool:
        """Whether an element that is left out begins: only what ends in its block does.

        An end tag ends the nearest start: in `the <title> of <title>a page</title>` the second.
        """
        return name in SKIPPED and self._ends[name] - self._starts[name] > self._names[name]

    # ── the tree ─────────────────────────────────────────────────────────────

    def _start(
        self, name: str, attributes: Mapping[str, str], *, own: bool = False
    ) -> list[HtmlElement]:
        """Begin an element, unless it lies too deep; the element, if there is one."""
        ended, around = _ENDING.get(name, ((), ()))
        for depth in range(len(self._open) - 1, -1, -1) if ended and not own else ():
            if self._open[depth][1] or self._open[depth][0] in around:
                break
            if self._open[depth][0] in ended:
                self._close(depth)
                break
        kept = {key: attributes[key].translate(_HIDE) for key in _ATTRIBUTES & attributes.keys()}
        tag = name if name in _KNOWN else "span"
        lone = name in empty_tags or (name in SKIPPED and not self._hides(name))
        if not lone and len(self._open) >= _DEEPEST:
            self._open.append((name, own))
            self._names[name] += not own
            return []
        if lone:
            self._tell_row()
        elif name in _CELLS:
            self._told = 0  # what stands between cells is not read
        element: HtmlElement = self._builder.start(tag, kept)
        if lone:
            self._builder.end(tag)
            if name == "img":
                self._add_title(attributes)
        else:
            self._open.append((name, own))
            self._names[name] += not own
        return [element]

    def _add_title(self, attributes: Mapping[str, str]) -> None:
        """Set the title of a picture, which is printed below it."""
        title = " ".join(attributes.get("title", "").split())
        if title and title != " ".join(attributes.get("alt", "").split()):
            self._builder.start("figcaption", {})
            self._builder.data(title.translate(_HIDE))
            self._builder.end("figcaption")

    def _end_own(self) -> None:
        """End the last element of Markdown's own, and what is open in it."""
        while not self._open[-1][1]:
            self._end()
        self._end()

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._end()

    def _end(self) -> None:
        name, own = self._open.pop()
        self._names[name] -= not own
        if name and len(self._open) < _DEEPEST:
            self._builder.end(name if name in _KNOWN else "span")

    def _add_words(self, text: str) -> None:
        """Go on with `text`, whose line breaks are those of the source."""
        for place, piece in enumerate(text.split("\n")):
            if place:
                self._break_softly()
            if piece:
                self._tell_row()
                self._builder.data(piece.translate(_HIDE))

    def _break_softly(self) -> None:
        """Go on in the next line of the source."""
        if self._names["pre"]:
            self._tell_row()  # of a program that begins with the break
            self._row += 1
            self._builder.data("\n")
        else:
            self._row += 1
            self._tell_row(soft="soft")

    def _tell_row(self, soft: str = "") -> None:
        if self._row != self._told:
            self._told = self._row
            self._builder.start(ROW, {"value": str(self._row), "class": soft})
            self._builder.end(ROW)


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
