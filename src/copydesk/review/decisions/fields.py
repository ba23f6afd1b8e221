"""Fields of an entry as an editor types them, `year=2023`, into CSL and back into words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from copydesk.errors import UsageError
from copydesk.language.phrases import find_shape
from copydesk.model import DATES, NAMES, TEXTS, TYPES, Csl
from copydesk.references import dates
from copydesk.review.answers import is_place
from copydesk.settings.hints import name_nearest

#: What people say → what CSL says. The names of CSL itself are understood as well.
FRIENDLY: Final = {
    "date": "issued", "pages": "page", "journal": "container-title", "outlet": "container-title",
    "container": "container-title", "book": "container-title", "place": "publisher-place",
    "authors": "author", "editors": "editor", "translators": "translator", "vol": "volume",
}  # fmt: skip
_KNOWN: Final = {name.casefold(): name for name in (*NAMES, *DATES, *TEXTS, "type")}
_FOLDED: Final = _KNOWN | FRIENDLY
_LEAP_DAY: Final = [2, 29]
_YEAR: Final = re.compile(r"-?\d{1,4}")
#: Between names, and between the parts of one.
_PARTS: Final = re.compile("[;,]")
_FORM: Final = 'e.g. year=2023 or author="Marlow, Ines; Osei, Kofi"'


def parse_fields(words: Iterable[str], csl: Mapping[str, Any]) -> Csl:
    """The fields that `words`, each NAME=VALUE, say of an entry that reads `csl`.

    Names are parted by semicolons, "Family, Given" each; without a comma, or in braces, a
    name is an organisation's. `year` changes the year of a date and leaves its day; "in
    press" and its likes stand for one, and "n.d." says that there is none. An empty value
    takes a field away. Raises `UsageError` for what is not valid.

    >>> parse_fields(["author=Marlow, Ines; World Bank", "year=2020"], {})["author"]
    [{'family': 'Marlow', 'given': 'Ines'}, {'literal': 'World Bank'}]
    >>> parse_fields(["year=2020"], {"issued": {"date-parts": [[2022, 12, 30]]}})
    {'issued': {'date-parts': [[2020, 12, 30]]}}
    """
    fields: Csl = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise _wrong(f"`{word}` is not of the form FIELD=VALUE", f"{_FORM}; use `ok` alone")
        value = " ".join(value.split())
        several = _FOLDED.get(name.casefold()) in NAMES
        if any(map(is_place, _PARTS.split(value) if several else (value,))):
            raise _wrong(f"`{word}` has no value yet: replace `…` with your words", _FORM)
        if name.casefold() == "year":
            fields["issued"] = _with_year(value, fields.get("issued") or csl.get("issued"))
            continue
        field = find_field(name)
        fields[field] = _value(field, value) if value else ""
    return fields


def find_field(name: str) -> str:
    """The CSL name of the field that is typed as `name`; `UsageError` when there is none.

    >>> find_field("doi"), find_field("pages")
    ('DOI', 'page')
    """
    if (field := _FOLDED.get(name.casefold())) is not None:
        return field
    known = sorted({*FRIENDLY, "year", *_KNOWN.values()})
    hint = name_nearest(name, known, "`copydesk entry --help` lists the usual ones")
    raise _wrong(f"there is no field `{name}`", hint)


def _wrong(message: str, hint: str) -> UsageError:
    return UsageError(message, hint=hint, code="usage.field")


def _value(field: str, value: str) -> Any:  # noqa: ANN401  what CSL holds in that field
    if field in NAMES:
        people = [_name(one.strip()) for one in value.split(";") if one.strip()]
        if not people or not all(people):
            raise _wrong(f"`{value}` has an empty name in it", _FORM)
        return people
    if field in DATES:
        return _date(value)
    if field == "type" and value not in TYPES:
        raise _wrong(f"there is no type `{value}`", name_nearest(value, sorted(TYPES)))
    return value


def _name(text: str) -> dict[str, str]:
    """One name; the small words before a family name stand apart from it."""
    if text.startswith("{") and text.endswith("}"):
        text, is_whole = text[1:-1].strip(), True
    else:
        is_whole = "," not in text
    if is_whole:
        return {"literal": text} if text else {}
    family, given, *suffix = (part.strip() for part in text.split(",", 2))
    words = family.split()
    small = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
    parts = {
        "non-dropping-particle": " ".join(words[:small]),
        "family": " ".join(words[small:]),
        "given": given,
        "suffix": "".join(suffix),
    }
    return {part: value for part, value in parts.items() if value}


def _with_year(value: str, date: Any) -> Any:  # noqa: ANN401  a date of CSL
    if not value or find_shape("undated").fullmatch(value):
        return ""
    if find_shape("coming").fullmatch(value):
        return {"literal": value}
    if not _YEAR.fullmatch(value):
        hint = 'e.g. year=2023, year="in press" or year=n.d.; a whole date is date=2023-04-21'
        raise _wrong(f"`{value}` is not a year", hint)
    _, *day = ((date or {}).get("date-parts") or [[0]])[0]
    if day == _LEAP_DAY and not calendar.isleap(int(value)):
        day = day[:1]
    return {"date-parts": [[int(value), *day]]}


def _date(value: str) -> Any:  # noqa: ANN401  a date of CSL, or "" for none
    """A date, or two with a slash between them, as ISO 8601 or in words."""
    if find_shape("undated").fullmatch(value) or find_shape("coming").fullmatch(value):
        return _with_year(value, None)
    if _YEAR.fullmatch(value):
        return {"date-parts": [[int(value)]]}
    found = [dates.read(part.strip()) for part in value.split("/", 1)]
    if not all(found) or not all(parts[0] and _is_day(parts) for parts in found):
        raise _wrong(f"`{value}` is not a date", "e.g. date=2023-04-21 or date=2023-04")
    return {"date-parts": found}


def _is_day(parts: list[int]) -> bool:
    try:
        dt.date(parts[0], *[*parts[1:], 1, 1][:2])
    except ValueError:
        return len(parts) == 2 and 13 <= parts[1] <= 24  # a season
    return True
