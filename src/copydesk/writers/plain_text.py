"""Plain text that reads well in a mail, a terminal and a printout.

Lines end at 72 columns, since a terminal breaks longer ones inside words and mail wants no
more than 78; `text_columns` sets another measure, or none for programs that wrap by
themselves. What is markup elsewhere is said by place here: headings are underlined,
quotations set in, entries hang, tables stand in columns, notes are called [1] and stand at
the end, an address follows the words that lead to it. Links between citations and entries
have no meaning in it.

Pandoc's writer of plain text does little of that: it ends no line of Chinese or Japanese, lets
tables be as wide as their cells, leaves out addresses, and puts notes behind the references.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from lxml import etree

from copydesk.language.columns import measure_width, wrap_lines
from copydesk.language.list_numbers import format_number
from copydesk.model import read_list_form
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers.languages import BACKWARD
from copydesk.writers.page import page

#: Columns of a table where lines have no end.
_TABLE: Final = 100
#: What lines have at least, to set a break in their middle.
_LEAST: Final = 40
_GAP: Final = "  "
_INDENT: Final = "    "
_BREAK: Final = "* * *"
#: A break of the line inside a paragraph, while white space is set right.
_SPLIT: Final = "\x1f"
#: Around an address or the sign of a note, until it stands behind the whole word.
_ASIDE: Final = "\x1e"
_ASIDES: Final = re.compile(rf"{_ASIDE}[^{_ASIDE}]*{_ASIDE}")
#: A word from where the first of them parts it to its end.
_PARTED: Final = re.compile(rf"(?<=\S)(?:(?:{_ASIDES.pattern})+\w+)+")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_RAISED: Final = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_NUMBER: Final = re.compile(r"[+−-]?\d+")
_LISTS: Final = frozenset(("ul", "ol"))


def write(copy: WriterInput) -> bytes:
    """Plain text: lines of 72 columns, notes and references at the end, no markup."""
    article = xml.parse(page(copy).xhtml.encode())
    columns = copy.config.text_columns
    made: list[str] = []
    for block in article:
        if block.tag == "header":
            title, *rest = block
            if copy.article.front.title:
                made += ["\n".join(rule_heading(wrap_lines(_text(title), columns), "="))]
            made += [part for one in rest for part in blocks(one, columns, "")]
        else:
            made += blocks(block, columns, "")
    return ("\n\n".join(made).strip("\n") + "\n").encode()


# ── blocks ───────────────────────────────────────────────────────────────────


def blocks(block: etree._Element, columns: int, indent: str) -> Iterator[str]:
    """The paragraphs of `block`, each a text of lines."""
    match block.tag:
        case "section" | "footer" | "header" | "div":
            for inner in block:
                yield from blocks(inner, columns, indent)
        case "h2":
            yield "\n" + "\n".join(rule_heading(wrap_lines(_text(block), columns), "-"))
        case "h3" | "h4" | "h5" | "h6":
            yield "\n" + "\n".join(wrap_lines(_text(block), columns))
        case "blockquote":
            for inner in block:
                yield from blocks(inner, columns, indent + _INDENT)
        case "ul" | "ol":
            yield from _list(block, columns, indent)
        case "table" | "pre" | "hr" | "figure":
            yield from _display(block, columns, indent)
        case _:
            yield from _paragraph(block, columns, indent, indent)


def _list(block: etree._Element, columns: int, indent: str) -> Iterator[str]:
    """References, whose further lines hang, notes behind their signs, or what the author lists."""
    if "references" in block.get("class", "").split():
        for entry in block:
            yield from _paragraph(entry, columns, "", _INDENT)
    elif _is_notes(block):
        for number, note in enumerate(block, 1):
            yield from _note(note, number, columns)
    else:
        yield from _items(block, columns, indent)


def _display(block: etree._Element, columns: int, indent: str) -> Iterator[str]:
    """What stands apart from the running text."""
    match block.tag:
        case "table":
            yield _table(block, columns)
        case "pre":
            yield "\n".join(f"{indent}{_INDENT}{row}" for row in _said(block).split("\n"))
        case "hr":
            yield " " * ((max(columns, _LEAST) - len(_BREAK)) // 2) + _BREAK
        case _:
            yield from _figure(block, columns)


def _paragraph(block: etree._Element, columns: int, first: str, rest: str) -> Iterator[str]:
    if text := _broken(_said(block), columns, first, rest):
        yield text


def _broken(said: str, columns: int, first: str, rest: str) -> str:
    """`said` in lines, of which some end where that is meant."""
    made: list[str] = []
    for part in filter(None, map(_even, said.split(_SPLIT))):
        made += wrap_lines(part, columns, rest if made else first, rest)
    return "\n".join(made)


def rule_heading(heading: list[str], sign: str) -> list[str]:
    """The lines of a heading and a rule below them, as wide as the widest."""
    return [*heading, sign * max(map(measure_width, heading))]


def _is_notes(block: etree._Element) -> bool:
    section = block.getparent()
    return section is not None and section.get("role") == "doc-endnotes"


def _note(note: etree._Element, number: int, columns: int) -> Iterator[str]:
    sign = f"[{number}] "
    for part in note:
        if part.tag == "p":
            yield from _paragraph(part, columns, sign, " " * len(sign))
        else:
            yield from blocks(part, columns, " " * len(sign))
        sign = " " * len(sign)


def _items(items: etree._Element, columns: int, indent: str) -> Iterator[str]:
    """A list: an item a line where none has paragraphs, else each a text of its own."""
    start, form = int(items.get("start", "1")), read_list_form(items.get("type", ""))
    made: list[str] = []
    loose = any(part.tag == "p" for item in items for part in item)
    for number, item in enumerate(items, start):
        mark = f"{format_number(number, form)}." if items.tag == "ol" else "-"
        sign = f"{indent}{mark} "
        made += _item(item, columns, sign, loose=loose)
    if loose:
        yield from made
    else:
        yield "\n".join(made)


def _item(item: etree._Element, columns: int, sign: str, *, loose: bool) -> Iterator[str]:
    below = " " * len(sign)
    if not loose:
        yield _broken(_said(item, _LISTS), columns, sign, below) or sign.rstrip()
    first = sign
    for part in item:
        if part.tag == "p":
            yield from _paragraph(part, columns, first, below)
            first = below
        elif part.tag in _LISTS:
            yield from _items(part, columns, below)


def _figure(figure: etree._Element, columns: int) -> Iterator[str]:
    for image in figure.iter("img"):
        if alt := image.get("alt", ""):
            yield "\n".join(wrap_lines(f"[{alt}]", columns))
    for caption in figure.iter("figcaption"):
        yield from _paragraph(caption, columns, "", "")


# ── tables ───────────────────────────────────────────────────────────────────


def _table(table: etree._Element, columns: int) -> str:
    """A table in columns where they fit, else its cells between strokes."""
    rows = [[_text(cell) for cell in row] for row in table.iter("tr")]
    headed = any(True for _ in table.iter("thead"))
    wide = _widths(rows, (columns or _TABLE) - len(_GAP) * (max(map(len, rows)) - 1))
    if not wide:
        return "\n\n".join(
            "\n".join(wrap_lines(" | ".join(row), columns, "", _INDENT)) for row in rows
        )
    right = ["number" in cell.get("class", "").split() for cell in next(table.iter("tr"))]
    made: list[str] = []
    for place, row in enumerate(rows):
        cells = [wrap_lines(cell, limit) for cell, limit in zip(row, wide, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            made.append(_GAP.join(map(_padded, parts, wide, right)).rstrip())
        if headed and place == 0:
            made.append(_GAP.join("-" * limit for limit in wide))
    return "\n".join(made)


def _padded(text: str, columns: int, right: bool) -> str:  # noqa: FBT001  one of a column
    blanks = " " * (columns - measure_width(text))
    return blanks + text if right else text + blanks


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column in `room`, [] when their words do not fit."""
    columns = list(zip(*rows, strict=True))
    wide = [max(map(measure_width, column)) for column in columns]
    least = [
        max(measure_width(word) for cell in column for word in cell.split(" "))
        for column in columns
    ]
    if sum(least) > room:
        return []
    while sum(wide) > room:
        slack = [one - other for one, other in zip(wide, least, strict=True)]
        wide[max(range(len(wide)), key=lambda place: (slack[place] > 0) * wide[place])] -= 1
    return wide


