from __future__ import annotations

import base64
import io
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bookchecker import BookChecker
from copydesk.composition.catalogue import record
from copydesk.composition.labels import load_labels
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Imprint, Person, Picture
from copydesk.references.this_article import file_name
from copydesk.settings.publication import Publication
from copydesk.writers import epub
from copydesk.writers.collection import BookArticle, Volume
from copydesk.writers.page import page
from writers.sample import ARTICLE, FRONT, Copy, with_fragment

XHTML = "{http://www.w3.org/1999/xhtml}"
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
PLAIN = with_fragment("<p>Nothing but a word.</p>", deck="A deck")


def _part(book: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return etree.fromstring(archive.read(f"EPUB/{name}"))


def _picture(alt: str) -> str:
    image = f'<p><img src="weir.png" alt="{alt}"/></p>'
    return f'<div class="picture">{image}</div><div class="caption"><p>The weir</p></div>'


WEIR = Picture("weir.png", "image/png", base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
))  # fmt: skip
PUBLICATION = Publication(
    name="The Harrowby Review",
    publisher="Harrowby Institute",
    series="Working Papers",
    issn="2049-3630",
    rights="© 2021 Harrowby Institute",
    licence="https://example.org/licence",
)
IMPRINT = Imprint(
    doi="10.5555/canals#2",
    url="https://example.org/canals?a=1&b=2",
    volume="12",
    issue="3",
    keywords=("canals", "dykes & upkeep"),
)
PEOPLE = (Person("Ilse Marrow", "0000-0002-1825-0097", "Harrowby Institute"),)
TOLD = replace(
    Copy(),
    article=replace(ARTICLE, front=replace(FRONT, deck="A deck", imprint=IMPRINT, people=PEOPLE)),
    config=Config(publication=PUBLICATION),
)
GERMAN = replace(
    with_fragment(
        f'<p>Ein Satz.</p>{_picture("Das Wehr")}<h2 id="part">Teil</h2><p>Zwei.'
        '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p>'
        '<section id="footnotes" class="footnotes" role="doc-endnotes"><hr/><ol>'
        '<li id="fn1"><p>Eine Note:</p><ol><li>mit Punkten.</li></ol><p>Ende.'
        '<a href="#fnref1" class="footnote-back" role="doc-backlink">x</a></p></li></ol></section>',
        title="Wer flickt den Deich?",
        language="de",
        authors=("Jörg Weiß",),
    ),
    pictures=(WEIR,),
)
THIRD = replace(
    with_fragment(f'<p>A word.</p>{_picture("A weir")}<h2 id="part">Part</h2><p>Two.</p>',
                  title="A third"),
    pictures=(WEIR,),
)  # fmt: skip
SLUGS = {"canals": TOLD, "nav": GERMAN, "1-cover": THIRD}


def _collection(*, covered: bool = True) -> Volume:
    about = replace(
        record(THIRD.article, TOLD.config, "walls"),
        title="The keeping of walls",
        subtitle="An issue on upkeep",
        authors=PEOPLE,
        dated="March 2021",
    )
    pages = {slug: page(copy) for slug, copy in SLUGS.items()}
    members = tuple(
        BookArticle(number, slug, SLUGS[slug].article, found.record, found)
        for number, (slug, found) in enumerate(pages.items(), 1)
    )
    config = replace(TOLD.config, theme=replace(TOLD.config.theme, cover=covered))
    return Volume("walls", about, config, members, (("", len(members)),))


BOOKS = {
    "article": lambda: epub.write(Copy()),
    "article of which all is told": lambda: epub.write(TOLD),
    "collection": lambda: epub.write_collection(_collection()),
    "collection without a cover": lambda: epub.write_collection(_collection(covered=False)),
}


@pytest.mark.parametrize("kind", BOOKS)
def test_epubcheck_has_nothing_to_say(kind: str, tmp_path: Path, of_book: BookChecker) -> None:
    book = tmp_path / "canals.epub"
    book.write_bytes(BOOKS[kind]())
    assert of_book(book) == []


