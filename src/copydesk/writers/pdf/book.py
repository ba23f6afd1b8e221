"""The PDF of a collection: cover, title page, contents with page numbers, the articles.

What opens a book stands on right-hand pages: title, contents, and the first article or the
titles of parts. It is set and finished as that of an article is, and keeps the same two standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final
from xml.etree import ElementTree as ET

from lxml import etree

from copydesk.model import Picture
from copydesk.system import xml
from copydesk.writers import collection, script_rules
from copydesk.writers.collection import BookArticle, Volume, number_identifier
from copydesk.writers.logo import find_ground, load_logo
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import attach_markdown, load_sheets, make_pdf
from copydesk.writers.sheets import sheet
from copydesk.writers.title_parts import shorten_title

#: The address of the logo.
_MARK: Final = "picture:logo"
#: What the ids of parts begin with: no id of an article holds a stop.
_PART: Final = "part."
#: Attributes that name a place of the page.
_NAMING: Final = ("id", "aria-labelledby", "aria-describedby")


def write(volume: Volume) -> bytes:
    """One PDF of all articles, PDF/UA-1 and PDF/A-3a, with the Markdown file of each attached."""
    config = volume.config
    pages = [one.page for one in volume.members]
    needs = script_rules.find_script_rules(pages, volume.record.language, config.theme, "paper")
    style = sheet("paper.css book.css", config, "paper", needs)
    return make_pdf(
        lambda at_foot: build_document(volume, at_foot=at_foot),
        load_sheets(style, config.publication.paper),
        dict(_pictures(volume)),
        volume.record,
        [
            attach_markdown(one.slug, one.record, one.markdown)
            for one in volume.members
            if one.markdown
        ],
    )


def list_words_around(volume: Volume) -> Iterator[str]:
    """What is printed around the articles: cover, front matter, contents, titles of parts."""
    for element in _make_front(volume).iter():
        yield from filter(None, (element.text, element.tail, element.get("alt")))
    yield from (title for title, _ in volume.grouped())
    for member in volume.members:
        if not member.article.front.title:
            yield member.record.title  # the name of its file, as its heading


def _pictures(volume: Volume) -> Iterator[tuple[str, Picture]]:
    """Every picture, by the address that the document has for it."""
    if volume.config.theme.cover and (mark := load_logo(volume.config)):
        yield _MARK, mark
    for member in volume.members:
        for one in member.page.pictures:
            yield _address(member, one.name), one


def _address(member: BookArticle, name: str) -> str:
    return f"{paper.PICTURE}{member.number}-{name}"


# ── the document ─────────────────────────────────────────────────────────────


def build_document(volume: Volume, *, at_foot: bool = True) -> ET.Element:
    """The whole book as one document for paper."""
    root = paper.begin_document(volume.record, alone=False)
    for part in (*_make_front(volume), *_text(volume, at_foot=at_foot)):
        paper.copy_into(part, root[1], serif=volume.config.theme.text_font == "serif")
    return root


def _make_front(volume: Volume) -> etree._Element:
    """Cover, title page, imprint and contents."""
    mark, theme = load_logo(volume.config), volume.config.theme
    # The logo has a ground of its own where it cannot be seen on the paper.
    found = find_ground(mark.data, theme.paper, theme.accent) if mark else theme.paper
    ground = found if found == theme.accent else ""
    around: Any = collection.load_template().module
    markup: str = around.front(volume, _MARK if mark else "", ground)
    return xml.parse(markup.strip().encode())


def _text(volume: Volume, *, at_foot: bool) -> Iterator[etree._Element]:
    """The articles, under the titles of the parts."""
    for number, (title, members) in enumerate(volume.grouped(), 1):
        if title:
            heading = f'<h1 id="{_PART}{number}">{escape(title)}</h1>'
            yield xml.parse(f'<section class="part-page">{heading}</section>'.encode())
        for member in members:
            article = _article(member, volume, at_foot=at_foot)
            opens = "" if title or member.number > 1 else " opening"
            article.set("class", f"{'nested' if title else 'whole'}{opens}")
            yield article


def _article(member: BookArticle, volume: Volume, *, at_foot: bool) -> etree._Element:
    """The article of `member`, every place in it under its name in the whole.

    The heads of its pages are the title of the `volume` and its own.
    """
    page = member.page
    article = paper.settle_article(page, volume.config.theme, at_foot=at_foot)
    article.set("lang", page.record.language)
    article.set("dir", page.record.direction)
    title = next(article.iter("h1"))
    title.set("data-running", shorten_title(page.record.title))
    title.set("data-publication", shorten_title(volume.record.title))
    for element in article.iter():
        for name in _NAMING:
            if value := element.get(name):
                element.set(name, number_identifier(value, member.number))
        target = element.get("href", "")
        if target.startswith("#"):
            element.set("href", f"#{number_identifier(target[1:], member.number)}")
        if element.tag == "img":
            picture = element.get("src", "").rpartition("/")[2]
            element.set("src", _address(member, picture))
    return article
