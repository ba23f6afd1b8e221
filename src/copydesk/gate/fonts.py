"""Which letters can be printed: those of the packaged fonts, and of the machine's own behind them.

WeasyPrint takes a letter that the packaged fonts lack from any font that the machine has;
where none has it, it prints an empty box and says nothing.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import Final

from copydesk.gate import fetch

_PACKAGED: Final = (
    "house:serif/SourceSerifPro-Regular.otf",
    "house:sans/SourceSansPro-Regular.otf",
)
#: Signs up to here are in the packaged fonts, so that most texts open none.
_COMMON: Final = 0x17F
#: What is not drawn by itself: marks that join a letter, blanks, controls, unassigned signs.
_UNDRAWN: Final = frozenset("MZC")
#: Names of fontconfig's C library on Linux, macOS and Windows.
_LIBRARIES: Final = ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig-1.dll")
#: `FcSetSystem` of fontconfig: the fonts of the machine.
_SYSTEM: Final = 0


def unprintable(signs: Iterable[str]) -> frozenset[str]:
    """Those of `signs`, single characters, that no font at hand can draw.

    >>> unprintable("Łódź – “Ж”")
    frozenset()
    """
    rare = {
        sign
        for sign in signs
        if ord(sign) > _COMMON and unicodedata.category(sign)[0] not in _UNDRAWN
    }
    lacking = {sign for sign in rare if ord(sign) not in _packaged()} if rare else rare
    return frozenset(_lacking(lacking)) if lacking else frozenset()


@cache
def _packaged() -> frozenset[int]:
    """Code points that every packaged family can draw between them."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for address in _PACKAGED:
        with TTFont(BytesIO(fetch.asset(address)), lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


class _Set(ctypes.Structure):
    """`FcFontSet`: fonts of the machine."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def _lacking(signs: set[str]) -> set[str]:
    """Those of `signs` that no font of the machine has; all where there is no asking."""
    library = fontconfig()
    if library is None:
        return signs
    left = set(signs)
    for charset in _charsets(library):
        left = {sign for sign in left if not library.FcCharSetHasChar(charset, ord(sign))}
        if not left:
            break
    return left


def _charsets(library: ctypes.CDLL) -> Iterator[ctypes.c_void_p]:
    fonts = library.FcConfigGetFonts(None, _SYSTEM)
    for place in range(fonts.contents.count if fonts else 0):
        charset = ctypes.c_void_p()
        font = ctypes.c_void_p(fonts.contents.fonts[place])
        if library.FcPatternGetCharSet(font, b"charset", 0, ctypes.byref(charset)) == 0:
            yield charset


@cache
def fontconfig() -> ctypes.CDLL | None:
    """The library that knows the fonts of the machine, None where there is none."""
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.FcConfigGetFonts.restype = ctypes.POINTER(_Set)
        library.FcPatternGetCharSet.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_void_p),
        ]  # fmt: skip
        library.FcCharSetHasChar.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
        return library if library.FcInit() else None
    return None


def script(sign: str) -> str:
    """What a sign belongs to, as its name begins: "CJK", "Arabic", "Devanagari".

    >>> script("论"), script("ש")
    ('CJK', 'Hebrew')
    """
    name = unicodedata.name(sign, f"U+{ord(sign):04X}").partition(" ")[0]
    return name if len(name) <= 3 or name.startswith("U+") else name.capitalize()
