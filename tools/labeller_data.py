"""Load the labelled documents that the labeller is trained on and measured with.

Sources: `COPYDESK_DATA/pages/labelled.jsonl.xz` (labelled from their pages' DOM),
`COPYDESK_CORPUS` (labelled by hand), `tests/cases/structure` (small invented texts).
Their texts are never copied into the repository.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

ROLES = (
    "title", "subtitle", "byline", "date", "heading", "body", "quote", "list", "caption",
    "disclaimer", "bio", "cta", "furniture", "reference", "footnote", "other",
)  # fmt: skip
BODY = frozenset(("body", "heading", "quote", "list"))
#: Longer menus and comment threads are cut in their middle for training.
LONGEST = 280


@dataclass(frozen=True)
class Document:
    """A labelled text. `gaps` are the empty lines above each line, `alternatives` by line."""

    slug: str
    site: str
    language: str
    lines: list[str]
    gaps: list[int]
    labels: list[str]
    title: str | None = None
    alternatives: dict[int, frozenset[str]] = field(default_factory=dict)
    form: str = "plain"
    hints: tuple[str, ...] = ()
    main: tuple[float, ...] = ()
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    weight: float = 1.0
    gold: dict[str, object] | None = None


def split_lines(text: str) -> tuple[list[str], list[int]]:
    """The non-empty lines of `text` and the empty lines above each."""
    lines: list[str] = []
    gaps: list[int] = []
    gap = 0
    for line in re.split(r"\r\n|\r|\n", text):
        if line.strip():
            lines.append(line)
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    return lines, gaps


def load_pages(data: Path) -> list[Document]:
    """The automatically labelled pages."""
    found = []
    with lzma.open(data / "pages" / "labelled.jsonl.xz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines, gaps = split_lines(row["text"])
            labels = row["lines"]
            if len(labels) != len(lines):
                raise ValueError(row["slug"])
            found.append(
                Document(
                    row["slug"], row["site"], row["lang"], lines, gaps, labels, row["title"],
                    authors=tuple(row["authors"]),
                )
            )  # fmt: skip
    return found


def load_corpus(corpus: Path) -> list[Document]:
    """The documents labelled by hand."""
    found = []
    for path in sorted(corpus.glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / "raw.txt").read_bytes().decode("utf-8")
        lines, gaps = split_lines(text)
        alternatives = {int(at): frozenset(names) for at, names in gold.get("alts", {}).items()}
        found.append(
            Document(
                gold["slug"], gold["site"], gold["lang"], lines, gaps, gold["lines"], gold["title"],
                alternatives, authors=tuple(gold["authors"]), gold=gold,
            )
        )  # fmt: skip
    return found


def load_cases(cases: Path) -> list[Document]:
    """The small invented texts of `tests/cases/structure/*.toml`."""
    found = []
    for path in sorted(cases.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        article = table.get("article")
        if not isinstance(article, str):
            continue
        lines, gaps, labels, gap = [], [], [], 0
        for row in article.splitlines():
            label, bar, text = row.partition("|")
            if bar and label.strip() in ROLES and text.strip():
                lines.append(text.strip())
                labels.append(label.strip())
                gaps.append(gap)
                gap = 0
            elif row.strip() == ".":
                gap += 1
        if len(lines) > 1:
            found.append(
                Document(
                    path.stem,
                    f"case:{path.stem}",
                    table.get("language", "en"),
                    lines,
                    gaps,
                    labels,
                    table.get("title"),
                )
            )
    return found


def load_plain(cases: Path) -> list[Document]:
    """Texts without a site around them; their lines are all the author's ("body" stands for it)."""
    found = []
    for path in sorted((cases / "plain").glob("*.txt")):
        lines, gaps = split_lines(path.read_text(encoding="utf-8"))
        found.append(
            Document(path.stem, f"plain:{path.stem}", "", lines, gaps, ["body"] * len(lines))
        )
    return found


def assign_fold(site: str, folds: int, salt: str = "") -> int:
    """The fold of a site, the same in every run."""
    return int(hashlib.md5(f"{site}{salt}".encode(), usedforsecurity=False).hexdigest(), 16) % folds


def shorten(document: Document, rng: random.Random) -> Document:
    """Cut furniture out of a long document: a run of it from its first, middle or last part."""
    excess = len(document.lines) - LONGEST
    if excess <= 0:
        return document
    dropped: set[int] = set()
    furniture = [at for at, label in enumerate(document.labels) if label == "furniture"]
    while excess > 0 and furniture:
        size = min(excess, len(furniture), 120)
        start = rng.randrange(0, len(furniture) - size + 1)
        dropped.update(furniture[start : start + size])
        del furniture[start : start + size]
        excess -= size
    keep = [at for at in range(len(document.lines)) if at not in dropped][: LONGEST + 200]
    return select(document, keep)


def select(document: Document, keep: list[int]) -> Document:
    """The document with the lines `keep` alone."""
    place = {at: new for new, at in enumerate(keep)}
    return replace(
        document,
        lines=[document.lines[at] for at in keep],
        gaps=[document.gaps[at] for at in keep],
        labels=[document.labels[at] for at in keep],
        alternatives={
            place[at]: names for at, names in document.alternatives.items() if at in place
        },
        hints=tuple(document.hints[at] for at in keep) if document.hints else (),
        main=tuple(document.main[at] for at in keep) if document.main else (),
    )
