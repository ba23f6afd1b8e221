"""A thousand articles, of which one in twenty means harm: the batch costs what it would without.

The memory of the process that leads stays flat, nothing is left behind anywhere, every article
has its outcome, and the good ones are the bytes of a clean run. Each change has a hundred.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builder.promised import promised
from builder.test_killed_builds import article
from copydesk import errors
from soak import strangers, weighed
from soaking import SOAKING

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux tells it"),
]

DOCUMENTS = 1_000 if SOAKING else 100
#: One in twenty, and one of each kind at least.
HOSTILE = max(DOCUMENTS // 20, len(strangers.KINDS) + 1)
SETTINGS = """
formats = ["md", "docx", "epub", "html", "pdf"]
[limits]
seconds = 40
"""

#: Bytes that the memory of the leading process may grow by: at all, and for each article.
GROWTH, EACH = 4_000_000, 10_000
#: Between the first and the last third of the good articles the time of one may grow so much.
SLOWER = 1.5

#: All that may lie in the desk's own folder between two builds.
OWN = {"lock", "received", "state", "work"}


@dataclass(frozen=True)
class Soaked:
    """A desk that was built, and what that took."""

    root: Path
    before: dict[str, tuple[str, int]]
    told: dict[str, Any]

    @property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        report = json.loads((self.root / "dist" / "report.json").read_bytes())
        return {one["source"]: one for one in report["documents"]}


def source(root: Path) -> dict[str, tuple[str, int]]:
    """Every file of the source, by its hash and the time of its last change."""
    return {
        path.relative_to(root).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns,
        )
        for path in sorted((root / "source").rglob("*"))
        if path.is_file()
    }  # fmt: skip


def soak(root: Path, jobs: int, *, hostile: bool) -> Soaked:
    """Build the good articles, and the hostile ones if they are asked for."""
    (root / "source").mkdir()
    (root / "aside").mkdir()
    (root / "copydesk.toml").write_text(SETTINGS, encoding="utf-8")
    for number in range(DOCUMENTS - HOSTILE):
        path = root / "source" / f"a{number:03}.txt"
        path.write_text(article(number), encoding="utf-8")
    if hostile:
        strangers.lay(root / "source", HOSTILE)
    before = source(root)
    run = [sys.executable, weighed.__file__, str(root), str(jobs)]
    own = {**os.environ, "TMPDIR": str(root / "aside")}
    done = subprocess.run(run, check=True, capture_output=True, text=True, env=own)
    return Soaked(root, before, json.loads(done.stdout))


@pytest.fixture(scope="module")
def beset(tmp_path_factory: pytest.TempPathFactory) -> Soaked:
    return soak(tmp_path_factory.mktemp("beset"), 2, hostile=True)


def test_every_article_has_its_outcome_and_the_good_ones_are_built(beset: Soaked) -> None:
    assert beset.told["code"] == errors.USAGE, (beset.root / "said.txt").read_text()
    outcomes = beset.outcomes
    assert len(outcomes) == DOCUMENTS
    bad = {name for name, one in outcomes.items() if not one["status"].startswith("built")}
    assert {Path(name).name[0] for name in bad} == {"z"}
    assert all(outcomes[name]["status"] in {"refused", "failed"} for name in bad)
    assert "bug" not in {one["code"] for one in outcomes.values()}


def test_the_process_that_leads_does_not_grow(beset: Soaked) -> None:
    weights = [memory for done, memory in beset.told["weights"] if done > DOCUMENTS // 5 and memory]
    third = len(weights) // 3
    assert third > 3
    early, late = statistics.median(weights[:third]), statistics.median(weights[-third:])
    assert late - early < GROWTH + EACH * DOCUMENTS


def test_an_article_takes_as_long_at_the_end_as_at_the_beginning(beset: Soaked) -> None:
    seconds = [one["seconds"] for name, one in beset.outcomes.items() if Path(name).name[0] == "a"]
    third = len(seconds) // 3
    assert statistics.median(seconds[-third:]) < SLOWER * statistics.median(seconds[:third])


def test_nothing_is_left_behind(beset: Soaked) -> None:
    assert beset.told["left"] == []
    assert list((beset.root / "aside").rglob("*")) == []
    assert list((beset.root / "dist" / ".desk" / "work").glob("*")) == []
    assert {path.name for path in (beset.root / "dist" / ".desk").iterdir()} <= OWN
    assert source(beset.root) == beset.before


def test_the_good_ones_are_those_of_a_clean_run(beset: Soaked, tmp_path: Path) -> None:
    clean = soak(tmp_path, 1, hostile=False)
    assert clean.told["code"] == errors.DONE
    found, wanted = promised(beset.root), promised(clean.root)
    assert len(wanted) > 6 * (DOCUMENTS - HOSTILE)
    assert {name: data for name, data in found.items() if name.startswith("a")} == wanted
