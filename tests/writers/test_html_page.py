from __future__ import annotations

import io
import re
import tomllib
import unicodedata
import zipfile
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from compose.harbour import ARTICLE as HARBOUR
from compose.harbour import Sheet
from copydesk import ledger
from copydesk.composition.labels import load_labels
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.errors import BrokenLaw, ToolError
from copydesk.model import Imprint, Table, Text
from copydesk.settings.publication import Publication
from copydesk.settings.theme import Theme
from copydesk.system import xml
from copydesk.system.fetch import data_uri
from copydesk.writers import epub, html, sheets
from copydesk.writers.page import Page, page
from copydesk.writers.pdf import paper
from writers.sample import ARTICLE, CASES, FRONT, Copy, with_fragment

PAGES = tomllib.loads((CASES / "pages.toml").read_text("utf-8"))["case"]
FOREIGN = tomllib.loads((CASES / "foreign.toml").read_text("utf-8"))["fragments"]


def _markup(found: Page) -> str:
    """The page in the syntax in which its cases are written."""
    return etree.tostring(xml.parse(found.xhtml.encode()), encoding="unicode", method="html")


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_the_page_of(case: dict[str, str]) -> None:
    found = _markup(page(with_fragment(case["fragment"], language=case.get("language", "en"))))
    assert found.partition("</header>\n")[2].removesuffix("\n</article>") == case["article"]


@pytest.mark.parametrize("fragment", FOREIGN)
def test_markup_that_the_desk_never_writes_is_refused(fragment: str) -> None:
    with pytest.raises(BrokenLaw):
        page(with_fragment(fragment))


def test_text_that_is_not_well_formed_is_refused() -> None:
    for fragment in ("<p>a", "<p>a\x0b</p>", '<!DOCTYPE a [<!ENTITY e "x">]><p>&e;</p>'):
        with pytest.raises(ToolError):
            page(with_fragment(fragment))


def test_no_word_of_the_article_is_lost_and_none_but_headings_are_added() -> None:
    received = lxml_html.fromstring(Copy().render("html").decode()).text_content()
    written = lxml_html.fromstring(_markup(page(Copy()))).text_content()
    title = Copy().article.front.title
    expected = ledger.count_words((received, title)) + Counter(["notes"])
    assert ledger.count_words((written,)) == expected


def test_every_citing_place_leads_to_its_entry_and_back() -> None:
    article = lxml_html.fromstring(_markup(page(Copy())))
    forth = article.xpath("//a[@role='doc-biblioref']/@href")
    back = article.xpath("//a[@role='doc-backlink'][starts-with(@href, '#cite-')]/@href")
    assert len(forth) == len(back) == 7
    for target in (*forth, *back):
        assert article.get_element_by_id(target[1:]) is not None
    assert all(article.xpath("//a[@role='doc-backlink']/@aria-label"))


def test_the_first_arrow_stays_with_its_entry_and_a_row_of_them_may_go_on_below() -> None:
    article = lxml_html.fromstring(_markup(page(Copy())))
    rows = [item.findall(".//a[@class='backlink']") for item in article.xpath("//li[.//a]")]
    several = [links for links in rows if len(links) > 1]
    assert several
    for links in several:
        assert [link.tail for link in links[:-1]] == [" "] * (len(links) - 1)
        before = links[0].getprevious()
        assert (before.tail if before is not None else links[0].getparent().text).endswith("\xa0")


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    document = lxml_html.document_fromstring(html.write(Copy()).decode())
    assert not document.xpath("//script | //link | //iframe | //object | //*[@src]")
    style = "".join(document.xpath("//style/text()"))
    assert "url(" not in style
    assert "@import" not in style
    assert document.xpath("//meta[@http-equiv]/@content") == [html.POLICY]


def test_the_page_says_whose_it_is_and_in_which_language() -> None:
    document = lxml_html.document_fromstring(html.write(Copy()).decode())
    assert document.get("lang") == "en-GB"
    assert document.xpath("//meta[@name='author']/@content") == ["Ilse Marrow", "Tomás Okafor-Lind"]
    assert document.xpath("//meta[@name='dcterms.publisher']/@content") == ["The Harrowby Review"]
    (description,) = document.xpath("//meta[@name='description']/@content")
    assert description.startswith("When the canal at Harrowby was dug")
    assert len(description) <= 302