def test_a_book_of_one_word_has_its_contents_and_no_bibliography() -> None:
    nav = _part(epub.write(PLAIN), "nav.xhtml")
    marks = nav.xpath("//x:nav[@epub:type='landmarks']//x:a/@epub:type", namespaces=NAMES)
    assert marks == ["cover", "toc", "bodymatter"]
    assert not nav.xpath("//x:li//x:ol", namespaces=NAMES)


def test_the_container_depends_on_nothing_but_its_parts() -> None:
    book = epub.write(Copy())
    assert epub.write(Copy()) == book
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first, *rest = archive.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert [info.filename for info in rest] == sorted(info.filename for info in rest)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_editors_correction_does_not_make_another_book() -> None:
    corrected = replace(ARTICLE, front=replace(ARTICLE.front, title="Who mends what?"))
    names = [
        _part(epub.write(copy), "package.opf").findtext(".//dc:identifier", None, NAMES)
        for copy in (Copy(), replace(Copy(), article=corrected), replace(Copy(), slug="dykes"))
    ]
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("urn:uuid:")


def test_the_package_says_what_the_article_is() -> None:
    package = _part(epub.write(Copy()), "package.opf")

    def texts(path: str) -> list[str]:
        return package.xpath(f"{path}/text()", namespaces=NAMES)

    assert texts("//dc:title") == [ARTICLE.front.title]
    assert texts("//dc:creator") == list(ARTICLE.front.authors)
    assert texts("//dc:language") == ["en-GB"]
    assert texts("//dc:publisher") == ["The Harrowby Review"]
    assert texts("//dc:rights") == ["CC BY 4.0"]
    assert texts("//opf:meta[@property='dcterms:modified']") == ["2021-03-03T00:00:00Z"]
    claims = texts("//opf:meta[@property='dcterms:conformsTo']")
    assert claims == [], "conformance is the publisher's to claim"


def test_contents_and_landmarks_lead_to_places_in_the_book() -> None:
    book = epub.write(Copy())
    nav, article = _part(book, "nav.xhtml"), _part(book, "article.xhtml")
    places = {f"article.xhtml#{name}" for name in article.xpath("//@id")}
    targets = set(nav.xpath("//x:a/@href", namespaces=NAMES))
    assert targets <= places | {"cover.xhtml", "nav.xhtml#toc"}
    headings = [" ".join(h.itertext()) for h in article.iter(f"{XHTML}h2")]
    contents = nav.xpath("//x:nav[@epub:type='toc']//x:li//x:li/x:a/text()", namespaces=NAMES)
    assert contents == headings
    marks = nav.xpath("//x:nav[@epub:type='landmarks']//x:a/@epub:type", namespaces=NAMES)
    assert marks == ["cover", "toc", "bodymatter", "bibliography"]


def test_each_document_is_titled_by_words() -> None:
    for name in ("nav.xhtml", "article.xhtml"):
        title = _part(epub.write(Copy()), name).findtext(f".//{XHTML}title")
        assert ARTICLE.front.title in title


def test_a_character_xml_forbids_never_reaches_a_reading_system() -> None:
    with pytest.raises(BrokenLaw):
        epub.write(with_fragment("<p>a</p>", title="a\x0bb"))


# ── what catalogues are told ─────────────────────────────────────────────────

