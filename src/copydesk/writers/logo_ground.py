"""The colour behind a logo: one on which all of it can be seen, and no box where none is needed.

A logo that is cut out stands on the page itself, if it can be told from it. One that brings a
ground of its own stands on more of that.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from copydesk.colours import contrast

if TYPE_CHECKING:
    from PIL import Image

#: A logo is judged by so many pixels a side, and so many colours.
_SIDE: Final = 64
_COLOURS: Final = 16
#: What is at least there, of 255, and what is as good as not there.
_THERE: Final = 128
_ABSENT: Final = 16
#: Contrast at which a shape can be told from its ground (WCAG 2.1, 1.4.11, is stricter).
_VISIBLE: Final = 1.8
#: So much of a logo may be hard to see on its ground, its highlights for instance.
_LOST: Final = 0.1
#: Corners of one ground differ by no more than this in each of their colours.
_ALIKE: Final = 6


def ground(logo: bytes, *grounds: str) -> str:
    """The first of `grounds` on which `logo` can be seen, or the one that it brings along."""
    own, colours = _seen(logo)
    if own:
        return own
    for colour in grounds:
        if _lost(colours, colour) <= _LOST:
            return colour
    return min(grounds, key=lambda colour: _lost(colours, colour))


def _lost(colours: tuple[tuple[int, str], ...], ground: str) -> float:
    """The share of a logo's pixels that cannot be told from `ground`."""
    hidden = sum(count for count, colour in colours if contrast(colour, ground) < _VISIBLE)
    return hidden / (sum(count for count, _ in colours) or 1)


@lru_cache(maxsize=4)
def _seen(logo: bytes) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The ground that a logo brings along, "" for one that is cut out, and its colours by count."""
    from PIL import Image

    with Image.open(BytesIO(logo)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((_SIDE, _SIDE))
    pixels = _pixels(picture)
    corners = [pixels[at] for at in (0, picture.width - 1, -picture.width, -1)]
    there = [pixel[:3] for pixel in pixels if pixel[3] >= _THERE]
    if min(corner[3] for corner in corners) > _ABSENT:
        ranges = [max(part) - min(part) for part in zip(*corners, strict=True)]
        return (_named(corners[0]) if max(ranges) <= _ALIKE else ""), _counted(there)
    return "", _counted(there)


def _pixels(picture: Image.Image) -> list[bytes]:
    data, size = picture.tobytes(), len(picture.getbands())
    return [data[at : at + size] for at in range(0, len(data), size)]


def _counted(pixels: list[bytes]) -> tuple[tuple[int, str], ...]:
    """The colours of `pixels`, much alike ones as one, with how many have it."""
    from PIL import Image

    if not pixels:
        return ()
    strip = Image.frombytes("RGB", (len(pixels), 1), b"".join(pixels))
    few = strip.quantize(_COLOURS, dither=Image.Dither.NONE).convert("RGB")
    return tuple((count, _named(colour)) for colour, count in Counter(_pixels(few)).items())


def _named(colour: bytes) -> str:
    return f"#{colour[:3].hex()}"
