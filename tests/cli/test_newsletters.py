"""The actions of `copydesk newsletter` about issues: what each writes, says and ends with."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from copydesk import cli, errors
from copydesk.builder import colophon
from copydesk.newsletter import issue
from copydesk.settings.newsletters import Attach, Footer

ARTICLES = {
    "harbour-wall": "The Wall That Would Not Hold\n\nBy Mara Lindqvist\n\n12 May 2026\n\n"
    "The harbour wall was built in 1874. It had stood through ninety winters.\n",
    "night-ferry": "Notes from the Night Ferry\n\nBy Tomas Okafor\n\n"
    "The night ferry leaves at ten past eleven, and those who take it know one another.\n",
    "salt-prices": "Why Salt Is Dear Again\n\nBy Ines Ruiz\n\n2 June 2026\n\n"
    "Salt was cheap for a hundred years, and the summers were dry.\n",
}
SENDER = 'from = "The Harbour Review <desk@harbour.example>"'
POSTAL = 'address = "1 Quay Street"'
ISSUE = """\
subject = "Tides, walls and the price of salt"
preheader = "Three stories about water this month"
from = "The Harbour Review <desk@harbour.example>"
date = 2026-05-15T07:00:00+01:00
intro = "Good morning."

[[article]]
src = "harbour-wall"

[[article]]
src = "night-ferry"
mode = "excerpt"

[attach]
formats = ["csl.json"]

[footer]
address = "1 Quay Street"
why = "You asked for it."
unsubscribe = "https://harbour.example/leave"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three articles and an issue of two of them, built once."""
    root = tmp_path_factory.mktemp("desk")
    folder = root / "source" / "newsletters"
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (root / "source" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "may.toml").write_text(ISSUE, encoding="utf-8")
    (root / "copydesk.toml").write_text('formats = ["md"]\n', encoding="utf-8")
    assert cli.main(["-C", str(root), "-q"]) == errors.DONE
    return root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs an action at the desk; exit code, what went to stdout and to stderr."""

    def act(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["newsletter", words[0], "-C", str(desk), *words[1:]])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def tree(desk: Path) -> dict[str, bytes]:
    return {
        path.relative_to(desk).as_posix(): path.read_bytes()
        for path in desk.rglob("*")
        if path.is_file()
    }


def edited(desk: Path, old: str, new: str) -> None:
    path = desk / "source" / "newsletters" / "may.toml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def changed(desk: Path, old: str, new: str) -> None:
    """The issue with one thing of it changed."""
    edited(desk, old, new)


# ── new ──────────────────────────────────────────────────────────────────────


def test_a_new_issue_has_the_latest_articles_and_can_be_built_as_it_is(desk: Path, run) -> None:
    code, out, _ = run("new", "2026-06")
    assert code == errors.DONE
    path = Path(out.strip())
    assert path == desk / "source" / "newsletters" / "2026-06.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [row["src"] for row in table["article"]]
    assert found == ["salt-prices", "harbour-wall", "night-ferry"]
    assert table["subject"] == "Why Salt Is Dear Again"
    assert "# Why Salt Is Dear Again · Ines Ruiz · 2 June 2026" in path.read_text(encoding="utf-8")
    assert run("build", "2026-06", "-q")[0] == errors.DONE


def _woken(line: str) -> str:
    """A line without its `#`, if it is a key, a table, or of the words between the two."""
    text = line.removeprefix("# ")
    is_meant = " = " in text and text.split(" = ")[0].isidentifier()
    return text if is_meant or text.startswith(("[", '"""', "Good morning")) else line


def test_what_sleeps_in_a_new_issue_makes_sense_when_it_is_woken(run) -> None:
    path = Path(run("new", "woken")[1].strip())
    woken = [_woken(line) for line in path.read_text(encoding="utf-8").splitlines()]
    table = tomllib.loads("\n".join(woken))
    # `schema` is for programs that write such files.
    assert table.keys() == {*issue.KEYS} - {"schema"}
    assert table["attach"].keys() == {one.name for one in fields(Attach)}
    assert table["footer"].keys() == {one.name for one in fields(Footer)}
    path.write_text("\n".join(woken), encoding="utf-8")
    assert run("check", "woken")[0] == errors.DONE


def test_what_an_article_can_say_is_told_in_a_new_issue(run) -> None:
    text = Path(run("new", "told")[1].strip()).read_text(encoding="utf-8")
    told = {
        line.split()[1] for line in text.splitlines() if line.startswith("#   ") and "=" in line
    }
    assert told | {"src"} >= {one.name for one in fields(issue.IssueEntry)}


def test_only_the_name_of_a_new_issue_is_called_for(run) -> None:
    code, _, said = run("new")
    assert code == errors.USAGE
    assert said.startswith("error: NAME is missing [usage.syntax]\n")


def test_the_articles_that_are_named_come_in_their_order(run) -> None:
    path = Path(run("new", "two", "night-ferry", "source/harbour-wall.txt")[1].strip())
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [row["src"] for row in table["article"]] == ["night-ferry", "harbour-wall"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("may",), "`source/newsletters/may.toml` exists already"),
        (("a b",), "`a b` is not a valid name of an issue"),
        (("../may",), "`../may` is not a valid name of an issue"),
        (("june", "nite-ferry"), "there is nothing named `nite-ferry` at this desk"),
    ],
)
def test_nothing_is_written_for_a_name_that_cannot_be(desk: Path, run, words, message) -> None:
    before = tree(desk)
    code, _, err = run("new", *words)
    assert (code, message in err) == (errors.USAGE, True)
    assert tree(desk) == before


