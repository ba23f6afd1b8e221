"""How wide a line is, in columns."""

from __future__ import annotations

import re
from typing import Final

#: Columns of a Han character or kana, and of a Hangul syllable.
HAN_COLUMNS: Final = 3
HANGUL_COLUMNS: Final = 2
#: Widths that part a label from a line, and a line from a paragraph.
LABEL: Final = 50
LINE: Final = 100

_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


def width(text: str) -> int:
    """Columns that `text` fills: a Han character as many as the letters that say the same.

    >>> width("harbour"), width("港口")
    (7, 6)
    """
    if text.isascii():
        return len(text)
    wide, hangul = len(_WIDE.findall(text)), len(_HANGUL.findall(text))
    return len(text) + (HAN_COLUMNS - 1) * wide + (HANGUL_COLUMNS - 1) * hangul
