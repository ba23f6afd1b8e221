"""Laws of the reader of web pages, on pages that Hypothesis draws."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Submission
from copydesk.readers.html import read_html
from soaking import drawn

ZONES = {"", "main", "header", "nav", "aside", "footer", "form", "comments", "hidden"}
TREES = ("ash", "birch", "cedar", "elm", "fir", "holly", "oak", "pine", "rowan", "yew")
WORDS = st.lists(st.sampled_from(TREES), max_size=9)
TAGS = st.sampled_from(
    [
        "p", "div", "span", "b", "em", "a", "h1", "h2", "ul", "ol", "li", "dl", "dt", "dd",
        "table", "tr", "td", "th", "blockquote", "pre", "code", "figure", "figcaption",
        "section", "article", "aside", "nav", "header", "footer", "form", "main", "sup", "q",
        "time", "my-card", "label", "button", "details", "summary", "center", "font",
    ]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        "", "", "", ' class="comments"', ' class="sidebar"', " hidden", ' style="display:none"',
        ' href="#n1"', ' id="n1"', ' class="byline"', ' rowspan="3"', ' start="4"', ' value="x"',
        ' aria-hidden="true"', ' href="https://example.org/"', ' role="navigation"',
    ]
)  # fmt: skip
VOIDS = st.sampled_from(["<br>", "<hr>", "<wbr>", '<img src="a.jpg">', "&nbsp;", "\n", "\t", " "])


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(tag: str, attribute: str, inner: list[str], closed: bool) -> str:  # noqa: FBT001
        return f"<{tag}{attribute}>{''.join(inner)}{f'</{tag}>' if closed else ''}"

    return st.builds(build, TAGS, ATTRIBUTES, st.lists(children, max_size=5), st.booleans())


LEAVES = WORDS.map(lambda words: f" {' '.join(words)} ") | VOIDS
PAGES = st.lists(st.recursive(LEAVES, element, max_leaves=40), min_size=1, max_size=6).map("".join)


def visible(page: str) -> list[str]:
    """Its words, tags taken away: every word here stands between blanks."""
    text = [piece.partition(">")[2] if ">" in piece else piece for piece in page.split("<")]
    return html.unescape(" ".join(text)).replace("\u200b", " ").split()


def received(line: Line) -> str:
    """The text of a line without the sign of a list that a quotation holds, which is ours."""
    return re.sub(r"^(?:•|\d+\.) ", "", line.text) if line.hint == "quote" else line.text


def read(data: bytes) -> Submission | None:
    """What is read, None for a refusal; anything else fails the test."""
    try:
        return read_html(data, "a.html", Config())
    except Refused:
        return None


@settings(max_examples=drawn(120))
@given(PAGES)
@example(" ash <my-card hidden>")
@example("<blockquote><ul><li> ash <li> elm </ul><ol start=4><li> oak ")
def test_every_word_of_a_page_is_in_its_lines_once(page):
    sent = read(page.encode())
    lines = sent.lines if sent else ()
    found = " ".join(map(received, lines)).replace('"', " ").replace("\u200b", " ")
    # An element that nothing ends, amid words, is a word itself.
    found = re.sub(r"<my-card[^>]*>", " ", found)
    assert sorted(found.split()) == sorted(visible(page))


@settings(max_examples=drawn(80))
@given(PAGES)
def test_lines_are_well_formed(page):
    sent = read(page.encode())
    if sent is None:
        return
    assert [line.number for line in sent.lines] == list(range(1, len(sent.lines) + 1))
    for line in sent.lines:
        assert len(line.text.splitlines()) <= 1
        assert line.zone in ZONES
        for mark in line.marks:
            assert 0 <= mark.start <= mark.end <= len(line.text)
            assert mark.start < mark.end or mark.kind == "note"
    gaps = [not line.text and not line.hint for line in sent.lines]
    assert not gaps[0]
    assert not gaps[-1]
    assert not any(before and after for before, after in pairwise(gaps))


@settings(max_examples=drawn(50))
@given(st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")) | st.binary())
def test_no_bytes_make_the_reader_fail(data):
    sent = read(data)
    assert sent is None or any(line.text for line in sent.lines)
