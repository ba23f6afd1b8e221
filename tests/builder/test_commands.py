"""`build`, `status` and `clean` as scripts call them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from builder.bench import Desk
from copydesk import errors
from copydesk.builder import report
from copydesk.cli import main

SETTINGS = 'formats = ["book", "leaf"]\n'


@pytest.fixture
def run(bench: Desk):
    """Runs a command at the desk, one worker for a build; its exit code."""
    (bench.root / "copydesk.toml").write_text(SETTINGS, encoding="utf-8")
    for name in ("bay.txt", "ferry.txt", "2024/quay.txt"):
        bench.write(name, "The ferry left at dawn.")

    def call(command: str, *words: str) -> int:
        jobs = ["-j", "1"] if command == "build" else []
        return main([command, "-C", str(bench.root), *jobs, *words])

    return call


def built(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/colophon.json"))


def test_a_pattern_builds_what_it_fits(run, bench: Desk) -> None:
    assert run("build", "source/**/q*.txt") == errors.DONE
    assert built(bench.root / "dist") == ["quay"]


@pytest.mark.parametrize("command", ["build", "status", "clean", "check", "library"])
def test_a_list_that_names_nothing_is_not_everything(run, bench, capsys, command) -> None:
    run("build")
    capsys.readouterr()
    (bench.root / "empty").write_text("# nobody\n", encoding="utf-8")
    assert run(command, "@empty") == errors.DONE
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "the list is empty\n")
    assert built(bench.root / "dist") == ["bay", "ferry", "quay"]


def test_a_list_comes_through_standard_input(run, bench: Desk, monkeypatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(b"source/bay.txt\0quay\0"))
    monkeypatch.setattr(sys, "stdin", given)
    assert run("build", "@-") == errors.DONE
    assert built(bench.root / "dist") == ["bay", "quay"]


def test_outputs_go_where_the_user_says_and_are_known_there(run, bench, monkeypatch, capsys):
    elsewhere = bench.root / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("build", "--out", "press") == errors.DONE
    assert built(elsewhere / "press") == ["bay", "ferry", "quay"]
    assert not (bench.root / "dist").exists()
    capsys.readouterr()
    run("status", "--json", "--out", "press")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["state"] for row in rows} == {"fresh"}
    assert run("clean", "--out", "press", "b*") == errors.DONE
    assert built(elsewhere / "press") == ["ferry", "quay"]


def test_outputs_never_go_among_the_submissions(run, bench: Desk, capsys) -> None:
    assert run("build", "--out", str(bench.root / "source" / "made")) == errors.USAGE
    assert "overlap" in capsys.readouterr().err


def test_one_format_alone_is_made(run, bench: Desk) -> None:
    assert run("build", "bay", "--format", "leaf") == errors.DONE
    assert (bench.root / "dist" / "bay" / "bay.leaf").exists()
    assert not (bench.root / "dist" / "bay" / "bay.book").exists()


def test_a_target_that_no_format_is_left_of_is_not_everything(run, bench: Desk, capsys) -> None:
    assert run("build", "dist/bay/bay.book", "ferry", "--format", "leaf") == errors.DONE
    assert built(bench.root / "dist") == ["ferry"]
    assert run("build", "book", "--format", "leaf") == errors.DONE
    assert "0 documents: nothing to do" in capsys.readouterr().err
    assert built(bench.root / "dist") == ["ferry"]


def test_status_of_a_pattern_reads_no_article(run, bench, capsys, monkeypatch) -> None:
    run("build")
    (bench.root / "source" / "bay.txt").write_text("Another text.", encoding="utf-8")
    monkeypatch.setattr("copydesk.review.revision.compare_revision", None)
    capsys.readouterr()
    assert run("status", "b*") == errors.DONE
    assert capsys.readouterr().out.split()[:2] == ["stale", "bay"]


def test_what_lost_its_submission_is_cleaned_by_a_pattern_too(run, bench: Desk) -> None:
    run("build")
    (bench.root / "source" / "bay.txt").unlink()
    assert run("clean", "--orphans", "[abc]*") == errors.DONE
    assert built(bench.root / "dist") == ["ferry", "quay"]


def test_what_would_be_cleaned_is_said_without_doing_it(run, bench: Desk, capsys) -> None:
    run("build")
    (bench.root / "source" / "bay.txt").unlink()
    before = bench.tree()
    capsys.readouterr()
    assert run("clean", "--orphans", "-n") == errors.DONE
    said = capsys.readouterr()
    assert (said.out, said.err) == ("bay\n", "would remove 1 article from `dist`\n")
    assert run("clean", "-n") == errors.DONE
    assert bench.tree() == before


def test_status_names_what_lost_its_submission(run, bench: Desk, capsys) -> None:
    run("build")
    (bench.root / "source" / "bay.txt").unlink()
    bench.write("ferry.txt", "refuse it")
    run("build")
    capsys.readouterr()
    assert run("status", "--why") == errors.DONE
    said = capsys.readouterr()
    assert "orphaned  bay\n  its submission is gone; `copydesk clean --orphans`" in said.out
    assert said.err == "nothing is stale, 1 refused, 1 orphaned\n"
    run("status", "--json")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["slug"]: (row["source"], row["state"]) for row in rows} == {
        "quay": ("source/2024/quay.txt", "fresh"), "ferry": ("source/ferry.txt", "refused"),
        "bay": (None, "orphaned"),
    }  # fmt: skip
    run("status", "--json", "ferry")
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_json_of_a_build_is_all_that_stands_on_stdout(run, bench: Desk, capsys) -> None:
    bench.write("ferry.txt", "refuse it")
    assert run("build", "--json") == errors.REFUSED
    said = capsys.readouterr()
    made = json.loads(said.out)
    jsonschema.validate(made, report.schema())
    assert made["exit_code"] == errors.REFUSED
    assert "refused" in said.err


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The ferry left.", (), errors.DONE),
        ("Who left?", (), errors.DONE),
        ("Who left?", ("--fail-on", "warning"), errors.QUERIES),
        ("Who left?", ("--fail-on", "error"), errors.DONE),
        ("Who left?", ("--strict",), errors.QUERIES),
        ("The ferry  left.", ("--strict",), errors.QUERIES),
        ("refuse it", ("--strict",), errors.REFUSED),
        ("fail it", (), errors.TOOL),
        ("bug", (), errors.BUG),
    ],
)
def test_the_exit_code_is_the_same_the_second_time(run, bench, text, words, expected) -> None:
    bench.write("ferry.txt", text)
    assert run("build", *words) == expected
    assert run("build", *words) == expected
