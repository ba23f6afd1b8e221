"""Straight quotation marks, read as the curly ones they stand for.

A straight mark does not say whether it opens or closes. Titles are known by
their marks, so the entry is read in a copy whose marks are curled. The copy is
as long as the entry; what was read from it is given back with the marks that
were received.
"""

from __future__ import annotations

import re
from typing import Any, Final

_BEFORE: Final = r"(?:(?<=[\s(\[{“„«‘/–—-])|^)"
_OPENING: Final = re.compile(_BEFORE + r'"(?=\S)')
#: Not `'90s`, `'n'`, nor a mark before a blank.
_SINGLE_OPENING: Final = re.compile(_BEFORE + r"'(?!\s|\d\ds?\b|n'|t\s|s\s)(?=[^\s'])")
_SINGLE_CLOSING: Final = re.compile(r"(?<=[^\s'])'(?=[\s.,;:!?)\]}”»\"]|$)")
#: `the dogs' bowls`: a plural may go on like this, a quotation hardly ever.
_GOES_ON: Final = re.compile(r"s'\s[a-zß-öø-ÿ]")
_STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
_CURLY: Final = frozenset("“”‘’")


def curled(entry: str) -> str:
    r"""`entry` with its straight quotation marks curled, apostrophes left as they are.

    >>> curled("Lo, B. (2022) 'The miller's daughters', \"The Tide\", 3.")
    "Lo, B. (2022) ‘The miller's daughters’, “The Tide”, 3."
    >>> curled("The '90s and the dogs' bowls")
    "The '90s and the dogs' bowls"
    """
    curled_once = with_singles_curled(entry)
    return _OPENING.sub("“", curled_once).replace('"', "”") if '"' in entry else curled_once


def with_singles_curled(entry: str) -> str:
    r"""`entry` with its single marks curled in pairs: each opening one with its closing one.

    >>> with_singles_curled("'Salt', \"The Tide\"")
    '‘Salt’, "The Tide"'
    """
    if "'" not in entry:
        return entry
    openings = [match.start() for match in _SINGLE_OPENING.finditer(entry)]
    closings = [match.start() for match in _SINGLE_CLOSING.finditer(entry)]
    signs = list(entry)
    behind = 0
    for number, opening in enumerate(openings):
        until = openings[number + 1] if number + 1 < len(openings) else len(entry)
        while behind < len(closings) and closings[behind] < opening:
            behind += 1
        first = behind
        while behind < len(closings) and closings[behind] < until:
            behind += 1
        if first < behind:
            signs[opening], signs[_end(entry, closings[first:behind])] = "‘", "’"
    return "".join(signs)


def _end(entry: str, closings: list[int]) -> int:
    """The first of `closings` that is no plural's apostrophe, the last when all may be."""
    ends = (at for at in closings if not _GOES_ON.match(entry, at - 1))
    return next(ends, closings[-1])


def received(value: Any, entry: str, copy: str) -> Any:  # noqa: ANN401  any CSL value
    r"""`value`, read from `copy`, with the quotation marks of `entry`.

    >>> entry = "Lo, B. (2022) \"The 'long truce' ends\"."
    >>> received({"title": "The ‘long truce’ ends"}, entry, curled(entry))
    {'title': "The 'long truce' ends"}
    """
    if isinstance(value, dict):
        return {name: received(one, entry, copy) for name, one in value.items()}
    if isinstance(value, list):
        return [received(one, entry, copy) for one in value]
    if not isinstance(value, str) or _CURLY.isdisjoint(value):
        return value
    at = copy.find(value)
    if at >= 0:
        return entry[at : at + len(value)]
    # Its blanks or stops were mended on the way: only one kind of marks can be undone.
    return value if not _CURLY.isdisjoint(entry) else value.translate(_STRAIGHT)
