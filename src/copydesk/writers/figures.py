"""Columns of figures, which stand to the right in tables of every format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: A cell of such a column: a number with its unit, sign or range; and one that says none.
_FIGURE: Final = re.compile(
    r"[<>≤≥~±+−–-]?\s?[€$£¥]?\s?\d[\d.,\s’]*(?:[–−-]\d[\d.,]*)?\s?(?:%|‰|°C?|[€$£¥]|[a-zµ]{1,3})?\*{0,3}"
)
_NOTHING: Final = frozenset(("–", "—", "-", "…", "n/a", "n. a."))


def are_figures(cells: Iterable[str]) -> bool:
    """Whether the cells of a column below its head hold nothing but numbers, and more than one.

    >>> are_figures(["12 m", "–", "1,024"]), are_figures(["12", "deep"]), are_figures(["12", ""])
    (True, False, False)
    """
    figures = [text for text in cells if text and text not in _NOTHING]
    return len(figures) > 1 and all(map(_FIGURE.fullmatch, figures))
