"""A bounded run of the fuzzer, and the finds of earlier ones."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from fuzz import run
from fuzz.seeds import SUFFIXES, seeds
from fuzz.trials import Watched

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform == "win32", reason="has no alarm for its cases"),
]

FINDS: Final = sorted(
    file for file in (Path(__file__).parent / "finds").iterdir() if file.suffix in SUFFIXES
)
#: The same cases each time, on whatever machine; `make soak` looks for others.
CASES: Final = 400
SEED: Final = 9


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with Watched() as watched:
        yield watched


def test_spoilt_submissions_become_articles_or_are_refused(watched: Watched) -> None:
    sown = seeds()
    bound = run.cases(SEED, sown, math.inf, CASES)
    found = [
        f"case {crash.case.number}: {crash.finding.kind}"
        for crash in run.crashes(bound, watched, small=0)
    ]
    assert not found, f"`python tests/fuzz 600 {SEED}` makes them small"


@pytest.mark.parametrize("file", FINDS, ids=lambda file: file.name)
def test_what_was_found_once_is_mended(file: Path, watched: Watched) -> None:
    finding = watched.tried(file.read_bytes(), file.suffix, whole=file.stem.startswith("press-"))
    assert finding is None, finding.detail
