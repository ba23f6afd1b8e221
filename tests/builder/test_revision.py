"""A revised submission: what its author changed, and what became of the editor's decisions."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.desks import TEXT, decisions, edits, laid_out, run
from copydesk.builder import received_texts
from copydesk.model import Line, Submission
from copydesk.review.revision import find_differences, word_changes

pytestmark = pytest.mark.check

REVISED = (
    TEXT.replace("Some recieved it as a warning", "Some recieved it as a fair warning")
    .replace("A few of the boats came back by autumn. ", "")
    .replace("The town council", "The winter was long.\n\nThe town council")
)
words = st.lists(st.sampled_from(["bell", "tide", "quay ", "of", "  ", "Low Harbour"]), max_size=6)
texts = st.lists(words.map(" ".join), max_size=7)


@pytest.fixture
def desk(tmp_path):
    return laid_out(tmp_path)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The same desk, built."""
    desk = laid_out(tmp_path_factory.mktemp("once"))
    assert run(desk, "md") == 0
    return desk


@pytest.fixture
def built(once, tmp_path):
    """A copy of it, with all times."""
    return shutil.copytree(once, tmp_path / "built")


def status(desk, capsys, *words):
    capsys.readouterr()
    assert run(desk, "status", *words) == 0
    return capsys.readouterr().out


def told(desk, capsys):
    return json.loads(status(desk, capsys, "bell", "--json"))


def revise(desk, text=REVISED):
    (desk / "source" / "bell.txt").write_text(text, encoding="utf-8")


def test_a_new_version_is_told_line_by_line(built, capsys):
    revise(built)
    row = told(built, capsys)
    assert row["revision"]["against"] == "last"
    kinds = [(one["kind"], one["old"], one["new"]) for one in row["revision"]["changes"]]
    assert kinds == [("changed", 6, 6), ("added", None, 8), ("changed", 11, 13)]
    shown = status(built, capsys, "bell")
    assert "lines, since it was built: 1 added, 2 changed" in shown
    assert "{+fair␣+}" in shown
    assert "+ line 8" in shown


def test_decisions_that_fit_moved_and_are_stale_are_counted_and_named(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "quote.straight", "--rule", "spell") == 0
    assert run(desk, "rewrite", "bell", "A few of the boats", "Three boats") == 0
    assert run(desk, "md") == 0
    assert told(desk, capsys)["decisions"] == {"fit": 4, "moved": [], "stale": []}
    old = {one.rule: one.id for one in decisions(desk).edits}["spell.dictionary"]
    revise(desk)
    found = told(desk, capsys)["decisions"]
    assert found["fit"] == 2
    (moved,) = found["moved"]
    assert (moved["from"], moved["to"]) == (old, edits(desk, "spell.dictionary")[0].id)
    (stale,) = found["stale"]
    assert "A few of the boats" in stale["message"]
    shown = status(desk, capsys, "bell")
    assert "decisions: 2 fit, 1 moved with their words, 1 fit nothing for certain" in shown
    assert f"stet {old} is {moved['to']} now" in shown


def test_after_the_build_the_version_before_is_still_known(built, capsys):
    revise(built)
    assert run(built, "md") == 0
    row = told(built, capsys)["revision"]
    assert row["against"] == "before"
    assert len(row["changes"]) == 3


def test_a_rebuild_for_other_reasons_forgets_no_version(built, capsys):
    revise(built)
    assert run(built, "md") == 0
    assert run(built, "set", "bell", "title", "The bell") == 0
    assert run(built, "md") == 0
    assert told(built, capsys)["revision"]["against"] == "before"


def test_with_the_outputs_gone_decisions_are_told_and_no_version_is_known(desk, capsys):
    assert run(desk, "stet", "bell", "--rule", "spell") == 0
    assert run(desk, "md") == 0
    shutil.rmtree(desk / "dist")
    revise(desk)
    row = told(desk, capsys)
    assert row["revision"] == {"against": "none", "changes": []}
    assert len(row["decisions"]["moved"]) == 1
    assert "no earlier version is known" in status(desk, capsys, "bell")


