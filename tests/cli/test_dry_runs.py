"""`-n`: every command that decides says what it would write, and writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.desks import article, laid_out, run
from copydesk import config
from copydesk.review.decisions import changes, citations, front_fields
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import edit_file

TEXT = """The bell of Low Harbour

By Mara Osei and Kofi Brown, translated by Lena Holt

The "bell" of Low Harbour rang twice  on the morning of the flood, and nobody who heard has agreed
since on what it meant (Holt, 1990). Some recieved it as a warning; it could of been a joke.

Share this page

References

Holt, P. (1990) Harbours of the North. Ansel: Quay Press.

Ansel, M. (2003) Lamps of the North. Ansel: Quay Press.
"""
#: What is typed behind the name of the article, and what both runs say of it.
VERBS = {
    "stet": (("--rule", "quote.straight"), "stays, not `“`"),
    "accept": (("--all",), "`could of` → `could have`"),
    "rewrite": (("recieved it", "took it"), "`recieved it` → `took it`"),
    "role": (("5", "quote"), 'quote: `The "bell"'),
    "set": (("authors", "Joan"), "translated by Lena Holt` → `Joan`"),
    "cite": (("1", "--none"), "(Holt, 1990): no citation"),
    "entry": (("holt1990", "year=1991"), "issued: `1990` → `1991`"),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return laid_out(tmp_path, TEXT)


def sidecar(desk: Path) -> str:
    place = desk / "source" / "bell.txt.desk.toml"
    return place.read_text(encoding="utf-8") if place.exists() else ""


def told(desk: Path, capsys: pytest.CaptureFixture[str], verb: str, *more: str) -> list[str]:
    """What a command says of the decision itself."""
    capsys.readouterr()
    assert run(desk, verb, "bell", *VERBS[verb][0], *more) == 0
    said = capsys.readouterr().err
    assert ("nothing written" in said) == ("-n" in more)
    return [line for line in said.splitlines() if VERBS[verb][1] in line]


@pytest.mark.parametrize("verb", VERBS)
def test_a_dry_run_says_what_the_command_would_and_writes_nothing(desk, capsys, verb):
    would = told(desk, capsys, verb, "-n")
    assert would
    assert sidecar(desk) == ""
    assert told(desk, capsys, verb) == would
    assert sidecar(desk) != ""


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "set"])
def test_a_dry_run_takes_nothing_back(desk, capsys, verb):
    assert run(desk, verb, "bell", *VERBS[verb][0]) == 0
    words = VERBS[verb][0] if verb in ("stet", "accept") else VERBS[verb][0][:1]
    before = sidecar(desk)
    capsys.readouterr()
    assert run(desk, verb, "bell", *words, "--forget", "-n") == 0
    assert "nothing written" in capsys.readouterr().err
    assert sidecar(desk) == before


def deciding(desk: Path, *, dry: bool) -> DeskArticle:
    return DeskArticle(desk, config.load(desk), "source/bell.txt", dry=dry)


def decide(made: DeskArticle) -> tuple[object, ...]:
    """Several verdicts in one go, the last of which takes the first one back; what they find."""
    refused = changes.Choice("stet", rules=("quote.straight",))
    first = changes.decide_changes(made, refused)
    fields = citations.correct_entry(made, "holt1990", ["year=1991"])
    entry = citations.describe_entry(made.read_article(), "holt1990")
    citation, _ = citations.decide_citation(made, "1", "", "none")
    front = front_fields.set_front(made, "title", ["The gong"])
    taken = changes.decide_changes(made, changes.Choice("accept", every=True))
    gone = changes.forget_verdicts(made, refused)
    rows = citations.number_citations(made).rows
    return first, fields, entry.reference.csl, citation, front, taken, gone, rows


def test_decisions_of_one_dry_run_come_on_top_of_each_other(desk):
    would = deciding(desk, dry=True)
    told = decide(would), would.read_decisions(), would.read_article()
    assert sidecar(desk) == ""
    made = deciding(desk, dry=False)
    assert (decide(made), made.read_decisions(), made.read_article()) == told
    assert made.is_changed
    assert would.is_changed


def test_the_same_decision_twice_in_a_dry_run_is_new_once(desk):
    would = deciding(desk, dry=True)
    change = edit_file.enter_field("bell.txt", "title", "The gong")
    assert would.revise(change)
    assert not would.revise(change)
    assert would.read_decisions().title == "The gong"


def test_a_slug_is_shown_as_it_would_be(desk, capsys):
    assert run(desk, "set", "bell", "slug", "gong", "-n") == 0
    assert "slug: `bell` → `gong`" in capsys.readouterr().err
    assert sidecar(desk) == ""
    assert article(desk).front.title == "The bell of Low Harbour"
