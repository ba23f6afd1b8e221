"""The labeller's training words were not taken from the texts that it is measured on."""

from __future__ import annotations

import ast
import json
import lzma
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TypeAlias

Run: TypeAlias = tuple[str, ...]

TOOLS = Path(__file__).parents[2] / "tools"
#: Words in a row that make a phrase; signs in a row where a script sets no blanks.
WORDS, SIGNS = 3, 6
#: Other sites on which a phrase stands when it is common.
SITES = 2
UNSPACED = "[\u3040-\u30ff\u3400-\u9fff]"
#: A word, or a sign of a script without blanks.
WORD = re.compile(rf"{UNSPACED}|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
#: What a form fills in: names, places, numbers.
FIELD = re.compile(r"\{[^{}]*\}")


def test_no_phrase_of_a_measured_text_is_among_the_training_words(corpus: Path, data: Path) -> None:
    strings = {run: text for text in list_strings() for run in split_runs(text)}
    found = {
        path.parent.name: find_runs(path.read_text("utf-8"), strings)
        for path in sorted(corpus.glob("*/raw.txt"))
    }
    sites: dict[Run, set[str]] = {run: set() for runs in found.values() for run in runs}
    for site, text in read_pages(data):
        for run in find_runs(text, sites):
            sites[run].add(site)
    taken = [
        f"{slug}: {' '.join(run)} ({strings[run]})"
        for slug, runs in found.items()
        for run in sorted(runs)
        if len(sites[run]) < SITES
    ]
    assert not taken, "\n".join(taken)


def list_strings() -> Iterator[str]:
    """The words of `labeller_words.toml`, and the strings of the modules that make forms."""
    yield from walk(tomllib.loads((TOOLS / "labeller_words.toml").read_text("utf-8")))
    for path in sorted(TOOLS.glob("labeller_*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and node not in docstrings:
                yield from walk(node.value)


def walk(value: object) -> Iterator[str]:
    """The strings in a value of a TOML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from walk(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def split_runs(text: str) -> Iterator[Run]:
    """Each phrase of `text`; none goes over a field."""
    for piece in FIELD.split(text):
        size = SIGNS if re.search(UNSPACED, piece) else WORDS
        words = WORD.findall(piece.casefold())
        yield from zip(*(words[at:] for at in range(size)), strict=False)


def find_runs(text: str, runs: Collection[Run]) -> set[Run]:
    """Which of `runs` stand in `text`."""
    words = WORD.findall(text.casefold())
    found: set[Run] = set()
    for size in (WORDS, SIGNS):
        found.update(
            run for run in zip(*(words[at:] for at in range(size)), strict=False) if run in runs
        )
    return found


def read_pages(data: Path) -> Iterator[tuple[str, str]]:
    """The sites and texts of the pages that nets are trained with; no measured text is of one."""
    with lzma.open(data / "pages" / "labelled.jsonl.xz", "rt", encoding="utf-8") as file:
        for page in map(json.loads, file):
            yield page["site"], page["text"]
