"""What synthetic forms borrow: lines of training documents, words, strings of references."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from labeller_data import Document

Row = tuple[str, int, str]  # text, gap above, label
CONTENT_LINE = 40
_WORDS = tomllib.loads((Path(__file__).parent / "labeller_words.toml").read_text("utf-8"))


def look_up(kind: str, language: str) -> Any:
    """The words of a kind in `labeller_words.toml` in `language`, else in English."""
    return _WORDS[kind].get(language, _WORDS[kind]["en"])


@dataclass
class Pool:
    """Lines of training documents that forms borrow, by language, and strings of references."""

    paragraphs: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    rare: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    titles: dict[str, list[str]] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def pick(self, kind: str, language: str) -> list[str]:
        """The lines of a kind in `language`, else in English."""
        table: dict[str, list[str]] = getattr(self, kind)
        return table.get(language) or table["en"]


def build_pool(documents: Iterable[Document], data: Path) -> Pool:
    """Gather what forms borrow from training documents alone."""
    pool = Pool()
    for document in documents:
        bodies = 0
        for line, label in zip(document.lines, document.labels, strict=True):
            text = line.strip()
            if label == "body" and 40 < len(text) < 700 and bodies < 12:
                pool.paragraphs.setdefault(document.language, []).append(text)
                bodies += 1
            elif label == "list" and len(text) < 200:
                pool.items.setdefault(document.language, []).append(text)
            elif label == "heading" and len(text) < 90:
                pool.headings.setdefault(document.language, []).append(text)
            elif label in ("bio", "cta", "disclaimer", "footnote") and 20 < len(text) < 900:
                pool.rare.setdefault(label, {}).setdefault(document.language, []).append(text)
            elif label == "byline":
                name = re.search(
                    r"\b([A-ZÀ-Ý][a-zà-ÿ'’-]{2,}) (?:[A-ZÀ-Ý]\. )?([A-ZÀ-Ý][a-zà-ÿ'’-]{2,})\b", text
                )
                if name:
                    pool.names.append((name[1], name[2]))
        if document.title:
            pool.titles.setdefault(document.language, []).append(document.title)
        if "." in document.site:
            pool.sites.append(document.site)
    for name in ("train", "hand", "own"):
        with (data / "references" / f"{name}.jsonl").open(encoding="utf-8") as file:
            rows = [json.loads(row)["raw"] for row in file]
        pool.references += rows * (3 if name == "hand" else 1)
    return pool


def rows_of(document: Document) -> list[Row]:
    """The document as rows of text, gap and label."""
    return list(zip(document.lines, document.gaps, document.labels, strict=True))


def with_rows(document: Document, rows: Iterable[Row], form: str = "") -> Document:
    """The document with other rows; alternatives are lost."""
    kept = [
        (re.sub(r"[\r\n]+", " ", text), gap, label) for text, gap, label in rows if text.strip()
    ]
    return replace(
        document,
        lines=[row[0] for row in kept],
        gaps=[row[1] for row in kept],
        labels=[row[2] for row in kept],
        alternatives={},
        form=form or document.form,
        hints=(),
        main=(),
    )


def cut_text(text: str, size: int) -> str:
    """The first words of `text`, at most `size` signs of them."""
    return text if len(text) <= size else text[:size].rpartition(" ")[0] or text[:size]


def find_core(labels: list[str]) -> tuple[int, int]:
    """The first and the end of the lines that are not furniture."""
    content = [at for at, label in enumerate(labels) if label != "furniture"]
    return (content[0], content[-1] + 1) if content else (0, len(labels))
