"""The logo of a publication, as every format that shows one takes it."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final

from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.model import Picture
from copydesk.settings.colours import measure_contrast
from copydesk.system import companion_files, pictures

#: The longest side in pixels: a logo is shown small everywhere.
_LONGEST: Final = 1600
_HINT: Final = "a logo is a PNG, JPEG, GIF or WebP of at most `limits.picture_pixels`"
#: A logo is judged by so many pixels a side.
_SIDE: Final = 64
#: What is at least there, of 255, and what is as good as not there.
_THERE: Final = 128
_ABSENT: Final = 16
#: Contrast at which a shape can be told from its ground (WCAG 2.1, 1.4.11, is stricter).
_VISIBLE: Final = 1.8
#: So much of a logo may be hard to see on its ground, its highlights for instance.
_LOST: Final = 0.1
#: Corners of one ground differ by no more than this in each of their colours.
_ALIKE: Final = 6


def load_logo(config: Config) -> Picture | None:
    """The picture that the theme names as the logo, without metadata; None when it names none.

    Raises `ConfigError` when it cannot be read or is none that editions can hold.
    """
    name = config.theme.logo
    if not name:
        return None
    data = companion_files.read(config.root, name, config.limits.picture_bytes)
    found = _fit(name, data, config.limits.picture_pixels)
    if found is None:
        raise ConfigError(f"`{name}` cannot be a logo", hint=_HINT, code="config.value")
    return found


# Each writer of each article asks for the same one.
@lru_cache(maxsize=2)
def _fit(name: str, data: bytes, most: int) -> Picture | None:
    kind = pictures.kind(data)
    if kind is None or not 0 < pictures.pixels(data) <= most:
        return None
    try:
        return Picture(name, *pictures.make_printable(kind[0], data, _LONGEST, most))
    except pictures.UnprintableError:
        return None


@lru_cache(maxsize=8)
def find_ground(data: bytes, *grounds: str) -> str:
    """Find the colour behind the logo in `data` on which all of it can be seen.

    A logo that brings a ground of its own stands on more of that. One that is cut out stands on
    the first of `grounds` that it can be told from, or on the one that hides least of it.
    """
    from PIL import Image

    with Image.open(BytesIO(data)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((_SIDE, _SIDE))
    width, height = picture.size
    pixels = picture.tobytes()
    dots = [pixels[at : at + 4] for at in range(0, len(pixels), 4)]
    corners = [dots[at] for at in (0, width - 1, width * (height - 1), -1)]
    if min(corner[3] for corner in corners) > _ABSENT:
        ranges = [max(part) - min(part) for part in zip(*corners, strict=True)]
        if max(ranges) <= _ALIKE:
            return _named(corners[0])
    there = [_named(dot) for dot in dots if dot[3] >= _THERE]

    def lost(ground: str) -> float:
        return sum(measure_contrast(colour, ground) < _VISIBLE for colour in there) / (
            len(there) or 1
        )

    return next((one for one in grounds if lost(one) <= _LOST), min(grounds, key=lost))


def _named(dot: bytes) -> str:
    return f"#{dot[:3].hex()}"
