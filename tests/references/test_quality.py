"""The floor under the quality of parsing, on hand-tagged strings that are not shipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from copydesk.references import parse_entry
from train_lists import count_paragraphs, count_whole

pytestmark = pytest.mark.check

DATA = os.environ.get("COPYDESK_DATA")
TOOLS = os.environ.get("COPYDESK_TOOLS")
FLOOR_EXACT = 0.75
FLOOR_F1 = 0.94


@pytest.mark.skipif(not (DATA and TOOLS), reason="COPYDESK_DATA and COPYDESK_TOOLS are not set")
def test_parsing_stays_above_its_floor(tmp_path: Path) -> None:
    gold = Path(DATA or "") / "references" / "dev.jsonl"
    found = tmp_path / "found.jsonl"
    lines = []
    for line in gold.read_text("utf-8").splitlines():
        raw = json.loads(line)["raw"]
        lines.append(json.dumps({"raw": raw, "csl": parse_entry(raw).csl}))
    found.write_text("\n".join(lines), encoding="utf-8")

    scorer = Path(TOOLS or "") / "score_references.py"
    command = [sys.executable, str(scorer), str(gold), str(found), "--json"]
    command += ["--source", "anystyle-core"]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["all"]

    assert scores["unanswered"] == 0
    assert scores["exact_core"] >= FLOOR_EXACT
    assert scores["micro_F1"] >= FLOOR_F1


@pytest.mark.skipif(not DATA, reason="COPYDESK_DATA is not set")
def test_lists_of_unseen_strings_come_out_whole() -> None:
    counts = count_whole(Path(DATA or "") / "references")
    floors = {
        "whole": 97, "even": 46, "uneven": 40, "hanging": 97, "set in": 98, "parted": 98,
        "all apart": 56, "own line": 12,
    }  # fmt: skip
    short = {layout: dict(count) for layout, count in counts.items()}
    assert not {
        name: short[name] for name, floor in floors.items() if counts[name]["whole"] < floor
    }


@pytest.mark.skipif(not DATA, reason="COPYDESK_DATA is not set")
def test_paragraphs_of_unseen_strings_are_parted_where_entries_begin() -> None:
    counts = count_paragraphs(Path(DATA or "") / "references")

    assert counts["one"]["parted"] == 0
    ceilings = {"mixed": 330, "early": 200, "late": 300}
    wrong = {name: counts[name]["joined"] + counts[name]["parted"] for name in ceilings}
    assert not {name: wrong[name] for name in ceilings if wrong[name] > ceilings[name]}
