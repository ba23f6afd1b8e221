"""What helps where no font has a sign: which font to get, and what such signs are called."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables

#: Scripts of signs that many scripts share, or none; these are called by their block.
_SHARED: Final = frozenset(("Zyyy", "Zinh"))
_EMOJI: Final = "Noto Color Emoji"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What signs of one `kind` need.

    `family` is a font that has them, "" where none is known; `package` is what Debian calls
    it, "" where it has none.
    """

    kind: str
    family: str = ""
    package: str = ""


def remedy(sign: str) -> Remedy:
    """What helps where no font at hand has `sign`.

    >>> remedy("𐘀")
    Remedy(kind='Linear A', family='Noto Sans Linear A', package='fonts-noto-core')
    >>> remedy("😀").kind, remedy("→").kind, remedy(chr(0xE000)).kind
    ('emoji', 'Arrows', 'private use')
    """
    from fontTools import unicodedata as scripts

    if unicodedata.category(sign) == "Co":
        return Remedy("private use")
    script, block = scripts.script(sign), scripts.block(sign)
    if script == "Zzzz":
        return Remedy("unassigned")
    family, package = next(
        (found for key in (sign, block, script) if (found := _fonts().get(key))), ("", "")
    )
    if family == _EMOJI:
        kind = "emoji"
    elif script in _SHARED:
        kind = block
    else:
        kind = scripts.script_name(script)
    return Remedy(kind, family, package)


@cache
def _fonts() -> dict[str, tuple[str, str]]:
    """Family and package by sign, block or script."""
    return {
        key: (family, package)
        for package, families in tables.table("fonts").items()
        for key, family in families.items()
    }
