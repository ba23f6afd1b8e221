"""What says nothing changes no role: line ends, margins, blanks behind lines, accents apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

TEXTS = sorted((Path(__file__).parents[1] / "cases" / "structure" / "plain").glob("*.txt"))
MARKDOWN = """# The quiet harbour

By **Mara Osei**, 3 May 2021

The harbour was quiet that year, and [nobody](https://example.org/) could say why.

## What we plan

- Mend the quay
- Buy a boat

> It was never this quiet.
"""
FRONT_MATTER = f"---\ntitle: The quiet harbour\n---\n\n{MARKDOWN}"


def each(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of every line that holds anything."""
    return lambda text: re.sub(r"^.*\S.*$", lambda line: change(line[0]), text, flags=re.MULTILINE)


CHANGES = {
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "mark of bytes": lambda text: f"\ufeff{text}",
    "mark on a blank line": lambda text: f"\ufeff  \n\n{text}",
    "margin": each(lambda line: f"    {line}"),
    "blanks behind": each(lambda line: f"{line}   "),
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "three empty lines for one": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "tab behind a sign": each(lambda line: re.sub(r"^([-*•]|\d+\.) ", r"\1\t", line)),
}


def roles_of(text: str, path: str) -> list[tuple[str, str]]:
    """Each filled line with its role."""
    article = pipeline.article(text.encode(), path, Config(), Decisions())
    filled = [line for line in re.split(r"\r?\n", text) if line.strip()]
    roles = pipeline.record(article)["lines"]
    seen = [unicodedata.normalize("NFC", line.strip("\ufeff \t")) for line in filled]
    return [
        (re.sub(r"\s+", " ", line), role) for line, role in zip(seen, roles, strict=True) if line
    ]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("text", "path"),
    [
        *(pytest.param(path.read_text("utf-8"), "a.txt", id=path.stem) for path in TEXTS),
        pytest.param(MARKDOWN, "a.md", id="markdown"),
        pytest.param(MARKDOWN, "a.txt", id="markdown in text"),
        pytest.param(FRONT_MATTER, "a.md", id="front matter"),
    ],
)
def test_a_change_that_says_nothing_changes_no_role(text: str, path: str, change: str) -> None:
    assert roles_of(CHANGES[change](text), path) == roles_of(text, path)
