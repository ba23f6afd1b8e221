"""An issue in letters alone: plain text for mail programs, Markdown for editors that take it.

Plain text is what programs show that show no HTML, and readers who want none. It is written from
the parts of the issue, as the plain text of an article is, not from the HTML: whoever takes tables
of a layout apart finds debris.

Markdown is to be pasted into an editor such as Buttondown's or Substack's. No HTML stands in it,
and no sign of the text is taken for markup. What Markdown has no sign for is said as plain text
says it: notes are called [1] and stand in a list, a power is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from copydesk.language.columns import wrap_lines
from copydesk.newsletter import elements, letter, service_language
from copydesk.newsletter.letter import LetterPart, Terms
from copydesk.newsletter.materials import Materials
from copydesk.writers import plain_text

if TYPE_CHECKING:
    from lxml import etree

#: What Markdown may take for markup, wherever it stands.
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)|!(?=\[)")
#: What it takes for markup where a line begins.
_OPENING: Final = re.compile(r"(#{1,6}|[+=-]|\d+[.)])(?=\s|$)|([-=])(?=\2)|:(?=\s|-)")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_RULED: Final = {
    "em": "*",
    "i": "*",
    "cite": "*",
    "strong": "**",
    "b": "**",
    "s": "~~",
    "del": "~~",
}
_RAISED: Final = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_NUMBER: Final = re.compile(r"[+−-]?\d+")
#: A break of the line that is meant, while its line is put together; a blank for whoever strips.
_BREAK: Final = "\x1f"
_BROKEN: Final = "\\\n"
_PLAIN: Final = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_TICKS: Final = re.compile("`+")
#: Programs that show text break longer lines by themselves, and inside words.
_COLUMNS: Final = 72
#: Between parts.
_GAP: Final = "\n\n\n"


def write_text(materials: Materials, terms: Terms) -> str:
    """`issue.txt`: the text part of the message."""
    made = letter.make_letter(materials, terms)
    parts = ("\n\n".join(_plain_blocks(part)).strip("\n") for part in made.parts)
    text = _GAP.join(filter(None, parts)) + "\n"
    return _fill_ways(text, materials)


def _fill_ways(text: str, materials: Materials) -> str:
    """`text` with the addresses that are meant, and no other sign of the service."""
    escaped = service_language.escape_text(text, materials.target.signs)
    return service_language.fill_placeholders(escaped, materials, markup=False)


def _plain_blocks(part: LetterPart) -> Iterator[str]:
    for block in part.tree:
        if block.tag == "h1" or block.get("class") == "title":
            # Where it leads, the line that says `Read on` tells as well.
            words = "".join(str(part) for part in block.itertext()).split()
            title = wrap_lines(" ".join(words), _COLUMNS)
            yield "\n".join(plain_text.rule_heading(title, "="))
        else:
            yield from plain_text.blocks(block, _COLUMNS, "")


# ── Markdown ─────────────────────────────────────────────────────────────────


def write_markdown(materials: Materials, terms: Terms) -> str:
    """`issue.md`: the issue without its subject, which the service asks for.

    What the law asks for stands below it, and the way to unsubscribe: a service that adds its own
    shows two, and one that does not would take no issue without.
    """
    made = letter.make_letter(materials, terms)
    shown = (part for part in made.parts if part.kind != "head")
    text = "\n\n---\n\n".join(map(_part, shown)) + "\n"
    return _fill_ways(text, materials)


def _part(part: LetterPart) -> str:
    tree = deepcopy(part.tree)
    _note_signs(tree)
    elements.remove_inner_links(tree)
    return "\n\n".join(_blocks(tree))


def _note_signs(tree: etree._Element) -> None:
    for link in tree.iter("a"):
        if "footnote-ref" in link.get("class", "").split():
            words = "".join(str(part) for part in link.itertext())
            for child in [*link]:
                link.remove(child)
            link.text = f"[{words}]"


# ── blocks ───────────────────────────────────────────────────────────────────


def _blocks(holder: etree._Element) -> Iterator[str]:
    for block in holder:
        yield from _block(block)


def _block(block: etree._Element) -> Iterator[str]:
    match block.tag:
        case "div" | "section" | "footer" | "header" | "article":
            yield from _blocks(block)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            # None that ends it is taken for a sign that closes it.
            words = re.sub(r"#+$", r"\\\g<0>", _one_line(block))
            yield f"{'#' * int(block.tag[1])} {words}"
        case "blockquote":
            yield _behind("\n\n".join(_blocks(block)), "> ", "> ")
        case "ul" | "ol":
            yield _items(block)
        case "pre":
            yield _program(block)
        case "table":
            yield _table(block)
        case "hr":
            yield "***"
        case "figure":
            yield from _figure(block)
        case _:
            yield from filter(None, (_paragraph(block),))


def _paragraph(block: etree._Element) -> str:
    """The words of a block; none that begins a line is taken for the sign of a heading or item."""
    return "\n".join(map(_begun, _line(block).split("\n")))


def _begun(line: str) -> str:
    if found := _OPENING.match(line):
        at = found.end() - 1
        return f"{line[:at]}\\{line[at:]}"
    return line


def _items(items: etree._Element) -> str:
    start = int(items.get("start", "1"))
    loose = any(part.tag == "p" for item in items for part in item)
    made = []
    for number, item in enumerate(items, start):
        sign = f"{number}. " if items.tag == "ol" else "- "
        made.append(_behind(_item(item, loose=loose), sign, " " * len(sign)))
    return ("\n\n" if loose else "\n").join(made)


def _item(item: etree._Element, *, loose: bool) -> str:
    if loose and any(part.tag == "p" for part in item):
        return "\n\n".join(_blocks(item))
    words, rest = deepcopy(item), [part for part in item if part.tag in ("ul", "ol")]
    for part in [*words]:
        if part.tag in ("ul", "ol"):
            words.remove(part)
    return "\n".join((_paragraph(words), *map(_items, rest)))


def _behind(text: str, first: str, rest: str) -> str:
    """`text` with `first` before its first line and `rest` before the others."""
    lines = text.split("\n")
    return "\n".join(
        f"{first if number == 0 else rest}{line}".rstrip() for number, line in enumerate(lines)
    )


def _program(block: etree._Element) -> str:
    text = "".join(str(part) for part in block.itertext()).strip("\n")
    fence = "`" * max(3, _longest(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _table(table: etree._Element) -> str:
    """A table with strokes, a head first, for none is without one."""
    rows = [[_one_line(cell) for cell in row] for row in table.iter("tr")]
    wide = max(map(len, rows), default=0)
    if not any(True for _ in table.iter("thead")):
        rows.insert(0, [""] * wide)
    rows = [row + [""] * (wide - len(row)) for row in rows]
    right = ["number" in cell.get("class", "").split() for cell in next(table.iter("tr"))]
    rule = ["--:" if at < len(right) and right[at] else "---" for at in range(wide)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _figure(figure: etree._Element) -> Iterator[str]:
    for image in figure.iter("img"):
        if text := _image(image):
            yield text
    for caption in figure.iter("figcaption"):
        if text := _line(caption):
            yield f"*{text}*" if "*" not in text else _begun(text)


# ── the words of an element ──────────────────────────────────────────────────


def _line(element: etree._Element) -> str:
    text = _SPACE.sub(" ", _said(element)).strip()
    return re.sub(f" ?{_BREAK} ?", lambda _: _BROKEN, text)


def _one_line(element: etree._Element) -> str:
    return _line(element).replace(_BROKEN, " ")


def _said(element: etree._Element, *, ruled: bool = True) -> str:
    """The words of an element, between rules where that is said and Markdown can say it."""
    pieces = [(_escaped(element.text or ""), "", "")]
    for child in element:
        rule = _RULED.get(str(child.tag), "") if ruled else ""
        plain = _inline(child, ruled=False) if rule else ""
        pieces += [(_inline(child, ruled=ruled), rule, plain), (_escaped(child.tail or ""), "", "")]
    pieces = [piece for piece in pieces if piece[0]]
    said = ""
    for (text, rule, plain), (after, _, _) in pairwise([*pieces, (" ", "", "")]):
        stands = not rule or _can_stand(text, rule, said[-1:], after[0])
        said += _within(text, rule) if stands else plain
    return said


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _inline(element: etree._Element, *, ruled: bool) -> str:
    tag = str(element.tag)
    if tag == "br":
        return _BREAK
    if tag == "img":
        return _image(element)
    if tag == "code":
        return _code("".join(str(part) for part in element.itertext()))
    text = _said(element, ruled=ruled)
    if tag == "sup" and _NUMBER.fullmatch(text):
        return text.translate(_RAISED)
    if tag == "a" and element.get("href"):
        return _link(element.get("href", ""), "".join(map(str, element.itertext())), text)
    return text


def _link(address: str, words: str, text: str) -> str:
    """A link. An address that stands for itself is set between the signs that say so."""
    if words == address and _PLAIN.fullmatch(address):
        return f"<{address}>"
    return f"[{text}]({_address(address)})"


def _within(text: str, rule: str) -> str:
    """`text` between two rules, which never stand beside a blank."""
    words = text.strip()
    if not (rule and words):
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{rule}{words}{rule}{after}"


def _can_stand(text: str, rule: str, before: str, after: str) -> bool:
    """Whether Markdown takes `rule` around `text` for one, between the signs `before` and `after`.

    It does not between a letter and a stop, nor beside another rule.

    >>> [_can_stand("Tides", "*", "x", "y"), _can_stand("“Tides”", "*", " ", ".")]
    [True, True]
    >>> [_can_stand("“Tides”", "*", "x", " "), _can_stand("Tides.", "*", " ", "y")]
    [False, False]
    """
    words = text.strip()
    if not words:
        return True
    before = before if text[0] == words[0] else " "
    after = after if text[-1] == words[-1] else " "
    letters = (words[0].isalnum() or not before.isalnum()) and (
        words[-1].isalnum() or not after.isalnum()
    )
    return letters and before != rule[0]


def _code(text: str) -> str:
    ticks = "`" * (_longest(text) + 1)
    gap = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{gap}{text}{gap}{ticks}" if text else ""


def _image(image: etree._Element) -> str:
    alt = _escaped(_SPACE.sub(" ", image.get("alt", "")).strip())
    source = image.get("src", "")
    return f"![{alt}]({_address(source)})" if source else f"\\[{alt}\\]" if alt else ""


def _address(address: str) -> str:
    """An address as it stands in brackets. Its own brackets are said by their numbers."""
    coded = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return re.sub(r"[\\<>*_`]", lambda found: "\\" + found[0], coded)
