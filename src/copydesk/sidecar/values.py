"""Single values of a sidecar: what is wrong with one, and which texts may be printed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from copydesk.errors import ConfigError
from copydesk.layers import unturned

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: Of a wrong value a message shows no more characters.
_MOST: Final = 200
_DAYS: Final = frozenset(("date", "reference.retrieved"))
_QUOTING: Final = frozenset(
    ("id", "rule", "before", "exact", "prefix", "suffix", "text", "place", "entry", "raw", "target")
)


def wrong(
    name: str, key: str, value: object, wanted: str, hint: str = "correct the value"
) -> ConfigError:
    """The error of a `key` of the sidecar `name` whose value is not `wanted`."""
    said = repr(value)
    said = said if len(said) <= _MOST else f"{said[:_MOST]} …"
    message = f"{name}: `{key}` is {said}, wanted is {wanted}"
    return ConfigError(message, hint=hint, code="sidecar.value")


def text_of(value: object, name: str, key: str) -> str:
    """`value`, when it is text that `key` may hold; `ConfigError` otherwise.

    Controls of direction that turn something around, or nothing at all, are left out of what will
    be printed. New words inside a line keep theirs, for the line tells what they do.
    """
    if key in _DAYS and isinstance(value, dt.date):
        return value.isoformat()  # TOML's own dates need no quotation marks
    if not isinstance(value, str):
        raise wrong(name, key, value, "text in quotation marks")
    # What quotes the text as received may hold anything; what will be printed may not.
    quotes = key == "decision.after" or key.rpartition(".")[2] in _QUOTING
    if not quotes and _CONTROL.search(value):
        raise wrong(name, key, value, "text without control characters")
    return value if quotes or key == "edit.after" else unturned(value)


def letters(text: str) -> str:
    """The letters and digits of `text`, without case, by which quoted words are compared.

    >>> letters("(Lo, 2022)")
    'lo2022'
    """
    return "".join(filter(str.isalnum, text.casefold()))
