"""The logo of a publication, as every format that shows one takes it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.gate import belongings, metadata, photographs, pictures
from copydesk.model import Picture

#: The longest side in pixels: a logo is shown small everywhere.
_LONGEST: Final = 1600
_HINT: Final = "a logo is a PNG, JPEG, GIF or WebP of at most `limits.picture_pixels`"


def logo(config: Config) -> Picture | None:
    """The picture that the theme names as the logo, without metadata; None when it names none.

    Raises `ConfigError` when it cannot be read or is none that editions can hold.
    """
    name = config.theme.logo
    if not name:
        return None
    data = belongings.read(config.root, name, config.limits.picture_bytes)
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
        media_type, data = photographs.printable(kind[0], data, _LONGEST, most)
        return Picture(name, media_type, metadata.stripped(data))
    except (metadata.UnreadableError, photographs.UndrawnError):
        return None
