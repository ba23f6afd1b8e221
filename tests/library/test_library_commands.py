"""`copydesk references` and `copydesk library`, as an editor types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.references import libraries
from copydesk.settings.limits import Limits
from library.test_library_beside import BIB, TEXT

pytestmark = pytest.mark.check

LIST = "Lam, W. (2016) Silt and the council. Hull: Tide House.\nზღვა და ნავი\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "quiet.txt").write_text(TEXT, "utf-8")
    other = TEXT.replace("The quiet harbour", "The loud harbour").replace("3 May", "4 May")
    (tmp_path / "source" / "loud.txt").write_text(other, "utf-8")
    return tmp_path


def rows(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("form", libraries.FORMS)
def test_a_list_goes_out_in_every_format_with_its_unread_entries(tmp_path, capsys, form):
    (tmp_path / "list.txt").write_text(LIST, "utf-8")
    assert main(["references", str(tmp_path / "list.txt"), "--to", form]) == 0
    shelf = libraries.read_library(capsys.readouterr().out.encode(), "x", Limits(), form)
    assert [entry.key for entry in shelf.entries] == ["lam2016", "entry"]
    assert shelf.entries[0].csl["title"] == "Silt and the council"
    assert shelf.entries[1].csl == {"type": "document", "title": "ზღვა და ნავი"}


def test_lines_are_what_they_were(tmp_path, capsys):
    (tmp_path / "list.txt").write_text(LIST, "utf-8")
    assert main(["references", str(tmp_path / "list.txt")]) == 0
    first, second = rows(capsys.readouterr().out)
    assert set(first) == {"raw", "csl", "confidence"}
    assert (second["csl"], second["confidence"]) == ({}, 0.0)


def test_a_library_is_known_by_its_contents(tmp_path, capsys):
    (tmp_path / "mine").write_text(BIB, "utf-8")
    assert main(["references", str(tmp_path / "mine"), "--to", "csl-json"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in items] == ["osei:ferries", "lam2016", "unread"]
    assert items[0]["title"] == "Ferries in <i>Spring</i>"


def test_a_broken_library_gives_its_good_entries_and_exit_code_3(tmp_path, capsys):
    (tmp_path / "mine.bib").write_text("@book{a, title={A\n\n@book{b, title={B}}", "utf-8")
    assert main(["references", str(tmp_path / "mine.bib"), "--to", "bibtex"]) == 3
    told = capsys.readouterr()
    assert "@book{b," in told.out
    assert "line 3" in told.err


def test_a_submission_gives_the_list_of_its_article(desk, capsys, monkeypatch):
    monkeypatch.chdir(desk)
    assert main(["references", "source/quiet.txt", "--to", "bibtex"]) == 0
    assert capsys.readouterr().out.count("\n@") + 1 == 3


def test_a_submission_goes_by_its_name_where_no_file_does(desk, capsys, monkeypatch):
    monkeypatch.chdir(desk)
    assert main(["references", "quiet", "--to", "bibtex"]) == 0
    assert capsys.readouterr().out.count("\n@") + 1 == 3
    (desk / "quiet").write_text(TEXT.splitlines()[-1], "utf-8")
    assert main(["references", "quiet"]) == 0
    assert len(rows(capsys.readouterr().out)) == 1
    assert main(["references", "nobody"]) == 2
    assert "there is no file `nobody`" in capsys.readouterr().err


def test_the_form_may_be_said(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("quiet.txt").write_text(TEXT, "utf-8")
    assert main(["references", "--from", "article", "quiet.txt"]) == 0
    assert len(rows(capsys.readouterr().out)) == 3


def test_the_library_of_a_desk_has_each_work_once_and_says_why(desk, capsys):
    assert main(["-C", str(desk), "library"]) == 0
    told = capsys.readouterr()
    found = {row["key"]: row for row in rows(told.out)}
    assert list(found) == ["finn2018", "lam2016", "osei2019a", "osei2019b"]
    assert found["lam2016"]["articles"] == [
        {"slug": "loud", "key": "lam2016"}, {"slug": "quiet", "key": "lam2016"},
    ]  # fmt: skip
    assert found["lam2016"]["merged"] == ["the same title, year and first author"]
    assert found["osei2019a"]["merged"] == []
    assert "4 works in 6 entries, 2 of them merged" in told.err


def test_a_built_desk_gives_the_same_library_as_one_that_is_not(desk, capsys):
    main(["-C", str(desk), "library"])
    fresh = capsys.readouterr().out
    # In a process of its own: the threads of a layout engine that worked in this one
    # would be missing in a forked worker.
    build = [sys.executable, "-m", "copydesk", "-C", str(desk), "build", "-j", "1", "-q"]
    subprocess.run(build, check=True, timeout=120)
    main(["-C", str(desk), "library", "-q"])
    assert capsys.readouterr().out == fresh


def test_the_library_goes_out_in_a_format_and_merges_may_be_listed_alone(desk, capsys):
    assert main(["-C", str(desk), "library", "--to", "ris"]) == 0
    assert capsys.readouterr().out.count("TY  - ") == 4
    assert main(["-C", str(desk), "library", "--duplicates"]) == 0
    assert [row["key"] for row in rows(capsys.readouterr().out)] == ["finn2018", "lam2016"]


def test_an_article_that_cannot_be_read_is_named_and_its_neighbours_are_there(desk, capsys):
    (desk / "source" / "loud.bib").write_text("@book{a, title={A", "utf-8")
    assert main(["-C", str(desk), "library"]) == 3
    told = capsys.readouterr()
    assert [row["key"] for row in rows(told.out)] == ["finn2018", "lam2016", "osei2019"]
    assert "source/loud.txt" in told.err
