"""The page that HTML, EPUB and PDF share: pandoc's fragment made into semantic markup.

pandoc writes the article after citeproc as a row of blocks. `page` gives them what
readers and assistive technology go by: one `article` with a header, a section
for each heading, a list of references, roles and human words on the links that
lead to an entry and back. Its value is text, so three writers can share it.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from lxml import etree

from copydesk.composition.catalogue import CatalogueRecord, record
from copydesk.composition.labels import load_labels
from copydesk.errors import BrokenLaw
from copydesk.model import Picture
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers import languages
from copydesk.writers.languages import BACKWARD
from copydesk.writers.table_parts import are_figures

#: Classes of the blocks that stand above the text, under the title.
_HEADER: Final = frozenset(
    ("deck", "byline", "affiliations", "date", "doi", "credit", "disclaimer")
)
#: Classes of the blocks that stand below it.
_BACK: Final = frozenset(("bio", "acknowledgements", "disclaimer", "notes"))
#: Classes of what the edition says of itself at its end, and the class of the footer around it.
_FOOT: Final = frozenset(("keywords", "cite-as", "rights"))
_ABOUT: Final = "about-article"
_ELEMENTS: Final = frozenset(
    (
        "a", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
        "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong",
        "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    )
)  # fmt: skip
_ATTRIBUTES: Final = frozenset(
    (
        "alt", "class", "dir", "href", "id", "lang", "role", "scope", "src",
        "start", "style", "title", "type",
    )
)  # fmt: skip
_LINK: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
#: The class of links that call a note.
CALLS: Final = frozenset(("footnote-ref",))
#: Identifier of the heading of the notes, which composition gives to no other.
NOTES: Final = "endnotes"
#: Folder of the pictures, where they are files of their own.
PICTURES: Final = "pictures"
#: Blocks at whose end an arrow can stand.
_HOLDING: Final = frozenset(("blockquote", "li", "ol", "p", "ul"))
#: U+21A9, pandoc's back-link, is in few fonts; this arrow is in most.
_ARROW: Final = "↑"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished article and its catalogue record.

    `xhtml` is its `article` element, which names its pictures as files in the folder `PICTURES`.
    `outline` lists the section headings as (id, text); `bibliography` is the id
    of the section with the references, or "".
    """

    record: CatalogueRecord
    xhtml: str
    outline: tuple[tuple[str, str], ...]
    bibliography: str
    pictures: tuple[Picture, ...] = ()


def page(copy: WriterInput) -> Page:
    """The page of an article; one without a title bears the name of its file.

    Raises `BrokenLaw` when the fragment holds markup outside the closed set that
    the desk writes, or a link that leads nowhere.
    """
    about = record(copy.article, copy.config, copy.slug)
    try:
        return _page(copy.render("html"), about, copy.pictures)
    except ValueError as error:  # lxml's word for a character that XML forbids
        raise BrokenLaw(f"the title or deck: {error}", code="law.control") from None


# Each of the three writers asks for the same page in turn.
@lru_cache(maxsize=2)
def _page(markup: bytes, about: CatalogueRecord, pictures: tuple[Picture, ...]) -> Page:
    words = load_labels(about.language)
    source = xml.fragment(markup)
    _check(source, {picture.name for picture in pictures})
    _figures(source)
    article = etree.Element("article")
    header = etree.SubElement(article, "header")
    title = etree.SubElement(header, "h1", id="title")
    languages.write_title(title, about.title, about)
    if about.subtitle and not any("deck" in _classes(block) for block in source):
        languages.write_title(
            etree.SubElement(header, "p", {"class": "deck"}), about.subtitle, about
        )
    foot = _foot(source)
    bibliography = _arrange(source, article, header, words)
    if foot is not None:
        article.append(foot)
    _licensed(article, about.licence)
    languages.lift_languages(article, about)
    _date(header, about.date)
    _outline_ids(article)
    _scopes(article)
    _numbers(article)
    _links(article, words)
    _space(article)
    for image in article.iter("img"):
        image.set("src", f"{PICTURES}/{image.get('src', '')}")
    return Page(
        record=about,
        xhtml=etree.tostring(article, encoding="unicode", method="xml"),
        outline=tuple((h.get("id", ""), read_heading(h)) for h in article.iter("h2")),
        bibliography=bibliography,
        pictures=pictures,
    )


