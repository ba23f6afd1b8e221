from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.system.pdf import read
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import line_ends as on_paper
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import with_fragment

MAY, NEVER = "\u200b", "\u2060"
ALONE = (
    "The lock was built in 1848 and mended twice.", "He came in 20 and left in 21 boats.",
    "Well-known and/or un-known.", "A–Z of dykes", "…in the end. Nobody came.",
)  # fmt: skip
#: A bar stands where no line may end, in prose and in entries.
HELD = (
    ("pp. |12–|15", "pp. |12–|15"),
    ("S. |112–|131, § |5, vol. |3", "S. |112–|131, § |5, vol. |3"),
    ("24(3), pp. |7–|22", "24(3), pp. |7–|22"),
    ("312 pp. on 5 November", "312 |pp. on 5 |November"),
    ("3. Auflage, 14. März", "3. |Auflage, 14. |März"),
)
#: A bar stands where a line may end.
ADDRESSES = (
    ("https://fen.example/", "https://^fen|.example/"),
    ("https://fen.example/a-b?x=12&y=345", "https://^fen|.example/|a|-^b|?x=|12&|y=|345"),
    ("https://doi.org/10.1093/jofi.12", "https://^doi|.org/|10.1093/|jofi.12"),
    ("www.fen.example", "www.fen|.example"),
    ("10.1093/abc", "10.1093/|abc"),
)


@pytest.mark.parametrize("text", ALONE)
@pytest.mark.parametrize("kind", ["prose", "heading"])
def test_words_that_count_nothing_may_part(text: str, kind: on_paper.Kind) -> None:
    assert on_paper.hold_together(text, kind) == text


@pytest.mark.parametrize(("prose", "entry"), HELD)
def test_a_number_stays_with_what_it_counts(prose: str, entry: str) -> None:
    text = prose.replace("|", "")
    assert on_paper.hold_together(text, "prose").replace(NEVER, "|") == prose
    assert on_paper.hold_together(text, "entry").replace(NEVER, "|") == entry
    assert on_paper.hold_together(text, "heading") == text


@pytest.mark.parametrize(("address", "marked"), ADDRESSES)
def test_an_address_ends_a_line_where_no_reader_is_misled(address: str, marked: str) -> None:
    assert on_paper.part_address(address).replace(MAY, "|").replace(NEVER, "^") == marked


@given(st.text(alphabet="ab1 .-–/:?=&%_\u00a0p(", max_size=60))
def test_marks_are_all_that_is_added(text: str) -> None:
    for kind in ("prose", "entry", "address", "heading"):
        marked = "".join(piece for piece, _ in on_paper.split_text(text, kind))
        assert on_paper.strip_marks(marked) == text


def _lines(body: str, width: str) -> list[str]:
    """The lines of `body` as small paper sets them."""
    root = paper.build_document(page(with_fragment(body)), Theme())
    style = f"{sheet('paper.css', Config(), 'paper')} @page {{ margin: 9mm; size: {width} 200mm }}"
    sheets = load_sheets(style, f"{width} 200mm")
    document: Any = lay_out(root, fetch.Fetcher(), sheets)
    return [
        "".join(str(getattr(one, "text", "")) for one in box.descendants())
        for leaf in document.pages
        for box in leaf._page_box.descendants()  # noqa: SLF001
        if type(box).__name__ == "LineBox"
    ]


ADDRESS = "https://fen.example/archive/1848/letters-of-the-keepers?volume=3&page=12#last"
IN_MARKUP = ADDRESS.replace("&", "&amp;")
WIDTHS = [f"{width}mm" for width in range(62, 110, 6)]


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_end_where_they_may(width: str) -> None:
    body = (
        f"<p>It is kept at {IN_MARKUP} and in <a href='{IN_MARKUP}'>{IN_MARKUP}</a> too.</p>"
        "<p>The keeper says so on pp. 112–131, and the ledger on p. 7 of it, in § 5.</p>"
    )
    lines = _lines(body, width)
    for line in lines:
        assert not re.match("131|[57][ .]", line), line
        assert not re.search(r"(?:\bpp?\.|§|112–|[a-z]-|keepers\?|12#)\W?\Z", line), line
    whole = on_paper.strip_marks("".join(lines))
    assert whole.replace("\u2010", "").replace(" ", "").count(ADDRESS) == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_no_paragraph_ends_in_a_line_of_three_letters(width: str) -> None:
    for words in range(12, 30):
        lines = _lines(f"<p>{'lock and dyke ' * words}is it so.</p>", width)
        assert len(on_paper.strip_marks(lines[-1]).strip(" .")) > 3


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", ["p", "h2"])
def test_none_ends_in_a_line_of_one_wide_letter(width: str, tag: str) -> None:
    for words in range(6, 24):
        lines = _lines(f"<{tag}>{'水库' * words}的人。</{tag}>", width)
        assert len(on_paper.strip_marks(lines[-1]).strip(" 。")) > 2


def test_the_outline_says_what_a_heading_does_without_the_marks() -> None:
    found = paper.build_document(page(with_fragment("<h2>水库与三代管水人</h2>")), Theme())
    (heading,) = found.iter("h2")
    assert NEVER in "".join(heading.itertext())
    assert heading.get("data-label") == "水库与三代管水人"


def test_a_word_that_is_wider_than_a_line_ends_it_anywhere() -> None:
    word = "acgt" * 40
    lines = _lines(f"<p>The sequence is {word} and so on.</p><ul><li>{word}</li></ul>", "110mm")
    assert sum("acgt" in line for line in lines) > 4
    assert max(map(len, lines)) < 80


def test_the_marks_reach_no_reader() -> None:
    data = pdf.write(with_fragment(f"<p>See pp. 12–15 at {IN_MARKUP} or so.</p>"))
    said = "".join(str(kid) for tag in read(data).walk() for kid in tag.kids)
    assert MAY not in said
    assert NEVER not in said
    assert (
        ET.tostring(paper.build_document(page(with_fragment("<p>p. 5</p>")), Theme())).count(
            b"&#8288;"
        )
        == 1
    )
