"""The text of a DOCX as pandoc wrote it, brought into the styles of the house.

pandoc knows a paragraph of a list, a cell and the sign of a note only as such. Here each gets
the style of its role, by what it is and by what stands beside it; a run of one look becomes
one run. What a style says is never said again at its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree

from copydesk.writers.docx_looks import Paper
from copydesk.writers.docx_parts import dress, style_of
from copydesk.writers.docx_styles import kind, style_id, with_region
from copydesk.writers.docx_tables import keep, set_table

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _LOOK, _TEXT = f"{W}r", f"{W}rPr", f"{W}t"
#: Where a paragraph says of which list it is an item.
_NUMBER: Final = f"{W}pPr/{W}numPr/{W}numId"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SHAPE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
#: Twentieths of a point and the units of drawings: how many of these make one.
_EMU: Final = 635
#: A pixel as style sheets have it, 96 to the inch.
_PIXEL: Final = 9525
#: How much of the height of a page a picture may take.
_TALLEST: Final = 0.72

#: pandoc's names of styles → the house's.
_NAMES: Final = {"BlockText": "Quote", "Compact": "BodyText"}
#: Looks that a character style says.
_LOOKS: Final = {
    ("i", "iCs"): "Emphasis",
    ("b", "bCs"): "Strong",
    ("rFonts",): "EastAsian",  # pandoc's only one: which face quotation marks are of
    ("rFonts", "i", "iCs"): "EastAsianEmphasis",
    ("rFonts", "b", "bCs"): "EastAsianStrong",
}
#: Letters of Chinese, Japanese and Korean, which do not lean.
_WIDE: Final = re.compile("[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: What is said of a passage in another language.
_PASSAGE: Final = (f"{W}lang", f"{W}rtl")
_RUNNING: Final = ("BodyText", "FirstParagraph")
#: Styles that running text goes on behind; behind all others it begins anew, without an indent.
_RUN_ON: Final = (*_RUNNING, "AfterTable")
#: What stands above the text, under the title of an article or that of one in a book.
_TITLES: Final = ("Title", "Heading1")
_FRONT: Final = (
    "Title", "Subtitle", "Byline", "Affiliation", "Date", "DOI", "ImageCredit", "Disclaimer"
)  # fmt: skip
#: What a further paragraph of an item is.
_MORE: Final = "List Continue"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the text must know of the file: its page, its lists, its pictures.

    `lists` maps the number of a list to the style of its items, `pictures` the id of a
    picture to its width and height in pixels; `cells` are the sizes of letters in tables.
    """

    page: Paper
    lists: Mapping[str, str]
    pictures: Mapping[str, tuple[int, int]]
    cells: tuple[float, float]


def set_text(body: etree._Element, around: Surroundings) -> None:
    """Give every block of `body` the style of its role."""
    for paragraph in body.iter(f"{W}p"):
        _set_runs(paragraph)
    blocks = [block for block in body if block.tag in (f"{W}p", f"{W}tbl")]
    _close_fronts(blocks)
    open_list = ""
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.tag == f"{W}tbl":
            kept = _is_captioned_below(before, blocks[at + 1 : at + 3])
            set_table(block, around.page.measure, around.cells, kept=kept)
        elif number := _list_number(block):
            role = around.lists.get(number, _MORE)
            if role != _MORE and _level(block) == "0":
                open_list = number
            ends = after is None or _begins_anew(after, open_list, around)
            dress(block, style_id(f"{role} Last" if ends else role))
            if not ends and before is not None and not _list_number(before):
                keep(block)  # no item stands alone below the words that announce the list
        else:
            _set_paragraph(block, before, after)
            if after is not None and (_leads_in(block, after) or _goes_on(block, after)):
                keep(block)
    for picture in body.iter(f"{_DRAWING}inline"):
        _set_picture(picture, around)


def _is_captioned_below(before: etree._Element | None, behind: Sequence[etree._Element]) -> bool:
    """Whether the caption below a table is that table's, by what is `before` and `behind` it.

    It is not where one stands above the table, or a further table follows: `captions` tells
    the same of pages.
    """
    captioned = before is not None and style_of(before) == "TableCaption"
    further = len(behind) > 1 and behind[1].tag == f"{W}tbl"
    return not captioned and not further and bool(behind) and style_of(behind[0]) == "Caption"


