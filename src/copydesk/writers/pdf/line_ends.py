"""Text on paper: where its lines may end, and which of its words stand in another face.

Lines end inside addresses, and not between what belongs together. Two signs say so that no font
draws and no voice reads: they steer the setting and never reach the text of the file.

The packaged serif has no accents of ancient Greek and no letters of phonetics, the sans has. A
letter from another face in a word catches the eye, and a mark from another face misses its
letter; so such a word is set in the sans, and Greek to the end of the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias
from xml.etree.ElementTree import Element

from lxml import etree

from copydesk.system import fonts

#: What a text is: prose, words of an entry or a note, an address, a heading, or code.
Kind: TypeAlias = Literal["prose", "entry", "address", "heading", "code"]
#: Classes of an address, of a word that may be wider than a line, and of words in the sans.
ADDRESS, LONG, SANS = "address", "long", "sans"

_MAY: Final = "\u200b"
_NEVER: Final = "\u2060"
_SIGNS: Final = re.compile(f"[{_MAY}{_NEVER}]")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CODE: Final = frozenset(("code", "pre"))
_ENTRIES: Final = frozenset(("references", "notes", "endnotes", "about-article", "footnote"))

_ADDRESS: Final = re.compile(r"(?:https?://|www\.|10\.\d{4,9}/)\S*[\w/]")
#: So many letters may be too many for a line; those of Chinese and its like part anyway.
_LONG: Final = 36
_APART: Final = re.compile(
    rf"(?P<address>{_ADDRESS.pattern})|(?<![^\s])[^\s\u2e80-\uffef]{{{_LONG},}}"
)
#: Letters of a word without end, such as a picture in letters, and of the pieces that it is set
#: in. For the least width of a column WeasyPrint breaks a word at each letter, and looks at all
#: that is left of it each time: one of a hundred thousand letters would take hours.
_ENDLESS: Final = re.compile(r"(?<!\S)\S{250,}")
_PART: Final = 100
#: After colon and slash, after what joins the parts of a query, before other signs: so
#: The Chicago Manual of Style, 14.18, for no reader is to take the last sign for a full stop.
_JOINT: Final = re.compile(r"(?P<after>/+|[:=&](?!/))|(?P<hyphen>-)|(?P<before>\.(?!\d)|[,_~?#%+])")
#: No piece of an address is shorter at its beginning and at its end.
_LEAST: Final = (5, 3)

#: A range of numbers, and a short word that says what a number counts: `pp. 12–15`, `§ 5`.
_HELD: Final = r"(?<=\d)[–-](?=\d)|(?<![^\W_])(?:[^\W\d_]{1,4}\.|§§?|n°|№)\s(?=\d)"
#: In entries also a number and its unit or month: `312 pp.`, `5 November`.
_COUNTED: Final = r"(?<!\d)\d\d?\.?\s(?=[^\W\d_]{1,9}\b)|\d\s(?=[^\W\d_]{1,3}\b)"
_RULES: Final[dict[Kind, re.Pattern[str]]] = {
    "prose": re.compile(_HELD),
    "entry": re.compile(f"{_HELD}|{_COUNTED}"),
}
_DIGIT: Final = re.compile(r"\d")
#: So few letters make no last line, of Chinese and Japanese as few as two.
_WIDE: Final = "[\u3040-\u30ff\u3400-\u9fff]"
_SHORT_END: Final = re.compile(
    rf"(?<=\S)\s(?=\w{{1,3}}\W{{0,3}}\Z)|{_WIDE}(?={_WIDE}{{1,2}}\W{{0,3}}\Z)"
)
#: Letters of phonetics, marks, and ancient Greek, some of which the serif has. A letter of
#: other kinds, as `ŋ` in Sami, is borrowed alone: it may stand in every second word.
_RARE: Final = re.compile("[\u0250-\u036f\u1f00-\u1fff]")
_GREEK: Final = "[\u0370-\u03ff\u1f00-\u1fff]"
#: A word, or Greek words in a row.
_WORD: Final = re.compile(
    f"(?={_GREEK})[\\w\u0300-\u036f’]+(?:[\\s,.;·’()–—-]{{1,3}}(?={_GREEK})[\\w\u0300-\u036f’]+)*"
    "|[\\w\u0300-\u036f’]+"
)


def find_kind(element: etree._Element, around: Kind) -> Kind:
    """What the text in `element` is, which stands in text of the kind `around`."""
    if element.tag in _CODE:
        return "code"
    if element.tag in _HEADINGS:
        return "heading"
    if element.tag == "a" and _ADDRESS.fullmatch(element.text or ""):
        return "address"
    if not _ENTRIES.isdisjoint(element.get("class", "").split()):
        return "entry"
    return around


def split_text(text: str, kind: Kind, *, serif: bool = False) -> Iterator[tuple[str, str]]:
    r"""`text` with its line ends marked, in pieces; with each, the class of what needs one.

    `serif`: it stands in the packaged serif, which lacks letters.

    >>> list(split_text("see www.fen.example", "prose"))
    [('see ', ''), ('www.fen\u200b.example', 'address'), ('', '')]
    >>> list(split_text("the word ἀνὴρ ἔστιν is said [ˈwɜːd]", "heading", serif=True))
    [('the word ', ''), ('ἀνὴρ ἔστιν', 'sans'), (' is said [', ''), ('ˈwɜːd', 'sans'), (']', '')]
    """
    parts = [*_part_long(text, kind)] if len(text) >= _LONG or "/" in text or "www." in text else []
    for part, name in parts or [(text, ADDRESS if kind == "address" else "")]:
        if name == ADDRESS:
            yield part_address(part), "" if kind == "address" else name
        elif serif and not name and kind != "code" and _RARE.search(part):
            yield from _part_faces(part, kind)
        else:
            yield hold_together(part, kind), name


def _part_long(text: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """`text` in parts: addresses, words that may be too long for a line, and all others."""
    if kind == "address":
        return
    pattern = _APART if kind in _RULES else _ENDLESS
    at = 0
    for found in pattern.finditer(text):
        yield text[at : found.start()], ""
        at = found.end()
        if pattern is _APART and found["address"] is not None:
            yield found[0], ADDRESS
            continue
        step = _PART if _ENDLESS.fullmatch(found[0]) else len(found[0])
        for start in range(0, len(found[0]), step):
            yield found[0][start : start + step], LONG
    yield text[at:], ""


def _part_faces(text: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """`text` in parts in the face of the text, and words that it lacks letters for."""
    wanted = fonts.lacking("serif", "sans")
    at = 0
    for found in _WORD.finditer(text):
        if not wanted.isdisjoint(_RARE.findall(found[0])):
            yield hold_together(text[at : found.start()], kind), ""
            yield hold_together(found[0], kind), SANS
            at = found.end()
    yield hold_together(text[at:], kind), ""


def part_address(address: str) -> str:
    """`address`, with places where a line may end."""
    first, last = _LEAST[0], len(address) - _LEAST[1]

    def mark(found: re.Match[str]) -> str:
        if found[0] == "//":
            return f"//{_NEVER}"  # `https:` says nothing alone
        place = found.end() if found["after"] else found.start()
        if not first <= place <= last:
            return found[0]
        if found["after"]:
            return f"{found[0]}{_MAY}"
        return f"{_MAY}-{_NEVER}" if found["hyphen"] else f"{_MAY}{found[0]}"

    return _JOINT.sub(mark, address)


def hold_together(text: str, kind: Kind) -> str:
    """`text`, with what belongs together held together."""
    if kind not in _RULES or not _DIGIT.search(text):
        return text
    return _RULES[kind].sub(lambda found: f"{found[0]}{_NEVER}", text)


def close_paragraph(paragraph: Element) -> None:
    """Let the last line of `paragraph` be longer than a word of three letters.

    The outline is told what a heading says without the signs for that.
    """
    holder, name = (paragraph[-1], "tail") if len(paragraph) else (paragraph, "text")
    text = getattr(holder, name) or ""
    if (closed := _SHORT_END.sub(rf"\g<0>{_NEVER}", text)) != text:
        setattr(holder, name, closed)
        if paragraph.tag in _HEADINGS and not paragraph.get("data-label"):
            paragraph.set(
                "data-label", " ".join(strip_marks("".join(paragraph.itertext())).split())
            )


def strip_marks(text: str) -> str:
    """`text` without the marks of this module."""
    return _SIGNS.sub("", text)
