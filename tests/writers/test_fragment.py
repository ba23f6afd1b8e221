"""A piece of a page, for a site that has a page of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from compose.harbour import ARTICLE, Sheet
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import Figure, Picture, Text
from copydesk.registry import WRITERS
from copydesk.writers.fragment import CLASSES, write
from writers.test_pictures_in_print import drawn


def made(pandoc: Pandoc, slug: str = "harbour", language: str = "en") -> etree._Element:
    article = replace(ARTICLE, front=replace(ARTICLE.front, language=language))
    return lxml_html.fromstring(write(Sheet(article, pandoc, Config(), slug)))


def test_it_is_one_division_without_a_shell(pandoc: Pandoc) -> None:
    text = write(Sheet(ARTICLE, pandoc)).decode()
    assert text.startswith('<div id="harbour" class="copydesk" lang="en-GB" style="overflow-wrap')
    assert text.endswith("</div>\n")
    for tag in ("html", "head", "body", "style", "script", "link", "meta", "h1", "header", "footer",
                "article", "section"):  # fmt: skip
        assert f"<{tag}" not in text


def test_the_site_prints_the_title_and_everything_else_is_here(pandoc: Pandoc) -> None:
    text = made(pandoc).text_content()
    assert ARTICLE.front.title not in text
    for words in (ARTICLE.front.deck, ARTICLE.front.byline, ARTICLE.front.date, "Pier Archive"):
        assert words in text


def test_headings_begin_below_the_title_of_the_site(pandoc: Pandoc) -> None:
    levels = [found.tag for found in made(pandoc).iter("h2", "h3", "h4")]
    assert levels[0] == "h2"
    assert "h3" in levels


def test_every_name_is_of_the_article(pandoc: Pandoc) -> None:
    root = made(pandoc)
    ids = [found.get("id") for found in root.iter() if found.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name == "harbour" or name.startswith("harbour.") for name in ids)
    links = [link.get("href") for link in root.iter("a") if link.get("href").startswith("#")]
    assert links
    assert {link[1:] for link in links} <= set(ids)


def test_two_of_them_live_on_one_page(pandoc: Pandoc) -> None:
    names = {found.get("id") for found in made(pandoc, "bay").iter()} - {None}
    heading = next(name for name in names if name.startswith("bay.") and "ref" not in name)
    # The name of the other is what a heading of the first would be called behind a hyphen.
    other = heading.replace(".", "-")
    assert names.isdisjoint(found.get("id") for found in made(pandoc, other).iter())


def test_no_class_is_one_that_a_site_may_have(pandoc: Pandoc) -> None:
    classes = {name for found in made(pandoc).iter() for name in found.get("class", "").split()}
    assert classes <= {"copydesk", *(f"copydesk-{name}" for name in CLASSES)}
    assert "copydesk-references" in classes


def test_references_hang_from_where_the_language_begins(pandoc: Pandoc) -> None:
    for language, side in (("en", "left"), ("ar", "right")):
        entry = made(pandoc, language=language).xpath("//li[starts-with(@id, 'harbour.ref-')]")[0]
        assert f"padding-{side}: 2em; text-indent: -2em" in entry.get("style")


def test_links_lead_to_entries_and_back_and_say_so(pandoc: Pandoc) -> None:
    root = made(pandoc)
    roles = [link.get("role") for link in root.iter("a")]
    assert roles.count("doc-biblioref") == 4
    assert all(link.get("aria-label") for link in root.xpath('//a[@role="doc-backlink"]'))
    assert not root.xpath("//*[@aria-labelledby]")


def test_what_is_wider_than_a_phone_is_moved_in_a_box_of_its_own(pandoc: Pandoc) -> None:
    (box,) = made(pandoc).xpath("//table/..")
    assert dict(box.attrib) == {
        "role": "region", "aria-label": "Table 1", "tabindex": "0", "style": "overflow-x: auto",
    }  # fmt: skip
    assert made(pandoc, language="de").xpath("//*[@role='region']/@aria-label") == ["Tabelle 1"]


def test_pictures_are_files_to_upload(pandoc: Pandoc) -> None:
    submission = replace(
        ARTICLE.edited.submission, pictures=(Picture("pier.png", "image/png", drawn()),)
    )
    edited = replace(ARTICLE.edited, submission=submission)
    body = (Figure((Text("The pier"),), "pier.png", "A pier"),)
    sheet = Sheet(replace(ARTICLE, edited=edited, body=body, citations=()), pandoc)
    text = write(sheet).decode()
    assert re.search(r'<img src="pictures/picture-1.png" alt="A pier" style="max-width: 100%', text)
    beside = WRITERS["fragment.html"].beside
    assert beside
    assert [*beside(sheet)] == ["pictures/picture-1.png"]
