"""Common mistakes in TOML files, and how to correct them.

A parser says where it gave up; these say what was meant.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class TomlProblem(NamedTuple):
    """A problem ("" if only the parser can say it) and what to do about it."""

    what: str
    hint: str


_UNKNOWN: Final = TomlProblem("", "correct that line")
_NESTED: Final = TomlProblem("", "remove them")
_PLACE: Final = re.compile(r"\(at line (\d+)(?:, column (\d+))?\)\Z")
_AT_END: Final = "(at end of document)"
#: What word processors make of the quotation marks that are typed.
_CURLY: Final = "“”„‟«»‘’‚‛"
_SET: Final = re.compile(r"\s*(?P<key>[\w.-]+)\s*=\s*(?P<value>\S.*)")
_DRESSED: Final = re.compile(
    rf"\s*(?P<key>[\w.-]+)\s*=\s*[{_CURLY}\"'](?P<text>[^\"\\]*)[{_CURLY}\"']\s*"
)
_TABLE: Final = re.compile(r"\s*\[\s*(?P<name>[\w.-]+)\s*\]\s*(?:#.*)?")
#: What begins as days do: with the year, or with the day of a month.
_DAY: Final = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}(?:[-/.]\d|\.? ?[^\W\d]{3,}\.? \d)"
)


def explain_slip(text: str, error: str) -> TomlProblem:
    """Explain the mistake in `text` for which the parser reports `error`.

    >>> explain_slip("subject = “Tides”", "Invalid value (at line 1, column 11)").hint
    'write straight ones: subject = "Tides"'
    >>> explain_slip("date = 2026-13-40", "Expected newline … (at line 1, column 12)").what
    '`2026-13-40` is not a valid date'
    """
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    place = _PLACE.search(error)
    if place and not place[2]:  # too much of something, not a slip
        return _UNKNOWN
    if not place and not error.endswith(_AT_END):
        return _NESTED
    number, column = (int(place[1]), int(place[2])) if place else (len(lines), 0)
    line = lines[number - 1] if number <= len(lines) else ""
    if line[column - 1 : column] in (*_CURLY,):
        return _curly(line)
    if again := _again(line, lines[: number - 1]):
        return again
    found = _SET.fullmatch(line)
    return _meant(found["key"], found["value"].rstrip(), line) if found else _UNKNOWN


def _again(line: str, before: list[str]) -> TomlProblem | None:
    """What a `line` that heads a table says that one of the lines `before` it heads already.

    Who adds a setting at the end of a file writes the name of its table once more.
    """
    found = _TABLE.fullmatch(line)
    for number, above in enumerate(before, 1) if found else ():
        first = _TABLE.fullmatch(above)
        if found and first and first["name"] == found["name"]:
            hint = f"move the lines below it under the first one, in line {number}, and remove it"
            return TomlProblem(f"`[{found['name']}]` occurs for the second time", hint)
    return None


def _meant(key: str, value: str, line: str) -> TomlProblem:
    """What was meant by the `line` that sets `key` to `value`."""
    first = value[0]
    if first in "\"'":
        if value[-1] in _CURLY:
            return _curly(line)
        if value[-1] == first and first in value[1:-1]:
            hint = r'use curly ones inside the text, as in "The “Old” Quay"'
            return TomlProblem("the text ends at the first quotation mark within it", hint)
        return _UNKNOWN
    value = value.partition("#")[0].rstrip()
    if _DAY.match(value):
        hint = f"write it as in {key} = 2026-05-15, or {key} = 2026-05-15T07:00:00+01:00"
        return TomlProblem(f"`{value}` is not a valid date", hint)
    if first.isalpha():
        return TomlProblem("put text in quotation marks", f'write {key} = "{value}"')
    return _UNKNOWN


def _curly(line: str) -> TomlProblem:
    """That quotation marks are not those of TOML, with the line as it is when they are."""
    found = _DRESSED.fullmatch(line)
    right = f': {found["key"]} = "{found["text"]}"' if found else ', as in "Tides"'
    return TomlProblem(
        "its quotation marks are curly, but TOML requires straight ones",
        f"write straight ones{right}",
    )
