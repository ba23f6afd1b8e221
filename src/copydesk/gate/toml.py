"""The one door for TOML: a parser that costs no more than its text.

`tomllib` remembers every beginning of a dotted key. One of 250,000 names, in half a megabyte,
takes more memory than machines have.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

#: Names of one key; those of copydesk have four at most.
_DEEPEST: Final = 50
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

    Raises `tomllib.TOMLDecodeError` for what is not TOML, and for what is nested without end.

    >>> loads("title = 'Mud'")["title"]
    'Mud'
    >>> loads(f"a{'.a' * 3_000} = 1")
    Traceback (most recent call last):
    tomllib.TOMLDecodeError: a key of more than 50 names (at line 1)
    """
    if text.count(".") >= _DEEPEST:
        _check_keys(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets within brackets without end") from None


def _check_keys(text: str) -> None:
    for piece in _PIECE.finditer(text):
        key = piece["key"]
        if not key or key.count(".") < _DEEPEST:
            continue
        if sum(1 for _ in _ONE.finditer(key)) > _DEEPEST:
            line = text.count("\n", 0, piece.start()) + 1
            message = f"a key of more than {_DEEPEST} names (at line {line})"
            raise tomllib.TOMLDecodeError(message)
