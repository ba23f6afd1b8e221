"""ISO dates, written out in the language of an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from copydesk import tables


def in_words(day: str, language: str) -> str:
    """Write the ISO `day` out in `language` (a BCP 47 tag); return anything else as it is.

    >>> in_words("2026-03-03", "en-GB"), in_words("2026-03-03", "en-US")
    ('3 March 2026', 'March 3, 2026')
    >>> in_words("2026-03-01", "de-CH"), in_words("2026-03-01", "fr"), in_words("2026-03", "fr")
    ('1. März 2026', '1er mars 2026', '2026-03')
    """
    forms = next((_forms()[tag] for tag in _wider(language) if tag in _forms()), None)
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    if forms is None:
        return day
    number = forms.get("first", "1") if found.day == 1 else str(found.day)
    month = forms["months"][found.month - 1] if "months" in forms else ""
    text: str = forms["long"].format(day=number, month=month, number=found.month, year=found.year)
    return text


def _wider(language: str) -> Iterator[str]:
    """`language`, then the same less its last subtag, and so on."""
    while language:
        yield language
        language = language.rpartition("-")[0]


@cache
def _forms() -> Mapping[str, Mapping[str, Any]]:
    """Language → how it prints a day. They are data of the package, so they are read once."""
    return tables.load_table("words/dates")