def test_an_article_without_a_title_bears_the_name_of_its_file() -> None:
    assert '<h1 id="title">canals</h1>' in _markup(page(with_fragment("<p>a</p>", title="")))


def test_a_deck_stands_under_the_title_once() -> None:
    found = _markup(page(with_fragment("<p>a</p>", deck="Why & how")))
    assert found.count('<p class="deck">Why &amp; how</p>') == 1


def test_a_day_that_does_not_exist_is_no_date() -> None:
    found = page(with_fragment("<p>a</p>", date_iso="2021-02-30"))
    assert found.record.stamp == "1980-01-01T00:00:00Z"


@pytest.mark.parametrize("pack", ["", "journal", "newsletter"])
@pytest.mark.parametrize("dark", [False, True])
def test_text_and_paper_differ_enough_to_read(pack: str, *, dark: bool) -> None:
    if pack:
        config = overlay(Config(), {"theme": {"pack": pack}}, "test")
        sheet = sheets.sheet("screen.css", config, "screen")
    else:
        sheet = sheets.read_stylesheet("sheet.css")
    blocks = re.findall(r":root \{([^}]*)\}", sheet)
    colours = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]+)", blocks[1 if dark else 0]))
    papers = [colours[name] for name in colours if name in ("paper", "mark", "doubt")]
    names = ("ink", "quiet", "accent", "heading", "link")
    inks = [colours[name] for name in names if name in colours]
    assert min(_contrast(ink, paper) for ink in inks for paper in papers) >= 4.5


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == len("#rrggbb") else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_phone_is_told_the_colour_of_the_paper_by_day_and_by_night() -> None:
    config = overlay(Config(), {"theme": {"pack": "newsletter"}}, "test")
    document = lxml_html.document_fromstring(html.write(replace(Copy(), config=config)).decode())
    papers = document.xpath("//meta[@name='theme-color']/@content")
    assert papers == [config.theme.paper, config.theme.dark_paper]


def test_the_outline_says_headings_without_the_signs_of_their_notes() -> None:
    sign = '<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>'
    notes = '<section role="doc-endnotes"><ol><li id="fn1"><p>Tar.</p></li></ol></section>'
    found = page(with_fragment(f"<h2>Rope{sign} and tar</h2><p>a</p>{notes}"))
    assert [text for _, text in found.outline] == ["Rope and tar", "Notes"]


def test_notes_stand_above_the_references() -> None:
    notes = '<section role="doc-endnotes"><ol><li id="fn1"><p>Tar.</p></li></ol></section>'
    refs = '<h2 id="references">References</h2><div id="refs"><div id="ref-a">Ahl.</div></div>'
    found = page(with_fragment(f"<p>a</p>{refs}{notes}"))
    assert [text for _, text in found.outline] == ["Notes", "References"]


@pytest.mark.parametrize(
    ("heading", "outline"),
    [("Notes", ["Notes"]), ("Notes on sources", ["Notes on sources", "Notes"])],
)
def test_notes_that_nothing_calls_stand_with_the_others(heading: str, outline: list[str]) -> None:
    notes = '<section role="doc-endnotes"><ol><li id="fn1"><p>Tar.</p></li></ol></section>'
    loose = f'<h2 id="notes-1">{heading}</h2><div class="notes"><p>Thanks.</p></div>'
    found = page(with_fragment(f"<p>a</p>{loose}{notes}"))
    assert [text for _, text in found.outline] == outline
    assert found.xhtml.index("Thanks.") < found.xhtml.index("Tar.")


def test_what_may_be_wider_than_a_phone_is_moved_by_keyboard_too() -> None:
    body = f"{TABLE}<pre><code>b</code></pre>"
    document = lxml_html.document_fromstring(html.write(with_fragment(body)).decode())
    (box,) = document.xpath("//table/..")
    assert (box.get("class"), box.get("role"), box.get("tabindex")) == ("wide", "region", "0")
    assert document.xpath("//pre/@tabindex") == ["0"]


