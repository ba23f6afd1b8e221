"""CSL-JSON in and out, and the checks that every item read from anywhere goes through."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from copydesk.errors import Refused
from copydesk.library import edtf
from copydesk.library.entries import Caps, Entry, Library, Slip
from copydesk.model import DATES, NAME_PARTS, NAMES, TEXTS, TYPES, Csl, is_date

#: Older names of variables, as other programs still write them.
_FORMERLY: Final = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
#: What no output may hold.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BREAKS: Final = re.compile("[\t\r\n\x85\u2028\u2029]+")
#: Levels of values in an item; CSL-JSON itself has four.
_DEEPEST: Final = 50


def read(text: str, caps: Caps) -> Library:
    """Read the items of a CSL-JSON file: an array, an object with `items`, or one item.

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
    entries: list[Entry] = []
    slips: list[Slip] = []
    for number, value in enumerate(values, 1):
        if number > caps.entries:
            slips.append(Slip(0, caps.too_many("items")))
            break
        wrong = _find_fault(value, number)
        raw = "" if wrong else json.dumps(value, ensure_ascii=True)
        if len(raw) > caps.value:
            sizes = {name: len(json.dumps(one, ensure_ascii=False)) for name, one in value.items()}
            long = max(sizes, key=sizes.__getitem__)
            wrong = caps.too_long(f"`{clean(long)}` of item {number}") * (sizes[long] > caps.value)
        if wrong:
            slips.append(Slip(0, wrong))
            continue
        key = value.get("citation-key") or value.get("id") or ""
        entries.append(Entry(clean(str(key)), check_item(value), raw))
    return Library(tuple(entries), tuple(slips))


def _find_fault(value: Any, number: int) -> str:  # noqa: ANN401  what JSON holds
    """Why `value` can be no item, "" when it can."""
    if not isinstance(value, dict) or not any(name in value for name in (*TEXTS, *NAMES)):
        return f"item {number} is no CSL item"
    level: list[Any] = [value]
    for _ in range(_DEEPEST):
        rows = (one.values() if isinstance(one, dict) else one for one in level)
        level = [one for row in rows for one in row if isinstance(one, dict | list)]
    return f"the values of item {number} nest too deep" if level else ""


def write(items: Iterable[Csl]) -> str:
    """Write `items` as a CSL-JSON file."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def load_value(text: str) -> Any:  # noqa: ANN401  any JSON
    """The list or object that `text` is as JSON; `text` itself where it is neither."""
    try:
        return json.loads(text) if text[:1] in ("[", "{") else text
    except (ValueError, RecursionError):
        return text


def clean(text: str) -> str:
    r"""`text` without what no output may hold; breaks become blanks.

    >>> clean("a\x00b\nc\ud800")
    'ab c'
    """
    return _BREAKS.sub(" ", _FORBIDDEN.sub("", text)).strip(" ")


def check_item(item: Mapping[str, Any]) -> Csl:
    """Make `item` what CSL 1.0.2 wants; what has no place there stands under `custom`.

    >>> check_item({"type": "tweet", "volume": 3, "issued": "2019-05", "x": [1]})["custom"]
    {'x': [1], 'type': 'tweet'}
    """
    kind = item.get("type")
    found: Csl = {"type": kind if isinstance(kind, str) and kind in TYPES else "document"}
    custom = _cleaned(item.get("custom") or {})
    if not isinstance(custom, dict):
        custom = {"custom": custom}
    for given, value in item.items():
        name = _FORMERLY.get(given, given)
        if name in ("id", "type", "custom", "citation-key") or value in (None, "", [], {}):
            continue
        if held := _value(name, value):
            found[name] = held
        else:
            custom[clean(given)] = _cleaned(value)
    if kind and kind != found["type"]:
        custom["type"] = _cleaned(kind)
    return found | ({"custom": custom} if custom else {})


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  what JSON holds, what CSL holds
    """`value` as the variable `name` may hold it; nothing when it has no place there."""
    if name in NAMES:
        return _names(value)
    if name in DATES:
        return _date(value)
    if name not in TEXTS:
        return None
    if isinstance(value, str):
        # What is printed as a link reads as its address does: no blank in it stands twice.
        return " ".join(clean(value).split()) if name in ("DOI", "URL") else clean(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else clean(repr(value))


def _names(value: Any) -> list[dict[str, str]] | None:  # noqa: ANN401  what JSON holds
    found = []
    for row in value if isinstance(value, list) else [value]:
        if not isinstance(row, str | dict):
            return None
        said = {"literal": row} if isinstance(row, str) else row
        texts = ((part, said.get(part)) for part in NAME_PARTS)
        name = {part: clean(text) for part, text in texts if isinstance(text, str)}
        found.append({part: text for part, text in name.items() if text})
    return [name for name in found if name]


def _date(value: Any) -> Csl | None:  # noqa: ANN401  what JSON holds
    if isinstance(value, str | int) and not isinstance(value, bool):
        return edtf.read_date(clean(str(value)))
    if not isinstance(value, dict):
        return None
    rows = value.get("date-parts")
    rows = rows[:2] if isinstance(rows, list) else []
    if rows and all(isinstance(row, str) for row in rows):
        return edtf.read_date(clean("/".join(rows)))
    parts = [_row(row) for row in rows]
    if not parts or not all(parts):
        said = clean(str(value.get("literal") or value.get("raw") or ""))
        return {"literal": said} if value.get("literal") and said else edtf.read_date(said)
    season = edtf.season_of(value)
    circa = {"circa": True} if value.get("circa") else {}
    return {"date-parts": parts} | ({"season": season} if season else {}) | circa


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
