"""How many lines of small texts get the role that an editor gave them.

A learned labeller gets none of them right for certain; what is promised is the share, by kind
of text, in `floors.toml`. `small.jsonl` holds short texts with one difficulty each, the TOML
files whole articles. That no word is lost holds for each of them.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from copydesk import ledger as desk
from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, Submission

CASES = Path(__file__).parents[1] / "cases"
FLOORS = tomllib.loads((CASES / "labeller" / "floors.toml").read_text("utf-8"))
DROPPED = ("furniture", "cta")


@dataclass(frozen=True)
class Case:
    kind: str
    name: str
    edited: EditedText
    roles: list[str | None]


def articles() -> Iterator[Case]:
    for path in sorted((CASES / "structure").glob("*.toml")):
        rows = tomllib.loads(path.read_text("utf-8"))["article"].strip("\n").split("\n")
        parted = [row.partition(" | ") for row in rows]
        roles = [role if text else None for role, _, text in parted]
        lines = [Line(at, text) for at, (_, _, text) in enumerate(parted, start=1)]
        yield Case("articles", path.stem, edited_text_of("text/plain", lines), roles)


def small_texts() -> Iterator[Case]:
    rows = (CASES / "labeller" / "small.jsonl").read_text("utf-8").splitlines()
    for number, row in enumerate(rows, 1):
        one = json.loads(row)
        lines = []
        for at, (_, text, *told) in enumerate(one["lines"], start=1):
            hint, zone = (*told, "", "")[:2]
            lines.append(Line(at, text, hint=hint, zone=zone))
        roles = [line[0] or None for line in one["lines"]]
        kind, _, name = one["name"].partition(": ")
        edited = edited_text_of(one["media"], lines, tuple(one.get("facts", {}).items()))
        yield Case(kind, f"{name}, {number}", edited, roles)


def edited_text_of(
    media_type: str, lines: list[Line], facts: tuple[tuple[str, str], ...] = ()
) -> EditedText:
    sent = Submission("case", "", media_type, tuple(lines), facts=facts)
    return EditedText(sent, sent.lines)


WHOLE = list(articles())
ALL = [*WHOLE, *small_texts()]


@pytest.fixture(scope="module")
def found() -> list[tuple[Case, tuple[Role | None, ...]]]:
    return [(one, structure.label(one.edited, Config(), Decisions()).roles) for one in ALL]


@pytest.mark.parametrize("kind", FLOORS)
def test_roles_are_found_as_often_as_they_were(
    kind: str, found: list[tuple[Case, tuple[Role | None, ...]]]
) -> None:
    counts: Counter[str] = Counter()
    for one, roles in found:
        if one.kind != kind:
            continue
        for wanted, have in zip(one.roles, roles, strict=True):
            if wanted is not None:
                counts["lines"] += 1
                counts["right"] += wanted == have
                counts["lost"] += have in DROPPED and wanted not in DROPPED
    assert counts["right"] / counts["lines"] >= FLOORS[kind]["right"]
    assert counts["lost"] <= FLOORS[kind]["lost"]


def test_every_kind_has_a_floor() -> None:
    assert {one.kind for one in ALL} == FLOORS.keys()


@pytest.mark.parametrize("one", WHOLE, ids=[one.name for one in WHOLE])
def test_no_word_is_lost(one: Case) -> None:
    article = structure.assemble(
        structure.label(one.edited, Config(), Decisions()), Config(), Decisions()
    )
    copy = desk.line_texts(article.edited.lines)
    kept = desk.replay_edits(copy, article.structure)
    assert desk.revert_edits(kept, article.structure) == copy
    assert (
        desk.tell_difference(
            desk.count_words(kept.values()), desk.count_words(structure.pieces(article))
        )
        == ""
    )
