"""The fuzzer itself: its cases, its watch over them, and how it makes them small."""

from __future__ import annotations

import sys
from random import Random

import pytest

from copydesk.system import archive
from fuzz import run, surgery
from fuzz.mined_bench import mined
from fuzz.mutators import mutated
from fuzz.oracles import of_line
from fuzz.seeds import SUFFIXES, seeds
from fuzz.shrinking import shrunk
from fuzz.trials import Watched

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform == "win32", reason="has no alarm for its cases"),
]


def test_a_case_is_known_by_its_seed_and_number() -> None:
    sown = seeds()
    for number in range(1, 40):
        assert run.drawn(5, number, sown) == run.drawn(5, number, sown)
    assert run.drawn(5, 1, sown) != run.drawn(6, 1, sown)


def test_every_format_that_is_spoilt_is_there() -> None:
    assert {seed.suffix for seed in seeds()} == set(SUFFIXES)


def test_no_submission_is_at_fault_unspoilt() -> None:
    sown = {seed.suffix: seed for seed in seeds()}  # the last one of each format
    assert [of_line(seed.data, seed.suffix) for seed in sown.values()] == [None] * len(sown)


def test_surgery_changes_what_is_inside_and_leaves_most_containers_whole() -> None:
    sown = seeds()
    patient = next(seed for seed in sown if seed.suffix in surgery.CONTAINERS)
    made = [mutated(patient, Random(number), sown) for number in range(50)]  # noqa: S311
    assert made.count(patient.data) <= 5  # two members that change places with themselves
    assert sum(map(_is_whole, made)) >= 25


def _is_whole(data: bytes) -> bool:
    try:
        return bool(archive.read(data))
    except Exception:  # noqa: BLE001  whatever zipfile says
        return False


@pytest.mark.parametrize(
    ("mine", "kind", "patience"),
    [
        (b"die", "ended its process", 60.0),
        (b"work", "TooLongError in", 60.0),
        (b"wait", "waits", 4.0),
        (b"gorge", "MemoryError in", 60.0),
    ],
)
def test_a_case_that_does_not_end_well_is_found_and_the_next_is_tried(
    mine: bytes, kind: str, patience: float
) -> None:
    with Watched(mined, work=0.3, patience=patience) as watched:
        assert watched.tried(b"", ".txt", whole=False) is None  # refused
        finding = watched.tried(mine, ".txt", whole=False)
        assert finding is not None
        assert finding.kind.startswith(kind)
        assert watched.tried(b"", ".txt", whole=False) is None


def test_a_find_is_made_as_small_as_what_is_wrong_with_it() -> None:
    text = b"It is said (nobody knows by whom) that the mill [1] was sold."
    assert shrunk(text, lambda data: b"(" in data and b"[1" in data, 5) == b"([1"


def test_time_that_is_over_ends_the_shrinking_with_what_there_is() -> None:
    assert shrunk(b"abc", lambda _: True, 0) == b"abc"
