"""Issues of a newsletter: what is built of them when, and what stops one of them alone."""

from __future__ import annotations

import email
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import BOOK, Desk, Stock, rests
from copydesk import builder, registry
from copydesk.builder import book_job, colophon
from copydesk.errors import ToolError, UsageError
from copydesk.writers.collection import Volume

pytestmark = pytest.mark.check

NAME = "newsletter/may"
ISSUE = """\
subject = "Ferries and walls"
date = 2026-05-15
from = "desk@harbour.example"

[[article]]
src = "ferry"

[[article]]
src = "source/wall.txt"
mode = "excerpt"

[attach]
formats = ["book"]
"""
FILES = [
    "archive.html", "colophon.json", "files", "fragment.html", "issue.eml", "issue.html",
    "issue.md", "issue.txt", "preview.html", "report.json",
]  # fmt: skip


@pytest.fixture
def letters(stock: Stock) -> Desk:
    """A desk with two articles, an issue of both and one that is in none, all built."""
    return stock(_issued)


def _issued(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("wall.txt", "The wall broke at noon.")
    bench.write("lamp.txt", "The lamp burnt all night.")
    bench.write("newsletters/may.toml", ISSUE)
    assert bench.states(bench.build())[NAME].startswith("built")


def home(letters: Desk) -> Path:
    return letters.root / "dist" / NAME


def stamp(letters: Desk) -> int:
    return (home(letters) / "colophon.json").stat().st_mtime_ns


def rewritten(letters: Desk, old: str, new: str, name: str = "newsletters/may.toml") -> None:
    path = letters.root / "source" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rebuilt(letters: Desk) -> set[str]:
    """What a build makes anew."""
    made = letters.states(letters.build())
    return {name for name, state in made.items() if state.startswith("built")}


# ── what is left alone ───────────────────────────────────────────────────────


def test_a_second_build_has_nothing_to_do(letters: Desk) -> None:
    before = stamp(letters)
    assert set(letters.states(letters.build()).values()) == {"up to date"}
    assert letters.reasons() == {}
    assert stamp(letters) == before


@pytest.mark.parametrize("name", ["newsletters/may.toml", "ferry.txt"])
def test_a_file_that_was_touched_but_not_changed_makes_nothing_stale(
    letters: Desk, name: str
) -> None:
    path = letters.root / "source" / name
    path.write_bytes(path.read_bytes())
    assert rebuilt(letters) == set()


def test_an_article_that_is_not_in_it_leaves_it_alone(letters: Desk) -> None:
    letters.write("lamp.txt", "The lamp went out.")
    assert rebuilt(letters) == {"lamp"}


def test_where_messages_are_handed_over_changes_no_issue(letters: Desk) -> None:
    letters.set(newsletter={"smtp": "smtp://mail.harbour.example", "user": "desk"})
    assert rebuilt(letters) == set()


def test_an_article_that_was_made_anew_with_the_same_bytes_leaves_it_alone(letters: Desk) -> None:
    letters.build("ferry", rebuild_all=True)
    assert rebuilt(letters) == set()


def test_a_format_of_an_article_that_was_made_again_leaves_it_alone(letters: Desk) -> None:
    """Two formats share a file, and the order in which they were made is no matter."""
    rewritten(letters, '["book"]', '["jats.xml", "shared.xml"]')
    shared = replace(registry.WRITERS["jats.xml"], name="shared.xml", suffix=".shared.xml")
    registry.WRITERS["shared.xml"] = shared
    assert NAME in rebuilt(letters)
    before = letters.tree()
    for name in ("ferry.shared.xml", "ferry.jats.xml"):
        (letters.root / "dist" / "ferry" / name).unlink()
        assert rebuilt(letters) == {"ferry"}
        assert letters.tree() == before


# ── what is built ────────────────────────────────────────────────────────────


def test_an_issue_has_a_folder_with_all_its_files(letters: Desk) -> None:
    assert sorted(path.name for path in home(letters).iterdir()) == FILES


def test_only_articles_of_issues_are_made_into_pieces_of_a_page(letters: Desk) -> None:
    made = sorted(path.parent.name for path in (letters.root / "dist").glob("*/*.fragment.html"))
    assert made == ["ferry", "wall"]


@pytest.mark.parametrize(
    "target",
    [NAME, "may", "newsletters", "source/newsletters/may.toml", "dist/newsletter/may/issue.eml",
     "dist/newsletter/may", "newsletter/m*"],
)  # fmt: skip
def test_a_target_makes_the_issue_and_before_it_what_it_needs(bench: Desk, target: str) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("wall.txt", "The wall broke at noon.")
    bench.write("lamp.txt", "The lamp burnt all night.")
    bench.write("newsletters/may.toml", ISSUE)
    made = {one.slug: set(one.formats) for one in bench.build(target).outcomes}
    needed = {"article", "book", "fragment.html"}
    assert made == {"ferry": needed, "wall": needed, NAME: {"issue"}}
    assert sorted(path.name for path in home(bench).iterdir()) == FILES


def test_what_is_attached_are_the_files_of_the_articles(letters: Desk) -> None:
    message = email.message_from_bytes((home(letters) / "issue.eml").read_bytes())
    sent = [
        hashlib.sha256(part.get_payload(decode=True)).hexdigest()  # type: ignore[arg-type]
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
    ]
    out = letters.root / "dist"
    assert sent == [
        hashlib.sha256((out / slug / f"{slug}.book").read_bytes()).hexdigest()
        for slug in ("ferry", "wall")
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Ferries and", "Boats and", "source changed"),
        ('["book"]', '["leaf"]', "source changed"),
        ('"excerpt"', '"link"', "source changed"),
    ],
)
def test_a_change_of_its_file_makes_it_alone_anew(
    letters: Desk, old: str, new: str, reason: str
) -> None:
    rewritten(letters, old, new)
    assert reason in letters.reasons()[NAME]
    assert rebuilt(letters) == {NAME}


