"""The closed list of words that the desk itself puts on a page, by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.language import primary_subtag
from copydesk.language.scripts import script_of

_NORWEGIAN: Final = {"nb": "no", "nn": "no"}


@cache
def load_labels(language: str) -> Mapping[str, str]:
    """The words for a BCP 47 `language`; English where copydesk has none.

    >>> load_labels("de-CH")["notes"], load_labels("zh-TW")["notes"], load_labels("")["notes"]
    ('Anmerkungen', '註釋', 'Notes')
    """
    table: dict[str, dict[str, str]] = tables.load_table("labels")
    name = primary_subtag(language)
    by_script = f"{name}-{script_of(language).name}"
    return table["en"] | table.get(by_script, table.get(_NORWEGIAN.get(name, name), {}))
