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


@pytest.mark.parametrize(
    ("matter", "licence"),
    [
        ("rights: © 2024 Mara Osei, all rights reserved", ""),
        ("rights: see the CC BY 4.0 of the pictures", ""),
        ("license: CC BY 4.0", "CC-BY-4.0"),
        ("licence: cc-by-nc-nd-4.0", "cc-by-nc-nd-4.0"),
        ("copyright: https://harbour.example/terms", "https://harbour.example/terms"),
    ],
)
def test_rights_are_a_licence_or_named_as_left_out(matter: str, licence: str) -> None:
    found = made(f"title: Mud\n{matter}")
    assert found.front.imprint.licence == licence
    asked = [query for query in found.queries if query.code == "read.dropped"]
    assert [matter.partition(": ")[2] in query.message for query in asked] == [True] * (not licence)


def test_a_licence_in_the_sidecar_answers_for_rights_that_name_none() -> None:
    decided = Decisions(imprint=Imprint(licence="CC-BY-4.0"))
    found = made("title: Mud\nrights: All mine", decided=decided)
    assert found.front.imprint.licence == "CC-BY-4.0"
    assert [one.state for one in found.queries if one.code == "read.dropped"] == ["decided"]


def test_the_licence_that_a_page_links_to_may_be_that_of_a_picture() -> None:
    link = '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>'
    page = f"<article><h1>The wall</h1><p>{TEXT}</p><p>Photo: {link}</p></article>"
    found = pipeline.article(page.encode(), "source/wall.html", Config(), Decisions())
    assert dict(found.edited.submission.facts)["rights"]
    assert found.front.imprint == Imprint()
    assert "read.dropped" not in [query.code for query in found.queries]


@pytest.mark.parametrize(
    ("matter", "code"),
    [("date: Spring tide", "structure.date"), ("author: admin", "structure.author")],
)
def test_a_day_or_name_that_cannot_be_read_is_quoted(matter: str, code: str) -> None:
    (query,) = (one for one in made(f"title: Mud\n{matter}").queries if one.code == code)
    assert matter.partition(": ")[2] in query.message


def test_a_field_that_no_edition_has_is_named() -> None:
    found = made("title: Mud\npublisher: Harbour Press")
    assert any("publisher" in one.message for one in found.queries if one.code == "read.dropped")


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("fr-FR", "en"), ("English", "en"), ("en", "en"), ("en-IE", "en-IE"), ("en_ie", "en-IE"),
    ],
)  # fmt: skip
def test_a_region_counts_where_the_text_bears_its_language_out(told: str, language: str) -> None:
    assert made(f"title: Mud\nlang: {told}").edited.language == language
    page = f'<html lang="{told}"><article><h1>The wall</h1><p>{TEXT}</p></article></html>'
    found = pipeline.article(page.encode(), "source/wall.html", Config(), Decisions())
    assert found.edited.language == language


def test_the_language_of_the_sidecar_stands_before_any() -> None:
    found = made("title: Mud\nlang: en-IE", decided=Decisions(language="en-GB"))
    assert found.edited.language == "en-GB"


def test_who_sends_a_message_on_is_not_its_author() -> None:
    outer = "Von: Bo Ek <b@example.org>\nGesendet: 6. März 2024\nAn: d@example.org\nBetreff: Wall"
    inner = "Von: Ada Lind <a@example.org>\nGesendet: 5. März 2024\nAn: Bo Ek\nBetreff: Die Mauer"
    text = f"{outer}\n\n{inner}\n\n{TEXT}\n\n{TEXT}"
    front = pipeline.article(text.encode(), "a.txt", Config(), Decisions()).front
    assert (front.authors, front.title, front.date) == (("Ada Lind",), "Die Mauer", "5. März 2024")
