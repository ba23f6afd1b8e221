"""Raw HTML in Markdown: its tags go, or say what Markdown has no mark for; its words stay.

Only what writers of Markdown put there is understood: emphasis, links, pictures, breaks,
small capitals of the trade such as `<sup>`, headings, lists, tables, captions. Text
between angle brackets that names no element (`<your name>`) is no tag and stays, and so does
one that is written about (`the <title> of a page`): what hides words must end.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from copydesk.readers.copy.compositor import Compositor
from copydesk.readers.elements import ELEMENTS
from copydesk.readers.unseen import is_sizeless, is_unseen

_LOOKS: Final = {
    "b": "strong", "strong": "strong", "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph",
    "var": "emph", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "sup": "sup",
    "sub": "sub", "s": "strike", "strike": "strike", "del": "strike",
}  # fmt: skip
_ROLES: Final = {
    **{f"h{level}": f"heading:{level}" for level in range(1, 7)},
    "blockquote": "quote", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "body", "center", "datalist", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figure", "footer", "form", "header", "hgroup", "html",
    "legend", "main", "menu", "nav", "optgroup", "option", "p", "section", "select", "summary",
    "tbody", "textarea", "tfoot", "thead",
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
#: What may stand alone and without attributes, for its end goes without saying or is missed.
_LONE: Final = frozenset((
    "body", "br", "caption", "colgroup", "dd", "dt", "head", "hr", "html", "li", "nobr", "optgroup",
    "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))  # fmt: skip

_TOKEN = re.compile(
    r"(?P<comment><!--)|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,60})"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>|<[?!][^<>]*>"
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']{1,80})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NUMBER = re.compile(r"\d{1,6}")


@dataclass(slots=True)
class _Element:
    """An open element and what its end does."""

    name: str
    end: list[Callable[[], None]] = field(default_factory=list)


class Tags:
    """Reads HTML into a compositor; elements stay open from one call to the next.

    `closed` names the elements that have an end tag anywhere in the text.

    >>> desk = Compositor()
    >>> Tags(desk).read("H<sub>2</sub>O <your name>")
    >>> desk.copy.blocks[0].text
    'H2O <your name>'
    """

    def __init__(self, desk: Compositor, closed: frozenset[str] = frozenset()) -> None:
        self._desk = desk
        self._closed = closed
        self._ends: Counter[str] = Counter()
        self._amid = False
        self._kind = ""
        self._left_out: Counter[str] = Counter()
        self._open: list[_Element] = []
        self._names: Counter[str] = Counter()
        self._dropping = 0
        self._preformatted: list[str] | None = None
        self._first = 0  # the row in which it begins

    @property
    def dropping(self) -> bool:
        """Whether words belong to an element that is left out."""
        return self._dropping > 0

    def foresee(self, source: str, *, amid: bool) -> None:
        """Take note of the end tags in the block that is to be read; `amid` words or none."""
        self._amid = amid
        self._ends = Counter(
            token["name"].lower() for token in _tokens(source) if token["end"] and token["name"]
        )

    def leave_out(self, text: str) -> None:
        """Count the words of `text`, which belong to an element that is left out."""
        self._left_out[self._kind] += len(text.split())

    def report(self) -> None:
        """Record the elements that were left out, each kind with the words it held."""
        dropped = self._desk.copy.dropped
        for kind, words in self._left_out.items():
            if words:
                dropped[f"{kind}, {words} word{'s' * (words > 1)}"] = dropped.pop(kind)

    def read(self, source: str) -> None:
        """Set the words of `source`, and do what its tags say."""
        position, row = 0, self._desk.row
        for token in _tokens(source):
            self._words(source[position : token.start()])
            row += source.count("\n", position, token.start())
            self._desk.row = row
            position = token.end()
            if token["name"]:
                self._tag(token)
            elif token["comment"]:
                position = _behind(source, token)
                self._desk.copy.comments.add(source[token.end() : max(token.end(), position - 3)])
            else:
                self._desk.copy.comments.add(token.group()[2:-1])
            row += source.count("\n", token.start(), position)
            self._desk.row = row
        self._words(source[position:])
        self._desk.row = row + source.count("\n", position)

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open)

    def close(self, depth: int = 0) -> None:
        """End the elements that are open beyond `depth`."""
        while len(self._open) > depth:
            self._pop()

    def settle(self) -> None:
        """End what was left open and cannot hold the blocks that follow."""
        while self._open and self._open[-1].name not in _SPANNING:
            self._pop()

    def _words(self, text: str) -> None:
        if not text:
            return
        plain = html.unescape(text)
        if self._dropping:
            self.leave_out(plain)
        elif self._preformatted is not None:
            self._preformatted.append(plain)
        else:
            lines = (_BLANKS.sub(" ", html.unescape(line)) for line in text.split("\n"))
            self._desk.words("\n".join(lines))

    def _tag(self, token: re.Match[str]) -> None:
        name = token["name"].lower()
        if token["end"] and self._ends[name]:
            self._ends[name] -= 1
        if not self._is_tag(token, name):
            self._words(token.group())
        elif token["end"]:
            self._end(name)
        elif not self._dropping or name in _DROPPED:
            self._start(name, _attributes(token["rest"]))

    def _is_tag(self, token: re.Match[str], name: str) -> bool:
        """Whether what stands between angle brackets is markup, not words."""
        bare = "=" not in token["rest"] and not token["rest"].endswith("/")
        if name not in ELEMENTS:
            return bool(set(name) & {"-", ":"}) and (name in self._closed or not bare)
        if token["end"]:
            return name not in _DROPPED or bool(self._names[name]) or not self._amid
        if not bare or self._hides(name) or name in _LONE:
            return True
        if name in _DROPPED:
            return False
        if name in _LOOKS and token["name"].islower():
            return True  # a mark whose end was forgotten
        return name in self._closed or not (self._amid or name in _VOID)

    def _hides(self, name: str) -> bool:
        """Whether an element that is left out begins: only what ends in its block does."""
        return name in _DROPPED and self._ends[name] > self._names[name]

    # ── start tags ───────────────────────────────────────────────────────────

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _VOID:
            self._void(name, attributes)
            return
        element = _Element(name)
        style = attributes.get("style", "")
        if name in _DROPPED:
            self._drop(name, attributes, element)
        elif "hidden" in attributes or is_unseen(style) or is_sizeless(style):
            element.end.append(self._turn("hidden"))
        if not self._dropping:
            self._begin(name, attributes, element)
        self._open.append(element)
        self._names[name] += 1

    def _void(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            self._desk.line_break()
        elif name == "hr":
            self._desk.rule()
        elif name == "img":
            source = attributes.get("src") or attributes.get("data-src", "")
            self._desk.picture(source, attributes.get("alt", ""), attributes.get("title", ""))
        elif name == "embed":
            self._desk.copy.drop("embedded object")

    def _drop(self, name: str, attributes: dict[str, str], element: _Element) -> None:
        kind = f"<{name}> {attributes.get('src', '')}".strip()
        self._desk.copy.drop(kind)
        if not self._hides(name):
            return
        self._dropping += 1
        if self._dropping == 1:
            self._kind = kind

        def again() -> None:
            self._dropping -= 1

        element.end.append(again)

    def _turn(self, look: str) -> Callable[[], None]:
        self._desk.turn(look, on=True)
        return lambda: self._desk.turn(look, on=False)

    def _begin(self, name: str, attributes: dict[str, str], element: _Element) -> None:
        desk = self._desk
        if look := _LOOKS.get(name):
            element.end.append(self._turn(look))
        elif role := _ROLES.get(name):
            desk.start(role)
            element.end.append(lambda: desk.end(role))
        elif name == "a" and (target := attributes.get("href", "").strip()):
            desk.start_link(target)
            element.end.append(desk.end_link)
        else:
            self._begin_block(name, attributes, element)

    def _begin_block(self, name: str, attributes: dict[str, str], element: _Element) -> None:
        desk = self._desk
        if name in ("ul", "ol"):
            first = _NUMBER.fullmatch(attributes.get("start", "1"))
            desk.start_list(None if name == "ul" else int(first.group()) if first else 1)
            element.end.append(desk.end_list)
        elif name == "li":
            desk.start_item()
        elif name == "pre":
            desk.end_block()
            self._preformatted, self._first = [], desk.row
            element.end.append(self._set_code)
        elif name == "table":
            desk.start_table()
            element.end.append(desk.end_table)
        elif name == "tr":
            desk.start_row()
            element.end.append(desk.end_cell)
        elif name in ("td", "th"):
            desk.start_cell(header=name == "th")
            element.end.append(desk.end_cell)
        elif name in _BLOCKS:
            desk.end_block()
            element.end.append(desk.end_block)

    def _set_code(self) -> None:
        text, self._preformatted = "".join(self._preformatted or ()), None
        if text.strip():
            row, self._desk.row = self._desk.row, self._first + text.startswith("\n")
            self._desk.code(text.removeprefix("\n"))
            self._desk.row = row

    # ── end tags ─────────────────────────────────────────────────────────────

    def _end(self, name: str) -> None:
        """End the element `name` and all that was left open in it."""
        if not self._names[name]:
            if name in _BLOCKS and not self._dropping:
                self._desk.end_block()
            return
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        element = self._open.pop()
        self._names[element.name] -= 1
        for act in reversed(element.end):
            act()
        return element.name


def _tokens(source: str) -> Iterator[re.Match[str]]:
    """The tags and comments of `source`. A comment that nobody closed hides nothing."""
    position = 0
    while token := _TOKEN.search(source, position):
        position = token.end()
        if token["comment"]:
            position = _behind(source, token)
            if position == token.end():
                continue
        yield token


def _behind(source: str, comment: re.Match[str]) -> int:
    """Where a comment ends; at its sign when nobody closed it."""
    end = source.find("-->", comment.end())
    return comment.end() if end < 0 else end + 3


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found
