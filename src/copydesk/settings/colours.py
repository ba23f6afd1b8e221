"""Colours as `#rrggbb`: how well one is read on another, and what each becomes in the dark."""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

#: Contrast of text that everybody can read: WCAG 2.1, success criterion 1.4.3.
READABLE: Final = 4.5
#: Steps between black and white.
_STEPS: Final = 100


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.1 defines it.

    >>> contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff") < READABLE
    (21.0, True)
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def lightness(color: str) -> float:
    """How light a colour is, from 0 to 1.

    >>> lightness("#000000"), lightness("#ffffff")
    (0.0, 1.0)
    """
    return rgb_to_hls(*_parts(color))[1]


def lit(color: str, light: float) -> str:
    """`color` as light as `light`, in the same hue; no more colourful than it was.

    >>> lit("#8c1d18", 0.68), lit("#fffefb", 0.09)
    ('#e77873', '#191815')
    """
    hue, was, saturation = rgb_to_hls(*_parts(color))
    colourful = saturation * (1 - abs(2 * was - 1))
    room = 1 - abs(2 * light - 1)
    kept = min(1.0, colourful / room) if room else 0.0
    return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, light, kept))


def turned(color: str, papers: Iterable[str]) -> str:
    """What text in `color` becomes on dark `papers`: as light as it was dark, and readable.

    What was light already stays so.

    >>> turned("#111111", ["#191815"]), turned("#0b5394", ["#191815", "#3a2f1c"])
    ('#ededed', '#6bb3f4')
    """
    papers = tuple(papers)
    was = lightness(color)
    start = round(max(was, 1 - was) * _STEPS)
    for step in range(start, _STEPS):
        found = lit(color, step / _STEPS)
        if all(contrast(found, paper) >= READABLE for paper in papers):
            return found
    return "#ffffff"
