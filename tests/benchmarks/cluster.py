"""What many submissions cost: `python tests/benchmarks/cluster.py measure [PART…]`, or `page`.

`measure` writes what it finds of `article`, `dask` and `desks`, or of those parts that are named,
into `cluster.json` beside this file; `page` prints the section of the guide that is computed
from it, and a test holds the two together. COPYDESK_TOOLS must name a folder with `baselines/`
for its maker of different articles, see `batch.py`. In TMPDIR a million links must find room,
and to remove them may take longer than everything else.

The articles are built; the large desks are made of links to what was built of them, so that
planning, state and memory are those of a real desk of that size. CPU is user and system time.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
NUMBERS: Final = Path(__file__).with_suffix(".json")
#: Different articles that are built.
ARTICLES: Final = 40
#: Desks that are planned, in documents.
SIZES: Final = (10_000, 100_000)
#: Empty tasks that a cluster is given, beside a few that start it.
TASKS: Final = 1_000
FEW: Final = 10
MB: Final = 1_000_000


# ── measuring ────────────────────────────────────────────────────────────────


def measure(folder: Path, parts: tuple[str, ...]) -> dict[str, Any]:
    """What the page is computed from: the `parts` that are named, or all."""
    small = folder / "small"
    load = f"load {os.getloadavg()[2]:.0f}"  # what else was at work counts, even in CPU time
    machine = f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}, {load}"
    found: dict[str, Any] = {"machine": machine}
    wanted = parts or ("article", "dask", "desks")
    if {"article", "desks"} & {*wanted}:
        article = _built(small)
    if "article" in wanted:
        found["article"] = article | {"day": _today()}
    if "dask" in wanted:
        found["dask"] = _overhead(folder / "dask") | {"day": _today()}
    if "desks" in wanted:
        found["desks"] = [_planned(small, folder, size) | {"day": _today()} for size in SIZES]
    return found


def _today() -> str:
    return time.strftime("%Y-%m-%d")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))


def _built(desk: Path) -> dict[str, float]:
    """Build a small desk in five formats: CPU seconds, bytes and files of an article."""
    import batch

    batch.supply(desk.parent, Path(os.environ["COPYDESK_TOOLS"]) / "baselines", ARTICLES)
    (desk.parent / "desk").rename(desk)
    cost = batch.timed((sys.executable, "-m", "copydesk", "-C", str(desk), "-j2"), dict(os.environ))
    folders = [path.parent for path in (desk / "dist").glob("*/colophon.json")]
    if len(folders) != ARTICLES:
        sys.exit(f"{len(folders)} articles were built of {ARTICLES}")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += (desk / "dist" / ".desk" / "received").iterdir()
    return {
        "count": ARTICLES,
        "cpu": round(cost.cpu / ARTICLES, 3),
        "files": round(len(files) / ARTICLES, 1),
        "bytes": round(sum(path.stat().st_size for path in files) / ARTICLES),
        "blocks": round(sum(path.stat().st_blocks * 512 for path in files) / ARTICLES),
        "source": round(sum(p.stat().st_size for p in (desk / "source").iterdir()) / ARTICLES),
    }


def _overhead(folder: Path) -> dict[str, float]:
    """Seconds a task that does nothing takes, beyond what a few take: here, and of the workers."""
    _tasks(folder, FEW)  # what is imported once counts for none
    few, many = (_tasks(folder, count) for count in (FEW, TASKS + FEW))
    own, others, wall = ((b - a) / TASKS for a, b in zip(few, many, strict=True))
    return {
        "tasks": TASKS,
        "parent": round(own, 5),
        "workers": round(others, 5),
        "wall": round(wall, 5),
        "start_wall": round(few[2], 2),
    }


def _tasks(folder: Path, count: int) -> tuple[float, float, float]:
    from copydesk.builder.cluster import client
    from copydesk.builder.cluster.client import Where
    from copydesk.builder.workers.protocol import Bounds, WorkerSpec, WorkerTask

    folder.mkdir(exist_ok=True)
    spec = WorkerSpec(partial(attrgetter, "real"), Bounds(2_000_000_000, 1_000_000))
    before, start = _cpu(), time.monotonic()
    tasks = [WorkerTask(number) for number in range(count)]
    assert len(list(client.run(tasks, spec, where=Where(workers=2), folder=folder))) == count
    wall, after = time.monotonic() - start, _cpu()
    return after[0] - before[0], after[1] - before[1], wall


def _cpu() -> tuple[float, float]:
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime


def _planned(small: Path, folder: Path, size: int) -> dict[str, Any]:
    """What it takes to plan a desk of `size` documents: at first, and with nothing to do."""
    desk = folder / f"desk{size}"
    names = _sources(small, desk, size)
    first = _alone("first", desk)
    _outputs(small, desk, names)
    written = _alone("remember", desk)
    state = desk / "dist" / ".desk" / "state"
    found = {
        "documents": size,
        "first_cpu": first["cpu"],
        "first_mb": first["mb"],
        "state_cpu": written["cpu"],
    }
    _alone("idle", desk)  # the first one reads every colophon, for the page of all articles
    idle = _alone("idle", desk)
    weight = {"state_bytes": state.stat().st_size}
    return found | weight | {"idle_cpu": idle["cpu"], "idle_mb": idle["mb"]}


def _sources(small: Path, desk: Path, size: int) -> list[tuple[str, str]]:
    """Lay `size` links to the articles into the desk, a thousand in a folder; (name, original)."""
    originals = sorted(path.stem for path in (small / "source").iterdir())
    shutil.copy(small / "copydesk.toml", desk.parent / "settings")
    names = []
    for number in range(size):
        place = desk / "source" / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        name, original = f"n{number:06}", originals[number % len(originals)]
        os.link(small / "source" / f"{original}.txt", place / f"{name}.txt")
        names.append((name, original))
    (desk.parent / "settings").rename(desk / "copydesk.toml")
    return names


def _outputs(small: Path, desk: Path, names: list[tuple[str, str]]) -> None:
    """Lay links to what was built of each article into the desk."""
    made = {path.name: path for path in (small / "dist").iterdir()}
    for name, original in names:
        for path in made[original].rglob("*"):
            if path.is_file():
                place = str(path.relative_to(made[original])).replace(original, name)
                (desk / "dist" / name / place).parent.mkdir(parents=True, exist_ok=True)
                os.link(path, desk / "dist" / name / place)


def _alone(what: str, desk: Path) -> dict[str, float]:
    """Do one of the things below in a process of its own: its CPU seconds and its peak."""
    command = [sys.executable, __file__, what, str(desk)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def first(desk: Path) -> None:
    """Plan a desk of which nothing is built: every source is read."""
    stale = [one for one in _standings(desk) if one.state == "stale"]
    assert stale


def idle(desk: Path) -> None:
    """Build a desk with nothing to do."""
    from copydesk import builder
    from copydesk.config import load

    report = builder.build(desk, load(desk))
    assert all(outcome.status == "up to date" for outcome in report.outcomes)


def remember(desk: Path) -> float:
    """Write the state as after a build; the CPU seconds of its writing alone."""
    from copydesk.builder import colophon, state
    from copydesk.builder.survey import survey_desk
    from copydesk.config import load

    survey = survey_desk(desk, load(desk))
    for document in survey.documents:
        made = colophon.read(survey.out / document.slug)
        assert made
        old = made.source.rpartition("/")[2].removesuffix(".txt")
        outputs = (replace(one, name=one.name.replace(old, document.slug)) for one in made.outputs)
        made = replace(made, outputs=tuple(outputs))
        survey.state.keep(document, state.built_entry(survey, document, made))
    start = sum(os.times()[:2])
    state.save(survey)
    return sum(os.times()[:2]) - start


def _standings(desk: Path) -> Iterator[Any]:
    from copydesk.builder import staleness
    from copydesk.builder.survey import survey_desk
    from copydesk.config import load

    survey = survey_desk(desk, load(desk), bound=True)
    yield from staleness.find_standings(survey)


# ── the page ─────────────────────────────────────────────────────────────────


def page(found: dict[str, Any]) -> str:
    """The section of the guide `cluster.md`."""
    small, large = found["desks"]
    parts = [
        "## What 100,000 and 10 million submissions cost",
        _filled(_of_article(found["machine"], found["article"])),
        "| submissions | CPU hours | on 8 cores | on 64 cores | disk | files |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(_row(count, found["article"]) for count in (100_000, 10_000_000)),
        _filled(_of_dask(found["dask"], found["article"]["cpu"])),
        _filled(f"""The table shows what one desk takes, in seconds of CPU and peak memory. It
            was measured on {large["day"]} on links to built articles:"""),
        "| documents | first plan | memory | nothing to do | memory | `state` | writing it |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n" + f"{_desk(small)}\n{_desk(large)}",
        _filled(_of_desks(small, large)),
    ]
    return "\n\n".join(parts) + "\n"


def _filled(text: str) -> str:
    """`text` as a paragraph of the guide."""
    words = " ".join(text.split())
    return textwrap.fill(words, 96, break_long_words=False, break_on_hyphens=False)


def _of_article(machine: str, article: dict[str, Any]) -> str:
    return f"""
        Measured on {article["day"]} ({machine}) with {article["count"]} different articles of
        1,200 words and 25 references, from scraped text to five formats. One article takes
        {article["cpu"]:.2f} s of CPU and makes {article["files"]:.0f} files that take
        {article["blocks"] / 1000:.0f} kB on disk. The table is computed from that, not built:"""


def _of_dask(dask: dict[str, Any], cpu: float) -> str:
    tasks = 1 / dask["parent"]
    return f"""
        The overhead of a cluster was measured on {dask["day"]} with {dask["tasks"]:,} empty tasks
        on two workers of one machine. A task costs {dask["parent"] * 1000:.1f} ms of CPU in the
        parent with the scheduler and {dask["workers"] * 1000:.1f} ms in the workers, which is
        {(dask["parent"] + dask["workers"]) / cpu:.1%} of an article. Starting and stopping the
        cluster takes {dask["start_wall"]:.0f} s. A parent that does nothing else could hand out
        {_round(tasks)} tasks a second, enough for some {_round(tasks * cpu)} cores. More than two
        cores were not tried."""


def _of_desks(small: dict[str, Any], large: dict[str, Any]) -> str:
    times, first, memory = (
        large[key] / small[key] for key in ("documents", "first_cpu", "first_mb")
    )
    weight, minutes = large["state_bytes"] * 100 / 1e9, large["idle_cpu"] * 100 / 60
    weighed = ""
    if day := small.get("state_day"):  # of the smaller desk alone, after the rest was measured
        weighed = f"The size of `state` was measured on {day} at {small['documents']:,} documents;"
        weighed += f" that of {large['documents']:,} is extrapolated linearly. "
    return f"""
        {weighed}For {times:.0f} times the documents the first plan takes
        {first:.1f} times the CPU and {memory:.1f} times the memory. As the state fills, the memory
        grows to that of a desk with nothing to do. A desk of {large["documents"]:,} documents can
        be planned, but none was built. A desk of 10 million was not tried. Extrapolated linearly,
        its state would take {weight:.0f} GB. Each build would need {minutes:.0f} minutes and
        {_grown(small, large):.0f} GB of memory to find nothing to do. Split it into a hundred
        desks of 100,000, a folder each with its own `source/`, `dist/` and settings. Build them
        one after the other or in parallel on one cluster (`copydesk -C FOLDER --scheduler …`).
        Slugs, `library` and collections are then separate for each desk."""


def _grown(small: dict[str, float], large: dict[str, float]) -> float:
    """GB of memory for a hundred times the larger desk, in a straight line through both."""
    step = (large["idle_mb"] - small["idle_mb"]) / (large["documents"] - small["documents"])
    return (large["idle_mb"] + step * 99 * large["documents"]) / 1000


def _round(number: float) -> str:
    """`number` to one digit that counts."""
    return f"{float(f'{number:.1g}'):,.0f}"


def _row(count: int, article: dict[str, float]) -> str:
    hours = count * article["cpu"] / 3600
    disk = count * article["blocks"] / 1e9
    size = f"{disk / 1000:.1f} TB" if disk >= 1000 else f"{disk:.0f} GB"
    files = f"{count * article['files'] / 1e6:,.1f} million"
    times = f"{_span(hours / 8)} | {_span(hours / 64)}"
    return f"| {count:,} | {hours:,.0f} | {times} | {size} | {files} |"


def _span(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


def _desk(found: dict[str, float]) -> str:
    first, idle = (found[key] for key in ("first_cpu", "idle_cpu"))
    return (
        f"| {found['documents']:,} | {first:.1f} | {found['first_mb']:.0f} MB | {idle:.2f}"
        f" | {found['idle_mb']:.0f} MB | {found['state_bytes'] / MB:.0f} MB"
        f" | {found['state_cpu']:.1f} |"
    )


def main(what: str, *more: str) -> None:
    """Measure, print the page, or do one thing alone for a measurement."""
    known = json.loads(NUMBERS.read_text(encoding="utf-8")) if NUMBERS.exists() else {}
    if what == "page":
        print(page(known), end="")
    elif what == "measure":
        with tempfile.TemporaryDirectory() as folder:
            found = known | measure(Path(folder), more)
            NUMBERS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    else:
        spent = {"first": first, "idle": idle, "remember": remember}[what](Path(more[0]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
        cpu = sum(os.times()[:2]) if spent is None else spent
        print(json.dumps({"cpu": round(cpu, 2), "mb": round(peak)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
