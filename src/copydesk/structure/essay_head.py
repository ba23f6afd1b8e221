"""The head of a student's essay as the MLA sets it: author, teacher, course, day, then the title.

It looks like a menu, for it is four short lines; its form alone tells what each of them says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk import honorifics
from copydesk.model import Role
from copydesk.structure.authors import read_names
from copydesk.structure.date import find_dates, is_only_date
from copydesk.structure.lines import LABEL, LINE, measure_columns

#: Running head, author, teacher, course, day, title and the first words of the text.
LONGEST: Final = 7
#: The running head of the first page: "Keller 1".
_PAGE: Final = re.compile(r"([^\W\d_][\w'’-]*) \d{1,2}")
_BROKEN_OFF: Final = (".", ",", ":", ";", "!", "?")


def find_head(texts: Sequence[str]) -> dict[int, Role]:
    """The role of each line of the head with which `texts` begin, by its index; {} without one.

    A byline, an address and a letter are none: the teacher has a title and no first name, or
    the course a number.

    >>> find_head(["Maria Keller", "Professor Osei", "English 101", "12 March 2021", "The Quiet",
    ...            "The harbour was quiet in the winter of 2019, when the pilots had gone."])
    {0: 'byline', 1: 'furniture', 2: 'furniture', 3: 'date', 4: 'title'}
    """
    first = _first(texts)
    for between in (1, 2):
        day = first + 1 + between
        if day + 2 >= len(texts):
            return {}
        above, below = texts[first:day], texts[day + 1 : day + 3]
        if _is_day(texts[day]) and _is_head(above) and _is_title(*below):
            found: dict[int, Role] = dict.fromkeys(range(day), "furniture")
            return found | {first: "byline", day: "date", day + 1: "title"}
    return {}


def _first(texts: Sequence[str]) -> int:
    """1 below a running head that names the author's page, else 0."""
    page = _PAGE.fullmatch(texts[0]) if len(texts) > 1 else None
    return int(page is not None and texts[1].endswith(f" {page[1]}"))


def _is_head(rows: Sequence[str]) -> bool:
    """Whether `rows` name an author, a teacher and perhaps a course."""
    author, teacher, *course = rows
    if not _is_person(author) or honorifics.without(author) != author:
        return False
    bare = honorifics.without(teacher.strip(" .,"))
    surname = bare != teacher and bare.istitle() and " " not in bare
    if not (surname or _is_person(bare)):
        return False
    if not course:
        return surname
    return _is_course(course[0]) and (surname or _is_numbered(course[0]))


def _is_person(text: str) -> bool:
    return [(name.kind, name.text) for name in read_names(text)] == [("person", text)]


def _is_course(text: str) -> bool:
    short = measure_columns(text) <= LABEL and text[:1].isupper() and not text.endswith(_BROKEN_OFF)
    return short and not _is_person(text) and not any(find_dates(text))


def _is_numbered(text: str) -> bool:
    return "," not in text and any(map(str.isdigit, text))


def _is_day(text: str) -> bool:
    return measure_columns(text) <= LABEL and is_only_date(text)


def _is_title(text: str, below: str) -> bool:
    """Whether `text` is a headline, and `below` the first words of its text."""
    plain = measure_columns(text) <= LINE and not text.endswith((".", ",", ":", ";"))
    signed = any(name.announced for name in read_names(text))
    return plain and not (signed or _is_day(text)) and measure_columns(below) > LABEL
