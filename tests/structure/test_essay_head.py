"""The head of a student's essay gives its author, day and title, and is not taken for a menu."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Submission
from copydesk.structure import essay_head

FILE = Path(__file__).parents[1] / "cases" / "structure" / "heads" / "essays.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
HEADS = [case for case in CASES if "roles" in case]
PROSE = (
    "The harbour was quiet in the winter of 2019, when the pilots had gone and nobody kept the"
    " tide tables any more. The board had sold the last of its tugs to a yard on the estuary."
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def edited(rows: list[str], media_type: str, gap: int) -> EditedText:
    texts = [text for row in (*rows, PROSE, PROSE) for text in (row, *[""] * gap)]
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    return structure.label(
        EditedText(Submission("a", "", media_type, lines), lines), Config(), Decisions()
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_only_the_form_of_a_head_makes_one(case: dict[str, Any]) -> None:
    assert bool(essay_head.find_head([*case["rows"], PROSE])) == ("roles" in case)


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("media_type", ["text/plain", WORD])
@pytest.mark.parametrize("case", HEADS, ids=[case["name"] for case in HEADS])
def test_each_line_of_a_head_gets_its_role(case: dict[str, Any], media_type: str, gap: int) -> None:
    found = edited(case["rows"], media_type, gap)
    assert [role for role in found.roles if role][: len(case["roles"])] == case["roles"]
    article = structure.assemble(found, Config(), Decisions())
    byline, title = case["roles"].index("byline"), case["roles"].index("title")
    assert article.front.authors == (case.get("author", case["rows"][byline]),)
    assert article.front.title == case["rows"][title]
    left = [edit.line for edit in article.structure if edit.rule == "structure.furniture"]
    assert len(left) == case["roles"].count("furniture")


def test_a_head_without_its_text_is_none() -> None:
    for rows in ([], [""], HEADS[0]["rows"], [*HEADS[0]["rows"], "Ebb"]):
        assert essay_head.find_head(rows) == {}