TABLE = "<table><tbody><tr><td>a</td></tr></tbody></table>"
CAPTION = '<div class="caption"><p>Ships <em>by</em> year</p></div>'


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (TABLE + TABLE, ["Table 1", "Table 2"]),
        (CAPTION + TABLE, ["Ships by year"]),
        (CAPTION.replace("<p>", '<p lang="fr">') + TABLE, ["Ships by year"]),
        (TABLE + CAPTION + TABLE, ["Table 1", "Ships by year"]),
        (CAPTION + "<p>Of which no table is left.</p>" + TABLE, ["Table 1"]),
    ],
)
def test_a_table_is_called_by_its_caption_or_its_number(body: str, names: list[str]) -> None:
    document = lxml_html.document_fromstring(html.write(with_fragment(body)).decode())

    def name(box: lxml_html.HtmlElement) -> str:
        above = box.get("aria-labelledby")
        return document.get_element_by_id(above).text_content() if above else box.get("aria-label")

    assert [name(box) for box in document.xpath("//*[@role='region']")] == names


def test_the_publication_stands_above_the_article_and_not_in_it() -> None:
    document = lxml_html.document_fromstring(html.write(Copy()).decode())
    assert document.xpath("//header[@class='masthead']/p//text()") == ["The Harrowby Review"]
    assert "The Harrowby Review" not in "".join(document.xpath("//article")[0].itertext())


ISSUE = Config(
    publication=Publication(name="Tide & Ebb", series="Papers", url="https://tide.example/?a&b")
)
NUMBERED = replace(
    Copy(),
    article=replace(ARTICLE, front=replace(FRONT, imprint=Imprint(volume="12", issue="3"))),
    config=ISSUE,
)


def test_the_masthead_says_what_that_of_the_paper_says() -> None:
    document = lxml_html.document_fromstring(html.write(NUMBERED).decode())
    (masthead,) = document.xpath("//header[@class='masthead']")
    printed = next(one for one in paper.build_document(page(NUMBERED), Theme()).iter("div"))
    assert masthead.text_content().split() == "".join(printed.itertext()).split()
    assert masthead.xpath(".//a/@href") == ["https://tide.example/?a&b"]


def test_a_logo_lies_in_the_page_and_is_called_as_the_publication(tmp_path: Path) -> None:
    Image.new("RGB", (60, 20), "#8c1d18").save(tmp_path / "mark.png")
    config = replace(ISSUE, theme=Theme(logo="mark.png"), root=str(tmp_path))
    document = lxml_html.document_fromstring(html.write(replace(NUMBERED, config=config)).decode())
    (image,) = document.xpath("//header[@class='masthead']//img")
    assert image.get("alt") == "Tide & Ebb"
    assert data_uri(image.get("src"))[0] == "image/png"
    assert document.xpath("//meta[@http-equiv]/@content") == [html.SHOWING]


def test_a_book_of_one_article_names_its_publication_above_it() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.write(NUMBERED))) as book:
        article = lxml_html.fromstring(book.read("EPUB/article.xhtml"))
    (masthead,) = article.xpath("//header[@class='masthead']")
    assert " ".join(masthead.text_content().split()) == "Tide & Ebb · Papers · 12(3)"
    assert masthead.getnext().tag == "article"


def test_heads_of_rows_are_told_from_cells(pandoc: Pandoc) -> None:
    rows = tuple(
        tuple((Text(cell),) if cell else () for cell in row)
        for row in (("", "Lamps"), ("Vellin", "12"), ("Harrow", "9"))
    )
    body = (Table(rows, header=True, stub=True),)
    sheet = Sheet(replace(HARBOUR, body=body, citations=()), pandoc)
    document = lxml_html.document_fromstring(html.write(sheet).decode())
    assert document.xpath("//tbody//th/@scope") == ["row", "row"]
    assert document.xpath("//tbody//th/text()") == ["Vellin", "Harrow"]


LANGUAGES = tomllib.loads((files("copydesk") / "data" / "labels.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_says_the_number_that_a_way_back_shows_is_understood(language: str) -> None:
    # What stands in brackets is no part of a name to those who compare it with what is shown.
    said = unicodedata.normalize("NFKD", load_labels(language)["back_nth"].format("Lo, 2022", 7, 9))
    assert re.search(r"(?<!\w)7(?!\w)", re.sub(r"\([^()]*\)", "", said))
