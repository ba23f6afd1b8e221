"""What the XMP packet of a PDF says: the standards it keeps, and what is known of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from copydesk.composition.catalogue import Record
from copydesk.writers.pdf.tags import resolve
from copydesk.writers.templates import compile_template

if TYPE_CHECKING:
    import pydyf
    from jinja2 import Template

#: WeasyPrint's claim that the file is PDF/A-3a.
_CLAIM: Final = re.compile(rb'<rdf:Description rdf:about="" pdfaid:[^>]*/>')
#: Letters that mean what one font says, which no standard lets stand for themselves.
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def are_readable(fonts: Iterable[Any]) -> bool:
    """Whether what WeasyPrint's `fonts` draw is letters that everybody can read, and no boxes."""
    return not any(
        font.missing or _PRIVATE.search("".join(font.to_unicode.values())) for font in fonts
    )


def describe(pdf: pydyf.PDF, about: Record, *, claims: bool) -> None:
    """Say in the packet of `pdf` what is known of `about`, and claim PDF/UA-1 beside PDF/A.

    The packet stays uncompressed, as PDF/A wants it. Without `claims` it makes none, for letters
    that are not all readable. Programs that show two pages side by side are told which is first.
    """
    import pydyf

    packet = resolve(pdf, pdf.catalog["Metadata"])
    packet.compress = False
    said, end, rest = b"\n".join(packet.stream).rpartition(b"</rdf:RDF>")
    more = load_template().render(about=about, claims=claims).encode()
    packet.stream = [(said if claims else _CLAIM.sub(b"", said)) + more + end + rest]
    if about.direction == "rtl":
        asked = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
        asked["Direction"] = "/R2L"


@cache
def load_template() -> Template:
    """Load what the packet says besides; a worker does so once."""
    return compile_template("xmp.xml")
