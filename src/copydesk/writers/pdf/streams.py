"""The streams of a PDF: compressed once, and none of them ending in a carriage return.

With the line feed that follows it a carriage return reads as the end of a line, and the stream
as one byte shorter than it says: PDF/A forbids that.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pydyf

#: Writings of one file before it is taken as it is; the second is good but for rare luck.
_ATTEMPTS: Final = 4


def pack_all(pdf: pydyf.PDF) -> None:
    """Compress what is in `pdf`; nothing may change in it afterwards."""
    for thing in pdf.objects:
        if getattr(thing, "compress", False):
            pack(thing)


def pack(stream: pydyf.Stream) -> None:
    """Compress `stream` for good, so that writing it does not do so again and again.

    What would end in a carriage return is left as it is.
    """
    packed = _compress(b"\n".join(map(_to_bytes, stream.stream)))
    stream.compress = False
    if not packed.endswith(b"\r"):
        stream.extra["Filter"] = "/FlateDecode"
        stream.stream = [packed]


# The colour profile and the fonts' lesser tables are the same in every file.
@lru_cache(maxsize=8)
def _compress(plain: bytes) -> bytes:
    return zlib.compress(plain, 6)


def _to_bytes(part: Any) -> bytes:  # noqa: ANN401  what pydyf takes
    if isinstance(part, bytes):
        return part
    return part.encode("ascii") if isinstance(part, str) else bytes(part.data)


def ends_in_return(data: bytes) -> bool:
    """Whether a stream of the file `data` ends in a carriage return."""
    return b"\r\nendstream" in data


def end_well(pdf: pydyf.PDF, data: bytes, version: str) -> bytes:
    """`data`, what was written of `pdf`, or another writing whose streams end otherwise.

    Once in some ten articles the stream that holds the plain objects ends in a carriage
    return; blanks in one of these give it another checksum, its last byte.
    """
    # What writing adds: the document's facts, the plain objects, the places of all.
    whole = len(pdf.objects) - 3
    for attempt in range(1, _ATTEMPTS):
        if not ends_in_return(data):
            break
        del pdf.objects[whole:]
        pdf.current_position = 0
        pdf.catalog["MarkInfo"]["Marked"] = "true" + " " * attempt
        again = BytesIO()
        pdf.write(again, version, identifier=True, compress=True)
        data = again.getvalue()
    return data
