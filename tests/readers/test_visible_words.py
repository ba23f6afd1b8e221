"""A word that comes in is in a line, in a fact, or in the count of something left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Submission
from copydesk.readers.html import read_html
from copydesk.readers.markdown import read_markdown
from copydesk.readers.word import read_docx
from readers.wordfiles import docx
from soaking import drawn

#: `W` is a word of its own at each place where it stands.
MARKDOWN = [
    "W W", "*W*", "**W", "`W`", "~~W~~", "[W](https://example.org/)", "![W](a.png)", "^[W]",
    "W[^1]", "<title> W", "<title>W W</title>", "<style> W", "<script>W</script>", "<script> W",
    "<template> W", "<iframe src='x'>W</iframe>", "<video> W", "<noscript>W</noscript>",
    "W <W>", "W <W-key>", "List<W>", "<W W>", "<button>W</button>", "<x-card>W</x-card>",
    "<span style='opacity:0'>W</span>", "<span hidden>W", "<!-- W -->", "<!-- W", "<?W?>", "<b>W",
    "<div>W</div>", "<p>W", "<svg width='9'><text>W</text></svg>", "<td>W", "&lt;W&gt;",
    "\n\n", "\n", "  \n", "\n\n| W | W |\n|---|---|\n| W | W |\n\n", "\n\n- W\n  - W\n\n",
    "\n\n# W\n\n", "\n\n> W\n\n", "\n\n    W\n\n", "\n\n```\nW\n```\n\n", "\n\n[^1]: W W\n\n",
    "\n\n<title> W\n\n", "\n\n<script> W\n\n", "\n\n<style>\nW\n</style>\n\n", "\n\n<svg>\n\n",
    "\n\n<!-- W\n\n", "\n\n<W>\n\n", "\n\n<table><tr><td>W<td>W</table>\n\n",
]  # fmt: skip
HTML = [
    "W W", "<b>W</b>", "<i>W", "<a href='https://example.org/'>W</a>", "<a href='blob:x'>W</a>",
    "<a href='JaVaScRiPt:x()'>W</a>", "W <W>", "W <W-key>", "List<W>", "W <W W> W", "<sup>W</sup>",
    "<button>W</button>", "W <button>W</button> W", "<span style='font-size:0'>W</span>",
    "<p style='text-indent:-9999px'>W</p>", "<div hidden>W</div>", "<p>", "</p>", "<div>W</div>",
    "<table><tr><th>W<th>W<tr><td rowspan=900 colspan=900>W<td>W</table>", "<h2>W</h2>",
    "<img alt='W' src='a.jpg'>", "<img alt='W' src='data:image/svg+xml,x'>", "<br>", "<q>W</q>",
    "<ul><li>W<li>W</ul>", "<label>W <input></label>", "<select><option>W<option>W</select>",
    "<details><summary>W</summary>W</details>", "<x-card>W</x-card>", "<pre>W\nW <W></pre>",
    "<math><mi>W</mi></math>", "<textarea>W</textarea>", "<blockquote>W</blockquote>", "<dl><dt>W",
]  # fmt: skip
RUN = "<w:r><w:t>W</w:t></w:r>"
DRAWN = (
    "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr='W'/><a:graphic>"
    "<a:graphicData><pic:pic><pic:blipFill><a:blip/></pic:blipFill></pic:pic></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
DOCX = [
    f"<w:p>{RUN}</w:p>", f"<w:p>{RUN}<w:r><w:t> W</w:t></w:r></w:p>",
    f"<w:p><w:ins>{RUN}</w:ins></w:p>",
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>W</w:t></w:r></w:p>",
    "<w:p><w:del><w:r><w:delText>W</w:delText></w:r></w:del></w:p>",
    f"<w:p><w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt></w:p>",
    f"<w:p><w:hyperlink w:anchor='x'>{RUN}</w:hyperlink></w:p>",
    f"<w:tbl><w:tr><w:tc><w:p>{RUN}</w:p></w:tc><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl>",
    DRAWN,
]  # fmt: skip


def documents(pieces: list[str], by: str = " ") -> st.SearchStrategy[str]:
    def numbered(chosen: list[str]) -> str:
        numbers = count(1)
        return re.sub(r"\bW\b", lambda _: f"w{next(numbers)}", by.join(chosen))

    return st.lists(st.sampled_from(pieces), min_size=1, max_size=14).map(numbered)


def words(text: str) -> set[str]:
    return set(re.findall(r"w\d+", text))


def parted(line: Line) -> str:
    """The text of a line in which a raised number, such as a note's, is no part of a word."""
    text = line.text
    for at in sorted((mark.start for mark in line.marks if mark.kind == "sup"), reverse=True):
        text = f"{text[:at]} {text[at:]}"
    return text


def missing(read: Callable[[bytes, str, Config], Submission], data: bytes, source: str) -> set[str]:
    """The words of `source` that are nowhere, unless a question counts as many left out."""
    try:
        sent = read(data, "a", Config())
    except Refused as refused:
        return set() if refused.code == "refuse.empty" else words(source)
    shown = [*map(parted, sent.lines), *(value for _, value in sent.facts)]
    told = [query.message for query in sent.queries if query.code.startswith("read.")]
    lost = words(source) - words(" ".join(shown)) - words(" ".join(told))
    counted = sum(int(number) for text in told for number in re.findall(r"(\d+) words?\b", text))
    return lost if len(lost) > counted else set()


@settings(max_examples=drawn(250))
@given(documents(MARKDOWN))
@example("w1[^1] w2[^1]\n\n[^1]: w3")
@example("w1 w2 <title> w3 ![w4](a.png) <title>w5 w6</title>")
@example("w1 <svg> w2 <svg>w3</svg> w4</svg> w5")
def test_every_word_of_a_markdown_text_is_kept_or_counted(text):
    assert not missing(read_markdown, text.encode(), text)


@settings(max_examples=drawn(150))
@given(documents(HTML))
def test_every_word_of_a_page_is_kept_or_counted(page):
    assert not missing(read_html, page.encode(), page)


@settings(max_examples=drawn(60))
@given(documents(DOCX, ""))
def test_every_word_of_a_docx_is_kept_or_counted(body):
    assert not missing(read_docx, docx(body), body)


@pytest.mark.parametrize("text", ["<title> w1", "a <script>w1 *w2*", "<!-- w1\n\nw2"])
def test_what_nobody_ends_hides_nothing(text):
    assert not missing(read_markdown, text.encode(), text)
