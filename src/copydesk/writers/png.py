"""A PNG of numbers of colours, most rows of which are of one colour.

Packing a sheet of three million pixels is most of what it costs, though the greater part of
it is ground. So rows of ground are packed once in a process, and the pieces are put
together as zlib would have packed the whole: a stream of them is cut where none looks back
into another, and its check sum is reckoned from those of the pieces.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: Of a sheet: width, height, bits of a number, numbers of a palette, and that nothing is
#: packed, filtered or interlaced in another way than the only or the plainest one.
_FACTS: Final = struct.Struct(">2I5B")
_BITS, _PALETTE = 8, 3
#: Before each row: that it stands as it is.
_AS_IS: Final = b"\0"
#: The head of a zlib stream, and the piece of it that is the last.
_HEAD, _LAST = b"\x78\x01", b"\x03\x00"
#: So many rows of ground in a row are worth a piece of their own.
_MANY: Final = 16
#: The modulus of zlib's check sum.
_ADLER: Final = 65_521


def png(size: tuple[int, int], rows: Iterable[bytes], palette: Sequence[int]) -> bytes:
    r"""The file of a sheet of so many pixels in so many `rows`.

    A pixel is the number of a colour in `palette`.

    >>> png((1, 2), [b"\0", b"\0"], [255, 255, 255])[12:16]
    b'IHDR'
    """
    stream, check = [_HEAD], 1
    for piece, length, own in _pieces(rows):
        stream.append(piece)
        check = _together(check, own, length)
    stream += (_LAST, check.to_bytes(4, "big"))
    return b"".join(
        (
            _SIGNATURE,
            *_chunk(b"IHDR", _FACTS.pack(*size, _BITS, _PALETTE, 0, 0, 0)),
            *_chunk(b"PLTE", bytes(palette)),
            *_chunk(b"IDAT", b"".join(stream)),
            *_chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> tuple[bytes, ...]:
    check = zlib.crc32(data, zlib.crc32(kind))
    return len(data).to_bytes(4, "big"), kind, data, check.to_bytes(4, "big")


def _pieces(rows: Iterable[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """The rows packed piece by piece: each with its length and check sum before packing."""
    waiting: list[bytes] = []
    for row, same in groupby(rows):
        count = sum(1 for _ in same)
        if count < _MANY or row.strip(row[:1]):
            waiting += (_AS_IS + row,) * count
            continue
        if waiting:
            yield _packed(b"".join(waiting))
            waiting = []
        # Powers of two, so that few pieces make up any number of rows.
        for power in range(count.bit_length()):
            if count >> power & 1:
                yield _ground(row, 1 << power)
    if waiting:
        yield _packed(b"".join(waiting))


@lru_cache(maxsize=64)  # eleven powers for each of the grounds of a theme
def _ground(row: bytes, count: int) -> tuple[bytes, int, int]:
    return _packed((_AS_IS + row) * count)


def _packed(data: bytes) -> tuple[bytes, int, int]:
    # Run lengths are most of what there is to pack, and the quickest way to do it.
    run_lengths = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_RLE)
    piece = run_lengths.compress(data) + run_lengths.flush(zlib.Z_FULL_FLUSH)
    return piece, len(data), zlib.adler32(data)


def _together(check: int, own: int, length: int) -> int:
    """The check sum of what has `check`, followed by `length` bytes that have their `own`.

    >>> _together(zlib.adler32(b"quay"), zlib.adler32(b"side"), 4) == zlib.adler32(b"quayside")
    True
    """
    low = (check & 0xFFFF) + (own & 0xFFFF) - 1
    high = (check >> 16) + (own >> 16) + length * ((check & 0xFFFF) - 1)
    return high % _ADLER << 16 | low % _ADLER
