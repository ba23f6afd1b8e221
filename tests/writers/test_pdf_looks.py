"""Articles that are set one after another share their looks, and no byte tells of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.system.pdf import read
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import patches
from copydesk.writers.pdf.paper import build_document
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import Copy, with_fragment

WORDS = "Nobody had asked who would mend the <em>embankments</em>, so nobody did. "
FIRST = f"<h2>Then</h2><p>{WORDS * 9}</p><ul><li>one</li></ul><blockquote>{WORDS}</blockquote>"
SECOND = f"""
<h2>Now</h2><p lang="fr">{WORDS * 60}</p><ul><li>{WORDS}<ul><li>two</li></ul></li></ul>
<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>{WORDS}</td><td>1</td></tr>
</tbody></table><p>It was dug.<span class="footnote" role="doc-footnote"><p>Long.</p></span></p>
"""
#: What own sheets may say. The looks of the lower ones follow from the document.
SHARED = {
    "nothing": "",
    "colours": "p { color: #123456 } em { font-variant: small-caps } td { padding: 5% }",
    "pages": "@page :left { margin: 40mm } h2 { page: other } @page other { size: A5 landscape }",
    "margins": "@page { @bottom-left { content: string(running); width: 30% } }",
    "counters": "@page { counter-increment: page 2 } li em::before { content: '- ' }",
}
OWN = {
    "lengths": "h2 { page: other } @page other { size: A5 landscape } p { margin-left: 5vw }",
    "overflow": "body { overflow: hidden }",
    "lines": "p::first-line { color: #123456; font-weight: 700 }",
    "letters": "p::first-letter { font-size: 2em; float: left }",
}


@pytest.mark.soak
@pytest.mark.parametrize("look", SHARED | OWN)
def test_an_article_that_follows_another_is_set_as_if_it_were_the_first(
    look: str, tmp_path: Path
) -> None:
    (tmp_path / "look.css").write_text((SHARED | OWN)[look], "utf-8")
    config = replace(Config(root=str(tmp_path)), theme=Theme(css="look.css"))
    first, second = (replace(with_fragment(body), config=config) for body in (FIRST, SECOND))
    pdf.forget_sheets()
    alone = pdf.write(second)
    pdf.forget_sheets()
    pdf.write(first)
    assert pdf.write(second) == alone
    assert pdf.write(second) == alone


def _looks(body: str, style: str) -> set[int]:
    """The looks of the boxes on the pages of `body`, by their places in memory."""
    from xml.etree.ElementTree import fromstring

    root = fromstring(f'<html lang="en"><body><article>{body}</article></body></html>')  # noqa: S314  ours
    document = lay_out(root, fetch.Fetcher(), load_sheets(style, "A5"))
    KEPT.append(document)
    boxes = (box for page in document.pages for box in page._page_box.descendants())  # noqa: SLF001  no public way
    return {id(box.style) for box in boxes}


#: Documents of these tests, so that nothing else takes the place of their looks.
KEPT: list[Any] = []


@pytest.mark.parametrize("look", SHARED)
def test_the_looks_of_an_article_are_those_of_the_one_before(look: str) -> None:
    style = sheet("paper.css", Config(), "paper") + SHARED[look]
    assert _looks(FIRST, style) == _looks(FIRST, style)


@pytest.mark.parametrize("look", OWN)
def test_looks_that_follow_from_a_document_stay_with_it(look: str) -> None:
    style = sheet("paper.css", Config(), "paper") + OWN[look]
    assert _looks(FIRST, style).isdisjoint(_looks(FIRST, style))


def test_the_sheet_of_the_desk_lets_articles_share_their_looks() -> None:
    assert not patches.is_of_document(sheet("paper.css", Copy().config, "paper"))


def test_no_more_looks_are_kept_than_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "_MOST", 20)
    style = sheet("paper.css", Config(), "paper")
    pdf.forget_sheets()
    for number in range(8):
        _looks(f'{FIRST}<p style="margin-left: {number}pt">{WORDS}</p>' * 3, style)
    fonts = load_sheets(style, "A5").fonts
    assert len(fonts._desk_looks) < 100  # noqa: SLF001  those of one article, and 20


def test_links_of_a_file_lead_somewhere() -> None:
    data = pdf.write(Copy())
    leads = {target for tag in read(data).walk() for target in tag.leads_to if target}
    assert leads
    places = {one.get("id") for one in build_document(page(Copy()), Theme()).iter()}
    assert leads <= places


@pytest.mark.parametrize(("family", "apart"), [("serif", ["ἀνὴρ"]), ("sans", [])])
def test_words_that_the_serif_lacks_are_set_apart_in_a_text_in_serif(family, apart) -> None:
    found = page(with_fragment("<p>Nobody asked for the ἀνὴρ of it.</p>"))
    root = build_document(found, Theme(text_font=family))
    assert [one.text for one in root.iter() if one.get("class") == "sans"] == apart