@pytest.mark.parametrize("data", [b"", b"no gzip", gzip.compress(b"[" * 99_999), None])
def test_a_text_that_is_not_remembered_is_said_so(built, capsys, data):
    place = built / "dist" / ".desk" / "received" / "bell.gz"
    place.unlink() if data is None else place.write_bytes(data)
    revise(built)
    assert told(built, capsys)["revision"]["against"] == "unknown"
    assert "is not stored" in status(built, capsys, "bell")


def test_a_rewritten_text_is_told_in_short_and_whole_to_machines(built, capsys):
    revise(built, TEXT + "\n\n".join(f"Paragraph {n}: " + f"tide {n} " * 99 for n in range(60)))
    shown = status(built, capsys, "bell")
    assert "lines, since it was built: 60 added" in shown
    assert "… and 20 lines more" in shown
    assert len(shown) < 40 * 500
    changes = told(built, capsys)["revision"]["changes"]
    assert len(changes) == 60
    assert len(changes[0]["parts"][0][1]) > 500


def test_a_build_that_failed_half_way_is_not_what_is_compared_with(built, capsys):
    revise(built)
    lines = tuple(Line(number, text) for number, text in enumerate(REVISED.split("\n"), 1))
    # Remembered, and then the outputs were not written.
    received_texts.keep_text(
        built / "dist", "bell", Submission("bell.txt", "0" * 64, "text/plain", lines)
    )
    row = told(built, capsys)["revision"]
    assert row["against"] == "last"
    assert len(row["changes"]) == 3


def test_without_a_name_or_by_a_format_no_article_is_read(desk, capsys, monkeypatch):
    from copydesk.builder import single_article

    def fail(*_):
        raise AssertionError("an article was read")

    monkeypatch.setattr(single_article, "read_article", fail)
    for words in ((), ("md",), ("--json",)):
        assert "revision" not in status(desk, capsys, *words)


def test_a_name_of_a_refused_submission_is_answered_all_the_same(desk, capsys):
    revise(desk, "Home\nMenu\nSubscribe\n")
    assert run(desk, "md") == 3
    shown = status(desk, capsys, "bell")
    assert shown.startswith("refused")
    assert told(desk, capsys)["revision"] is None


def test_cleaning_forgets_the_text(built):
    assert run(built, "clean") == 0
    assert received_texts.load_texts(built / "dist", "bell") == ()


def test_the_same_text_is_remembered_in_the_same_bytes(built):
    place = built / "dist" / ".desk" / "received" / "bell.gz"
    first = place.read_bytes()
    shutil.rmtree(built / "dist")
    assert run(built, "md") == 0
    assert place.read_bytes() == first


# ── lines and words ──────────────────────────────────────────────────────────


@given(texts, texts)
def test_the_changes_lead_from_one_version_to_the_other(then, now):
    taken = {}
    given_ = {}
    for change in find_differences(then, now):
        if change.old:
            taken[change.old] = "".join(text for part, text in change.parts if part != "given")
        if change.new:
            given_[change.new] = "".join(text for part, text in change.parts if part != "taken")
    assert all(then[number - 1] == text for number, text in taken.items())
    assert all(now[number - 1] == text for number, text in given_.items())
    kept = [text.split() for at, text in enumerate(then, 1) if text.strip() and at not in taken]
    same = [text.split() for at, text in enumerate(now, 1) if text.strip() and at not in given_]
    assert kept == same


@given(texts)
def test_a_text_is_not_changed_against_itself(then):
    assert list(find_differences(then, then)) == []
    assert list(find_differences(then, ["", *then, " "])) == []


@given(words.map(" ".join), words.map(" ".join))
def test_words_taken_and_given_make_both_texts(old, new):
    parts = list(word_changes(old, new))
    assert "".join(text for part, text in parts if part != "given") == old
    assert "".join(text for part, text in parts if part != "taken") == new
