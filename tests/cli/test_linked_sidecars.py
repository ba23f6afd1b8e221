"""A sidecar that is a link: of the desk it is heeded and written, one that leads out neither."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.desks import run
from copydesk import errors
from review.reviewed import SIDECAR, laid_out

SONG = 'title = "The secret canary"\n'
#: Every command that decides on a text, with words that it takes without a link. What decides on
#: pictures is tried beside them, in `test_picturing.py`.
DECIDING = {
    "accept": ("accept", "salt", "--all"),
    "stet": ("stet", "salt", "--rule", "spell.dictionary"),
    "accept --forget": ("accept", "salt", "--all", "--forget"),
    "rewrite": ("rewrite", "salt", "its price", "the price"),
    "set": ("set", "salt", "title", "Salt"),
    "role": ("role", "salt", "5", "subtitle"),
    "cite": ("cite", "salt", "2", "marlow2020a"),
    "entry": ("entry", "salt", "osei2017", "ok"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "desk")


def linked(desk: Path, end: Path) -> Path:
    (desk / SIDECAR).symlink_to(end)
    return end


@pytest.mark.parametrize("words", DECIDING.values(), ids=DECIDING)
def test_a_decision_is_not_written_where_a_link_leads_out_of_the_desk(
    desk: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    end = linked(desk, desk.parent / "secret.toml")
    end.write_text(SONG)
    assert run(desk, *words) == errors.TOOL
    said = capsys.readouterr().err
    assert f"`{SIDECAR}` is a link that leads out of the desk" in said
    assert "put the file itself there" in said
    assert "canary" not in said
    assert (desk / SIDECAR).is_symlink()
    assert end.read_text() == SONG


@pytest.mark.parametrize("words", DECIDING.values(), ids=DECIDING)
def test_a_decision_waits_for_no_pipe_that_lies_where_the_sidecar_would(
    desk: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(desk / SIDECAR)
    assert run(desk, *words) == errors.TOOL
    assert f"`{SIDECAR}` is not a file" in capsys.readouterr().err
    assert (desk / SIDECAR).is_fifo()


def test_a_link_that_leads_nowhere_is_no_place_for_decisions(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    end = linked(desk, desk.parent / "nothing.toml")
    assert run(desk, *DECIDING["set"]) == errors.TOOL
    assert "is a link that leads nowhere" in capsys.readouterr().err
    assert (desk / SIDECAR).is_symlink()
    assert not end.exists()


@pytest.mark.parametrize("words", DECIDING.values(), ids=DECIDING)
def test_the_same_is_written_where_there_is_no_link(desk: Path, words: tuple[str, ...]) -> None:
    assert run(desk, *words) == errors.DONE
    assert (desk / SIDECAR).exists() is ("--forget" not in words)


def test_a_link_within_the_desk_is_a_sidecar_as_any_other(desk: Path) -> None:
    end = linked(desk, desk / "salt.toml")
    end.write_text('byline = "Ada Lind"\n')
    assert run(desk, *DECIDING["set"]) == errors.DONE
    assert "Ada Lind" in (desk / SIDECAR).read_text()


@pytest.mark.parametrize("command", ["picture", "rewrite", "role", "set", "cite", "entry"])
def test_what_there_is_to_decide_is_listed_all_the_same_without_what_the_link_leads_to(
    desk: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    end = linked(desk, desk.parent / "secret.toml")
    end.write_text(SONG)
    assert run(desk, command, "salt") == errors.DONE
    told = capsys.readouterr()
    assert "canary" not in told.out + told.err
