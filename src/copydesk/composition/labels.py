"""The closed list of words that the desk itself puts on a page, by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.language import primary
from copydesk.language.scripts import script

_NORWEGIAN: Final = {"nb": "no", "nn": "no"}


@cache
def labels(language: str) -> Mapping[str, str]:
    """The words for a BCP 47 `language`; English where copydesk has none.

    >>> labels("de-CH")["notes"], labels("zh-TW")["notes"], labels("")["notes"]
    ('Anmerkungen', '註釋', 'Notes')
    """
    table: dict[str, dict[str, str]] = tables.table("labels")
    name = primary(language)
    by_script = f"{name}-{script(language).name}"
    return table["en"] | table.get(by_script, table.get(_NORWEGIAN.get(name, name), {}))
