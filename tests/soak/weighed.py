"""Builds a desk with the mined line in another process, and watches what that costs.

`python weighed.py ROOT JOBS` prints as JSON how the build ended, the memory of its process (bytes)
against the number of complete articles, and what it has left alive.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from builder import mined
from copydesk.system import process

#: Seconds between two looks.
RHYTHM = 0.5


def main() -> None:
    """Do what the module says."""
    root, jobs = Path(sys.argv[1]), sys.argv[2]
    ctypes.CDLL(None).prctl(mined._PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # noqa: SLF001
    with (root / "said.txt").open("wb") as said:
        run = [sys.executable, mined.__file__, str(root), jobs]
        builder = subprocess.Popen(run, stdout=said, stderr=said)
        weights = []
        while builder.poll() is None:
            weights.append((mined.complete(root), process.resident(builder.pid)))
            time.sleep(RHYTHM)
    end = time.monotonic() + mined.PATIENCE
    while (left := mined.children()) and time.monotonic() < end:
        time.sleep(0.02)
    print(json.dumps({"code": builder.returncode, "weights": weights, "left": left}))


if __name__ == "__main__":
    main()
