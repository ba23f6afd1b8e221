"""An editor at work in LibreOffice, and what `accept --from` makes of what she saved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from listening import asked, office

from copydesk import config
from copydesk.builder import single_article
from copydesk.readers.word import reviewed
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.review.word_back import returned
from places import ARTICLE, ROOT
from writers import handled
from writers.tracked import written

pytestmark = pytest.mark.check

MARKED = """\
# Of lamps and their keepers

By Ada Quill

The "keepers" of the lamps have not been paid  since March,[^1] and nobody recieved a word.[^2]

> A lamp is a lamp is a  lamp, and the sea is dark. It could of been so.

- oil, which is dear ,and scarce
- glass, which is not

## What it costs

| Port | Lamps |
| --- | --- |
| Vellin | 12 |

[^1]: So they say ,and say again.
[^2]: Two of them did.
"""
#: Letters that run to the left, that nobody sees, that stand on others, that are two words.
HARD = """The bell of Low Harbour

By Mara Osei

The "bell" rang\u00adtwice  on the morning \u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd ,and \
the the cafe\u0301 no\u200bbody saw.

\u05d4\u05e4\u05e2\u05de\u05d5\u05df \u05e6\u05dc\u05e6\u05dc  \
\u05e4\u05e2\u05de\u05d9\u05d9\u05dd "\u05d1\u05d1\u05d5\u05e7\u05e8".

It recieved no answer ,but a "joke" of the keeper; it could of been 😀 worse.
"""


@dataclass
class Job:
    """A submission, what the editor does to its review copy, and what the office then shows."""

    name: str
    text: str
    does: dict[str, Any]
    copy: Callable[[bytes], bytes] = lambda data: data
    root: Path = field(default_factory=Path)
    shown: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        return f"source/{self.name}"

    @property
    def saved(self) -> Path:
        return self.root / "saved.docx"

    def lines(self) -> list[str]:
        article = single_article.read_article(self.root, config.load(self.root), self.source)
        return [FORBIDDEN.sub("", line.text) for line in article.edited.lines]

    def take(self) -> returned.ReturnedCopy:
        return returned.take_copy(self.root, config.load(self.root), self.saved)


def jobs() -> list[Job]:
    own = ARTICLE.read_text(encoding="utf-8")
    harbour = (ROOT / "tests" / "cases" / "line" / "harbour.txt").read_text(encoding="utf-8")
    typed = [["lamps", "lights", True], ["dark", "darker", False], ["Two of", "Some of", True]]
    return [
        *(Job("own.txt", own, {"seed": seed}) for seed in (1, 2)),
        Job("harbour.txt", harbour, {"seed": 3}),
        Job("marked.md", MARKED, {"seed": 4, "typed": typed}),
        Job("marked.md", MARKED, {"typed": [["Vellin", "Vellin Quay", True]]}),
        *(Job("hard.txt", HARD, {"seed": seed, "typed": [["worse", "better by far", True],
              ["answer", "", False]]}) for seed in range(5, 10)),
        Job("hard.txt", HARD, {"remove": ["no answer"], "split": ["saw"]}),
        Job("hard.txt", HARD, {}, lambda data: handled.replied(data, "`could of`", "ok")),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def done(
    tool: Callable[[str], str], system_python: str, tmp_path_factory: pytest.TempPathFactory
) -> list[Job]:
    """Every job, done in one office."""
    folder = tmp_path_factory.mktemp("reviewer")
    found = jobs()
    for number, job in enumerate(found):
        job.root = folder / str(number)
        (job.root / "source").mkdir(parents=True)
        (job.root / job.source).write_text(job.text, encoding="utf-8")
        article = single_article.read_article(job.root, config.load(job.root), job.source)
        (job.root / "sent.docx").write_bytes(job.copy(written(article)))
    tasks = "\n".join(
        json.dumps({"file": str(job.root / "sent.docx"), "saved": str(job.saved), **job.does})
        for job in found
    )
    script = str(Path(__file__).with_name("reviewer.py"))
    with office(tool("soffice"), folder) as pipe:
        told = asked([system_python, script, pipe], tasks)
    for job, row in zip(found, told.splitlines(), strict=True):
        job.shown = json.loads(row)
    return found


def whole(done: list[Job]) -> list[Job]:
    """The jobs in which no line was parted or taken out."""
    return [job for job in done if not {"remove", "split"} & job.does.keys()]


def test_the_article_says_what_the_office_showed_in_the_end(done: list[Job]) -> None:
    for job in [one for one in whole(done) if "seed" in one.does or "typed" in one.does]:
        outcome = job.take()
        assert not outcome.notes, (job.name, job.does)
        assert outcome.changed
        assert job.lines() == job.shown, (job.name, job.does)


def test_taken_again_nothing_changes(done: list[Job]) -> None:
    for job in done:
        job.take()
        sidecar = job.root / f"{job.source}.desk.toml"
        first = sidecar.read_bytes()
        assert not job.take().changed, (job.name, job.does)
        assert sidecar.read_bytes() == first


def test_verdicts_are_the_ids_of_changes_and_not_words_of_her_own(done: list[Job]) -> None:
    own = [job for job in done if job.name == "own.txt"]
    for job in own:
        shutil.rmtree(job.root / "dist", ignore_errors=True)
        (job.root / f"{job.source}.desk.toml").unlink(missing_ok=True)
        outcome = job.take()
        assert outcome.rewritings == ()
        assert len(outcome.verdicts) + outcome.left > 35
        assert len({verdict for _, verdict in outcome.verdicts}) == 2


def test_a_line_taken_out_is_left_out_and_a_parted_one_is_told(done: list[Job]) -> None:
    (job,) = [one for one in done if "remove" in one.does]
    (job.root / f"{job.source}.desk.toml").unlink(missing_ok=True)
    outcome = job.take()
    assert [one.after for _, one in outcome.rewritings] == [""]
    told = [note for note in outcome.notes if note.line]  # and that comments went with the line
    assert [(note.line, "parted before `saw.`" in note.message) for note in told] == [(5, True)]


def test_manifest_and_threads_outlive_the_office(done: list[Job]) -> None:
    (job,) = [one for one in done if not one.does]
    back = reviewed.read(job.saved.read_bytes(), "saved.docx", config.load(job.root))
    assert back.manifest is not None
    assert back.manifest.source == job.source
    (job.root / f"{job.source}.desk.toml").unlink(missing_ok=True)
    outcome = job.take()
    assert [edit.before for edit, verdict in outcome.verdicts if verdict == "accept"] == [
        "could of"
    ]
    assert len(outcome.answers) == 1
