"""The closed list of words that the desk itself puts on a page, by language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def labels(language: str) -> Mapping[str, str]:
    """The words for a BCP 47 `language`; English where copydesk has none.

    >>> labels("de-CH")["notes"], labels("")["notes"]
    ('Anmerkungen', 'Notes')
    """
    text = (files("copydesk") / "house" / "labels.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table["en"] | table.get(language.partition("-")[0].lower(), {})
