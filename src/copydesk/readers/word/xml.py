"""Names in the markup of .docx and .odt, spelt `w:p` whatever prefix the file uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from copydesk.readers.inlines import BREAK
from copydesk.readers.symbols import draw_symbols

if TYPE_CHECKING:
    from lxml import etree

_OOXML: Final = "http://schemas.openxmlformats.org/"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_MICROSOFT: Final = "http://schemas.microsoft.com/office/"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
#: Prefix → the name spaces it stands for, the usual one first.
_SPACES: Final = {
    **{
        prefix: (f"{_OOXML}{part}/2006/{kind}", f"{_STRICT}{part}/{kind}")
        for prefix, part, kind in (
            ("w", "wordprocessingml", "main"), ("r", "officeDocument", "relationships"),
            ("m", "officeDocument", "math"), ("a", "drawingml", "main"),
            ("wp", "drawingml", "wordprocessingDrawing"), ("pic", "drawingml", "picture"),
            ("dgm", "drawingml", "diagram"), ("rel", "package", "relationships"),
        )
    },
    **{
        prefix: (f"{_ODF}{full}:1.0",)
        for prefix, full in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
            ("style", "style"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
            ("meta", "meta"),
        )
    },
    "c": (f"{_OOXML}drawingml/2006/chart", f"{_STRICT}drawingml/chart",
          f"{_MICROSOFT}drawing/2014/chartex"),
    "mc": (f"{_OOXML}markup-compatibility/2006",),
    "w14": (f"{_MICROSOFT}word/2010/wordml",),
    "w15": (f"{_MICROSOFT}word/2012/wordml",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "math": ("http://www.w3.org/1998/Math/MathML",),
    "xlink": ("http://www.w3.org/1999/xlink",),
    "xml": ("http://www.w3.org/XML/1998/namespace",),
    "loext": ("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",),
}  # fmt: skip
#: Name space → prefix. What is not here is of no concern and gets the prefix `?`.
_PREFIXES: Final = {space: prefix for prefix, spaces in _SPACES.items() for space in spaces}
#: Elements of .docx that are a character.
WORD_SIGNS: Final = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": BREAK, "w:cr": BREAK,
    "w:softHyphen": "\u00ad", "w:noBreakHyphen": "\u2011",
}  # fmt: skip
_SILENT: Final = frozenset(
    ("w:delInstrText", "w:delText", "w:footnoteRef", "w:endnoteRef", "w:annotationRef",
     "w:separator", "w:continuationSeparator", "w:commentReference", "w:pgNum",
     "w:lastRenderedPageBreak", "w:moveFrom", "w:tblGrid")
)  # fmt: skip


def name(element: etree._Element) -> str:
    """The name of an element with the prefix of this module; "" for comments and the like."""
    tag: object = element.tag  # of a comment it is a function, whatever the stubs say
    return _short(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=2_048)
def _short(tag: str) -> str:
    space, _, local = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
    return f"{_PREFIXES.get(space, '?')}:{local}"


@lru_cache(maxsize=512)
def _keys(key: str) -> tuple[str, ...]:
    prefix, _, local = key.rpartition(":")
    if not prefix:
        return (key,)
    return tuple(f"{{{space}}}{local}" for space in _SPACES[prefix])


def attribute(element: etree._Element, key: str) -> str:
    """The attribute `key` of an element, "" when it has none."""
    for full in _keys(key):
        value = element.get(full)
        if value is not None:
            return value
    return ""


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The elements right below `element`; comments and instructions are none."""
    return element.iterchildren("*")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element that `path` leads to below `element`, one step each."""
    for step in path:
        if element is None:
            return None
        element = next((found for found in children(element) if name(found) == step), None)
    return element


def setting(element: etree._Element | None, *path: str) -> str:
    """The `w:val` of what `path` leads to below `element`, "" when it says nothing."""
    found = child(element, *path)
    return "" if found is None else attribute(found, "w:val")


def find_text(element: etree._Element | None, key: str) -> str:
    """The text of the element `key` right below `element`, blanks in a row made one."""
    found = child(element, key)
    return "" if found is None else " ".join((found.text or "").split())


def below(element: etree._Element, key: str) -> Iterator[etree._Element]:
    """Every element of the name `key` at any depth."""
    return element.iter(*_keys(key))


def holds_more(element: etree._Element, key: str, most: int) -> bool:
    """Whether more than `most` elements of the name `key` with text stand below `element`."""
    filled = (
        found for found in below(element, key) if any(text.strip() for text in found.itertext())
    )
    return next(islice(filled, most, None), None) is not None


def number(text: str, default: int = 0) -> int:
    """The whole number that `text` is, within reason, else `default`.

    >>> number("3"), number(""), number("12.7"), number("9" * 40)
    (3, 0, 12, 0)
    """
    whole = text.partition(".")[0]
    bare = whole[1:] if whole[:1] in ("-", "+") else whole
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 9:
        return default
    return int(whole)


def read_symbol(element: etree._Element) -> str:
    """The character that a `w:sym` draws."""
    try:
        sign = chr(int(attribute(element, "w:char")[:4], 16))
    except ValueError:
        return ""
    return draw_symbols(sign, attribute(element, "w:font"))


def is_silent(kind: str) -> bool:
    """Whether an element of a .docx says how something looks, or nothing that a reader sees.

    >>> is_silent("w:pPr"), is_silent("w:smartTag")
    (True, False)
    """
    return kind in _SILENT or kind.endswith(("Pr", "PrEx", "PrChange"))
