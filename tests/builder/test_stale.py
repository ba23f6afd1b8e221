"""Why a document is stale, in words, and that nothing else is rebuilt."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk import errors
from copydesk.builder import article_job, staleness, survey, versions
from copydesk.builder.report import DocumentOutcome
from copydesk.builder.state import BuildState
from copydesk.builder.submissions import find_submissions
from copydesk.builder.summary import summarise
from copydesk.cli import main
from copydesk.composition import csl
from copydesk.errors import ToolError
from copydesk.settings.limits import Limits
from copydesk.system import files


def test_a_document_without_outputs_is_new(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    assert bench.reasons() == {"a": ("new",)}


def test_a_changed_source_is_named(built: Desk) -> None:
    built.write("a.txt", "The ferry left at ten.")
    assert built.reasons() == {"a": ("source changed",)}


def test_a_source_with_a_new_time_and_the_same_words_is_fresh(built: Desk) -> None:
    os.utime(built.root / "source" / "a.txt", ns=(1, 1))
    assert built.reasons() == {}


def test_a_change_that_keeps_the_size_is_seen(built: Desk) -> None:
    path = built.root / "source" / "a.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("dawn", "noon"), encoding="utf-8")
    assert built.reasons() == {"a": ("source changed",)}


def test_a_sidecar_is_named_when_it_comes_changes_and_goes(built: Desk) -> None:
    path = built.write("a.txt.desk.toml", 'title = "Dawn"')
    for text in ('title = "Noon"', None):
        assert built.reasons() == {"a": ("sidecar changed",)}
        built.build()
        assert built.reasons() == {}
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink()
    assert built.reasons() == {"a": ("sidecar changed",)}


def test_settings_that_change_outputs_make_everything_stale(built: Desk) -> None:
    built.set(style={"locale": "de-DE"})
    assert built.reasons() == {"a": ("settings changed",), "b": ("settings changed",)}


@pytest.mark.parametrize("key", sorted(Limits().shaping()))
def test_a_limit_past_which_an_article_is_another_one_makes_everything_stale(
    built: Desk, key: str
) -> None:
    built.set(limits={key: 30})
    assert built.reasons() == {"a": ("settings changed",), "b": ("settings changed",)}


@pytest.mark.parametrize("key", ["lines", "seconds", "memory_mb"])
def test_a_limit_that_only_refuses_makes_nothing_stale(built: Desk, key: str) -> None:
    built.set(limits={key: 3_000})
    assert built.reasons() == {}


def test_the_style_file_of_the_desk_counts_as_a_setting(built: Desk) -> None:
    style = built.root / "house.csl"
    packaged = csl.load_style("apa").xml
    style.write_text(packaged, encoding="utf-8")
    built.config = replace(built.config, root=str(built.root))
    built.set(style={"csl": "house.csl"})
    built.build()
    assert built.reasons() == {}
    style.write_text(packaged + "<!-- ours -->", encoding="utf-8")
    why = ("`house.csl` changed, which the settings name",)
    assert built.reasons() == {"a": why, "b": why}


def test_settings_in_a_sidecar_concern_its_document(built: Desk) -> None:
    built.write("a.txt.desk.toml", '[settings.style]\nlocale = "de-DE"')
    built.build()
    assert b"de-DE" in built.tree()["a/a.book"]
    assert b"de-DE" not in built.tree()["b/b.book"]
    assert built.reasons() == {}


def test_a_changed_rule_makes_everything_stale(
    built: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "code_version", lambda _: ("stamps", "another hash"))
    assert built.reasons() == {"a": ("copydesk changed",), "b": ("copydesk changed",)}


def test_another_tool_version_is_named(built: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = (("python", "3.11"), ("weasyprint", "99.0"))
    monkeypatch.setattr(versions, "tool_versions", lambda: newer)
    (reason,) = built.reasons()["a"]
    assert reason.startswith("tool versions changed: ")
    assert "→ 99.0" in reason


def test_a_missing_output_is_made_alone(built: Desk) -> None:
    (built.root / "dist" / "a" / "a.leaf").unlink()
    assert built.reasons() == {"a": ("output missing: a.leaf",)}
    built.build()
    assert [outcome.formats for outcome in built.told] == [("leaf",)]
    assert built.reasons() == {}


def test_an_output_changed_by_hand_is_named(built: Desk) -> None:
    (built.root / "dist" / "a" / "review" / "proof.html").write_text("mine", encoding="utf-8")
    assert built.reasons() == {"a": ("output changed by hand: review/proof.html",)}


def test_a_newly_wanted_format_is_made_alone(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.set(formats=["book"])
    bench.build()
    bench.set(formats=["book", "leaf"])
    assert bench.reasons() == {"a": ("format added: leaf",)}
    bench.build()
    assert [outcome.formats for outcome in bench.told] == [("leaf",)]
    assert bench.reasons() == {}


def test_a_moved_source_is_named(built: Desk) -> None:
    (built.root / "source" / "deep").mkdir()
    (built.root / "source" / "a.txt").rename(built.root / "source" / "deep" / "a.txt")
    assert built.reasons() == {"a": ("source moved from source/a.txt",)}


def test_several_reasons_are_all_given(built: Desk) -> None:
    built.write("a.txt", "The ferry left at ten.")
    built.write("a.txt.desk.toml", 'title = "Dawn"')
    built.set(style={"locale": "de-DE"})
    assert built.reasons()["a"] == ("source changed", "sidecar changed", "settings changed")


@pytest.mark.parametrize("lost", ["state", "lock"])
def test_without_the_index_only_time_is_lost(built: Desk, lost: str) -> None:
    (built.root / "dist" / ".desk" / lost).unlink()
    assert built.reasons() == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 1}', '{"version": 99}', "null", "[" * 99_999]
)
def test_a_damaged_index_is_no_harm(built: Desk, text: str) -> None:
    (built.root / "dist" / ".desk" / "state").write_text(text, encoding="utf-8")
    assert built.reasons() == {}
    assert built.states(built.build()) == {"a": "up to date", "b": "up to date"}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": "copydesk.colophon/1"}', "[" * 99_999])
def test_a_damaged_colophon_means_not_done(built: Desk, text: str) -> None:
    (built.root / "dist" / "a" / "colophon.json").write_text(text, encoding="utf-8")
    assert built.reasons() == {"a": ("new",)}


def test_a_fresh_desk_reads_no_file_of_an_article(
    built: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (built.root / "source").iterdir():
        os.utime(path, ns=(10**18, 10**18))  # long enough ago to be relied on
    built.build()
    monkeypatch.setattr(staleness, "digest_file", lambda *_: pytest.fail("a file was hashed"))
    assert built.reasons() == {}


def test_a_sidecar_without_its_submission_is_noted(built: Desk) -> None:
    built.write("a.txt.desk.toml", "")
    built.write("deep/gone.txt.desk.toml", "")
    (note,) = built.build().notes
    assert "`source/deep/gone.txt.desk.toml`" in note


def test_a_fresh_desk_checks_no_settings(built: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        article_job, "check_settings", lambda _: pytest.fail("settings were checked")
    )
    assert built.states(built.build()) == {"a": "up to date", "b": "up to date"}
    assert built.reasons() == {}


NOT_SUBMISSIONS = (
    ".hidden.txt", "a.bib", "a.csl.json", "a.ris", "a.files/picture.txt",
    "sites/quay.toml", "sites/quay.proposed.toml", "sites/a/b.toml",
    "collections/best.txt", ".git/config.txt", "deep/.b.txt", "deep/x.files/y.txt",
    "quay.txt~", "~$quay.docx", "#quay.txt#", "quay.swp", "deep/quay.docx.part", "quay.tmp",
    "quay.html.crdownload", ".~lock.quay.odt#", "old~/quay.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", NOT_SUBMISSIONS)
def test_what_is_not_a_submission_is_left_alone(bench: Desk, name: str) -> None:
    bench.write(name, "text")
    assert bench.reasons() == {}


@pytest.mark.parametrize("name", ["#1 of three.txt", "a~b.txt", "~.txt", "C#.txt", "swp", "4913"])
def test_a_name_that_only_looks_like_an_editors_is_a_submission(bench: Desk, name: str) -> None:
    bench.write(name, "text")
    assert list(bench.reasons().values()) == [("new",)]


def test_pictures_beside_a_submission_are_named_when_they_come_change_and_go(built: Desk) -> None:
    built.write("a.files/pier.png", "one")
    assert built.reasons() == {"a": ("pictures beside it changed",)}
    built.build()
    assert built.reasons() == {}
    built.write("a.files/pier.png", "two")
    assert built.reasons() == {"a": ("pictures beside it changed",)}
    built.build()
    (built.root / "source" / "a.files" / "pier.png").unlink()
    assert built.reasons() == {"a": ("pictures beside it changed",)}


@pytest.mark.parametrize("name", ["a.bib", "a.txt.bib", "a.ris", "a.csl.json"])
def test_a_library_beside_a_submission_is_named_when_it_comes_changes_and_goes(
    built: Desk, name: str
) -> None:
    built.write(name, "@book{quay, title = {Quay}}")
    assert built.reasons() == {"a": ("library of references added",)}
    built.build()
    assert built.reasons() == {}
    built.write(name, "@book{quay, title = {Quays}}")
    assert built.reasons() == {"a": ("library of references changed",)}
    built.build()
    (built.root / "source" / name).unlink()
    assert built.reasons() == {"a": ("library of references removed",)}


def test_a_library_that_goes_with_no_submission_is_named(built: Desk) -> None:
    built.write("c.bib", "@book{quay, title = {Quay}}")
    built.write("b.txt.ris", "TY  - BOOK")
    assert built.build().notes == ("`source/c.bib` is a library without its submission",)


def test_two_libraries_beside_one_submission_refuse_it_alone(built: Desk) -> None:
    built.write("a.bib", "@book{quay, title = {Quay}}")
    built.write("a.ris", "TY  - BOOK")
    outcomes = {one.slug: one for one in built.build().outcomes}
    assert (outcomes["a"].code, outcomes["a"].exit_code) == ("refuse.library", 3)
    assert outcomes["b"].status == "up to date"
    built.write("a.txt.bib", "@book{quay, title = {Quay}}")  # its own name says which is meant
    assert {one.status for one in built.build().outcomes} == {"built", "up to date"}


def test_a_folder_that_a_browser_saved_with_a_page_holds_no_submissions(bench: Desk) -> None:
    for name in ("quay.html", "quay_files/app.js", "tide_files/text.txt"):
        bench.write(name, "text")
    found = find_submissions(bench.root, "source")
    assert [path for path, _, _ in found.submissions] == [
        "source/quay.html", "source/tide_files/text.txt",
    ]  # fmt: skip
    assert found.beside == {"source/quay_files"}


def test_two_submissions_of_one_stem_have_slugs_in_source_order(bench: Desk) -> None:
    for name in ("a.txt", "a.html", "a.docx"):
        bench.write(name, "text")
    found = survey.survey_desk(bench.root, bench.config)
    assert [(one.source, one.slug) for one in found.documents] == [
        ("source/a.docx", "a"), ("source/a.html", "a-2"), ("source/a.txt", "a-3"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ['source = "x"', 'out = "x"', "limits = { lines = 1 }"])
def test_a_sidecar_cannot_set_what_concerns_the_whole_desk(built: Desk, key: str) -> None:
    built.write("a.txt.desk.toml", f"[settings]\n{key}\n")
    report = built.build()
    (failed,) = (one for one in report.outcomes if one.slug == "a")
    assert (failed.status, failed.code, failed.exit_code) == ("failed", "config.desk-only", 2)


def test_a_name_as_long_as_the_system_allows_is_built_and_decided_on(bench: Desk) -> None:
    name = "a" * 251 + ".txt"
    bench.write(name, "The  ferry left.")
    assert [one.status for one in bench.build().outcomes] == ["built with queries"]
    with pytest.raises(ToolError) as caught:
        files.write(bench.root / "source" / (name + ".desk.toml"), b"")
    assert "shorter name" in caught.value.hint


def test_submissions_in_folders_are_found_in_order(bench: Desk) -> None:
    for name in ("b.txt", "a/z.txt", "a.html", "deep/newsletters/x.txt", "sites/x.txt"):
        bench.write(name, "text")
    found = [path for path, _, _ in find_submissions(bench.root, "source/").submissions]
    assert found == [
        "source/a.html", "source/a/z.txt", "source/b.txt", "source/deep/newsletters/x.txt",
        "source/sites/x.txt",
    ]  # fmt: skip


def test_the_editors_slug_moves_the_article(built: Desk) -> None:
    built.write("a.txt.desk.toml", 'slug = "the-ferry"')
    report = built.build()
    assert built.states(report) == {"the-ferry": "built", "b": "up to date"}
    assert report.orphans == ("a",)


def test_an_article_that_gives_way_to_a_new_file_is_told_with_what_keeps_its_name(
    bench: Desk,
) -> None:
    bench.write("b/talk.txt", "The ferry left at dawn.")
    bench.write("c/talk.txt", "It came back at noon.")
    assert bench.build().moved == ()
    before = bench.tree()
    bench.write("a/talk.txt", "Nobody was on board.")
    assert bench.reasons()["talk-b"] == ("its outputs had the name `talk`",)
    moved = (("source/b/talk.txt", "talk", "talk-b"),)
    assert bench.build(dry_run=True).moved == moved
    report = bench.build()
    assert report.moved == moved
    keep = "copydesk set source/b/talk.txt slug talk"
    assert f"`{keep}` keeps the name" in summarise(report)
    assert bench.build().moved == ()
    assert main([*keep.split()[1:2], "-C", str(bench.root), *keep.split()[2:]]) == errors.DONE
    bench.build()
    after = {name: data for name, data in bench.tree().items() if name.startswith("talk/")}
    assert after["talk/talk.book"] == before["talk/talk.book"]
    assert bench.states(bench.build()) == {"talk": "up to date", "talk-a": "up to date",
                                           "talk-c": "up to date"}  # fmt: skip


def test_names_hang_on_nothing_that_was_built_before(bench: Desk, tmp_path: Path) -> None:
    bench.write("b/talk.txt", "The ferry left at dawn.")
    bench.build()
    bench.write("a/talk.txt", "Nobody was on board.")
    bench.build()
    other = Desk(tmp_path / "elsewhere")
    shutil.copytree(bench.root / "source", other.root / "source")
    other.build()
    assert other.tree() == bench.tree()


def test_the_code_is_hashed_again_only_when_a_stamp_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rule.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(versions, "PACKAGE", str(tmp_path))
    first = versions.code_version()
    assert versions.code_version((first[0], "remembered")) == (first[0], "remembered")
    (tmp_path / "rule.py").write_text("12", encoding="utf-8")
    assert versions.code_version(first)[1] != first[1]


def test_a_mended_guide_makes_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "rule.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(versions, "PACKAGE", str(tmp_path))
    first = versions.code_version()
    (tmp_path / "guides" / "batch.md").write_text("# Batch", encoding="utf-8")
    assert versions.code_version() == first


def test_the_tools_in_use_are_known_by_version() -> None:
    found = dict(versions.tool_versions())
    assert {"python", "weasyprint", "pypandoc_binary", "lxml", "ftfy"} <= found.keys()
    assert {"trafilatura", "markdown_it_py"} <= found.keys()


def test_the_libraries_that_set_type_are_known_by_the_file_the_loader_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libpango-1.0.so.0.9900.1").touch()
    (tmp_path / "libpango-1.0.so.0").symlink_to("libpango-1.0.so.0.9900.1")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert dict(versions.tool_versions())["pango"] == "9900.1"


def test_a_refused_text_is_not_called_new_when_copydesk_changed(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "refuse this")
    bench.build()
    assert bench.states(bench.build()) == {"a": "refused"}
    monkeypatch.setattr(versions, "code_version", lambda _: ("", "another"))
    assert bench.reasons() == {
        "a": ("refused before; copydesk has changed, it will be tried again",)
    }


def test_a_refused_text_that_changed_is_said_to_have_changed(bench: Desk) -> None:
    bench.write("a.txt", "refuse this")
    bench.build()
    bench.write("a.txt", "The ferry left at dawn.")
    ((reason,),) = bench.reasons().values()
    assert reason.startswith("refused before; the submission or its settings have changed")


@pytest.mark.parametrize(
    ("entry", "outcome", "kept"),
    [
        (
            {"slug": "a", "key": "1", "status": "refused", "message": "it is empty"},
            DocumentOutcome("a", "source/a.txt", "up to date"),
            set(),
        ),
        (
            {"slug": "a", "files": {"a.md": (1, 2)}, "status": "failed", "message": "no room"},
            DocumentOutcome("a", "source/a.txt", "up to date"),
            {"slug", "files"},
        ),
        (
            {"slug": "a", "files": {"a.md": (1, 2)}},
            DocumentOutcome("quay", "source/a.txt", "not tried"),
            {"slug", "status", "message", "hint", "code", "past", "seconds"},
        ),
    ],
    ids=["a refusal without its words", "finished after all", "finished under another name"],
)
def test_an_entry_keeps_only_what_still_holds_of_its_document(
    entry: dict[str, object], outcome: DocumentOutcome, kept: set[str]
) -> None:
    known = BuildState(documents={outcome.source: entry})
    known.note_outcome(outcome, made=False)
    assert known.entry(outcome.source).keys() == kept
    assert known.dirty
