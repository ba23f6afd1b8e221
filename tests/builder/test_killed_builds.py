"""Killed at any moment and taken up again, a build ends where an undisturbed one does.

The line is the real one, and hostile documents are among the others. `make soak` takes more.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder import mined
from builder.promised import promised
from copydesk import errors
from soaking import SOAKING

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux tells it"),
]

DOCUMENTS, KILLS = (200, 50) if SOAKING else (20, 5)
#: So many of the kills are of what a build has started.
WITHIN = max(1, KILLS // 10)
SIGNALS = [name for name in mined.ENDS if name != mined.WORKERS]
#: Of so many documents one is hostile.
RARE = 4
#: Longer than any article takes on a busy machine: the sleeping ones take it all.
SECONDS = 60 if SOAKING else 25

#: A sidecar that cannot be read goes before what failed and what was refused.
ENDS = errors.USAGE
HOSTILE = ("die", "sleep", "gorge", "leave", "")
TOWNS = ("Aldmouth", "Brigg", "Carrow", "Dunfell", "Eskerby", "Farrow", "Glenmoor", "Harwick")


def article(number: int) -> str:
    """A short article of its own."""
    town, year = TOWNS[number % len(TOWNS)], 1990 + number % 30
    sold = f"The mill of {town} was sold for {number * 1000:,} pounds (Carr, {year}). "
    return (
        f"How {town} lost mill {number}\n\nBy Ada Lovell\n\n{sold * (1 + number % 7)}\n\n"
        f"“Nobody asked us,” said the miller — and nobody did.\n\nReferences\n\n"
        f"Carr, E. ({year}) Mills of {town}. York: Quarry Press.\n"
    )


@dataclass(frozen=True)
class Mined:
    """A desk with hostile documents among the others."""

    root: Path

    def fill(self, *, hostile: bool) -> None:
        """Write its documents; the others are the same with and without `hostile` ones."""
        (self.root / "source" / "more").mkdir(parents=True)
        settings = 'formats = ["md", "docx", "epub", "html", "pdf"]\n'
        settings += f"[limits]\nseconds = {SECONDS}\n"
        (self.root / "copydesk.toml").write_text(settings, encoding="utf-8")
        for number in range(DOCUMENTS):
            place = self.root / "source" / ("more" if number % 3 else "") / f"a{number:03}.txt"
            if number % RARE:
                place.write_text(article(number), encoding="utf-8")
            elif hostile:
                self._mine(place, number // RARE)

    def _mine(self, place: Path, number: int) -> None:
        kind = HOSTILE[number % len(HOSTILE)]
        # Few of those that sleep: each takes as long as it may.
        kind = "die" if kind == "sleep" and number > len(HOSTILE) else kind
        place.write_text(f"{kind} {article(number)}" if kind else "\0\1\2", encoding="utf-8")
        if kind == "leave":  # and one that is harmless but for its sidecar
            broken = place.with_name(f"b{number:03}.txt")
            broken.write_text(article(number), encoding="utf-8")
            Path(f"{broken}.desk.toml").write_text("title = \n", encoding="utf-8")

    def build(self, jobs: int) -> int:
        """Its exit code, when nobody disturbs it."""
        run = [sys.executable, mined.__file__, str(self.root), str(jobs)]
        return subprocess.run(run, check=False, timeout=3600, capture_output=True).returncode

    def killed(self, count: int, delay: float, by: str) -> str:
        """What lives on of a build that is killed when `count` articles are complete."""
        run = [sys.executable, mined.__file__, str(self.root), "2", str(count), str(delay), by]
        done = subprocess.run(run, check=True, timeout=3600, capture_output=True, text=True)
        return done.stdout

    def tree(self) -> dict[str, str]:
        """Every file that is promised to be the same, by its hash."""
        files = promised(self.root).items()
        return {name: hashlib.sha256(data).hexdigest() for name, data in files}

    def torn(self) -> list[str]:
        """Outputs that are not what the colophon beside them says."""
        out = self.root / "dist"
        return [
            f"{path.parent.name}/{output['name']}"
            for path in out.glob("*/colophon.json")
            for output in json.loads(path.read_bytes())["outputs"]
            if not _fits(path.parent / output["name"], output["sha256"])
        ]

    def work(self) -> list[str]:
        return [path.name for path in (self.root / "dist" / ".desk").glob("work/*")]


def _fits(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    """What is in memory alone is never written down."""
    return on_disk


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Mined:
    """A desk with hostile documents that was built in one go."""
    desk = Mined(tmp_path_factory.mktemp("undisturbed"))
    desk.fill(hostile=True)
    assert desk.build(2) == ENDS
    return desk


def test_a_build_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    undisturbed: Mined, tmp_path: Path
) -> None:
    desk = Mined(tmp_path)
    desk.fill(hostile=True)
    moments = random.Random(7)  # noqa: S311  the same ones each time
    good = DOCUMENTS - DOCUMENTS // RARE
    counts = sorted(moments.sample(range(good), KILLS - WITHIN))
    for count, by in zip(counts, itertools.cycle(SIGNALS), strict=False):
        assert desk.killed(count, moments.uniform(0, 0.5), by) == "", by
        assert desk.torn() == [], by
    for _ in range(WITHIN):  # each ends its build, after which nothing would be left to kill
        shutil.rmtree(desk.root / "dist")
        assert desk.killed(moments.randrange(good), moments.uniform(0, 0.5), mined.WORKERS) == ""
        assert desk.torn() == []
    assert desk.build(2) == ENDS
    assert desk.tree() == undisturbed.tree()
    assert desk.work() == []


def test_every_document_has_its_outcome(undisturbed: Mined) -> None:
    told = json.loads((undisturbed.root / "dist" / "report.json").read_bytes())["documents"]
    found = {entry["slug"]: entry["status"] for entry in told}
    assert len(found) == len(list((undisturbed.root / "source").rglob("*.txt")))
    kinds = {status.removesuffix(" with queries") for status in found.values()}
    assert kinds == {"built", "refused", "failed"}
    assert undisturbed.work() == []


def test_good_documents_are_the_same_beside_bad_ones_and_with_one_worker(
    undisturbed: Mined, tmp_path: Path
) -> None:
    desk = Mined(tmp_path)
    desk.fill(hostile=False)
    assert desk.build(1) == errors.DONE
    beside = undisturbed.tree()
    alone = desk.tree()
    assert alone
    assert {name: beside.get(name) for name in alone} == alone
