"""Pages written for this: each beside the lines, marks and facts that are read from it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.config import Config
from copydesk.model import Line, Submission
from copydesk.next.readers.html import read_html

CASES = Path(__file__).parents[1] / "cases" / "readers" / "html"
PAGES = sorted(CASES.glob("*.html"))

#: Pages of which the new reader says something else, and why.
MICRODATA = pytest.mark.xfail(strict=True, reason="trafilatura takes a teaser's rel=author")
HEADING = pytest.mark.xfail(strict=True, reason="the heading of notes is of the main text now")
LINES = {"facts-microdata": MICRODATA, "notes-spip": HEADING}
FACTS = {"facts-microdata": MICRODATA}


def marked(different: dict[str, pytest.MarkDecorator]) -> list[Any]:
    return [pytest.param(page, marks=different.get(page.stem, ())) for page in PAGES]


def read(page: Path) -> Submission:
    return read_html(page.read_bytes(), page.name, Config())


def expected(page: Path) -> dict[str, Any]:
    return tomllib.loads(page.with_suffix(".toml").read_text(encoding="utf-8"))


def shown(line: Line) -> str:
    """`zone hint text`, a hyphen for what the page does not say; a gap is empty."""
    if not line.text and not line.hint:
        return ""
    return f"{line.zone or '-'} {line.hint or '-'} {line.text}".rstrip().replace(
        "near ", "main ", 1
    )


@pytest.mark.parametrize("page", marked(LINES), ids=lambda page: page.stem)
def test_a_page_is_read_as_its_readers_see_it(page):
    # What stands in the article's container counts as its text: `tools/measure_html.py` tells
    # which of that is.
    lines = [line.replace("near ", "main ", 1) for line in expected(page)["lines"]]
    assert [shown(line) for line in read(page).lines] == lines


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_emphasis_and_notes_cover_their_words(page):
    marks = [
        f"{mark.kind} {mark.target or '-'} {line.text[mark.start : mark.end]}"
        for line in read(page).lines
        for mark in line.marks
    ]
    assert marks == expected(page).get("marks", [])


@pytest.mark.parametrize("page", marked(FACTS), ids=lambda page: page.stem)
def test_a_page_says_no_more_of_itself_than_it_knows(page):
    assert dict(read(page).facts) == expected(page)["facts"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_was_set_apart_or_left_out_is_counted(page):
    queries = [f"{query.code} {query.message}" for query in read(page).queries]
    assert queries == expected(page).get("queries", [])


def test_every_page_has_its_expectations_and_every_expectation_a_page():
    assert {page.stem for page in PAGES} == {path.stem for path in CASES.glob("*.toml")}
