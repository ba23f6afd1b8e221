"""What stands in a byline beside the names: taken off where it is printed elsewhere or a site's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure import dates, names
from copydesk.structure.dates import Found
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load, why
from copydesk.structure.sheet import Sheet

_DATED: Final = "the date is printed in its own place"
#: What leads from the names of a byline to its date: a comma, a dash, a word.
_BEFORE_DATE: Final = re.compile(
    r"(?<![\s,;|·•–—(-])[\s,;|·•–—(-]++"
    r"(?:(?:le|on|am|el|il|em|den|op|vom|du|published|posted|updated):?\s++){0,2}+\Z",
    re.IGNORECASE,
)
_BEHIND_DATE: Final = re.compile(
    r"[\s,;|·•–—-]*(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?(?:Uhr|h|[ap]\.?m\b\.?))?[\s,;|·•–—-]++)?",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"[\s,;|·•–—(-]+([^\W\d_]{2,12})\.?,?\Z")
#: The number of comments that a site sets behind the date.
_COUNT: Final = re.compile(r"[\s|·•–—-]+\d{1,4}")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: The hour behind a date: "um 14:20 Uhr", "at 9:14 am".
_HOUR: Final = re.compile(
    r"[\s,;|·•–—-]*(?:(?:um|at|à|alle|ore|kl\.?|om)\s+)?\d{1,2}[:.h]\d{2}(?:\s?(?:Uhr|h|[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
#: A part of a row behind its bar: " | 9 min read".
_PART: Final = re.compile(r"(?<!\s)\s*+[|·•]\s++([^|·•\s]++(?:\s++[^|·•\s]++)*+)")
_TRAIL: Final = re.compile(r"([^|·•»›>]{2,30}?)\s*[|·•»›>]\s+(?=\S)")


def pared(own: Sequence[Passage], printed: str, sheet: Sheet) -> None:
    """Take off the lines of a byline, `own`, what does not belong to it.

    A date goes when it is that of the line `printed`, or when there is no such line: then
    it is printed in its own place. A word such as "by" goes from above a line that says it.
    """
    kept = list(own)
    for passage, below in pairwise(own):
        alone = fold(passage.text) in load().cues["byline"]
        said = alone and names.byline(below.text).announced
        reason = "the next line says it"
        if said and sheet.remove(passage.numbers[0], "structure.byline", reason):
            kept.remove(passage)
    for passage in kept:
        _off_trail(passage.numbers[0], sheet)
        _off_row(passage.numbers[0], sheet)
        _raise_marks(passage.numbers[0], sheet)
    dated = [passage for passage in kept if dates.find(passage.text)]
    if len(dated) == 1:
        _off_date(dated[0].numbers[0], printed, sheet)


def _raise_marks(number: int, sheet: Sheet) -> None:
    """Set the figures of affiliations high, as the page above did: a byline is plain text."""
    text = sheet.current[number]
    if not names.byline(text).authors:
        return
    for mark in reversed(list(names.MARKS.finditer(text))):
        raised = mark[0].translate(_RAISED)
        if raised != mark[0]:
            reason = "the figure leads to an affiliation"
            sheet.change(number, "structure.byline", (mark.start(), mark[0]), raised, reason)


def _off_trail(number: int, sheet: Sheet) -> None:
    """Take a word of the site's menu off the front: "Home | By Mara Osei"."""
    text = sheet.current[number]
    trail = _TRAIL.match(text)
    if trail and fold(trail[1]) in load().exact and names.byline(text[trail.end() :]).authors:
        reason = "a word of the site's menu"
        sheet.change(number, "structure.byline", (0, trail[0]), "", reason)


def _off_row(number: int, sheet: Sheet) -> None:
    """Take what a site counts and files off the back: "By Mara Osei | 9 min read | Tags: Tar"."""
    for part in reversed(list(_PART.finditer(sheet.current[number]))):
        phrase = fold(part[1])
        if load().kind(phrase):
            change = part.start(), part[0]
            sheet.change(number, "structure.byline", change, "", why(phrase))


def _off_date(number: int, printed: str, sheet: Sheet) -> None:
    text = sheet.current[number]
    found = dates.find(text)
    if found is None or (printed and dates.reading(printed) != (found.iso or None)):
        return
    if dates.standing(text.strip(), found)[0]:
        sheet.remove(number, "structure.date", _DATED)
        return
    start = _names_end(text, found)
    if start and _says_no_more(text[:start], text[found.end :]):
        sheet.change(number, "structure.date", (start, text[start:]), "", _DATED)
    elif not text[: found.start].strip(" ([|"):
        behind = _BEHIND_DATE.match(text, found.end)
        end = behind.end() if behind else found.end
        if names.byline(text[end:]).authors:
            sheet.change(number, "structure.date", (0, text[:end]), "", _DATED)


def _names_end(text: str, found: Found) -> int:
    """Where the names before the date `found` end, 0 where none do."""
    said = _BEFORE_DATE.search(text, 0, found.start)
    if said is None or not said.start() or text[said.start() - 1] == ":":
        return 0
    day = _DAY.search(text, 0, said.start())
    if day and day[1].casefold() in load().weekdays:
        # "Do" is a day of the week, and a family name: then one name is left without it.
        whole = names.byline(text[: day.start()]).authors
        if whole and " " in whole[0]:
            return day.start()
    return said.start()


def _says_no_more(head: str, tail: str) -> bool:
    """Whether `tail` holds no word beside the names of `head`: a number, or the names again."""
    hour = _HOUR.match(tail)
    if not tail[hour.end() if hour else 0 :].strip(" .)|") or _COUNT.fullmatch(tail.rstrip()):
        return True
    authors = names.byline(head).authors
    again = tail.strip(" .|").casefold()
    return bool(authors) and again.isprintable() and again.endswith(authors[-1].casefold())
