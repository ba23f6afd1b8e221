from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from compose.harbour import ARTICLE, Sheet, citation, entry, paragraph, person
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Cite, Link, Text

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "compose" / "citations.toml").read_text("utf-8")
)["case"]


def cited(words: str, rows: list[dict[str, Any]]) -> Article:
    citations = tuple(
        citation(group=0, **{**row, "keys": tuple(row.get("keys", ["ahl2021"]))}) for row in rows
    )
    body = (paragraph("Tides turn ", Cite(words, 0), "."),)
    return replace(ARTICLE, body=body, citations=citations)


def styled(csl: str) -> Config:
    return overlay(Config(), {"style": {"csl": csl}}, "test")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_citation_is_set_as_its_status_demands(case: dict[str, Any], pandoc: Pandoc) -> None:
    page = Sheet(cited(case["words"], case["rows"]), pandoc).render("html").decode()
    assert f"<p>Tides turn {case['html']}.</p>" in page


def test_each_place_that_cites_has_a_link_back_in_document_order(pandoc: Pandoc) -> None:
    sheet = Sheet(ARTICLE, pandoc)
    assert dict(sheet.composed.backlinks) == {
        "ahl2021": ("cite-1", "cite-3"),
        "mora2019": ("cite-2",),
        "zed2020": ("cite-3",),
    }
    page = sheet.render("html").decode()
    assert (
        '<a href="#cite-1" class="backlink">↑1</a> <a href="#cite-3" class="backlink">↑2</a>'
        in page
    )
    assert '<a href="#cite-2" class="backlink">↑</a>' in page


def test_a_citation_inside_a_link_gets_no_link_of_its_own(pandoc: Pandoc) -> None:
    article = replace(
        cited("(Ahl, 2021)", [{"text": "(Ahl, 2021)"}]),
        body=(paragraph(Link((Text("as told "), Cite("(Ahl, 2021)", 0)), "https://example.org")),),
    )
    page = Sheet(article, pandoc).render("html").decode()
    assert '<a href="https://example.org">as told <span id="cite-1">(Ahl, 2021)</span></a>' in page


@pytest.mark.parametrize(
    ("csl", "set_as"),
    [
        ("ieee", '<a href="#ref-ahl2021" role="doc-biblioref">[1]</a>'),
        ("modern-language-association", '<a href="#ref-ahl2021" role="doc-biblioref">(2021)</a>'),
    ],
)
def test_a_narrative_year_is_never_printed_as_nothing(
    csl: str, set_as: str, pandoc: Pandoc
) -> None:
    article = cited("(2021)", [{"text": "Ahl (2021)", "form": "narrative"}])
    assert set_as in Sheet(article, pandoc, styled(csl)).render("html").decode()


def test_a_style_of_footnotes_keeps_anchor_note_and_list(pandoc: Pandoc) -> None:
    page = Sheet(ARTICLE, pandoc, styled("chicago-notes-bibliography")).render("html").decode()
    assert 'or so we hear<span id="cite-1"><span class="citation"' in page.replace("hear.", "hear")
    assert 'See <a href="#ref-ahl2021" role="doc-biblioref">Berit Ahl' in page
    assert page.count('class="csl-entry"') == len(ARTICLE.back.references)


def test_an_address_in_a_footnote_is_a_link_beside_that_to_the_entry(pandoc: Pandoc) -> None:
    row = {"text": "(Zed, 2020)", "name": "Zed", "year": "2020", "keys": ["zed2020"]}
    sheet = Sheet(cited("(Zed, 2020)", [row]), pandoc, styled("chicago-notes-bibliography"))
    address = "<https://example.org/lights>."
    note = f"[^1]: [Eli Zed, ‘Lights Out’, *Harbour News*, 3 May 2020,](#ref-zed2020) {address}"
    assert note in sheet.markdown().split("\n")
    page = lxml_html.fromstring(sheet.render("html").decode())
    assert not page.xpath("//a//a")


@pytest.mark.parametrize(
    ("language", "chosen", "said"),
    [
        ("en", "", "Accessed: 2 January 2021"),
        ("de", "", "Zugegriffen: 2 Januar 2021"),
        ("fr", "", "Consulté le: 2 janvier 2021"),
        ("es", "", "Accedido: 2 de enero de 2021"),
        ("de", "en-US", "Accessed: January 2, 2021"),
        ("de", "style", "Zugegriffen: 2 Januar 2021"),  # it was written for no language
    ],
)
def test_a_style_speaks_the_language_of_the_article_unless_the_desk_says_another(
    language: str, chosen: str, said: str, pandoc: Pandoc
) -> None:
    article = replace(ARTICLE, front=replace(ARTICLE.front, language=language))
    config = overlay(Config(), {"style": {"csl_locale": chosen}}, "test")
    assert said in Sheet(article, pandoc, config).text()


def test_a_desk_may_let_a_style_speak_its_own_language() -> None:
    style = {"csl": "chicago-author-date-de", "csl_locale": "style"}
    assert compose(ARTICLE, overlay(Config(), {"style": style}, "test")).job["lang"] == "de-DE"


def test_ranges_of_pages_can_be_found_by_whoever_types_them(pandoc: Pandoc) -> None:
    article = replace(ARTICLE, front=replace(ARTICLE.front, language="fr"))
    text = Sheet(article, pandoc).text()
    assert "p. 1-9" in text
    assert "\u2011" not in text