def _close_fronts(blocks: Sequence[etree._Element]) -> None:
    """Part what stands above a text from it, whatever of it comes last."""
    open_front = False
    for block, after in pairwise(blocks):
        style = style_of(block)
        open_front = style in _TITLES or (open_front and style in _FRONT)
        if open_front and style in _FRONT and style_of(after) not in _FRONT:
            dress(block, style_id(f"{style} Last"))


def _leads_in(block: etree._Element, after: etree._Element) -> bool:
    """Whether `block` announces the list, quotation or code `after` it."""
    if not _list_number(after) and style_of(after) not in ("BlockText", "SourceCode"):
        return False
    said = "".join(text.text or "" for text in block.iterfind(f".//{W}t")).rstrip()
    return said.endswith((":", "："))


def _goes_on(block: etree._Element, after: etree._Element) -> bool:
    """Whether `block` and what is `after` it tell of the author."""
    return style_of(block) == style_of(after) == "AuthorBio"


def _begins_anew(block: etree._Element, number: str, around: Surroundings) -> bool:
    """Whether `block` is no part of the list `number` any more."""
    found = _list_number(block)
    if not found or found == number:
        return not found
    return _level(block) == "0" and around.lists.get(found, _MORE) != _MORE


def set_notes(root: etree._Element, around: Surroundings) -> None:
    """Give every paragraph of the notes its style; lists in them are in their letters too."""
    for paragraph in root.iter(f"{W}p"):
        _set_runs(paragraph, noted=True)
        style = style_of(paragraph)
        if _list_number(paragraph) or style in ("", "Compact", *_RUNNING):
            dress(paragraph, "FootnoteText")
    for picture in root.iter(f"{_DRAWING}inline"):
        _set_picture(picture, around)


# ── paragraphs ───────────────────────────────────────────────────────────────


def _set_paragraph(
    block: etree._Element, before: etree._Element | None, after: etree._Element | None
) -> None:
    style = style_of(block)
    before_table = after is not None and after.tag == f"{W}tbl"
    after_table = before is not None and before.tag == f"{W}tbl"
    pictured = before is not None and style_of(before) == "Figure"
    if not len(block):  # pandoc parts tables by it, which would be one otherwise
        dress(block, "TableGap")
    elif style == "Caption" and before_table and not pictured:
        dress(block, "TableCaption")
    elif style in _RUNNING and after_table:
        dress(block, "AfterTable")
    elif style == "BodyText" and (before is None or style_of(before) not in _RUN_ON):
        dress(block, "FirstParagraph")
    elif style == "Figure" and (after is None or style_of(after) != "Caption"):
        dress(block, "FigureAlone")
    elif style == "Bibliography":
        _hold(block)
    elif style in _NAMES:
        dress(block, _NAMES[style])


def _list_number(block: etree._Element) -> str:
    """The number of the list that `block` is an item of, or ""."""
    found = block.find(_NUMBER)
    return "" if found is None else found.get(f"{W}val", "")


def _level(block: etree._Element) -> str:
    found = block.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return "0" if found is None else found.get(f"{W}val", "0")


# ── runs ─────────────────────────────────────────────────────────────────────


def _set_runs(paragraph: etree._Element, *, noted: bool = False) -> None:
    """One run for text of one look; pandoc starts another at almost every blank."""
    for holder in (paragraph, *paragraph.findall(f"{W}hyperlink")):
        link = _link_style(holder, noted=noted)
        last: etree._Element | None = None
        look: tuple[object, ...] = ()
        for run in list(holder):
            if run.tag != _RUN:
                last = None
                continue
            here: tuple[object, ...] = ()
            if len(run) and run[0].tag == _LOOK:  # which most runs are without
                _settle_face(run, run[0], link)
                here = _set_look(run, run[0], link)
            text = run[-1] if len(run) else None
            if text is None or text.tag != _TEXT or len(run) > 1 + bool(here):
                last = None
            elif last is not None and here == look:
                last.text = (last.text or "") + (text.text or "")
                last.set(_SPACE, "preserve")
                holder.remove(run)
            else:
                last, look = text, here


