"""Fonts for words that are drawn, as on a cover: the packaged ones, and the machine's behind them.

A page is set by an engine that finds fonts by itself; who draws has to say which one it is.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from copydesk.gate import fetch, fonts

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: Letters up to here and these signs are in every packaged font; most words have no others.
_COMMON: Final = 0x17F
_SIGNS: Final = frozenset("‐–—‘’‚“”„†•…‹›€™−")
#: Format characters (joiners, marks of direction) act on letters and are not seen themselves.
_UNSEEN: Final = frozenset(("Zs", "Cf"))
#: Letters that have to be joined, stacked or turned around, for which Pillow needs Raqm.
_SHAPED: Final = range(0x590, 0x1100)
_BOLD: Final = 200
_MATCH: Final = 0


@dataclass(frozen=True, slots=True)
class Face:
    """A font: the address of a packaged one, or the path of a file and the place in it."""

    where: str
    index: int = 0


def face(text: str, packaged: tuple[str, ...], language: str, *, bold: bool) -> Face | None:
    """The first font that can draw all of `text`, None when there is none.

    Those at the addresses in `packaged` come first, then what the machine has for `language`.

    >>> face("Łódź – 1848", ("asset:sans/SourceSansPro-Bold.otf",), "pl", bold=True)
    Face(where='asset:sans/SourceSansPro-Bold.otf', index=0)
    """
    signs = {sign for sign in text if unicodedata.category(sign) not in _UNSEEN}
    rare = frozenset(sign for sign in signs if ord(sign) > _COMMON and sign not in _SIGNS)
    if not rare:
        return Face(packaged[0])
    if not _shaping() and any(ord(sign) in _SHAPED for sign in rare):
        return None
    for address in packaged:
        if all(ord(sign) in _letters(address) for sign in rare):
            return Face(address)
    return _of_machine(frozenset(signs), language, bold=bold)


@lru_cache(maxsize=24)  # each holds the whole file
def font(where: Face, size: int) -> FreeTypeFont:
    """The font of a face in a size, ready to draw."""
    from PIL import ImageFont

    packaged = where.where.startswith(fetch.PREFIX)
    source = BytesIO(fetch.asset(where.where)) if packaged else where.where
    return ImageFont.truetype(source, size, index=where.index)


@cache
def _shaping() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _letters(address: str) -> frozenset[int]:
    """The code points that a packaged font can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(fetch.asset(address)), lazy=True) as opened:
        return frozenset(opened.getBestCmap())


# ── what the machine has ─────────────────────────────────────────────────────


class _Set(ctypes.Structure):
    """`FcFontSet`: patterns, best first."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@lru_cache(maxsize=256)
def _of_machine(signs: frozenset[str], language: str, *, bold: bool) -> Face | None:
    library = fonts.fontconfig()
    if library is None:
        return None
    for pattern in _sorted(library, language, bold=bold):
        if _draws(library, pattern, signs):
            return Face(_text(library, pattern), _number(library, pattern, b"index"))
    return None


@lru_cache(maxsize=16)
def _sorted(library: ctypes.CDLL, language: str, *, bold: bool) -> tuple[int, ...]:
    """The machine's fonts, those for `language` first.

    Neither they nor the set they lie in are freed: they are asked for again all day long.
    """
    asked = _calls(library).FcPatternCreate()
    library.FcPatternAddString(asked, b"family", b"sans-serif")
    library.FcPatternAddString(asked, b"lang", language.encode("ascii", "ignore") or b"en")
    library.FcPatternAddInteger(asked, b"weight", _BOLD if bold else 80)
    library.FcConfigSubstitute(None, asked, _MATCH)
    library.FcDefaultSubstitute(asked)
    outcome = ctypes.c_int()
    found = library.FcFontSort(None, asked, 0, None, ctypes.byref(outcome))
    library.FcPatternDestroy(asked)
    return tuple(_patterns(found)) if found else ()


def _patterns(found: ctypes._Pointer[_Set]) -> Iterator[int]:
    for place in range(found.contents.count):
        pattern = found.contents.fonts[place]
        if pattern:
            yield pattern


def _draws(library: ctypes.CDLL, pattern: int, signs: frozenset[str]) -> bool:
    """Whether a font has outlines for all of `signs`; coloured pictures have one size only."""
    outlines = _number(library, pattern, b"scalable", truth=True)
    if not outlines or any(_number(library, pattern, name, truth=True) for name in _LEFT_OUT):
        return False
    charset = ctypes.c_void_p()
    if library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(charset)):
        return False
    return all(library.FcCharSetHasChar(charset, ord(sign)) for sign in signs)


_LEFT_OUT: Final = (b"color", b"variable")


def _number(library: ctypes.CDLL, pattern: int, name: bytes, *, truth: bool = False) -> int:
    value = ctypes.c_int()
    ask = library.FcPatternGetBool if truth else library.FcPatternGetInteger
    return 0 if ask(pattern, name, 0, ctypes.byref(value)) else value.value


def _text(library: ctypes.CDLL, pattern: int) -> str:
    value = ctypes.c_char_p()
    library.FcPatternGetString(pattern, b"file", 0, ctypes.byref(value))
    return (value.value or b"").decode()


def _calls(library: ctypes.CDLL) -> ctypes.CDLL:
    """`library` with the shapes of the calls that are made here."""
    handle, name, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    numbers = ctypes.POINTER(ctypes.c_int)
    library.FcPatternCreate.argtypes = []
    library.FcPatternCreate.restype = handle
    library.FcPatternDestroy.argtypes = [handle]
    library.FcPatternDestroy.restype = None
    library.FcPatternAddString.argtypes = [handle, name, name]
    library.FcPatternAddInteger.argtypes = [handle, name, number]
    library.FcConfigSubstitute.argtypes = [handle, handle, number]
    library.FcDefaultSubstitute.argtypes = [handle]
    library.FcDefaultSubstitute.restype = None
    library.FcFontSort.argtypes = [handle, handle, number, handle, numbers]
    library.FcFontSort.restype = ctypes.POINTER(_Set)
    library.FcPatternGetBool.argtypes = [handle, name, number, numbers]
    library.FcPatternGetInteger.argtypes = [handle, name, number, numbers]
    library.FcPatternGetString.argtypes = [handle, name, number, ctypes.POINTER(name)]
    return library
