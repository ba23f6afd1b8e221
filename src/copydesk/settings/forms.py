"""Strict reading of desk files: an unknown key is an error that names the nearest key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from copydesk.errors import ConfigError
from copydesk.settings.hints import name_nearest
from copydesk.settings.layers import drop_turned, parse_toml

#: What no text in print may hold.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
#: The same, where lines may end.
_CONTROL_IN_LINES: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
#: Of a wrong value a message shows no more characters.
_MOST: Final = 80


@dataclass(frozen=True, slots=True)
class Form:
    """The reader of one kind of file.

    `name` is the file in messages; `family` stands before the codes of what is wrong with it.

    >>> Form("may.toml", "issue").text(" Tides ", "subject")
    'Tides'
    """

    name: str
    family: str

    def table(self, data: bytes) -> dict[str, Any]:
        """Parse the TOML table in `data`. Raises `ConfigError`."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = f"`{self.name}` is not UTF-8 text"
            raise ConfigError(
                message, hint="save it as UTF-8", code=f"{self.family}.read"
            ) from None
        return parse_toml(text, self.name)

    def known(self, table: Mapping[str, Any], keys: Collection[str], place: str = "") -> None:
        """Raise `ConfigError` for a key of `table` (at `place`) that is not in `keys`."""
        for key in table:
            if key not in keys:
                message = f"{self.name}: unknown key `{place}{key}`"
                hint = name_nearest(key, sorted(keys))
                raise ConfigError(message, hint=hint, code=f"{self.family}.unknown-key")

    def schema(self, table: Mapping[str, Any], ours: str, kind: str = "value") -> None:
        """Raise `ConfigError` for a file of another version than `ours`."""
        if (schema := table.get("schema", ours)) != ours:
            message = f"{self.name}: `schema` is {schema!r}, but this copydesk reads `{ours}`"
            raise self.error(message, "update copydesk", kind)

    def error(self, message: str, hint: str, kind: str = "value") -> ConfigError:
        """Make the error for a value, or of another `kind`, which ends its code."""
        return ConfigError(message, hint=hint, code=f"{self.family}.{kind}")

    def wrong(
        self, key: str, value: object, wanted: str, hint: str = "correct the value"
    ) -> ConfigError:
        """Make the error for a `key` whose value is not `wanted`."""
        return self.error(
            f"{self.name}: `{key}` is {str(value)[:_MOST]!r}, expected {wanted}", hint
        )

    def text(self, value: object, key: str) -> str:
        """Return `value`, stripped, if it is text of one line."""
        if not isinstance(value, str) or _CONTROL.search(value):
            raise self.wrong(key, value, "text in quotation marks, on one line")
        return drop_turned(value).strip()

    def passage(self, value: object, key: str) -> str:
        """Return `value` if it is text of one or more lines."""
        if not isinstance(value, str) or _CONTROL_IN_LINES.search(value):
            raise self.wrong(key, value, "text in quotation marks")
        return drop_turned(value).strip()

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        """Return `value` if it is a list of texts, none of them empty."""
        if not isinstance(value, list):
            raise self.wrong(key, value, "a list of texts")
        found = tuple(self.text(item, key) for item in value)
        if not all(found):
            raise self.wrong(key, "", "a list of texts")
        return found

    def choice(self, value: object, key: str, choices: Collection[str]) -> str:
        """Return `value` if it is one of `choices`."""
        found = self.text(value, key)
        if found not in choices:
            listed = ", ".join(f"`{one}`" for one in choices)
            hint = name_nearest(found, list(choices))
            raise self.wrong(key, found, f"one of {listed}", hint)
        return found

    def rows(self, value: object, key: str) -> list[dict[str, Any]]:
        """Return `value` if it is an array of tables, as `[[key]]` makes one."""
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.wrong(key, value, f"tables under [[{key}]]")
        return value

    def inner(self, value: object, key: str) -> dict[str, Any]:
        """Return `value` if it is a table, as `[key]` makes one."""
        if not isinstance(value, dict):
            raise self.wrong(key, value, f"a table under [{key}]")
        return value
