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
from importlib.resources import files
from typing import Final

from copydesk.config import Config
from copydesk.model import Decisions

#: What is imported late, by the format that needs it ("" for every one).
LATE: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("copydesk.builder.article_job", "copydesk.writers.collection", "resource"),
    "csl.json": ("copydesk.writers.csl_json",),
    "docx": ("copydesk.writers.docx",),
    "epub": (
        "PIL.GifImagePlugin",  # Pillow loads its common readers with the first picture
        "PIL.JpegImagePlugin",
        "PIL.PngImagePlugin",
        "copydesk.system.weasy",
        "copydesk.writers.cover",
        "copydesk.writers.epub",
        "fontTools.ttLib",
        "pypdfium2",
    ),
    "fragment.html": ("copydesk.writers.fragment",),
    "html": ("copydesk.writers.html",),
    "jats.xml": ("copydesk.writers.jats",),
    "md": ("copydesk.writers.markdown", "mdit_py_plugins.footnote"),
    "pdf": (
        "copydesk.system.weasy",
        "copydesk.writers.markdown",
        "copydesk.writers.pdf",
        "copydesk.writers.pdf.paper",
        "copydesk.writers.pdf.writer",
    ),
    "review.docx": ("copydesk.review.word_out.writer",),
    "txt": ("copydesk.writers.plain_text",),
}


def read_specimen() -> bytes:
    """A small article to take through the line.

    It has a line of each kind, and a word of each kind of doubt: one in mojibake, one with a
    letter that few fonts have, one with a sure and one with an unsure correction.
    """
    return (files("copydesk") / "data" / "specimen.txt").read_bytes()


def preload_line(config: Config, formats: Collection[str]) -> None:
    """Load what making `formats` with the settings of a desk will need."""
    from copydesk import pipeline, tables
    from copydesk.composition import catalogue

    import_late(formats)
    tables.load_codes("queries")
    # What goes wrong here goes wrong with each article too, and is told of these.
    with contextlib.suppress(Exception):
        article, _ = pipeline.read_and_compose(read_specimen(), "specimen.txt", config, Decisions())
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
    if not {"epub", "pdf"}.isdisjoint(formats):
        learn_to_hyphenate(config.style.locale)


def import_late(formats: Collection[str]) -> None:
    """Import what making `formats` will need, and compile its templates."""
    for form, modules in LATE.items():
        for name in modules if form in formats or not form else ():
            with contextlib.suppress(ImportError, OSError):  # the writer says what is missing
                module = importlib.import_module(name)
                getattr(module, "load_template", list)()


def learn_to_hyphenate(locale: str) -> None:
    """Load where words of the language of `locale` may be broken."""
    import pyphen  # it keeps each language that it was once asked for

    if known := pyphen.language_fallback(locale.replace("-", "_")):
        pyphen.Pyphen(lang=known)
