"""Single values of a sidecar: which texts and CSL fields may be printed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from copydesk.model import DATES, NAMES, is_date
from copydesk.settings.forms import Form
from copydesk.settings.layers import drop_turned

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DAYS: Final = frozenset(("date", "reference.retrieved"))
_QUOTING: Final = frozenset(
    ("id", "rule", "before", "exact", "prefix", "suffix", "text", "place", "entry", "raw", "target")
)


def text_of(value: object, form: Form, key: str) -> str:
    """`value`, when it is text that `key` may hold; `ConfigError` otherwise.

    Controls of direction that turn something around, or nothing at all, are left out of what will
    be printed. New words inside a line keep theirs, for the line tells what they do.
    """
    if key in _DAYS and isinstance(value, dt.date):
        return value.isoformat()  # TOML's own dates need no quotation marks
    if not isinstance(value, str):
        raise form.wrong(key, value, "text in quotation marks")
    # What quotes the text as received may hold anything; what will be printed may not.
    quotes = key == "decision.after" or key.rpartition(".")[2] in _QUOTING
    if not quotes and _CONTROL.search(value):
        raise form.wrong(key, value, "text without control characters")
    return value if quotes or key == "edit.after" else drop_turned(value)


def letters(text: str) -> str:
    """The letters and digits of `text`, without case, by which quoted words are compared.

    >>> letters("(Lo, 2022)")
    'lo2022'
    """
    return "".join(filter(str.isalnum, text.casefold()))


# ── fields of entries ────────────────────────────────────────────────────────


def check_fields(fields_: Mapping[str, Any], form: Form, where: str) -> dict[str, Any]:
    """The fields as they may be printed. `ConfigError` for what CSL-JSON has no place for."""
    _check(fields_, form, where)
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


def _check(fields_: Mapping[str, Any], form: Form, where: str) -> None:
    for key, value in fields_.items():
        if value in ("", [], {}):
            continue  # takes the field away
        place = f"{where}.{key}"
        if key in NAMES:
            _check_names(value, form, place)
        elif key in DATES:
            _check_date(value, form, place)
        elif isinstance(value, str):
            text_of(value, form, place)
        elif type(value) not in (int, float) or not math.isfinite(value):
            raise form.wrong(place, value, "text or a number")


def _check_names(value: object, form: Form, place: str) -> None:
    rows = value if isinstance(value, list) else [None]
    for row in rows:
        if (
            not isinstance(row, dict)
            or not row
            or not all(isinstance(v, str) for v in row.values())
        ):
            wanted = '[{ family = "…", given = "…" }] or [{ literal = "…" }]'
            raise form.wrong(place, value, wanted)
        for part in row.values():
            text_of(part, form, place)


def _check_date(value: object, form: Form, place: str) -> None:
    if isinstance(value, dict) and [*value] == ["literal"]:
        text_of(value["literal"], form, place)
        return
    wanted = '{ date-parts = [[2023, 4, 21]] } or { literal = "in press" }'
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        raise form.wrong(place, value, wanted)
    for part in parts:
        whole = isinstance(part, list) and all(type(number) is int for number in part)
        if not whole or not is_date(part):
            raise form.wrong(place, value, wanted)
