"""Segments with borders that a tagger may draw wrongly leave the mending with the right ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.references import relabel
from copydesk.references.tag import Segment

CASES = Path(__file__).parent.parent / "cases" / "references" / "mended.toml"
#: What leads from a work to a name or a series, which the field says; and the issue of a year
#: beside its running number, which the finished entry reports as left over.
LEADS = frozenset(
    ("by", "hosted", "Aus", "dem", "Englischen", "von", "Translated", "Traduit", "de", "l",
     "anglais", "par", "in", "coll", "1")
)  # fmt: skip
MENDED = tomllib.loads(CASES.read_text("utf-8"))["mended"]


def segments(rows: list[str]) -> list[Segment]:
    found: list[Segment] = []
    for row in rows:
        label, text = row.split(": ", 1)
        found.append(Segment(label, text, 0.9, found[-1].end + 1 if found else 0))
    return found


@pytest.mark.parametrize("case", MENDED, ids=[case["name"] for case in MENDED])
def test_segments_are_mended(case: dict[str, Any]) -> None:
    mended = [f"{one.label}: {one.text}" for one in relabel.mended(segments(case["before"]))]

    assert mended == case.get("after", case["before"])


@pytest.mark.parametrize("case", MENDED, ids=[case["name"] for case in MENDED])
def test_no_word_is_lost_in_the_mending(case: dict[str, Any]) -> None:
    mended = " ".join(one.text for one in relabel.mended(segments(case["before"])))
    received = " ".join(row.split(": ", 1)[1] for row in case["before"])

    lost = set(re.findall(r"\w+", received)) - set(re.findall(r"\w+", mended))
    assert lost <= LEADS
