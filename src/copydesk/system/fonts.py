"""Which letters can be printed: those of the packaged fonts, and of the machine's own behind them.

WeasyPrint takes a letter that the packaged fonts lack from any font that the machine has;
where none has it, it prints an empty box and says nothing. It looks for each sign by itself,
so that a mark may come from another font than its letter, and then stands beside it.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from io import BytesIO
from typing import Final

from copydesk.system import fetch

#: The packaged families in the order in which paper looks into them.
_PACKAGED: Final = {
    "serif": "asset:serif/SourceSerifPro-Regular.otf",
    "sans": "asset:sans/SourceSansPro-Regular.otf",
    "code": "asset:fonts/DeskCode-Regular.ttf",
}
#: Those of text. Words are set in the one that has all of their letters and marks.
_TEXT: Final = ("serif", "sans")
#: Signs up to here are in the packaged fonts, so that most texts open none.
_COMMON: Final = 0x17F
#: Kinds of signs that leave no ink where a font lacks them: blanks and controls.
_UNDRAWN: Final = frozenset(("Cc", "Cs", "Zl", "Zp", "Zs"))
#: Others that leave none: joiners, signs of direction, fillers, and variants to choose.
#: Unicode calls them `Default_Ignorable_Code_Point`.
_IGNORABLE: Final = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
#: What the shaper draws with another sign where a font lacks it: a hyphen that ends no line.
_STOOD_FOR: Final = frozenset("\u2011")
#: What is drawn in colours where a font can, asks for that, or is a wish for the end of a line.
_PICTURED: Final = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a"
    "\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f\u20e3\ufe0f\xad\u200b\ufeff]"
)
#: Fonts that have a box for every sign there is.
_BOXES: Final = frozenset((b"LastResort", b".LastResort", b"Last Resort", b"Adobe Blank"))
#: Names of fontconfig's C library on Linux, macOS and Windows.
_LIBRARIES: Final = ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig-1.dll")
#: `FcSetSystem` of fontconfig: the fonts of the machine.
_SYSTEM: Final = 0


def unprintable(signs: Iterable[str]) -> frozenset[str]:
    """Those of `signs`, single characters, that no font at hand can draw.

    >>> unprintable("Łódź – “Ж”\N{ZERO WIDTH JOINER}")
    frozenset()
    """
    return frozenset(_find_undrawn(_find_rare(signs)))


def parted(groups: Iterable[str], first: str) -> frozenset[str]:
    """Those of `groups`, letters with their marks, that no one font draws.

    `first` is the family of the text: "serif", "sans" or one of the machine's.

    >>> parted(("e\N{COMBINING ACUTE ACCENT}", "ж\N{COMBINING ACUTE ACCENT}"), "serif")
    frozenset()
    """
    apart: set[str] = set()
    asked: dict[str, str] = {}
    for group in groups:
        whole = unicodedata.normalize("NFC", group)
        needed = {ord(sign) for sign in whole if _drawn(sign)}
        if len(whole) == 1 or (
            first in _PACKAGED and any(needed <= _letters(one) for one in _TEXT)
        ):
            continue
        if first in _PACKAGED and _has_any(whole[0]):
            apart.add(group)  # the letter is taken from there, whatever fonts have its mark
        else:
            asked[group] = whole
    return frozenset(apart | _find_undrawn(asked))


@cache
def lacking(family: str, other: str) -> frozenset[str]:
    """The letters that the packaged `family` lacks and the `other` has.

    >>> sorted(lacking("serif", "sans") & set("αἀɔe"))
    ['ɔ', 'ἀ']
    """
    return frozenset(map(chr, _letters(other) - _letters(family)))


def not_outlined(text: str) -> frozenset[str]:
    """The signs of `text` that leave nothing where all is drawn in one colour.

    Controls, signs of private use, pictures in colours, and what no font at hand has in outlines.

    >>> sorted(not_outlined("Łódź 🧱\N{SOFT HYPHEN}")) == ["\N{SOFT HYPHEN}", "🧱"]
    True
    """
    signs = frozenset(text)
    gone = {
        sign
        for sign in signs
        if _PICTURED.match(sign) or unicodedata.category(sign) in ("Cc", "Co", "Cs")
    }
    return frozenset(gone | _find_undrawn(_find_rare(signs - gone), outlined=True))


def _find_rare(signs: Iterable[str]) -> dict[str, str]:
    """Those of `signs` that readers miss and that the packaged fonts lack."""
    rare = [sign for sign in signs if ord(sign) > _COMMON and _drawn(sign)]
    return {sign: sign for sign in rare if not _has_any(sign)}


def _drawn(sign: str) -> bool:
    """Whether a reader misses `sign` where no font has it."""
    if sign in _STOOD_FOR:
        return False
    code = ord(sign)
    ignorable = any(first <= code <= last for first, last in _IGNORABLE)
    return not ignorable and unicodedata.category(sign) not in _UNDRAWN


@cache
def advances(address: str) -> dict[str, float]:
    """The widths of the letters of a packaged font, in sizes.

    >>> 0.2 < advances("asset:serif/SourceSerifPro-Bold.otf")["i"] < 0.4
    True
    """
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(fetch.asset(address)), lazy=True) as font:
        # Glyphs have numbers for names here: theirs lie among the outlines, slow to be read.
        font.setGlyphOrder(list(map(str, range(font["maxp"].numGlyphs))))
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}


def _has_any(sign: str) -> bool:
    return any(ord(sign) in _letters(family) for family in _PACKAGED)


@cache
def _letters(family: str) -> frozenset[int]:
    """Code points that a packaged family can draw."""
    return frozenset(map(ord, advances(_PACKAGED[family])))


class _Set(ctypes.Structure):
    """`FcFontSet`: fonts of the machine."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def _find_undrawn(groups: Mapping[str, str], *, outlined: bool = False) -> set[str]:
    """Those of `groups` that no one font of the machine draws; all where there is no asking.

    `outlined`: a font that has signs as pictures in colours does not count.
    """
    left = set(groups)
    for has in _list_coverages(outlined=outlined) if left else ():
        left -= {group for group in left if all(has(ord(sign)) for sign in groups[group])}
        if not left:
            break
    return left


