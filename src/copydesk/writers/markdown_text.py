"""Elements as Markdown of which every reader sees the words, whatever signs stand in them.

GitHub, CommonMark and pandoc differ in what they take for markup. A sign that one of them would
take for it has a backslash; emphasis has marks where all of them see those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Final, TypeAlias, cast

from lxml import etree

from copydesk.language.columns import measure_width
from copydesk.language.list_numbers import format_number
from copydesk.model import read_list_form
from copydesk.writers.plain_text import raise_number
from copydesk.writers.table_parts import are_figures

#: A piece of text, or an element in it.
Node: TypeAlias = "str | etree._Element"  # noqa: SLF001  the type of an element
#: Elements that no words run through.
_BLOCKS: Final = frozenset(
    (
        "article", "blockquote", "div", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul",
    )
)  # fmt: skip
_LISTS: Final = frozenset(("ul", "ol"))
_MARKS: Final = {
    "em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "s": "~~", "del": "~~",
}  # fmt: skip
#: Stands for the first sign of an element, of which each is one of punctuation.
_ELEMENT: Final = "<"
_SPACE: Final = re.compile(r"[ \t\r\n]+")
#: A break of the line that is meant, while its line is put together; a blank for whoever strips.
_BREAK: Final = "\x1f"
_CALL: Final = re.compile(r"\[\^\d+\]\Z")
_TICKS: Final = re.compile("`+")
#: The width of a table up to which its cells are padded.
_LINE: Final = 72
#: The fewest signs of a column, and of one whose cells are not padded; and the most of that, so
#: that a column of sentences leaves room for the others.
_NARROW, _LEAST, _MOST = 3, 4, 40


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """Writes elements as Markdown.

    What Markdown has no marks for is a tag where `tags` may stand in it, else plain words; calls
    of notes are then words too.
    """

    tags: bool

    # ── blocks ───────────────────────────────────────────────────────────────

    def list_blocks(self, holder: etree._Element) -> Iterator[str]:
        """The blocks of `holder`, each a text of lines; words that stand in none make one."""
        for apart, nodes in groupby(_nodes(holder), _is_block):
            if apart:
                for block in nodes:
                    yield from self._block(block)  # type: ignore[arg-type]
            elif text := self._paragraph([*nodes]):
                yield text

    def _block(self, block: etree._Element) -> Iterator[str]:
        match block.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                # No sign at its end is one that closes it.
                words = re.sub(r"#(?=#*$)", r"\\#", self._line(_nodes(block), " "))
                yield f"{'#' * int(block.tag[1])} {words}"
            case "blockquote":
                yield indent_lines("\n\n".join(self.list_blocks(block)), "> ", "> ")
            case "ul" | "ol":
                yield from self._list(block)
            case "pre":
                text = "".join(map(str, block.itertext()))
                fence = "`" * max(3, _longest(text) + 1)
                yield f"{fence}{'text' if self.tags else ''}\n{text}\n{fence}"
            case "table":
                yield self._table(block)
            case "hr":
                yield "***"
            case "p":
                yield from filter(None, (self._paragraph(_nodes(block)),))
            case _:
                yield from self.list_blocks(block)

    def _paragraph(self, nodes: Sequence[Node]) -> str:
        return "\\\n".join(map(_begin, self._line(nodes, _BREAK).split(_BREAK)))

    def _list(self, items: etree._Element) -> Iterator[str]:
        """A list. Numbers in letters, of which Markdown knows none, are words of its items."""
        before, numbered = items.getprevious(), _is_numbered(items)
        follows = before is not None and before.tag in _LISTS and _is_numbered(before) == numbered
        if self.tags and follows:
            yield "<!-- -->"  # or they would be one list
        loose = any(map(_stands_apart, items.iterfind("*/*")))
        form = read_list_form(items.get("type", ""))
        made = []
        for number, item in enumerate(items, int(items.get("start", "1"))):
            blocks = [*self.list_blocks(item)]
            if self.tags and blocks:  # pandoc takes a box for that of a task, backslash or not
                blocks[0] = re.sub(r"^\\\[[ xX]\\\](?= )", r"\g<0><!-- -->", blocks[0])
            sign = f"{number}. " if numbered else "- "
            if items.tag == "ol" and not numbered:
                letters = f"{format_number(number, form)}."
                letters = _begin(letters) if letters[0].isdigit() else letters
                worded = (item.text or "").strip() or item[0].tag == "p"
                blocks[:1] = [f"{letters} {blocks[0]}"] if worded else [letters, *blocks[:1]]
            text = ("\n\n" if loose else "\n").join(blocks)
            made.append(indent_lines(text, sign, " " * len(sign)))
        yield ("\n\n" if loose else "\n").join(made)

    def _table(self, table: etree._Element) -> str:
        """A table with strokes and a head, for none is without one.

        Figures stand to the right. Of a table that is wider than a line, pandoc takes the shares
        of the columns from the rule.
        """
        rows = [[self._line(_nodes(cell), "<br>" if self.tags else " ") for cell in row]
                for row in table.iter("tr")]  # fmt: skip
        if table.find("thead") is None:
            rows.insert(0, [""])
        columns = [*zip_longest(*rows, fillvalue="")]
        widths = [max(_NARROW, *map(measure_width, column)) for column in columns]
        padded = sum(widths) <= _LINE
        made = []
        for column, wide in zip(columns, widths, strict=True):
            dashes = "-" * ((wide if padded else min(_MOST, max(_LEAST, wide))) - 1)
            rule = f"{dashes}:" if are_figures(column[1:]) else f":{dashes}"
            cells = (column[0], rule, *column[1:])
            made.append([one + " " * (padded * (wide - measure_width(one))) for one in cells])
        return "\n".join(f"| {' | '.join(row)} |" for row in zip(*made, strict=True))

    # ── words ────────────────────────────────────────────────────────────────

    def _line(self, nodes: Sequence[Node], ending: str) -> str:
        """What `nodes` say, with `ending` where a line ends."""
        text = _SPACE.sub(" ", self._say(nodes)).strip()
        # The call of a note and a colon, with which a line begins, would be that note.
        text = re.sub(r"^(\[\^\d+\]):", r"\1\\:", text)
        return re.sub(f" ?{_BREAK} ?", ending, text)

    def _say(self, nodes: Sequence[Node], before: str = "", after: str = "") -> str:
        """What `nodes` say between the signs `before` and `after`, "" where nothing stands."""
        said = ""
        for place, node in enumerate(nodes, 1):
            behind = self._first_sign(nodes[place]) if place < len(nodes) else after
            if isinstance(node, str):
                piece = self._escape(node, behind)
            else:
                piece = self._inline(node, said[-1:] or before, behind)
            # A parenthesis behind the call of a note would be the address of a link.
            said += f"\\{piece}" if piece[:1] == "(" and _CALL.search(said) else piece
        return said

    def _escape(self, text: str, after: str = "") -> str:
        """`text`, behind which the sign `after` stands, so that no sign of it is markup."""
        signs = _DIALECT if self.tags else _SIGNS

        def escape(found: re.Match[str]) -> str:
            word, is_last = found[0], found.end() == len(text)
            escaped = signs.sub(_escape_sign, word)
            if is_last and word.endswith("!") and after == _ELEMENT:
                escaped = f"{escaped[:-1]}\\!"
            is_tight = is_last and after not in ("", "]")
            is_plain = escaped == word and word.isascii() and not is_tight
            return escaped if is_plain else _ADDRESS.sub(r"\\\g<0>", escaped)

        return _WORD.sub(escape, text)

    def _first_sign(self, node: Node) -> str:
        """The first sign of `node`, if it has no marks; of a tag or mark, one like it."""
        if isinstance(node, str) or (node.tag in _MARKS and not self.tags):
            return (node if isinstance(node, str) else "".join(map(str, node.itertext())))[:1]
        return _ELEMENT

    def _inline(self, element: etree._Element, before: str, after: str) -> str:
        nodes, tag = _nodes(element), str(element.tag)
        if tag in _MARKS:
            return self._emphasis(element, before, after)
        if tag in ("sub", "sup") and self.tags:
            return f"<{tag}>{self._say(nodes, '>', '<')}</{tag}>"
        match tag:
            case "br":
                said = _BREAK
            case "img":
                said = self._image(element)
            case "code":
                said = _code(element)
            case "a":
                said = self._link(element)
            case _:
                said = self._say(nodes, before, after)
        return raise_number(said) if tag == "sup" else said

    def _emphasis(self, element: etree._Element, before: str, after: str) -> str:
        """The words of `element` between marks that every reader sees, else between tags."""
        nodes, mark = _nodes(element), _MARKS[str(element.tag)]
        # The marks of nothing but other emphasis would be one run with those of that.
        alone = len(nodes) == 1 and not isinstance(nodes[0], str)
        said = self._say(nodes, *((before, after) if alone else (mark[0], mark[0])))
        words = said.strip()
        if not words:
            return said
        bare = words.strip("*") if words.startswith("*") else words
        before = before if said.startswith(words) else " "
        after = after if said.endswith(words) else " "
        if (
            mark[0] not in (before, after)
            and all(_MARKS.get(str(one.tag)) != mark for one in element.iterancestors())
            and _is_seen(bare[:1], before)
            and _is_seen(bare[-1:], after)
        ):
            marked = f"{mark}{words}{mark}"
        else:
            tag = _TAGS[mark]
            marked = f"<{tag}>{words}</{tag}>" if self.tags else words
        return said.replace(words, marked, 1)

    def _image(self, image: etree._Element) -> str:
        alt = self._escape(_SPACE.sub(" ", image.get("alt", "")).strip())
        source = image.get("src", "")
        return f"![{alt}]({_target(source)})" if source else f"\\[{alt}\\]" if alt else ""

    def _link(self, link: etree._Element) -> str:
        target, words = link.get("href"), "".join(map(str, link.itertext()))
        if "footnote-ref" in link.get("class", "").split():
            return f"[^{words}]" if self.tags else f"\\[{words}\\]"
        if target is None:
            return f'<a id="{link.get("id", "")}"></a>'
        if target in (words, f"mailto:{words}") and _PLAIN.fullmatch(target):
            return f"<{words}>"
        return f"[{self._say(_nodes(link), '[', ']')}]({_target(target)})"


def _nodes(element: etree._Element) -> Sequence[Node]:
    """The texts and elements in `element`."""
    return cast("Sequence[Node]", element.xpath("node()"))


def _is_block(node: Node) -> bool:
    return not isinstance(node, str) and node.tag in _BLOCKS


def _stands_apart(part: etree._Element) -> bool:
    """Whether a part of an item needs an empty line above: no list does that begins with 1."""
    is_later = _is_numbered(part) and part.get("start", "1") != "1"
    return part.tag in _BLOCKS and (part.tag not in _LISTS or is_later)


def _is_numbered(items: etree._Element) -> bool:
    return items.tag == "ol" and read_list_form(items.get("type", "")) == "1"


def indent_lines(text: str, first: str, rest: str) -> str:
    """`text` with `first` before its first line and `rest` before the others."""
    lines = f"{first}{text}".split("\n")
    return "\n".join(line.rstrip() for line in (lines[0], *(f"{rest}{one}" for one in lines[1:])))


# ── signs ────────────────────────────────────────────────────────────────────

_WORD: Final = re.compile(r"[^ \t\r\n]+")
#: What every reader may take for markup: wherever it stands; beside no letter; before an entity.
_SIGNS: Final = re.compile(r"[\\`*<>|~\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
#: What pandoc and GitHub may take for it besides, as the names of emoji.
_DIALECT: Final = re.compile(
    rf"{_SIGNS.pattern}|[\^${{@]|:(?=[\w+-]*[A-Za-z_+-][\w+-]*:)|:(?=\d{{3,}}:)"
)
#: The sign of an address of mail, which is a key of a citation behind anything else.
_MAIL: Final = re.compile(r"[^@]*[^\W_]")
#: Where addresses are broken that readers make links of by themselves.
_ADDRESS: Final = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
#: What is the sign of another block where a line begins.
_OPENING: Final = re.compile(
    r"(?:#{1,6}|[+=-]|\(?(?:\d+|#|[a-z]|[ivxlcdm]+)[.)]|\([A-Z]\))(?= |$)"
    r"|([-=])(?=\1)|:(?=[ :-]|$)"
)
#: Addresses that stand for themselves.
_PLAIN: Final = re.compile(
    r"(?:https?://|mailto:)(?:[^\s<>\[\]\\&]|&(?!#?\w+(?:;|$)))+", re.IGNORECASE
)
_TAGS: Final = {"*": "em", "**": "strong", "~~": "del"}


def _escape_sign(found: re.Match[str]) -> str:
    is_mail = found[0] == "@" and _MAIL.fullmatch(found.string, 0, found.start())
    return "@" if is_mail else f"\\{found[0]}"


def _begin(line: str) -> str:
    """A line that begins no other block than a paragraph."""
    if found := _OPENING.match(line):
        at = found.end() - 1
        return f"{line[:at]}\\{line[at:]}"
    return line


def _is_seen(inner: str, outer: str) -> bool:
    """Whether all readers see a mark of emphasis between the signs `inner` and `outer`.

    >>> [_is_seen(*signs) for signs in ("mx", "” ", "”.", ".x", " m", "€x")]
    [True, True, True, False, False, False]
    """
    return _kind(inner) == "letter" or (
        _kind(inner) != "blank" and _kind(outer) in ("blank", "punctuation")
    )


def _kind(sign: str) -> str:
    """What a sign is to Markdown. Some readers take symbols for punctuation."""
    if not sign or sign.isspace():
        return "blank"
    category = unicodedata.category(sign)[0]
    if category in "LMN":
        return "letter"
    return "punctuation" if category == "P" or sign.isascii() else "symbol"


def _code(element: etree._Element) -> str:
    """A program. GitHub takes its bars for the ends of cells unless they have a backslash."""
    text = "".join(map(str, element.itertext()))
    ticks = "`" * (_longest(text) + 1)
    gap = " " if text[:1] == "`" or text[-1:] == "`" else ""
    if next(element.iterancestors("table"), None) is not None:
        text = text.replace("|", "\\|")
    return f"{ticks}{gap}{text}{gap}{ticks}" if text else ""


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _target(target: str) -> str:
    """An address as it stands in parentheses.

    Its own are said by their numbers where they have no other, or stand deeper in others than
    every reader looks.
    """
    inner = target
    for _ in range(2):
        inner = re.sub(r"\([^()]*\)", "", inner)
    if re.search("[()]", inner):
        target = target.replace("(", "%28").replace(")", "%29")
    target = _SPACE.sub("%20", target)
    return re.sub(r"&(?=#?\w+;)", "&amp;", re.sub(r"[\\<>`]", r"\\\g<0>", target))
