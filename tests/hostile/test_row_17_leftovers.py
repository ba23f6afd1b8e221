"""Row 17: after any end, only named files remain, and nobody else reads what lies in between.

Promised: what is not finished lies in the desk's own folder (`dist/.desk`), which is closed to
other accounts, and goes with the next build, whatever killed the one before. Nothing of a build or
of a watch lies in the folder of the system for such files.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk.builder import received_texts, store
from copydesk.errors import ToolError
from copydesk.model import Submission
from copydesk.system import files
from offspring import gone, until

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(os.name == "nt", reason="folders have no modes"),
]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ── closed to others ─────────────────────────────────────────────────────────


def test_what_a_desk_keeps_of_submissions_is_closed_to_others(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    own = bench.root / "dist" / ".desk"
    assert [mode(own), mode(own / "received")] == [0o700, 0o700]
    assert mode(bench.root / "dist" / "a") & 0o055 == 0o055 & ~umask()


def test_folders_of_work_are_closed_while_it_goes_on(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def failing(*_: object) -> None:
        seen.append(mode(bench.root / "dist" / ".desk" / "work"))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "stage", failing)
    with pytest.raises(ToolError):
        store.publish(bench.root / "dist", "a", {"a.book": b"1"}, b"{}")
    assert seen == [0o700]


def test_a_folder_of_an_earlier_copydesk_is_closed(bench: Desk) -> None:
    own = bench.root / "dist" / ".desk"
    own.mkdir(parents=True)
    own.chmod(0o755)
    bench.build()
    assert mode(own) == 0o700


def test_a_folder_that_a_group_shares_stays_the_group_s(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    files.private(tmp_path / "own")
    assert mode(tmp_path / "own") & 0o777 == 0o770 & ~umask()


def umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


# ── nothing stays ────────────────────────────────────────────────────────────


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    return child.pid


def test_what_a_killed_command_had_not_given_its_name_goes_with_the_next_write(
    tmp_path: Path, dead: int
) -> None:
    left, other = tmp_path / f".copydesk-{dead}.new", tmp_path / f".copydesk-{os.getppid()}.new"
    kept = [tmp_path / name for name in (".copydesk-12a.new", ".copydesk.new", "copydesk-1.new")]
    for path in (left, other, *kept):
        path.write_bytes(b"half")
    files.write(tmp_path / "a.txt.desk.toml", b'title = "X"')
    assert not left.exists()
    assert other.exists()
    assert all(path.exists() for path in kept)


def test_a_submission_that_could_not_be_remembered_leaves_nothing(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "put", full)
    with pytest.raises(ToolError, match="could not be written"):
        received_texts.keep_text(
            bench.root / "dist", "a", Submission("a.txt", "", "text/plain", ())
        )
    store.sweep(bench.root / "dist")
    assert bench.leftovers() == []


def test_what_a_living_process_has_put_aside_is_not_swept_and_that_of_a_dead_one_is(
    bench: Desk, dead: int
) -> None:
    out = bench.root / "dist"
    living, left = store.aside_folder(out, os.getppid()), store.aside_folder(out, dead)
    for folder in (living, left, store.aside_folder(out), out / ".desk" / "work" / "a"):
        folder.mkdir(parents=True)
        (folder / "piece").write_bytes(b"1")
    assert store.list_leftovers(out)
    store.sweep(out)
    assert [path.name for path in (out / ".desk" / "work").iterdir()] == [living.name]
    assert not store.list_leftovers(out)


def test_a_watch_that_is_killed_leaves_nothing_in_the_system_s_folder(tmp_path: Path) -> None:
    """All of it for real: the command, its builder, its worker, and kill -9."""
    desk, temp = tmp_path / "desk", tmp_path / "temp"
    (desk / "source").mkdir(parents=True)
    temp.mkdir()
    (desk / "source" / "a.txt").write_text("A Quiet Harbour\n\nThe ferry left at dawn.\n")
    (desk / "copydesk.toml").write_text('formats = ["md"]\n')
    command = [sys.executable, "-m", "copydesk", "-C", str(desk), "watch"]
    with subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(temp)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as watch:  # fmt: skip
        try:
            work = desk / "dist" / ".desk" / "work"
            (aside,) = until(lambda: list(work.glob(".aside-*")), 60.0)
        finally:
            os.kill(watch.pid, signal.SIGKILL)
    assert gone(int(aside.name.removeprefix(".aside-")))
    assert list(temp.iterdir()) == []
    subprocess.run([sys.executable, "-m", "copydesk", "-C", str(desk), "build"], check=True,
                   env={**os.environ, "TMPDIR": str(temp)}, capture_output=True)  # fmt: skip
    assert not store.list_leftovers(desk / "dist")
    assert list(temp.iterdir()) == []
