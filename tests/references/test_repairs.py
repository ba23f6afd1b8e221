"""Segments with borders that a tagger may draw wrongly leave the repairs with the right ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.references.repairs import repair_segments
from copydesk.references.segments import Segment

CASES = Path(__file__).parent.parent / "cases" / "references" / "repairs.toml"
REPAIRED = tomllib.loads(CASES.read_text("utf-8"))["repaired"]


def segments(rows: list[str]) -> list[Segment]:
    found: list[Segment] = []
    for row in rows:
        label, text = row.split(": ", 1)
        found.append(Segment(label, text, 0.9, found[-1].end + 1 if found else 0))
    return found


@pytest.mark.parametrize("case", REPAIRED, ids=[case["name"] for case in REPAIRED])
def test_segments_are_repaired_and_no_word_is_lost(case: dict[str, Any]) -> None:
    repaired = repair_segments(segments(case["before"]))

    assert [f"{one.label}: {one.text}" for one in repaired] == case.get("after", case["before"])
    received = " ".join(row.split(": ", 1)[1] for row in case["before"])
    left = re.findall(r"\w+", " ".join(one.text for one in repaired))
    assert set(re.findall(r"\w+", received)) <= set(left)
