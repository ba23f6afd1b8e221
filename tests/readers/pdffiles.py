"""PDFs made by hand: what is drawn on each of their pages is written out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

#: Names of the fonts that pages may set text in.
FONTS = {
    b"F": b"Helvetica", b"B": b"Helvetica-Bold", b"I": b"Times-Italic", b"C": b"Courier",
}  # fmt: skip


def drawn(*pages: bytes, info: bytes = b"", more: bytes = b"") -> bytes:
    """A PDF of US Letter pages with these contents; `more` are entries of each page."""
    return joined(list(_objects(pages, more)), b"/Info<<" + info + b">>")


def joined(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """The file of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ends = b"trailer<</Size %d/Root 1 0 R" % size + trailer + b">>\nstartxref\n%d\n" % len(out)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + ends + b"%%EOF\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """An object that holds packed data."""
    packed = zlib.compress(data, 9)
    head = b"<</Length %d/Filter/FlateDecode" % len(packed)
    return head + entries + b">>stream\n" + packed + b"\nendstream"


def lines(*texts: str, left: int = 72, top: int = 700, size: int = 10, leading: int = 12) -> bytes:
    """Content that sets lines below each other."""
    said = (text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for text in texts)
    drawn_ = (f"({text}) Tj 0 -{leading} Td" for text in said)
    return f"BT /F {size} Tf {left} {top} Td {' '.join(drawn_)} ET ".encode("cp1252")


def _objects(pages: tuple[bytes, ...], more: bytes) -> Iterator[bytes]:
    kids = b" ".join(b"%d 0 R" % (3 + 2 * place) for place in range(len(pages)))
    fonts = b"".join(
        b"/%b<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>" % pair
        for pair in FONTS.items()
    )
    yield b"<</Type/Catalog/Pages 2 0 R>>"
    yield b"<</Type/Pages/Count %d/Kids[" % len(pages) + kids + b"]>>"
    for place, content in enumerate(pages):
        yield (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R" % (4 + 2 * place)
            + b"/Resources<</Font<<" + fonts + b">>>>" + more + b">>"
        )  # fmt: skip
        yield stream(content)