def _list_fonts(library: ctypes.CDLL) -> Iterator[ctypes.c_void_p]:
    fonts = library.FcConfigGetFonts(None, _SYSTEM)
    for place in range(fonts.contents.count if fonts else 0):
        yield ctypes.c_void_p(fonts.contents.fonts[place])


def _list_coverages(*, outlined: bool) -> Iterator[Callable[[int], int]]:
    """Whether a font has a letter, for each but those of boxes, or of dots that no engine sets."""
    if (library := fontconfig()) is None:
        return
    name, outlines, coloured = ctypes.c_char_p(), ctypes.c_int(1), ctypes.c_int(0)
    for font in _list_fonts(library):
        name.value, outlines.value, coloured.value = None, 1, 0
        library.FcPatternGetString(font, b"family", 0, ctypes.byref(name))
        library.FcPatternGetBool(font, b"scalable", 0, ctypes.byref(outlines))
        library.FcPatternGetBool(font, b"color", 0, ctypes.byref(coloured))
        charset = ctypes.c_void_p()
        if name.value in _BOXES or not outlines.value or (outlined and coloured.value):
            continue
        if library.FcPatternGetCharSet(font, b"charset", 0, ctypes.byref(charset)) == 0:
            yield partial(library.FcCharSetHasChar, charset)


def absent(families: Iterable[str]) -> list[str]:
    """Those of `families` that the machine does not have, as far as it can be asked.

    >>> absent(["A Family That Nobody Has"])
    ['A Family That Nobody Has']
    """
    found = installed()
    return [name for name in families if found and _plain(name) not in found]


@cache
def installed() -> frozenset[str]:
    """The families of the machine by their plain names; none where there is no asking."""
    library = fontconfig()
    if library is None:
        return frozenset()
    found = {""}
    name = ctypes.c_char_p()
    for font in _list_fonts(library):
        number = 0
        while not library.FcPatternGetString(font, b"family", number, ctypes.byref(name)):
            found.add(_plain((name.value or b"").decode("utf-8", "replace")))
            number += 1
    return frozenset(found)


def _plain(name: str) -> str:
    """`name` as fontconfig compares the names of families.

    >>> _plain("Noto Serif") == _plain("notoserif")
    True
    """
    return "".join(name.split()).casefold()


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
        kinds = {"CharSet": ctypes.c_void_p, "String": ctypes.c_char_p, "Bool": ctypes.c_int}
        for kind, type_ in kinds.items():
            wanted = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(type_)]
            getattr(library, f"FcPatternGet{kind}").argtypes = wanted
        library.FcCharSetHasChar.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
        return library if library.FcInit() else None
    return None
