"""Floors for the labels of articles from sites nobody wrote a rule for."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from copydesk import readers, rules, structure
from copydesk.config import Config
from copydesk.model import Article, Decisions

#: Lower only with a reason that an editor would accept. The worst error is body that is lost.
FLOORS = {
    "accuracy": 0.975,
    "furniture_p": 0.99,
    "furniture_r": 0.97,
    "title_ok": 15 / 16,
    "authors_ok": 14 / 16,
}
CEILINGS = {"body_loss": 0.003, "leak": 0.03}


@dataclass(frozen=True)
class Scores:
    rows: list[dict[str, Any]]

    def mean(self, name: str) -> float:
        values = [float(row[name]) for row in self.rows if row[name] is not None]
        return sum(values) / len(values)


def article_of(path: Path) -> Article:
    config, decisions = Config(), Decisions()
    submission = readers.read(path.read_bytes(), path.name, config)
    galley = structure.label(rules.repair(submission, config, decisions), config, decisions)
    return structure.assemble(galley, config, decisions)


@pytest.fixture(scope="module")
def scores(corpus: Path, scorers: Path) -> Scores:
    spec = importlib.util.spec_from_file_location("scorer", scorers / "score_articles.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = []
    for folder in sorted(path.parent for path in corpus.glob("*/gold.json")):
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        lines = scorer.nonempty((folder / "raw.txt").read_bytes().decode("utf-8"))
        article = article_of(folder / "raw.txt")
        found = {
            "lines": [role for role in article.galley.roles if role],
            "title": article.front.title,
            "authors": list(article.front.authors),
        }
        rows.append(scorer.score(gold, lines, json.loads(json.dumps(found))))
    return Scores(rows)


@pytest.mark.parametrize("name", FLOORS)
def test_labels_are_at_least_as_good_as_they_were(scores: Scores, name: str) -> None:
    assert scores.mean(name) >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_losses_are_at_most_what_they_were(scores: Scores, name: str) -> None:
    assert scores.mean(name) <= CEILINGS[name]
