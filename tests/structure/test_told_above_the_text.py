"""What the front matter of Markdown names, where no line of the text says it."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Imprint

TEXT = (
    "The wall at Harrowby is four kilometres long, and for a century nobody asked who paid for"
    " it, until the council published a bill of upkeep that ran to eleven pages."
)


def made(matter: str, *paragraphs: str, decided: Decisions | None = None) -> Article:
    text = f"---\n{matter}\n---\n\n" + "\n\n".join((*paragraphs, TEXT)) + "\n"
    return pipeline.article(text.encode(), "source/wall.md", Config(), decided or Decisions())


@pytest.mark.parametrize(
    "line", ["*For O., who kept the ladders.*", "The Harbour Review", "**At night**"]
)
def test_no_line_takes_the_place_of_a_title_that_is_named(line: str) -> None:
    assert made("title: The Real Title", line).front.title == "The Real Title"


@pytest.mark.parametrize("line", ["# Another title", "The real title"])
def test_a_title_that_is_printed_stays_as_printed(line: str) -> None:
    found = made("title: The Real Title", line)
    assert found.front.title == line.removeprefix("# ")


def test_where_the_article_appears_is_read_as_the_sidecar_has_it() -> None:
    matter = (
        'title: Mud\ndoi: "https://doi.org/10.5555/Mud.1"\nvolume: 12\nkeywords: [walls, dykes]'
    )
    found = made(matter)
    assert found.front.imprint == Imprint(
        doi="10.5555/mud.1", volume="12", keywords=("walls", "dykes")
    )
    assert not [query for query in found.queries if query.code == "read.dropped"]


def test_the_sidecar_stands_before_it() -> None:
    decided = Decisions(imprint=Imprint(volume="13"))
    found = made("title: Mud\nvolume: 12\nissue: 4", decided=decided)
    assert (found.front.imprint.volume, found.front.imprint.issue) == ("13", "4")


def test_a_doi_that_is_none_is_named_as_left_out() -> None:
    found = made("title: Mud\ndoi: forthcoming")
    assert found.front.imprint.doi == ""
    assert any("doi" in one.message for one in found.queries if one.code == "read.dropped")
