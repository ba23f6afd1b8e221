"""Paragraphs without one width are joined by how their lines end; verses, lists, tables are not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions
from copydesk.structure.lines import unwrap_lines

CASES = Path(__file__).parents[1] / "cases" / "lines"


#: A short run of prose, two lines of which are one where a hyphen was taken out.
MERGED = (
    "town looked for a new master and the pilots met in the hall upstairs each Monday to read aloud"
    " the letters of the province and"
)
PROSE = [
    "The harbour had never been as calm as in the years when the",
    MERGED,
    "to write down, one by one, which of the ships that",
    "were expected had come in and of which of them",
    "nobody had heard.",
]


def read_cases(name: str) -> list[Any]:
    cases = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(one["text"].strip("\n").split("\n"), id=one["name"]) for one in cases]


@pytest.mark.parametrize("rows", read_cases("joined"))
def test_a_paragraph_of_uneven_lines_is_one_unit(rows: list[str]) -> None:
    wanted: list[list[int]] = []
    for at, row in enumerate(rows):
        if row.startswith("+ "):
            wanted[-1].append(at)
        elif row:
            wanted.append([at])
    assert [list(unit) for unit in unwrap_lines([row[2:] for row in rows])] == wanted


@pytest.mark.parametrize("rows", read_cases("alone"))
def test_lines_that_their_author_broke_stay_lines(rows: list[str]) -> None:
    assert [unit for unit in unwrap_lines(rows) if len(unit) > 1] == []


@pytest.mark.parametrize("rows", read_cases("alone"))
def test_they_stay_lines_beside_prose_that_is_joined(rows: list[str]) -> None:
    units = unwrap_lines([*PROSE, "", *rows])
    assert units[0] == tuple(range(len(PROSE)))
    assert [unit for unit in units[1:] if len(unit) > 1] == []


def test_joined_lines_are_printed_as_one_paragraph() -> None:
    text = "The mud\n\nBy Mara Osei\n\n" + "\n".join(PROSE) + "\n"
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    assert len(article.body) == 1
    joins = [edit for edit in article.structure if edit.rule == "structure.join"]
    assert len(joins) == len(PROSE) - 1
