"""Find the end of a title that holds a month or a year, or that an outlet is glued to.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from copydesk.references import dates, lexicon, names, seams
from copydesk.references.dates import MONTH
from copydesk.references.pieces import OUTLETS, joined, labels, parted
from copydesk.references.tag import Segment

_IN: Final = frozenset(("in", "im", "en", "since", "until", "by"))
_ABOUT: Final = re.compile(r"(?:on|about|of|über|zur?|zum|sur|sobre|su)\s")
#: Behind these stand the school and the degree: "Dissertation an der Universität Wien".
_THESES: Final = re.compile(
    r"\b(?:thesis|dissertation|habilitation\w*|\w*arbeit|thèse|mémoire|tesis|tesi)\b", re.IGNORECASE
)
_BARE_YEAR: Final = re.compile(r"(?:1[4-9]|20)\d\d\.?")
_GLUED: Final = re.compile(r"(?<=[a-zà-ÿ]{2}[.?!])(?=[A-ZÀ-ÖØ-Þ])")
_LONGEST_NAME: Final = 60
_VERSION: Final = re.compile(r"(?:^|(?<=[.,])\s)(?:R package\s|Python package\s)?[Vv]ersion$")
_NUMBER: Final = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,3}[.,;]?(?=\s|$)")


@cache  # few lists ask
def _two_months() -> re.Pattern[str]:
    """`March, 13 April.`: two months, of which the first belongs to what stands before."""
    return re.compile(
        rf"(?i:{MONTH})(?:\s\d{{4}})?[.,]{{1,2}}\s(?=\d{{1,2}}\.?\s(?i:{MONTH})\b|(?i:{MONTH})\s\d)"
    )


def month_of_the_title(segments: list[Segment]) -> list[Segment]:
    """In `Ports close` + `in` + `March, 13 April` the small word and its month end the title."""
    for at in range(1, len(segments) - 1):
        before, word, date = segments[at - 1 : at + 2]
        small = word.label in OUTLETS and word.text in _IN and before.label == "title"
        match = _two_months().match(date.text) if small and date.label == "date" else None
        if match:
            month, rest = parted(date, match.end(), "date")
            title = joined(joined(before, word), month)
            return [*segments[: at - 1], title, rest, *segments[at + 2 :]]
    return segments


def report_of_the_title(segments: list[Segment]) -> list[Segment]:
    """In `Salt.` + `Report` + `on the Tides, Hull` the report and what it is on are the title's."""
    for at in range(1, len(segments) - 1):
        before, genre, rest = segments[at - 1 : at + 2]
        cut = genre.label == "genre" and genre.text.isalpha() and rest.label in OUTLETS
        cut = cut and _THESES.match(genre.text) is None
        if cut and before.label == "title" and _ABOUT.match(rest.text):
            title = joined(joined(before, genre), rest)
            return [*segments[: at - 1], title, *segments[at + 2 :]]
    return segments


def year_behind_comma(segments: list[Segment]) -> list[Segment]:
    """In `Trends in tides, 2021.` with the month of another year behind, the year is a title's."""
    for at in range(1, len(segments)):
        before, year = segments[at - 1 : at + 1]
        bare = year.label == "date" and _BARE_YEAR.fullmatch(year.text)
        if not bare or before.label != "title" or before.text[-1] != ",":
            continue
        others = [dates.read(one.text) for one in segments[at + 1 :] if one.label == "date"]
        if any(len(one) > 1 and str(one[0]) != year.text[:4] for one in others):
            return [*segments[: at - 1], joined(before, year), *segments[at + 1 :]]
    return segments


def glued_outlet(segments: list[Segment]) -> list[Segment]:
    """In `No ferry tonight.The Guardian` a stop without a blank parts title and outlet."""
    if labels(segments) & set(OUTLETS):
        return segments
    for at, segment in enumerate(segments):
        cuts = list(_GLUED.finditer(segment.text)) if segment.label == "title" else []
        tail = segment.text[cuts[-1].end() :] if cuts else ""
        if not tail or len(tail) > _LONGEST_NAME:
            continue
        name = tail.strip(" .,:;")
        label = "journal" if seams.is_periodical(name) else "publisher"
        known = label == "journal" or lexicon.kind(name) == "institute"
        if known or (len(name.split()) > 1 and names.is_organisation(name)):
            halves = parted(segment, cuts[-1].end(), label)
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def version_behind(segments: list[Segment]) -> list[Segment]:
    """`Tide tables. Version` + `4.2.1,` is a version of a program: no journal, volume or date."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        named = first.label in ("title", *OUTLETS) and _VERSION.search(first.text)
        numbered = second.label in ("volume", "date", "pages") and _NUMBER.match(second.text)
        if not named or not numbered:
            continue
        number = second.text[: numbered.end()]
        rest = parted(second, numbered.end(), second.label)[1:]
        halves = parted(first, named.start(), "genre")
        version = replace(halves[-1], label="genre", text=f"{halves[-1].text} {number}")
        return [*segments[:at], *halves[:-1], version, *rest, *segments[at + 2 :]]
    return segments
