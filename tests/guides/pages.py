"""The guides and their blocks of code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from places import ROOT

GUIDES = ROOT / "src" / "copydesk" / "guides"
#: Every page that a newcomer reads: the first one, and the guides by their names.
PAGES: dict[str, Path] = {
    "README": ROOT / "README.md",
    **{path.stem: path for path in sorted(GUIDES.glob("*.md"))},
}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: its kind, its text, and the line of the page where the text begins."""

    kind: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(found[1], found[2], page.count("\n", 0, found.start(2)) + 1)
        for found in _FENCE.finditer(page)
    ]
