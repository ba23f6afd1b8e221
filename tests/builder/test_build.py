"""Building: every document has its outcome, and none stops another."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import replace
from functools import partial

import pytest

from builder.bench import Desk
from copydesk import builder, errors
from copydesk.builder import survey
from copydesk.builder.workers import pool, protocol
from copydesk.errors import ConfigError, ToolError, UsageError


def test_a_new_article_is_built_in_every_format(bench: Desk) -> None:
    bench.write("first.txt", "The ferry left at dawn.")
    report = bench.build()
    assert bench.states(report) == {"first": "built"}
    assert report.exit_code() == errors.DONE
    assert set(bench.tree()) == {
        "first/article.json", "first/colophon.json", "first/first.book", "first/first.leaf",
        "first/review/proof.html",
    }  # fmt: skip


def test_a_second_build_has_nothing_to_do(bench: Desk) -> None:
    bench.write("first.txt", "The ferry left at dawn.")
    bench.build()
    before = {path: path.stat().st_mtime_ns for path in (bench.root / "dist" / "first").rglob("*")}
    report = bench.build()
    assert bench.states(report) == {"first": "up to date"}
    assert not bench.told
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_bad_neighbours_stop_nobody(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("z.txt", "It came back at noon.")
    bench.build()
    clean = bench.tree()
    for name in ("refuse", "bug", "fail", "lawless", "die"):
        bench.write(f"{name}.txt", f"{name} for this reason")
    report = bench.build(rebuild_all=True, jobs=2)
    assert bench.states(report) == {
        "a": "built", "bug": "failed", "die": "failed", "fail": "failed", "lawless": "failed",
        "refuse": "refused", "z": "built",
    }  # fmt: skip
    assert report.exit_code() == errors.BUG
    assert bench.tree() == clean
    assert not bench.leftovers()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("refuse a shopping list", errors.REFUSED, "not an article: a shopping list"),
        ("fail pandoc fell over", errors.TOOL, "pandoc fell over"),
        ("lawless a word was lost", errors.BUG, "a word was lost"),
        ("bug no such thing", errors.BUG, "no such thing"),
        ("cram it", errors.TOOL, "`source/a.txt` was not built: No space left on device"),
        ("die", errors.TOOL, "ended its worker twice (signal 9)"),
    ],
)
def test_the_exit_code_and_the_words_tell_what_happened(
    bench: Desk, text: str, code: int, words: str
) -> None:
    bench.write("a.txt", text)
    report = bench.build()
    assert report.exit_code() == code
    assert words in report.outcomes[0].message


def test_queries_and_proposals_are_counted_even_when_nothing_is_built(bench: Desk) -> None:
    bench.write("a.txt", "Which  ferry?")
    for status in ("built with queries", "up to date"):
        report = bench.build()
        (outcome,) = report.outcomes
        assert outcome.status == status
        assert outcome.queries == (("structure.title", 1),)
        assert outcome.proposed == 1
        assert [report.exit_code(level) for level in ("never", "note", "warning", "error")] == [
            0, 1, 1, 0,
        ]  # fmt: skip
        assert report.exit_code(strict=True) == 1


def test_a_refusal_is_remembered_and_earlier_outputs_stand(bench: Desk) -> None:
    path = bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    before = bench.tree()
    path.write_text("refuse this one", encoding="utf-8")
    assert bench.build().exit_code() == errors.REFUSED
    for _ in range(2):
        report = bench.build()
        assert bench.states(report) == {"a": "refused"}
        assert report.exit_code() == errors.REFUSED
        assert report.outcomes[0].seconds == 0
        assert report.outcomes[0].kept
    assert bench.tree() == before
    path.write_text("The ferry left at noon.", encoding="utf-8")
    assert bench.states(bench.build()) == {"a": "built"}


def test_a_refused_one_is_tried_again_when_asked(bench: Desk) -> None:
    bench.write("a.txt", "refuse this one")
    bench.build()
    assert bench.build(rebuild_all=True).outcomes[0].seconds > 0


def test_why_a_document_was_refused_is_said_by_status_and_by_a_dry_run(bench: Desk) -> None:
    bench.write("a.txt", "refuse this one")
    bench.build()
    (standing,) = builder.status(bench.root, bench.config)
    assert standing.why == ("not an article: this one", "send another")
    (outcome,) = bench.build(dry_run=True).outcomes
    assert (outcome.status, outcome.message) == ("refused", "not an article: this one")
    (outcome,) = bench.build(dry_run=True, rebuild_all=True).outcomes
    assert (outcome.status, outcome.message) == ("stale", "")
    assert outcome.reasons == ("asked for with -B", "was refused: not an article: this one")


def test_a_file_past_the_limit_is_refused_unread(bench: Desk) -> None:
    with bench.write("a.txt", "").open("r+b") as file:
        file.truncate(10**12)
    for _ in range(2):
        report = bench.build()
        assert bench.states(report) == {"a": "refused"}
        assert "20,000,000 bytes" in report.outcomes[0].message


def test_a_faulty_sidecar_costs_its_own_document(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.write("a.txt.desk.toml", 'titel = "Dawn"')
    report = bench.build()
    assert bench.states(report) == {"a": "failed", "b": "built"}
    assert report.exit_code() == errors.USAGE
    assert report.outcomes[0].message.startswith("source/a.txt.desk.toml: unknown key `titel`")


def test_a_dry_run_changes_nothing_and_says_why(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    report = bench.build(dry_run=True)
    assert bench.states(report) == {"a": "stale"}
    assert report.outcomes[0].reasons == ("new",)
    assert not (bench.root / "dist").exists()


def test_after_the_first_failure_the_rest_can_be_left_alone(bench: Desk) -> None:
    bench.write("a.txt", "fail " + "x" * 50)
    bench.write("b.txt", "It came back at noon.")
    report = bench.build(fail_fast=True)
    assert bench.states(report) == {"a": "failed", "b": "not tried"}


@pytest.mark.parametrize(
    ("table", "hint"),
    [
        ({"formats": ["book", "leef"]}, "did you mean `leaf`?"),
        ({"style": {"csl": "no-such-style"}}, "copydesk styles"),
        ({"style": {"rules": {"space.duble": "off"}}}, "did you mean `space.double`?"),
    ],
)
@pytest.mark.parametrize("asked", ["build", "dry run", "status"])
def test_settings_that_cannot_be_are_named_once_before_anything_is_done(
    bench: Desk, table: dict[str, object], hint: str, asked: str
) -> None:
    for name in ("a.txt", "b.txt"):
        bench.write(name, "The ferry left at dawn.")
    bench.set(**table)
    with pytest.raises(ConfigError) as caught:
        bench.reasons() if asked == "status" else bench.build(dry_run=asked == "dry run")
    assert hint in caught.value.hint
    assert bench.told == []
    assert bench.tree() == {}


def test_what_was_given_up_is_said_again_and_tried_when_it_or_the_settings_change(
    bench: Desk,
) -> None:
    os.utime(bench.write("a.txt", "fail for this reason"), ns=(0, 10**18))  # long ago
    (failed,) = bench.build().outcomes
    desks: list[survey.Survey] = []

    def engine(found: survey.Survey, _: Collection[int]) -> protocol.Engine:
        desks.append(found)
        return partial(pool.run, workers=1)

    (again,) = bench.build(engine=engine, give_up=True).outcomes
    assert replace(again, seconds=failed.seconds, detail=failed.detail) == failed
    assert not desks
    bench.set(style={"locale": "de-DE"})
    bench.build(engine=engine, give_up=True)
    assert len(desks) == 1
    bench.set(style={"locale": "en-GB"})
    bench.write("a.txt", "The tide came back.")
    assert bench.states(bench.build(engine=engine, give_up=True)) == {"a": "built"}


def test_a_file_in_the_place_of_the_outputs_is_named_with_the_way_out(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    (bench.root / "dist").write_text("mine", encoding="utf-8")
    with pytest.raises(ToolError, match="`dist` is a file") as caught:
        bench.build()
    assert "rename" in caught.value.hint
    assert (bench.root / "dist").read_text(encoding="utf-8") == "mine"


def test_a_format_no_longer_wanted_goes_away_without_a_rebuild(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    bench.set(formats=["book"])
    assert bench.states(bench.build()) == {"a": "up to date"}
    assert "a/a.leaf" not in bench.tree()
    assert b"leaf" not in bench.tree()["a/colophon.json"]
    assert bench.states(bench.build()) == {"a": "up to date"}


def test_a_file_that_is_not_ours_stays(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    (bench.root / "dist" / "a" / "notes.md").write_text("mine", encoding="utf-8")
    bench.build(rebuild_all=True)
    assert bench.tree()["a/notes.md"] == b"mine"


def test_a_target_names_what_is_built(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.build("dist/a/a.leaf")
    assert set(bench.tree()) == {"a/a.leaf", "a/colophon.json"}
    assert bench.states(bench.build("source/a.txt")) == {"a": "built"}
    assert bench.told[0].formats == ("book", "article", "proof")
    bench.build("book")
    assert [name for name in bench.tree() if name.startswith("b/")] == [
        "b/b.book",
        "b/colophon.json",
    ]
    assert bench.states(bench.build()) == {"a": "up to date", "b": "built"}


def test_a_target_that_is_not_there_is_an_error_with_the_nearest_name(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    with pytest.raises(UsageError) as caught:
        bench.build("fery")
    assert "`ferry`" in caught.value.hint


def test_the_same_inputs_give_the_same_tree(bench: Desk) -> None:
    for number in range(6):
        bench.write(f"deep/{number}/a.txt", f"Ferry {number}?")
    bench.build(jobs=1)
    alone = bench.tree()
    bench.build(jobs=3, rebuild_all=True)
    assert bench.tree() == alone
    assert {"a", "a-1", "a-5"} <= {name.partition("/")[0] for name in alone}


def test_the_report_lies_beside_the_articles(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    report = json.loads((bench.root / "dist" / "report.json").read_bytes())
    assert report["schema"] == "copydesk.report/1"
    assert report["documents"][0]["status"] == "built"


def test_source_is_never_written(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("a.txt.desk.toml", 'title = "Dawn"')
    source = bench.root / "source"
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in source.iterdir()}
    source.chmod(0o555)
    try:
        bench.build()
    finally:
        source.chmod(0o755)
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in source.iterdir()}
    assert after == before


def test_a_name_that_is_no_text_is_built_like_any_other(bench: Desk) -> None:
    path = os.fsencode(bench.root / "source") + b"/\xff\xfe.txt"
    with open(path, "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(b"The ferry left at dawn.")
    assert set(bench.states(bench.build()).values()) == {"built"}
    assert set(bench.states(bench.build()).values()) == {"up to date"}
    (bench.root / "dist" / ".desk" / "state").unlink()
    assert bench.reasons() == {}


def test_a_folder_that_cannot_be_looked_into_is_reported(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("closed/b.txt", "It came back at noon.")
    scandir = os.scandir

    def guarded(path: object) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", guarded)
    report = bench.build()
    assert bench.states(report) == {"a": "built"}
    assert report.notes == ("`source/closed` cannot be read",)


def test_a_desk_without_a_text_is_told_where_texts_go(bench: Desk) -> None:
    report = bench.build()
    assert report.notes == (
        "there are no texts in `source/`: put some there, or name a desk: `-C DIR`",
    )
    assert report.exit_code() == errors.DONE
    bench.write("a.txt", "The ferry left at dawn.")
    assert not bench.build().notes


def test_a_colophon_that_names_files_elsewhere_is_not_believed(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.build()
    precious = bench.write("precious.txt", "refuse this one")
    path = bench.root / "dist" / "a" / "colophon.json"
    path.write_bytes(path.read_bytes().replace(b"a.leaf", b"../../source/precious.txt"))
    bench.set(formats=["book"])
    bench.build()
    assert precious.exists()
