"""Print a byline: its lines as one, without what is printed elsewhere or is the site's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from copydesk.structure.author_names import Name, is_announcement, read_names
from copydesk.structure.date import PrintedDate, find_dates, is_only_date, read_date
from copydesk.structure.metadata import load_weekdays, load_words
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load, why
from copydesk.structure.sheet import Sheet

#: What parts the lines of a byline that are printed as one.
_PARTED: Final = " · "
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
_DAY: Final = re.compile(r"(?<![\s,;|·•–—(-])[\s,;|·•–—(-]++([^\W\d_]{2,12})\.?,?\Z")
#: The number of comments that a site sets behind the date.
_COUNT: Final = re.compile(r"[\s|·•–—-]+\d{1,4}")
#: Signs behind a name that lead to an affiliation: "Mara Osei1,2* and Jon Vik²".
_MARKS: Final = re.compile(
    r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*(?=[\s,;&|]|$)"
)
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: The hour behind a date: "um 14:20 Uhr", "at 9:14 am".
_HOUR: Final = re.compile(
    r"[\s,;|·•–—-]*(?:(?:um|at|à|alle|ore|kl\.?|om)\s+)?\d{1,2}[:.h]\d{2}(?:\s?(?:Uhr|h|[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
#: A part of a row behind its bar: " | 9 min read".
_PART: Final = re.compile(r"(?<!\s)\s*+[|·•]\s++([^|·•\s]++(?:\s++[^|·•\s]++)*+)")
_TRAIL: Final = re.compile(r"([^|·•»›>]{2,30}?)\s*[|·•»›>]\s+(?=\S)")


def join_byline(lines: Iterable[str]) -> str:
    """Print the lines of a byline as one; nothing parts a line from one that goes on with it.

    >>> join_byline(["By Mara Osei", "Reviewed by Ann Lo"])
    'By Mara Osei · Reviewed by Ann Lo'
    >>> join_byline(["Mara Osei and", "Jon Vik"])
    'Mara Osei and Jon Vik'
    """
    rows = list(lines)
    text = "".join(rows[:1])
    for above, below in pairwise(rows):
        parted = _read_persons(above) and _is_whole(above, below)
        text += f"{_PARTED if parted else ' '}{below}"
    return text


def clean_byline(own: Sequence[Passage], printed: str, sheet: Sheet) -> None:
    """Take off the lines of a byline, `own`, what does not belong to it.

    A date goes when it is the one that is `printed` on a line of its own, or when nothing is:
    then it is printed in its own place. A word such as "by" goes from above a line that says it.
    """
    kept = list(own)
    for passage, below in pairwise(own):
        said = is_announcement(passage.text) and _is_announced(below.text)
        reason = "the next line says it"
        if said and sheet.remove(passage.numbers[0], "structure.byline", reason):
            kept.remove(passage)
    for passage in kept:
        _cut_trail(passage.numbers[0], sheet)
        _cut_row(passage.numbers[0], sheet)
        _raise_marks(passage.numbers[0], sheet)
    dated = [passage for passage in kept if any(find_dates(passage.text))]
    if len(dated) == 1:
        _cut_date(dated[0].numbers[0], printed, sheet)


def _read_persons(text: str) -> list[Name]:
    return [name for name in read_names(text) if name.kind == "person"]


def _is_announced(text: str) -> bool:
    return any(name.announced for name in read_names(text))


def _is_whole(above: str, below: str) -> bool:
    """Whether the line `below` names somebody, and does not go on with that `above`."""
    persons = _read_persons(below)
    edges = {above.rsplit(maxsplit=1)[-1].casefold(), below.split(maxsplit=1)[0].casefold()}
    amid = edges & load_words("joiners") or edges & load_words("stops")
    signs = (above[-1], below[0])
    return _is_announced(below) or bool(persons and not amid and all(map(str.isalpha, signs)))


def _raise_marks(number: int, sheet: Sheet) -> None:
    """Set the figures of affiliations high, as the page above did: a byline is plain text."""
    text = sheet.current[number]
    if not _read_persons(text):
        return
    for mark in reversed(list(_MARKS.finditer(text))):
        raised = mark[0].translate(_RAISED)
        if raised != mark[0]:
            reason = "the figure leads to an affiliation"
            sheet.change(number, "structure.byline", (mark.start(), mark[0]), raised, reason)


def _cut_trail(number: int, sheet: Sheet) -> None:
    """Take a word of the site's menu off the front: "Home | By Mara Osei"."""
    text = sheet.current[number]
    trail = _TRAIL.match(text)
    if trail and load().phrases.is_phrase(fold(trail[1])) and _read_persons(text[trail.end() :]):
        reason = "a word of the site's menu"
        sheet.change(number, "structure.byline", (0, trail[0]), "", reason)


def _cut_row(number: int, sheet: Sheet) -> None:
    """Take what a site counts and files off the back: "By Mara Osei | 9 min read | Tags: Tar"."""
    for part in reversed(list(_PART.finditer(sheet.current[number]))):
        phrase = fold(part[1])
        if load().find_kind(phrase)[0]:
            change = part.start(), part[0]
            sheet.change(number, "structure.byline", change, "", why(phrase))


def _cut_date(number: int, printed: str, sheet: Sheet) -> None:
    text = sheet.current[number]
    found = next(find_dates(text), None)
    if found is None or (printed and (read_date(printed) or None) != (found.iso or "")):
        return
    if is_only_date(text) and not _read_persons(text):
        sheet.remove(number, "structure.date", _DATED)
        return
    start = _find_end_of_names(text, found)
    if start and _says_no_more(text[:start], text[found.end :]):
        sheet.change(number, "structure.date", (start, text[start:]), "", _DATED)
    elif not text[: found.start].strip(" ([|"):
        behind = _BEHIND_DATE.match(text, found.end)
        end = behind.end() if behind else found.end
        if read_names(text[end:]):
            sheet.change(number, "structure.date", (0, text[:end]), "", _DATED)


def _find_end_of_names(text: str, found: PrintedDate) -> int:
    """Where the names before the date `found` end, 0 where none do."""
    said = _BEFORE_DATE.search(text, 0, found.start)
    if said is None or not said.start() or text[said.start() - 1] == ":":
        return 0
    day = _DAY.search(text, 0, said.start())
    if day and day[1].casefold() in load_weekdays():
        # "Do" is a day of the week, and a family name: then one name is left without it.
        whole = _read_persons(text[: day.start()])
        if whole and " " in whole[0].text:
            return day.start()
    return said.start()


def _says_no_more(head: str, tail: str) -> bool:
    """Whether `tail` holds no word beside the names of `head`: a number, or the names again."""
    hour = _HOUR.match(tail)
    if not tail[hour.end() if hour else 0 :].strip(" .)|") or _COUNT.fullmatch(tail.rstrip()):
        return True
    persons = _read_persons(head)
    again = tail.strip(" .|").casefold()
    return bool(persons) and again.isprintable() and again.endswith(persons[-1].text.casefold())
