"""Characters of symbol fonts → the characters they draw.

Word, Writer, RTF and the PDFs of theirs put a byte of such a font at U+F000 above its value.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from copydesk import tables

_PRIVATE: Final = 0xF000


@cache
def _load_fonts() -> dict[str, dict[int, str]]:
    """Load what each font draws for a byte."""
    return {
        font: {
            int(first, 16) + place: sign
            for first, signs in runs.items()
            for place, sign in enumerate(signs)
        }
        for font, runs in tables.load_table("symbols").items()
    }


def draw_symbols(text: str, font: str) -> str:
    """`text` as the font draws it; without a font, Symbol is taken for signs of private use.

    What no table knows is left as it is.

    >>> draw_symbols("\uf061", "Symbol"), draw_symbols("a", "Symbol"), draw_symbols("a", "Georgia")
    ('α', 'α', 'a')
    """
    table = _load_fonts().get(font.casefold())
    if table is not None:
        return "".join(table.get(ord(sign) % _PRIVATE, sign) for sign in text)
    if text.isascii():
        return text
    symbol = _load_fonts()["symbol"]
    return "".join(
        symbol.get(ord(sign) - _PRIVATE, sign) if _PRIVATE <= ord(sign) <= 0xF0FF else sign
        for sign in text
    )
