"""Row 12: no word is dropped for the depth at which it lies.

Markup is read to any depth, or refused (OOXML and ODF past 256 levels). What an article may
nest is 12 levels, or what `limits.nesting` says; what lies deeper is laid side by side and asked
about (`compose.flattened`).
Each reader alone is tried in `tests/readers`. Promised on every system.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from compose.harbour import ARTICLE, paragraph
from conservation.drawn import FORMATS, written
from copydesk import pipeline
from copydesk.builder.article_job import ArticleInput
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Block, Decisions, Emph, Inline, Items, Strong, Text
from hostile.bombs import BOMBS, PROSE, page
from hostile.spent import check

pytestmark = pytest.mark.check

NAMES = [name for name, bomb in BOMBS.items() if bomb.row == 12]
#: A word of its own below each kind of element.
TAGS = {"div": "ada", "blockquote": "bo", "em": "cy", "ul><li": "di", "ol><li": "edo"}


@pytest.mark.parametrize("name", NAMES)
def test_the_undermost_word_is_read_or_the_file_refused(name: str) -> None:
    check(BOMBS[name])


def _ends(tags: str) -> str:
    return "".join(f"</{tag}>" for tag in reversed(tags.split("><")))


@pytest.mark.parametrize("levels", [10, 250, 1_000])
def test_the_undermost_word_is_in_every_format(pandoc: Pandoc, levels: int) -> None:
    deep = "".join(
        f"<p>{PROSE}</p>{f'<{tag}>' * levels}{PROSE}{word}" + _ends(tag) * levels
        for tag, word in TAGS.items()
    )
    config = Config()
    article, composed = pipeline.read_and_compose(page(deep), "a.html", config, Decisions())
    copy = ArticleInput(article, composed, "mill", config, pandoc, 60.0)
    for name in (*FORMATS, "pdf"):
        copy.check(name, written(copy, name))
    markdown = written(copy, "md").decode()
    assert [word for word in TAGS.values() if word not in markdown] == []


#: The highest that the setting may be.
HIGHEST = 40


@pytest.mark.parametrize("kind", ["lists", "marks"])
def test_every_format_takes_what_the_setting_allows(pandoc: Pandoc, kind: str) -> None:
    words: Inline = Text("undermost")
    body: Block = paragraph(words)
    for at in range(HIGHEST + 5):
        words = Strong((words,)) if at % 2 else Emph((words,))
        body = Items(((paragraph("mud"), body),)) if kind == "lists" else paragraph(words)
    config = overlay(Config(), {"limits": {"nesting": HIGHEST}}, "test")
    article = replace(ARTICLE, body=(body,), citations=())
    composed = compose(article, config)
    assert "`limits.nesting`" in composed.queries[0].message
    copy = ArticleInput(article, composed, "mill", config, pandoc, 60.0)
    for name in (*FORMATS, "pdf"):
        copy.check(name, written(copy, name))