# ── the closed set ───────────────────────────────────────────────────────────


def _check(source: etree._Element, pictures: Container[str]) -> None:
    for element in source.iter():
        if element.tag not in _ELEMENTS:
            message = f"the composed page holds `{element.tag}`, which the desk never writes"
            raise BrokenLaw(message, code="law.markup")
        for name, value in ((str(name), str(value)) for name, value in element.items()):
            known = name in _ATTRIBUTES or name.startswith(("data-", "aria-"))
            known = known and (name != "src" or (element.tag == "img" and value in pictures))
            if not known or (name == "href" and not _LINK.match(value)):
                message = f"the composed page holds `{name}` = `{value[:80]}`"
                raise BrokenLaw(message, code="law.markup")


def _figures(source: etree._Element) -> None:
    """Make one figure of each picture and the caption below it.

    A caption whose picture did not arrive stands alone: a figure would have nothing to show.
    """
    for block in list(source):
        if "caption" in _classes(block) and block.getparent() is source:
            source.replace(block, _plain_paragraphs(block)[0])
        if "picture" not in _classes(block):
            continue
        figure = etree.Element("figure")
        figure.extend(list(block[0]))
        for image in figure.iter("img"):
            image.set("alt", image.get("alt", ""))  # none on purpose, which has to be said
        caption = block.getnext()
        if caption is not None and "caption" in _classes(caption):
            words = etree.SubElement(figure, "figcaption")
            words.text = caption[0].text
            words.extend(list(caption[0]))
            source.remove(caption)
        source.replace(block, figure)


def list_picture_files(copy: WriterInput) -> dict[str, bytes]:
    """List the pictures of an article, each under the name that its text has for it."""
    return {f"{PICTURES}/{one.name}": one.data for one in copy.pictures}


def embed_picture(picture: Picture) -> str:
    """The address of a picture that lies in the page itself."""
    data = base64.b64encode(picture.data).decode("ascii")
    return f"data:{picture.media_type};base64,{data}"


# ── arrangement ──────────────────────────────────────────────────────────────


def _arrange(
    source: etree._Element,
    article: etree._Element,
    header: etree._Element,
    words: Mapping[str, str],
) -> str:
    """Move the blocks of `source` into `article`; the id of the bibliography, or ""."""
    place = article
    bibliography = ""
    for block in list(source):
        classes = _classes(block)
        opened = place is not article and len(place) == 1  # nothing but its heading so far
        if block.tag == "div" and classes & _HEADER and len(article) == 1:  # its header alone
            header.extend(_plain_paragraphs(block))
        elif block.tag == "h2":
            place = _section(article, block)
        elif block.get("id") == "refs":
            place = place if opened else _section(article, _heading(words["references"]))
            bibliography = _bibliography(place, block)
            place = article
        elif classes & _BACK:
            _back_matter(place if opened else article, block)
            place = article
        elif block.get("role") == "doc-endnotes":
            _endnotes(article, block, words)
        else:
            place.append(block)
    return bibliography


def _foot(source: etree._Element) -> etree._Element | None:
    """What the edition says of itself, taken out of `source`; None when it says nothing."""
    blocks = [block for block in source if _classes(block) & _FOOT]
    if not blocks:
        return None
    foot = etree.Element("footer", {"class": _ABOUT})
    for block in blocks:
        source.remove(block)
        foot.extend(_plain_paragraphs(block))
    return foot


def _licensed(article: etree._Element, licence: str) -> None:
    """Say of the link to the licence that it is one."""
    for paragraph in article.iter("p"):
        if "rights" in _classes(paragraph):
            for link in paragraph.iter("a"):
                if link.get("href") == licence:
                    link.set("rel", "license")


def _section(article: etree._Element, heading: etree._Element) -> etree._Element:
    section = etree.SubElement(article, "section")
    section.append(heading)
    return section