def _settle_face(run: etree._Element, properties: etree._Element, link: str) -> None:
    """Let styles and letters choose the face; `link` is the style of the link that `run` is in.

    pandoc names the East Asian one for each run with Chinese. Only signs like quotation marks,
    which other scripts have too, need to be told.
    """
    fonts = properties.find(f"{W}rFonts")
    if fonts is None:
        return
    said = "".join(text.text or "" for text in run.iterfind(f"{W}t"))
    style = properties.find(f"{W}rStyle")
    if style is not None or not any(unicodedata.east_asian_width(char) == "A" for char in said):
        properties.remove(fonts)
    if style is not None and style.get(f"{W}val") == "Hyperlink" and link != "BackLink":
        style.set(f"{W}val", "EastAsianCitation" if link else "EastAsianLink")


def _hold(paragraph: etree._Element) -> None:
    """Keep the first link back from an entry on the line with its last word."""
    link = next((one for one in paragraph.findall(f"{W}hyperlink") if _is_back(one)), None)
    before = None if link is None else link.getprevious()
    text = None if before is None else before.find(f"{W}t")
    if text is not None and (text.text or "").endswith(" "):
        text.text = f"{(text.text or '')[:-1]}\u00a0"


def _is_back(link: etree._Element) -> bool:
    return str(link.get(f"{W}anchor", "")).startswith("cite-")


def _link_style(holder: etree._Element, *, noted: bool) -> str:
    """The style of a link by where it leads, "" for one that leads out of the file.

    In notes those to entries look as their text does: a style may make one of a whole note.
    """
    anchor = holder.get(f"{W}anchor", "")
    if anchor.startswith("ref-"):
        return "NoteLink" if noted else "CitationLink"
    return "BackLink" if _is_back(holder) else ""


def _set_look(run: etree._Element, properties: etree._Element, link: str) -> tuple[object, ...]:
    """Let a character style say what one says; returns what tells the look from others."""
    passage = [child for child in properties if child.tag in _PASSAGE]
    names = tuple(str(child.tag).removeprefix(W) for child in properties if child not in passage)
    if names in _LOOKS:
        look = _LOOKS[names]
        if look == "Emphasis" and _WIDE.search("".join(map(str, run.itertext()))):
            look = "EastAsianEmphasis"
        properties[:] = [etree.Element(f"{W}rStyle", {f"{W}val": look}), *passage]
    elif link:
        for style in properties.iterfind(f"{W}rStyle"):
            if style.get(f"{W}val") == "Hyperlink":
                style.set(f"{W}val", link)
    for language in properties.iterfind(f"{W}lang"):
        tag = language.get(f"{W}val", "")
        language.attrib.clear()
        language.set(f"{W}{kind(tag)}", with_region(tag))
    if not len(properties):
        run.remove(properties)
        return ()
    return tuple((child.tag, tuple(child.attrib.items())) for child in properties)


# ── pictures ─────────────────────────────────────────────────────────────────


def _set_picture(picture: etree._Element, around: Surroundings) -> None:
    """Show a picture by its pixels, no wider than the text, and say what is on it."""
    for side in ("distT", "distB", "distL", "distR"):
        picture.set(side, "0")  # some programs take an eighth of an inch otherwise
    about = picture.find(f"{_DRAWING}docPr")
    if about is not None:
        about.attrib.pop("title", "")
        for inner in picture.iter(f"{_PICTURE}cNvPr"):
            inner.set("descr", about.get("descr", ""))
    blip = next(picture.iter(f"{_SHAPE}blip"), None)
    size = around.pictures.get("" if blip is None else blip.get(_EMBED, ""), (0, 0))
    if not all(size):
        return
    width, height = size[0] * _PIXEL, size[1] * _PIXEL
    page = around.page
    scale = min(1, page.measure * _EMU / width, page.depth * _EMU * _TALLEST / height)
    for extent in (*picture.iter(f"{_DRAWING}extent"), *picture.iter(f"{_SHAPE}ext")):
        extent.set("cx", str(max(1, round(width * scale))))
        extent.set("cy", str(max(1, round(height * scale))))
