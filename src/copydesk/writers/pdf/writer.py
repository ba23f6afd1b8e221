"""Where a PDF is made: page for paper → WeasyPrint → tags, content and metadata → bytes."""

from __future__ import annotations

import gc
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import Element, fromstring

import pydyf

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.config import Config
from copydesk.model import Picture
from copydesk.registry import WriterInput
from copydesk.system import fetch
from copydesk.writers import markdown, script_rules
from copydesk.writers.logo import load_logo
from copydesk.writers.page import page
from copydesk.writers.pdf import page_content, paper, patches, tags
from copydesk.writers.pdf.tags import resolve_reference
from copydesk.writers.sheets import read_stylesheet, sheet
from copydesk.writers.templates import compile_template

_VERSION: Final = "1.7"
_OPTIONS: Final = {"pdf_variant": "pdf/a-3a", "pdf_version": _VERSION}
#: Something in each of the faces that most articles are set in, with a word to be parted.
_LINE: Final = (
    "<body><article><h1>Harbours</h1><p>Extraordinarily <em>quiet</em> and <strong>small</strong>"
    "</p><h2>Tides</h2><p><code>a</code></p></article></body>"
)


def write(copy: WriterInput) -> bytes:
    """One PDF that is both PDF/UA-1 and PDF/A-3a, with the Markdown file attached."""
    found = page(copy)
    config = copy.config
    needs = script_rules.find_script_rules((found,), found.record.language, config.theme, "paper")
    pictures = {f"{paper.PICTURE}{one.name}": one for one in found.pictures}
    mark = load_logo(config)
    if mark is not None:
        pictures[paper.LOGO] = mark
    return make_pdf(
        lambda at_foot: paper.build_document(
            found, config.theme, mark=mark is not None, at_foot=at_foot
        ),
        load_sheets(sheet("paper.css", config, "paper", needs), config.publication.paper),
        pictures,
        found.record,
        [attach_markdown(copy.slug, found.record, markdown.write(copy))],
    )


@dataclass(frozen=True, slots=True)
class Sheets:
    """Style sheets as WeasyPrint has parsed them, and the fonts that they name."""

    parsed: tuple[Any, ...]
    fonts: Any


def make_pdf(
    build: Callable[[bool], Element],
    sheets: Sheets,
    pictures: Mapping[str, Picture],
    about: CatalogueRecord,
    attachments: Iterable[Any] = (),
) -> bytes:
    """The document that `build` makes as a finished PDF of what `about` describes.

    `build` is told whether notes stand at the foot of pages. They do, unless one of them is lost.
    `pictures` are known by their addresses in the document.
    """
    fetcher = fetch.Fetcher({name: (one.media_type, one.data) for name, one in pictures.items()})
    root = build(True)  # noqa: FBT003
    document = lay_out(root, fetcher, sheets)
    if not has_notes(document, root):
        root = build(False)  # noqa: FBT003
        document = lay_out(root, fetcher, sheets)
    return finish_file(document, root, about, attachments)


def lay_out(root: Element, fetcher: fetch.Fetcher, sheets: Sheets) -> Any:  # noqa: ANN401  WeasyPrint's type
    """The pages of `root`, which is taken as it is: parsing its text anew would be slow."""
    from cssselect2 import ElementWrapper

    from copydesk.system.weasy import HTML

    patches.patch_weasyprint()
    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = None, fetcher, "print"
    html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = root
    html._ua_stylesheets = _load_elements  # noqa: SLF001  no public way
    options: dict[str, Any] = {**_OPTIONS, "stylesheets": list(sheets.parsed)}
    return html.render(font_config=sheets.fonts, **options)


def has_notes(document: Any, root: Element) -> bool:  # noqa: ANN401  WeasyPrint's type
    """Whether every note of `root` has found a foot among the pages of `document`."""
    found = {name for page in document.pages for name in page.anchors}
    return all(one.get("id") in found for one in root.iter() if one.get("role") == "doc-footnote")


def finish_file(
    document: Any,  # noqa: ANN401  WeasyPrint's type
    root: Element,
    about: CatalogueRecord,
    attachments: Iterable[Any] = (),
) -> bytes:
    """The file of the laid out `document`: WeasyPrint writes it, and is helped before it ends.

    It takes one standard at a time, makes tags page by page, draws running heads as if they were
    text, ends broken words with a hyphen that a reading voice speaks, and compresses too much.
    """
    held: list[Any] = []
    leaves = tags.watch_pages(document)

    def help_out(document: Any, pdf: Any) -> None:  # noqa: ANN401
        owned = tags.Tags(pdf, root, about.language).hang(leaves)
        page_content.mend_pages(pdf, root, leaves, owned)
        add_metadata(pdf, about, claims=are_readable(document.fonts.values()))
        for thing in pdf.objects:  # nothing may change in it afterwards
            if getattr(thing, "compress", False):
                pack_stream(thing)
        held.append(pdf)

    data = document.write_pdf(finisher=help_out, attachments=list(attachments), **_OPTIONS)
    return end_well(held[0], data)


