"""CSL items as libraries have them: what a library holds, its types and dates, CSL-JSON in and out.

Every item that is read from anywhere goes through `check_item`. Dates are written as ISO 8601
with the signs that BibLaTeX uses for doubt: a month of 21 to 24 is a season, `~` is "about", `/`
parts the ends of a range. What is no such date stays words.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from copydesk import tables
from copydesk.errors import Refused
from copydesk.model import (
    DATES,
    NAME_PARTS,
    NAMES,
    SEASONS,
    TEXTS,
    TYPES,
    Csl,
    is_date,
)
from copydesk.references import dates

Form: TypeAlias = Literal["bibtex", "biblatex", "ris", "csl-json"]

_COLUMNS: Final[Mapping[Form, int]] = {"bibtex": 0, "biblatex": 1, "ris": 2}


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One entry: its key ("" when the file gives none), its item, its words in the file."""

    key: str
    csl: Csl
    raw: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class LibraryProblem:
    """What is wrong at `line`. A `broken` one cost an entry or a part of it."""

    line: int
    message: str
    broken: bool = True


@dataclass(frozen=True, slots=True)
class Library:
    """A library as it was read; `slips` stand in the order of their lines."""

    entries: tuple[LibraryEntry, ...]
    slips: tuple[LibraryProblem, ...] = ()

    @property
    def broken(self) -> LibraryProblem | None:
        """The first slip that cost something, None when all of the file was read."""
        return next((slip for slip in self.slips if slip.broken), None)


@dataclass(frozen=True, slots=True)
class Caps:
    """What a library may hold: entries, characters of one value, characters from macros."""

    entries: int = 20_000
    value: int = 100_000
    macros: int = 2_000_000

    def too_many(self, what: str) -> str:
        """Say that there are more entries, which are called `what`."""
        limit = f"{self.entries:,} {what}, the limit `limits.library_entries`"
        return f"there are more than {limit}; the rest is left out"

    def too_long(self, what: str) -> str:
        """Say that a value is longer."""
        return f"{what} is longer than {self.value:,} characters, the limit `limits.library_value`"

    def too_much(self, what: str) -> str:
        """Say that macros, or what entries lend, come to more."""
        return f"{what} more than {self.macros:,} characters, the limit `limits.characters`"


class FreeNames:
    """Gives each name once, whatever its case; one that is taken goes by its number.

    >>> names = FreeNames(["tide"])
    >>> names.take("Tide"), names.take("tide"), names.take("ebb")
    ('Tide-2', 'tide-3', 'ebb')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}
        self._times: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Give `name`, or the next of its numbers that is free."""
        free = name
        while free.casefold() in self._taken:
            count = self._times[name] = self._times.get(name, 1) + 1
            free = f"{name}-{count}"
        self._taken.add(free.casefold())
        return free


# ── types and languages, from `data/library/kinds.toml` ─────────────────────


@cache
def _types_read(room: Literal["bib", "ris"]) -> dict[str, str]:
    """Type of a format → CSL type."""
    table = tables.load_table("library/kinds")
    columns = (2,) if room == "ris" else (0, 1)
    written = {row[at]: kind for at in columns for kind, row in table["write"].items()}
    further: dict[str, str] = table["read"][room]
    return {name: kind for name, kind in written.items() if ":" not in name} | further


def read_bib_type(name: str, subtype: str) -> str:
    """The CSL type of a BibTeX or BibLaTeX entry; "" when it is of no known type.

    >>> read_bib_type("article", "newspaper"), read_bib_type("misc", "map")
    ('article-newspaper', 'map')
    """
    subtype = subtype.strip().casefold()
    named = (f"article-{subtype}" if name == "article" else "", subtype)
    return next((one for one in named if one in TYPES), _types_read("bib").get(name, ""))


def read_ris_type(name: str) -> str:
    """The CSL type of a RIS type; "" when it is of no known type."""
    return _types_read("ris").get(name, "")


def write_type(kind: str, form: Form) -> tuple[str, str]:
    """The type of `form` for the CSL type `kind`, and its subtype or "".

    >>> write_type("webpage", "bibtex"), write_type("webpage", "ris")
    (('misc', 'webpage'), ('ELEC', ''))
    """
    rows: dict[str, Any] = tables.load_table("library/kinds")["write"]
    name, _, subtype = (rows.get(kind) or rows["document"])[_COLUMNS[form]].partition(":")
    return name, subtype


