"""Lines that their author broke stay lines of one paragraph, a stanza's, in every format."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from conservation.drawn import FORMATS, copy_of, written
from copydesk import pipeline
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import Article, Decisions, Emph, Paragraph, Quote, Text, plain

PROSE = (
    "My father read to us in the evenings, and he read badly. He stopped where there was no stop,"
    " and he put the weight on the wrong word."
)
STANZA = ("The tide goes out, the tide comes in,", "the mud is never clean.")
LAST = "It is not a good poem, and my father, who was a schoolmaster, must have known it well."


def article_of(text: str, name: str = "a.txt") -> Article:
    return pipeline.article(text.encode(), name, Config(), Decisions())


def texts_of(article: Article) -> list[str]:
    return [plain(block.content) for block in article.body if isinstance(block, Paragraph)]


def frame(*middle: str, gap: str = "\n\n") -> str:
    return gap.join(("On reading aloud", "By Mara Osei", PROSE, *middle, LAST))


LONG = f"{STANZA[0]} and it goes on and on and on, as it did when we were young and slept"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(frame(*STANZA), "a.txt", id="paragraphs between empty lines"),
        pytest.param(frame(f"{LONG}.\n{LONG}."), "a.txt", id="long lines"),
        pytest.param(frame(*STANZA, gap="\n"), "a.txt", id="a text without empty lines"),
        pytest.param("# " + frame("\n".join(STANZA)), "a.md", id="a soft break of Markdown"),
        pytest.param(
            f"<h1>Aloud</h1><p>{PROSE}</p><p>{STANZA[0]}</p><p>{STANZA[1]}</p><p>{LAST}</p>",
            "a.html",
            id="paragraphs of a page",
        ),
    ],
)
def test_paragraphs_stay_paragraphs(text: str, name: str) -> None:
    assert not any("\n" in text for text in texts_of(article_of(text, name)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(frame("\n".join(STANZA)), "a.txt", id="plain text"),
        pytest.param(frame("  \n".join(STANZA)), "a.md", id="hard breaks of Markdown"),
        pytest.param(
            f"<h1>Aloud</h1><p>{PROSE}</p><p>{'<br>'.join(STANZA)}</p><p>{LAST}</p>",
            "a.html",
            id="breaks of a page",
        ),
    ],
)
def test_lines_that_touch_are_a_stanza(text: str, name: str) -> None:
    assert texts_of(article_of(text, name))[1] == "\n".join(STANZA)


def test_two_stanzas_of_a_poem_stay_two() -> None:
    stanza = "\n".join(STANZA)
    assert texts_of(article_of(frame(stanza, stanza)))[1:3] == [stanza, stanza]


def test_marks_and_lines_of_a_stanza_stay_where_they_are() -> None:
    article = article_of(frame("> The tide *goes*  \n> *and* comes"), "a.md")
    (quote,) = (block for block in article.body if isinstance(block, Quote))
    (paragraph,) = quote.paragraphs
    assert plain(paragraph.content) == "The tide goes\nand comes"
    assert paragraph.content[1] == Emph((Text("goes\nand"),))
    assert paragraph.starts == (0, len("The tide goes\n"))


#: How a format breaks the line between the two.
BREAKS = {
    "md": r"in,\\\nthe", "html": r"in,<br>\s*the", "fragment.html": r"in,<br>\s*the",
    "txt": r"in,\nthe", "jats.xml": r"in,</verse-line>\s*<verse-line>the",
}  # fmt: skip


def test_a_stanza_is_whole_and_broken_in_every_format(pandoc: Pandoc) -> None:
    copy = copy_of(article_of(frame("\n".join(STANZA))), pandoc)
    for name in FORMATS:
        data = written(copy, name)
        copy.check(name, data)
        assert name not in BREAKS or re.search(BREAKS[name], data.decode())


def test_no_line_of_a_stanza_is_stretched_in_word(pandoc: Pandoc) -> None:
    copy = copy_of(article_of(frame("\n".join(STANZA))), pandoc)
    settings = Document(io.BytesIO(written(copy, "docx"))).settings.element
    assert settings.find(".//" + qn("w:doNotExpandShiftReturn")) is not None
