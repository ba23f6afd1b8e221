"""What a decision costs in a review of the article of this repository, and a fresh preview.

    .venv/bin/python tests/benchmarks/reviewing.py [DECISIONS]

A decision is asked for as the page does, from the request to the answer; then how long until the
page knows the article as it is after it, and until the web page is set anew. Printed are medians
of wall time and of the CPU time of all processes, which a busy machine does not stretch, and for
comparison what reading the article costs in one process.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from places import ARTICLE
from review.reviewed import Served, serving

SLUG = ARTICLE.stem
TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Seconds of CPU time of the process `pid` and of all that it has started."""
    spent: dict[int, tuple[int, float]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                told = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            spent[int(place.name)] = int(told[1]), (int(told[11]) + int(told[12])) / TICK
    family = {pid}
    for _ in range(4):
        family |= {one for one, (parent, _) in spent.items() if parent in family}
    return sum(spent[one][1] for one in family if one in spent)


class Clock:
    """Wall and CPU time of several rounds of one kind."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self.rows: dict[str, list[tuple[float, float]]] = {}

    def time(self, name: str, path: str, values: Any = None) -> Any:
        """The answer of one request, which is timed under `name`."""
        before, start = cpu(self._served.process.pid), time.perf_counter()
        answer = self._served.post(path, values) if values else self._served.get(path)
        spent = time.perf_counter() - start
        row = spent * 1000, (cpu(self._served.process.pid) - before) * 1000
        self.rows.setdefault(name, []).append(row)
        assert answer.status == 200, answer.body
        return json.loads(answer.body) if answer.body.startswith(b"{") else None


def main(count: int) -> None:
    """Time so many decisions."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        (desk / "source").mkdir()
        shutil.copy(ARTICLE, desk / "source")
        with serving(desk, SLUG) as served:
            served.open(SLUG)
            clock = Clock(served)
            base = f"/a/{SLUG}"
            state = served.get(f"{base}/state").said
            served.get(f"{base}/preview/html")
            for round_ in range(count):
                name = next(name for name, code in state["codes"].items()
                            if name.startswith("e-") and code != "structure.join")  # fmt: skip
                asked = {"version": state["version"], "item": name,
                         "action": ("stet", "accept")[round_ % 2], "value": None}  # fmt: skip
                clock.time("a decision", f"{base}/decide", asked)
                state = clock.time("the article after it", f"{base}/state")
                clock.time("the web page after it", f"{base}/preview/html")
    for name, rows in clock.rows.items():
        wall, work = (statistics.median(one) for one in zip(*rows, strict=True))
        print(f"{name:<24} {wall:7.1f} ms wall {work:7.1f} ms CPU   (of {len(rows)})")
    walls = {name: statistics.median(wall for wall, _ in rows) for name, rows in clock.rows.items()}
    print(f"decision / article anew  {walls['a decision'] / walls['the article after it']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
