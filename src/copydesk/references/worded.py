"""What stands in an entry where others have a year: "in press", "n.d.", "im Erscheinen".

The tagger has seen few of these phrases and thousands of years, so a year is read in their
place. Of works yet to come the phrase is the date, as every style prints it; works without
a date have none, and the style says so in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from copydesk.phrases import pattern, phrases
from copydesk.references.finish import ParsedEntry

#: Years that stand in, the first that the entry does not name itself.
_STAND_INS: Final = ("2017", "2015", "2013", "2011")


@cache
def _phrase() -> re.Pattern[str]:
    """A phrase in brackets, whatever its case, or alone between stops as the lists write it.

    Without brackets "S. D." may be somebody's initials.
    """
    coming, undated = pattern(phrases("coming")), pattern(phrases("undated"))
    # In the lists a short form is written with its case, of the others the first letter varies.
    capital = pattern(phrase.capitalize() for phrase in phrases("coming") if "." not in phrase)
    return re.compile(
        rf"[(\[]\s?(?P<coming>(?i:{coming}))\.?\s?[)\]]"
        rf"|[(\[]\s?(?P<undated>(?i:{undated}))\.?\s?[)\]]"
        rf"|(?<=[,.;:)»”\"]\s)(?:(?P<later>{coming}|{capital})|(?P<never>{undated}))"
        rf"(?=\s?(?:[,.;:]|$))"
    )


@cache
def is_coming() -> re.Pattern[str]:
    """What says that a work is yet to come, and nothing more."""
    return re.compile(pattern(phrases("coming")), re.IGNORECASE)


@cache
def is_undated() -> re.Pattern[str]:
    """What says that a work bears no date, and nothing more."""
    return re.compile(pattern(phrases("undated")), re.IGNORECASE)


def read(text: str, parse: Callable[[str], ParsedEntry]) -> ParsedEntry:
    """What `parse` reads of `text`, with what its words say of its date.

    >>> year = lambda text: {"date-parts": [[int(text[5:9])]]}
    >>> parse = lambda text: ParsedEntry({"issued": year(text)} if text[5:9].isdigit() else {}, 1.0)
    >>> read("Lo, (in press) Tides", parse).csl, read("Lo, (n.d.) Tides", parse).undated
    ({'issued': {'literal': 'in press'}}, True)
    """
    found = _phrase().search(text)
    if found is None or "issued" in (plain := parse(text)).csl:
        return parse(text) if found is None else plain
    year = next((year for year in _STAND_INS if year not in text), "")
    whole, start, end = found[0], *found.span()
    bracketed = f"{whole[0]}{year}{whole[-1]}" if whole[0] in "([" else year
    one = parse(f"{text[:start]}{bracketed}{text[end:]}")
    if not year or one.csl.get("issued", {}).get("date-parts") != [[int(year)]]:
        return plain
    coming = found["coming"] or found["later"]
    if coming:
        return replace(one, csl=one.csl | {"issued": {"literal": coming}})
    csl = {field: value for field, value in one.csl.items() if field != "issued"}
    return replace(one, csl=csl, undated=True)
