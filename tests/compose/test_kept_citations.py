from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compose.harbour import ARTICLE, Sheet, citation, paragraph
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Back, Cite, Note

ACCENTED = {"family": "Åhl", "given": "Berit"}
FIRST = ARTICLE.back.references[0]
ENTRIES = (
    replace(FIRST, csl={**FIRST.csl, "author": [ACCENTED]}),
    *ARTICLE.back.references[1:],
)
BOARD: dict[str, Any] = {"name": "BoP", "year": "2001", "keys": ("board2001",)}


def article(words: str, **fields: Any) -> Article:
    body = (paragraph("Tides turn ", Cite(words, 0), "."),)
    row = citation(words, 0, **fields)
    return replace(ARTICLE, body=body, citations=(row,), back=Back(references=ENTRIES))


def styled(csl: str) -> Config:
    return overlay(Config(), {"style": {"csl": csl}}, "test")


@pytest.mark.parametrize(
    ("words", "fields", "style", "printed"),
    [
        ("(Ahl, 2021)", {}, "apa", "([Åhl, 2021](#ref-ahl2021))"),
        ("(Ahl, 2021)", {}, "ieee", r"[\[1\]](#ref-ahl2021)"),
        ("(BoP, 2001)", BOARD, "ieee", r"[\[1\]](#ref-board2001)"),
        ("(BoP, 2001)", BOARD, "chicago-notes-bibliography", "[^1]"),
        ("(BoP, 2001)", BOARD, "apa", "([BoP, 2001](#ref-board2001))"),
    ],
)
def test_a_name_that_is_rightly_spelt_otherwise_gives_way_to_the_style(
    words: str, fields: dict[str, Any], style: str, printed: str, pandoc: Pandoc
) -> None:
    sheet = Sheet(article(words, **fields), pandoc, styled(style))
    assert printed in sheet.markdown()
    assert sheet.composed.queries == ()


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("(Ahl, who measured it, 2021)", {}),
        ("(Board of Pilots [BoP], 2001)", BOARD | {"name": "Board of Pilots [BoP]"}),
    ],
)
def test_words_that_a_number_would_lose_stay_and_are_asked_about(
    words: str, fields: dict[str, Any], pandoc: Pandoc
) -> None:
    for style in ("ieee", "chicago-notes-bibliography"):
        sheet = Sheet(article(words, **fields), pandoc, styled(style))
        (query,) = sheet.composed.queries
        assert (query.code, words in query.message) == ("compose.kept", True)
    assert compose(article(words, **fields), styled("apa")).queries == ()


def test_what_stays_because_an_editor_or_a_doubt_says_so_is_not_asked_again() -> None:
    for fields in ({"verdict": "as-written"}, {"status": "fuzzy-name"}):
        assert compose(article("(Ahl, 2021)", **fields), styled("ieee")).queries == ()


def test_citations_that_notes_keep_are_asked_about_once() -> None:
    words = "Ahl, Harbour Book"
    notes = [
        Note((paragraph("So the keepers say, and ", Cite(words, group), " says so too."),))
        for group in (0, 1)
    ]
    body = (paragraph("Tides turn.", notes[0], " Mud stays.", notes[1]),)
    rows = tuple(citation(words, group, form="note") for group in (0, 1))
    found = replace(ARTICLE, body=body, citations=rows, back=Back(references=ENTRIES))
    for style in ("ieee", "apa", "chicago-notes-bibliography"):
        (query,) = compose(found, styled(style)).queries
        assert (query.code, query.message[:11]) == ("compose.kept", "2 citations")


@pytest.mark.parametrize("stop", [".", "!", ";", ", and"])
def test_a_citation_that_keeps_its_words_in_a_note_keeps_the_stop_behind_it(
    stop: str, pandoc: Pandoc
) -> None:
    words = "Ahl (who says it, 2021)"
    body = (paragraph("Tides turn.", Note((paragraph(Cite(words, 0), f"{stop} Mud stays."),))),)
    row = citation(words, 0, form="narrative")
    found = replace(ARTICLE, body=body, citations=(row,), back=Back(references=ENTRIES))
    for style in ("chicago-notes-bibliography", "oscola", "ieee"):
        text = Sheet(found, pandoc, styled(style)).markdown()
        assert f"[{words}](#ref-ahl2021){stop} Mud stays." in text


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("chicago-notes-bibliography", "Mud.[^1]<sup>,</sup>[^2] stays.[^3]<sup>,</sup>[^4]"),
        ("nature", "Mud.<sup>[1](#ref-ahl2021)</sup><sup>,</sup>[^1] stays"),
        ("ieee", r"Mud [\[1\]](#ref-ahl2021).[^1] stays"),
    ],
)
def test_signs_side_by_side_are_not_read_as_one_number(
    style: str, printed: str, pandoc: Pandoc
) -> None:
    note = Note((paragraph("Lamps help."),))
    body = (
        paragraph("Mud ", Cite("(Ahl, 2021)", 0), ".", note, " stays ", Cite("(Ahl, 2021)", 1),
                  Cite("(Zed, 2020)", 2), "."),
    )  # fmt: skip
    rows = (
        citation("(Ahl, 2021)", 0),
        citation("(Ahl, 2021)", 1),
        citation("(Zed, 2020)", 2, name="Zed", year="2020", keys=("zed2020",)),
    )
    found = replace(ARTICLE, body=body, citations=rows, back=Back(references=ENTRIES))
    assert printed in Sheet(found, pandoc, styled(style)).markdown()
