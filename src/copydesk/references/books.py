"""Part a book, its editors and the chapter in it.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references.pieces import OUTLETS, QUOTES, joined, parted
from copydesk.references.tag import Segment

_EDITORS: Final = re.compile(
    r"(?:,|\(|\[)?\s*\b(?:eds?|editors?|hrsg|hg|éds?|dirs?|coords?"
    r"|orgs?|a cura di)\b\.?[)\]]?[.,:;]*\s*$",
    re.IGNORECASE,
)
_EDITED: Final = re.compile(
    r"(.{3,200}?[(\[](?:eds?|editors?|hrsg|hg|éds?|dirs?|coords?|orgs?|a cura di)\.?[)\]][.,:]?)"
    r"\s+(\S.*)$",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(r"(?:and|&|und|et|y|e)\s", re.IGNORECASE)
#: One of several says so for all: the names before it are editors too.
_LIST: Final = re.compile(r"[;,/]$")
_SEVERAL: Final = re.compile(r"\b(?:eds|editors|hrsg|hg|éds|dir|dirs|coords|orgs)\b", re.IGNORECASE)
#: Only with a colon and behind a stop; "in" alone may be a word of the title.
_BOOK: Final = re.compile(r"(?<=[.,?!”»])\s(?=(?:In|in|Dans|dans|En|en):\s\S)")
_IN: Final = re.compile(r"(?<=\w)[,.]?\s(?:in|In|dans):\s(?=\S)")


def editors_first(segments: list[Segment]) -> list[Segment]:
    """`Bird, J. and Lee, K., eds.` are editors, all of them."""
    found = list(segments)
    for at, segment in enumerate(found):
        if segment.label != "author":
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        if _EDITORS.search(segment.text) or (after is not None and _goes_on(segment, after)):
            found[at] = replace(segment, label="editor")
    return found


def _goes_on(names: Segment, after: Segment) -> bool:
    """Whether what stands behind `names` is the last of one list of editors."""
    if after.label != "editor":
        return False
    listed = _LIST.search(names.text) and _SEVERAL.search(after.text)
    return bool(listed or _GOES_ON.match(after.text))


def second_title(segments: list[Segment]) -> list[Segment]:
    """A title behind the editors, or behind the beginning of the book's title, is the book's."""
    found: list[Segment] = []
    titled = False
    for segment in segments:
        before = found[-1] if found else None
        behind = before is not None and before.label in ("editor", "container-title")
        if segment.label == "title" and titled and behind:
            found.append(replace(segment, label="container-title"))
        else:
            found.append(segment)
        titled = titled or segment.label == "title"
    return found


def book_behind_editors(segments: list[Segment]) -> list[Segment]:
    """In `in K. Lee (ed.) Rivers and` the words behind the bracket begin the book's title."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        match = _EDITED.match(segment.text) if segment.label == "editor" else None
        if match:
            start = segment.start + match.start(2)
            found.append(replace(segment, text=match[1]))
            found.append(replace(segment, label="container-title", text=match[2], start=start))
        elif before and before.label == "container-title" == segment.label:
            found[-1] = replace(before, text=f"{before.text} {segment.text}")
        else:
            found.append(segment)
    return found


def book_in_title(segments: list[Segment]) -> list[Segment]:
    """`Summary. In: Rivers and Salt`, all of it taken for a title, holds the book as well."""
    if any(one.label in ("container-title", "journal") for one in segments):
        return segments
    for at, segment in enumerate(segments):
        match = _BOOK.search(segment.text) if segment.label == "title" else None
        if match:
            halves = parted(segment, match.end(), "container-title")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def container_behind_in(segments: list[Segment]) -> list[Segment]:
    """In `…, in: Sea and Shore` all before "in:" is still the title."""
    found: list[Segment] = []
    for segment in segments:
        match = (
            _IN.search(segment.text) if segment.label in ("journal", "container-title") else None
        )
        before = found[-1] if found else None
        if match and before is not None and before.label == "title":
            head = segment.text[: match.start()]
            found[-1] = replace(before, text=f"{before.text} {head}".strip(" ,"))
            start = segment.start + match.start()
            found.append(
                replace(segment, text=segment.text[match.start() :].strip(" ,"), start=start)
            )
        else:
            found.append(segment)
    return found


def quoted_book(segments: list[Segment]) -> list[Segment]:
    """In `“Salt waves,”` + `in` + `“Tides of Harbours,”` the second quotation is the book's."""
    for at in range(1, len(segments) - 1):
        first, word, second = segments[at - 1 : at + 2]
        quoted = first.label == second.label == "title" and second.text.startswith(QUOTES)
        if quoted and word.label in OUTLETS and word.text.casefold() in ("in", "in:"):
            book = replace(joined(word, second), label="container-title")
            return [*segments[:at], book, *segments[at + 2 :]]
    return segments
