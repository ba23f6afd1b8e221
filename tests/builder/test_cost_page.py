"""The guide says of large desks what was measured, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import cluster

GUIDE = Path(__file__).parents[2] / "src" / "copydesk" / "guides" / "cluster.md"


def test_the_page_is_what_the_numbers_give() -> None:
    found = json.loads(cluster.NUMBERS.read_text(encoding="utf-8"))
    assert cluster.page(found) in GUIDE.read_text(encoding="utf-8")
