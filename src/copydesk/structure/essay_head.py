"""The head of a student's essay as the MLA sets it: author, teacher, course, day, then the title.

It looks like a menu, for it is four short lines; its form alone tells what each of them says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.language import honorifics
from copydesk.model import Role
from copydesk.structure.authors import read_names
from copydesk.structure.date import is_only_date

#: Running head, author, teacher, course, day, title and the first words of the text.
LONGEST: Final = 7
#: Signs of a line that says one thing, and of a headline.
LABEL: Final = 50
LINE: Final = 100
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
    page = _PAGE.fullmatch(texts[0]) if len(texts) > 1 else None
    first = int(page is not None and texts[1].endswith(f" {page[1]}"))
    for day in range(first + 2, min(first + 4, len(texts) - 2)):
        if (
            _is_day(texts[day])
            and _is_signed(texts[first:day])
            and _is_title(*texts[day + 1 :][:2])
        ):
            found: dict[int, Role] = dict.fromkeys(range(day), "furniture")
            return found | {first: "byline", day: "date", day + 1: "title"}
    return {}


def _is_signed(rows: Sequence[str]) -> bool:
    """Whether `rows` name an author, a teacher and perhaps a course."""
    author, teacher, *course = rows
    bare = honorifics.without(teacher.strip(" .,"))
    titled = bare != teacher and bare.istitle() and " " not in bare
    if not (_is_person(author) and honorifics.without(author) == author):
        return False
    if not course:
        return titled
    is_short = course[0][:1].isupper() and len(course[0]) <= LABEL
    is_course = is_short and not course[0].endswith(_BROKEN_OFF) and not _is_person(course[0])
    numbered = "," not in course[0] and any(map(str.isdigit, course[0]))
    return is_course and (titled or (numbered and _is_person(bare)))


def _is_person(text: str) -> bool:
    return [(name.kind, name.text) for name in read_names(text)] == [("person", text)]


def _is_day(text: str) -> bool:
    return len(text) <= LABEL and is_only_date(text)


def _is_title(text: str, below: str) -> bool:
    """Whether `text` is a headline, and `below` the first words of its text."""
    plain = len(text) <= LINE and not text.endswith((".", ",", ":", ";"))
    signed = any(name.announced for name in read_names(text))
    return plain and not (signed or _is_day(text)) and len(below) > LABEL
