"""The program that knows misspellings: what it answers, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from copydesk.errors import ToolError
from copydesk.system import misspellings


def forget() -> None:
    """Look for the program again, and take every word for new."""
    misspellings._program.cache_clear()  # noqa: SLF001  what a new process would find
    misspellings._answered().clear()  # noqa: SLF001


def absent(name: str) -> None:
    raise PackageNotFoundError(name)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a shell script in the place of the program."""

    def put(script: str) -> None:
        path = tmp_path / "typos"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o700)

    # No package has it here, so the one on the path is taken.
    monkeypatch.setattr(misspellings, "distribution", absent)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    forget()
    yield put
    forget()


def test_words_that_are_right_or_no_words_have_no_correction() -> None:
    asked = ["harbour", "color", "naïve", "a.b", "", "x\ny", "--version", "qqqxz"]
    assert misspellings.find_corrections(asked) == {}


def test_a_misspelling_has_all_that_it_can_mean() -> None:
    assert misspellings.find_corrections(["recieve", "sieze"]) == {
        "recieve": ("receive",),
        "sieze": ("seize", "size", "siege"),
    }


def test_the_program_is_not_run_again_for_a_word_that_it_was_asked_for(
    program: Callable[[str], None],
) -> None:
    program("cat >/dev/null")
    assert misspellings.find_corrections(["recieve"]) == {}
    program("exit 7")
    assert misspellings.find_corrections(["recieve"]) == {}


def test_a_program_that_is_missing_is_named(program: Callable[[str], None]) -> None:  # noqa: ARG001
    with pytest.raises(ToolError, match="the program `typos` is missing") as caught:
        misspellings.find_corrections(["recieve"])
    assert caught.value.hint


def test_a_program_that_fails_is_quoted(program: Callable[[str], None]) -> None:
    program("cat >/dev/null; echo out of tape >&2; exit 7")
    with pytest.raises(ToolError, match="`typos` failed with 7: out of tape"):
        misspellings.find_corrections(["recieve"])


def test_a_program_that_hangs_is_ended(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misspellings, "SECONDS", 0.2)
    program("exec sleep 60")
    with pytest.raises(ToolError, match=r"did not answer within 0\.2 seconds"):
        misspellings.find_corrections(["recieve"])


@pytest.mark.parametrize("said", ["[1]", "no rows", r"\\xff", '{"type":"typo"}'])
def test_an_answer_that_nobody_can_read_is_an_error_of_the_program(
    program: Callable[[str], None], said: str
) -> None:
    program(f"cat >/dev/null; printf '%b\\n' '{said}'")
    with pytest.raises(ToolError, match="`typos` gave an answer that cannot be read"):
        misspellings.find_corrections(["recieve"])


def test_words_that_were_forgotten_are_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    misspellings.find_corrections(["recieve"])
    monkeypatch.setattr(misspellings, "_REMEMBERED", 0)
    found = misspellings.find_corrections(["recieve", "goverment"])
    assert found == {"recieve": ("receive",), "goverment": ("government",)}
