"""Which tests `make test` runs, and which are left to `make check` and `make soak`.

Markers part them (pyproject.toml). A test that asks for a tool which not every machine has, and one
that draws its texts, is marked here, so that none can forget it; all others carry their marker.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

#: Fixtures that skip, or fail in CI, where a machine lacks what they give.
TOOLS: Final = frozenset((
    "corpus", "data", "scorers", "missing", "tool", "npm", "of_book", "system_python", "walled",
    "seccomp",
))  # fmt: skip
#: A marker that stands for a whole file.
_MARKED: Final = re.compile(r"^(?:pytestmark = | {4})pytest\.mark\.(check|soak),?$", re.MULTILINE)


@pytest.hookimpl(specname="pytest_collection_modifyitems", tryfirst=True)
def pytest_mark_items(items: list[pytest.Item]) -> None:
    """Mark what asks for a tool and what draws its texts, before pytest chooses by markers."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False) or "corpus" in asked:
            item.add_marker(pytest.mark.law)
        if not TOOLS.isdisjoint(asked):
            item.add_marker(pytest.mark.check)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no file whose tests are all left out by `-m`: some take seconds to come up."""
    if collection_path.suffix != ".py":
        return None
    return is_left_out(collection_path, config.option.markexpr) or None


def is_left_out(path: Path, expression: str) -> bool:
    """Whether the file at `path` carries a marker that `expression` rules out."""
    return any(f"not {marker}" in expression for marker in markers(path.read_text("utf-8")))


def markers(text: str) -> list[str]:
    """The markers that a file gives to all of its tests.

    >>> markers("import os\\n\\npytestmark = pytest.mark.soak\\n")
    ['soak']
    >>> markers("@pytest.mark.soak\\ndef test_a(): ...")
    []
    """
    return _MARKED.findall(text)
