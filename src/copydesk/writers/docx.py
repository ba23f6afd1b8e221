"""DOCX: the text that pandoc writes, in the reference document of the house.

pandoc sets headings, notes, bookmarks and links, and knows a paragraph of a list, a cell and the
sign of a note only as such. Here each gets the style of its role, by what it is and by what stands
beside it, and a run of one look becomes one run: what a style says is never said at its place.
python-docx gives pages, heads, feet and properties; nothing depends on clock or machine.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Twips

from copydesk import tables
from copydesk.composition.catalogue import CatalogueRecord, record, shorten_text
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Picture
from copydesk.registry import WriterInput
from copydesk.system import pictures
from copydesk.writers import docx_directions
from copydesk.writers import docx_reference as reference
from copydesk.writers.docx_reference import Element, W, put_property, style_id
from copydesk.writers.docx_tables import set_table
from copydesk.writers.logo import load_logo
from copydesk.writers.paper_size import Paper, measure_paper
from copydesk.writers.title_parts import shorten_title

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
#: What pandoc's file refers to that the reference document has, or no article needs.
_REPLACED: Final = frozenset((
    "styles", "settings", "fontTable", "theme", "numbering", "comments", "webSettings",
    "core-properties", "custom-properties", "extended-properties",
))  # fmt: skip
#: Twentieths of a point and the units of drawings: how many of these make one.
_EMU: Final = 635
#: A pixel as style sheets have it, 96 to the inch.
_PIXEL: Final = 9525
#: How much of the height of a page a picture may take.
_TALLEST: Final = 0.72
#: Some programs take an eighth of an inch where a drawing does not say how far text stands off.
_CLOSE: Final = dict.fromkeys(("distT", "distB", "distL", "distR"), "0")
#: How tall and wide a logo is at most, in the units of drawings: 14 and 60 millimetres.
_LOGO_TALL, _LOGO_WIDE = 14 * 36_000, 60 * 36_000
#: Letters that a running head has room for, its two parts together, and the first of them.
_HEAD_LENGTH, _NAME_LENGTH = 84, 40
#: Number of the first bookmark that is added here; pandoc counts from 9 on.
_PLACES: Final = 1_000_000
#: Width of a figure and of the blank behind a number of an entry, in sizes of the letters.
_DIGIT, _GAP = 0.55, 0.7
#: The indent of entries in the reference document, in twentieths, and how it is said there.
_INDENT, _HANGING = 440, 'w:left="{0}" w:hanging="{0}"'

#: pandoc's names of styles → the house's.
_NAMES: Final = {"BlockText": "Quote", "Compact": "BodyText"}
#: pandoc's kinds of lists that are no numbers: further paragraphs of an item, and bullets.
_KINDS: Final = {990: "List Continue", 991: "List Bullet"}
#: Looks that a character style says.
_LOOKS: Final = {
    ("i", "iCs"): "Emphasis",
    ("b", "bCs"): "Strong",
    ("rFonts",): "EastAsian",  # pandoc's only one: which face quotation marks are of
    ("rFonts", "i", "iCs"): "EastAsianEmphasis",
    ("rFonts", "b", "bCs"): "EastAsianStrong",
}
_STRONG: Final = frozenset(("Strong", "EastAsianStrong"))
#: Letters of Chinese, Japanese and Korean, which do not lean.
_WIDE: Final = re.compile("[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: What is said of a passage in another language.
_PASSAGE: Final = (f"{W}lang", f"{W}rtl")
_RUNNING: Final = ("BodyText", "FirstParagraph")
#: The longest paragraph that stays on the page of the next: LibreOffice moves it there whole.
_KEPT: Final = 300
#: Styles that running text goes on behind; behind all others it begins anew, without an indent.
_RUN_ON: Final = (*_RUNNING, "AfterTable")


def write(copy: WriterInput) -> bytes:
    """Word: styles of the theme for every role, page numbers, links to the references and back.

    Raises `BrokenLaw` when a link of the document leads nowhere.
    """
    about, config = record(copy.article, copy.config, copy.slug), copy.config
    document = docx.Document(io.BytesIO(copy.render("docx")))
    main = document.part
    body: Element = document.element.body
    noted = main.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    notes: Element = parse_xml(noted.blob)
    page = measure_paper(config.publication.paper, config.theme)
    kinds, lists = _adopt_lists(document)
    for part, root in ((main, body), (noted, notes)):
        for paragraph in root.iter(f"{W}p"):
            _set_runs(paragraph, noted=root is notes)
        for picture in root.iter(_DRAWING):
            _set_picture(picture, part, page)
    _set_blocks(body, kinds, page.measure, config)
    _even_bold(body)
    _set_notes(notes)
    _lift_places(body, notes)
    _check_links(body, notes)
    indent = _measure_numbers(body, reference.size_of(config.theme, "Bibliography"))
    _lay_under(main, about, config, lists, indent)
    _set_pages(document, about, config, page)
    if not docx_directions.is_plain(copy.article.edited, about.language):
        ends = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        edges: list[Any] = [one.target_part for one in main.rels.values() if one.reltype in ends]
        for root in (document.element, notes, *(edge.element for edge in edges)):
            docx_directions.turn_part(root, about.language)
    noted._blob = reference.serialize_part(notes)  # noqa: SLF001  it knows no notes, and keeps the bytes
    return reference.pack_package(main.package)


def _lay_under(
    main: Part,
    about: CatalogueRecord,
    config: Config,
    lists: Sequence[reference.NumberedList],
    indent: int,
) -> None:
    """Put the parts of the reference document in place, with the `lists` of an article.

    The entries of the list of references hang by an `indent`.
    """
    package: Any = main.package
    for relations in (main.rels, package.rels):
        for identity, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in _REPLACED:
                del relations[identity]
    made = reference.make_reference(config.theme, about.language, config.publication.paper)
    usual, own = (_HANGING.format(one).encode() for one in (_INDENT, indent))
    for kind, path, data in made:
        reference.add_part(main, kind, path, data.replace(usual, own))
    numbering = reference.make_numbering(lists)
    reference.add_part(main, "NUMBERING", "/word/numbering.xml", numbering)
    write_properties(package, about)


# ── what programs are told ───────────────────────────────────────────────────


def write_properties(package: OpcPackage, about: CatalogueRecord) -> None:
    """Tell programs of the article with the record `about`, without clock or machine."""
    for kind, name in (("CORE", "core"), ("EXTENDED", "app"), ("CUSTOM", "custom")):
        root = parse_xml(reference.fill_template(name, about=about))
        if len(root):
            data, path = reference.serialize_part(root), f"/docProps/{name}.xml"
            reference.add_part(package, f"{kind}_PROPERTIES", path, data)


# ── pages ────────────────────────────────────────────────────────────────────


def _set_pages(document: Document, about: CatalogueRecord, config: Config, page: Paper) -> None:
    """Set the text on its pages, under a head and above a foot.

    The head has the name of the publication and the title; one that is not cut follows that of the
    text, by a style of letters: Word calls that of the paragraph otherwise in each language.
    """
    if (old := document.element.body.sectPr) is not None:
        document.element.body.remove(old)
    document.element.body.get_or_add_sectPr()
    section = document.sections[0]
    section.page_width, section.page_height = Twips(page.width), Twips(page.height)
    section.top_margin, section.right_margin = Twips(page.top), Twips(page.right)
    section.bottom_margin, section.left_margin = Twips(page.bottom), Twips(page.left)
    section.header_distance, section.footer_distance = Twips(page.top // 2), Twips(page.bottom // 2)
    section.gutter = Twips(0)
    section.different_first_page_header_footer = True
    first = document.element.body.p_lst[:1]
    runs = [run for one in first if _style_of(one)[:5] == "Title" for run in one.r_lst]
    name = shorten_text(about.publication.name, _NAME_LENGTH)
    title = shorten_text(shorten_title(about.title), _HEAD_LENGTH - len(name))
    followed = title == about.title and [run.rPr for run in runs] == [None]
    if followed:
        runs[0].style = "RunningTitle"
    mark = load_logo(config)
    logo = _add_logo(section.first_page_header.part, mark) if mark else None
    told = {"head": name, "title": title, "followed": followed, "logo": logo}
    lines = parse_xml(reference.fill_template("edges", about=about, **told))
    edges = (
        section.header, section.footer, section.first_page_footer, section.first_page_header,
    )  # fmt: skip
    for edge, line in zip(edges, lines, strict=False):
        edge.part.element[:] = [line]


def _add_logo(part: Part, mark: Picture) -> dict[str, object]:
    """Add the logo to a head; python-docx knows a picture only by some of its first bytes."""
    suffix = (pictures.kind(mark.data) or ("", ""))[1]
    path = f"/word/media/logo{suffix}"
    wide, tall = (side * _PIXEL for side in pictures.size(mark.data))
    scale = min(1, _LOGO_WIDE / wide, _LOGO_TALL / tall)
    return {
        "identity": reference.add_part(part, "IMAGE", path, mark.data, mark.media_type),
        "size": (round(wide * scale), round(tall * scale)),
    }


# ── blocks ───────────────────────────────────────────────────────────────────


def _adopt_lists(document: Document) -> tuple[Mapping[int, str], list[reference.NumberedList]]:
    """The styles of pandoc's lists by their numbers, and these as lists of the house.

    Each begins where it says on whatever level it stands.
    """
    kinds: dict[int, str] = {}
    lists: list[reference.NumberedList] = []
    numbering = document.part.numbering_part.element
    for found in numbering.num_lst:
        kinds[found.numId] = role = _KINDS.get(found.abstractNumId.val, "List Number")
        first = next(iter(found.xpath("./w:lvlOverride/w:startOverride/@w:val")), "1")
        starts = dict.fromkeys(range(9), first) if role == "List Number" else {}
        kind = f"./w:abstractNum[@w:abstractNumId='{found.abstractNumId.val}']"
        form = next(iter(numbering.xpath(f"{kind}/w:lvl[1]/w:numFmt/@w:val")), reference.FIGURES)
        lists.append((found.numId, reference.NUMBERINGS[role], starts, form))
    return kinds, lists


def _set_blocks(body: Element, lists: Mapping[int, str], measure: int, config: Config) -> None:
    """Give every block of `body` the style of its role."""
    usual, small = (reference.size_of(config.theme, f"Table {one}") for one in ("Text", "Small"))
    blocks = body.inner_content_elements
    _close_fronts(blocks)
    open_list = 0
    for at, (before, block, after) in enumerate(
        zip((None, *blocks), blocks, (*blocks[1:], None), strict=False)
    ):
        if _is_table(block):
            kept = _is_captioned_below(before, blocks[at + 1 : at + 3])
            set_table(block, measure, (usual, small), kept=kept)
            continue
        number = _list_of(block)
        if number:
            role = lists.get(number, "List Continue")
            if role != "List Continue" and _level_of(block) == 0:
                open_list = number
            ends = _ends_list(open_list, after, lists)
            block.style = style_id(f"{role} Last" if ends else role)
            # No item stands alone below the words that announce the list, but for a long one.
            first = not ends and before is not None and not _list_of(before)
            keeps = first and len(_text_of(block)) <= _KEPT
        else:
            _set_paragraph(block, before, after)
            keeps = after is not None and _leads_to(block, after)
        if keeps:
            put_property(block.get_or_add_pPr(), "keepNext")


def _set_paragraph(block: Element, before: Element, after: Element) -> None:
    style = _style_of(block)
    if not len(block):  # pandoc parts tables by it, which would be one otherwise
        block.style = "TableGap"
    elif style == "Caption" and _is_table(after) and _style_of(before) != "Figure":
        block.style = "TableCaption"
    elif style in _RUNNING and _is_table(before):
        block.style = "AfterTable"
    elif style == "BodyText" and _style_of(before) not in _RUN_ON:
        block.style = "FirstParagraph"
    elif style == "Figure" and _style_of(after) != "Caption":
        block.style = "FigureAlone"
    elif style == "Bibliography":
        _hold_back_link(block)
    elif style in _NAMES:
        block.style = _NAMES[style]


def _is_table(block: Element) -> bool:
    return block is not None and block.tag == f"{W}tbl"


def _style_of(block: Element) -> str:
    """The style of a paragraph, "" for that of all text and for what is none."""
    found = None if block is None else block.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def _list_of(block: Element) -> int:
    """The number of the list that `block` is an item of, or 0."""
    found = None if block is None else block.find(f"{W}pPr/{W}numPr/{W}numId")
    return 0 if found is None else int(found.get(f"{W}val", "0"))


def _level_of(block: Element) -> int:
    found = block.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return 0 if found is None else int(found.get(f"{W}val", "0"))


def _ends_list(number: int, after: Element, lists: Mapping[int, str]) -> bool:
    """Whether what is `after` an item is no part of the list `number` any more."""
    found = _list_of(after)
    if after is None or not found or found == number:
        return not found
    return _level_of(after) == 0 and lists.get(found) != "List Continue"


def _is_captioned_below(before: Element, behind: Sequence[Element]) -> bool:
    """Whether the caption below a table is that table's, by what is `before` and `behind` it.

    It is not where one stands above the table, or a further table follows: `captions` tells
    the same of pages.
    """
    further = len(behind) > 1 and _is_table(behind[1])
    captioned = further or _style_of(before) == "TableCaption"
    return not captioned and bool(behind) and _style_of(behind[0]) == "Caption"


def _close_fronts(blocks: Sequence[Element]) -> None:
    """Part what stands above a text from it, whatever of it comes last."""
    front = {style_id(name) for name in tables.load_table("word-styles")["front"]["names"]}
    open_front = False
    for block, after in pairwise(blocks):
        style = _style_of(block)
        open_front = style == "Title" or (open_front and style in front)
        if open_front and _style_of(after) not in front:
            block.style = f"{style}Last"


def _leads_to(block: Element, after: Element) -> bool:
    """Whether `block` announces the list, quotation or code `after` it, or both are of a bio.

    A short one all in bold is a question, or a heading that is none to the article.
    """
    if _style_of(block) == _style_of(after) == "AuthorBio":
        return True
    if _style_of(block) in _RUNNING and _is_question(block):
        return True
    if not _list_of(after) and _style_of(after) not in ("BlockText", "SourceCode"):
        return False
    return _text_of(block).rstrip().endswith((":", "："))


def _is_question(block: Element) -> bool:
    runs = (run for run in block.iter(f"{W}r") if run.find(f"{W}t") is not None)
    looks = (run.find(f"{W}rPr/{W}rStyle") for run in runs)
    bold = all(one is not None and one.get(f"{W}val") in _STRONG for one in looks)
    return bold and 0 < len(_text_of(block)) <= _KEPT


def _text_of(block: Element) -> str:
    return "".join(map(str, block.itertext(f"{W}t")))


def _set_notes(notes: Element) -> None:
    """Give every paragraph of the notes its style; lists in them are in their letters too.

    Those behind the first are indented, as on pages.
    """
    for paragraph in notes.iter(f"{W}p"):
        item = _list_of(paragraph)
        if item or _style_of(paragraph) in ("", "Compact", "FootnoteText", *_RUNNING):
            follows = not item and paragraph.getprevious() is not None
            paragraph.style = "FootnoteFurther" if follows else "FootnoteText"


# ── runs ─────────────────────────────────────────────────────────────────────


def _set_runs(paragraph: Element, *, noted: bool) -> None:
    """One run for text of one look; pandoc starts another at almost every blank."""
    for holder in (paragraph, *paragraph.hyperlink_lst):
        link = _link_style(holder, noted=noted)
        last: Any = None
        look: tuple[object, ...] = ()
        for run in list(holder):
            if run.tag != f"{W}r":
                last = None
                continue
            looks = len(run) and run[0].tag == f"{W}rPr"  # most runs have none
            here = _set_look(run, link) if looks else ()
            text = run[-1] if len(run) else None
            if text is None or text.tag != f"{W}t" or len(run) > 1 + bool(here):
                last = None
            elif last is not None and here == look:
                last.text = (last.text or "") + (text.text or "")
                last.set(_SPACE, "preserve")
                holder.remove(run)
            else:
                last, look = text, here


def _set_look(run: Element, link: str) -> tuple[object, ...]:
    """Let a character style say what one says; returns what tells the look from others.

    `link` is the style of the link that `run` is in.
    """
    properties = run[0]
    words = "".join(map(str, run.itertext(f"{W}t")))
    style, face = properties.find(f"{W}rStyle"), properties.find(f"{W}rFonts")
    wide = face is not None
    # Styles and letters choose the face, which pandoc names for each run with Chinese: only signs
    # like quotation marks, which other scripts have too, need to be told.
    if wide and (style is not None or "A" not in map(unicodedata.east_asian_width, words)):
        properties.remove(face)
    passage = [child for child in properties if child.tag in _PASSAGE]
    names = tuple(str(one.tag).removeprefix(W) for one in properties if one not in passage)
    if names in _LOOKS:
        look = _LOOKS[names]
        if look == "Emphasis" and _WIDE.search(words):
            look = "EastAsianEmphasis"
        properties[:] = passage
        put_property(properties, "rStyle", val=look)
    elif style is not None and style.get(f"{W}val") == "Hyperlink" and (link or wide):
        east = "EastAsianCitation" if link else "EastAsianLink"
        style.set(f"{W}val", east if wide and link != "BackLink" else link)
    for language in properties.iterfind(f"{W}lang"):
        tag = language.get(f"{W}val", "")
        language.attrib.clear()
        language.set(f"{W}{reference.kind_of_script(tag)}", reference.with_region(tag))
    if not len(properties):
        run.remove(properties)
        return ()
    return tuple((child.tag, tuple(child.attrib.items())) for child in properties)


def _even_bold(body: Element) -> None:
    """Take what is strong out of that in paragraphs in bold, where Word would set it light."""
    for look in [*body.iter(f"{W}rStyle")]:
        name = look.get(f"{W}val", "")
        run = look.getparent().getparent()
        paragraph = next(run.iterancestors(f"{W}p"))
        if name in _STRONG and _style_of(paragraph) in reference.list_bold():
            if name == "Strong":
                look.getparent().remove(look)
            else:
                look.set(f"{W}val", "EastAsian")


def _link_style(holder: Element, *, noted: bool) -> str:
    """The style of a link by where it leads, "" for one that leads out of the file.

    In notes those to entries look as their text does: a style may make one of a whole note.
    """
    anchor = holder.get(f"{W}anchor", "")
    if anchor.startswith("ref-"):
        return "NoteLink" if noted else "CitationLink"
    return "BackLink" if anchor.startswith("cite-") else ""


# ── references and links ─────────────────────────────────────────────────────


def _measure_numbers(body: Element, size: float) -> int:
    """Measure the column of the numbers of entries, which is as wide as the longest.

    Returns the indent of entries in letters of `size` points; a tab parts each from its number.
    """
    before = (
        tab.getparent().itersiblings(preceding=True) for tab in body.iterfind(f".//{W}r/{W}tab")
    )
    longest = max((sum(len(_text_of(run)) for run in runs) for runs in before), default=0)
    return round((_DIGIT * longest + _GAP) * size * 20) if longest else _INDENT


def _hold_back_link(entry: Element) -> None:
    """Keep the first link back from an entry on the line with its last word."""
    links = entry.hyperlink_lst
    back = next((one for one in links if one.get(f"{W}anchor", "").startswith("cite-")), None)
    before = None if back is None else back.getprevious()
    text = None if before is None else before.find(f"{W}t")
    if text is not None and (text.text or "").endswith(" "):
        text.text = f"{text.text[:-1]}\u00a0"


def _lift_places(body: Element, notes: Element) -> None:
    """Let what leads to a citation in a note lead to the sign of the note.

    Few programs find a bookmark in a footnote.
    """
    signs = {sign.get(f"{W}id"): sign for sign in body.iter(f"{W}footnoteReference")}
    marks = [
        (mark, note.get(f"{W}id"))
        for note in notes.iter(f"{W}footnote")
        for mark in note.iter(f"{W}bookmarkStart")
    ]
    for number, (mark, note) in enumerate(marks, start=_PLACES):
        name = mark.get(f"{W}name", "")
        mark.set(f"{W}name", f"in-{name}")  # the name is for the one that takes its part
        run: Any = signs[note].getparent()
        about = {f"{W}id": str(number)}
        run.addprevious(run.makeelement(f"{W}bookmarkStart", {**about, f"{W}name": name}))
        run.addnext(run.makeelement(f"{W}bookmarkEnd", about))


def _check_links(body: Element, notes: Element) -> None:
    """Raise unless every link within the document, its notes among it, leads somewhere."""
    places = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    for link in (link for root in (body, notes) for link in root.iter(f"{W}hyperlink")):
        anchor = link.get(f"{W}anchor")
        if anchor is not None and anchor not in places:
            message = f"a link of the DOCX leads to `{anchor}`, which is not in it"
            raise BrokenLaw(message, code="law.link")


# ── pictures ─────────────────────────────────────────────────────────────────


def _set_picture(picture: Element, part: Part, page: Paper) -> None:
    """Show a picture by its pixels, no wider than the text, and say what is on it."""
    picture.attrib.update(_CLOSE)
    picture.docPr.attrib.pop("title", "")
    for inner in picture.xpath(".//pic:cNvPr"):
        inner.set("descr", picture.docPr.get("descr", ""))
    (identity,) = picture.xpath(".//a:blip/@r:embed")
    width, height = (side * _PIXEL for side in pictures.size(part.related_parts[identity].blob))
    if not (width and height):
        return
    scale = min(1, page.measure * _EMU / width, page.depth * _EMU * _TALLEST / height)
    for extent in picture.xpath("./wp:extent | .//a:ext"):
        extent.set("cx", str(max(1, round(width * scale))))
        extent.set("cy", str(max(1, round(height * scale))))
