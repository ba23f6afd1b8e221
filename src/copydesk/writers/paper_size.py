"""Sizes of paper, and the margins that a theme has on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from copydesk.settings.theme import Theme

#: Width and height of a page in twentieths of a point.
_PAPERS: Final = {"A4": (11906, 16838), "letter": (12240, 15840)}
_MILLIMETRE: Final = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its margins, in twentieths of a point."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def measure(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> int:
        """The height of the text."""
        return self.height - self.top - self.bottom


def measure_paper(name: str, theme: Theme) -> Paper:
    """The page `name` with the margins of `theme`.

    >>> measure_paper("A4", Theme(margins="25.4mm 20mm"))
    Paper(width=11906, height=16838, top=1440, right=1134, bottom=1440, left=1134)
    """
    given = [round(float(side) * _MILLIMETRE) for side in re.findall(r"[\d.]+", theme.margins)]
    # As CSS has it: a side that is not named is as the one across.
    top = given[0]
    right = given[1] if len(given) > 1 else top
    bottom = given[2] if len(given) > 2 else top
    left = given[3] if len(given) > 3 else right
    return Paper(*_PAPERS[name], top, right, bottom, left)
