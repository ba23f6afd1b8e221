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
from functools import partial
from typing import TYPE_CHECKING, Final

from copydesk.readers.copy.compositor import Compositor
from copydesk.readers.elements import ELEMENTS, ends
from copydesk.readers.markdown.parse import KEPT, ROWS, WRITTEN, Parsed
from copydesk.readers.unseen import is_sizeless, is_unseen

if TYPE_CHECKING:
    from markdown_it.token import Token

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


def build_copy(parsed: Parsed) -> Compositor:
    """Build the blocks of `parsed`, whose rows count from 1, in the compositor that set them.

    >>> from copydesk.readers.markdown.parse import parse
    >>> build_copy(parse("H<sub>2</sub>O *and* <your name>")).copy.blocks[0].text
    'H2O and <your name>'
    """
    builder = _Builder(parsed)
    for token in parsed.tokens:
        builder.add_block(token)
    builder.finish()
    return builder.desk


class _Builder:
    """Tells a compositor what the tokens say; elements of HTML stay open from one to the next."""

    def __init__(self, parsed: Parsed) -> None:
        inner = (token for one in parsed.tokens for token in one.children or ())
        tags = (one.content for one in (*parsed.tokens, *inner) if one.type.startswith("html_"))
        self.desk = Compositor()
        self._acts = _list_acts(self.desk)
        self._notes = parsed.notes
        self._waiting: list[tuple[str, int, int]] = []
        self._numbers: dict[str, int] = {}
        self._ended = ends("\n".join(tags))  # anywhere in the text
        self._ends: Counter[str] = Counter()  # in the block, behind what is read
        self._amid = False
        self._marked: list[Callable[[], None]] = []  # the ends of Markdown's own elements
        self._open: list[tuple[str, list[Callable[[], None]]]] = []
        self._names: Counter[str] = Counter()
        self._dropping = ""  # the kind of the element that is left out
        self._left_out: Counter[str] = Counter()
        self._preformatted: list[str] | None = None

    def finish(self) -> None:
        """End all that is open, set the notes written at their place, sort all by their calls."""
        desk = self.desk
        self._close(0)
        desk.close()
        while self._waiting:
            label, number, desk.row = self._waiting.pop(0)
            desk.start_note(label)
            self._add_inlines(self._notes[number])
            desk.end_note()
        dropped, notes = desk.copy.dropped, desk.copy.notes
        for kind, words in (+self._left_out).items():
            dropped[f"{kind}, {words} word{'s' * (words > 1)}"] = dropped.pop(kind)
        order = dict.fromkeys((*(label for label in desk.calls if label in notes), *notes))
        desk.copy.notes = {label: notes[label] for label in order}

    # ── Markdown ─────────────────────────────────────────────────────────────

    def add_block(self, token: Token) -> None:
        desk, kind = self.desk, token.type
        desk.row = token.map[0] + 1 if token.map else desk.row
        if kind == "inline":
            self._add_inlines(token.children or ())
        elif kind in ("fence", "code_block"):
            self._add_code(token)
        elif kind == "html_block":
            self._foresee(token.content, amid=False)
            self._read(token.content)
            while self._open and self._open[-1][0] not in _SPANNING:
                self._pop()
        elif kind == KEPT:
            desk.end_block()
            desk.words(token.content)
            desk.end_block()
        elif kind == "hr":
            desk.rule()
        elif kind == "footnote_reference_open":
            desk.start_note(token.meta["label"])
        elif kind == "footnote_reference_close":
            desk.end_note()
        else:
            self._mark(token)

    def _mark(self, token: Token) -> None:
        """Begin or end an element of Markdown's own."""
        if token.nesting > 0:
            named = {name: str(value) for name, value in token.attrs.items()}
            self._marked.append(self._begin(token.tag, named))
        elif token.nesting < 0:
            self._marked.pop()()

    def _add_code(self, token: Token) -> None:
        """Set a program, and take note of the lines that enclose it."""
        desk, lines = self.desk, token.content.count("\n")
        if token.type == "fence":
            desk.fences.add(desk.row)
            desk.row += 1
            if token.map and token.map[1] - token.map[0] > lines + 1:
                desk.fences.add(desk.row + lines)
        desk.code(token.content)

    def _add_inlines(self, tokens: Sequence[Token]) -> None:
        """Set the text of one block; HTML that it leaves open ends with it."""
        desk, depth = self.desk, len(self._open)
        links: list[int] = []
        tags = "".join(token.content for token in tokens if token.type == "html_inline")
        self._foresee(tags, amid=True)
        for token in tokens:
            if token.type == "link_open":
                links.append(desk.row)
            row = links.pop() if token.type == "link_close" else desk.row
            if token.type == "html_inline":
                self._read(token.content)
            elif self._dropping and token.type != "footnote_ref" and not token.nesting:
                self._left_out[self._dropping] += len(token.content.split())
                desk.row += token.type in ("softbreak", "hardbreak")
            else:
                self._add_inline(token)
            desk.row = max(desk.row, row + token.meta.get(ROWS, 0))
        self._close(depth)

    def _add_inline(self, token: Token) -> None:
        desk = self.desk
        match token.type:
            case "text" | "text_special":
                desk.words(token.content)
            case "code_inline":
                desk.turn("code", on=True)
                desk.words(_code(token))
                desk.turn("code", on=False)
            case "softbreak" | "hardbreak":
                if token.type == "hardbreak":
                    desk.line_break()
                desk.soft_break()
            case "image":
                alt = "".join(
                    " " if one.type == "softbreak" else one.content for one in token.children or ()
                )
                desk.picture(str(token.attrs["src"]), alt, str(token.attrs.get("title", "")))
            case "footnote_ref":
                self._call(token)
            case _:
                self._mark(token)

    def _call(self, token: Token) -> None:
        """Call a note. One written at its place is set when the text is done.

        An edition sets a note where it is called first; a further call is its number there.
        """
        desk, label = self.desk, token.meta.get("label")
        if label is None:
            label = f"inline-{token.meta['id'] + 1}"
            self._waiting.append((label, token.meta["id"], desk.row))
            desk.copy.inner.add(label)
        if label not in self._numbers:
            self._numbers[label] = len(self._numbers) + 1
            desk.call(label)
            return
        desk.turn("sup", on=True)
        desk.words(str(self._numbers[label]))
        desk.turn("sup", on=False)
        desk.copy.drop(f"further call of footnote {self._numbers[label]}, printed as its number")

    # ── HTML ─────────────────────────────────────────────────────────────────

    def _foresee(self, source: str, *, amid: bool) -> None:
        """Take note of the end tags in the block that is to be read; `amid` words or none."""
        self._amid = amid
        self._ends = Counter(tag["name"].lower() for tag, _ in _find_tags(source) if tag["end"])

    def _read(self, source: str) -> None:
        """Set the words of `source`, and do what its tags say."""
        desk, position = self.desk, 0
        row = desk.row
        for tag, end in _find_tags(source):
            self._words(source[position : tag.start()])
            row += source.count("\n", position, tag.start())
            desk.row, position = row, end
            if tag["name"]:
                self._tag(tag)
            else:
                desk.copy.comments.add(source[tag.start() : end].strip("<!->?"))
            row += source.count("\n", tag.start(), end)
            desk.row = row
        self._words(source[position:])
        desk.row = row + source.count("\n", position)

    def _words(self, text: str) -> None:
        if not text:
            return
        if self._dropping:
            self._left_out[self._dropping] += len(html.unescape(text).split())
        elif self._preformatted is not None:
            self._preformatted.append(html.unescape(text))
        else:
            lines = (_BLANKS.sub(" ", html.unescape(line)) for line in text.split("\n"))
            self.desk.words("\n".join(lines))

    def _tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if tag["end"] and self._ends[name]:
            self._ends[name] -= 1
        if not self._is_tag(tag, name):
            self._words(tag.group())
        elif tag["end"] and self._names[name]:
            while self._pop() != name:
                pass
        elif tag["end"]:
            if name in _BLOCKS and not self._dropping:
                self.desk.end_block()
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
        desk, acts = self.desk, list[Callable[[], None]]()
        if name in _VOID:
            self._set_void(name, attributes)
            return
        style = attributes.get("style", "")
        if name in _DROPPED:
            kind = f"<{name}> {attributes.get('src', '')}".strip()
            desk.copy.drop(kind)
            if self._hides(name) and not self._dropping:
                self._dropping = kind
                acts.append(self._stop_dropping)
        elif "hidden" in attributes or is_unseen(style) or is_sizeless(style):
            desk.turn("hidden", on=True)
            acts.append(partial(desk.turn, "hidden", on=False))
        if not self._dropping:
            acts.append(self._begin(name, attributes))
        self._open.append((name, acts))
        self._names[name] += 1

    def _stop_dropping(self) -> None:
        self._dropping = ""

    def _set_void(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "br":
            self.desk.line_break()
        elif name == "hr":
            self.desk.rule()
        elif name == "img":
            source = attributes.get("src") or attributes.get("data-src", "")
            self.desk.picture(source, attributes.get("alt", ""), attributes.get("title", ""))
        elif name == "embed":
            self.desk.copy.drop("embedded object")

    def _begin(self, name: str, attributes: Mapping[str, str]) -> Callable[[], None]:
        """Begin an element; what its end does comes back."""
        desk = self.desk
        if name == "a" and (target := attributes.get("href", "").strip()):
            desk.start_link(target)
            return desk.end_link
        if name in ("ul", "ol"):
            first = _NUMBER.fullmatch(attributes.get("start", "1"))
            desk.start_list(None if name == "ul" else int(first.group()) if first else 1)
            return desk.end_list
        if name == "pre":
            desk.end_block()
            self._preformatted = []
            return partial(self._set_program, desk.row)
        start, end = self._acts.get(name, (_do_nothing, _do_nothing))
        start()
        return end

    def _set_program(self, begins: int) -> None:
        text, self._preformatted = "".join(self._preformatted or ()), None
        if text.strip():
            row, self.desk.row = self.desk.row, begins + text.startswith("\n")
            self.desk.code(text.removeprefix("\n"))
            self.desk.row = row

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._pop()

    def _pop(self) -> str:
        name, acts = self._open.pop()
        self._names[name] -= 1
        for act in reversed(acts):
            act()
        return name


def _list_acts(desk: Compositor) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    """What the start and the end of an element do, by its name."""
    turns = {
        look: (partial(desk.turn, look, on=True), partial(desk.turn, look, on=False))
        for look in _LOOKS.values()
    }
    return {
        **dict.fromkeys(_BLOCKS, (desk.end_block, desk.end_block)),
        **{name: turns[look] for name, look in _LOOKS.items()},
        **{
            name: (partial(desk.start, is_), partial(desk.end, is_)) for name, is_ in _ROLES.items()
        },
        "li": (desk.start_item, _do_nothing),
        "table": (desk.start_table, desk.end_table),
        "tr": (desk.start_row, desk.end_cell),
        "td": (desk.start_cell, desk.end_cell),
        "th": (partial(desk.start_cell, header=True), desk.end_cell),
    }


def _do_nothing() -> None:
    pass


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


def _code(token: Token) -> str:
    """The text of inline code, with the line breaks that stand in it.

    One blank goes from either end where both have one.
    """
    written: str = token.meta.get(WRITTEN, "")
    if not written:
        return token.content
    ticks = len(written) - len(written.lstrip("`"))
    inner = written[ticks:-ticks]
    return inner if inner.replace("\n", " ") == token.content else inner[1:-1]
