"""The tour of the first page is walked: every command in order, and what is shown is what comes."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guides.pages import PAGES, blocks
from places import ARTICLE, ROOT

pytestmark = pytest.mark.check

#: How long something took, which is another time each time.
_TIME = re.compile(r"(\d+\.\d s)$")


def shown() -> list[tuple[str, list[str]]]:
    """Each command that the first page has somebody type, and the lines below it."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks(PAGES["README"].read_text(encoding="utf-8")):
        for row in block.text.splitlines() if block.kind == "console" else ():
            if row.startswith("$ "):
                found.append((row[2:], []))
            else:
                found[-1][1].append(row)
    return found


def pattern(rows: list[str]) -> re.Pattern[str]:
    """What is shown, as what may come: `...` stands for any lines."""
    parts = []
    for row in rows:
        if row == "...":
            parts.append(r"(?:.*\n)*?")
        elif _TIME.search(row):
            parts.append(re.escape(_TIME.sub("", row)) + r"\d+\.\d s\n")
        else:
            parts.append(re.escape(row) + r"\n")
    return re.compile("".join(parts))


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> list[tuple[str, list[str], str]]:
    """The commands with what is shown of each, and what came."""
    desk = tmp_path_factory.mktemp("tour")
    (desk / "source").mkdir()
    shutil.copy(ARTICLE, desk / "source")
    shutil.copy(ROOT / "pyproject.toml", desk)
    return [(line, rows, given(desk, line)) for line, rows in shown() if is_walked(line)]


def is_walked(line: str) -> bool:
    """Whether a command is one of the desk; the tests are not run by a test of theirs."""
    return shlex.split(line, comments=True)[-1] != "test"


def given(desk: Path, line: str) -> str:
    """What a command of the page prints, wherever it is to go. `make` calls a build."""
    line = "copydesk" if line == "make" else line.partition(" > ")[0]
    words = shlex.split(line, comments=True)
    assert words[0] == "copydesk"
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=desk, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "100",
             "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_every_command_of_the_tour_does_what_is_shown(walked):
    assert len(walked) > 8
    for line, rows, came in walked:
        wanted = [row for row in rows if not row.startswith("Setting up")]
        assert not wanted or pattern(wanted).fullmatch(came), f"$ {line}\n{came}"
