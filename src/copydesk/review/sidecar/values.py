"""Single values of a sidecar: which texts and CSL fields may be printed, what is wrong with one."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from copydesk.errors import ConfigError
from copydesk.model import DATES, NAMES, is_date
from copydesk.settings.layers import drop_turned

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
    message = f"{name}: `{key}` is {said}, expected {wanted}"
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
    return value if quotes or key == "edit.after" else drop_turned(value)


def letters(text: str) -> str:
    """The letters and digits of `text`, without case, by which quoted words are compared.

    >>> letters("(Lo, 2022)")
    'lo2022'
    """
    return "".join(filter(str.isalnum, text.casefold()))


# ── fields of entries ────────────────────────────────────────────────────────


def check_fields(fields_: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    """The fields as they may be printed. `ConfigError` for what CSL-JSON has no place for."""
    _check(fields_, name, where)
    return {key: _unturned(value) for key, value in fields_.items()}


def _unturned(value: Any) -> Any:  # noqa: ANN401  whatever a field of CSL-JSON holds
    match value:
        case str():
            return drop_turned(value)
        case list():
            return [_unturned(one) for one in value]
        case dict():
            return {key: _unturned(one) for key, one in value.items()}
    return value


def _check(fields_: Mapping[str, Any], name: str, where: str) -> None:
    for key, value in fields_.items():
        if value in ("", [], {}):
            continue  # takes the field away
        place = f"{where}.{key}"
        if key in NAMES:
            _check_names(value, name, place)
        elif key in DATES:
            _check_date(value, name, place)
        elif isinstance(value, str):
            text_of(value, name, place)
        elif not _is_number(value):
            raise wrong(name, place, value, "text or a number")


def _check_names(value: object, name: str, place: str) -> None:
    rows = value if isinstance(value, list) else [None]
    for row in rows:
        if (
            not isinstance(row, dict)
            or not row
            or not all(isinstance(v, str) for v in row.values())
        ):
            wanted = '[{ family = "…", given = "…" }] or [{ literal = "…" }]'
            raise wrong(name, place, value, wanted)
        for part in row.values():
            text_of(part, name, place)


def _check_date(value: object, name: str, place: str) -> None:
    if isinstance(value, dict) and [*value] == ["literal"]:
        text_of(value["literal"], name, place)
        return
    wanted = '{ date-parts = [[2023, 4, 21]] } or { literal = "in press" }'
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        raise wrong(name, place, value, wanted)
    for part in parts:
        whole = isinstance(part, list) and all(type(number) is int for number in part)
        if not whole or not is_date(part):
            raise wrong(name, place, value, wanted)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)
