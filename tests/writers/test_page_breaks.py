from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.writers.page import page as page_of
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import with_fragment

WORDS = "The keeper of the lock wrote down each winter what had moved, and towards whom. "
GREY = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACADs="
SIZES = ("A4", "letter", "A5", "105mm 148mm")


def _pages(body: str, size: str, theme: Theme = Theme()) -> list[set[str]]:  # noqa: B008  frozen
    """The names of the elements that begin on each page."""
    markup = f'<html lang="en"><body><article>{body}</article></body></html>'
    root = ET.fromstring(markup)  # noqa: S314  our own
    style = sheet("paper.css", replace(Config(), theme=theme), "paper")
    sheets = load_sheets(style, size)
    document: Any = lay_out(root, fetch.Fetcher(), sheets)
    return [set(page.anchors) for page in document.pages]


def _text(lengths: list[int]) -> str:
    return "".join(f"<p>{WORDS * length}</p>" for length in lengths)


@pytest.mark.parametrize("size", SIZES[:3])
def test_no_heading_is_left_without_text_below_it(size: str) -> None:
    body = "".join(
        f'<section><h2 id="h{number}">Head</h2><h3 id="s{number}">Below</h3>'
        f'<p id="p{number}">{WORDS * (1 + number % 5)}</p></section>'
        for number in range(40)
    )
    pages = _pages(body, size)
    assert len(pages) > 2
    for page in pages:
        numbers = [{name[1:] for name in page if name[0] == letter} for letter in "hsp"]
        assert numbers[0] == numbers[1] == numbers[2]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("before", range(0, 24, 3))
def test_no_row_of_a_table_stands_alone(size: str, before: int) -> None:
    rows = "".join(f'<tr id="r{number}"><td>{number}</td><td>x</td></tr>' for number in range(30))
    body = (
        f"{_text([2] * before)}<table><caption id='caption'>c</caption><thead>"
        f'<tr id="head"><th>a</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    pages = [page for page in _pages(body, size) if page]
    assert len([page for page in pages if "caption" in page]) == 1
    for page in pages:
        assert sum(name[0] == "r" for name in page) >= 2
        assert "head" in page


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_no_item_of_a_list_stands_alone_at_a_page_border(size: str, kind: str) -> None:
    lists = 60
    items = "".join(f'<li id="i{{0}}-{number}">A pile of rope</li>' for number in range(5))
    body = "".join(
        f"<p>{WORDS * (1 + number % 4)}</p><{kind}>{items.format(number)}</{kind}>"
        for number in range(lists)
    )
    pages = _pages(body, size)
    broken = 0
    for page in pages:
        for number in range(lists):
            held = sum(name.startswith(f"i{number}-") for name in page)
            assert held != 1
            broken += held in (2, 3)
    assert broken


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_and_its_caption_stay_on_one_page(size: str) -> None:
    body = "".join(
        f'{_text([number % 7])}<figure id="f{number}"><img id="i{number}" alt="grey"'
        f' width="200" height="160" src="{GREY}"/>'
        f'<figcaption id="c{number}">A field</figcaption></figure>'
        for number in range(12)
    )
    for page in _pages(body, size):
        numbers = [{name[1:] for name in page if name[0] == letter} for letter in "fic"]
        assert numbers[0] == numbers[1] == numbers[2]


@pytest.mark.parametrize("size", SIZES[:3])
def test_the_number_of_a_table_stays_with_the_table(size: str) -> None:
    body = "".join(
        f'{_text([number % 7])}<p class="caption" id="n{number}">Table {number}</p><table>'
        f'<caption id="c{number}">Dues</caption><tr id="t{number}"><td>a</td></tr></table>'
        for number in range(30)
    )
    pages = _pages(body, size)
    assert len(pages) > 2
    for page in pages:
        numbers = [{name[1:] for name in page if name[0] == letter} for letter in "nct"]
        assert numbers[0] == numbers[1] == numbers[2]


def test_indented_paragraphs_have_no_space_between_them() -> None:
    body = "<p>A short line.</p>" * 200
    spaced, indented = (
        len(_pages(body, "A4", Theme(paragraphs=kind))) for kind in ("spaced", "indented")
    )
    assert indented < spaced


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize("kind", ["blockquote", "ul", "table"])
def test_what_announces_a_block_stays_with_it(size: str, kind: str) -> None:
    inner = {
        "blockquote": '<p id="b{0}">It had moved.</p>',
        "ul": '<li id="b{0}">one</li><li>two</li>',
        "table": '<tbody><tr id="b{0}"><td>one</td></tr></tbody>',
    }[kind]
    body = "".join(
        f'<p>{WORDS * (2 + number % 4)}</p><p id="a{number}" data-keep="next">He says:</p>'
        f"<{kind}>{inner.format(number)}</{kind}>"
        for number in range(40)
    )
    for page in _pages(body, size):
        numbers = [{name[1:] for name in page if name[0] == letter} for letter in "ab"]
        assert numbers[0] == numbers[1]


def test_what_announces_a_block_says_so_on_paper() -> None:
    markup = "<p>He says:</p><blockquote><p>No:</p></blockquote><p>So he did:</p><p>nothing.</p>"
    kept = [
        one.get("data-keep")
        for one in paper.build_document(page_of(with_fragment(markup)), Theme()).iter("p")
    ]
    assert kept[-4:] == ["next", None, None, None]


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p><strong>Who pays?</strong></p>", "next"),
        ("<p><strong>Who</strong> pays?</p>", None),
        (f"<p><strong>{WORDS * 5}</strong></p>", None),
    ],
)
def test_a_question_in_bold_stays_with_its_answer(markup: str, kept: str | None) -> None:
    found = page_of(with_fragment(f"{markup}<p>Nobody.</p>"))
    *_, question, answer = paper.build_document(found, Theme()).iter("p")
    assert (question.get("data-keep"), answer.get("data-keep")) == (kept, None)


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize("before", range(0, 8, 3))
def test_the_end_of_an_article_is_on_no_page_of_its_own(size: str, before: int) -> None:
    items = "".join(f'<li id="r{number}">{WORDS}</li>' for number in range(4 + before))
    for section in (f'<ul class="references">{items}</ul>', f'<p id="p">{WORDS * 3}</p>'):
        body = (
            f"<p>{WORDS * 20}</p>{'<p>A line.</p>' * 2 * before}<section>{section}</section>"
            f'<footer class="bio"><p id="bio">{WORDS * 2}</p></footer>'
            f'<footer class="about-article"><p id="about">{WORDS}</p><p>{WORDS}</p></footer>'
        )
        last = _pages(body, size)[-1]
        assert {name[0] for name in last} > {"b", "a"}
