"""What is set on paper is read back as the article, whatever is in it and wherever it is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from conservation.drawn import ARTICLES, copy_of, written
from conservation.test_conservation import SAMPLE, STYLES
from copydesk import pipeline
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Decisions, Paragraph, Text
from soaking import drawn, some

pytestmark = pytest.mark.check


@given(article=ARTICLES)
@settings(max_examples=drawn(30), suppress_health_check=[HealthCheck.too_slow])
def test_paper_holds_every_word_of_any_article(pandoc: Pandoc, article: Article) -> None:
    copy = copy_of(article, pandoc)
    copy.check("pdf", written(copy, "pdf"))


@pytest.mark.parametrize("style", STYLES)
def test_the_law_holds_on_paper_in_every_kind_of_style(pandoc: Pandoc, style: str) -> None:
    copy = copy_of(SAMPLE, pandoc, style)
    copy.check("pdf", written(copy, "pdf"))


def test_articles_of_the_corpus_are_whole_on_paper(corpus, pandoc: Pandoc) -> None:
    paths = some(sorted(corpus.glob("*/raw.txt")))
    assert paths
    for path in paths:
        article = pipeline.article(path.read_bytes(), "source/raw.txt", Config(), Decisions())
        copy = copy_of(article, pandoc)
        copy.check("pdf", written(copy, "pdf"))


@pytest.mark.parametrize(
    "text",
    [
        "an address: https://example.org/" + "a-long-way-down-the-river/" * 9,
        "Donaudampfschifffahrtsgesellschaft " * 30,
        "Oʻahu and Marʼyana said ‘eye’ and ‘a small thing’, in their family’s boat; ˋtideˊ",
        "Dit is ŉ dag van wẉ, ẉ en ḵ",
        "“don’t”, naïve coöperation, Ελλάδα, Москва, Đặng Thị Lương, ŒUVRE; H2O and µ or μ " * 3,
    ],
)
def test_broken_lines_lose_no_word(pandoc: Pandoc, text: str) -> None:
    copy = copy_of(replace(SAMPLE, body=(Paragraph((Text(text),)),), citations=()), pandoc)
    copy.check("pdf", written(copy, "pdf"))


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("estuary", "", "lost `estuary`"),
        ("Lanterns", "", "lost `lanterns`"),
        ("Dredging", "", "lost `dredging`"),
        ("estuary", "estuary barely", "gained `barely`"),
        ("minutes", "", "`ref-kelp1998` in pdf is not whole"),
        ('href="#ref-zed2020"', 'href="#ref-kelp1998"', "`ref-zed2020`"),
    ],
)
def test_what_is_lost_or_gained_on_paper_is_seen(
    pandoc: Pandoc, old: str, new: str, seen: str
) -> None:
    copy = copy_of(SAMPLE, pandoc)
    fragment = copy.render("html").decode()
    assert old in fragment
    other = copy_of(SAMPLE, pandoc)
    other._set["html"] = fragment.replace(old, new).encode()  # noqa: SLF001  as if pandoc had said so
    with pytest.raises(BrokenLaw, match=seen):
        copy.check("pdf", written(other, "pdf"))
