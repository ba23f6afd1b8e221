from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from compose.harbour import ARTICLE, Sheet, citation, paragraph
from copydesk import verify
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Back, Citation, Cite, Emph, Inline, Note, Superscript, Text

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "compose" / "restyled.toml").read_text("utf-8")
)["case"]
STYLED = [(case, style) for case in CASES for style in case["printed"]]
FORMS = {"cite": "numeric", "sup": "numeric", "note": "note"}

ENTRIES = tuple(
    replace(entry, label=str(number)) for number, entry in enumerate(ARTICLE.back.references, 1)
)


def said(case: dict[str, Any]) -> tuple[list[str | Inline], tuple[Citation, ...]]:
    """The pieces of a sentence as nodes, and the citations in them."""
    pieces: list[str | Inline] = []
    citations: list[Citation] = []
    for group, piece in zip(count(step=10), case["said"], strict=False):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        ((kind, words),) = ((name, text) for name, text in piece.items() if name != "rows")
        if piece.get("rows") is None and "power" in case.get("name", ""):
            pieces.append(Superscript((Text(words),)))
            continue
        rows = piece.get("rows", [{}])
        if kind != "note":
            node: Inline = Cite(words, group)
            pieces.append(Superscript((node,)) if kind == "sup" else node)
        else:
            pieces.append(Note((paragraph(*noted(words, rows, group)),)))
        for place, row in enumerate(rows):
            given = {"name": "", "year": "", "form": FORMS[kind], "text": words.rstrip(".")} | row
            given["keys"] = tuple(given.get("keys", ["ahl2021"]))
            # Each work of a note is a citation by itself; those of a bracket are one.
            citations.append(citation(group=group + place * (kind == "note"), **given))
    return pieces, tuple(citations)


def noted(words: str, rows: list[dict[str, Any]], group: int) -> Iterator[str | Inline]:
    """The words of a note, in which each of its citations is one, its title leaning."""
    for place, row in enumerate(rows):
        text = row.get("text", words.rstrip("."))
        before, _, words = words.partition(text)
        yield from filter(None, (before, Cite(text, group + place), Emph(())))
    yield words


def article(case: dict[str, Any]) -> Article:
    pieces, citations = said(case)
    front = replace(ARTICLE.front, language=case.get("lang", "en"))
    back = Back(references=ENTRIES)
    return replace(ARTICLE, front=front, body=(paragraph(*pieces),), citations=citations, back=back)


def styled(csl: str) -> Config:
    return overlay(Config(), {"style": {"csl": csl}}, "test")


@pytest.mark.parametrize(
    ("case", "style"), STYLED, ids=[f"{style}: {case['name']}" for case, style in STYLED]
)
def test_a_sentence_is_printed_as_its_style_demands(
    case: dict[str, Any], style: str, pandoc: Pandoc
) -> None:
    sheet = Sheet(article(case), pandoc, styled(style))
    verify.check_composed(sheet.article, sheet.composed)
    lines = sheet.markdown().split("\n")
    printed = lines[lines.index("The views given here are the author’s own.") + 2]
    assert printed == case["printed"][style]
    notes = [re.sub(r"^\[\^\d+\]: ", "", line) for line in lines if line.startswith("[^")]
    assert notes == case.get("notes", {}).get(style, notes)


def test_an_entry_that_was_not_read_bears_the_number_that_the_text_calls_it_by(
    pandoc: Pandoc,
) -> None:
    case = {"said": ["Tides turn ", {"cite": "[4]", "rows": [{"keys": ["kelp1998"]}]}, "."]}
    sheet = Sheet(article(case), pandoc, styled("apa"))
    text = sheet.markdown()
    assert '<a id="ref-kelp1998"></a>\\[4\\] Kelp Board, minutes' in text
    assert sheet.composed.queries == ()


def test_a_number_that_its_style_does_not_print_is_asked_about() -> None:
    row = {"text": "1"}
    case = {"said": ["Tides turn ", {"cite": "[1, and the pilots deny it]", "rows": [row]}, "."]}
    (query,) = compose(article(case), styled("apa")).queries
    assert (query.code, "The Harbour Book" in query.message) == ("compose.number", True)


@pytest.mark.parametrize("style", ["nature", "apa", "chicago-notes-bibliography"])
def test_a_number_that_a_word_calls_is_asked_about_where_the_style_prints_none(style: str) -> None:
    case = {"said": ["As reference ", {"cite": "1"}, " shows, tides turn."]}
    (query,) = compose(article(case), styled(style)).queries
    assert (query.code, "The Harbour Book" in query.message) == ("compose.number", True)
