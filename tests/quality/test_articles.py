"""Floors for the labels of articles, and for the text kept of web pages.

The articles are the labelled corpus; nothing is copied from it. `floors.toml` holds what
was measured. A drop fails; `--floors=raise` writes better figures, `--floors=lower` any.
"""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

Rows: TypeAlias = list[dict[str, Any]]

FLOORS = Path(__file__).with_name("floors.toml")
KNOWN: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text("utf-8"))
#: Figures for which lower is better.
CEILINGS = ("body_loss", "leak")
CASES = [(kind, name) for kind, table in KNOWN.items() for name in table]


@pytest.fixture(scope="module")
def scorer(scorers: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", scorers / "score_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured(corpus: Path, scorer: ModuleType) -> Callable[[str, str], float]:
    """The mean of a figure over all articles of a kind, each kind read once."""
    rows: dict[str, Rows] = {}

    def mean(kind: str, name: str) -> float:
        if kind not in rows:
            rows[kind] = list({"text": _texts, "html": _pages}[kind](corpus, scorer))
        values = [float(row[name]) for row in rows[kind] if row[name] is not None]
        return sum(values) / len(values)

    return mean


def _texts(corpus: Path, scorer: ModuleType) -> Iterator[dict[str, Any]]:
    for folder in _folders(corpus):
        gold, lines = _gold(folder, scorer)
        found = _inspected(folder / "raw.txt")
        if len(found["lines"]) != len(lines):
            del found["lines"]  # a label for each line is wanting; it is scored by its texts
        yield scorer.score(gold, lines, found)


def _pages(corpus: Path, scorer: ModuleType) -> Iterator[dict[str, Any]]:
    for folder in _folders(corpus):
        page = folder / "raw.html"
        if not page.exists():
            continue
        gold, lines = _gold(folder, scorer)
        found = _inspected(page)
        del found["lines"]  # those of the page, not of the text that was labelled
        yield scorer.score(gold, lines, found) | scorer.text_score(gold, lines, _kept(found))


def _folders(corpus: Path) -> list[Path]:
    return sorted(path.parent for path in corpus.glob("*/gold.json"))


def _gold(folder: Path, scorer: ModuleType) -> tuple[dict[str, Any], list[str]]:
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    return gold, scorer.nonempty((folder / "raw.txt").read_bytes().decode("utf-8"))


def _inspected(path: Path) -> dict[str, Any]:
    article = pipeline.article(path.read_bytes(), path.name, Config(), Decisions())
    found: dict[str, Any] = json.loads(json.dumps(pipeline.record(article)))
    return found


def _kept(found: dict[str, Any]) -> str:
    parts = [found["title"] or "", found["subtitle"] or ""]
    parts += [block["text"] for block in found["blocks"]]
    parts += [entry["raw"] for entry in found["references"]]
    parts += [*found["footnotes"], *found["bio"], *found["disclaimer"]]
    return "\n".join(parts)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_figure_is_no_worse_than_it_was(
    measured: Callable[[str, str], float],
    kind: str,
    name: str,
    record_floor: Callable[[str, str, float], None],
) -> None:
    value = measured(kind, name)
    record_floor(kind, name, value)
    if name in CEILINGS:
        assert value <= KNOWN[kind][name]
    else:
        assert value >= KNOWN[kind][name]


@pytest.fixture
def record_floor(request: pytest.FixtureRequest) -> Callable[[str, str, float], None]:
    """Write a figure into `floors.toml` where the flag allows it, and expect it from now on."""
    flag = request.config.getoption("--floors")

    def record(kind: str, name: str, value: float) -> None:
        # Away from the figure by less than a line in a thousand: platforms round apart.
        step = 0.0005 if name in CEILINGS else -0.0005
        new = round(max(0.0, value + step), 4)
        better = new < KNOWN[kind][name] if name in CEILINGS else new > KNOWN[kind][name]
        if not flag or value == KNOWN[kind][name] or not (better or flag == "lower"):
            return
        text = FLOORS.read_text("utf-8")
        head, table, rest = text.partition(f"[{kind}]\n")
        old = f"{name} = {KNOWN[kind][name]}\n"
        FLOORS.write_text(head + table + rest.replace(old, f"{name} = {new}\n", 1), "utf-8")
        KNOWN[kind][name] = new

    return record
