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

from copydesk.config import Config
from copydesk.model import Decisions

#: What is imported late, by the format that needs it ("" for every one).
LATE: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("copydesk.builder.article_job", "copydesk.writers.collection", "pickle", "resource"),
    "csl.json": ("copydesk.writers.csl_json",),
    "docx": ("copydesk.writers.docx",),
    "epub": (
        "PIL.GifImagePlugin",  # Pillow loads its common readers with the first picture
        "PIL.JpegImagePlugin",
        "PIL.PngImagePlugin",
        "copydesk.system.weasy",
        "copydesk.writers.epub",
        "fontTools.ttLib",
        "pypdfium2",
    ),
    "fragment.html": ("copydesk.writers.fragment",),
    "jats.xml": ("copydesk.writers.jats",),
    "md": ("mdit_py_plugins.footnote",),
    "pdf": ("copydesk.system.weasy", "copydesk.writers.pdf"),
    "review.docx": ("copydesk.review.word_out.writer",),
    "txt": ("copydesk.writers.plain_text",),
}

#: The writers whose templates are compiled, by the format that needs them.
TEMPLATED: Final[Mapping[str, tuple[str, ...]]] = {
    "epub": ("epub", "cover"),
    "html": ("html",),
    "md": ("markdown",),
    "pdf": ("markdown", "pdf.paper", "pdf.writer"),
}

#: It has a line of each kind, and a word of each kind of doubt: one in mojibake, one with a
#: letter that few fonts have, one with a sure and one with an unsure correction.
SPECIMEN: Final = """\
A Quiet Harbour: Notes on the “Tides”

By Anna Łoś

12 May 2023

The harbour at GdaÅ„sk, as Lo (2022) recieved it, was quiet for a century. Its cleaser trade
had gone elsewhere, and nobody in the town expected it back (Rossi and Meyer, 2019, p. 12).

Who pays for it

It costs 3,000 dollars a day; the colour of the labor is gray...

Anna Łoś is a professor at the University of Leeds.

References

Lo, B., 2022. Turning point. Lowy Institute, 25 May. Available at: https://example.org/turning
Rossi, A. and Meyer, K. (2019) ‘Harbours and their towns’, Journal of Ports, 12(3), pp. 1–20.
"""


def preload_line(config: Config, formats: Collection[str]) -> None:
    """Load what making `formats` with the settings of a desk will need."""
    from copydesk import pipeline, tables
    from copydesk.composition import catalogue

    import_late(formats)
    tables.load_codes("queries")
    # What goes wrong here goes wrong with each article too, and is told of these.
    with contextlib.suppress(Exception):
        article, _ = pipeline.read_and_compose(
            SPECIMEN.encode(), "specimen.txt", config, Decisions()
        )
        pipeline.dump_record(article)
        if "docx" in formats:
            from copydesk.writers import docx_reference

            about = catalogue.record(article, config, "")
            docx_reference.make_reference(config.theme, about.language, config.publication.paper)
            docx_reference.make_numbering()
            for name in ("core", "app", "custom", "edges"):
                docx_reference.fill_template(name, about=about, title="")
        if "proof" in formats:
            from copydesk.review import proof

            proof.load("proof.html")
        for name in dict.fromkeys(name for form in formats for name in TEMPLATED.get(form, ())):
            importlib.import_module(f"copydesk.writers.{name}").load_template()
    if not {"epub", "pdf"}.isdisjoint(formats):
        learn_to_hyphenate(config.style.locale)


def import_late(formats: Collection[str]) -> None:
    """Import what making `formats` will need."""
    for form, modules in LATE.items():
        if form in formats or not form:
            for module in modules:
                with contextlib.suppress(ImportError, OSError):  # the writer says what is missing
                    importlib.import_module(module)


def learn_to_hyphenate(locale: str) -> None:
    """Load where words of the language of `locale` may be broken."""
    import pyphen  # it keeps each language that it was once asked for

    if known := pyphen.language_fallback(locale.replace("-", "_")):
        pyphen.Pyphen(lang=known)
