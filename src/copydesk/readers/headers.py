"""What stands above a scraped or mailed text about it: "Label: value" lines, YAML, banners.

It becomes facts. The lines themselves stay lines of the text, since nobody can be sure of
them; structure takes them for furniture, and what the article prints wins over any fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from functools import cache
from typing import Final

from copydesk import tables

#: A header begins in the first lines that are not empty, and has no more lines than this.
_FIRST: Final = 4
HEADER_LINES: Final = 60
#: Facts that make a few labelled lines a header.
_FEWEST: Final = 2
_LONGEST: Final = 500
#: Fields that programs write and authors do not.
_MACHINE: Final = frozenset(("url", "site", "other"))

_ENTRY = re.compile(
    r"[ \t>*_#|-]{0,4}([^\W\d_][\w .()/’'-]{0,30}?)[*_]{0,2}[ \t]?"
    r"(?:：|:(?![/\d]))[ \t*_]{0,4}(.*)$"
)
_HEADLINE = re.compile(r"#[ \t]+\S")
_RULE = re.compile(r"[ \t]*(?:[-=_*~][ \t]?){3,}$|[-*=_ ]{2,}[^\W\d_][\w ’']{2,60}[-*=_: ]{1,}$")
_ADDRESS = re.compile(r"https?://[^\s<>()\"']{3,2000}")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}[a-z_]{0,4}/(https?://[^\s<>\"']+)")
_CACHED = re.compile(r"(?:Google[’']s cache of|cache Google de|Cache von) (https?://[^\s<>\"']+)")
_REPLIES = re.compile(
    r"(?:(?:re|aw|fwd?|wg|tr|rv|sv|vs|odp|ynt)\s?(?:\[\d+\])?:\s*)+", re.IGNORECASE
)
#: "… wrote:" in any language: an address and a colon.
_ATTRIBUTION = re.compile(r".*\S@\S.*[:：]\s*")
_JOINTS = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|e|en|och|og|i|и)\s+|\s+&\s+")


@dataclass(frozen=True, slots=True)
class Header:
    """The facts above a text, and the lines that tell them: those from `first` on, before `size`.

    There are none where other things stand above them than a headline. `machine` says that a
    program wrote the lines, and no author for readers: they tell where the text was fetched, or
    how a message travelled.
    """

    facts: tuple[tuple[str, str], ...] = ()
    size: int = 0
    machine: bool = False
    first: int = field(default=0, repr=False)


def header(lines: Sequence[str]) -> Header:
    """The header in the first of `lines`.

    >>> header(["Title: Mud", "", "URL Source: https://example.org/mud", "", "Text"])
    Header(facts=(('title', 'Mud'), ('url', 'https://example.org/mud')), size=3, machine=True)
    >>> header(["Anna: Is it mud?", "Ben: It is."]).size
    0
    """
    top = list(lines[:HEADER_LINES])
    if top and top[0].rstrip() == "---":
        from copydesk.readers.markdown.front import front_matter

        matter = front_matter("\n".join(top))
        if matter.facts:
            return Header(matter.facts, len(top) - matter.text.count("\n") - 1, machine=True)
    found = _labelled(top)
    banner = next((url for line in top[:HEADER_LINES] if (url := _original(line))), "")
    if banner and "url" not in dict(found.facts):
        return Header((*found.facts, ("url", banner)), found.size, found.machine)
    return found


def attributions(lines: Sequence[str]) -> frozenset[int]:
    """The indices of lines in which a mail program says whose message it quotes below.

    >>> attributions(["See below.", "On 5 Mar 2024 Ada <ada@example.org> wrote:", "> Mud"])
    frozenset({1})
    """
    found: set[int] = set()
    above = -1
    for place, line in enumerate(lines):
        quoted = line.startswith(">")
        if quoted and above >= 0 and _ATTRIBUTION.fullmatch(lines[above][:_LONGEST]):
            found.add(above)
        if quoted or line.strip():
            above = -1 if quoted else place
    return frozenset(found)


def _original(line: str) -> str:
    """The address of the page that an archive's banner names."""
    match = _ARCHIVED.search(line) if "Wayback" in line or "archive.org" in line else None
    match = match or _CACHED.search(line)
    return match[1].rstrip(".,;") if match else ""


def _labelled(lines: Sequence[str]) -> Header:
    start = 0
    for _ in range(_FIRST):
        while start < len(lines) and not lines[start].strip():
            start += 1
        found = _run(lines, start)
        if len({name for name, _ in found.facts}) >= _FEWEST:
            above = [line for line in lines[:start] if line.strip()]
            if not above:
                return found
            headed = len(above) == 1 and _HEADLINE.match(above[0])
            return replace(found, first=start) if headed and found.machine else Header(found.facts)
        start += 1
    return Header()


def _run(lines: Sequence[str], start: int) -> Header:
    """The labelled lines from `start` on. Unknown labels may stand among known ones."""
    facts: dict[str, str] = {}
    size = start
    empty = machine = False
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.strip():
            empty = True
            continue
        entry = _ENTRY.match(line) if len(line) <= _LONGEST else None
        name = _fields().get(_folded(entry[1]), "") if entry else ""
        if entry and name == "content" and not entry[2].strip():
            size, machine = place + 1, True
            break
        if name and name != "content":
            machine |= name in _MACHINE
            value = _value(name, entry[2].strip(" \t*_")) if entry else ""
            if value:
                facts.setdefault(name, value)
        elif not (_RULE.match(line) and not empty) and (empty or not entry):
            break
        size, empty = place + 1, False
    return Header(tuple(sorted(facts.items())), size, machine)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


@cache
def _fields() -> dict[str, str]:
    """Label → field."""
    held = tables.table("headers")
    return {_folded(label): field for field, labels in held.items() for label in labels}


def _value(field: str, text: str) -> str:
    """`text` as the fact `field`, or "" where it cannot be one."""
    if field == "other" or not text:
        return ""
    if field == "url":
        address = _ADDRESS.search(text)
        return address.group().rstrip(".,;") if address else ""
    plain = _unfolded(text)
    if field == "title":
        return plain[match.end() :] if (match := _REPLIES.match(plain)) else plain
    return _people(plain) if field == "author" else plain


def _unfolded(text: str) -> str:
    """`text` without the encoding that mails need for letters beyond ASCII."""
    if "=?" not in text:
        return text
    try:
        return " ".join(str(make_header(decode_header(text))).split())
    except (MessageError, LookupError, ValueError):
        return text


def _people(text: str) -> str:
    """The names in `text`, parted by "; "; a sender's address goes."""
    if "@" in text:
        return parseaddr(text)[0]
    people: list[str] = []
    for part in _JOINTS.split(text):
        names = [name.strip() for name in part.split(",")]
        # "Lind, Ada" is one person, "Ada Lind, Bo Ek" are two.
        people += names if all(" " in name for name in names) else [part.strip()]
    return "; ".join(person for person in people if person)
