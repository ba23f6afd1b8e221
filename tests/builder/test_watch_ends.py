"""How a watch begins, how it ends, and what is left of it then."""

from __future__ import annotations

import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

import copydesk
from builder.watched import DONE, TEXT, lay_out, watching
from copydesk import errors
from copydesk.builder import Options
from copydesk.builder.watch import loop
from copydesk.builder.watch.loop import SOON
from copydesk.cli import main
from offspring import gone, until

#: So many that a build of them goes on for longer than a watch lets others wait.
MANY = 240

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_the_end_of_a_watch_and_no_error(tmp_path: Path, number: int) -> None:
    lay_out(tmp_path, "bell")
    with watching(tmp_path) as watched:
        offspring = until(watched.offspring)
        assert offspring
        assert watched.interrupt(number) == 0
        assert all(map(gone, offspring))
        assert not any("Traceback" in line for line in watched.lines)


def test_a_build_that_is_broken_off_is_told_by_the_exit_code(tmp_path: Path) -> None:
    lay_out(tmp_path, *(f"bell-{number}" for number in range(40)))
    with watching(tmp_path, "-j1", wait=False) as watched:
        watched.hear("^built")
        offspring = watched.offspring()
        assert watched.interrupt() == 130
        assert all(map(gone, offspring))
        assert not any("Traceback" in line for line in watched.lines)
    assert list((tmp_path / "dist" / ".desk").glob("work/*")) == []


def test_what_changes_while_many_are_built_goes_before_the_rest(tmp_path: Path) -> None:
    lay_out(tmp_path, *(f"bell-{number}" for number in range(MANY)))
    last = TEXT.format("it")[:-20]  # the shortest is built last
    (tmp_path / "source" / "quay.txt").write_text(last, encoding="utf-8")
    with watching(tmp_path, "-j1", wait=False) as watched:
        begun = time.monotonic()
        while time.monotonic() - begun < SOON + 1:
            heard = watched.hear("^built")
        watched.write("source/quay.txt", last + "again.")
        heard = watched.hear("^built.* quay ")
        assert len(watched.built(heard)) < 10
        assert any("changed: source/quay.txt" in line for line in heard)
        watched.hear("waiting for changes")
    told = watched.built(watched.lines)
    assert len(told) == len(set(told))  # one may have been finished as the batch was broken off
    assert len(list((tmp_path / "dist").glob("*/*.md"))) == MANY + 1


def test_a_build_that_is_broken_off_begins_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tuple(f"source/bell-{number}.txt" for number in range(9))
    lay_out(tmp_path, "quay", *(Path(name).stem for name in first))
    watch = loop._Watch(  # noqa: SLF001  no other way to break it off at a certain moment
        loop.BuildRequest(tmp_path, options=Options(jobs=1)), loop.Voice(lambda _: None), None
    )
    told: list[str] = []

    def pulse(_: object) -> None:
        if told:
            watch._broken_off = True  # noqa: SLF001  as above
            raise KeyboardInterrupt

    monkeypatch.setattr(watch, "pulse", pulse)
    monkeypatch.setattr(watch, "_tell", lambda outcome: told.append(outcome.slug))
    report = watch._build_urgent(first)  # noqa: SLF001  as above
    watch.close()
    assert report.interrupted
    assert len(told) < len(first)
    assert "quay" not in told


def test_whoever_kills_the_watch_leaves_no_orphans(tmp_path: Path) -> None:
    lay_out(tmp_path, "bell")
    with watching(tmp_path) as watched:
        offspring = until(watched.offspring)
        assert watched.interrupt(signal.SIGKILL) == -signal.SIGKILL
        assert all(map(gone, offspring))


def test_settings_that_are_broken_from_the_start_are_waited_for(tmp_path: Path) -> None:
    lay_out(tmp_path, "bell")
    (tmp_path / "copydesk.toml").write_text("formats = [", encoding="utf-8")
    with watching(tmp_path, wait=False) as watched:
        watched.hear("it is tried again")
        watched.write("copydesk.toml", 'formats = ["md"]\n')
        assert watched.built(watched.hear("waiting for changes")) == ["bell"]


def test_a_copydesk_that_is_replaced_ends_the_watch_of_the_old_one(tmp_path: Path) -> None:
    package = Path(copydesk.__file__).parent
    shutil.copytree(package, tmp_path / "lib" / "copydesk", ignore=shutil.ignore_patterns("__py*"))
    desk = tmp_path / "desk"
    desk.mkdir()
    lay_out(desk, "bell")
    with watching(desk, library=tmp_path / "lib") as watched:
        loop = tmp_path / "lib" / "copydesk" / "builder" / "watch" / "loop.py"
        loop.write_text(loop.read_text("utf-8") + "# Newer.\n", encoding="utf-8")
        watched.change("bell")
        watched.hear(re.escape("copydesk itself has changed [tool.replaced]"))
        assert watched.process.wait(60) == errors.TOOL


@pytest.mark.parametrize("words", [["watch", "nonsense"], ["build", "--watch", "nonsense"],
                                   ["watch", "-j0"], ["watch", "--port", "70000"]])  # fmt: skip
def test_what_cannot_be_meant_ends_a_watch_at_once(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, "bell")
    assert main(["-C", str(tmp_path), *words]) == 2
    assert "hint:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "flag",
    [
        "-n",
        "--json",
        "--strict",
        "--fail-on=error",
        "--fail-fast",
        "--cluster=local",
    ],
)
def test_a_build_that_watches_takes_no_flag_that_means_one_build(
    tmp_path: Path, flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, "bell")
    assert main(["-C", str(tmp_path), "build", "--watch", flag]) == 2
    assert "--watch" in capsys.readouterr().err


def test_only_what_is_named_is_built_and_where_it_is_wanted(tmp_path: Path) -> None:
    lay_out(tmp_path, "bell", "quay")
    with watching(tmp_path, "bell", "--out", str(tmp_path / "press"), "--format", "md") as watched:
        watched.change("quay")
        watched.change("bell")
        assert watched.built(watched.hear(DONE)) == ["bell"]
    assert [path.name for path in (tmp_path / "press").glob("*/*.md")] == ["bell.md"]
    assert not (tmp_path / "dist").exists()
