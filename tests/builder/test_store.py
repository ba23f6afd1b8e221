"""A file in the store is complete, or it is the old one; the colophon comes last."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk import errors
from copydesk.builder import Report, colophon, store
from copydesk.errors import Locked, ToolError
from copydesk.model import ArticleSummary, Colophon, Output
from copydesk.system import files
from torture.failing import LOCKING, LOOKING, READING, STARTING, Fault, faults

pytestmark = [
    pytest.mark.check,
    pytest.mark.law,
]

OLD = {"a.book": b"old book", "review/proof.html": b"old proof", "a.leaf": b"old leaf"}
NEW = {"a.book": b"new book", "review/proof.html": b"new proof"}


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    """What is in memory alone is never written down."""
    return on_disk


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_colophon_is_read_as_it_was_written() -> None:
    made = Colophon(
        "source/a.txt", (("submission", "1"), ("tool/python", "3.11"), ("tool/lxml", "6")),
        (Output("book", "a.book", "4", 5),), (("structure.title", 2),), 7,
        card=ArticleSummary("Fähre – 渡し船", ("Ines", "\ud800"), "May 1882", "1882-05", "en-GB",
                            1200),
    )  # fmt: skip
    assert colophon.loads(colophon.dumps(made)) == made


def test_outputs_replace_the_old_ones_and_unwanted_ones_go(tmp_path: Path) -> None:
    store.publish(tmp_path, "a", OLD, b"old")
    store.publish(tmp_path, "a", NEW, b"new", ["a.leaf"])
    assert content(tmp_path) == {
        "a/a.book": b"new book", "a/review/proof.html": b"new proof", "a/colophon.json": b"new",
    }  # fmt: skip


def test_a_folder_goes_with_the_last_file_in_it(tmp_path: Path) -> None:
    files_ = {"pictures/a.png": b"a", "pictures/b.png": b"b"}
    store.publish(tmp_path, "one", files_, b"{}")
    store.publish(tmp_path, "one", {}, b"{}", ["pictures/a.png"])
    assert [path.name for path in (tmp_path / "one" / "pictures").iterdir()] == ["b.png"]
    store.publish(tmp_path, "one", {}, b"{}", ["pictures/b.png"])
    assert not (tmp_path / "one" / "pictures").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EINVAL, ""), (errno.ENOTSUP, ""), (errno.EIO, "Input/output error")],
)
def test_a_drive_that_cannot_sync_folders_is_written_to_and_a_broken_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(ToolError, match=said) if said else contextlib.nullcontext():
        store.publish(tmp_path, "a", NEW, b"new")
    assert (tmp_path / "a" / store.COLOPHON).exists() == (not said)


def attempt(fault: Fault, function: Callable[..., object], *arguments: object) -> str:
    """Call `function` with the fault armed; what its `ToolError` said, "" without one."""
    try:
        with fault:
            function(*arguments)
    except ToolError as error:
        return f"{error} ({error.hint})"
    return ""


def test_whatever_fails_each_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    hit = set()
    old, new = OLD | {store.COLOPHON: b"old"}, NEW | {store.COLOPHON: b"new"}
    for fault in faults():
        shutil.rmtree(tmp_path / "a", ignore_errors=True)
        store.publish(tmp_path, "a", OLD, b"old")
        said = attempt(fault, store.publish, tmp_path, "a", NEW, b"new", ["a.leaf"])
        assert not said or os.strerror(fault.number) in said
        hit.add(fault.failed)
        found = content(tmp_path / "a")
        assert all(data in {old[name], new.get(name)} for name, data in found.items())
        if said and found[store.COLOPHON] == b"old":
            assert found.keys() >= NEW.keys()
        if found[store.COLOPHON] == b"new":
            assert found == new
        if not said:
            assert found == new
        store.sweep(tmp_path)
        assert not (tmp_path / ".desk" / "work").exists()
    assert hit >= {"open", "write", "fsync", "replace", "mkdir", "unlink"}


def test_a_new_article_that_fails_has_no_colophon(tmp_path: Path) -> None:
    for fault in faults():
        shutil.rmtree(tmp_path / "a", ignore_errors=True)
        said = attempt(fault, store.publish, tmp_path, "a", NEW, b"new")
        if (tmp_path / "a" / store.COLOPHON).exists():
            assert content(tmp_path / "a") == NEW | {store.COLOPHON: b"new"}
        else:
            assert said


def test_a_single_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    for fault in faults():
        path.write_bytes(b"old")
        said = attempt(fault, files.write, path, b"new")
        assert path.read_bytes() in ({b"old", b"new"} if said else {b"new"})
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_link_to_a_folder_that_is_not_there_is_told_as_such(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    (bench.root / "dist").symlink_to("elsewhere/outputs")
    with pytest.raises(ToolError) as caught:
        bench.build()
    assert str(caught.value) == "`dist` is a link to a folder that does not exist"
    (bench.root / "elsewhere" / "outputs").mkdir(parents=True)
    assert bench.states(bench.build()) == {"a": "built"}
    assert (bench.root / "elsewhere" / "outputs" / "a" / "colophon.json").is_file()


def build_into(bench: Desk, reports: list[Report]) -> None:
    reports.append(bench.build())


@pytest.mark.soak
def test_a_build_survives_the_failure_of_every_call(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    undisturbed = bench.tree()
    for fault in faults():
        shutil.rmtree(bench.root / "dist")
        reports: list[Report] = []
        said = attempt(fault, build_into, bench, reports)
        for report in reports:
            failed = [each for each in report.outcomes if each.status == "failed"]
            assert report.exit_code() == (errors.TOOL if failed else errors.DONE)
            assert all(os.strerror(fault.number) in each.message for each in failed)
            # A worker counts on from where it was forked, and fails on its own.
            fault.failed = fault.failed or "".join(each.slug for each in failed)
        assert said or reports
        assert bench.build().exit_code() == errors.DONE
        assert bench.tree() == undisturbed
        assert not bench.leftovers()


@pytest.mark.soak
def test_a_build_survives_it_when_reading_locking_or_a_worker_fails(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("far/b.txt", "It came back at noon.")
    bench.build()
    undisturbed = bench.tree()
    hit = set()
    for fault in faults(calls={**READING, **STARTING, **LOCKING}):
        shutil.rmtree(bench.root / "dist")
        reports: list[Report] = []
        said = attempt(fault, build_into, bench, reports)
        assert not said or os.strerror(fault.number) in said
        for report in reports:
            failed = [each for each in report.outcomes if each.status == "failed"]
            untried = [each for each in report.outcomes if each.status == "not tried"]
            assert report.exit_code() == (errors.TOOL if failed or report.unread else errors.DONE)
            assert all(os.strerror(fault.number) in each.message for each in failed)
            assert failed or not untried
            fault.failed = fault.failed or "".join(each.slug for each in failed)
        hit.add(fault.failed)
        assert bench.build().exit_code() == errors.DONE
        assert bench.tree() == undisturbed
        assert not bench.leftovers()
    assert hit >= {"scandir", "read", "fork", "pipe", "lock"}


@pytest.mark.soak
def test_a_build_survives_it_when_looking_at_a_file_fails(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("a.txt.desk.toml", 'title = "Dawn"')
    bench.write("b.txt", "refuse this")
    bench.build()
    undisturbed = bench.tree()
    (bench.root / "dist" / "a" / "a.leaf").unlink()
    shutil.copytree(bench.root / "dist", bench.root / "before")
    hit = set()
    for fault in faults(calls=LOOKING):
        shutil.rmtree(bench.root / "dist")
        shutil.copytree(bench.root / "before", bench.root / "dist")
        reports: list[Report] = []
        said = attempt(fault, build_into, bench, reports)
        # What cannot be looked at is taken for absent, and making it anew is what fails.
        assert not said or os.strerror(fault.number) in said or "File exists" in said
        for report in reports:
            states = bench.states(report)
            assert report.exit_code() in {errors.REFUSED, errors.TOOL}
            assert all(one.code != "bug" for one in report.outcomes)
            assert report.unread or states.keys() == {"a", "b"}
            failed = [one for one in report.outcomes if one.status == "failed"]
            assert all(os.strerror(fault.number) in one.message for one in failed)
            fault.failed = fault.failed or "".join(one.slug for one in failed)
        assert said or reports
        hit.add(fault.failed)
        assert bench.build().exit_code() == errors.REFUSED
        assert bench.tree() == undisturbed
        assert not bench.leftovers()
    assert hit >= {"stat", "listdir"}


HOLDER = """
import sys, time
from pathlib import Path
from copydesk.builder import store
with store.lock_desk(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the desk below `tmp_path`."""
    out = tmp_path / "dist"
    held = subprocess.Popen([sys.executable, "-c", HOLDER, str(out)], stdout=subprocess.PIPE)
    assert held.stdout
    assert held.stdout.readline() == b"held\n"
    yield held
    held.kill()
    held.wait()
    held.stdout.close()


def test_the_second_builder_is_told_who_and_since_when(
    bench: Desk, holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    bench.write("a.txt", "The ferry left at dawn.")
    with pytest.raises(Locked) as caught:
        bench.build()
    assert f"process {holder.pid} since {time.strftime('%Y-')}" in str(caught.value)
    assert bench.reasons() == {"a": ("new",)}
    assert bench.states(bench.build(dry_run=True)) == {"a": "stale"}


def test_a_killed_holder_holds_nothing(bench: Desk, holder: subprocess.Popen[bytes]) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    holder.kill()
    holder.wait()
    assert bench.states(bench.build()) == {"a": "built"}


@pytest.mark.parametrize("slug", ["a", "of-a-text-that-is-gone"])
def test_what_an_interrupted_build_left_is_swept(bench: Desk, slug: str) -> None:
    work = bench.root / "dist" / ".desk" / "work" / slug
    work.mkdir(parents=True)
    (work / "0").write_bytes(b"half a bo")
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    assert not bench.leftovers()


def test_a_lock_file_of_rubbish_is_no_harm(bench: Desk) -> None:
    (bench.root / "dist" / ".desk").mkdir(parents=True)
    (bench.root / "dist" / ".desk" / "lock").write_bytes(b"\xff{")
    bench.write("a.txt", "The ferry left at dawn.")
    assert bench.states(bench.build()) == {"a": "built"}
    assert json.loads((bench.root / "dist" / ".desk" / "lock").read_bytes())["pid"] == os.getpid()
