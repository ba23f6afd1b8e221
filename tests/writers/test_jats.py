"""JATS XML: well-formed, each element where the tag library has it, every link with its end.

The lists below are the children that the archiving tag set of JATS 1.3 allows where we set
them. Where `COPYDESK_JATS` names the folder of its DTD, as `.ci/run` does (the npm package
`@jats4r/dtds` holds it as `schema/1.3`), files are held against that too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from lxml import etree

from compose.harbour import ARTICLE, Sheet, entry, paragraph
from copydesk.composition.catalogue import record
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import (
    Article,
    Back,
    Block,
    Code,
    Figure,
    Heading,
    Imprint,
    Items,
    Note,
    Person,
    Picture,
    Quote,
    Table,
    Text,
)
from copydesk.references.this_article import sign_authors
from copydesk.writers.jats import make_fields, write
from writers.test_pictures_in_print import drawn

HREF = "{http://www.w3.org/1999/xlink}href"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

WORDS = "bold italic monospace sub sup ext-link xref named-content"
BLOCKS = "p disp-quote list table-wrap fig code"
#: Element → children in the order that the tag library gives, or (mixed) in any.
ORDERED = {
    "article": "front body back",
    "front": "journal-meta article-meta notes",
    "journal-meta": "journal-title-group issn publisher self-uri",
    "article-meta": "article-id title-group contrib-group author-notes pub-date volume"
    " volume-series issue fpage lpage page-range permissions self-uri abstract kwd-group",
    "title-group": "article-title subtitle",
    "contrib-group": "contrib aff",
    "publisher": "publisher-name publisher-loc",
    "permissions": "copyright-statement license",
    "back": "*bio ack notes fn-group ref-list",
    "sec": f"title *{BLOCKS} sec",
    "body": f"*{BLOCKS} sec",
    "fn": "label p",
    "list-item": "label *p list",
    "fig": "caption graphic",
    "ref": "citation-alternatives mixed-citation",
    "citation-alternatives": "element-citation mixed-citation",
    "table": "thead tbody",
    "table-wrap": "caption table",
    "bio": f"title *{BLOCKS}",
    "notes": f"title *{BLOCKS}",
    "ack": "title p",
    "fn-group": "title fn",
    "ref-list": "title ref",
}
MIXED = {
    "contrib": "contrib-id name string-name collab email xref",
    "author-notes": "p",
    "pub-date": "day month year string-date",
    "abstract": "p",
    "kwd-group": "kwd",
    "license": "license-p",
    "license-p": WORDS,
    "journal-title-group": "journal-title",
    "aff": "institution",
    "title": WORDS,
    "p": f"{WORDS} code list table-wrap fig disp-quote hr",
    "disp-quote": BLOCKS,
    "list": "list-item",
    "thead": "tr",
    "tbody": "tr",
    "tr": "th td",
    "th": WORDS,
    "td": WORDS,
    "caption": "p",
    "graphic": "alt-text",
    "xref": "bold italic monospace sub sup named-content",
    "named-content": WORDS,
    "mixed-citation": WORDS,
    "element-citation": "person-group year month day string-date article-title chapter-title"
    " data-title source edition version volume issue supplement series conf-name conf-loc"
    " publisher-loc publisher-name issn isbn fpage lpage page-range pub-id ext-link"
    " date-in-citation comment",
    "person-group": "name collab etal",
    "name": "surname given-names suffix",
    **dict.fromkeys(("bold", "italic", "monospace", "sub", "sup", "ext-link"), WORDS),
}

PUBLICATION = {
    "name": "The Tide",
    "publisher": "Estuary Press",
    "place": "Harrowby",
    "series": "Working Papers",
    "issn": "2049-3630",
    "url": "https://example.org/tide",
    "rights": "© 2022 The Tide",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
}
FULL = replace(
    ARTICLE,
    front=sign_authors(replace(
        ARTICLE.front,
        authors=("Ada Quill", "Bo Ferry"),
        people=(
            Person("Ada Quill", "0000-0002-1825-0097", "Harbour Office", "ada@example.org"),
            Person("Bo Ferry", affiliation="Harbour Office"),
        ),
        imprint=Imprint("10.5555/mud", "https://example.org/mud", "4", "2", "11–19",
                        keywords=("mud", "tides")),
    )),
    body=(
        *ARTICLE.body,
        Heading(4, (Text("Deeper"),)),
        Figure((Text("The pier"),), "pier.png", "A pier"),
        Items(((paragraph("seven"), Items(((paragraph("below"),),))),), ordered=True, start=7),
        Figure((Text("Depths of two ports"),)),
        Table((((Text("a"),), (Text("b"),)),)),
        paragraph("So.", Note((paragraph("Aside."), Code("x = 1")))),
        Heading(2, (Text("Back up"),)),
        paragraph("Up."),
    ),
)  # fmt: skip
FULL = replace(
    FULL,
    edited=replace(
        FULL.edited,
        submission=replace(
            FULL.edited.submission, pictures=(Picture("pier.png", "image/png", drawn()),)
        ),
    ),
)


def made(
    pandoc: Pandoc, article: Article = ARTICLE, publication: Mapping[str, str] | None = None
) -> etree._Element:
    config = overlay(Config(), {"publication": dict(publication or {})}, "test")
    return etree.fromstring(write(Sheet(article, pandoc, config)))


def said(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces={"xlink": HREF[1:-5]})
    texts = (one if isinstance(one, str) else "".join(one.itertext()) for one in found)
    return [" ".join(text.split()) for text in texts]


CASES: Mapping[str, tuple[Article, Mapping[str, str]]] = {
    "everything": (FULL, PUBLICATION),
    "no publication": (ARTICLE, {}),
    "no references": (replace(ARTICLE, back=Back(), citations=()), {}),
    "a heading of the third level first": (
        replace(ARTICLE, body=(Heading(3, (Text("Mud"),)), paragraph("Tide.")), citations=()), {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_element_stands_where_the_tag_library_has_it(pandoc: Pandoc, name: str) -> None:
    root = made(pandoc, *CASES[name])
    for element in root.iter(etree.Element):
        tags = [child.tag for child in element]
        if element.tag in ORDERED:
            places = _places(ORDERED[element.tag])
            assert set(tags) <= set(places), element.tag
            assert [places[tag] for tag in tags] == sorted(places[tag] for tag in tags)
            assert not (element.text or "").strip()
        else:
            assert set(tags) <= {*MIXED.get(element.tag, "").split()}, element.tag


def _places(order: str) -> dict[str, int]:
    """Element → its place in the order; those behind a star share one, up to the last."""
    head, _, free = order.partition("*")
    places = {tag: number for number, tag in enumerate(head.split())}
    for tag in free.split():
        places[tag] = len(head.split()) + (tag == "sec")
    return places


@pytest.mark.parametrize("name", CASES)
def test_the_dtd_finds_nothing(
    pandoc: Pandoc, missing: Callable[[str], NoReturn], name: str
) -> None:
    folder = os.environ.get("COPYDESK_JATS")
    if not folder:
        missing("`COPYDESK_JATS` does not name the folder of the DTD")
    dtd = etree.DTD(str(Path(folder) / "JATS-archivearticle1-3.dtd"))
    assert dtd.validate(made(pandoc, *CASES[name])), dtd.error_log


@pytest.mark.parametrize("name", CASES)
def test_ids_are_names_of_their_own_and_links_lead_to_them(pandoc: Pandoc, name: str) -> None:
    root = made(pandoc, *CASES[name])
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@rid")) <= set(ids)
    kinds = {"bibr": "ref", "fn": "fn", "aff": "aff"}
    for link in root.iter("xref"):
        assert root.xpath(f"//*[@id='{link.get('rid')}']")[0].tag == kinds[link.get("ref-type")]


def test_the_publication_and_the_record_are_in_front(pandoc: Pandoc) -> None:
    root = made(pandoc, FULL, PUBLICATION)
    expected = {
        "//journal-title": ["The Tide"],
        "//issn": ["2049-3630"],
        "//journal-meta//publisher-name": ["Estuary Press"],
        "//journal-meta//publisher-loc": ["Harrowby"],
        "//article-id[@pub-id-type='doi']": ["10.5555/mud"],
        "//article-title[parent::title-group]": [ARTICLE.front.title],
        "//subtitle": [ARTICLE.front.deck],
        "//contrib/name/surname": ["Quill", "Ferry"],
        "//contrib/name/given-names": ["Ada", "Bo"],
        "//contrib-id": ["https://orcid.org/0000-0002-1825-0097"],
        "//aff": ["Harbour Office"],
        "//article-meta/volume": ["4"],
        "//article-meta/issue": ["2"],
        "//article-meta/fpage": ["11"],
        "//article-meta/lpage": ["19"],
        "//kwd": ["mud", "tides"],
        "//copyright-statement": ["© 2022 The Tide"],
        "//license-p": ["Creative Commons Attribution 4.0 International (CC BY 4.0)"],
        "//license/@xlink:href": ["https://creativecommons.org/licenses/by/4.0/"],
        "//pub-date/string-date": ["3 May 2022"],
        "//author-notes": ["By Ada Quill"],
    }
    for path, words in expected.items():
        assert said(root, path) == words, path
    assert root.find(".//pub-date").get("iso-8601-date") == "2022-05-03"
    assert root.get(LANG) == "en-GB"


def test_nothing_stands_for_what_is_not_known(pandoc: Pandoc) -> None:
    root = made(pandoc)
    assert root.find(".//journal-meta") is None
    empty = {one.tag for one in root.iter(etree.Element) if not len(one) and not one.text}
    assert empty == {"hr"}


def test_what_is_a_field_of_the_front_is_not_said_again(pandoc: Pandoc) -> None:
    text = etree.tostring(made(pandoc, FULL, PUBLICATION), encoding="unicode")
    for words in ("Harbour Office", "10.5555/mud<", "0000-0002-1825-0097<", "© 2022", "CC BY"):
        assert text.count(words) == 1, words


SIGNED: Mapping[str, tuple[Person, str]] = {
    "as in the west": (
        Person("Ada Quill"),
        '<name name-style="western"><surname>Quill</surname><given-names>Ada</given-names></name>',
    ),
    "a particle and a suffix": (
        Person("Ludo van der Mud Jr."),
        (
            '<name name-style="western"><surname>van der Mud</surname>'
            "<given-names>Ludo</given-names><suffix>Jr.</suffix></name>"
        ),
    ),
    "family first": (
        Person("Mao Zedong"),
        '<name name-style="eastern"><surname>Mao</surname><given-names>Zedong</given-names></name>',
    ),
    "an editor who says so": (
        Person("Orbán Viktor", family="Orbán"),
        (
            '<name name-style="eastern"><surname>Orbán</surname>'
            "<given-names>Viktor</given-names></name>"
        ),
    ),
    "either way": (Person("Li Wei"), "<string-name>Li Wei</string-name>"),
    "one word": (Person("Bono"), "<string-name>Bono</string-name>"),
    "without blanks": (Person("王小明"), "<string-name>王小明</string-name>"),
    "a body": (Person("World Bank"), "<collab>World Bank</collab>"),
}


@pytest.mark.parametrize("case", SIGNED)
def test_a_name_is_in_parts_where_they_are_known(pandoc: Pandoc, case: str) -> None:
    known, expected = SIGNED[case]
    front = replace(ARTICLE.front, authors=(known.name,), people=(known,), imprint=Imprint())
    contrib = made(pandoc, replace(ARTICLE, front=sign_authors(front))).find(".//contrib")
    assert etree.tostring(contrib[0], encoding="unicode").strip().replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    ) == expected  # fmt: skip


def test_a_caption_is_the_tables_that_it_stands_at(pandoc: Pandoc) -> None:
    root = made(pandoc, FULL)
    assert said(root, "//table-wrap/caption/p") == ["Depths of two ports"]
    assert said(root, "//table-wrap[caption]/table//td") == ["a", "b"]


CAPTION, ROWS = Figure((Text("Dues"),)), Table((((Text("a"),), (Text("b"),)),))


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        pytest.param((CAPTION, ROWS), ["Dues"], id="above the table"),
        pytest.param((ROWS, CAPTION), ["Dues"], id="below it"),
        pytest.param((ROWS, CAPTION, ROWS), ["", "Dues"], id="of two tables, the lower one's"),
        pytest.param((CAPTION, ROWS, CAPTION), ["Dues"], id="each table has one"),
        pytest.param((CAPTION, ROWS, CAPTION, ROWS), ["Dues", "Dues"], id="each its own"),
        pytest.param((ROWS, paragraph("So."), CAPTION), [""], id="behind something else"),
        pytest.param((ROWS, replace(CAPTION, source="pier.png")), [""], id="of a picture"),
        pytest.param((replace(CAPTION, source="pier.png"), ROWS), [""], id="of one above"),
    ],
)
def test_a_caption_is_that_of_the_table_below_it_or_else_above_it(
    pandoc: Pandoc, blocks: tuple[Block, ...], captions: list[str]
) -> None:
    root = made(pandoc, replace(FULL, body=blocks, citations=()))
    assert ["".join(one.xpath("caption/p/text()")) for one in root.iter("table-wrap")] == captions


def test_sections_stand_in_sections(pandoc: Pandoc) -> None:
    root = made(pandoc, FULL)
    assert said(root, "/article/body/sec/title") == ["What the dredgers say", "Back up"]
    assert said(root, "/article/body/sec/sec/title") == ["References to mud"]
    assert said(root, "/article/body/sec/sec/sec/title") == ["Deeper"]


def test_an_entry_has_its_fields_and_its_words(pandoc: Pandoc) -> None:
    ref = made(pandoc).xpath("//ref[@id='ref-mora2019']")[0]
    assert said(ref, ".//name/surname") == ["Mora", "Ott"]
    assert said(ref, ".//article-title | .//source | .//fpage | .//lpage") == [
        "Tides and “ports” of call", "Sea Journal", "1", "9",
    ]  # fmt: skip
    assert said(ref, ".//mixed-citation")[0].startswith("Mora, C. and Ott, D. (2019) ‘Tides")
    assert ref.xpath(".//element-citation/@publication-type") == ["journal"]


def test_an_entry_that_was_not_read_has_its_words(pandoc: Pandoc) -> None:
    ref = made(pandoc).xpath("//ref[@id='ref-kelp1998']")[0]
    assert [child.tag for child in ref] == ["mixed-citation"]


def test_a_picture_is_beside_it_and_described(pandoc: Pandoc) -> None:
    graphic = made(pandoc, FULL).find(".//fig/graphic")
    assert graphic.get(HREF) == "pictures/picture-1.png"
    assert (graphic.get("mimetype"), graphic.get("mime-subtype")) == ("image", "png")
    assert graphic.findtext("alt-text") == "A pier"


PERSON = [{"family": "Lo", "given": "Bo"}]
FIELDS: Mapping[str, tuple[dict[str, Any], str]] = {
    "a chapter": (
        {"type": "chapter", "title": "Ebb", "container-title": "Tides", "page": "7"},
        "<chapter-title>Ebb</chapter-title><source>Tides</source><fpage>7</fpage>",
    ),
    "a page of the web": (
        {"type": "webpage", "title": "Ebb", "URL": "https://example.org/"},
        (
            '<source>Ebb</source><ext-link ext-link-type="uri" xlink:href="https://example.org/">'
            "https://example.org/</ext-link>"
        ),
    ),
    "others": (
        {"type": "book", "author": [*PERSON, {"literal": "others"}]},
        (
            '<person-group person-group-type="author"><name><surname>Lo</surname>'
            "<given-names>Bo</given-names></name><etal/></person-group>"
        ),
    ),
    "a body": (
        {"type": "book", "author": [{"literal": "Board of Pilots"}]},
        '<person-group person-group-type="author"><collab>Board of Pilots</collab></person-group>',
    ),
    "a particle": (
        {"type": "book", "editor": [{"family": "Leyen", "non-dropping-particle": "von der"}]},
        (
            '<person-group person-group-type="editor"><name><surname>von der Leyen</surname></name>'
            "</person-group>"
        ),
    ),
    "a day": (
        {"type": "report", "issued": {"date-parts": [[2020, 5, 3]]}},
        '<year iso-8601-date="2020-05-03">2020</year><month>5</month><day>3</day>',
    ),
    "a date in words": (
        {"type": "report", "issued": {"literal": "in press"}},
        "<string-date>in press</string-date>",
    ),
    "a season as a month": (
        {"type": "report", "issued": {"date-parts": [[2020, 13]]}},
        '<year iso-8601-date="2020">2020</year><season>Spring</season>',
    ),
    "a season of its own": (
        {"type": "report", "issued": {"date-parts": [[2020]], "season": "4"}},
        '<year iso-8601-date="2020">2020</year><season>Winter</season>',
    ),
    "an address of a program": (
        {"type": "webpage", "URL": "javascript:alert(1)"},
        '<comment content-type="URL">javascript:alert(1)</comment>',
    ),
    "pages that are none": (
        {"type": "report", "page": "1-4, 9"}, "<page-range>1-4, 9</page-range>",
    ),
    "a kind": (
        {"type": "thesis", "genre": "PhD thesis"},
        '<comment content-type="genre">PhD thesis</comment>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_fields_of_csl_are_fields_of_jats(name: str) -> None:
    csl, inner = FIELDS[name]
    about = record(ARTICLE, Config(), "mud")
    fields = make_fields(ARTICLE, about, "mud", [csl])[1]
    made = etree.tostring(fields).decode()
    assert made.partition(">")[2].removesuffix("</element-citation>") == inner


def test_an_anchor_is_that_of_the_other_formats(pandoc: Pandoc) -> None:
    odd = entry("smith:2019/x", "Smith", {"type": "book", "title": "Mud", "id": "smith:2019/x"})
    root = made(pandoc, replace(ARTICLE, back=Back(references=(odd,)), citations=()))
    assert root.xpath("//ref/@id") == ["ref-smith-2019-x-6d374b32"]
    assert root.find(".//element-citation/source").text == "Mud"


GERMAN = (
    "Der Lotse schrieb, dass er seit Jahren keine Nacht mehr geschlafen habe und dass die Stadt"
    " ihm die Laterne schulde, die er im Winter verloren hatte."
)


def test_a_passage_says_in_which_language_it_is(pandoc: Pandoc) -> None:
    body = (*ARTICLE.body, paragraph(GERMAN), Quote((paragraph(GERMAN),)))
    root = made(pandoc, replace(ARTICLE, body=body))
    assert [block.tag for block in root.xpath("/article/body//*[@xml:lang='de']")] == [
        "p", "disp-quote",
    ]  # fmt: skip
    assert root.xpath("/article/body//*[@xml:lang='en']") == []
