"""Whatever submissions are called, each has outputs of its own and takes none of the desk's."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk.builder import store, survey

#: Names of what lies in `dist/`, in `dist/.desk/`, in an article's folder, or on a command line.
OURS = (
    "index", "report", "quarantine", "newsletter", "newsletters", "collections", "volume",
    "work", "lock", "seal", "roll", "refused", "received", "kept", "kept-0", "kept-1", "aside",
    "cluster", "desk", "article", "colophon", "review", "proof", "specimen", "all", "pdf", "book",
)  # fmt: skip
#: Names that a system keeps to itself, or that folding has little or nothing left of.
THEIRS = (
    "con", "CON", "Aux", "nul", "com1", "COM¹", "lpt9", "clock$", "conin$", "-", "--", "_", "…",
    "!", " ", "a", "A", "a ", " a", "a.", "a..", "a!", "a?", "a-", "-a", "á", "а", "渡し船", "渡船",
    "مقالة", "a" * 79, "a" * 80, "a" * 81, "a" * 251, "a" * 80 + "b", "a\nb", "a\tb", "a\\b",
    "a:b", "a*b", "~a", "@a", "-n", "--help", "a" + "\u200d", "\u202ea", "é",
    unicodedata.normalize("NFD", "é"), "Łódź", "lodz",
)  # fmt: skip


def _written(bench: Desk, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names):
        bench.write(f"{name}.txt", f"Article number {number}.")


@pytest.mark.parametrize("names", [OURS, THEIRS], ids=["ours", "theirs"])
def test_each_article_has_a_folder_of_its_own(bench: Desk, names: tuple[str, ...]) -> None:
    _written(bench, names)
    report = bench.build()
    assert {one.status for one in report.outcomes} == {"built"}
    slugs = [one.slug for one in report.outcomes]
    assert len({slug.casefold() for slug in slugs}) == len(names)
    for outcome in report.outcomes:
        text = (bench.root / "dist" / outcome.slug / f"{outcome.slug}.book").read_bytes()
        assert (bench.root / outcome.source).read_bytes() in text
    assert (bench.root / "dist" / "index.html").is_file()
    assert not bench.leftovers()
    assert {one.status for one in bench.build().outcomes} == {"up to date"}


def test_each_article_is_built_by_its_path_alone(bench: Desk) -> None:
    _written(bench, THEIRS)
    for document in survey.survey_desk(bench.root, bench.config).documents:
        report = bench.build(document.source, dry_run=True)
        assert [one.source for one in report.outcomes] == [document.source]


def test_a_name_that_is_no_text_in_any_encoding_is_built(bench: Desk) -> None:
    bench.write(os.fsdecode(b"f\xe4hre.txt"), "The ferry left at dawn.")
    bench.write("fähre.txt", "It came back at noon.")
    assert {one.status for one in bench.build().outcomes} == {"built"}
    assert {one.status for one in bench.build().outcomes} == {"up to date"}


@pytest.mark.parametrize("name", ["kept", "kept-0", "aside", "collections"])
def test_what_the_desk_keeps_is_written_while_an_article_of_any_name_is_worked_on(
    tmp_path: Path, name: str
) -> None:
    at_work = tmp_path / store.OWN / store.WORK / name
    at_work.mkdir(parents=True)
    (at_work / "0").write_bytes(b"an output on its way")
    store.keep_files(tmp_path, {"index.html": b"all", "report.json": b"{}"})
    assert (tmp_path / "index.html").read_bytes() == b"all"
    assert (at_work / "0").read_bytes() == b"an output on its way"