@pytest.mark.parametrize(
    "table",
    [
        {"newsletter": {"title": "The Harbour Review"}},
        {"newsletter": {"footer": {"address": "1 Quay Street"}}},
        {"newsletter": {"target": "mailchimp"}},
    ],
)
def test_what_all_issues_share_makes_them_alone_anew(letters: Desk, table: dict[str, str]) -> None:
    letters.set(**table)
    assert letters.reasons() == {NAME: ("settings changed",)}
    assert rebuilt(letters) == {NAME}


def test_a_change_of_an_article_makes_it_and_its_issue_anew(letters: Desk) -> None:
    letters.write("ferry.txt", "The ferry left at noon.")
    assert letters.reasons()[NAME] == ("its article source/ferry.txt is stale",)
    assert rebuilt(letters) == {"ferry", NAME}
    assert b"left at noon" in (home(letters) / "issue.txt").read_bytes()


@pytest.mark.parametrize("name", ["issue.eml", "report.json"])
def test_an_output_that_was_changed_or_taken_away_is_made_again(letters: Desk, name: str) -> None:
    kept = (home(letters) / name).read_bytes()
    (home(letters) / name).write_bytes(b"changed by hand")
    assert letters.reasons() == {NAME: (f"output changed by hand: {name}",)}
    assert rebuilt(letters) == {NAME}
    (home(letters) / name).unlink()
    assert letters.reasons() == {NAME: (f"output missing: {name}",)}
    assert rebuilt(letters) == {NAME}
    assert (home(letters) / name).read_bytes() == kept


def test_the_same_is_made_twice_and_by_any_number_of_workers(letters: Desk) -> None:
    kept = letters.tree()
    assert any(name.startswith(NAME) for name in kept)
    for jobs in (1, 2):
        letters.build(rebuild_all=True, jobs=jobs)
        assert letters.tree() == kept


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(letters: Desk) -> None:
    letters.write("ferry.txt", "The ferry left at noon.")
    before = letters.tree()
    made = letters.states(letters.build(dry_run=True))
    assert made == {"ferry": "stale", "wall": "up to date", "lamp": "up to date", NAME: "stale"}
    assert letters.tree() == before


# ── formats that an issue asks for ───────────────────────────────────────────


def test_a_format_that_an_issue_asks_for_is_wanted_as_long_as_it_does(letters: Desk) -> None:
    letters.set(formats=["leaf"])
    letters.build()
    books = sorted(path.name for path in (letters.root / "dist").glob("*/*.book"))
    assert books == ["ferry.book", "wall.book"]
    assert rebuilt(letters) == set()
    rewritten(letters, '["book"]', "[]")
    assert NAME in rebuilt(letters)
    assert [*(letters.root / "dist").glob("*/*.book")] == []


