"""What workers share is loaded before they are forked, and nothing that a fork would break."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.builder.workers import preload
from copydesk.config import Config, overlay
from copydesk.model import Decisions

pytestmark = pytest.mark.soak

ARTICLE = """The mill that ground at night

By Ada Lovell

3 April 2022

The mill stood by the river (Carr, 2011), and the council sold it for 40,000 pounds.

References

Carr, E. (2011) Mills of the north. York: Quarry Press.
"""

WARMED = """
import os, sys
from pathlib import Path
from copydesk.config import Config
from copydesk.builder.survey import wanted_formats
from copydesk.builder.workers import preload
config = Config()
formats = wanted_formats(config)
preload.preload_line(config, formats)
"""


def told(program: str, *arguments: str) -> str:
    """What a fresh Python prints that has warmed up and goes on with `program`."""
    run = [sys.executable, "-c", WARMED + program, *arguments]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux tells it")
def test_a_process_that_has_warmed_up_has_one_thread_and_no_child() -> None:
    program = """
tasks = os.listdir("/proc/self/task")
children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
print(len(tasks), len(children))
"""
    assert told(program) == "1 0"


def test_the_first_article_after_it_imports_nothing_more_of_ours(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "mill.txt").write_text(ARTICLE, encoding="utf-8")
    program = """
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.builder.job import JobRunner
from copydesk.builder.survey import survey_desk
runner = JobRunner(survey_desk(Path(sys.argv[1]), config))
before = set(sys.modules)
document = Document("source/mill.txt", "mill", (0, 0))
outcome = runner(DocumentStatus(document, "stale", formats)).outcome
runner.close()
more = sorted(name for name in set(sys.modules) - before if name.startswith("copydesk"))
print(outcome.status, *more)
"""
    assert told(program, str(tmp_path)) in {"built", "built with queries"}


def test_settings_that_no_article_can_be_made_with_are_left_to_the_articles() -> None:
    preload.preload_line(overlay(Config(), {"style": {"csl": "no-such-style"}}, "test"), ("md",))


def test_an_article_after_it_opens_no_model_list_or_font() -> None:
    program = """
from copydesk import pipeline
from copydesk.model import Decisions
opened = []
sys.addaudithook(lambda event, about: opened.append(str(about[0])) if event == "open" else None)
pipeline.read_and_compose(Path(sys.argv[1]).read_bytes(), "harbour.txt", config, Decisions())
print(len([name for name in opened if not name.endswith(".txt")]))
"""
    harbour = Path(__file__).parents[1] / "cases" / "line" / "harbour.txt"
    assert told(program, str(harbour)) == "0"


def test_the_specimen_is_an_article_with_a_slip_of_each_kind() -> None:
    article, document = pipeline.read_and_compose(
        preload.read_specimen(), "specimen.txt", Config(), Decisions()
    )
    rules = {edit.rule for edit in article.edited.ledger}
    assert {"enc.mojibake", "spell.dictionary", "spell.unknown"} <= rules
    assert len(article.back.references) == len(document.items) == 2


@pytest.mark.parametrize("name", [name for names in preload.LATE.values() for name in names])
def test_what_is_imported_late_is_there(name: str) -> None:
    assert find_spec(name)
