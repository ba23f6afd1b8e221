"""Characters of symbol fonts → the characters they draw.

Word, Writer, RTF and the PDFs of theirs put a byte of such a font at U+F000 above its value.
Symbol's Greek and mathematics and the bullets and arrows of Wingdings are what articles hold.
"""

from __future__ import annotations

from typing import Final

_PRIVATE: Final = 0xF000
_FIRST: Final = 0x20
#: The font Symbol from 0x20 and from 0xA0, as Adobe's encoding lists it.
_LOW: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ "
)
_HIGH: Final = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    " 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)
_SYMBOL: Final = {
    **{_FIRST + place: sign for place, sign in enumerate(_LOW)},
    **{0xA0 + place: sign for place, sign in enumerate(_HIGH)},
}
_WINGDINGS: Final = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹",
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def draw_symbols(text: str, font: str) -> str:
    """`text` as the font draws it; without a font, Symbol is taken for signs of private use.

    What no table knows is left as it is.

    >>> draw_symbols("\uf061", "Symbol"), draw_symbols("a", "Symbol"), draw_symbols("a", "Georgia")
    ('α', 'α', 'a')
    """
    table = _FONTS.get(font.casefold())
    if table is not None:
        return "".join(table.get(ord(sign) % _PRIVATE, sign) for sign in text)
    if text.isascii():
        return text
    return "".join(
        _SYMBOL.get(ord(sign) - _PRIVATE, sign) if _PRIVATE <= ord(sign) <= 0xF0FF else sign
        for sign in text
    )
