"""Whatever fails, and wherever a process is killed: a file is the old one or the new one.

Each deed of `deeds` is done while the first change of the disk fails, the second, …, and again
while the process is killed there. A second attempt then ends where an undisturbed one does.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from copydesk.builder import store
from copydesk.errors import ToolError
from torture.deeds import BESIDE, CLEANING, DEEDS, Deed, content
from torture.disk import Recorder, cut_short
from torture.failing import CHANGING, deaths, faults, rung

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.name != "posix", reason="needs fork"),
]

deed = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)


def laid(deed: Deed, folder: Path) -> Path:
    """A new folder with what is there before `deed`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    deed.lay(folder)
    return folder


def undisturbed(deed: Deed, folder: Path) -> dict[str, object]:
    """What a folder shows in which nothing went wrong."""
    deed.act(laid(deed, folder))
    return deed.see(folder)


def check(deed: Deed, folder: Path, old: dict[str, object], new: dict[str, object]) -> None:
    """Assert that `folder` shows nothing torn, and all that is new after a second attempt.

    What had no name yet when the first one ended goes with the second.
    """
    seen = deed.see(folder).items()
    found = {name: data for name, data in seen if BESIDE not in name}
    assert found.keys() <= old.keys() | new.keys()
    assert all(data in (old.get(name), new.get(name)) for name, data in found.items())
    deed.act(folder)
    store.sweep(folder)
    assert deed.see(folder) == new
    assert not (folder / store.OWN / store.WORK).exists()


@deed
def test_when_a_call_fails_it_is_said_and_nothing_is_torn(deed: Deed, tmp_path: Path) -> None:
    new = undisturbed(deed, tmp_path / "undisturbed")
    hit = set()
    for fault in faults(calls=CHANGING):
        old = deed.see(laid(deed, folder := tmp_path / "failing"))
        try:
            with fault:
                deed.act(folder)
        except ToolError as error:
            assert os.strerror(fault.number) in str(error)  # noqa: PT017  of which call is known here
        hit.add(fault.failed)
        check(deed, folder, old, new)
    assert hit >= {"open", "write"}


@deed
def test_when_the_process_is_killed_at_a_call_nothing_is_torn(deed: Deed, tmp_path: Path) -> None:
    new = undisturbed(deed, tmp_path / "undisturbed")
    old = deed.see(laid(deed, folder := tmp_path / "killed"))
    count = 0
    for count in deaths(lambda: deed.act(folder)):  # noqa: B007  the last one
        check(deed, folder, old, new)
        laid(deed, folder)
    assert count > 2
    assert deed.see(folder) == new


@deed
def test_what_the_system_takes_in_pieces_is_written_whole(deed: Deed, tmp_path: Path) -> None:
    new = undisturbed(deed, tmp_path / "undisturbed")
    folder = laid(deed, tmp_path / "pieces")
    with cut_short() as pieces:
        deed.act(folder)
    assert len(pieces) > 1
    assert deed.see(folder) == new


@deed
def test_signals_in_between_change_nothing(deed: Deed, tmp_path: Path) -> None:
    new = undisturbed(deed, tmp_path / "undisturbed")
    folder = laid(deed, tmp_path / "rung")
    with rung(calls=CHANGING) as rings:
        deed.act(folder)
    assert len(rings) > 2
    assert deed.see(folder) == new


@deed
def test_what_has_a_name_outlasts_a_power_cut(deed: Deed, tmp_path: Path) -> None:
    folder = laid(deed, tmp_path / "recorded")
    with Recorder() as disk:
        deed.act(folder)
    assert disk.synced
    assert disk.torn == []
    assert disk.unwritten == set()


def test_a_colophon_gets_its_name_when_all_else_is_down(tmp_path: Path) -> None:
    publish = DEEDS[0]
    folder = laid(publish, tmp_path / "recorded")
    with Recorder() as disk:
        publish.act(folder)
    assert disk.names[-1].name == store.COLOPHON
    assert len(disk.names) > 2
    assert disk.lacking[-1] == set()
    assert disk.unsynced == set()


def test_a_clean_that_is_killed_has_taken_away_an_article_or_left_it(tmp_path: Path) -> None:
    laid(CLEANING, folder := tmp_path / "cleaned")
    whole = outputs(folder)
    assert whole
    for _ in deaths(lambda: CLEANING.act(folder)):
        assert outputs(folder) in (whole, {})
        CLEANING.act(folder)
        assert outputs(folder) == {}
        assert not (folder / "dist" / store.OWN / store.WORK).exists()
        laid(CLEANING, folder)
    assert outputs(folder) == {}


def outputs(folder: Path) -> dict[str, object]:
    """What lies in the folder of outputs, but what is the desk's own."""
    found = content(folder / "dist").items()
    return {name: data for name, data in found if not name.startswith(f"{store.OWN}/")}
