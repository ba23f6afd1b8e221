"""Where a line of paper may end: inside addresses, and not between what belongs together.

Two signs say so that no font draws and no voice reads: they steer the setting and never reach
the text of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lxml import etree

#: What a text is: prose, words of an entry or a note, an address, or nothing to be touched.
Kind: TypeAlias = Literal["prose", "entry", "address", "still"]

_MAY: Final = "\u200b"
_NEVER: Final = "\u2060"
_SIGNS: Final = re.compile(f"[{_MAY}{_NEVER}]")
_STILL: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "code", "pre"))
_ENTRIES: Final = frozenset(("references", "notes", "endnotes", "about-article", "footnote"))

_ADDRESS: Final = re.compile(r"(?:https?://|www\.|10\.\d{4,9}/)\S*[\w/]")
#: So many letters may be too many for a line; those of Chinese and its like part anyway.
_LONG: Final = 36
_APART: Final = re.compile(
    rf"(?P<address>{_ADDRESS.pattern})|(?<![^\s])[^\s\u2e80-\uffef]{{{_LONG},}}"
)
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
#: So few letters make no last line.
_SHORT_END: Final = re.compile(r"(?<=\S)\s(?=\w{1,3}\W{0,3}\Z)")


def inside(element: etree._Element, around: Kind) -> Kind:
    """What the text in `element` is, which stands in text of the kind `around`."""
    if element.tag in _STILL:
        return "still"
    if element.tag == "a" and _ADDRESS.fullmatch(element.text or ""):
        return "address"
    if not _ENTRIES.isdisjoint(element.get("class", "").split()):
        return "entry"
    return around


def pieces(text: str, kind: Kind) -> Iterator[tuple[str, str]]:
    r"""`text` with its line ends marked, in pieces; with each, the class of what needs one.

    An address has the class `address`, a word that may be wider than a line `long`.

    >>> list(pieces("see www.fen.example", "prose"))
    [('see ', ''), ('www.fen\u200b.example', 'address'), ('', '')]
    """
    if kind == "address":
        yield parted(text), ""
        return
    at = 0
    if kind != "still" and ("/" in text or "www." in text or len(text) >= _LONG):
        for found in _APART.finditer(text):
            yield held(text[at : found.start()], kind), ""
            is_address = found["address"] is not None
            yield (parted(found[0]), "address") if is_address else (found[0], "long")
            at = found.end()
    yield held(text[at:], kind), ""


def parted(address: str) -> str:
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


def held(text: str, kind: Kind) -> str:
    """`text`, with what belongs together held together."""
    if kind not in _RULES or not _DIGIT.search(text):
        return text
    return _RULES[kind].sub(lambda found: f"{found[0]}{_NEVER}", text)


def close(paragraph: Element) -> None:
    """Let the last line of `paragraph` be longer than a word of three letters."""
    if not len(paragraph):
        paragraph.text = _SHORT_END.sub(rf"\g<0>{_NEVER}", paragraph.text or "")
    elif tail := paragraph[-1].tail:
        paragraph[-1].tail = _SHORT_END.sub(rf"\g<0>{_NEVER}", tail)


def plain(text: str) -> str:
    """`text` without the marks of this module."""
    return _SIGNS.sub("", text)
