"""The guards of the reader of web pages, on the one that is to take its place.

It goes with the switch: those guards name the new reader then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from copydesk.next.readers import html as new
from readers import (
    test_html_cases,
    test_html_laws,
    test_html_reader,
    test_html_zones,
    test_visible_words,
)
from readers.test_html_cases import (
    PAGES,
    expected,
    shown,
    test_links_emphasis_and_notes_cover_their_words,  # noqa: F401
    test_what_was_set_apart_or_left_out_is_counted,  # noqa: F401
)
from readers.test_html_laws import (
    test_every_word_of_a_page_is_in_its_lines_once,  # noqa: F401
    test_lines_are_well_formed,  # noqa: F401
    test_no_bytes_make_the_reader_fail,  # noqa: F401
)
from readers.test_html_reader import *  # noqa: F403
from readers.test_html_zones import *  # noqa: F403
from readers.test_visible_words import (
    test_every_word_of_a_page_is_kept_or_counted,  # noqa: F401
)

pytestmark = pytest.mark.check

GUARDS = (test_html_cases, test_html_laws, test_html_reader, test_html_zones, test_visible_words)
#: Pages of which the new reader says something else, and why.
MICRODATA = pytest.mark.xfail(strict=True, reason="trafilatura takes a teaser's rel=author")
HEADING = pytest.mark.xfail(strict=True, reason="the heading of notes is of the main text now")
LINES = {"facts-microdata": MICRODATA, "notes-spip": HEADING}
FACTS = {"facts-microdata": MICRODATA}


@pytest.fixture(autouse=True, scope="module")
def new_reader() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for guard in GUARDS:
            patch.setattr(guard, "read_html", new.read_html)
        yield


def cases(different: dict[str, pytest.MarkDecorator]) -> list[Any]:
    return [pytest.param(page, id=page.stem, marks=different.get(page.stem, ())) for page in PAGES]


def in_container(line: str) -> str:
    """The main text and what stands in its container are one here.

    Which of that is main text, `tools/measure_html.py` tells on pages that people marked.
    """
    return f"main {line.removeprefix('near ')}" if line.startswith("near ") else line


def test_the_guards_are_given_the_new_reader():
    assert {guard.read_html.__module__ for guard in GUARDS} == {new.__name__}


@pytest.mark.parametrize("page", cases(LINES))
def test_a_page_is_read_as_its_readers_see_it(page):
    found = [in_container(shown(line)) for line in test_html_cases.read(page).lines]
    assert found == [in_container(line) for line in expected(page)["lines"]]


@pytest.mark.parametrize("page", cases(FACTS))
def test_a_page_says_no_more_of_itself_than_it_knows(page):
    assert dict(test_html_cases.read(page).facts) == expected(page)["facts"]
