"""Editions of every shape and look, and what checkers find in them: nothing."""

from __future__ import annotations

import json
from functools import partial

import pypandoc
import pytest
from lxml import etree

import checkers
from copydesk.system import fonts
from editions.submissions import SUBMISSIONS, Edition

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

#: What is heard in papers of the corpus (`make soak`) because it was sent so, by article: an
#: address leads nowhere, the head of a table is printed on its next page once more, for eyes
#: alone, and a row of sums is a table of its own that has no head. An Arabic letter has many
#: shapes, each with a code of its own.
HEARD = {
    "ar-assabah-interview-html": {"TXT-004"},
    "en-acp-journal-refs-txt": {"LNK-010"},
    "file-en-nyt-forward-txt": {"LNK-010"},
    "en-medium-studentjournalism-txt": {"LNK-010"},
    "fr-laviedesidees-academic-html": {"TAG-002", "TBL-001"},
    "fr-laviedesidees-academic-txt": {"TAG-002"},
}
#: Comments of a page whose names stand above what they say with a colon: once pandoc has rewritten
#: the Markdown, these are terms and their definitions.
REWRITTEN = {"fr-mondediplo-blog-html"}
HEADLESS = {"fr-laviedesidees-academic-html": {"UA-15-003"}}
#: Letters of scripts that no article here is in, and that others set.
SCRIPTS = "اשअ"


def test_this_machine_has_letters_for_every_article(missing) -> None:
    signs = {sign for path in SUBMISSIONS for sign in path.read_text("utf-8")} | set(SCRIPTS)
    if lacking := "".join(sorted(fonts.unprintable(signs))):
        missing(f"no font has {lacking[:20]}; install fonts-noto-cjk and fonts-noto-core")


def test_all_shapes_are_there(editions) -> None:
    assert len(editions) >= len(SUBMISSIONS) - 1


def test_epubcheck_has_nothing_to_say(each, of_book) -> None:
    assert each("epub", of_book) == {}


def test_papers_keep_both_standards(each) -> None:
    assert each("pdf", checkers.of_standards) == {}


def news(
    editions: tuple[Edition, ...], found: dict[str, list[str]], known: dict[str, set[str]]
) -> dict[str, list[str]]:
    """What was found of each edition and is not known, and what is known and not found any more."""
    told = {}
    for one in editions:
        lines, old = found.get(one.slug, []), known.get(one.slug, set())
        gone = old - {line.split()[1] for line in lines}
        told[one.slug] = [line for line in lines if line.split()[1] not in old]
        told[one.slug] += [f"no {code} any more" for code in sorted(gone)]
    return {slug: lines for slug, lines in told.items() if lines}


def test_papers_are_read_aloud_as_they_are_meant(each, editions) -> None:
    assert news(editions, each("pdf", checkers.out_loud), HEARD) == {}


def test_a_third_opinion_on_access_to_papers_is_the_same(each, editions) -> None:
    assert news(editions, each("pdf", checkers.of_paper), HEADLESS) == {}


def test_papers_are_sound(each, tool) -> None:
    qpdf = tool("qpdf")
    good = "No syntax or stream encoding errors found"

    def check(paper):
        return [line for line in [checkers.said(qpdf, "--check", paper)] if good not in line]

    assert each("pdf", check) == {}


def test_word_finds_no_fault(each) -> None:
    assert each("docx", checkers.of_word) == {}


def test_no_mark_of_pandocs_own_shows_on_github(each, tool) -> None:
    assert each("md", partial(checkers.github_sees, cmark=tool("cmark-gfm"))) == {}


def test_markdown_means_the_same_once_pandoc_has_rewritten_it(each) -> None:
    found = each("md", partial(checkers.unstable, pandoc=pypandoc.get_pandoc_path()))
    assert found.keys() <= REWRITTEN


def test_jats_can_be_parsed(editions) -> None:
    for one in editions:
        root = etree.fromstring(one.file("jats.xml").read_bytes())  # no DTD is fetched for it
        title = json.loads((one.folder / "article.json").read_bytes())["title"]
        # A single page of a paper has none.
        assert root.findtext(".//title-group/article-title") == title, one.slug
