"""CSL-JSON in and out, and the soundness that every item read from anywhere is given."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from copydesk.errors import Refused
from copydesk.library import dates
from copydesk.library.shelf import Caps, Entry, Shelf, Slip
from copydesk.model import DATES, NAME_PARTS, NAMES, TEXTS, TYPES, Csl, is_date

#: Older names of variables, as other programs still write them.
_FORMERLY: Final = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
#: What no output may hold.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: Levels of values in an item; CSL-JSON itself has four.
_DEEPEST: Final = 50
#: What is printed as a link, whose text reads as its address does: no blank in it stands twice.
_ADDRESSES: Final = frozenset(("DOI", "URL"))
_BREAKS: Final = re.compile("[\t\r\n\x85\u2028\u2029]+")


def read(text: str, caps: Caps) -> Shelf:
    """The items of a CSL-JSON file: an array, an object with `items`, or one item.

    Raises `Refused` when it is no JSON or holds no item.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = "it holds brackets or digits without end"
        if isinstance(error, json.JSONDecodeError):
            where = f"line {error.lineno}: {error.msg}"
        message = f"the library is no CSL-JSON: {where}"
        raise Refused(message, hint="correct it there", code="refuse.library") from None
    if isinstance(values, dict):
        values = values["items"] if isinstance(values.get("items"), list) else [values]
    if not isinstance(values, list):
        message = "the library is no CSL-JSON: a list of items is wanted"
        raise Refused(message, hint="export it as CSL-JSON", code="refuse.library")
    entries, slips = [], []
    for number, value in enumerate(values, 1):
        if number > caps.entries:
            slips.append(Slip(0, caps.too_many("items")))
            break
        if not isinstance(value, dict) or not any(name in value for name in (*TEXTS, *NAMES)):
            slips.append(Slip(0, f"item {number} is no CSL item"))
            continue
        key = value.get("citation-key") or value.get("id") or ""
        if _is_deep(value):
            slips.append(Slip(0, f"the values of item {number} nest too deep"))
            continue
        raw = json.dumps(value, ensure_ascii=True)
        if len(raw) > caps.value and (long := _longest(value))[0] > caps.value:
            slips.append(Slip(0, caps.too_long(f"`{clean(long[1])}` of item {number}")))
            continue
        entries.append(Entry(clean(str(key)), sound(value), raw))
    return Shelf(tuple(entries), tuple(slips))


def _is_deep(value: object) -> bool:
    """Whether `value` nests deeper than `_DEEPEST`; looked at level by level, on no stack."""
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        rows = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for row in rows for one in row if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _longest(item: Mapping[str, Any]) -> tuple[int, str]:
    """The length of the longest field of `item`, as it would be written, and its name."""
    return max((len(json.dumps(value, ensure_ascii=False)), name) for name, value in item.items())


def write(items: Iterable[Csl]) -> str:
    """`items` as a CSL-JSON file."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def clean(text: str) -> str:
    r"""`text` without what no output may hold; breaks become blanks.

    >>> clean("a\x00b\nc\ud800")
    'ab c'
    """
    return _BREAKS.sub(" ", _FORBIDDEN.sub("", text)).strip(" ")


def sound(item: Mapping[str, Any]) -> Csl:
    """`item` as CSL 1.0.2 wants it; what it has no place for stands under `custom`.

    >>> sound({"type": "tweet", "volume": 3, "issued": "2019-05", "x": [1]})["custom"]
    {'x': [1], 'type': 'tweet'}
    """
    kind = item.get("type")
    found: Csl = {"type": kind if isinstance(kind, str) and kind in TYPES else "document"}
    custom = _custom(item.get("custom"))
    for given, value in item.items():
        name = _FORMERLY.get(given, given)
        if name in ("id", "type", "custom", "citation-key") or value in (None, "", [], {}):
            continue
        held = _value(name, value)
        if held in ("", [], {}, None):
            custom[clean(given)] = _cleaned(value)
        else:
            found[name] = held
    if kind and kind != found["type"]:
        custom["type"] = _cleaned(kind)
    return found | ({"custom": custom} if custom else {})


def _custom(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return {clean(str(name)): _cleaned(one) for name, one in value.items()}
    return {"custom": _cleaned(value)} if value else {}


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  what JSON holds, what CSL holds
    """`value` as the variable `name` may hold it; None when it has no place there."""
    if name in NAMES:
        return _names(value)
    if name in DATES:
        return _date(value)
    if name not in TEXTS:
        return None
    if isinstance(value, str):
        return " ".join(clean(value).split()) if name in _ADDRESSES else clean(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else clean(repr(value))


def _names(value: Any) -> list[dict[str, str]] | None:  # noqa: ANN401  what JSON holds
    rows = value if isinstance(value, list) else [value]
    found = []
    for row in rows:
        if isinstance(row, str):
            name = {"literal": clean(row)}
        elif isinstance(row, dict):
            parts = ((part, row.get(part)) for part in NAME_PARTS)
            name = {part: clean(text) for part, text in parts if isinstance(text, str)}
        else:
            return None
        name = {part: text for part, text in name.items() if text}
        if name:
            found.append(name)
    return found


def _date(value: Any) -> Csl | None:  # noqa: ANN401  what JSON holds
    if isinstance(value, str | int) and not isinstance(value, bool):
        return dates.read(clean(str(value)))
    if not isinstance(value, dict):
        return None
    rows = value.get("date-parts")
    if isinstance(rows, list) and rows and all(isinstance(row, str) for row in rows[:2]):
        return dates.read(clean("/".join(rows[:2])))
    parts = [_row(row) for row in rows[:2]] if isinstance(rows, list) else []
    if parts and all(parts):
        found: Csl = {"date-parts": parts}
        if season := dates.season_of(value):
            found["season"] = season
        if value.get("circa"):
            found["circa"] = True
        return found
    words = next((value[name] for name in ("literal", "raw") if value.get(name)), "")
    said = clean(str(words))
    return {"literal": said} if value.get("literal") and said else dates.read(said)


def _row(row: Any) -> list[int]:  # noqa: ANN401  what JSON holds
    """A row of date parts as numbers, as far as they are a day's."""
    if not isinstance(row, list):
        return []
    try:
        numbers = [int(one) for one in row[:3] if one not in (None, "")]
    except (TypeError, ValueError, OverflowError):
        return []
    return next((part for part in (numbers, numbers[:1]) if is_date(part)), [])


def _cleaned(value: Any) -> Any:  # noqa: ANN401  any JSON
    """A value nobody knows, each of its texts cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(name)): _cleaned(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return value if not isinstance(value, float) or math.isfinite(value) else str(value)
