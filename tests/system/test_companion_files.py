"""Files that the settings name are files of the desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from copydesk.errors import ConfigError, ToolError
from copydesk.system.companion_files import is_own, read, to_write


@pytest.fixture
def desk(tmp_path: Path) -> str:
    root = tmp_path / "desk"
    (root / "look").mkdir(parents=True)
    (root / "look" / "a.css").write_bytes(b"p {}")
    (tmp_path / "secret").write_bytes(b"none of it")
    return str(root)


def test_a_file_of_the_desk_is_read(desk: str) -> None:
    assert read(desk, "look/a.css", 4) == b"p {}"


def test_a_link_within_the_desk_is_followed(desk: str) -> None:
    Path(desk, "b.css").symlink_to("look/a.css")
    assert read(desk, "b.css", 4) == b"p {}"


def test_a_desk_that_is_reached_by_a_link_is_the_desk(desk: str, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(desk)
    assert read(str(tmp_path / "way"), "look/a.css", 4) == b"p {}"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.css", "cannot be read: No such file"),
        ("look", "is not a file"),
        ("look/a.css", "larger than 3 bytes"),
        ("../secret", "outside the desk"),
        ("out", "outside the desk"),
        ("ring", "cannot be read"),
        ("pipe", "is not a file"),
        ("a\0b", "cannot be read"),
    ],
)
def test_what_is_not_read(name: str, why: str, desk: str, tmp_path: Path) -> None:
    Path(desk, "out").symlink_to(tmp_path / "secret")
    Path(desk, "ring").symlink_to("ring")
    os.mkfifo(Path(desk, "pipe"))
    with pytest.raises(ConfigError, match=why) as caught:
        read(desk, name, 3)
    assert caught.value.code == "config.read"


@pytest.fixture
def texts(desk: str, tmp_path: Path) -> Path:
    """A folder of texts beside the desk, which has one of its own."""
    for text in (Path(desk, "source", "a.txt"), tmp_path / "texts" / "c.txt"):
        (text.parent / "deep").mkdir(parents=True)
        text.write_bytes(b"Mud")
    return tmp_path / "texts"


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("source/b.txt", "a.txt"),
        ("source/b.txt", "../look/a.css"),
        ("source/deep/b.txt", "../a.txt"),
        ("../texts/b.txt", "c.txt"),
        ("../texts/deep/b.txt", "../c.txt"),
        ("../texts/b.txt", "../desk/look/a.css"),
    ],
)
@pytest.mark.usefixtures("texts")
def test_a_link_to_a_file_of_the_desk_is_the_desk_s(name: str, end: str, desk: str) -> None:
    Path(desk, name).symlink_to(end)
    assert is_own(desk, name)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("source/b.txt", "../../texts/c.txt"),
        ("../texts/b.txt", "../secret"),
        ("source/b.txt", "/etc/hostname"),
        ("source/b.txt", "../look"),
        ("source/b.txt", "b.txt"),
        ("source/b.txt", "nowhere"),
    ],
)
@pytest.mark.usefixtures("texts")
def test_a_link_to_anything_else_is_not(name: str, end: str, desk: str) -> None:
    Path(desk, name).symlink_to(end)
    assert not is_own(desk, name)


def test_what_is_not_there_yet_and_what_is_a_file_are_written(desk: str) -> None:
    assert to_write(desk, "look/a.css") == Path(desk, "look/a.css")
    assert to_write(desk, "look/b.css") == Path(desk, "look/b.css")


@pytest.mark.parametrize("name", ["pipe", "look"])
def test_a_pipe_or_a_folder_is_no_place_to_write(name: str, desk: str) -> None:
    os.mkfifo(Path(desk, "pipe"))
    with pytest.raises(ToolError, match="is not a file"):
        to_write(desk, name)
