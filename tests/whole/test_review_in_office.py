"""The review copy in LibreOffice: what its own accepting and rejecting leave."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from listening import asked, office

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Decision,
    Decisions,
    Edit,
    EditedText,
    Front,
    Line,
    Submission,
)
from places import ARTICLE, ROOT
from soaking import some
from writers.tracked import changes, comments, edited, written

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

HARBOUR = ROOT / "tests" / "cases" / "line" / "harbour.txt"
#: With what Word or LibreOffice make something of, and what no XML holds.
HOSTILE = "\ttab  and “marks” & <tags> \u00ad\u200b\u2028 e\u0301 😀 \x07bell\x0c ]]> \u05e9 end "
REWRITTEN = Decision("", "desk.editor", "harbour", "port", "harbour", "", "", "accept")


@dataclass(frozen=True)
class Opened:
    """An article, its review copy, and what the office said of it."""

    name: str
    article: Article
    data: bytes
    told: dict[str, Any]


def hostile() -> Article:
    """A line in which every second letter changes, twice, between blank lines."""
    first = [
        Edit("r.x", 2, 2 * at, HOSTILE[2 * at], f"({HOSTILE[2 * at]}", "", "applied")
        for at in range(len(HOSTILE) // 2)
    ]
    shifted = [
        Edit("r.x", 2, edit.start + at, edit.before, edit.after, "", "applied")
        for at, edit in enumerate(first)
    ]
    shifted.append(Edit("r.y", 2, 0, "(\t", "\t\t", "", "applied"))
    received = [Line(1, ""), Line(2, HOSTILE), Line(3, ""), Line(4, "the last", "")]
    after = edited(HOSTILE, shifted)
    lines = (received[0], Line(2, after), *received[2:])
    sent = Submission("source/hostile.txt", "", "text/plain", tuple(received))
    text = EditedText(sent, lines, "en", (None, "body", None, "furniture"), tuple(shifted))
    return Article(text, Front(), (), Back())


def articles() -> dict[str, Article]:
    def read(path: Path, decisions: Decisions | None = None) -> Article:
        data = path.read_bytes()
        return pipeline.article(data, f"source/{path.name}", Config(), decisions or Decisions())

    found = {
        "source": read(ARTICLE),
        "harbour": read(HARBOUR, Decisions(rewrites=(REWRITTEN,))),
        "hostile": hostile(),
    }
    if corpus := os.environ.get("COPYDESK_CORPUS"):
        for path in some(sorted(Path(corpus).glob("*/raw.*"))):
            found[f"{path.parent.name}-{path.suffix[1:]}"] = read(path)
    return found


@pytest.fixture(scope="module")
def opened(
    tool: Callable[[str], str], system_python: str, tmp_path_factory: pytest.TempPathFactory
) -> list[Opened]:
    """Every article's review copy, opened in one office."""
    folder = tmp_path_factory.mktemp("office")
    found = articles()
    files = {name: folder / f"{name}.docx" for name in found}
    for name, path in files.items():
        path.write_bytes(written(found[name]))
    script = str(Path(__file__).with_name("office.py"))
    with office(tool("soffice"), folder) as pipe:
        told = asked([system_python, script, pipe, *map(str, files.values())])
    said = [json.loads(line) for line in told.splitlines()]
    return [
        Opened(name, found[name], files[name].read_bytes(), told)
        for name, told in zip(files, said, strict=True)
    ]


def held(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def test_accepting_all_gives_the_edited_text(opened: list[Opened]) -> None:
    for one in opened:
        wanted = [held(line.text) for line in one.article.edited.lines]
        assert one.told["accepted"] == wanted, one.name
        assert one.told["left accepted"] == 0, one.name


def test_rejecting_all_gives_the_submission(opened: list[Opened]) -> None:
    for one in opened:
        wanted = [held(line.text) for line in one.article.edited.submission.lines]
        assert one.told["rejected"] == wanted, one.name
        assert one.told["left rejected"] == 0, one.name


def test_the_changes_are_taken_for_changes(opened: list[Opened]) -> None:
    for one in opened:
        assert bool(one.told["changes"]) == bool(changes(one.data)), one.name
    by_name = {one.name: one.told["changes"] for one in opened}
    assert by_name["source"] > 40
    assert by_name["hostile"] > 20


def test_every_comment_is_there_in_full(opened: list[Opened]) -> None:
    for one in opened:
        wanted = sorted("\n".join(words) for _, _, words in comments(one.data))
        assert one.told["comments"] == wanted, one.name