def number_variable(kind: str) -> str:
    """The CSL variable that the one field "number" means for a type.

    >>> number_variable("article-journal"), number_variable("report"), number_variable("book")
    ('issue', 'number', 'collection-number')
    """
    numbers: dict[str, list[str]] = tables.load_table("library/kinds")["numbers"]
    return next((name for name, kinds in numbers.items() if kind in kinds), "number")


@cache
def babel_languages() -> tuple[dict[str, str], dict[str, str]]:
    """What babel calls a language, in small letters → its tag, and a tag → its first name."""
    names: dict[str, str] = tables.load_table("library/kinds")["languages"]
    tags = {name.casefold(): tag for name, tag in names.items()}
    return tags, {tag: name for name, tag in reversed(names.items())}


# ── CSL-JSON ─────────────────────────────────────────────────────────────────


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
        where = "its nesting is too deep or a number too long"
        if isinstance(error, json.JSONDecodeError):
            where = f"line {error.lineno}: {error.msg}"
        message = f"the library is not CSL-JSON: {where}"
        raise Refused(message, hint="correct it there", code="refuse.library") from None
    if isinstance(values, dict):
        values = values["items"] if isinstance(values.get("items"), list) else [values]
    if not isinstance(values, list):
        message = "the library is not CSL-JSON: it must be a list of items"
        raise Refused(message, hint="export it as CSL-JSON", code="refuse.library")
    entries: list[LibraryEntry] = []
    slips: list[LibraryProblem] = []
    for number, value in enumerate(values, 1):
        if number > caps.entries:
            slips.append(LibraryProblem(0, caps.too_many("items")))
            break
        wrong = _find_fault(value, number)
        raw = "" if wrong else json.dumps(value, ensure_ascii=True)
        if len(raw) > caps.value:
            sizes = {name: len(json.dumps(one, ensure_ascii=False)) for name, one in value.items()}
            long = max(sizes, key=sizes.__getitem__)
            wrong = caps.too_long(f"`{clean(long)}` of item {number}") * (sizes[long] > caps.value)
        if wrong:
            slips.append(LibraryProblem(0, wrong))
            continue
        key = value.get("citation-key") or value.get("id") or ""
        entries.append(LibraryEntry(clean(str(key)), check_item(value), raw))
    return Library(tuple(entries), tuple(slips))


def _find_fault(value: Any, number: int) -> str:  # noqa: ANN401  what JSON holds
    """Why `value` can be no item, "" when it can."""
    if not isinstance(value, dict) or not any(name in value for name in (*TEXTS, *NAMES)):
        return f"item {number} is not a CSL item"
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
        return read_date(clean(str(value)))
    if not isinstance(value, dict):
        return None
    rows = value.get("date-parts")
    rows = rows[:2] if isinstance(rows, list) else []
    if rows and all(isinstance(row, str) for row in rows):
        return read_date(clean("/".join(rows)))
    parts = [_row(row) for row in rows]
    if not parts or not all(parts):
        said = clean(str(value.get("literal") or value.get("raw") or ""))
        return {"literal": said} if value.get("literal") and said else read_date(said)
    season = season_of(value)
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


# ── dates as text ────────────────────────────────────────────────────────────


_ISO: Final = re.compile(
    r"(?P<year>-?\d{1,6})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:T\S*)?)?)?(?P<doubt>[~?%]?)"
)
#: `ca. 1850`, `[1790]`, `[1790]?`, `1999--2001`
_ABOUT: Final = re.compile(r"(?:c\.?|ca\.?|circa)\s*(\d{3,4})|\[(\d{3,4})\]\?", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[(\d{3,4})\]")
_SPAN: Final = re.compile(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4})")
_LAST_MONTH: Final = 12
_SEASON: Final = 20


def write_date(date: Csl) -> str:
    """Write `date` as text; "" when it says nothing. `read_date` gives it back.

    >>> write_date({"date-parts": [[2019, 5, 3], [2019, 6]]}), write_date({"literal": "in press"})
    ('2019-05-03/2019-06', 'in press')
    """
    rows = [row for row in date.get("date-parts") or [] if row]
    if not rows:
        return str(date.get("literal") or date.get("raw") or "")
    season = season_of(date)
    if season and len(rows[0]) == 1:
        rows = [[*rows[0], _SEASON + season], *rows[1:]]
    return "/".join(_iso(row) + ("~" if date.get("circa") else "") for row in rows)


