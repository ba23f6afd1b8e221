"""Pictures without what they tell of their makers: places, cameras, names, remarks.

A picture is a row of blocks, and what says nothing of how it looks is left out when the row
is written again: the pixels are copied, never decoded. How a photograph is turned stays,
since cameras leave that to whoever shows it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks that a picture looks the same with: its pixels, colours, size and frames.
_CHUNKS: Final = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip
_EXIF: Final = b"Exif\x00\x00"
_ORIENTATION: Final = 0x0112
#: JPEG markers without a length: fill, restarts, start and end.
_START, _END, _SCAN, _APP0, _APP2, _APP14, _REMARK = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xFE
_LOOP: Final = b"NETSCAPE2.0"


class UnreadableError(ValueError):
    """The picture is cut short or not built as its kind is."""


def stripped(data: bytes) -> bytes:
    """The picture `data` (PNG, JPEG or GIF) without metadata.

    Raises `UnreadableError` when its blocks do not follow each other to the end.
    """
    try:
        if data.startswith(_PNG):
            return b"".join((_PNG, *_png(data)))
        if data.startswith(b"GIF8"):
            return b"".join(_gif(data))
        return b"".join(_jpeg(data))
    except (IndexError, struct.error) as error:
        message = "the picture is cut short"
        raise UnreadableError(message) from error


def _take(data: bytes, start: int, size: int) -> bytes:
    piece = data[start : start + size]
    if len(piece) != size:
        message = "the picture is cut short"
        raise UnreadableError(message)
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
            message = "a segment of the picture begins nowhere"
            raise UnreadableError(message)
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
    if marker == _APP0 + 1 and body.startswith(_EXIF):
        return _turned(body[len(_EXIF) :])
    if marker == _REMARK or (_APP0 < marker <= _APP0 + 15 and marker not in (_APP2, _APP14)):
        return b""
    if marker == _APP2 and not body.startswith(b"ICC_PROFILE\x00"):
        return b""
    return segment


def _turned(tiff: bytes) -> bytes:
    """A segment that says only how the picture is turned, nothing when it is not."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(start + 2, start + 2 + 12 * min(count, 256), 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, place)
            if tag == _ORIENTATION and kind == 3 and 2 <= value <= 8:
                entry = struct.pack(">HHIHHI", _ORIENTATION, 3, 1, value, 0, 0)
                body = _EXIF + b"MM\x00*" + struct.pack(">IH", 8, 1) + entry
                return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    except struct.error:
        return b""
    return b""


def _scan_end(data: bytes, position: int) -> int:
    """Where the pixels that begin at `position` end: at a marker that is none inside them."""
    while (position := data.find(b"\xff", position)) >= 0:
        marker = data[position + 1]
        if marker and not 0xD0 <= marker <= 0xD7 and marker != 0xFF:
            return position
        position += 1 if marker == 0xFF else 2
    message = "the picture has no end"
    raise UnreadableError(message)


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
            message = "a block of the picture is unknown"
            raise UnreadableError(message)
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
