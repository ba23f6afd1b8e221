"""Pictures as editions take them: upright, of a kind that all of them know, no larger than needed.

A picture that is so already is not touched: it keeps its bytes. The others are decoded and
written again, by one library alone; how many pixels that may take is checked before.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

#: How cameras say that a photograph lies on its side.
_ORIENTATION: Final = 0x0112
_QUALITY: Final = 88
_WEBP: Final = "image/webp"
#: Modes in which one colour may stand for nothing, which no mixture of pixels keeps.
_UNMIXED: Final = frozenset(("1", "L", "P", "RGB"))


class UndrawnError(ValueError):
    """The picture cannot be decoded."""


def printable(media_type: str, data: bytes, longest: int, most: int) -> tuple[str, bytes]:
    """The picture `data` as editions take it, with its media type then.

    WebP becomes PNG where it is without loss or has transparent parts, else JPEG; one that
    lies on its side is turned; printing colours (CMYK), which PDF/A has no room for, become
    those of screens; one with a side longer than `longest` pixels is made smaller. A GIF that
    moves stays as it is, of another picture that moves the first frame is taken when it is
    written anew. Raises `UndrawnError`, for one that has more than `most` pixels too: a frame
    may be larger than the head of its file says.
    """
    from PIL import Image

    try:
        with _whole_alone(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on metadata, which is left out anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                return _fit(picture, media_type, data, longest, most)
    except UndrawnError:
        raise
    except Exception as error:
        # A decoder of eighty formats fails of damaged data in more ways than it documents.
        message = "the picture cannot be decoded"
        raise UndrawnError(message) from error


@contextmanager
def _whole_alone() -> Iterator[None]:
    """Have Pillow refuse what is cut short, which WeasyPrint has it draw from its import on.

    Otherwise a picture would be fit or not by what its worker has made before.
    """
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _fit(
    picture: Image, media_type: str, data: bytes, longest: int, most: int
) -> tuple[str, bytes]:
    if picture.width * picture.height > most:
        message = f"the picture has more than {most:,} pixels"
        raise UndrawnError(message)
    turn = _turn(picture)
    large = max(picture.size) > longest
    moves = media_type == "image/gif" and getattr(picture, "is_animated", False)
    unfit = turn is not None or large or picture.mode == "CMYK"
    if media_type != _WEBP and (moves or not unfit):
        return media_type, data
    profile = picture.info.get("icc_profile")
    if media_type == "image/jpeg":
        picture.draft(None, (longest, longest))  # decodes no more of it than is needed
    if picture.mode == "CMYK":
        made, profile = _of_light(picture, profile), None
    else:
        see_through = "transparency" in picture.info and picture.mode in _UNMIXED
        made = picture.convert("RGBA") if see_through else picture
    if turn is not None:
        made = made.transpose(turn)
    return _written(_smaller(made, longest), media_type, data, profile)


def _written(
    picture: Image, media_type: str, data: bytes, profile: bytes | None
) -> tuple[str, bytes]:
    lossy = media_type == "image/jpeg" or (
        media_type == _WEBP and picture.mode == "RGB" and data[12:16] != b"VP8L"
    )
    target = io.BytesIO()
    if lossy:
        # Without its metadata, which would turn it once more.
        picture.save(
            target, "JPEG", quality=_QUALITY, icc_profile=profile, progressive=True, exif=b""
        )
        return "image/jpeg", target.getvalue()
    picture.info.clear()
    picture.save(target, "PNG", icc_profile=profile)
    return "image/png", target.getvalue()


def _turn(picture: Image) -> Transpose | None:
    """What sets a photograph upright, None where it is; damaged remarks say nothing."""
    from PIL import Image

    ways = Image.Transpose
    turns = {
        2: ways.FLIP_LEFT_RIGHT, 3: ways.ROTATE_180, 4: ways.FLIP_TOP_BOTTOM, 5: ways.TRANSPOSE,
        6: ways.ROTATE_270, 7: ways.TRANSVERSE, 8: ways.ROTATE_90,
    }  # fmt: skip
    try:
        value = picture.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001  what cannot be read of it is no reason to lose the picture
        return None
    return turns.get(value) if isinstance(value, int) else None


def _of_light(picture: Image, profile: bytes | None) -> Image:
    """A picture in printing colours in those of screens, as its profile says where it has one."""
    from PIL import ImageCms

    if profile:
        try:
            found = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            found = None
        if found is not None:
            return found
    return picture.convert("RGB")


def _smaller(picture: Image, longest: int) -> Image:
    """`picture` with no side longer than `longest`."""
    from PIL import Image

    if max(picture.size) <= longest:
        return picture
    blended = _blendable(picture)
    blended.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return blended


def _blendable(picture: Image) -> Image:
    """`picture` in a mode whose pixels can be mixed: names of colours and 16 bits cannot."""
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return picture
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")