@pytest.mark.parametrize(
    ("family", "given", "said"),
    [
        ("Ahl", "Berit", "Ahl, B. (2021)"),
        ("Ahl", "JEAN", "Ahl, J. (2021)"),
        ("AHL", "JO", "AHL, J. (2021)"),
        ("Ahl", "VE", "Ahl, V.E. (2021)"),
        ("Ahl", "MKB", "Ahl, M.K.B. (2021)"),
    ],
)
def test_all_initials_of_an_author_are_printed(
    family: str, given: str, said: str, pandoc: Pandoc
) -> None:
    first, *others = ARTICLE.back.references
    named = replace(first, csl={**first.csl, "author": [person(family, given)]})
    back = replace(ARTICLE.back, references=(named, *others))
    assert said in Sheet(replace(ARTICLE, back=back), pandoc).text()


MUTE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">
<info><title>Mute</title><id>mute</id></info>
<citation><layout><text variable="archive"/></layout></citation></style>"""


def test_a_footnote_that_a_style_leaves_empty_keeps_the_words_of_the_citation(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    (tmp_path / "mute.csl").write_text(MUTE)
    article = cited("(Ahl, 2021)", [{"text": "(Ahl, 2021)"}])
    sheet = Sheet(article, pandoc, styled(str(tmp_path / "mute.csl")))
    assert "[^1]: [(Ahl, 2021)](#ref-ahl2021)" in sheet.markdown()
    assert len(re.findall('<a id="ref-', sheet.markdown())) == len(article.back.references)


def test_the_footnote_of_a_narrative_citation_names_its_author(pandoc: Pandoc) -> None:
    article = cited("(2021)", [{"text": "Ahl (2021)", "form": "narrative"}])
    page = Sheet(article, pandoc, styled("chicago-notes-bibliography")).render("html").decode()
    assert "Berit Ahl" in page


@pytest.mark.parametrize(
    ("csl", "order"),
    [
        ("harvard-cite-them-right", ["ahl2021", "board2001", "kelp1998", "mora2019", "zed2020"]),
        ("ieee", ["ahl2021", "mora2019", "zed2020", "board2001", "kelp1998"]),
        # A style without a list of its own prints the entries as they stand.
        ("agora", ["ahl2021", "board2001", "kelp1998", "mora2019", "zed2020"]),
    ],
)
def test_an_entry_that_was_not_read_stands_where_it_belongs(
    csl: str, order: list[str], pandoc: Pandoc
) -> None:
    page = Sheet(ARTICLE, pandoc, styled(csl)).render("html").decode()
    keys = [piece.partition('"')[0] for piece in page.split('<div id="ref-')[1:]]
    assert keys == order


@pytest.mark.parametrize("style", ["harvard-cite-them-right", "apa", "chicago-author-date"])
def test_an_entry_that_was_not_read_is_sorted_as_people_sort(style: str, pandoc: Pandoc) -> None:
    words = ("Ägir, about the sea", "“Mud” and more", "Éluard, a letter", "the Board again")
    unread = tuple(entry(f"x{place}", text) for place, text in enumerate(words))
    back = replace(ARTICLE.back, references=(*ARTICLE.back.references, *unread))
    page = Sheet(replace(ARTICLE, back=back), pandoc, styled(style)).render("html").decode()
    keys = [piece.partition('"')[0] for piece in page.split('<div id="ref-')[1:]]
    known = ["ahl2021", "board2001", "kelp1998", "mora2019", "zed2020"]
    assert [key for key in keys if key in known] == known
    assert [keys.index(f"x{place}") for place in range(4)] == [0, 6, 3, 7]


@pytest.mark.parametrize(
    ("csl", "number"),
    [
        ("ieee", r"\[5\]"),
        ("nature", "5."),
        # It has no column for its numbers, and another name for who has none.
        ("american-veterinary-medical-association", "5."),
    ],
)
def test_an_entry_that_was_not_read_is_numbered_like_the_others(
    csl: str, number: str, pandoc: Pandoc
) -> None:
    text = Sheet(ARTICLE, pandoc, styled(csl)).markdown()
    entry = f'<a id="ref-kelp1998"></a>{number} Kelp Board, minutes of some meeting, 1998. <'
    assert entry in text


def test_an_unread_entry_is_printed_as_it_stands_with_its_address_linked(pandoc: Pandoc) -> None:
    sheet = Sheet(ARTICLE, pandoc)
    assert "kelp1998" not in {item["id"] for item in sheet.composed.items}
    address = '<a href="https://example.net/kelp">https://example.net/kelp</a>.'
    assert f"Kelp Board, minutes of some meeting, 1998. {address}" in sheet.render("html").decode()


def test_what_looks_like_markup_in_a_field_is_printed_as_it_stands(pandoc: Pandoc) -> None:
    title = "Use of the <i> tag, <b>bold</b> and H<sub>2</sub>O where x < y"
    entries = ARTICLE.back.references
    books = [replace(one, csl={**one.csl, "title": title}) for one in entries if one.csl]
    page = Sheet(replace(ARTICLE, back=replace(ARTICLE.back, references=tuple(books))), pandoc)
    assert page.text().count(title) == len(books)


@pytest.mark.parametrize(
    ("style", "printed"), [("nature", "Mud1,1"), ("chicago-notes-bibliography", "Mud1,2")]
)
def test_two_citations_side_by_side_do_not_read_as_one_number(
    style: str, printed: str, pandoc: Pandoc
) -> None:
    rows = tuple(citation(text="(Ahl, 2021)", group=group) for group in (0, 1))
    body = (paragraph("Mud", Cite("(Ahl, 2021)", 0), Cite("(Ahl, 2021)", 1), " stays."),)
    page = Sheet(replace(ARTICLE, body=body, citations=rows), pandoc, styled(style))
    words = "".join(lxml_html.fromstring(page.render("html").decode()).itertext())
    assert f"{printed}stays." in words.replace(" ", "")
