"""Pictures as editions take them: upright, of a kind that all of them know, no larger than needed.

A picture that is so already is not touched: it keeps its bytes. The others are decoded and
written again, by one library alone; how many pixels that may take is checked before.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

#: How cameras say that a photograph lies on its side.
_ORIENTATION: Final = 0x0112
_QUALITY: Final = 88
_WEBP: Final = "image/webp"


class UndrawnError(ValueError):
    """The picture cannot be decoded."""


def printable(media_type: str, data: bytes, longest: int) -> tuple[str, bytes]:
    """The picture `data` as editions take it, with its media type then.

    WebP becomes PNG where it is without loss or has transparent parts, else JPEG; one that
    lies on its side is turned; one with a side longer than `longest` pixels is made smaller,
    unless it moves. Raises `UndrawnError`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1) != 1
            large = max(picture.size) > longest
            moves = getattr(picture, "n_frames", 1) > 1 and media_type == "image/gif"
            if media_type != _WEBP and (moves or not (turned or large)):
                return media_type, data
            return _written(picture, media_type, data, longest)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        message = "the picture cannot be decoded"
        raise UndrawnError(message) from error


def _written(picture: Image, media_type: str, data: bytes, longest: int) -> tuple[str, bytes]:
    from PIL import Image, ImageOps

    profile = picture.info.get("icc_profile")
    if media_type == "image/jpeg":
        picture.draft(None, (longest, longest))  # decodes no more of it than is needed
    upright = ImageOps.exif_transpose(picture)
    if max(upright.size) > longest:
        upright = _blendable(upright)
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    lossy = media_type == "image/jpeg" or (
        media_type == _WEBP and upright.mode == "RGB" and data[12:16] != b"VP8L"
    )
    target = io.BytesIO()
    if lossy:
        upright.save(target, "JPEG", quality=_QUALITY, icc_profile=profile, progressive=True)
        return "image/jpeg", target.getvalue()
    upright.info.clear()
    upright.save(target, "PNG", icc_profile=profile)
    return "image/png", target.getvalue()


def _blendable(picture: Image) -> Image:
    """`picture` in a mode whose pixels can be mixed: names of colours and 16 bits cannot."""
    if picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return picture
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