# ── build, preview, list ─────────────────────────────────────────────────────


def test_what_is_up_to_date_is_left_alone(desk: Path, run) -> None:
    before = tree(desk / "dist" / "newsletter")
    code, _, err = run("build")
    assert (code, "3 up to date; nothing is stale" in err) == (errors.DONE, True)
    assert tree(desk / "dist" / "newsletter") == before


def test_a_preview_is_built_and_its_place_is_all_that_is_printed(desk: Path, run) -> None:
    edited(desk, "Good morning", "Good evening")
    code, out, _ = run("preview", "may")
    assert (code, out) == (errors.DONE, f"{desk}/dist/newsletter/may/preview.html\n")
    assert "Good evening" in Path(out.strip()).read_text(encoding="utf-8")


def test_an_issue_that_lies_elsewhere_is_built_by_its_path(desk: Path, run, tmp_path) -> None:
    other = tmp_path / "special.toml"
    other.write_text(ISSUE, encoding="utf-8")
    assert run("build", str(other))[0] == errors.DONE
    made = colophon.read(desk / "dist" / "newsletter" / "special")
    assert made is not None
    assert made.source == "../special.toml"
    assert "orphaned" not in run("build")[2]


def test_issues_are_listed_by_their_day_with_what_is_wrong(desk: Path, run) -> None:
    late = ISSUE.replace("2026-05-15", "2026-07-15").replace("night-ferry", "nite-ferry")
    (desk / "source" / "newsletters" / "a-late-one.toml").write_text(late, encoding="utf-8")
    rows = [json.loads(line) for line in run("list", "--json")[1].splitlines()]
    assert {(row["name"], row["state"]) for row in rows} == {
        ("may", "fresh"), ("a-late-one", "faulty"),
    }  # fmt: skip
    assert "there is no article `nite-ferry`" in run("list")[1]


@pytest.mark.parametrize("action", ["build", "check", "list"])
def test_a_desk_without_issues_is_told_how_to_get_one(tmp_path: Path, capsys, action) -> None:
    (tmp_path / "source").mkdir()
    assert cli.main(["newsletter", action, "-C", str(tmp_path)]) == errors.DONE
    assert f"`copydesk -C {tmp_path} newsletter new NAME` writes one" in capsys.readouterr().err


@pytest.mark.parametrize("action", ["build", "check", "preview"])
def test_a_name_that_no_issue_has_is_told_with_the_nearest(run, action) -> None:
    code, _, err = run(action, "mai")
    assert code == errors.USAGE
    assert "did you mean `may`?" in err


# ── check ────────────────────────────────────────────────────────────────────


def test_a_check_writes_nothing_even_of_what_is_stale(desk: Path, run) -> None:
    (desk / "source" / "night-ferry.txt").write_text(
        ARTICLES["night-ferry"].replace("eleven", "TK"), encoding="utf-8"
    )
    before = tree(desk)
    code, out, _ = run("check")
    assert code == errors.DONE
    assert "source/newsletters/may.toml: warning: the text contains a placeholder" in out
    assert tree(desk) == before


def test_a_check_says_what_the_build_reports(desk: Path, run) -> None:
    edited(desk, 'preheader = "Three stories about water this month"', "")
    found = [json.loads(line) for line in run("check", "may", "--json")[1].splitlines()]
    assert found
    run("build", "may", "-q")
    report = json.loads((desk / "dist" / "newsletter" / "may" / "report.json").read_bytes())
    assert [{"file": "source/newsletters/may.toml", **one} for one in report["remarks"]] == found


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        (SENDER, "", "issue.sender", "in [newsletter] or in the issue"),
        ("date =", 'target = "mailchimp"\ndate =', "issue.address", "base_url"),
        ("Good morning", "The PDF is attached", "issue.attachments", 'attach.per = "issue"'),
    ],
)
@pytest.mark.usefixtures("changed")
def test_a_check_names_what_is_missing_and_what_to_do(run, code, hint) -> None:
    _, out, _ = run("check", "may")
    assert f"[{code}]\n    " in out
    assert hint in out


@pytest.mark.parametrize(
    ("options", "old", "new", "expected"),
    [
        ((), POSTAL, "", errors.DONE),
        (("--strict",), POSTAL, "", errors.QUERIES),
        (("--fail-on", "error"), POSTAL, "", errors.DONE),
        (("--fail-on", "warning"), POSTAL, "", errors.QUERIES),
        (("--fail-on", "warning"), "Good morning", "Good evening", errors.DONE),
        (("--fail-on", "note"), "Good morning", "Good evening", errors.QUERIES),
        ((), SENDER, 'target = "keila"', errors.QUERIES),
        (("--fail-on", "never"), SENDER, 'target = "keila"', errors.DONE),
        ((), "night-ferry", "nite-ferry", errors.USAGE),
        ((), "csl.json", "csl.jsn", errors.USAGE),
    ],
)
@pytest.mark.usefixtures("changed")
def test_how_a_check_ends_says_how_grave_it_is(run, options, expected) -> None:
    assert run("check", *options)[0] == expected
