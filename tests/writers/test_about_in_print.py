"""What catalogues and readers are told of an article: the same in every format, and whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import docx
import page as validator
import pytest
import yaml
from lxml import etree
from lxml import html as lxml_html
from openxml_audit import FileFormat, OpenXmlValidator

from compose.edition import REVIEW, SHAPES, WHOLE, edition
from copydesk import registry, verify
from copydesk.builder.article_job import ArticleInput
from copydesk.composition import compose
from copydesk.composition.catalogue import CatalogueRecord, record
from copydesk.composition.pandoc import Pandoc
from copydesk.errors import BrokenLaw
from copydesk.model import Person
from copydesk.references.this_article import cite_article

FORMATS = ("md", "html", "epub", "docx", "pdf")
READ = [name for name in FORMATS if name in verify.READ]
RDF = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


@pytest.fixture(scope="module")
def press() -> Any:
    with Pandoc() as pandoc:
        yield pandoc


def sheet(
    press: Pandoc, shape: str = WHOLE, style: str = "harvard-cite-them-right"
) -> ArticleInput:
    article, config = edition(shape, style)
    return ArticleInput(
        article, compose(article, config, cite_article(article, config)), "wall", config, press, 60
    )


def made(copy: ArticleInput, name: str) -> bytes:
    return registry.WRITERS[name].write(copy)


@pytest.fixture(scope="module")
def whole(press: Pandoc) -> Mapping[str, bytes]:
    copy = sheet(press)
    return {name: made(copy, name) for name in FORMATS}


@pytest.fixture(scope="module")
def about() -> CatalogueRecord:
    article, config = edition()
    return record(article, config, "wall")


def head(data: bytes) -> dict[str, list[str]]:
    """What the `meta` elements of a page say, by name."""
    found: dict[str, list[str]] = {}
    for meta in lxml_html.document_fromstring(data.decode()).xpath("//head/meta[@name]"):
        found.setdefault(meta.get("name"), []).append(meta.get("content"))
    return found


# ── metadata read back ───────────────────────────────────────────────────────


def test_the_head_of_a_page_says_all_that_is_known(whole, about: CatalogueRecord) -> None:
    said, imprint = head(whole["html"]), about.imprint
    assert said["author"] == said["citation_author"] == [*about.names]
    assert said["keywords"] == [", ".join(imprint.keywords)]
    assert said["citation_keywords"] == [*imprint.keywords]
    assert said["citation_author_institution"] == [one.affiliation for one in about.authors]
    assert said["citation_author_orcid"] == [f"https://orcid.org/{about.authors[0].orcid}"]
    one = {name: values[0] for name, values in said.items() if len(values) == 1}
    assert one["citation_title"] == about.title
    assert one["citation_doi"] == imprint.doi
    assert one["dcterms.identifier"] == about.doi_address
    assert one["citation_publication_date"] == "2023/04/21"
    assert one["citation_journal_title"] == one["dcterms.isPartOf"] == REVIEW.name
    assert (one["citation_volume"], one["citation_issue"]) == (imprint.volume, imprint.issue)
    assert (one["citation_firstpage"], one["citation_lastpage"]) == ("5", "17")
    assert one["citation_issn"] == REVIEW.issn
    assert one["citation_publisher"] == one["dcterms.publisher"] == REVIEW.publisher
    assert one["dcterms.rights"] == REVIEW.rights
    assert one["dcterms.license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_page_links_to_its_own_address_and_its_licence_and_runs_nothing(whole, about) -> None:
    page = lxml_html.document_fromstring(whole["html"].decode())
    links = {link.get("rel"): link.get("href") for link in page.xpath("//head/link")}
    assert links == {"canonical": about.imprint.url, "license": about.licence}
    assert page.xpath("//body//a[@rel='license']/@href") == [about.licence]
    assert not page.xpath("//script")


def test_a_report_is_told_as_one(press: Pandoc) -> None:
    said = head(made(sheet(press, "a report of a series, by a body"), "html"))
    assert said["citation_technical_report_number"] == ["7"]
    assert said["citation_technical_report_institution"] == [REVIEW.publisher]
    assert "citation_journal_title" not in said


def test_nothing_is_said_that_is_not_known(press: Pandoc) -> None:
    said = head(made(sheet(press, "no date"), "html"))
    assert all(value.strip() for values in said.values() for value in values)
    assert not {"citation_doi", "citation_publication_date", "keywords", "dcterms.license"} & {
        *said
    }


def test_the_packet_of_the_pdf_says_it_in_its_own_terms_and_describes_those(whole, about) -> None:
    data = whole["pdf"]
    packet = re.search(rb"<rdf:RDF.*?</rdf:RDF>", data, re.DOTALL)
    assert packet
    root = etree.fromstring(packet[0])

    def said(path: str) -> list[str]:
        return [one.text for one in root.iterfind(f".//{path}", RDF)]

    imprint = about.imprint
    assert said("dc:creator/rdf:Seq/rdf:li") == [*about.names]
    assert said("dc:subject/rdf:Bag/rdf:li") == [*imprint.keywords]
    assert said("pdf:Keywords") == [", ".join(imprint.keywords)]
    assert said("dc:publisher/rdf:Bag/rdf:li") == [REVIEW.publisher]
    assert said("dc:rights/rdf:Alt/rdf:li") == [REVIEW.rights]
    assert said("dc:language/rdf:Bag/rdf:li") == [about.language]
    assert said("dc:identifier") == [about.doi_address]
    assert said("rights:WebStatement") == [about.licence]
    terms = {
        "publicationName": REVIEW.name, "issn": REVIEW.issn, "volume": imprint.volume,
        "number": imprint.issue, "pageRange": imprint.pages, "doi": imprint.doi,
        "url": imprint.url,
    }  # fmt: skip
    assert {name: said(f"prism:{name}") for name in terms} == {
        name: [value] for name, value in terms.items()
    }
    assert {"part", *terms} == {*said("property:name")}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_pdf_keeps_both_standards_whatever_it_says(press: Pandoc, shape: str, tmp_path) -> None:
    path = tmp_path / "wall.pdf"
    path.write_bytes(made(sheet(press, shape), "pdf"))
    for profile in ("ua1", "3a"):
        failures = validator.validate_pdf(str(path), profile=profile).failures
        assert [(one.rule_id, one.message) for one in failures] == [], profile


def test_the_properties_of_a_document_say_it(whole, about: CatalogueRecord) -> None:
    core = docx.Document(io.BytesIO(whole["docx"])).core_properties
    assert core.author == "; ".join(about.names)
    assert core.keywords == ", ".join(about.imprint.keywords)
    assert core.category == REVIEW.name
    assert core.identifier == about.doi_address
    with zipfile.ZipFile(io.BytesIO(whole["docx"])) as package:
        root = etree.fromstring(package.read("docProps/custom.xml"))
        assert b"custom-properties" in package.read("_rels/.rels")
    said = {one.get("name"): one[0].text for one in root}
    imprint = about.imprint
    assert said == {
        "Publication": REVIEW.name, "ISSN": REVIEW.issn, "Volume": imprint.volume,
        "Issue": imprint.issue, "Pages": imprint.pages, "DOI": imprint.doi, "URL": imprint.url,
        "Rights": REVIEW.rights, "Licence": about.licence,
        "ORCID": f"{about.authors[0].name}: {about.authors[0].orcid}",
        "Affiliation": "; ".join(f"{one.name}: {one.affiliation}" for one in about.authors),
    }  # fmt: skip
    numbers = [int(one.get("pid")) for one in root]
    assert numbers == [*range(2, 2 + len(said))]


def test_word_opens_what_says_much_and_what_says_little(press: Pandoc, whole, tmp_path) -> None:
    for number, data in enumerate((whole["docx"], made(sheet(press, "no date"), "docx"))):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(data)
        found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
        assert [error.description for error in found.errors] == []


def test_the_front_matter_of_markdown_says_it(whole, about: CatalogueRecord) -> None:
    said = yaml.safe_load(whole["md"].decode().split("---\n")[1])
    imprint = about.imprint
    assert said == {
        "title": about.title, "author": [*about.names], "date": "2023-04-21", "lang": "en-GB",
        "description": about.description, "publisher": REVIEW.publisher,
        "publisher-place": REVIEW.place, "container-title": REVIEW.name, "issn": REVIEW.issn,
        "volume": imprint.volume,
        "issue": imprint.issue, "page": imprint.pages, "doi": imprint.doi, "url": imprint.url,
        "rights": REVIEW.rights, "license": about.licence, "keywords": [*imprint.keywords],
        "authors": [
            {"name": one.name, **({"orcid": one.orcid} if one.orcid else {}),
             "affiliation": one.affiliation}
            for one in about.authors
        ],
    }  # fmt: skip


def test_an_address_for_letters_is_in_no_file_that_is_sent_around(whole) -> None:
    for name, data in whole.items():
        text = data
        if name in ("docx", "epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                text = b"".join(package.read(member) for member in package.namelist())
        assert b"i@example.org" not in text, name


# ── on the page ──────────────────────────────────────────────────────────────


def test_authors_and_doi_stand_above_the_text_keywords_line_and_rights_below(whole) -> None:
    page = lxml_html.document_fromstring(whole["html"].decode())
    article = page.xpath("//article")[0]
    assert [one.get("class") for one in article.xpath("header/p")] == [
        "byline", "affiliations", "affiliations", "date", "doi",
    ]  # fmt: skip
    assert article[-1].tag == "footer"
    assert [one.get("class") for one in article[-1]] == ["keywords", "cite-as", "rights"]
    told = [one.text_content() for one in article.xpath("header/p[@class='affiliations']")]
    assert told == [
        "Inés Marlow: Institute of Harbours, Lisbon, https://orcid.org/0000-0002-1825-0097",
        "Kofi A. Osei: Quay House & Sons",
    ]
    rights = article[-1][-1].text_content()
    assert rights.startswith("© 2023 Low Harbour Press. Licence: Creative Commons Attribution 4.0")


def test_nothing_is_printed_of_what_nothing_is_told(press: Pandoc) -> None:
    page = lxml_html.document_fromstring(made(sheet(press, "no date"), "html").decode())
    assert not page.xpath("//*[@class='affiliations' or @class='doi' or @class='keywords']")
    assert [one.get("class") for one in page.xpath("//footer[@class='about-article']/p")] == [
        "cite-as"
    ]


# ── the law ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", ["harvard-cite-them-right", "ieee", "chicago-notes-bibliography"])
def test_what_an_edition_says_of_itself_is_whole(press, name, shape, style) -> None:
    copy = sheet(press, shape, style)
    verify.check_composed(copy.article, copy.composed)
    copy.check(name, made(copy, name))


@pytest.mark.parametrize(
    ("name", "there", "instead"),
    [
        ("md", "Available at: ", ""),
        ("md", "dykes & upkeep’", "dykes’"),
        ("md", "(2023)", "(2024)"),
        ("html", "Available at: ", ""),
        ("html", "dykes &amp; upkeep’", "dykes’"),
        ("html", "(2023)", "(2024)"),
    ],
)
def test_a_line_that_is_not_the_style_s_is_refused(press, whole, name, there, instead) -> None:
    head, label, line = whole[name].decode().rpartition("How to cite this article")
    assert there in line
    with pytest.raises(BrokenLaw, match="cite-as"):
        sheet(press).check(name, f"{head}{label}{line.replace(there, instead)}".encode())


@pytest.mark.parametrize(
    ("there", "instead", "kind"),
    [
        ("Quay House", "House", "affiliations"),
        ("</strong> dykes, ", "</strong> ", "keywords"),
        ("10.5555/tide.12</a></p>", "10.5555/tide.13</a></p>", "doi"),
        ("CC BY 4.0", "CC BY-ND 4.0", "rights"),
    ],
)
def test_what_a_page_says_otherwise_than_the_record_is_refused(
    press, whole, there, instead, kind
) -> None:
    head, body, text = whole["html"].decode().partition("<body>")
    assert there in text
    with pytest.raises(BrokenLaw, match=kind):
        sheet(press).check("html", (head + body + text.replace(there, instead)).encode())


def test_a_document_that_forgets_what_is_told_is_refused(press: Pandoc) -> None:
    copy = sheet(press)
    document = copy.composed.document.replace(b'"dykes,"', b'"dams,"')
    assert document != copy.composed.document
    with pytest.raises(BrokenLaw, match="keywords"):
        verify.check_composed(copy.article, replace(copy.composed, document=document))


@pytest.mark.parametrize(
    ("person", "printed"),
    [
        (Person("Vera Lund", affiliation="Quay House"), ["Quay House"]),
        (Person("Vera Lund", "0000-0002-1825-0097"), ["https://orcid.org/0000-0002-1825-0097"]),
        (Person("Vera Lund", email="v@example.org"), []),
    ],
    ids=["a place alone", "an ORCID iD alone", "an address for letters alone"],
)
def test_an_only_author_is_not_named_twice(press: Pandoc, person: Person, printed) -> None:
    copy = sheet(press, "no date")
    article = replace(copy.article, front=replace(copy.article.front, people=(person,)))
    document = compose(article, copy.config, cite_article(article, copy.config))
    copy = ArticleInput(article, document, "wall", copy.config, press, 60)
    page = lxml_html.document_fromstring(made(copy, "html").decode())
    assert [p.text_content() for p in page.xpath("//p[@class='affiliations']")] == printed
    copy.check("html", made(copy, "html"))
