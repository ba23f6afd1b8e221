"""Files that the settings name are files of the desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from copydesk.errors import ConfigError
from copydesk.gate.belongings import read


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
        ("look", "is no file"),
        ("look/a.css", "larger than 3 bytes"),
        ("../secret", "outside the desk"),
        ("out", "outside the desk"),
        ("ring", "cannot be read"),
        ("pipe", "is no file"),
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
