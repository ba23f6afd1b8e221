"""What every worker needs, loaded once in the process that workers are forked from.

Much of it is read when it is first asked for: word lists, models, tables, styles. So a
small article is taken through the line as far as its composing. Nothing here may start a
thread, for a forked worker would miss it: no pandoc, and none of WeasyPrint's fonts (Pango
reads them on a thread), only its modules.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Collection, Mapping
from typing import Final

from copydesk import inspection, pipeline
from copydesk.config import Config
from copydesk.model import Decisions

#: What is imported late, by the format that needs it ("" for every one).
LATE: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("copydesk.writers.front_matter", "copydesk.writers.proof_page", "pickle", "resource"),
    "docx": (
        "copydesk.writers.docx_entries",
        "copydesk.writers.docx_lists",
        "copydesk.writers.docx_package",
        "copydesk.writers.docx_pages",
        "copydesk.writers.docx_scripts",
        "copydesk.writers.docx_sources",
        "copydesk.writers.docx_tables",
        "copydesk.writers.docx_text",
    ),
    "epub": (
        "PIL.GifImagePlugin",  # Pillow loads its common readers with the first picture
        "PIL.ImageDraw",
        "PIL.ImageFont",
        "PIL.JpegImagePlugin",
        "PIL.PngImagePlugin",
        "copydesk.writers.cover_layouts",
        "copydesk.writers.epub_package",
        "copydesk.writers.epub_parts",
        "copydesk.writers.lettering",
        "copydesk.writers.logo_ground",
    ),
    "pdf": (
        "copydesk.gate.pdf",
        "copydesk.writers.pdf_finish",
        "copydesk.writers.pdf_metadata",
        "weasyprint",
    ),
}

#: Something of all that most articles hold, with slips that the word lists are asked about.
SPECIMEN: Final = """The Harbour that would not close

By Jane Smith and Wei Li

12 March 2023

The ferry left at dawn, and the harbour authority said "nothing" about it (Smith, 2020; Müller
and Dupont, 2019). Teh port recieved a mesage from the exstraordinarily small town of Ebelholm.

Who pays for it

As Jones (2018) says, it costs 3,000 dollars a day; the colour of the labor is gray...

Jane Smith is a professor at the University of Leeds.

References

Smith, J. (2020) 'On harbours', Journal of Ports, 12(3), pp. 4-19. doi:10.1000/182.
Müller, A. and Dupont, B. (2019) Ships and Seas. London: Routledge.
Jones, C. (2018) The sea. Available at: https://example.org/sea (Accessed: 3 May 2021).
"""


def warm(config: Config, formats: Collection[str]) -> None:
    """Load what making `formats` with the settings of a desk will need."""
    for form, modules in LATE.items():
        if form in formats or not form:
            for module in modules:
                with contextlib.suppress(ImportError, OSError):  # the writer says what is missing
                    importlib.import_module(module)
    # What goes wrong here goes wrong with each article too, and is told of these.
    with contextlib.suppress(Exception):
        article, _ = pipeline.composed(SPECIMEN.encode(), "specimen.txt", config, Decisions())
        inspection.dumps(article)
    if not {"epub", "pdf"}.isdisjoint(formats):
        _learn_to_hyphenate(config.style.locale)


def _learn_to_hyphenate(locale: str) -> None:
    import pyphen  # it keeps each language that it was once asked for

    if known := pyphen.language_fallback(locale.replace("-", "_")):
        pyphen.Pyphen(lang=known)