def _heading(text: str) -> etree._Element:
    heading = etree.Element("h2")
    heading.text = text
    return heading


def _plain_paragraphs(block: etree._Element) -> list[etree._Element]:
    """The paragraphs of a header block, each with the class of the block."""
    paragraphs = [child for child in block if child.tag == "p"]
    if len(paragraphs) != len(block) or not paragraphs:
        return [block]
    for paragraph in paragraphs:
        paragraph.set("class", block.get("class", ""))
    return paragraphs


def _back_matter(place: etree._Element, block: etree._Element) -> None:
    """Bio and its like: into the section its heading has opened, else a part of its own."""
    name = block.get("class", "")
    if place.tag == "section":
        place.set("class", name)
        place.extend(list(block))
        return
    titled = len(block) and block[0].tag == "h2"
    part = etree.SubElement(place, "section" if titled else "footer", {"class": name})
    part.extend(list(block))


def _endnotes(article: etree._Element, block: etree._Element, words: Mapping[str, str]) -> None:
    """The notes of the text, above the references when there are any."""
    section = etree.Element("section", {"class": "endnotes", "role": "doc-endnotes"})
    section.append(_heading(words["notes"]))
    section[0].set("id", NOTES)
    for part in article.findall("section[@class='notes']"):
        if part[0].text == words["notes"]:  # notes that nothing calls, under the same heading
            section.extend([*part][1:])
            article.remove(part)
    section.extend([child for child in block if child.tag != "hr"])
    last = article[-1]
    if last.get("role") == "doc-bibliography":
        last.addprevious(section)
    else:
        article.append(section)


def _bibliography(section: etree._Element, block: etree._Element) -> str:
    """Make the entries of `block` a list in `section`."""
    section.set("role", "doc-bibliography")
    section.set("class", "bibliography")
    numbered = any("csl-left-margin" in _classes(part) for part in block.iter())
    kind = "references numbered" if numbered else "references hanging"
    entries = etree.SubElement(section, "ul", {"class": kind})
    for entry in block:
        item = etree.SubElement(entries, "li", id=entry.get("id", ""))
        # citeproc's entries hold their words bare, one that is printed as it stands in a paragraph.
        words = entry[0] if len(entry) == 1 and entry[0].tag == "p" else entry
        item.text = (words.text or "").lstrip()
        item.extend(list(words))
        if len(item):
            item[-1].tail = (item[-1].tail or "").rstrip()
        for part in item.iter("div"):  # number and text of numbered styles
            part.tag = "span"
            part.tail = None
    heading = section[0]
    heading.set("id", heading.get("id") or "references")
    return heading.get("id", "")


# ── what makes it speak ──────────────────────────────────────────────────────


def _date(header: etree._Element, date: str) -> None:
    for paragraph in header.iter("p"):
        if date and paragraph.get("class") == "date" and not len(paragraph):
            time = etree.SubElement(paragraph, "time", datetime=date)
            time.text, paragraph.text = paragraph.text, None


def _outline_ids(article: etree._Element) -> None:
    """Give each section the name of its heading; a landmark's name is no other's."""
    names = set()
    for number, section in enumerate(article.iter("section"), 1):
        heading = section[0]
        heading.set("id", heading.get("id") or f"section-{number}")
        name = " ".join("".join(map(str, heading.itertext())).split()).casefold()
        if name not in names:
            section.set("aria-labelledby", heading.get("id", ""))
            names.add(name)


def _scopes(article: etree._Element) -> None:
    for cell in article.iter("th"):
        in_head = any(parent.tag == "thead" for parent in cell.iterancestors())
        cell.set("scope", cell.get("scope") or ("col" if in_head else "row"))