def _iso(row: list[int]) -> str:
    year = f"{row[0]:05d}" if row[0] < 0 else f"{row[0]:04d}"
    return "-".join((year, *(f"{number:02d}" for number in row[1:])))


def season_of(date: Csl) -> int:
    """The season that `date` names, from 1 (spring) to 4, or 0."""
    season = str(date.get("season", "")).strip().title().replace("Fall", "Autumn")
    if season in SEASONS:
        return SEASONS.index(season) + 1
    return int(season) if season in ("1", "2", "3", "4") else 0


def read_date(text: str) -> Csl:
    """Read the date that `text` names, as words when it is none.

    >>> read_date("1790~"), read_date("1998-21")
    ({'date-parts': [[1790]], 'circa': True}, {'date-parts': [[1998]], 'season': 1})
    >>> read_date("2019-05-03/2019-06"), read_date("[1790]?"), read_date("in press")["literal"]
    ({'date-parts': [[2019, 5, 3], [2019, 6]]}, {'date-parts': [[1790]], 'circa': True}, 'in press')
    """
    plain = " ".join(text.split())
    if not plain:
        return {}
    first, *more = plain.split("/")
    ends = [_ISO.fullmatch(end) for end in (first, *(more if more not in ([""], [".."]) else ()))]
    if len(ends) <= 2 and (date := _from_iso([end for end in ends if end])) and all(ends):
        return date
    if about := _ABOUT.fullmatch(plain):
        return {"date-parts": [[int(about[1] or about[2])]], "circa": True}
    if span := _SPAN.fullmatch(plain) or _BRACKETED.fullmatch(plain):
        return {"date-parts": [[int(year)] for year in span.groups()]}
    return {"literal": plain}


def _from_iso(found: list[re.Match[str]]) -> Csl:
    rows: list[list[int]] = []
    date: dict[str, Any] = {}
    for match in found:
        row = [int(part) for part in match.group("year", "month", "day") if part]
        if len(found) == 1 and len(row) == 2 and row[1] > _SEASON and is_date(row):
            date["season"] = row.pop() - _SEASON
        if (len(row) > 1 and row[1] > _LAST_MONTH) or not is_date(row):
            return {}
        if match["doubt"]:
            date["circa"] = True
        rows.append(row)
    return {"date-parts": rows} | date


def read_parts(year: str, month: str, day: str) -> tuple[Csl, bool]:
    """Read the date in BibTeX's three fields; also whether month and day are both in it.

    >>> read_parts("2019", "may/jun", "")
    ({'date-parts': [[2019, 5], [2019, 6]]}, True)
    >>> read_parts("1998", "Spring", ""), read_parts("2019", "Trinity term", "")[1]
    (({'date-parts': [[1998]], 'season': 1}, True), False)
    """
    date = read_date(year)
    rows = date.get("date-parts")
    if not (month or day):
        return date, True
    if not rows or len(rows) != 1 or len(rows[0]) != 1:
        return date, False
    if not day and (season := season_of({"season": month})):
        return date | {"season": season}, True
    months = [dates.MONTHS.get(word.casefold(), 0) for word in re.findall(r"[^\W\d_]{3,}", month)]
    days = re.findall(r"\d{1,2}", day)
    numbers = re.findall(r"\d{1,2}", month)
    if months:
        days = numbers or days  # "3~" # may: the day stands in the month
    else:
        months = [int(number) for number in numbers]
    ends = [[*rows[0], *row] for row in _month_days(months, [int(one) for one in days])]
    if ends and all(1 <= row[1] <= _LAST_MONTH and is_date(row) for row in ends):
        return date | {"date-parts": ends}, True
    return date, False


def _month_days(months: list[int], days: list[int]) -> list[list[int]]:
    """A month or a day, or the two ends of a range; nothing where it cannot be told."""
    if days:
        return [[months[0], day] for day in days] if len(months) == 1 and len(days) <= 2 else []
    return [[month] for month in months] if len(months) <= 2 else []