#: What is said of a book beyond its title, and how: path in the package → values.
TOLD_AS = {
    "//dc:identifier[@id='doi']": ["https://doi.org/10.5555/canals%232"],
    "//opf:meta[@refines='#doi'][@scheme='onix:codelist5']": ["06"],
    "//dc:title": [FRONT.title, "A deck"],
    "//opf:meta[@property='title-type']": ["main", "subtitle"],
    "//dc:creator": ["Ilse Marrow", "Tomás Okafor-Lind"],
    "//opf:meta[@refines='#author-1']": [
        "aut", "https://orcid.org/0000-0002-1825-0097", "Harrowby Institute"
    ],
    "//opf:meta[@refines='#author-2']": ["aut"],
    "//dc:publisher": ["Harrowby Institute"],
    "//dc:description": ["A deck"],
    "//dc:subject": ["canals", "dykes & upkeep"],
    "//dc:rights": ["© 2021 Harrowby Institute"],
    "//opf:link[@rel='dcterms:license']/@href": ["https://example.org/licence"],
    "//dc:date": ["2021-03-03"],
    "//opf:meta[@property='dcterms:isFormatOf']": ["https://example.org/canals?a=1&b=2"],
    "//opf:meta[@property='belongs-to-collection']": ["Working Papers"],
    "//opf:meta[@property='collection-type']": ["series"],
    "//opf:meta[@property='group-position']": ["12.3"],
    "//opf:meta[@refines='#series'][@property='dcterms:identifier']": ["urn:issn:2049-3630"],
    "//opf:meta[@property='dcterms:isPartOf']": ["urn:issn:2049-3630"],
}  # fmt: skip
#: What only somebody who tells it can know.
UNTOLD = (
    "//dc:identifier[@id='doi']", "//dc:subject", "//opf:link", "//*[@id='series']",
    "//*[@property='group-position']", "//*[@property='dcterms:isPartOf']",
    "//*[@property='dcterms:conformsTo']", "//*[@property='a11y:certifiedBy']",
)  # fmt: skip


def _said(package: etree._Element, path: str) -> list[str]:
    found = package.xpath(path, namespaces=NAMES)
    return [one if isinstance(one, str) else one.text for one in found]


def test_what_nobody_tells_of_an_article_is_not_said() -> None:
    package = _part(epub.write(PLAIN), "package.opf")
    assert {path: _said(package, path) for path in UNTOLD} == {path: [] for path in UNTOLD}


@pytest.mark.parametrize("path", TOLD_AS)
def test_what_is_told_of_an_article_is_said(path: str) -> None:
    assert _said(_part(epub.write(TOLD), "package.opf"), path) == TOLD_AS[path]


def test_a_publication_with_an_issn_is_a_series_by_its_name() -> None:
    publication = Publication(name="The Harrowby Review", issn="2049-3630")
    book = epub.write(replace(Copy(), config=Config(publication=publication)))
    path = "//opf:meta[@property='belongs-to-collection']"
    assert _said(_part(book, "package.opf"), path) == ["The Harrowby Review"]


def test_conformance_is_claimed_where_the_publication_claims_it() -> None:
    standard = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    claimed = replace(PUBLICATION, conforms_to=standard, certified_by="Harrowby Institute")
    package = _part(epub.write(replace(TOLD, config=Config(publication=claimed))), "package.opf")
    assert _said(package, "//*[@property='dcterms:conformsTo']") == [standard]
    certified = "//*[@property='a11y:certifiedBy'][@refines='#conformance']"
    assert _said(package, certified) == ["Harrowby Institute"]