def _numbers(article: etree._Element) -> None:
    """Mark the columns of tables that hold nothing but numbers, which stand to the right."""
    for table in article.iter("table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        for column in zip_longest(*rows):
            cells = [cell for cell in column if cell is not None]
            if are_figures(_text(cell) for cell in cells if cell.tag == "td"):
                for cell in cells:
                    cell.set("class", f"{cell.get('class', '')} number".strip())


def _links(article: etree._Element, words: Mapping[str, str]) -> None:
    """Roles and words for links to entries, back to citations, to notes and back."""
    places = {element.get("id", ""): element for element in article.iter() if element.get("id")}
    entries = {item.get("id") for items in _lists(article) for item in items}
    for link in article.iter("a"):
        target = link.get("href", "")[1:] if link.get("href", "").startswith("#") else None
        if target is None:
            continue
        if target not in places:
            message = f"the link `{_text(link)}` leads to `{target}`, which is not on the page"
            raise BrokenLaw(message, code="law.link")
        if target in entries and "backlink" not in _classes(link):
            link.set("role", "doc-biblioref")
    for items in _lists(article):
        for item in items:
            _back_links(item, places, words)
    for link in article.iter("a"):
        if not BACKWARD.isdisjoint(_classes(link)):
            _hold(link)
        if "footnote-back" in _classes(link):
            link.text = _ARROW
            number = _text(places[link.get("href", "")[1:]])
            link.set("aria-label", words["note_back"].format(number))


def _hold(link: etree._Element) -> None:
    """Keep an arrow on the line of the word before it; a row of arrows may go on below.

    Behind a list or quotation it stands in the last paragraph of that.
    """
    before = link.getprevious()
    if before is not None and not BACKWARD.isdisjoint(_classes(before)):
        return
    if before is not None and before.tag in _HOLDING:
        while len(before) and before[-1].tag in _HOLDING:
            before = before[-1]
        before.append(link)
        link.tail = None
        before = link.getprevious()
    if before is not None:
        before.tail = f"{(before.tail or '').rstrip(' ')}\N{NO-BREAK SPACE}"
    else:
        holder = _parent(link)
        holder.text = f"{(holder.text or '').rstrip(' ')}\N{NO-BREAK SPACE}"


def _back_links(
    item: etree._Element, places: Mapping[str, etree._Element], words: Mapping[str, str]
) -> None:
    """Say in words where each back-link of an entry leads."""
    links = [link for link in item.iter("a") if "backlink" in _classes(link)]
    names = [_unbracketed(_text(places[link.get("href", "")[1:]])) for link in links]
    total, seen = Counter(names), Counter[str]()
    for link, name in zip(links, names, strict=True):
        seen[name] += 1
        label = words["back"].format(name)
        if total[name] > 1:
            label = words["back_nth"].format(name, seen[name], total[name])
        link.set("role", "doc-backlink")
        link.set("aria-label", label)


def _unbracketed(text: str) -> str:
    """`text` without the brackets around all of it.

    >>> _unbracketed("(Lo, 2022)"), _unbracketed("Lo (2022)")
    ('Lo, 2022', 'Lo (2022)')
    """
    whole = text.startswith("(") and text.endswith(")") and "(" not in text[1:]
    return text[1:-1] if whole else text


def _lists(article: etree._Element) -> Iterator[etree._Element]:
    return (items for items in article.iter("ul") if "references" in _classes(items))


# ── small readings of the tree ───────────────────────────────────────────────


def _classes(element: etree._Element) -> set[str]:
    return set(element.get("class", "").split())


def _text(element: etree._Element) -> str:
    return " ".join(
        etree.tostring(element, encoding="unicode", method="text", with_tail=False).split()
    )


def remove_links(root: etree._Element, kinds: Container[str] = BACKWARD) -> None:
    """Take the links of some `kinds`, by their classes, out of `root`: those that lead back."""
    for link in list(root.iter("a")):
        if any(name in kinds for name in _classes(link)):
            xml.take_out(link)


def read_heading(heading: etree._Element) -> str:
    """The text of a heading without the signs of its notes."""
    heading = deepcopy(heading)
    remove_links(heading, CALLS)
    return _text(heading)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise BrokenLaw("an element of the page stands outside it", code="law.markup")
    return parent


def _space(article: etree._Element) -> None:
    """One block a line, so that the source of the page can be read."""
    for holder in article.iter("article", "header", "section", "footer", "ul", "ol"):
        if not (holder.text or "").strip():
            holder.text = "\n"
        for child in holder:
            if not (child.tail or "").strip():
                child.tail = "\n"
