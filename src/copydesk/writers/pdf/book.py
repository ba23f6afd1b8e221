"""The PDF of a collection: cover, title page, contents with page numbers, the articles.

What opens a book stands on right-hand pages: title, contents, and the first article or the
titles of parts. It is set and finished as that of an article is, and keeps the same two standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from copydesk.labels import labels
from copydesk.system import xml
from copydesk.writers import collection, scripts
from copydesk.writers.collection import Line, Member, Volume, place
from copydesk.writers.heads import running_title
from copydesk.writers.logo import find_ground, logo
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import attach, load_sheets, typeset
from copydesk.writers.sheets import sheet

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.model import Picture

#: The address of the logo.
_MARK: Final = "picture:logo"
#: So long a title is set in smaller letters on the cover.
_LONG: Final = 60
#: What the ids of parts begin with: no id of an article holds a stop.
_PART: Final = "part."
_AT_FOOT: Final = frozenset(("names", "dated"))
#: Attributes that name a place of the page.
_NAMING: Final = ("id", "aria-labelledby", "aria-describedby")


def write(volume: Volume) -> bytes:
    """One PDF of all articles, PDF/UA-1 and PDF/A-3a, with the Markdown file of each attached."""
    config = volume.config
    pages = [one.page for one in volume.members]
    needs = scripts.fit(pages, volume.record.language, config.theme, "paper")
    style = sheet("paper.css book.css", config, "paper", needs)
    return typeset(
        lambda at_foot: build_document(volume, at_foot=at_foot),
        load_sheets(style, config.publication.paper),
        dict(_pictures(volume)),
        volume.record,
        [attach(one.slug, one.record, one.markdown) for one in volume.members if one.markdown],
    )


def around(volume: Volume) -> Iterator[str]:
    """What is printed around the articles: cover, front matter, contents, titles of parts."""
    about = volume.record
    pages = (
        _cover_lines(volume),
        collection.list_title_page(about),
        collection.list_imprint(about),
    )
    yield from (line.words for page in pages for line in page)
    yield from (_marked(volume), labels(about.language)["contents"])
    yield from volume.listed()


def _pictures(volume: Volume) -> Iterator[tuple[str, Picture]]:
    """Every picture, by the address that the document has for it."""
    if (mark := logo(volume.config)) and _marked(volume):
        yield _MARK, mark
    for member in volume.members:
        for one in member.page.pictures:
            yield _address(member, one.name), one


def _address(member: Member, name: str) -> str:
    return f"{paper.PICTURE}{member.number}-{name}"


# ── the document ─────────────────────────────────────────────────────────────


def build_document(volume: Volume, *, at_foot: bool = True) -> ET.Element:
    """The whole book as one document for paper."""
    root = paper.begin_document(volume.record)
    body = ET.SubElement(root, "body")
    for part in (*map(_parsed, _front(volume)), *_text(volume, at_foot=at_foot)):
        paper.copy_into(part, body, serif=volume.config.theme.text_font == "serif")
    return root


def _parsed(markup: str) -> etree._Element:
    return xml.parse(markup.encode())


def _front(volume: Volume) -> Iterator[str]:
    """Cover, title page, imprint and contents."""
    about = volume.record
    if volume.config.theme.cover:
        yield _cover(volume)
    title = collection.mark_up_lines(collection.list_title_page(about), about, "h1")
    yield f'<section class="title-page">\n{title}</section>\n'
    back = collection.mark_up_lines(collection.list_imprint(about), about)
    yield f'<section class="imprint">\n<div class="foot">\n{back}</div>\n</section>\n'
    yield _contents(volume)


def _cover_lines(volume: Volume) -> tuple[Line, ...]:
    """What the cover says: the lines of the title page, at its foot those on people and date."""
    if not volume.config.theme.cover:
        return ()
    about = volume.record
    rows = (
        Line("publication", about.publication.name or about.publisher),
        Line("title", about.title),
        Line("subtitle", about.subtitle),
        Line("names", about.credit),
        Line("dated", about.dated),
    )
    return tuple(line for line in rows if line.text)


def _cover(volume: Volume) -> str:
    lines = _cover_lines(volume)
    about = volume.record
    size = "long" if len(about.title) > _LONG else "short"
    head = collection.mark_up_lines((line for line in lines if line.kind not in _AT_FOOT), about)
    foot = collection.mark_up_lines((line for line in lines if line.kind in _AT_FOOT), about)
    if alt := _marked(volume):
        image = f'<img src="{_MARK}" alt="{escape(alt)}"/>'
        foot = f'<p class="logo"{_ground(volume)}>{image}</p>{foot}'
    if foot:
        foot = f'<div class="foot">{foot}</div>'
    return f'<section class="cover {size}">\n{head}{foot}\n</section>\n'


def _marked(volume: Volume) -> str:
    """What the logo on the cover is called, "" when there is none."""
    publication = volume.record.publication
    if not volume.config.theme.cover or logo(volume.config) is None:
        return ""
    return publication.name or publication.publisher or "Logo"


def _ground(volume: Volume) -> str:
    """What gives the logo a ground of its own where it cannot be seen on the paper."""
    mark, theme = logo(volume.config), volume.config.theme
    found = find_ground(mark.data, theme.paper, theme.accent) if mark else theme.paper
    return f' style="background: {found}; padding: 3mm"' if found == theme.accent else ""


def _contents(volume: Volume) -> str:
    words = labels(volume.record.language)
    rows = []
    for number, (title, members) in enumerate(volume.grouped(), 1):
        items = "".join(map(_row, members))
        if title:
            part = _entry(escape(title), f"{_PART}{number}")
            items = f'<li class="part">{part}\n<ul class="listed">\n{items}</ul></li>\n'
        rows.append(items)
    heading = f'<h1 id="contents">{escape(words["contents"])}</h1>'
    listed = f'<ul class="listed">\n{"".join(rows)}</ul>'
    return f'<section class="contents">\n{heading}\n{listed}\n</section>\n'


def _row(member: Member) -> str:
    about = member.record
    names = f'<p class="names">{escape(", ".join(about.names))}</p>' if about.names else ""
    said = f'lang="{escape(about.language)}" dir="{about.direction}"'
    title = f"<span {said}>{escape(about.title)}</span>"
    return f"<li>{_entry(title, place('title', member.number))}{names}</li>\n"


def _entry(title: str, target: str) -> str:
    """A line of the contents; the sheet puts the number of the page into it."""
    folio = f'<p class="folio" data-to="#{target}"></p>'
    return f'<div class="entry"><p><a href="#{target}">{title}</a></p>{folio}</div>'


def _text(volume: Volume, *, at_foot: bool) -> Iterator[etree._Element]:
    """The articles, under the titles of the parts."""
    for number, (title, members) in enumerate(volume.grouped(), 1):
        if title:
            heading = f'<h1 id="{_PART}{number}">{escape(title)}</h1>'
            yield _parsed(f'<section class="part-page">{heading}</section>')
        for member in members:
            article = _article(member, volume, at_foot=at_foot)
            opens = "" if title or member.number > 1 else " opening"
            article.set("class", f"{'nested' if title else 'whole'}{opens}")
            yield article


def _article(member: Member, volume: Volume, *, at_foot: bool) -> etree._Element:
    """The article of `member`, every place in it under its name in the whole.

    The heads of its pages are the title of the `volume` and its own.
    """
    page = member.page
    article = paper.settle(page, volume.config.theme, at_foot=at_foot)
    article.set("lang", page.record.language)
    article.set("dir", page.record.direction)
    title = next(article.iter("h1"))
    title.set("data-running", running_title(page.record.title))
    title.set("data-publication", running_title(volume.record.title))
    for element in article.iter():
        for name in _NAMING:
            if value := element.get(name):
                element.set(name, place(value, member.number))
        target = element.get("href", "")
        if target.startswith("#"):
            element.set("href", f"#{place(target[1:], member.number)}")
        if element.tag == "img":
            picture = element.get("src", "").rpartition("/")[2]
            element.set("src", _address(member, picture))
    return article
