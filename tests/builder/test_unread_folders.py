"""What lies in a folder that cannot be looked into is not gone, and not up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Self

import pytest

from builder.bench import Desk
from copydesk import builder, errors
from copydesk.errors import ToolError


@pytest.fixture
def half_read(bench: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A built desk with two articles, of whose folders one cannot be read any more."""
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("far/b.txt", "It came back at noon.")
    bench.build()
    real = os.scandir

    def scandir(place: Any = ".") -> Any:
        if str(place).endswith("far"):
            raise PermissionError(13, "Permission denied")
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    yield bench
    monkeypatch.undo()


def test_the_run_names_the_folder_and_fails(half_read: Desk) -> None:
    report = half_read.build()
    assert half_read.states(report) == {"a": "up to date"}
    assert report.notes == ("`source/far` cannot be read",)
    assert report.exit_code() == errors.TOOL


def test_what_was_built_from_it_is_no_orphan(half_read: Desk) -> None:
    assert half_read.build().orphans == ()
    with pytest.raises(ToolError, match="`source/far` cannot be read"):
        builder.clean(half_read.root, half_read.config, orphans=True)
    assert (half_read.root / "dist" / "b" / "b.book").exists()


def test_a_submission_that_cannot_be_asked_about_is_named_too(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    real = os.scandir

    class Entry:
        """An entry whose file goes away, or fails, when it is asked for its facts."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.entry = entry

        def __getattr__(self, name: str) -> Any:
            return getattr(self.entry, name)

        def stat(self) -> os.stat_result:
            if self.entry.name == "b.txt":
                raise OSError(5, "Input/output error")
            return self.entry.stat()

    class Entries(list[Any]):
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def scandir(place: Any = ".") -> Any:
        found = real(place)
        if not str(place).endswith("source"):
            return found
        with found:
            return Entries(map(Entry, found))

    monkeypatch.setattr(os, "scandir", scandir)
    report = bench.build()
    assert bench.states(report) == {"a": "built"}
    assert report.notes == ("`source/b.txt` cannot be read",)
    assert report.exit_code() == errors.TOOL


def test_a_book_of_which_the_folder_cannot_be_read_is_no_orphan(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("collections/rivers.toml", 'title = "R"\narticles = ["a"]\nformats = ["epub"]')
    bench.build()
    real, closed = os.scandir, str(bench.root / "source" / "collections")

    def scandir(place: Any = ".") -> Any:
        if str(place) == closed:
            raise PermissionError(13, "Permission denied")
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    report = bench.build()
    assert report.orphans == ()
    assert report.notes == ("`source/collections` cannot be read",)
    assert report.exit_code() == errors.TOOL


@pytest.mark.parametrize("name", ["ring.txt", "deep/ring.html", "collections/ring.toml"])
def test_a_link_to_itself_costs_nothing_else(bench: Desk, name: str) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("deep/b.txt", "It came back at noon.")
    bench.write("collections/rivers.toml", 'title = "R"\narticles = ["a"]\nformats = ["epub"]')
    ring = bench.root / "source" / name
    ring.symlink_to(ring)
    report = bench.build()
    assert bench.states(report) == {"a": "built", "b": "built", "collections/rivers": "built"}
    assert report.notes == (f"`source/{name}` cannot be read",)
    assert report.exit_code() == errors.TOOL


def test_a_link_to_nothing_is_passed_over(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    (bench.root / "source" / "gone.txt").symlink_to(bench.root / "nowhere.txt")
    report = bench.build()
    assert bench.states(report) == {"a": "built"}
    assert (report.notes, report.exit_code()) == ((), errors.DONE)
