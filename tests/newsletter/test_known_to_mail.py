"""What mail programs know: the data of caniemail.com, and what is used though some do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

import checkers
from copydesk.newsletter import html
from copydesk.newsletter.letter import Terms
from newsletter import letters

pytestmark = pytest.mark.check

#: Feature → what readers see whose program does not know it, or knows it in part.
ALLOWED = {
    "<body> element": "a division in its place; the column has colours of its own",
    "<style> element": "the light scheme and one size of letters: all looks stand inline as well",
    "@media": "the same; what is dark stays light",
    "<ul>, <ol> and <dl>": "lists whose margins are the program's own",
    "align attribute": "lines that begin where the language has them begin",
    "background": "the program's own ground, on which the text is as readable",
    "border": "no rule between parts",
    "color-scheme meta tag": "the light scheme",
    "dir attribute": "said by `align` and by the letters themselves",
    "display": "read in part: `none` and `block` are all that is asked",
    "display:none": "a line of one pixel, in the colour of the ground, above the issue",
    "font-size": "in part: relative ones, of which there are none",
    "font-weight": "in part: numbers, of which there are none",
    "height property": "in part: `auto`, with which a picture keeps its shape",
    "lang attribute": "the program's own guess",
    "line-height": "in part: lines as high as the program has them",
    "margin": "in part: negative ones and `auto`, without which the column stands at the left",
    "max-height property": "the line of one pixel again",
    "max-width": "the column and its pictures as wide as Outlook's own table and `width` say",
    "overflow": "the line of one pixel again",
    "padding": "in part: paragraphs without, which have none; the box of words for a picture",
    "role attribute": "a table that a screen reader may call one",
    "text-align": "in part: `start` and `end`, of which there are none",
    "text-decoration": "links with the program's own line below",
    "text-indent": "no hanging entries",
    "white-space": "lines of a program that run on, where it has not `pre` itself",
    "width attribute": "in part",
    "width property": "in part",
    "word-break": "words broken by `overflow-wrap`, which the others lack",
    "overflow-wrap": "words broken by `word-break`",
}
#: The programs of which every feature is known.
CLIENTS = ("gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "aol.*")


@pytest.fixture(scope="module")
def node(tool: Callable[[str], str], missing: Callable[[str], NoReturn]) -> str:
    if not (checkers.MODULES / "caniemail").is_dir():
        missing("caniemail is not there; run `npm ci` in .ci/checks")
    return tool("node")


def test_nothing_is_used_that_mail_programs_lack_but_what_readers_can_do_without(
    articles: Mapping[str, str], node: str, tmp_path: Path
) -> None:
    issues = {
        f"{name}.html": html.write_issue(
            letters.materials(articles, [{"src": name}], said=letters.FOOTER), Terms({})
        )
        for name in letters.TITLES
    }
    found = checkers.unknown_to_mail(letters.copied(tmp_path / "mail", issues), node, CLIENTS)
    used = {title for titles in found for title in titles}
    assert sorted(used) == sorted(ALLOWED)


def test_a_layout_that_outlook_does_not_know_would_be_found(node: str, tmp_path: Path) -> None:
    page = tmp_path / "flex.html"
    page.write_text('<div style="display: flex; gap: 1em"><p>a</p></div>', "utf-8")
    (titles,) = checkers.unknown_to_mail([page], node, CLIENTS)
    assert set(titles) - set(ALLOWED)