def test_a_format_that_goes_with_one_article_is_made_of_that_alone(letters: Desk) -> None:
    rewritten(letters, 'src = "ferry"', 'src = "ferry"\nattach = ["txt"]')
    letters.build()
    assert [path.name for path in (letters.root / "dist").glob("*/*.txt")
            if path.parent.name != "may"] == ["ferry.txt"]  # fmt: skip
    report = json.loads((home(letters) / "report.json").read_bytes())
    assert [one["format"] for one in report["attachments"]] == ["txt", "book"]


@pytest.mark.parametrize(("form", "told"), [("leaf", 0), ("jats.xml", 2)])
def test_a_format_whose_files_do_not_all_go_with_an_issue_is_told(
    letters: Desk, form: str, told: int
) -> None:
    rewritten(letters, '["book"]', f'["{form}"]')
    assert NAME in rebuilt(letters)
    report = json.loads((home(letters) / "report.json").read_bytes())
    said = [one["message"] for one in report["remarks"] if one["code"] == "issue.beside"]
    assert len(said) == told
    assert all(".csl.json`" in message for message in said)


def test_a_book_of_all_is_made_anew_only_when_what_it_is_made_from_has_changed(
    letters: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Volume) -> bytes:
        raise ToolError("no books today", code="tool.test")

    registry.WRITERS["epub"] = replace(BOOK, name="epub", suffix=".epub")
    rewritten(letters, '["book"]', '["epub"]\nper = "issue"')
    assert rebuilt(letters) == {NAME}
    assert rebuilt(letters) == set()
    bound = home(letters) / "book" / "book.epub"
    before = bound.read_bytes()
    with monkeypatch.context() as patch:
        patch.setitem(book_job.WRITERS, "epub", fail)
        rewritten(letters, 'from = "desk', 'from = "news')
        assert rebuilt(letters) == {NAME}
    assert bound.read_bytes() == before
    for change in (
        lambda: bound.write_bytes(b"by hand"),
        lambda: letters.write("wall.txt", "The wall broke at ten."),
        lambda: rewritten(letters, "Ferries and walls", "Walls and ferries"),
    ):
        change()
        with monkeypatch.context() as patch:
            patch.setitem(book_job.WRITERS, "epub", fail)
            found = {one.slug: one for one in letters.build().outcomes}
        assert (found[NAME].status, found[NAME].message) == ("failed", "no books today")
        assert NAME in rebuilt(letters)


# ── what goes wrong ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ('src = "ferry"', 'src = "fery"',
         "source/newsletters/may.toml: there is no article `fery`", "did you mean `ferry`?"),
        ('src = "ferry"', 'src = "wall"',
         "source/newsletters/may.toml: the article `source/wall.txt` is listed twice",
         "remove one of them"),
        ('["book"]', '["boook"]',
         "source/newsletters/may.toml: `boook` is not a format to attach", "did you mean `book`?"),
        ('["book"]', '["proof"]',
         "source/newsletters/may.toml: `proof` is not a format to attach", "known are "),
        ('subject = "Ferries and walls"', "",
         "source/newsletters/may.toml: an issue needs a `subject`", 'write subject = "…"'),
    ],
)  # fmt: skip
def test_a_faulty_issue_fails_alone_and_says_what_is_wrong(
    letters: Desk, old: str, new: str, message: str, hint: str
) -> None:
    rewritten(letters, old, new)
    letters.write("lamp.txt", "The lamp went out.")
    report = letters.build()
    found = {one.slug: one for one in report.outcomes}
    assert (found[NAME].status, found[NAME].message) == ("failed", message)
    assert found[NAME].hint.startswith(hint)
    assert found[NAME].kept
    assert found["lamp"].status == "built"
    assert report.exit_code() == 2


@pytest.mark.parametrize(
    ("text", "status", "verb", "code"),
    [("refuse all of it", "refused", "is refused", 3), ("fail at it", "failed", "fails", 4)],
)
def test_an_article_that_cannot_be_made_stops_its_issue_and_no_other(
    letters: Desk, text: str, status: str, verb: str, code: int
) -> None:
    letters.write("newsletters/june.toml", ISSUE.replace("source/wall.txt", "lamp"))
    letters.write("wall.txt", text)
    before = stamp(letters)
    report = letters.build()
    found = {one.slug: one for one in report.outcomes}
    assert found[NAME].status == status
    assert found[NAME].message.startswith(f"its article `source/wall.txt` {verb}: ")
    assert found["newsletter/june"].status.startswith("built")
    assert report.exit_code() == code
    assert stamp(letters) == before
    again = {one.slug: one.status for one in letters.build().outcomes}
    assert again[NAME] == status
    letters.write("wall.txt", "The wall broke at noon.")
    assert letters.states(letters.build())[NAME] == "up to date"


