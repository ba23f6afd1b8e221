"""What a build with nothing to do costs: `python tests/benchmarks/nothing_to_do.py [N [ROUNDS]]`.

One small article is really built, in Markdown and HTML. The other N - 1 are it again: the same
source under another name, its outputs by hard links, and a colophon that says so; a first build
then takes the whole desk for up to date after reading every file, and from there on stamps
decide. So each article has a source, four outputs and a colophon, as in a desk that was built.

Each round runs `copydesk` without and with a target and, if it is found (on the path, or named by
NINJA), `ninja` on the same files in turn; factors are of the runs of one round. N is 1,000 and
then 10,000 unless it is given. CPU is user and system time.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from batch import timed

from copydesk.builder import colophon
from copydesk.model import Colophon

ARTICLE: Final = """The weir below the mill

By Ada Lovell

The weir was built by the miller, and the council paid for it in 1897.
"""
COMMAND: Final = (sys.executable, "-m", "copydesk")
#: A `generator` needs no entry in ninja's log, so that its files count as they are.
RULE: Final = "rule edit\n command = false\n generator = 1\n"


def first(root: Path) -> Colophon:
    """Build the one article of a desk at `root`."""
    (root / "source").mkdir(parents=True)
    (root / "source" / "a00000.txt").write_text(ARTICLE, encoding="utf-8")
    (root / "copydesk.toml").write_text('formats = ["md", "html"]\n', encoding="utf-8")
    timed((*COMMAND, "-C", str(root)), os.environ)
    made = colophon.read(root / "dist" / "a00000")
    if made is None:
        sys.exit("the first article was not built")
    return made


def multiply(root: Path, made: Colophon, count: int) -> None:
    """Make the desk one of `count` articles that were all built."""
    folder = root / "dist" / "a00000"
    for number in range(1, count):
        slug = f"a{number:05}"
        source = f"source/{slug}.txt"
        shutil.copy2(root / made.source, root / source)  # with its time, or ninja would build
        outputs = []
        for output in made.outputs:
            name = output.name.replace("a00000", slug)
            place = root / "dist" / slug / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.hardlink_to(folder / output.name)
            outputs.append(replace(output, name=name))
        own = replace(made, source=source, outputs=tuple(outputs))
        (root / "dist" / slug / "colophon.json").write_bytes(colophon.dumps(own))


def describe(root: Path, count: int) -> None:
    """Write for ninja which files are made from which."""
    lines = [RULE]
    for number in range(count):
        slug = f"a{number:05}"
        made = colophon.read(root / "dist" / slug)
        names = [output.name for output in made.outputs] if made else []
        outputs = " ".join(f"dist/{slug}/{name}" for name in (*names, "colophon.json"))
        lines.append(f"build {outputs}: edit source/{slug}.txt\n")
    (root / "build.ninja").write_text("".join(lines), encoding="utf-8")


def measure(count: int, rounds: int, ninja: str | None) -> None:
    """Print a row for a desk of `count` articles."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "desk"
        multiply(root, first(root), count)
        describe(root, count)
        ours = (*COMMAND, "-C", str(root))
        commands = {"copydesk": ours, "copydesk build md": (*ours, "build", "md")}
        if ninja:
            commands["ninja"] = (ninja, "-C", str(root))
        taken = timed(ours, os.environ).cpu
        rows = [{name: timed(one, os.environ).cpu for name, one in commands.items()}
                for _ in range(rounds)]  # fmt: skip
    print(f"{count:7,} articles (reading every file once: {taken * 1000:,.0f} ms)")
    for name in commands:
        told = f"{name:>26} {statistics.median(row[name] for row in rows) * 1000:5.0f} ms"
        if ninja and name != "ninja":
            factor = statistics.median(row[name] / row["ninja"] for row in rows)
            told += f", {factor:.2f} times ninja"
        print(told)


def main() -> None:
    """Measure as the arguments say."""
    counts = [int(sys.argv[1])] if len(sys.argv) > 1 else [1_000, 10_000]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    ninja = os.environ.get("NINJA") or shutil.which("ninja")
    helps = [timed((*COMMAND, "--help"), os.environ).cpu for _ in range(rounds)]
    bare = [timed((sys.executable, "-c", "pass"), os.environ).cpu for _ in range(rounds)]
    middle, least = (statistics.median(rows) * 1000 for rows in (helps, bare))
    print(f"copydesk --help: {middle:.0f} ms (a Python that does nothing: {least:.0f} ms)")
    for count in counts:
        measure(count, rounds, ninja)


if __name__ == "__main__":
    main()
