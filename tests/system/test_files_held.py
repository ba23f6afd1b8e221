"""A folder is held by one at a time, and by what that one calls."""

from __future__ import annotations

import threading
from pathlib import Path

from copydesk.system import files


def test_who_holds_a_folder_may_call_what_holds_it_too(tmp_path: Path) -> None:
    with files.alone(tmp_path), files.alone(tmp_path.parent), files.alone(tmp_path / "."):
        files.write(tmp_path / "a.txt", b"tides")
    assert (tmp_path / "a.txt").read_bytes() == b"tides"


def test_another_waits_until_the_outermost_has_let_go(tmp_path: Path) -> None:
    told: list[str] = []

    def other() -> None:
        with files.alone(tmp_path):
            told.append("other")

    with files.alone(tmp_path):
        with files.alone(tmp_path):
            waiting = threading.Thread(target=other)
            waiting.start()
        waiting.join(0.2)
        told.append("first")
    waiting.join(10)
    assert told == ["first", "other"]
