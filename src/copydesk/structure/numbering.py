"""How deep a heading stands by the number before it: "1." above "1.1", "I." above "A."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+\S")
_SIGNED = re.compile(r"§\s?(\d{1,4})[.)]?\s+\S")
_ROMAN = re.compile(r"([IVXLC]{1,7})[.)]\s+\S")
_LETTER = re.compile(r"([A-Z])[.)]\s+\S")
_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class _Number:
    """What a heading may be numbered by: its kind, how many parts, and the last of them.

    `bare` numbers have neither stop nor parts, as in "7 knots to know".
    """

    kind: str
    parts: int
    value: int
    bare: bool = False


def depths(texts: Sequence[str]) -> list[int]:
    """The depth of each of the headings `texts` by its number, from 1; 0 for one without.

    A number is one only where the same kind begins and goes on.

    >>> depths(["1. Rope", "1.1 Hemp", "2. Tar", "Thanks"])
    [1, 2, 1, 0]
    >>> depths(["I. Rope", "A. Hemp", "B. Sisal", "II. Tar"]), depths(["7. Rope", "A. Hemp"])
    ([1, 2, 2, 1], [0, 0])
    """
    readings = [list(_readings(text)) for text in texts]
    kinds = _counting(readings)
    chosen: list[_Number | None] = []
    last: dict[str, int] = {}
    for reading in readings:
        fits = [number for number in reading if number.kind in kinds]
        # "C." goes on from "B."; elsewhere it may be a hundred.
        fits.sort(key=lambda number: number.value != last.get(number.kind, 0) + 1)
        number = fits[0] if fits else None
        if number is not None and number.parts == 1:
            last[number.kind] = number.value
        chosen.append(number)
    order = list(dict.fromkeys(number.kind for number in chosen if number))
    highest = min((n.parts for n in chosen if n and n.kind == "decimal"), default=1)
    return [
        0 if number is None else 1 + order.index(number.kind) + max(0, number.parts - highest)
        for number in chosen
    ]


def _counting(readings: Sequence[Sequence[_Number]]) -> set[str]:
    """The kinds of which the headings count: from the first on, or through several parts."""
    found = set()
    for kind in ("decimal", "section", "roman", "letter"):
        numbers = [n for reading in readings for n in reading if n.kind == kind]
        parted = {n.value for n in numbers if n.parts > 1}
        tops = {n.value for n in numbers if n.parts == 1 and (parted or not n.bare)}
        begins = {1, 2} <= tops or {1, 2} <= parted or (parted and 1 in tops)
        if begins or (kind == "section" and len(tops) > 1):
            found.add(kind)
    return found


def _readings(text: str) -> Iterator[_Number]:
    if match := _DECIMAL.match(text):
        parts = match[1].split(".")
        yield _Number("decimal", len(parts), int(parts[-1]), bare=not match[2])
    if match := _SIGNED.match(text):
        yield _Number("section", 1, int(match[1]))
    if match := _ROMAN.match(text):
        yield _Number("roman", 1, roman(match[1]))
    if match := _LETTER.match(text):
        yield _Number("letter", 1, ord(match[1]) - ord("A") + 1)


def roman(text: str) -> int:
    """The value of a Roman number; one that is none is no number that anybody counts with.

    >>> roman("XIV"), roman("III")
    (14, 3)
    """
    values = [_DIGITS[sign] for sign in text]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
