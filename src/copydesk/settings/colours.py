"""Colours as `#rrggbb`: their contrast, and their counterparts in dark mode."""

from __future__ import annotations

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

#: Contrast of text that everybody can read: WCAG 2.1, success criterion 1.4.3.
READABLE: Final = 4.5
#: Steps between black and white.
_STEPS: Final = 100


def measure_contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours, from 1 to 21, as WCAG 2.1 defines it.

    >>> measure_contrast("#000000", "#ffffff"), measure_contrast("#777777", "#ffffff") < READABLE
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


def with_lightness(color: str, light: float) -> str:
    """Give `color` the lightness `light`, with the same hue and no more saturation.

    >>> with_lightness("#8c1d18", 0.68), with_lightness("#fffefb", 0.09)
    ('#e77873', '#191815')
    """
    hue, was, saturation = rgb_to_hls(*_parts(color))
    colourful = saturation * (1 - abs(2 * was - 1))
    room = 1 - abs(2 * light - 1)
    kept = min(1.0, colourful / room) if room else 0.0
    return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, light, kept))


def for_dark_paper(color: str, papers: Iterable[str]) -> str:
    """Return the counterpart of text colour `color` on dark `papers`, with enough contrast.

    What was light already stays so.

    >>> for_dark_paper("#111111", ["#191815"]), for_dark_paper("#0b5394", ["#191815", "#3a2f1c"])
    ('#ededed', '#6bb3f4')
    """
    papers = tuple(papers)
    _, was, _ = rgb_to_hls(*_parts(color))
    start = round(max(was, 1 - was) * _STEPS)
    for step in range(start, _STEPS):
        found = with_lightness(color, step / _STEPS)
        if all(measure_contrast(found, paper) >= READABLE for paper in papers):
            return found
    return "#ffffff"
