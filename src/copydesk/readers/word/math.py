"""Formulas → a line of text, since no edition sets them: `(a+b)/2`, `√x`, raised powers.

OMML (.docx) names the parts of a formula; in MathML (.odt) their order tells them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk.readers.inlines import PLAIN, RunStyle, TextRun
from copydesk.readers.word.xml import attribute, children, name

if TYPE_CHECKING:
    from lxml import etree

Pieces: TypeAlias = list[TextRun]

_SILENT: Final = ("math:annotation", "math:annotation-xml")
_TEXTS: Final = ("m:t", "w:t", "math:mi", "math:mn", "math:mo", "math:mtext", "math:ms")
#: The parts of MathML, by their names in OMML; of others all belong to the base.
_ORDER: Final = {
    "math:mfrac": ("num", "den"), "math:msup": ("e", "sup"), "math:msub": ("e", "sub"),
    "math:msubsup": ("e", "sub", "sup"), "math:munder": ("e", "sub"), "math:mover": ("e", "sup"),
    "math:munderover": ("e", "sub", "sup"), "math:mroot": ("e", "deg"), "math:msqrt": (),
}  # fmt: skip
#: How a part is set: raised (`^`), lowered (`_`), in brackets unless it is one sign (`(`); what
#: stands for itself (`=`) is a sign that the properties may name.
_LOOKS: Final = {"^": RunStyle(sup=True), "_": RunStyle(sub=True)}
_SCRIPTS: Final = ("+e", "_sub", "_lim", "^sup")
#: The parts of a formula in the order in which they are printed.
_SHAPES: Final = {
    **dict.fromkeys(("m:f", "math:mfrac"), ("(num", "=/", "(den")),
    **dict.fromkeys(("m:sSup", "m:sSub", "m:sSubSup", "m:sPre", "m:limLow", "m:limUpp"), _SCRIPTS),
    **dict.fromkeys(("math:msup", "math:msub", "math:msubsup"), _SCRIPTS),
    **dict.fromkeys(("math:munder", "math:mover", "math:munderover"), _SCRIPTS),
    **dict.fromkeys(("m:rad", "math:msqrt", "math:mroot"), ("^deg", "=√", "(e")),
    "m:nary": ("=∫", "_sub", "^sup", "+e"), "m:func": ("+fName", "= ", "+e"),
}  # fmt: skip


def read_formula(element: etree._Element) -> Pieces:
    """The text of a formula, with what stands raised or lowered."""
    kind = name(element)
    if kind in _TEXTS:
        return [TextRun("".join((element.text or "").split("\n")))]
    if kind in _SILENT or kind.endswith("Pr"):
        return []
    if kind in ("m:d", "math:mfenced"):
        return _read_fences(element)
    if kind in ("m:m", "math:mtable"):
        return _read_matrix(element)
    if kind in _SHAPES:
        return _read_shape(element, _SHAPES[kind])
    return _join(map(read_formula, children(element)))


def _join(parts: Iterable[Pieces], separator: str = "") -> Pieces:
    pieces: Pieces = []
    for place, part in enumerate(parts):
        pieces += [TextRun(separator)] * bool(place and separator) + part
    return pieces


def _read_parts(element: etree._Element) -> dict[str, Pieces]:
    """The parts of a formula by their names in OMML."""
    inner = list(children(element))
    order = _ORDER.get(name(element))
    keys = [name(one).partition(":")[2] for one in inner] if order is None else order
    parts: dict[str, Pieces] = defaultdict(list)
    for key, one in zip_longest(keys, inner, fillvalue=None):
        if one is not None:
            parts[key or "e"] += read_formula(one)
    return parts


def _bracket(pieces: Pieces) -> Pieces:
    """`pieces`, in brackets when they are more than one sign or number."""
    text = "".join(piece.text for piece in pieces)
    if len(text) < 2 or text.isalnum() or (text[0], text[-1]) == ("(", ")"):
        return pieces
    return [TextRun("("), *pieces, TextRun(")")]


def _dress(pieces: Pieces, look: RunStyle) -> Pieces:
    return [replace(piece, look=look if piece.look == PLAIN else piece.look) for piece in pieces]


def _read_shape(element: etree._Element, shape: Iterable[str]) -> Pieces:
    parts, pieces = _read_parts(element), Pieces()
    for how, key in ((step[0], step[1:]) for step in shape):
        if how == "=":
            pieces.append(TextRun(_find_sign(element, "chr", key)))
        else:
            part = _bracket(parts[key]) if how == "(" else parts[key]
            pieces += _dress(part, _LOOKS.get(how, PLAIN))
    return pieces


def _read_fences(element: etree._Element) -> Pieces:
    inner = [read_formula(one) for one in children(element) if not name(one).endswith("Pr")]
    if name(element) == "m:d":
        start, end = _find_sign(element, "begChr", "("), _find_sign(element, "endChr", ")")
        separator = _find_sign(element, "sepChr", "|")
    else:
        start, end = attribute(element, "open") or "(", attribute(element, "close") or ")"
        separator = ", "
    return [TextRun(start), *_join(inner, separator), TextRun(end)]


def _read_matrix(element: etree._Element) -> Pieces:
    rows = (row for row in children(element) if name(row) in ("m:mr", "math:mtr"))
    return _join((_join(map(read_formula, children(row)), ", ") for row in rows), "; ")


def _find_sign(element: etree._Element, key: str, default: str) -> str:
    """The character that the properties of a part name under `key`."""
    properties = (one for one in children(element) if name(one).endswith("Pr"))
    signs = (sign for one in properties for sign in children(one) if name(sign) == f"m:{key}")
    found = next(signs, None)
    return default if found is None else attribute(found, "m:val")