def attach_markdown(slug: str, about: CatalogueRecord, text: bytes) -> Any:  # noqa: ANN401  WeasyPrint's type
    """The Markdown edition of an article, for whoever wants to work on with it."""
    from copydesk.system.weasy import Attachment

    day = datetime.fromisoformat(about.stamp)
    return Attachment(
        string=text,
        name=f"{slug}.md",
        description=about.title,
        created=day,
        modified=day,
        relationship="Source",
    )


# ── metadata ─────────────────────────────────────────────────────────────────

#: WeasyPrint's claim that the file is PDF/A-3a.
_CLAIM: Final = re.compile(rb'<rdf:Description rdf:about="" pdfaid:[^>]*/>')
#: Letters that mean what one font says, which no standard lets stand for themselves.
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def are_readable(fonts: Iterable[Any]) -> bool:
    """Whether what WeasyPrint's `fonts` draw is letters that everybody can read, and no boxes."""
    return not any(
        font.missing or _PRIVATE.search("".join(font.to_unicode.values())) for font in fonts
    )


def add_metadata(pdf: pydyf.PDF, about: CatalogueRecord, *, claims: bool) -> None:
    """Say in the packet of `pdf` what is known of `about`, and claim PDF/UA-1 beside PDF/A.

    The packet stays uncompressed, as PDF/A wants it. Without `claims` it makes none, for letters
    that are not all readable. Programs that show two pages side by side are told which is first.
    """
    packet = resolve_reference(pdf, pdf.catalog["Metadata"])
    packet.compress = False
    said, end, rest = b"\n".join(packet.stream).rpartition(b"</rdf:RDF>")
    more = load_template().render(about=about, claims=claims).encode()
    packet.stream = [(said if claims else _CLAIM.sub(b"", said)) + more + end + rest]
    if about.direction == "rtl":
        asked = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
        asked["Direction"] = "/R2L"


#: What the packet says besides.
load_template: Final = partial(compile_template, "xmp.xml")


# ── bytes ────────────────────────────────────────────────────────────────────

#: Writings of one file before it is taken as it is; the second is good but for rare luck.
_ATTEMPTS: Final = 4


def pack_stream(stream: pydyf.Stream) -> None:
    """Compress `stream` for good, so that writing it does not do so again and again.

    What would end in a carriage return is left as it is: with the line feed that follows, PDF/A
    takes that for the end of a line, and the stream for one byte shorter than it says.
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


def end_well(pdf: pydyf.PDF, data: bytes) -> bytes:
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
        pdf.write(again, _VERSION, identifier=True, compress=True)
        data = again.getvalue()
    return data


# ── what a worker keeps ──────────────────────────────────────────────────────


@cache
def _load_elements(*_: object) -> tuple[Any, ...]:
    from copydesk.system.weasy import CSS

    return (CSS(string=read_stylesheet("elements.css"), url_fetcher=fetch.Fetcher()),)


@lru_cache(maxsize=8)  # one for most articles, one for each script besides
def load_sheets(style: str, paper_size: str) -> Sheets:
    """The style sheet `style` and the fonts it names, for a paper size.

    They are parsed once in the life of a worker, which costs three times as much
    as setting an article.
    """
    from multiprocessing.util import Finalize

    from copydesk.system.weasy import CSS, FontConfiguration

    fonts = FontConfiguration()
    # WeasyPrint keeps copies of the fonts in a folder that goes with this object, which is too
    # late at the end of a process; unlike atexit, this is called in the workers of a pool too.
    Finalize(None, forget_sheets, exitpriority=1)
    patches.keep_looks(fonts, style)
    texts = (style, f"@page {{ size: {paper_size} }}")
    fetcher = fetch.Fetcher()
    parsed = (CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts)
    return Sheets(tuple(parsed), fonts)


def forget_sheets() -> None:
    """Let go of style sheets and fonts, so that no copies of these are left on the disk."""
    load_sheets.cache_clear()
    gc.collect()


def rehearse_setting(config: Config) -> None:
    """Load what setting an article with the settings `config` takes, by setting a line.

    What goes wrong here goes wrong with the article too, and is told of that.
    """
    with suppress(Exception):
        sheets = load_sheets(sheet("paper.css", config, "paper"), config.publication.paper)
        root = fromstring(f'<html lang="{config.style.locale}">{_LINE}</html>')  # noqa: S314  ours
        lay_out(root, fetch.Fetcher({}), sheets).write_pdf(**_OPTIONS)
