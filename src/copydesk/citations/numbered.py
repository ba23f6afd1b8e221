"""A list of references as numbers call it: which entry is 3."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from copydesk.model import Line, Reference

Shape: TypeAlias = Literal["bracket", "parenthesis", "raised", "glued", "named"]
"""How a number stands in a text: [3], (3), a raised 3, right behind a stop, "reference 3"."""

_VALUE: Final = re.compile(r"list:number:\d+:(\d+)$")
_HEAD: Final = re.compile(r"\s*([\[(]?)\w{1,12}[\])]?")
#: A list counts as numbered when this share of its entries bear numbers.
_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers or signs of a list, each with the keys of the entries that bear it.

    `written` is how the list itself sets them, "" when it does not say; `guessed` says
    that they are counted because the entries bear none.
    """

    keys: Mapping[str, tuple[str, ...]]
    written: Shape | Literal[""] = ""
    guessed: bool = False

    @property
    def last(self) -> int:
        """The highest number, 0 when the signs are none."""
        return max((int(label) for label in self.keys if label.isdigit()), default=0)


def numbered(references: Sequence[Reference], lines: Sequence[Line]) -> Numbered | None:
    """The numbers of a list, None when its entries bear none.

    They are what the entries begin with, or what an ordered list of the format sets
    before them. `lines` are those of the text as received.

    >>> found = numbered([Reference("lo2022", "[3] Lo, 2022.", "", {}, 1.0, label="3")], ())
    >>> found.keys, found.written
    ({'3': ('lo2022',)}, 'bracket')
    """
    labels = [one.label or _value(one, lines) for one in references]
    if not references or sum(map(bool, labels)) < len(labels) * _SHARE:
        return None
    opened = [
        head[1] for one in references if one.label and (head := _HEAD.match(one.raw)) is not None
    ]
    written: Shape | Literal[""] = ""
    if opened and opened.count("[") * 2 > len(opened):
        written = "bracket"
    elif opened and opened.count("(") * 2 > len(opened):
        written = "parenthesis"
    return Numbered(_by_label(labels, references), written)


def counted(references: Sequence[Reference]) -> Numbered:
    """`references` numbered by their place in the list."""
    labels = [str(place) for place, _ in enumerate(references, 1)]
    return Numbered(_by_label(labels, references), guessed=True)


def _value(reference: Reference, lines: Sequence[Line]) -> str:
    """The number that the format sets before the entry."""
    if not reference.lines or not 0 < reference.lines[0] <= len(lines):
        return ""
    found = _VALUE.match(lines[reference.lines[0] - 1].hint)
    return found[1] if found else ""


def _by_label(labels: Sequence[str], references: Sequence[Reference]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for label, reference in zip(labels, references, strict=True):
        if label:
            found.setdefault(label, []).append(reference.key)
    return {label: tuple(keys) for label, keys in found.items()}
