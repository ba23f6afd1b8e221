"""The numbers that a word processor prints before list items and headings.

They are in no file: .docx, .odt and .rtf keep only where a paragraph stands in which list,
and each reader counts here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from copydesk.language.list_numbers import format_number
from copydesk.model import ListForm, read_list_form
from copydesk.readers.document import ListPlace, Para
from copydesk.readers.inlines import TextRun

BULLET: Final = "bullet"
NONE: Final = "none"
#: Figures, of which 1 to 9 have a nought before them.
PADDED: Final = "01"
_PLACE: Final = re.compile(r"%([1-9])")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    `form` is that of its numbers (`ListForm`, figures for any other), `BULLET` or `NONE`; `label`
    what is printed, with %1 for the number of the first level; `indent` is in twentieths of a
    point.
    """

    form: str = "1"
    start: int = 1
    label: str = ""
    indent: int = 0

    @property
    def is_bullet(self) -> bool:
        return self.form == BULLET

    @property
    def is_silent(self) -> bool:
        """Whether it prints nothing, so that its paragraphs are no items."""
        blank = not _PLACE.sub("", self.label).strip()
        return blank and (self.form == NONE or (self.is_bullet and self.label != ""))

    @property
    def counts(self) -> ListForm:
        """How its numbers are written."""
        return read_list_form(self.form)

    @property
    def speaks(self) -> bool:
        """Whether it prints words (“Chapter 1”), which belong to the text."""
        return not self.is_bullet and bool(_WORD.search(_PLACE.sub("", self.label)))


_ABSENT: Final = Level(NONE)
_COUNTED: Final = {step: Level(label=f"%{step + 1}.") for step in range(10)}


def fill_levels(levels: dict[int, Level]) -> dict[int, Level]:
    """`levels`; those that are not described count from 1."""
    return _COUNTED | levels


@dataclass(slots=True)
class _Use:
    """A number that paragraphs know a list by: its levels of its own, and starts to come."""

    key: str
    levels: dict[int, Level]
    starts: dict[int, int]
    is_apart: bool


@dataclass(slots=True)
class Lists:
    """The lists of a document, the numbers that paragraphs know them by, and their counts.

    >>> lists = Lists({"7": {0: Level(label="%1."), 1: Level("a", label="%1.%2)")}})
    >>> lists.use("1", "7")
    >>> heads = [Para([TextRun("Mud")], "heading:1") for _ in range(4)]
    >>> for head, place in zip(heads, (0, 1, 1, 0)):
    ...     known = lists.number(head, ("1", place))
    >>> [head.text for head in heads]
    ['1. Mud', '1.a) Mud', '1.b) Mud', '2. Mud']
    """

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _uses: dict[str, _Use] = field(default_factory=dict)
    #: How far each list has counted at its levels.
    _values: dict[str, dict[int, int]] = field(default_factory=dict)

    def use(
        self, num: str, key: str, levels: dict[int, Level] | None = None,
        starts: dict[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Let paragraphs know the list `key` as `num`, which may number some levels its own way."""
        self._uses[num] = _Use(key, dict(levels or {}), dict(starts or {}), bool(starts))
        self._values.setdefault(key, {})

    def start(self, num: str, place: int, value: int) -> None:
        """Let the next item at the level `place` have the number `value`."""
        self._uses[num].starts[place] = value

    def restart(self, num: str, place: int, levels: dict[int, Level]) -> None:
        """Begin an inner list at the level `place`, which is numbered as `levels` say."""
        use = self._uses[num]
        use.levels |= {step: level for step, level in levels.items() if step >= place}
        self._forget(use.key, place)

    def level(self, num: str, place: int) -> Level:
        """How the level `place` of a list is numbered."""
        use = self._uses[num]
        return use.levels.get(place) or self.levels.get(use.key, {}).get(place, _ABSENT)

    def number(
        self, para: Para, where: tuple[str, int], label: str = "", *, indented: bool = False
    ) -> bool:
        """Count `para` at its place in a list: a number and level; False if there is no such list.

        `label` is what the file itself prints before it. A paragraph that is not `indented` by
        itself gets the margin of its level.
        """
        num, place = where
        if num not in self._uses:
            return False
        use, level = self._uses[num], self.level(num, place)
        # A bullet of blanks sets a paragraph under the words of the item above it.
        if not indented and (level.is_bullet or not level.is_silent):
            para.indent = level.indent or para.indent
        if level.is_silent:
            return True
        value = None if level.is_bullet else self._count(use, place, level)
        if not para.role.startswith("heading:") and not level.speaks:
            # Lists have one key that go on with each other's numbers.
            key = f"{use.key}/{num}" if use.is_apart else use.key
            para.item = ListPlace(key, place, value, form=level.counts)
        elif value is not None and para.text.strip():
            # A heading, and a label in words, print their number as text.
            printed = label or self._print_label(num, level)
            para.inlines[:0] = [TextRun(f"{printed} ")] if printed else []
        return True

    def _count(self, use: _Use, place: int, level: Level) -> int:
        """Count one more item at the level `place`; the levels below begin anew."""
        values = self._values[use.key]
        value = use.starts.pop(place, values[place] + 1 if place in values else level.start)
        self._forget(use.key, place)
        self._values[use.key][place] = value
        return value

    def _forget(self, key: str, place: int) -> None:
        """Forget the count of the level `place` and below."""
        self._values[key] = {step: old for step, old in self._values[key].items() if step < place}

    def _print_label(self, num: str, level: Level) -> str:
        """What is printed before the item that was counted last at `level`."""
        values = self._values[self._uses[num].key]

        def number(match: re.Match[str]) -> str:
            step = int(match.group(1)) - 1
            found = self.level(num, step)
            other = Level() if found is _ABSENT else found
            value = values.get(step, other.start)
            if other.form in (NONE, PADDED):
                return f"{value:02d}" * (other.form == PADDED)
            return format_number(value, other.counts)

        return _PLACE.sub(number, level.label).strip()
