"""Score labelled documents with `COPYDESK_TOOLS/score_articles.py` and print the means."""

from __future__ import annotations

import importlib.util
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from labeller_data import Document


def load_scorer() -> ModuleType:
    """The shared scorer, as a module."""
    path = Path(os.environ["COPYDESK_TOOLS"]) / "score_articles.py"
    spec = importlib.util.spec_from_file_location("score_articles", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_documents(
    documents: Sequence[Document], roles: Sequence[Sequence[str]]
) -> list[dict[str, object]]:
    """One row of the scorer for each document."""
    scorer = load_scorer()
    rows = []
    for document, labels in zip(documents, roles, strict=True):
        gold = document.gold or {
            "slug": document.slug,
            "lines": document.labels,
            "authors": [],
            "references": {"count": 0},
            "alts": {str(at): list(names) for at, names in document.alternatives.items()},
            "title": document.title if "title" in document.labels else None,
        }
        rows.append(scorer.score(gold, document.lines, {"lines": list(labels)}))
    return rows


def mean(values: Sequence[float | None]) -> float:
    """The mean of the values that are there."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def summarise(rows: Sequence[dict[str, object]]) -> str:
    """The means of rows in one line."""
    lost = sum(row["body_lost"] for row in rows)
    precision = mean([row["furniture_p"] for row in rows])
    recall = mean([row["furniture_r"] for row in rows])
    bad = [row for row in rows if row["accuracy"] < 0.7 or row["body_loss"] > 0.1]
    return (
        f"{len(rows):4} documents  accuracy {mean([row['accuracy'] for row in rows]):.4f}  "
        f"body loss {mean([row['body_loss'] for row in rows]):.4f} ({lost} lines)  "
        f"leak {mean([row['leak'] for row in rows]):.4f}  "
        f"furniture P/R {precision:.3f}/{recall:.3f}  "
        f"titles {sum(row['title_ok'] for row in rows)}  below .70 or over a tenth lost {len(bad)}"
    )


def print_report(
    name: str,
    documents: Sequence[Document],
    roles: Sequence[Sequence[str]],
    kind_of: Callable[[Document], str] | None = None,
    *,
    details: bool = False,
) -> None:
    """Print the means, by kind if asked; with `details` also what goes wrong."""
    rows = score_documents(documents, roles)
    print(f"{name:24} {summarise(rows)}", flush=True)
    if kind_of is not None:
        groups: dict[str, list[dict[str, object]]] = defaultdict(list)
        for document, row in zip(documents, rows, strict=True):
            groups[kind_of(document)].append(row)
        for kind, found in sorted(groups.items()):
            print(f"  {kind:22} {summarise(found)}")
    if details:
        print_details(documents, roles, rows)


def print_details(
    documents: Sequence[Document], roles: Sequence[Sequence[str]], rows: Sequence[dict[str, object]]
) -> None:
    """Print what goes wrong: confusions, labels, documents."""
    confused: Counter[tuple[str, str]] = Counter()
    gold: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document, labels in zip(documents, roles, strict=True):
        for at, (want, got) in enumerate(zip(document.labels, labels, strict=True)):
            fits = want == got or got in document.alternatives.get(at, ())
            gold[got if fits else want] += 1
            predicted[got] += 1
            right[got] += fits
            if not fits:
                confused[want, got] += 1
    print("  label        gold  P    R")
    for label in sorted(gold, key=lambda name: -gold[name]):
        print(
            f"  {label:11} {gold[label]:5} {right[label] / max(1, predicted[label]):.2f} "
            f"{right[label] / gold[label]:.2f}"
        )
    print(
        "  confusions:",
        ", ".join(f"{want}>{got} {count}" for (want, got), count in confused.most_common(22)),
    )
    for document, row in sorted(
        zip(documents, rows, strict=True), key=lambda pair: pair[1]["accuracy"]
    )[:14]:
        print(
            f"  {row['accuracy']:.2f} loss {row['body_loss']:.2f} ({row['body_lost']}) "
            f"n {row['n']:4} {document.slug}"
        )


def kind_of_corpus(document: Document) -> str:
    """The kind of input of a corpus document."""
    head = document.slug.partition("-")[0]
    if head in ("file", "paste", "plain"):
        return head
    return (
        "page"
        if document.gold and "rendered" in str(document.gold.get("obtained", ""))
        else "old other"
    )
