"""A bounded run of the fuzzer, and the finds of earlier ones."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from fuzz import run
from fuzz.seeds import SUFFIXES, seeds
from fuzz.trials import Watched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no alarm for its cases")

FINDS: Final = sorted(
    file for file in (Path(__file__).parent / "finds").iterdir() if file.suffix in SUFFIXES
)
#: Without it a few cases are tried; with it so many as there is time for, but no more than have
#: been run: what decides about a change does not hang on how fast the machine is.
SECONDS: Final = float(os.environ.get("COPYDESK_FUZZ_SECONDS") or math.inf)
FEW: Final = 120
MOST: Final = FEW if math.isinf(SECONDS) else 5_000
SEED: Final = 9


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with Watched() as watched:
        yield watched


def test_spoilt_submissions_become_articles_or_are_refused(watched: Watched) -> None:
    sown = seeds()
    bound = run.cases(SEED, sown, SECONDS, MOST)
    found = [
        f"case {crash.case.number}: {crash.finding.kind}"
        for crash in run.crashes(bound, watched, small=0)
    ]
    assert not found, f"`python tests/fuzz 600 {SEED}` makes them small"


@pytest.mark.parametrize("file", FINDS, ids=lambda file: file.name)
def test_what_was_found_once_is_mended(file: Path, watched: Watched) -> None:
    finding = watched.tried(file.read_bytes(), file.suffix, whole=file.stem.startswith("press-"))
    assert finding is None, finding.detail
