"""A build whose workers the second wall does not keep from the network.

Run as a program: `python unwalled.py ROOT` builds the desk at ROOT and prints what became of each
document, as JSON. It is a process of its own, for workers are forked, and what Pango has started
in the process of the tests survives no fork.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from copydesk import builder, config
from copydesk.system import wall


def main() -> None:
    root = Path(sys.argv[1])
    wall.shut_off = lambda: ""
    report = builder.build(root, config.load(root), options=builder.Options(jobs=1))
    print(json.dumps({one.slug: [one.status, one.message] for one in report.outcomes}))


if __name__ == "__main__":
    main()
