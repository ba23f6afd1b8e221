"""A desk with articles in many scripts, and what it makes of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from copydesk.system import fonts
from editions.submissions import built
from places import ROOT

CASES = ROOT / "tests" / "cases" / "scripts"
SETTINGS = """\
formats = ["md", "html", "fragment.html", "epub", "pdf", "docx", "jats.xml", "txt"]
[publication]
name = "The Estuary Review"
"""


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, missing: Callable[[str], NoReturn]) -> Path:
    """The folder with every format of every article, and two books of them."""
    signs = {sign for path in CASES.iterdir() if path.is_file() for sign in path.read_text("utf-8")}
    if lacking := fonts.unprintable(signs):
        missing(f"no font has {[*lacking][:20]}; install fonts-noto-cjk and fonts-noto-core")
    root = tmp_path_factory.mktemp("scripts")
    shutil.copytree(CASES, root / "source")
    (root / "copydesk.toml").write_text(SETTINGS, "utf-8")
    built(root, "-j", "2")  # the command: a process in which paper was set before may hang
    return root / "dist"
