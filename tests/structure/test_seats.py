"""Where an author works stands with the front matter, and hides neither author nor day."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, Submission

FILE = Path(__file__).parents[1] / "cases" / "structure" / "heads" / "seats.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
PROSE = (
    "The harbour was quiet in the winter of 2019, when the pilots had gone and nobody kept the"
    " tide tables any more. The board had sold the last of its tugs to a yard on the estuary."
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", WORD])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_institution_below_a_byline_stays_and_no_other_is_taken_for_one(
    case: dict[str, Any], media_type: str
) -> None:
    wanted = [row.split(" | ", 1) for row in case["rows"].strip().splitlines()]
    texts = [text for _, row in (*wanted, ("body", PROSE), ("body", PROSE)) for text in (row, "")]
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    galley = Galley(Submission("a", "", media_type, lines), lines)
    found = structure.label(galley, Config(), Decisions())
    roles = [role for role, _ in wanted]
    assert [role for role in found.roles if role] == [*roles, "body", "body"]
    front = structure.assemble(found, Config(), Decisions()).front
    assert bool(front.date) == ("date" in roles)
