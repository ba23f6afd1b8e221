"""The author's notes on the works of a list, printed below their entries."""

from dataclasses import replace

import pytest

from compose.harbour import ARTICLE, Sheet
from copydesk.config import Config, overlay
from copydesk.gate.pandoc import Pandoc
from copydesk.model import Article

NOTES = ("The maps are poor.", "She changed her mind.")


def noted() -> Article:
    rows = tuple(
        replace(
            entry,
            text="\n".join((entry.text, *NOTES)),
            csl={**entry.csl, "annote": "\n".join(NOTES)} if entry.csl else {},
        )
        for entry in ARTICLE.back.references
    )
    return replace(ARTICLE, back=replace(ARTICLE.back, references=rows))


def styled(csl: str) -> Config:
    return overlay(Config(), {"style": {"csl": csl}}, "test")


@pytest.mark.parametrize("csl", ["harvard-cite-them-right", "ieee", "chicago-notes-bibliography"])
def test_each_entry_has_its_notes_below_it_in_lines_of_their_own(csl: str, pandoc: Pandoc) -> None:
    count = len(ARTICLE.back.references)
    sheet = Sheet(noted(), pandoc, styled(csl))

    lines = sheet.render("markdown").decode().splitlines()
    entries = [line for line in lines if line.startswith('<a id="ref-')]
    assert len(entries) == count
    assert all(f"<br>{NOTES[0]}<br>{NOTES[1]}" in line for line in entries)

    page = sheet.render("html").decode().partition('id="refs"')[2]
    assert all(page.count(note) == count for note in NOTES)


def test_links_back_stand_behind_the_notes(pandoc: Pandoc) -> None:
    page = Sheet(noted(), pandoc).render("html").decode().partition('id="ref-ahl2021"')[2]
    assert page.index(NOTES[1]) < page.index("backlink")


@pytest.mark.parametrize("csl", ["harvard-cite-them-right", "ieee"])
def test_a_list_without_notes_has_no_lines_below_its_entries(csl: str, pandoc: Pandoc) -> None:
    sheet = Sheet(ARTICLE, pandoc, styled(csl))
    assert "<br" not in sheet.render("markdown").decode().partition("<a id=")[2]
    assert not sheet.composed.notes


def test_a_style_that_prints_notes_does_not_print_them_twice(pandoc: Pandoc) -> None:
    style = "universitat-bern-institut-fur-theaterwissenschaft"
    page = Sheet(noted(), pandoc, styled(style)).render("html").decode().partition('id="refs"')[2]
    assert page.count(NOTES[0]) == len(ARTICLE.back.references)
