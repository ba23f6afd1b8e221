"""The one door for TOML: a parser that costs no more than its text, and has one kind of error.

`tomllib` remembers every beginning of a dotted key. One of 250,000 names, in half a megabyte,
takes more memory than machines have. A number of thousands of digits Python will not read, or
not print, and says so by errors that nobody expects.
"""

from __future__ import annotations

import re
import tomllib
from tomllib import TOMLDecodeError
from typing import Any, Final

__all__ = ["TOMLDecodeError", "loads"]

#: Names of one key; those of copydesk have four at most.
_DEEPEST: Final = 50
#: Signs of a name or a number without quotation marks.
_LONGEST: Final = 1_000
_ENDLESS: Final = re.compile(rf"(?<![\w-])[\w-]{{{_LONGEST + 1}}}")
_NAME: Final = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"?+|'[^'\n]*+'?+)"""
#: Texts of several lines, comments, keys (and texts of one line, which look like them), the
#: rest. Every sign belongs to one of them, and is looked at once.
_PIECE: Final = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|'''
    r"""'''.*?(?:'''|\Z)|#[^\n]*+|"""
    rf"(?P<key>{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME})*+)|[^\"'#\w-]++|.",
    re.DOTALL,
)
_ONE: Final = re.compile(_NAME)


def loads(text: str) -> dict[str, Any]:
    """The table that `text` holds.

    Raises `TOMLDecodeError` for what is not TOML, and for what nests or goes on without end.

    >>> loads("title = 'Mud'")["title"]
    'Mud'
    >>> loads(f"a{'.a' * 3_000} = 1")
    Traceback (most recent call last):
    tomllib.TOMLDecodeError: a key of more than 50 names (at line 1)
    """
    if text.count(".") >= _DEEPEST or _ENDLESS.search(text):
        _check_names(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TOMLDecodeError("brackets within brackets without end") from None


def _check_names(text: str) -> None:
    """Raise `TOMLDecodeError` for a key of too many names, a name or number of too many signs."""
    for piece in _PIECE.finditer(text):
        key = piece["key"]
        if not key or (len(key) <= _LONGEST and key.count(".") < _DEEPEST):
            continue
        names = _ONE.findall(key)
        if len(names) > _DEEPEST:
            what = f"a key of more than {_DEEPEST} names"
        elif any(len(name) > _LONGEST and name[0] not in "\"'" for name in names):
            what = f"a name or number of more than {_LONGEST:,} signs"
        else:
            continue
        line = text.count("\n", 0, piece.start()) + 1
        raise TOMLDecodeError(f"{what} (at line {line})")