def test_the_first_failure_stops_issues_too_when_that_is_asked_for(letters: Desk) -> None:
    letters.write("lamp.txt", "refuse all of it")
    rewritten(letters, "Ferries", "Boats")
    assert letters.states(letters.build(fail_fast=True))[NAME] == "not tried"


def test_two_issues_are_never_built_into_one_folder(letters: Desk) -> None:
    letters.write("newsletters/may!.toml", ISSUE.replace("may", "may2"))
    report = letters.build()
    assert letters.states(report)["newsletter/may-2"].startswith("built")
    assert report.renamed == (("source/newsletters/may.toml", "newsletter/may-2"),)


@pytest.mark.parametrize(
    ("target", "told"),
    [("newsletters", True), ("newsletter/may-2", True), ("newsletter/may", False), ("lamp", False)],
)
def test_the_folder_of_an_issue_whose_own_is_taken_is_told_when_it_is_built(
    letters: Desk,
    target: str,
    told: bool,  # noqa: FBT001  a case
) -> None:
    letters.write("newsletters/may!.toml", ISSUE.replace("may", "may2"))
    found = (("source/newsletters/may.toml", "newsletter/may-2"),)
    assert letters.build(target).renamed == (found if told else ())


# ── what is gone, and what lies elsewhere ────────────────────────────────────


def test_an_issue_whose_file_is_gone_is_an_orphan(letters: Desk) -> None:
    (letters.root / "source" / "newsletters" / "may.toml").unlink()
    assert letters.build().orphans == (NAME,)
    assert builder.clean(letters.root, letters.config, orphans=True) == (NAME,)
    assert not home(letters).exists()


def test_an_issue_is_cleaned_by_its_name(letters: Desk) -> None:
    assert builder.clean(letters.root, letters.config, ["may"]) == (NAME,)
    assert rebuilt(letters) == {NAME}


def test_a_file_that_lies_elsewhere_is_built_by_its_path_and_is_no_orphan(letters: Desk) -> None:
    path = letters.root / "special.toml"
    path.write_text(ISSUE, encoding="utf-8")
    report = letters.build("newsletter/special", issues=(path,))
    assert letters.states(report)["newsletter/special"].startswith("built")
    assert colophon.read(letters.root / "dist" / "newsletter" / "special").source == "special.toml"  # type: ignore[union-attr]
    assert letters.build().orphans == ()
    path.unlink()
    assert letters.build().orphans == ("newsletter/special",)


def test_a_name_that_no_issue_has_is_told_with_the_nearest(letters: Desk) -> None:
    with pytest.raises(UsageError) as caught:
        letters.build("newsletter/mai")
    assert caught.value.hint == f"did you mean `{NAME}`?"


# ── the desk as a whole ──────────────────────────────────────────────────────


def test_a_desk_with_an_issue_is_sealed_until_something_of_it_moves(letters: Desk) -> None:
    import os

    for path in (letters.root / "source").rglob("*"):
        os.utime(path, ns=(1_700_000_000_000_000_000,) * 2)
    letters.build()
    letters.build()
    assert rests(letters.root, letters.config) == 4
    changed = Desk(letters.root, letters.config)
    changed.set(newsletter={"title": "The Harbour Review"})
    assert rests(letters.root, changed.config) is None
    (home(letters) / "issue.txt").unlink()
    assert rests(letters.root, letters.config) is None


def test_the_page_of_the_desk_shows_issues_apart(letters: Desk) -> None:
    page = (letters.root / "dist" / "index.html").read_text(encoding="utf-8")
    assert "<li>newsletters: <b>1</b></li>" in page
    _, _, shown = page.partition('<h2 id="issues">Newsletters</h2>')
    assert f'<a href="{NAME}/preview.html"><bdi lang="en-GB">Ferries and walls</bdi></a>' in shown
    for name in ("issue.eml", "fragment.html", "archive.html"):
        assert f'href="{NAME}/{name}"' in shown
