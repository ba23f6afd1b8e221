"""Pictures that somebody sent: what they are, and what editions take of them.

What a picture is and how many pixels it has is told from its first bytes; nothing decodes it for
that. Editions take it upright, of a kind that all of them know, no larger than needed, and
without what it tells of its makers. A picture that is so already is not touched: it keeps its
bytes. The others are decoded and written again, by one library alone; how many pixels that may
take is checked before.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

#: First bytes → (media type, usual suffix) of what can be printed.
_KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
)
_BIG_PAIR: Final = struct.Struct(">HH")
_BIG_LONG_PAIR: Final = struct.Struct(">II")
_LITTLE_PAIR: Final = struct.Struct("<HH")
#: Bytes of the first chunk of a WebP that hold its size.
_WEBP_HEAD: Final = 10
#: The segments of a JPEG that hold its size; C4, C8 and CC are tables.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class UnprintableError(ValueError):
    """The picture cannot be decoded, is cut short, or has too many pixels."""


def kind(data: bytes) -> tuple[str, str] | None:
    r"""The media type and suffix of a picture that can be printed, else None.

    >>> kind(b"GIF89a..."), kind(b"\xd7\xcd\xc6\x9a")
    (('image/gif', '.gif'), None)
    """
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp", ".webp"
    return next(
        ((media_type, suffix) for magic, media_type, suffix in _KINDS if data.startswith(magic)),
        None,
    )


def pixels(data: bytes) -> int:
    r"""How many pixels the header of a picture announces, 0 when it announces none.

    >>> pixels(b"GIF89a\x03\x00\x02\x00")
    6
    """
    width, height = size(data)
    return width * height


def size(data: bytes) -> tuple[int, int]:
    r"""Width and height in pixels as the header of a picture announces them, else (0, 0).

    >>> size(b"GIF89a\x03\x00\x02\x00")
    (3, 2)
    """
    try:
        if data.startswith(b"\x89PNG"):
            width, height = _BIG_LONG_PAIR.unpack_from(data, 16)
        elif data.startswith(b"GIF8"):
            width, height = _LITTLE_PAIR.unpack_from(data, 6)
        elif data.startswith(b"RIFF"):
            width, height = _webp_size(data)
        else:
            height, width = _jpeg_size(data)
    except struct.error:
        return 0, 0
    return int(width), int(height)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height by the first chunk: with features, without loss, or as a film frame."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < _WEBP_HEAD:
        return 0, 0
    if chunk == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = _LITTLE_PAIR.unpack_from(body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(data: bytes) -> tuple[int, int]:
    position = 2
    while data[position : position + 1] == b"\xff":
        marker = data[position + 1] if position + 1 < len(data) else 0
        if marker in _FRAMES:
            height, width = _BIG_PAIR.unpack_from(data, position + 5)
            return int(height), int(width)
        bare = marker == 0xFF or 0xD0 <= marker <= 0xD9
        position += 1 if marker == 0xFF else 2
        if not bare:
            position += max(2, int.from_bytes(data[position : position + 2], "big"))
    return 0, 0


# ── what editions take ───────────────────────────────────────────────────────


#: How cameras say that a photograph lies on its side.
_ORIENTATION: Final = 0x0112
_QUALITY: Final = 88
_WEBP: Final = "image/webp"
#: Modes in which one colour may stand for nothing, which no mixture of pixels keeps.
_UNMIXED: Final = frozenset(("1", "L", "P", "RGB"))


def make_printable(media_type: str, data: bytes, longest: int, most: int) -> tuple[str, bytes]:
    """Make of the picture `data` what editions take; its media type then, and its bytes.

    WebP becomes PNG where it is without loss or has transparent parts, else JPEG; one that
    lies on its side is turned; printing colours (CMYK), which PDF/A has no room for, become
    those of screens; one with a side longer than `longest` pixels is made smaller. A GIF that
    moves stays as it is, of another picture that moves the first frame is taken when it is
    written anew. No metadata is left. Raises `UnprintableError` for what cannot be decoded or is
    cut short, and for one that has more than `most` pixels: a frame may be larger than the head
    of its file says.
    """
    from PIL import Image

    try:
        with _whole_alone(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on metadata, which is left out anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                media_type, data = _fit(picture, media_type, data, longest, most)
    except UnprintableError:
        raise
    except Exception as error:
        # A decoder of eighty formats fails of damaged data in more ways than it documents.
        raise UnprintableError("the picture cannot be decoded") from error
    return media_type, strip_metadata(data)


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
        raise UnprintableError(f"the picture has more than {most:,} pixels")
    turn = _find_turn(picture)
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


def _find_turn(picture: Image) -> Transpose | None:
    """What sets a photograph upright, None where it is; damaged remarks say nothing.

    Pillow's own function writes all remarks anew, and fails where one of them is odd.
    """
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


# ── what it tells of its makers ──────────────────────────────────────────────


_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks that a picture looks the same with: its pixels, colours, size and frames.
_CHUNKS: Final = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip
#: JPEG markers without a length: fill, restarts, start and end.
_START, _END, _SCAN, _APP0, _APP2, _APP14, _REMARK = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xFE
_LOOP: Final = b"NETSCAPE2.0"


def strip_metadata(data: bytes) -> bytes:
    """Take out of the picture `data` (PNG, JPEG or GIF) what tells of its makers.

    Places, cameras, names and remarks go; the pixels are copied, never decoded. Raises
    `UnprintableError` when its blocks do not follow each other to the end.
    """
    try:
        if data.startswith(_PNG):
            return b"".join((_PNG, *_png(data)))
        if data.startswith(b"GIF8"):
            return b"".join(_gif(data))
        return b"".join(_jpeg(data))
    except (IndexError, struct.error) as error:
        raise UnprintableError("the picture is cut short") from error


def _take(data: bytes, start: int, size: int) -> bytes:
    piece = data[start : start + size]
    if len(piece) != size:
        raise UnprintableError("the picture is cut short")
    return piece


def _png(data: bytes) -> Iterator[bytes]:
    position, kind = len(_PNG), b""
    while kind != b"IEND":
        (size,) = struct.unpack_from(">I", data, position)
        kind = _take(data, position + 4, 4)
        body = _take(data, position + 8, size)
        if kind in _CHUNKS:
            yield struct.pack(">I", size) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        position += size + 12


def _jpeg(data: bytes) -> Iterator[bytes]:
    position, marker = 0, _START
    yield _take(data, 0, 2)
    position = 2
    while marker != _END:
        if data[position] != 0xFF:
            raise UnprintableError("a segment of the picture begins nowhere")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _END:
            yield b"\xff\xd9"
            return
        size = int.from_bytes(_take(data, position + 2, 2), "big")
        segment = _take(data, position, size + 2)
        position += max(2, size) + 2
        yield _kept(marker, segment)
        if marker == _SCAN:
            end = _scan_end(data, position)
            yield data[position:end]
            position = end


def _kept(marker: int, segment: bytes) -> bytes:
    """`segment`, or what of it may stay."""
    body = segment[4:]
    if marker == _REMARK or (_APP0 < marker <= _APP0 + 15 and marker not in (_APP2, _APP14)):
        return b""
    if marker == _APP2 and not body.startswith(b"ICC_PROFILE\x00"):
        return b""
    return segment


def _scan_end(data: bytes, position: int) -> int:
    """Where the pixels that begin at `position` end: at a marker that is none inside them."""
    while (position := data.find(b"\xff", position)) >= 0:
        marker = data[position + 1]
        if marker and not 0xD0 <= marker <= 0xD7 and marker != 0xFF:
            return position
        position += 1 if marker == 0xFF else 2
    raise UnprintableError("the picture has no end")


def _gif(data: bytes) -> Iterator[bytes]:
    flags = data[10]
    position = 13 + _colours(flags)
    yield _take(data, 0, position)
    while (kind := data[position]) != 0x3B:
        start = position
        if kind == 0x2C:
            position += 10 + _colours(data[position + 9]) + 1
        elif kind == 0x21:
            position += 2
        else:
            raise UnprintableError("a block of the picture is unknown")
        while size := data[position]:
            position += size + 1
        position += 1
        block = _take(data, start, position - start)
        remark = kind == 0x21 and (
            block[1] in (0xFE, 0x01) or (block[1] == 0xFF and block[3:14] != _LOOP)
        )
        if not remark:
            yield block
    yield b"\x3b"


def _colours(flags: int) -> int:
    """Bytes of the table of colours that `flags` announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
