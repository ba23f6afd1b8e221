"""Formulas → a line of text, since no edition sets them: `(a+b)/2`, `√x`, raised powers.

OMML (.docx) and MathML (.odt) have the same parts under other names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from copydesk.readers.document import PLAIN, Look, Run
from copydesk.readers.word.xml import attribute, children, name

if TYPE_CHECKING:
    from lxml import etree

Pieces: TypeAlias = list[Run]

_SUP: Final = Look(sup=True)
_SUB: Final = Look(sub=True)
#: Parts of a formula that say how it looks.
_SILENT: Final = ("m:ctrlPr", "m:rPr", "math:annotation", "math:annotation-xml")
_TEXTS: Final = ("m:t", "w:t", "math:mi", "math:mn", "math:mo", "math:mtext", "math:ms")


def formula(element: etree._Element) -> Pieces:
    """The text of a formula, with what stands raised or lowered."""
    kind = name(element)
    if kind in _TEXTS:
        return [Run("".join((element.text or "").split("\n")))]
    if kind in _SILENT or kind.endswith("Pr"):
        return []
    made = _PARTS.get(kind)
    return made(element) if made else _row(children(element))


def _row(elements: Iterable[etree._Element]) -> Pieces:
    return [piece for element in elements for piece in formula(element)]


def _part(element: etree._Element, kind: str) -> Pieces:
    return _row(child for child in children(element) if name(child) == kind)


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _whole(pieces: Pieces) -> Pieces:
    """`pieces`, in brackets when they are more than one sign or number."""
    text = _text(pieces)
    if len(text) < 2 or text.isalnum() or (text[0], text[-1]) == ("(", ")"):
        return pieces
    return [Run("("), *pieces, Run(")")]


def _all(pieces: Pieces, look: Look) -> Pieces:
    return [replace(piece, look=look if piece.look == PLAIN else piece.look) for piece in pieces]


def _fraction(element: etree._Element) -> Pieces:
    above, below = _part(element, "m:num"), _part(element, "m:den")
    return [*_whole(above), Run("/"), *_whole(below)]


def _scripts(element: etree._Element) -> Pieces:
    base = _part(element, "m:e")
    return (
        base
        + _all(_part(element, "m:sub") + _part(element, "m:lim"), _SUB)
        + _all(_part(element, "m:sup"), _SUP)
    )


def _root(element: etree._Element) -> Pieces:
    return [*_all(_part(element, "m:deg"), _SUP), Run("√"), *_whole(_part(element, "m:e"))]


def _setting(element: etree._Element, key: str, default: str) -> str:
    """The character that the properties of a part name under `key`."""
    for properties in children(element):
        if name(properties).endswith("Pr"):
            for child in children(properties):
                if name(child) == f"m:{key}":
                    return attribute(child, "m:val")
    return default


def _fenced(element: etree._Element) -> Pieces:
    pieces = [Run(_setting(element, "begChr", "("))]
    for place, part in enumerate(child for child in children(element) if name(child) == "m:e"):
        if place:
            pieces.append(Run(_setting(element, "sepChr", "|")))
        pieces += formula(part)
    return [*pieces, Run(_setting(element, "endChr", ")"))]


def _sum(element: etree._Element) -> Pieces:
    limits = _all(_part(element, "m:sub"), _SUB) + _all(_part(element, "m:sup"), _SUP)
    return [Run(_setting(element, "chr", "∫")), *limits, *_part(element, "m:e")]


def _function(element: etree._Element) -> Pieces:
    return [*_part(element, "m:fName"), Run(" "), *_part(element, "m:e")]


def _matrix(element: etree._Element) -> Pieces:
    rows = [child for child in children(element) if name(child) in ("m:mr", "math:mtr")]
    pieces: Pieces = []
    for number, row in enumerate(rows):
        for place, cell in enumerate(children(row)):
            if number or place:
                pieces.append(Run(", " if place else "; "))
            pieces += formula(cell)
    return pieces


def _over(element: etree._Element) -> Pieces:
    """MathML names no parts, their order tells: base, below, above."""
    parts = [formula(child) for child in children(element)]
    kind = name(element).removeprefix("math:")
    base, rest = parts[:1], parts[1:]
    below = rest[:1] if "sub" in kind or "under" in kind else []
    above = rest[len(below) :]
    return [
        *_flat(base), *_all(list(_flat(below)), _SUB), *_all(list(_flat(above)), _SUP)
    ]  # fmt: skip


def _flat(parts: Iterable[Pieces]) -> Iterator[Run]:
    return (piece for part in parts for piece in part)


def _mathml_fraction(element: etree._Element) -> Pieces:
    parts = [formula(child) for child in children(element)]
    return [*_whole(list(_flat(parts[:1]))), Run("/"), *_whole(list(_flat(parts[1:])))]


def _mathml_root(element: etree._Element) -> Pieces:
    if name(element) == "math:msqrt":
        return [Run("√"), *_whole(_row(children(element)))]
    parts = [formula(child) for child in children(element)]
    return [*_all(list(_flat(parts[1:])), _SUP), Run("√"), *_whole(list(_flat(parts[:1])))]


def _mathml_fenced(element: etree._Element) -> Pieces:
    pieces = [Run(attribute(element, "open") or "(")]
    for place, child in enumerate(children(element)):
        pieces += [Run(", ")] * bool(place) + formula(child)
    return [*pieces, Run(attribute(element, "close") or ")")]


_PARTS: Final[dict[str, Callable[[etree._Element], Pieces]]] = {
    "m:f": _fraction,
    "m:sSup": _scripts, "m:sSub": _scripts, "m:sSubSup": _scripts, "m:sPre": _scripts,
    "m:limLow": _scripts, "m:limUpp": _scripts,
    "m:rad": _root, "m:d": _fenced, "m:nary": _sum, "m:func": _function, "m:m": _matrix,
    "math:mfrac": _mathml_fraction,
    "math:msup": _over, "math:msub": _over, "math:msubsup": _over,
    "math:munder": _over, "math:mover": _over, "math:munderover": _over,
    "math:msqrt": _mathml_root, "math:mroot": _mathml_root,
    "math:mfenced": _mathml_fenced, "math:mtable": _matrix,
}  # fmt: skip
