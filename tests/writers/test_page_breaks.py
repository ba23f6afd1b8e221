from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from copydesk.config import Config
from copydesk.gate import fetch
from copydesk.theme import Theme
from copydesk.writers import pdf
from copydesk.writers.sheets import sheet

WORDS = "The keeper of the lock wrote down each winter what had moved, and towards whom. "
GREY = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACADs="
SIZES = ("A4", "letter", "A5", "105mm 148mm")


def _pages(body: str, size: str, theme: Theme = Theme()) -> list[set[str]]:  # noqa: B008  frozen
    """The names of the elements that begin on each page."""
    markup = f'<html lang="en"><body><article>{body}</article></body></html>'
    root = ET.fromstring(markup)  # noqa: S314  our own
    style = sheet("paper.css", replace(Config(), theme=theme), "paper")
    sheets, fonts = pdf.press(style, size)
    document: Any = pdf.laid_out(root, fetch.Fetcher(), stylesheets=list(sheets), font_config=fonts)
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


def test_indented_paragraphs_have_no_space_between_them() -> None:
    body = "<p>A short line.</p>" * 200
    spaced, indented = (
        len(_pages(body, "A4", Theme(paragraphs=kind))) for kind in ("spaced", "indented")
    )
    assert indented < spaced
