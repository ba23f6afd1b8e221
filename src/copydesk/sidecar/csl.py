"""Corrected CSL fields of an entry: what CSL-JSON has no place for is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from copydesk.layers import unturned
from copydesk.model import DATES, NAMES, is_date
from copydesk.sidecar.values import text_of, wrong


def checked(fields_: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    """The fields as they may be printed. `ConfigError` for what CSL-JSON has no place for."""
    _check(fields_, name, where)
    return {key: _unturned(value) for key, value in fields_.items()}


def _unturned(value: Any) -> Any:  # noqa: ANN401  whatever a field of CSL-JSON holds
    match value:
        case str():
            return unturned(value)
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
            raise wrong(
                name, place, value, '[{ family = "…", given = "…" }] or [{ literal = "…" }]'
            )
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
        if not isinstance(part, list) or not all(type(number) is int for number in part):
            raise wrong(name, place, value, wanted)
        if not is_date(part):
            raise wrong(name, place, value, wanted)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)
