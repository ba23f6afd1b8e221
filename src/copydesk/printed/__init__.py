"""What a reader finds in a finished file: read back from its bytes, without the writers' help.

Each format is read by what is certain of it: pages and JATS by their elements, PDF by its
tags, DOCX by its paragraphs, Markdown by the little markup that the desk lets into it, plain
text as it stands. Citations are texts of their own, so that a style may set them tight without
two words becoming one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from copydesk.printed.found import CITE_AS, TOLD, Printed, Sheet
from copydesk.printed.markup import markdown
from copydesk.printed.pages import chapters, epub, fragment, html
from copydesk.printed.tagged import pdf
from copydesk.printed.tagset import jats
from copydesk.printed.word import docx

__all__ = ["CITE_AS", "READINGS", "TOLD", "Printed", "Sheet", "chapters"]


def text(data: bytes, _: Sheet) -> Printed:
    """Plain text, in which a list of references is words like others."""
    return Printed([data.decode()])


READINGS: Final[Mapping[str, Callable[[bytes, Sheet], Printed]]] = {
    "html": html, "epub": epub, "pdf": pdf, "docx": docx, "md": markdown,
    "fragment.html": fragment, "jats.xml": jats, "txt": text,
}  # fmt: skip
