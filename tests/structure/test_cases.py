"""Every article of the cases gets the roles, the front matter and the record it should."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import galley as desk
from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, Submission

FOLDER = Path(__file__).parents[1] / "cases" / "structure"
CASES = sorted(path.stem for path in FOLDER.glob("*.toml"))
#: Roles between which an honest editor could choose, unless the case is `strict`.
EITHER = {("heading", "body")}


def load(name: str) -> tuple[dict[str, Any], Galley, list[str | None]]:
    case = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    texts, roles = [], []
    for row in case["article"].strip("\n").split("\n"):
        role, _, text = row.partition(" | ")
        texts.append("" if row == "." else text)
        roles.append(None if row == "." else role)
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    return case, Galley(Submission("case.txt", "", "text/plain", lines), lines), roles


@pytest.mark.parametrize("name", CASES)
def test_lines_get_their_roles(name: str) -> None:
    case, galley, wanted = load(name)
    either = set() if case.get("strict") else EITHER
    found = structure.label(galley, Config(), Decisions()).roles
    wrong = [
        (line.number, line.text[:50], f"{have} instead of {want}")
        for line, have, want in zip(galley.lines, found, wanted, strict=True)
        if have != want and (have, want) not in either
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CASES)
def test_front_matter_and_record_are_found(name: str) -> None:
    case, galley, _ = load(name)
    article = structure.assemble(
        structure.label(galley, Config(), Decisions()), Config(), Decisions()
    )
    assert article.front.title == case["title"]
    assert list(article.front.authors) == case["authors"]
    assert article.front.language == case["language"]
    assert len(article.back.references) == case["references"]
    assert sorted({edit.rule for edit in article.structure}) == case["rules"]


@pytest.mark.parametrize("name", CASES)
def test_no_word_is_lost(name: str) -> None:
    _, galley, _ = load(name)
    article = structure.assemble(
        structure.label(galley, Config(), Decisions()), Config(), Decisions()
    )
    copy = desk.texts(article.galley.lines)
    kept = desk.replay(copy, article.structure)
    assert desk.revert(kept, article.structure) == copy
    lost = desk.difference(desk.words(kept.values()), desk.words(structure.pieces(article)))
    assert lost == ""