# ── the words of an element ──────────────────────────────────────────────────


def _text(element: etree._Element) -> str:
    """The words of `element` in one line."""
    return _even(_said(element).replace(_SPLIT, " "))


def _even(text: str) -> str:
    """`text` with one blank between words, which no address and no sign of a note parts."""
    return _SPACE.sub(" ", _PARTED.sub(_word_first, text).replace(_ASIDE, "")).strip()


def _word_first(parted: re.Match[str]) -> str:
    """What parts a word, behind it."""
    return _ASIDES.sub("", parted[0]) + "".join(_ASIDES.findall(parted[0]))


def _said(element: etree._Element, without: Collection[str] = ()) -> str:
    """What `element` says, as a reader of plain text is told it, but for what is in `without`."""
    pieces = [element.text or ""]
    for child in element:
        pieces += ["" if child.tag in without else _inline(child), child.tail or ""]
    return "".join(pieces)


def _inline(element: etree._Element) -> str:
    classes = element.get("class", "").split()
    text = _said(element)
    match element.tag:
        case "br":
            return _SPLIT
        case "a":
            return _link(element, classes, text)
        case "sup":
            return _raised(element, text)
        case "span" if "csl-left-margin" in classes:
            return f"{text.strip()} "
        case _:
            return text


def _link(link: etree._Element, classes: Sequence[str], text: str) -> str:
    if not BACKWARD.isdisjoint(classes):
        return ""
    if "footnote-ref" in classes:
        return f"{_ASIDE}[{text}]{_ASIDE}"
    # Of blanks in an address the text has one, as all text has.
    target, said = (_SPACE.sub(" ", one) for one in (link.get("href", ""), text))
    if target.startswith("#") or said in (target, target.removeprefix("mailto:")):
        return text
    return f"{text}{_ASIDE} <{target}>{_ASIDE}"


def _raised(element: etree._Element, text: str) -> str:
    """A power, raised; the sign of an entry between brackets; letters as they are."""
    holder = element.getparent()
    if holder is not None and "footnote-ref" in holder.get("class", "").split():
        return text
    near = [*element.iter("a"), *element.iterancestors("a")]
    if any(link.get("href", "").startswith("#") for link in near):
        return f"[{text}]"
    return raise_number(text)


def raise_number(text: str) -> str:
    """`text` in raised figures, if it is a number."""
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else text