#: Description of the picture, cover → what is said: modes, what suffices, text for pictures.
SEEN = {
    "no picture": ("", False, ["textual"], "textual", False),
    "a cover": ("", True, ["textual", "visual"], "textual", True),
    "a described picture": ("A weir", False, ["textual", "visual"], "textual", True),
    "a picture without words": (
        load_labels("en")["undescribed"], True, ["textual", "visual"], "textual,visual", False
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_access_by_text_is_claimed_where_pictures_are_in_words(case: str) -> None:
    alt, covered, modes, suffices, texts = SEEN[case]
    copy = with_fragment(f"<p>A word.</p>{_picture(alt) if alt else ''}")
    config = replace(copy.config, theme=replace(copy.config.theme, cover=covered))
    copy = replace(copy, config=config, pictures=(WEIR,) if alt else ())
    package = _part(epub.write(copy), "package.opf")
    assert _said(package, "//*[@property='schema:accessMode']") == modes
    assert _said(package, "//*[@property='schema:accessModeSufficient']") == [suffices]
    features = _said(package, "//*[@property='schema:accessibilityFeature']")
    assert ("alternativeText" in features) is texts


@pytest.mark.parametrize(("language", "said"), [("de", None), ("eo", "en")])
def test_the_summary_of_access_is_in_the_language_that_it_says(
    language: str, said: str | None
) -> None:
    package = _part(epub.write(with_fragment("<p>a</p>", language=language)), "package.opf")
    (summary,) = package.xpath("//*[@property='schema:accessibilitySummary']")
    assert summary.get("{http://www.w3.org/XML/1998/namespace}lang") == said
    assert summary.text == load_labels(language)["access"]


# ── several articles ─────────────────────────────────────────────────────────


def _documents(book: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name: etree.fromstring(archive.read(name)) for name in names}


@pytest.mark.parametrize("kind", BOOKS)
def test_every_link_and_picture_leads_to_something_in_the_book(kind: str) -> None:
    book = BOOKS[kind]()
    documents = _documents(book)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        places = set(archive.namelist())
    places |= {f"{name}#{place}" for name, one in documents.items() for place in one.xpath("//@id")}
    for name, document in documents.items():
        paths = "//x:a/@href | //x:img/@src | //x:link/@href"
        for target in document.xpath(paths, namespaces=NAMES):
            if not target.startswith(("http", "mailto")):
                file, mark, place = target.partition("#")
                whole = os.path.normpath(f"{os.path.dirname(name)}/{file}") if file else name  # noqa: PTH120
                assert f"{whole}{mark}{place}" in places


def test_articles_stand_in_the_order_of_the_book_behind_its_contents() -> None:
    package = _part(epub.write_collection(_collection()), "package.opf")
    items = dict(zip(package.xpath("//@id"), package.xpath("//@id/.."), strict=True))
    files = [
        items[name].get("href") for name in package.xpath("//opf:itemref/@idref", namespaces=NAMES)
    ]
    articles = [f"{slug}/article.xhtml" for slug in SLUGS]
    front = ["cover.xhtml", "title.xhtml", "imprint.xhtml", "contents.xhtml"]
    assert files == [*front, *articles]


def test_the_contents_name_each_article_and_who_wrote_it() -> None:
    contents = _part(epub.write_collection(_collection()), "contents.xhtml")
    assert [" ".join(h.itertext()) for h in contents.iter(f"{XHTML}h1", f"{XHTML}h2")] == [
        "Contents"
    ]
    listed = ["|".join(item.itertext()) for item in contents.iter(f"{XHTML}li")]
    assert listed == [
        f"{FRONT.title}|Ilse Marrow, Tomás Okafor-Lind",
        "Wer flickt den Deich?|Jörg Weiß",
        "A third|Ilse Marrow, Tomás Okafor-Lind",
    ]
    assert contents.xpath("//x:li/@lang", namespaces=NAMES) == ["de"]


def test_the_menu_holds_the_sections_of_each_article() -> None:
    nav = _part(epub.write_collection(_collection()), "nav.xhtml")
    depths = nav.xpath("//x:nav[@epub:type='toc']/x:ol/x:li", namespaces=NAMES)
    sections = [one.xpath("x:ol/x:li/x:a/@href", namespaces=NAMES) for one in depths]
    assert sections[1:] == [
        ["nav/article.xhtml#part", "nav/article.xhtml#endnotes"],
        ["1-cover/article.xhtml#part"],
    ]
    assert len(sections[0]) == 5


def test_editors_contribute_what_authors_create() -> None:
    known = file_name(Person("Ludo van der Mud"))
    about = replace(_collection().record, editors=(known,))
    package = _part(epub.write_collection(replace(_collection(), record=about)), "package.opf")
    assert _said(package, "//dc:creator") == [one.name for one in PEOPLE]
    assert _said(package, "//dc:contributor") == ["Ludo van der Mud"]
    told = "//opf:meta[@refines='#editor-1']"
    assert _said(package, told) == ["edt", "van der Mud, Ludo"]


def test_each_article_is_described_by_itself() -> None:
    package = _part(epub.write_collection(_collection()), "package.opf")
    facts = [
        (meta.get("property"), meta.text)
        for meta in package.xpath("//opf:meta[@refines='#article-2']", namespaces=NAMES)
    ]
    assert facts[:3] == [
        ("dcterms:title", "Wer flickt den Deich?"), ("dcterms:creator", "Jörg Weiß"),
        ("dcterms:language", "de"),
    ]  # fmt: skip
    items = package.xpath("//opf:item[@id='article-2']/@href", namespaces=NAMES)
    assert items == [f"{[*SLUGS][1]}/article.xhtml"]


def test_title_page_and_imprint_say_whose_book_it_is_and_where_it_appears() -> None:
    about = replace(
        _collection().record, editors=(Person("Ludo van der Mud"),), isbn="978-3-16-148410-0"
    )
    book = epub.write_collection(replace(_collection(), record=about))
    title = [" ".join(one.itertext()) for one in _part(book, "title.xhtml").iter(f"{XHTML}p")]
    assert "Edited by Ludo van der Mud" in title
    imprint = [" ".join(one.itertext()) for one in _part(book, "imprint.xhtml").iter(f"{XHTML}p")]
    assert {"Edited by Ludo van der Mud", "ISBN 978-3-16-148410-0"} <= {*imprint}


def test_a_note_is_one_and_its_item_stays_an_item() -> None:
    article = _documents(epub.write_collection(_collection()))["EPUB/nav/article.xhtml"]
    (note,) = article.xpath("//*[@role='doc-footnote']")
    assert note.get("id") == "fn1"
    assert note.get(f"{{{NAMES['epub']}}}type") == "footnote"
    assert " ".join("".join(note.itertext()).split()) == "Eine Note: mit Punkten. Ende. ↑"
    (call,) = article.xpath("//*[@epub:type='noteref']", namespaces=NAMES)
    assert call.get("href") == "#fn1"


def test_articles_of_a_book_are_titled_by_themselves_and_the_book() -> None:
    documents = _documents(epub.write_collection(_collection()))
    titles = [one.findtext(f".//{XHTML}title") for one in documents.values()]
    assert titles == [
        "A third – The keeping of walls",
        f"{FRONT.title} – The keeping of walls",
        "Contents: The keeping of walls",
        "Cover: The keeping of walls",
        "The keeping of walls",
        "Contents: The keeping of walls",
        "Wer flickt den Deich? – The keeping of walls",
        "The keeping of walls",
    ]


def test_a_book_has_colours_of_its_own_nowhere_but_on_its_cover() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.write_collection(_collection()))) as archive:
        style = archive.read("EPUB/style.css").decode()
    assert not re.search(
        r"#[0-9a-f]{3,6}\b|(?<![-\w])(?:background|color)\s*:(?!\s*inherit)", style
    )


def test_a_caption_is_a_part_of_the_table_below_it() -> None:
    table = "<table><tbody><tr><td>a</td></tr></tbody></table>"
    caption = '<div class="caption"><p>Depths <em>by</em> port</p></div>'
    data = epub.write(with_fragment(f"<p>A.</p>{caption}{table}<p>B.</p>{table}{caption}"))
    body = _part(data, "article.xhtml")
    space = {"x": "http://www.w3.org/1999/xhtml"}
    found = body.xpath("//x:table/x:caption", namespaces=space)
    assert ["".join(one.itertext()) for one in found] == ["Depths by port"]
    assert len(body.xpath("//x:p[@class='caption']", namespaces=space)) == 1
