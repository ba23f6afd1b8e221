"""Which changes in the folders of a desk ask for a build, and which are heard of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from copydesk.builder.watch.changes import Changes, Places

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform != "linux", reason="waits for news as Linux tells it"),
]

PLACES = Places(
    Path("/desk"), Path("/desk/source"), Path("/desk/dist"), (Path("/desk/look/house.css"),)
)
MATTERS = (
    "source/quay.txt", "source/deep/quay.docx", "source/quay.txt.desk.toml", "source/quay.bib",
    "source/quay.files/pier.png", "source/words/names.txt", "source/sites/estuary.toml",
    "source/collections/best.toml", "source/deep", "copydesk.toml", "pyproject.toml",
    "look/house.css",
)  # fmt: skip
LEFT_ALONE = (
    "source/.quay.txt.swp", "source/quay.txt~", "source/4913", "source/.#quay.txt",
    "source/#quay.txt#", "source/.~lock.quay.odt#", "source/~$quay.docx", "source/.git/index",
    "source/.goutputstream-X1", "source/quay.docx.part", "source/.copydesk-1.new", "source",
    "dist", "dist/quay/quay.md", "README.md", "look/other.css", "look", "copydesk.toml~",
    ".copydesk.toml.swp", ".venv/x",
)  # fmt: skip


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_editors_leave_and_what_builds_write_asks_for_no_build(name: str) -> None:
    assert not PLACES.matters(PLACES.root / name, "modified")


@pytest.mark.parametrize("name", MATTERS)
def test_whatever_an_output_is_made_from_asks_for_a_build(name: str) -> None:
    assert PLACES.matters(PLACES.root / name, "modified")


@pytest.mark.parametrize("name", ["source", "dist", "look", "look/house.css"])
def test_a_folder_that_comes_or_goes_asks_for_a_build(name: str) -> None:
    assert PLACES.matters(PLACES.root / name, "deleted")
    assert PLACES.matters(PLACES.root / name, "added") == (name != "dist")


def test_every_folder_with_submissions_is_watched_and_no_link_is_followed(tmp_path: Path) -> None:
    for name in ("source/a/b", "source/.git/x", "source/old~/x", "dist/quay", "look", ".venv/lib"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "source" / "away").symlink_to("/")
    places = Places(tmp_path, tmp_path / "source", tmp_path / "dist", (tmp_path / "look/x.css",))
    found = {folder.relative_to(tmp_path).as_posix() for folder in places.folders()}
    assert found == {".", "source", "source/a", "source/a/b", "look"}


def test_however_much_moves_while_nobody_asks_is_told(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    changes = Changes(print)
    changes.look(Places(tmp_path, tmp_path / "source", tmp_path / "dist"))
    assert changes.gather() is None
    moved = {f"source/{number:0200}.txt" for number in range(1_000)}
    for name in moved:
        (tmp_path / name).touch()
    assert changes.gather(20) == moved
    assert changes.gather() is None
    changes.close()


def test_what_is_made_in_a_new_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    changes = Changes(print)
    changes.look(Places(tmp_path, tmp_path / "source", tmp_path / "dist"))
    (tmp_path / "source" / "may").mkdir()
    assert changes.gather(20) == {"source/may"}
    (tmp_path / "source" / "may" / "quay.txt").touch()
    assert changes.gather(20) == {"source/may/quay.txt"}
    changes.close()
