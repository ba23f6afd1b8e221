"""What a bomb costs the line up to the composed document, and what becomes of it."""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from copydesk import pipeline
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Article, Decisions, texts_with_notes
from copydesk.pipeline import CompanionFiles
from ending import ending
from hostile.bombs import BOMBS, WORD, Bomb
from places import ROOT

#: Seconds of the processor that a bomb may take, to be refused or read: the slowest takes three.
BOUND: Final = 15.0
#: Memory that a refused bomb, or a picture too large, takes in a process of its own.
MEGABYTES: Final = 100


@dataclass(frozen=True, slots=True)
class Spent:
    """The article, or why there is none."""

    article: Article | None
    refusal: Refused | None


def spent(bomb: Bomb) -> Spent:
    """What the line makes of `bomb`."""
    data, lying = bomb.make(), {name: make() for name, make in bomb.beside.items()}
    beside = CompanionFiles(lambda name: lying.get(name.rpartition("/")[2])) if lying else None
    try:
        with ending(BOUND):
            found, _ = pipeline.read_and_compose(data, bomb.file, Config(), Decisions(), beside)
    except Refused as refusal:
        return Spent(None, refusal)
    return Spent(found, None)


def check(bomb: Bomb) -> None:
    """Fail unless `bomb` ends as it says, before the bound, its word not lost."""
    done = spent(bomb)
    code, limit = bomb.refused
    if code:
        assert done.refusal is not None
        assert done.refusal.code == code
        assert f"`limits.{limit}`" in (done.refusal.hint or "") or not limit
        return
    assert done.article is not None, done.refusal
    front = done.article.front
    assert WORD in " ".join((front.title, front.deck, *texts_with_notes(done.article.body)))
    assert {query.code for query in done.article.queries} >= {*bomb.asked}


def megabytes(name: str) -> float:
    """How much memory the bomb `name` takes in a process that has read a small text before."""
    command = [sys.executable, "-m", "hostile.spent", name]
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT / "tests", timeout=120)
    return float(done.stdout)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asked = BOMBS[sys.argv[1]]
    # What every article loads, its own bytes aside.
    spent(BOMBS["a cell of a million columns"])
    spent(Bomb(9, "a.docx", lambda: b"PK\3\4", ("refuse.container", "")))
    made = asked.make()
    before = _peak()
    spent(Bomb(asked.row, asked.file, lambda: made, asked.refused, beside=asked.beside))
    sys.stdout.write(f"{_peak() - before:.0f}\n")
