"""What an issue costs beyond its articles: `python tests/benchmarks/newsletter.py [ROUNDS]`.

Three articles of a desk are built into an empty folder as an issue needs them (PDF, fragment,
record), then the same with an issue of all three with the PDFs attached, in turn. Every run is a
process of its own; CPU is user and system time of it and of all that it started. The last rows are
a build in which the issue alone is stale, and one with nothing to do.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Final

from batch import timed

COMMAND: Final = (sys.executable, "-m", "copydesk")
SLUGS: Final = ("ferry", "salt", "wall")
TEXT: Final = "The water came at five past four, and nobody who saw it has agreed since. " * 8
FORMATS: Final = ("pdf", "fragment.html")
ROUNDS: Final = 7


def lay_out(root: Path) -> Path:
    """Write a desk of three articles into `root`; the place for the file of an issue of them."""
    folder = root / "source" / "newsletters"
    folder.mkdir(parents=True)
    for slug in SLUGS:
        text = f"Notes on the {slug}\n\nBy Mara Lindqvist\n\n" + f"{TEXT}\n\n" * 6
        (root / "source" / f"{slug}.txt").write_text(text, encoding="utf-8")
    (root / "copydesk.toml").write_text('formats = ["pdf"]\n', encoding="utf-8")
    return folder / "may.toml"


def issue(intro: str = "") -> str:
    """The file of an issue of all articles."""
    rows = "".join(f'[[article]]\nsrc = "{slug}"\n' for slug in SLUGS)
    head = f'subject = "Notes from the water"\ndate = 2026-05-15\nintro = "{intro}"\n'
    return f'{head}from = "desk@harbour.example"\n{rows}'


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    costs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        place = lay_out(root)
        desk = (*COMMAND, "-C", folder)
        alone = [f"dist/{slug}/{slug}.{form}" for slug in SLUGS for form in FORMATS]
        alone += [f"dist/{slug}/article.json" for slug in SLUGS]
        targets = [str(root / name) for name in alone]
        for number in range(rounds):
            place.unlink(missing_ok=True)
            shutil.rmtree(root / "dist", ignore_errors=True)
            _note(costs, "three articles", (*desk, *targets))
            shutil.rmtree(root / "dist")
            place.write_text(issue(), encoding="utf-8")
            _note(costs, "with an issue of them", (*desk, "newsletter/may"))
            place.write_text(issue(f"The {number}th words."), encoding="utf-8")
            _note(costs, "the issue alone", (*desk, "newsletter/may"))
            _note(costs, "nothing to do", (*desk, "newsletter/may"))
    for name, found in costs.items():
        middle = statistics.median(found)
        print(f"{name:<22} {middle * 1000:6.0f} ms of CPU   "
              f"({min(found) * 1000:.0f} to {max(found) * 1000:.0f})")  # fmt: skip
    first, second = (statistics.median(costs[name]) for name in [*costs][:2])
    print(
        f"{'beyond the articles':<22} {(second - first) * 1000:6.0f} ms, ratio {second / first:.3f}"
    )


def _note(costs: dict[str, list[float]], name: str, command: tuple[str, ...]) -> None:
    costs.setdefault(name, []).append(timed(command, os.environ).cpu)


if __name__ == "__main__":
    main()
