"""The head of a student's essay: author, teacher, course and day in any order, then the title.

It looks like a menu, for it is a few short lines; their form alone tells what each of them says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from copydesk.language.names import strip_honorifics
from copydesk.model import Role
from copydesk.structure.authors import read_names
from copydesk.structure.date import is_only_date

#: Lines of a head, and these with the running head, the title and the first words of the text.
_LINES: Final = range(3, 7)
LONGEST: Final = 9
#: Signs of a line that says one thing, and of a headline.
LABEL: Final = 50
LINE: Final = 100
#: The running head of the first page: "Keller 1".
_PAGE: Final = re.compile(r"([^\W\d_][\w'’-]*) \d{1,2}")
_BROKEN_OFF: Final = (".", ",", ":", ";", "!", "?")
#: What says of a line what it is: "Course: English 101".
_FIELD: Final = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+)?: ?(?=\S)")
#: So many of them are a form that somebody has filled in.
_FIELDS: Final = 2
#: Lines that no credits have, which say what they are as well.
_SCHOOL: Final = frozenset(("numbered", "teacher"))

_Kind: TypeAlias = Literal["day", "person", "titled", "teacher", "numbered", "course", "none"]
"""A teacher is `titled` by a title and one name, a course `numbered` by a figure in it."""


def find_head(texts: Sequence[str]) -> dict[int, Role]:
    """The role of each line of the head with which `texts` begin, by its index; {} without one.

    A byline, an address and a letter are none: the teacher has a title and no first name, or
    the course a number, and several lines may say what they are.

    >>> find_head(["Maria Keller", "Professor Osei", "English 101", "12 March 2021", "The Quiet",
    ...            "The harbour was quiet in the winter of 2019, when the pilots had gone."])
    {0: 'byline', 1: 'furniture', 2: 'furniture', 3: 'date', 4: 'title'}
    """
    page = _PAGE.fullmatch(texts[0]) if len(texts) > 1 else None
    first = int(page is not None and texts[1].endswith(f" {page[1]}"))
    kinds: list[_Kind] = []
    for text in texts[first : first + _LINES.stop]:
        kinds.append(_tell_kind(text, kinds[-1] if kinds else "none"))
    for count in reversed(_LINES):
        end = first + count
        if end + 1 < len(texts) and _is_head(texts[first:end], kinds[:count]):
            if not _is_title(*texts[end : end + 2]):
                continue
            found: dict[int, Role] = dict.fromkeys(range(end), "furniture")
            author, day = (first + kinds.index(kind) for kind in ("person", "day"))
            return found | {author: "byline", day: "date", end: "title"}
    return {}


def _tell_kind(text: str, above: _Kind) -> _Kind:
    """What a line of a head says; `above` is what the one before does.

    Below a teacher with a title stands the course, whether it has a number or not.
    """
    value = _FIELD.sub("", text)
    if _is_day(value):
        return "day"
    for said in (value, text.replace(":", "", 1)):  # "Professor: Jane Osei" has a title too
        bare = strip_honorifics(said.strip(" .,"))
        if bare != said.strip(" .,"):
            return "titled" if bare.istitle() and " " not in bare else "teacher"
    if _is_person(value):
        return "person"
    is_short = text[:1].isupper() and len(text) <= LABEL and not text.endswith(_BROKEN_OFF)
    if is_short and "," not in text and any(map(str.isdigit, text)):
        return "numbered"
    is_course = is_short and (value != text or above == "titled")
    return "course" if is_course else "none"


def _is_head(texts: Sequence[str], kinds: Sequence[_Kind]) -> bool:
    """Whether lines of these kinds name an author, a day, and a teacher or what else they say."""
    if "none" in kinds or kinds.count("day") != 1 or "person" not in kinds:
        return False
    is_taught = "teacher" in kinds or kinds.count("person") > 1
    is_form = sum(_FIELD.match(text) is not None for text in texts) >= _FIELDS
    is_school = ("numbered" in kinds and is_taught) or (is_form and not _SCHOOL.isdisjoint(kinds))
    return "titled" in kinds or is_school


def _is_person(text: str) -> bool:
    return [(name.kind, name.text) for name in read_names(text)] == [("person", text)]


def _is_day(text: str) -> bool:
    return len(text) <= LABEL and is_only_date(text)


def _is_title(text: str, below: str) -> bool:
    """Whether `text` is a headline, and `below` the first words of its text."""
    plain = len(text) <= LINE and not text.endswith((".", ",", ":", ";"))
    signed = any(name.announced for name in read_names(text))
    return plain and not (signed or _is_day(text)) and len(below) > LABEL
