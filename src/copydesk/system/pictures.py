"""What a picture that somebody sent is, told from its first bytes; nothing decodes it here."""

from __future__ import annotations

import struct
from typing import Final

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
            width, height = _webp(data)
        else:
            height, width = _jpeg(data)
    except struct.error:
        return 0, 0
    return int(width), int(height)


def _webp(data: bytes) -> tuple[int, int]:
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


def _jpeg(data: bytes) -> tuple[int, int]:
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
