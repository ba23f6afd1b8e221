"""What pages, books and papers say of languages and directions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

from copydesk import ledger
from copydesk.system import archive, pdf
from copydesk.system.pdf import Objects, Tag

pytestmark = pytest.mark.check

X = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
OPF = "{http://www.idpf.org/2007/opf}"

#: Article → language and direction of its page.
ROOTS = {
    "quay": ("en-GB", None),
    "well": ("en-GB", None),
    "bir": ("ar", "rtl"),
    "beer": ("he", "rtl"),
    "kuan": ("hi", None),
    "jing": ("zh-Hant", None),
    "ido": ("ja", None),
}
#: Words of a passage → the element that says its language, and what it says.
PASSAGES = {
    "well": {
        "Der Brunnen an der Grenze": ("p", "de", None),
        "Niemand hat uns gefragt": ("span", "de", None),
        "界井": ("span", "zh-Hans", None),
        "这口井的水够两个村子用一百年，如果没有人关门": ("span", "zh-Hans", None),
        "“这口井的水够": ("p", "zh-Hans", None),
        "الماء لا يعرف الحدود": ("span", "ar", "rtl"),
        "الماء لا يعرف الحدود، ولكن": ("p", "ar", "rtl"),
        "Колодец у дороги": ("span", "ru", None),
        "سلمى حداد": ("span", "ar", "rtl"),
    },
    "bir": {"“The well stands": ("p", "en", "ltr")},
}


def page(dist: Path, name: str) -> html.HtmlElement:
    return html.document_fromstring((dist / name / f"{name}.html").read_bytes())


def said(element: etree._Element) -> tuple[str, str | None, str | None]:
    return str(element.tag), element.get("lang"), element.get("dir")


@pytest.mark.parametrize("name", ROOTS)
def test_a_page_says_its_language_and_to_which_side_it_runs(dist: Path, name: str) -> None:
    root = page(dist, name)
    assert (root.get("lang"), root.get("dir")) == ROOTS[name]


def test_an_article_in_one_language_says_nothing_of_passages(dist: Path) -> None:
    markup = (dist / "quay" / "quay.html").read_text("utf-8")
    assert re.findall(r' (?:lang|dir)="[^"]*"', markup) == [' lang="en-GB"']
    assert "Noto" not in markup


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name, rows in PASSAGES.items() for words in rows]
)
def test_a_passage_says_its_language_where_it_differs(dist: Path, name: str, words: str) -> None:
    found = [
        said(one)
        for one in page(dist, name).iter("p", "span", "h1", "li")
        if one.get("lang") and (one.text or "").startswith(words)
    ]
    assert PASSAGES[name][words] in found


def test_entries_of_the_other_side_find_their_own_direction(dist: Path) -> None:
    entries = {name: page(dist, name).xpath("//ul[contains(@class, 'references')]/li")
               for name in ("well", "bir", "quay")}  # fmt: skip
    assert {one.get("id"): one.get("dir") for one in entries["well"]} == {
        "ref-haddad2018": "auto", "ref-lo2020": None, "ref-zhou1956": None,
    }  # fmt: skip
    assert [one.get("dir") for one in entries["bir"]] == ["auto", "auto", None]
    assert [one.get("dir") for one in entries["quay"]] == [None]


def test_emphasis_leans_in_letters_that_have_italics_alone(dist: Path) -> None:
    found = {one.text: one.get("class") for one in page(dist, "beer").iter("em")}
    assert found["הגבול"] is None
    assert found["The gate and the well"] == "leaning"


def test_a_piece_for_a_site_says_it_too(dist: Path) -> None:
    root = html.fragment_fromstring((dist / "bir" / "bir.fragment.html").read_text("utf-8"))
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert [said(one) for one in root.iter("p") if one.get("lang")] == [("p", "en", "ltr")]


@pytest.mark.parametrize("name", ROOTS)
def test_an_epub_turns_its_pages_to_the_side_of_its_language(dist: Path, name: str) -> None:
    members = archive.read((dist / name / f"{name}.epub").read_bytes())
    package = etree.fromstring(members["EPUB/package.opf"])
    article = etree.fromstring(members["EPUB/article.xhtml"])
    language, turned = ROOTS[name]
    assert package.find(f"{OPF}spine").get("page-progression-direction") == turned
    assert (article.get("lang"), article.get(f"{XML}lang"), article.get("dir")) == (
        language, language, turned,
    )  # fmt: skip
    for one in article.iter():
        assert one.get("lang") == one.get(f"{XML}lang")


def test_a_book_turns_each_article_to_its_side(dist: Path) -> None:
    members = archive.read((dist / "collections" / "wells" / "wells.epub").read_bytes())
    sides = {name: etree.fromstring(members[f"EPUB/{name}/article.xhtml"]).get("dir")
             for name in ("well", "bir", "jing")}  # fmt: skip
    assert sides == {"well": None, "bir": "rtl", "jing": None}
    nav = etree.fromstring(members["EPUB/nav.xhtml"])
    assert [(one.get("lang"), one.get("dir")) for one in nav.iter(f"{X}li") if one.get("lang")] == [
        ("ar", "rtl"), ("zh-Hant", None),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ROOTS)
def test_a_pdf_says_which_of_two_pages_is_the_first(dist: Path, name: str) -> None:
    data = (dist / name / f"{name}.pdf").read_bytes()
    asked = Objects(data).catalog["/ViewerPreferences"]
    turned = {"/Direction": "/R2L"} if ROOTS[name][1] == "rtl" else {}
    assert asked == {"/DisplayDocTitle": b"true"} | turned


def tags(tag: Tag, *, kind: str = "") -> list[Tag]:
    kids = [kid for kid in tag.kids if not isinstance(kid, str)]
    return [tag, *(found for kid in kids for found in tags(kid, kind=kind))]


def spoken(tag: Tag) -> str:
    return "".join(kid if isinstance(kid, str) else spoken(kid) for kid in tag.kids)


@pytest.mark.parametrize("name", ROOTS)
def test_the_tags_of_a_pdf_say_the_languages_of_the_page(dist: Path, name: str) -> None:
    root = pdf.read((dist / name / f"{name}.pdf").read_bytes())
    found = sorted(tag.language for tag in tags(root) if tag.language and tag is not root)
    wanted = sorted(
        one.get("lang") for one in page(dist, name).iter() if one.get("lang") and one.tag != "html"
    )
    assert found == wanted


@pytest.mark.parametrize("name", ["bir", "beer", "kuan"])
def test_the_words_of_a_pdf_are_read_in_the_order_of_their_letters(dist: Path, name: str) -> None:
    title = page(dist, name).findtext(".//h1") or ""
    (heading,) = [
        tag for tag in tags(pdf.read((dist / name / f"{name}.pdf").read_bytes()))
        if tag.role == "H1"
    ]  # fmt: skip
    assert ledger.count_words((spoken(heading),)) == ledger.count_words((title,))


def test_jats_says_the_languages_of_paragraphs(dist: Path) -> None:
    text = (dist / "well" / "well.jats.xml").read_bytes()
    root = etree.fromstring(text, etree.XMLParser(load_dtd=False, no_network=True))
    assert root.get(f"{XML}lang") == "en-GB"
    said_ = [one.get(f"{XML}lang") for one in root.iter("p") if one.get(f"{XML}lang")]
    assert said_ == ["de", "zh-Hans", "ar"]


def test_markdown_does_not_say_them(dist: Path) -> None:
    plain = (dist / "well" / "well.md").read_text("utf-8")
    assert "lang=" not in plain
    assert "<span" not in plain
