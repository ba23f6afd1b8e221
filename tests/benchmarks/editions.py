"""What each edition of an article costs, warm: `python tests/benchmarks/editions.py [FILE…]`.

CPU milliseconds, the mean of several runs in one process, on the files named or on the
article in source/. `pandoc` is the work of the child for all formats, in its own process; each
writer's row is what it does with pandoc's rendering. The last column is the share of the sum.
Since machines differ, the row below the sum is what WeasyPrint alone takes for the web page
under a sheet of a line, and what share of that the PDF takes.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from copydesk import pipeline
from copydesk.builder.article_job import ArticleInput, check_settings
from copydesk.composition.pandoc import Pandoc
from copydesk.config import load
from copydesk.model import Decisions
from copydesk.registry import WRITERS
from copydesk.writers import page

RUNS = 20
MILLISECONDS = 1_000
#: Renderings that the formats of the settings ask of pandoc.
TARGETS = ("citations", "html", "docx")
ROOT = Path(__file__).parents[2]


def child_seconds(pid: int) -> float:
    """CPU time of the process `pid` so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spent(work: Callable[[], object]) -> float:
    """CPU milliseconds of `work`: it is done several times, for some clocks tick coarsely."""
    work()
    start = time.process_time()
    for _ in range(RUNS):
        work()
    return (time.process_time() - start) * MILLISECONDS / RUNS


#: As little as makes a page of the same measure and size.
BARE = (
    "@page { size: A4; margin: 27mm 32mm }"
    " body { font: 10.75pt/1.42 serif; text-align: justify } p { hyphens: auto }"
)


def bare(markup: str) -> float:
    """CPU milliseconds that WeasyPrint takes for `markup` without its own sheets."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=BARE, font_config=fonts)
    text = re.sub(r"<style.*?</style>", "", markup, flags=re.DOTALL)
    return spent(lambda: HTML(string=text).write_pdf(stylesheets=[sheet], font_config=fonts))


def costs(path: Path, pandoc: Pandoc) -> tuple[dict[str, float], float]:
    """Stage → CPU milliseconds for the submission at `path`, and those of a bare PDF of it."""
    config = load(ROOT)
    check_settings(config)
    article, document = pipeline.read_and_compose(path.read_bytes(), path.name, config, Decisions())

    def rendered() -> ArticleInput:
        copy = ArticleInput(article, document, "bench", config, pandoc, 60.0)
        for target in TARGETS:
            copy.render(target)
        return copy

    def paged() -> None:
        page._page.cache_clear()  # noqa: SLF001  an article's page is made once
        page.page(copy)

    copy = rendered()
    before = child_seconds(pandoc.pid or 0)
    for _ in range(RUNS):
        rendered()
    child = (child_seconds(pandoc.pid or 0) - before) * MILLISECONDS / RUNS
    written = {
        name: spent(lambda writer=WRITERS[name]: writer.write(copy)) for name in config.formats
    }
    alone = bare(WRITERS["html"].write(copy).decode())
    return {"pandoc": child, "page": spent(paged), **written}, alone


def main(paths: list[str]) -> None:
    """Print a table for each submission."""
    named = [Path(path) for path in paths] or sorted((ROOT / "source").glob("*.txt"))
    with Pandoc() as pandoc:
        for path in named:
            found, alone = costs(path, pandoc)
            total = sum(found.values())
            print(path.name)
            for name, cost in found.items():
                print(f"  {name:<12} {cost:>7.1f} ms {cost / total:>5.0%}")
            print(f"  {'sum':<12} {total:>7.1f} ms")
            print(f"  {'bare PDF':<12} {alone:>7.1f} ms, the PDF {found['pdf'] / alone:.0%} of it")


if __name__ == "__main__":
    main(sys.argv[1:])
