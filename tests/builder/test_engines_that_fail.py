"""Pandoc and `typos` that cannot be started or grow cost one article at most, and say so."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

from copydesk import errors
from copydesk.builder import survey
from copydesk.builder.job import JobRunner, Result
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.config import Config, overlay
from copydesk.system import misspellings
from torture.failing import STARTING, Fault, faults

pytestmark = pytest.mark.soak

ARTICLE = """The mill that ground at night

By Ada Lovell

The council recieved 40,000 pounds for the mill by the river (Carr, 2011).

References

Carr, E. (2011) Mills of the north. York: Quarry Press.
"""
FORMATS = ("md", "docx", "html")
MILL = Document("source/mill.txt", "mill", (0, 0))


def printed(root: Path, fault: Fault | None = None) -> Result:
    """What becomes of the article by a press of its own, with the fault armed."""
    config = overlay(Config(), {"formats": list(FORMATS)}, "test")
    # No answer of an earlier run is remembered.
    misspellings._answered().clear()  # noqa: SLF001  no build needs to forget them
    with contextlib.closing(JobRunner(survey.survey_desk(root, config))) as press:
        order = DocumentStatus(MILL, "stale", survey.wanted_formats(config))
        with fault or contextlib.nullcontext():
            return press(order)


def tree(root: Path) -> dict[str, bytes]:
    folder = root / "dist" / "mill"
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "mill.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_each_start_that_fails_is_made_up_for_or_named(desk: Path) -> None:
    assert printed(desk).outcome.status.startswith("built")
    undisturbed = tree(desk)
    hit = []
    for fault in faults(calls=STARTING):
        outcome = printed(desk, fault).outcome
        if outcome.status == "failed":
            hit.append(outcome.code)
            assert outcome.exit_code == errors.TOOL
            assert os.strerror(fault.number) in outcome.message
        assert tree(desk) == undisturbed
        assert printed(desk).outcome.status.startswith("built")
        assert tree(desk) == undisturbed
    assert "tool.typos" in hit


def test_a_pandoc_that_never_starts_is_named(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.composition.pandoc.find_pandoc", lambda: str(desk / "no-pandoc"))
    outcome = printed(desk).outcome
    assert (outcome.status, outcome.code, outcome.exit_code) == (
        "failed", "tool.pandoc", errors.TOOL,
    )  # fmt: skip
    assert outcome.message.startswith("pandoc does not start: ")
    assert tree(desk) == {}


def test_what_is_no_article_is_refused_without_pandoc_too(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copydesk.composition.pandoc.find_pandoc", lambda: str(desk / "no-pandoc"))
    (desk / "source" / "mill.txt").write_bytes(b"")
    assert printed(desk).outcome.status == "refused"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux tells it")
def test_a_pandoc_that_has_grown_is_replaced(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copydesk.builder.job.PANDOC_CEILING", 1)
    config = overlay(Config(), {"formats": list(FORMATS)}, "test")
    order = DocumentStatus(MILL, "stale", survey.wanted_formats(config))
    with contextlib.closing(JobRunner(survey.survey_desk(desk, config))) as press:
        trees = []
        for _ in range(2):
            assert press(order).outcome.status.startswith("built")
            assert press.pandoc(order.seconds).pid is None
            trees.append(tree(desk))
    assert trees[0] == trees[1]
