"""The places of a PDF that links lead to, and what WeasyPrint is spared by not knowing of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from copydesk.config import Config
from copydesk.gate import fetch
from copydesk.gate.pdf import read
from copydesk.theme import Theme
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import Copy

WORDS = "Nobody had asked who would mend it, and so nobody did. "
#: One of each kind of thing that has a name, so long that some stand on two pages.
NAMED = f"""
<h1 id="title">The wall</h1>
<p id="whole">{WORDS * 60} <a id="cite" href="#entry">Marrow</a>{WORDS * 60}</p>
<ul id="list"><li id="item">one<ul><li id="inner">two</li></ul></li></ul>
<table id="table"><caption id="caption">c</caption><tbody id="rows"><tr id="row"><td id="cell">
a</td><td>b</td></tr></tbody></table>
<figure id="figure"><figcaption id="words">A field</figcaption></figure>
<p>It was dug.<span class="footnote" role="doc-footnote" id="note"><p id="first">Long.</p></span>
<em id="two lines">{WORDS * 4}</em><span id="empty"></span></p>
<blockquote id="quote"><p lang="de" id="german">Wer?</p></blockquote>
<p style="display: none" id="hidden">no</p>
<ul class="references hanging"><li id="entry">{WORDS}<a id="back" href="#cite">1</a></li></ul>
"""


def _set(body: str, style: str = "", *, every: bool = False) -> Any:
    """The pages of `body`; `every`: WeasyPrint knows each id."""
    root = ET.fromstring(f'<html lang="en"><body><article>{body}</article></body></html>')  # noqa: S314
    text = sheet("paper.css", Config(), "paper") + style
    sheets = load_sheets(text, "A5")
    return lay_out(root, fetch.Fetcher(), replace(sheets, text="transform" if every else text))


def _boxes(document: Any) -> Iterator[Any]:
    for one in document.pages:
        yield from one._page_box.descendants()  # noqa: SLF001  no public way


def _looks(document: Any, tag: str) -> list[Any]:
    """The looks of the elements `tag`."""
    found = (box.style for box in _boxes(document) if box.element_tag == tag)
    return [style for style in found if type(style).__name__ == "ComputedStyle"]


def test_places_are_where_weasyprint_finds_them_by_itself() -> None:
    found, known = (
        [one.anchors for one in _set(NAMED, every=every).pages] for every in (False, True)
    )
    assert found == known
    names = {name for anchors in found for name in anchors}
    assert {"title", "cite", "item", "table", "caption", "note", "first", "entry"} <= names
    assert "hidden" not in names


@pytest.mark.parametrize("style", ["li { transform: rotate(2deg) }", "li { position: relative }"])
def test_so_they_are_where_boxes_are_turned_or_moved(style: str) -> None:
    found, known = (
        [one.anchors for one in _set(NAMED, style, every=every).pages] for every in (False, True)
    )
    assert found == known


def test_elements_that_differ_in_their_names_alone_share_their_looks() -> None:
    items = "".join(f'<li id="r{number}">{number}</li>' for number in range(9))
    first, *others, last = map(id, _looks(_set(f"<ul>{items}</ul>"), "li"))
    assert len({*others}) == 1
    assert not {first, last} & {*others}, "rules keep them from the end and the head of a page"


def test_what_a_style_or_a_language_sets_apart_stays_apart() -> None:
    body = "".join(
        f'<p lang="de" style="color: #00000{number}">Wer hat gefragt?</p>' for number in range(3)
    )
    colours = [one["color"] for one in _looks(_set(body), "p")]
    assert len(set(colours)) == 3


def test_a_sheet_may_still_choose_by_a_name() -> None:
    style = "#second { color: #ff0000 } [id^=th] { color: #00ff00 }"
    body = '<p>One.</p><p id="second">Two.</p><p id="third">Three.</p>'
    black, red, green = ([*one["color"]][:3] for one in _looks(_set(body, style), "p"))
    assert (red, green) == ([1, 0, 0], [0, 1, 0])
    assert black not in (red, green)


@pytest.mark.parametrize(
    "content", ["target-counter(attr(href), page)", "target-counter('#entry', page)"]
)
def test_a_sheet_may_count_at_places(content: str) -> None:
    document = _set(NAMED, f"a#cite::after {{ content: ' on page ' {content} }}")
    where = next(at for at, one in enumerate(document.pages, 1) if "entry" in one.anchors)
    said = "".join(getattr(box, "text", "") for box in _boxes(document))
    assert f"on page {where}" in said


def test_links_of_a_file_lead_somewhere(tmp_path: Path) -> None:
    (tmp_path / "look.css").write_text("#title { color: #8c1d18 }", "utf-8")
    config = replace(Copy().config, root=str(tmp_path), theme=Theme(css="look.css"))
    data = pdf.write(replace(Copy(), config=config))
    leads = {target for tag in read(data).walk() for target in tag.leads_to if target}
    assert leads
    places = {one.get("id") for one in paper.build_document(page(Copy()), Theme()).iter()}
    assert leads <= places
