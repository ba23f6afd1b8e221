"""The PDF of a collection: cover, contents with page numbers, each article on a page of its own.

It is set and finished as that of an article is, and keeps the same two standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from copydesk.gate import fetch, xml
from copydesk.labels import labels
from copydesk.writers.logo import logo
from copydesk.writers.sheets import own, stylesheet
from copydesk.writers.volume import Member, Volume, place

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.writers.page import Page

#: The address of the logo.
_MARK: Final = "picture:logo"
#: So long a title is set in smaller letters on the cover.
_LONG: Final = 60
#: Attributes that name a place of the page.
_NAMING: Final = ("id", "aria-labelledby", "aria-describedby")


def write(volume: Volume) -> bytes:
    """One PDF of all articles, PDF/UA-1 and PDF/A-3a, with the Markdown file of each attached."""
    from copydesk.writers import pdf

    config = volume.config
    house = f"{stylesheet('paper.css')}{stylesheet('book.css')}"
    style = f"{config.theme.dress(house, 'paper')}{own(config)}"
    sheets, fonts = pdf.press(style, config.publication.paper)
    return pdf.set_in_type(
        document(volume),
        fetch.Fetcher(dict(_pictures(volume))),
        about=volume.record,
        stylesheets=list(sheets),
        font_config=fonts,
        attachments=_attachments(volume),
    )


def around(volume: Volume) -> Iterator[str]:
    """What is printed around the articles: cover, contents, titles of parts."""
    about = volume.record
    yield from (about.publication.name, about.title, about.subtitle, ", ".join(about.names))
    yield from (_marked(volume), _imprint(volume), labels(about.language)["contents"])
    for title, members in volume.grouped():
        yield from (title, title)
        for member in members:
            yield from (member.record.title, ", ".join(member.record.names))
            if not member.article.front.title:
                yield member.record.title  # the name of its file, as its heading


def _pictures(volume: Volume) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Media type and bytes of every picture, by the address that the document has for it."""
    if (mark := logo(volume.config)) and _marked(volume):
        yield _MARK, (mark.media_type, mark.data)
    for member in volume.members:
        for one in member.page.pictures if member.page else ():
            yield _address(member, one.name), (one.media_type, one.data)


def _address(member: Member, name: str) -> str:
    from copydesk.writers.paper import PICTURE

    return f"{PICTURE}{member.number}-{name}"


def _attachments(volume: Volume) -> list[Any]:
    from weasyprint import Attachment

    return [
        Attachment(
            string=member.markdown,
            name=f"{member.slug}.md",
            description=member.record.title,
            created=datetime.fromisoformat(member.record.stamp),
            modified=datetime.fromisoformat(member.record.stamp),
            relationship="Source",
        )
        for member in volume.members
        if member.markdown
    ]


# ── the document ─────────────────────────────────────────────────────────────


def document(volume: Volume) -> ET.Element:
    """The whole book as one document for paper."""
    from copydesk.writers.paper import begun, copied

    root = begun(volume.record)
    body = ET.SubElement(root, "body")
    for part in (_parsed(_front(volume)), _parsed(_contents(volume)), *_text(volume)):
        copied(part, body)
    return root


def _parsed(markup: str) -> etree._Element:
    return xml.parse(markup.encode())


def _front(volume: Volume) -> str:
    """The cover, or the title above the contents where the theme wants none."""
    about = volume.record
    name = about.publication.name
    size = "long" if len(about.title) > _LONG else "short"
    head = [f'<p class="publication">{escape(name)}</p>'] if name else []
    head.append(f'<h1 id="book" class="{size}">{escape(about.title)}</h1>')
    if about.subtitle:
        head.append(f'<p class="subtitle">{escape(about.subtitle)}</p>')
    rows = (("names", ", ".join(about.names)), ("imprint", _imprint(volume)))
    foot = [f'<p class="{kind}">{escape(text)}</p>' for kind, text in rows if text]
    if alt := _marked(volume):
        foot.insert(0, f'<p class="logo"><img src="{_MARK}" alt="{escape(alt)}"/></p>')
    if foot:
        foot = ['<div class="foot">', *foot, "</div>"]
    kind = "cover" if volume.config.theme.cover else "title-page"
    return f'<section class="{kind}">\n{"".join((*head, *foot))}\n</section>\n'


def _marked(volume: Volume) -> str:
    """What the logo on the cover is called, "" when there is none."""
    publication = volume.record.publication
    if not volume.config.theme.cover or logo(volume.config) is None:
        return ""
    return publication.name or publication.publisher or "Logo"


def _imprint(volume: Volume) -> str:
    about = volume.record
    named = (("", about.dated), ("ISBN ", volume.isbn), ("DOI ", about.imprint.doi))
    return " · ".join(f"{name}{value}" for name, value in named if value)


def _contents(volume: Volume) -> str:
    words = labels(volume.record.language)
    rows = []
    for number, (title, members) in enumerate(volume.grouped(), 1):
        items = "".join(map(_row, members))
        if title:
            part = _entry(escape(title), f"part-{number}")
            items = f'<li class="part">{part}\n<ul class="listed">\n{items}</ul></li>\n'
        rows.append(items)
    heading = f'<h1 id="contents">{escape(words["contents"])}</h1>'
    listed = f'<ul class="listed">\n{"".join(rows)}</ul>'
    return f'<section class="contents">\n{heading}\n{listed}\n</section>\n'


def _row(member: Member) -> str:
    about = member.record
    names = f'<p class="names">{escape(", ".join(about.names))}</p>' if about.names else ""
    title = f'<span lang="{escape(about.language)}">{escape(about.title)}</span>'
    return f"<li>{_entry(title, place('title', member.number))}{names}</li>\n"


def _entry(title: str, target: str) -> str:
    """A line of the contents; the sheet puts the number of the page into it."""
    folio = f'<p class="folio" data-to="#{target}"></p>'
    return f'<div class="entry"><p><a href="#{target}">{title}</a></p>{folio}</div>'


def _text(volume: Volume) -> Iterator[etree._Element]:
    """The articles, under the titles of the parts."""
    for number, (title, members) in enumerate(volume.grouped(), 1):
        if title:
            heading = f'<h1 id="part-{number}">{escape(title)}</h1>'
            yield _parsed(f'<section class="part-page">{heading}</section>')
        for member in members:
            if member.page:
                article = _article(member, member.page, volume.record.title)
                article.set("class", "nested" if title else "whole")
                yield article


def _article(member: Member, page: Page, book: str) -> etree._Element:
    """The article of `member`, every place in it under its name in the whole.

    The heads of its pages are the title of the `book` and its own.
    """
    from copydesk.writers.heads import running_title
    from copydesk.writers.paper import settled

    article = settled(page)
    article.set("lang", page.record.language)
    title = next(article.iter("h1"))
    title.set("data-running", running_title(page.record.title))
    title.set("data-publication", running_title(book))
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
