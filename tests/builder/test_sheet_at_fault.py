"""A style sheet that the PDF cannot be made with is named, and costs the PDF alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import Desk, install
from copydesk import builder, config, errors, registry
from copydesk.builder import faults, index_page, survey
from copydesk.config import Config
from copydesk.errors import BrokenLaw, CopydeskError

pytestmark = pytest.mark.check

PLAIN = Config()
DRESSED = replace(PLAIN, theme=replace(PLAIN.theme, css="look/own.css"))
BUG = AssertionError()
LAW = BrokenLaw("between article and pdf: lost `wall`", code="law.output")
TEXT = "The wall\n\nBy Mara Osei\n\n{}\n".format("The wall stood, and nobody asked why. " * 12)


def fails(_: Config) -> None:
    raise AssertionError


def works(settings: Config) -> None:
    assert not settings.theme.css


@pytest.mark.parametrize(("error", "settings", "again"), [
    (BUG, PLAIN, works),  # the desk has no sheet
    (BUG, DRESSED, fails),  # it fails without the sheet too
    (LAW, DRESSED, fails),
    (OSError(28, "No space left on device"), DRESSED, works),
    (MemoryError(), DRESSED, works),  # what a worker may use is nobody's taste
])  # fmt: skip
def test_a_sheet_is_not_blamed_for_what_it_has_not_done(error, settings, again) -> None:
    assert faults.of_sheet(error, settings, again) is None


@pytest.mark.parametrize(("error", "said"), [
    (BUG, "the style sheet `look/own.css` stops the PDF: WeasyPrint ended with AssertionError"),
    (LAW, "with the style sheet `look/own.css` the PDF does not show everything: between"),
    (ValueError("a\nb"), "WeasyPrint ended with ValueError: a\nb"),
])  # fmt: skip
def test_a_sheet_without_which_all_is_well_is_named(error: Exception, said: str) -> None:
    found = faults.of_sheet(error, DRESSED, works)
    assert found
    assert said in str(found)
    assert (found.code, found.exit_code) == ("pdf.sheet", errors.TOOL)
    assert "remove its rules" in found.hint


def row_of(desk: Desk) -> index_page.DocumentRow:
    """The only row of the page of all articles."""
    (row,) = index_page.list_rows(survey.survey_desk(desk.root, desk.config))
    return row


@pytest.fixture
def dressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a PDF that cannot be made while its sheet has the word `float` in it."""
    install(monkeypatch.setattr)

    def pdf(copy: registry.WriterInput) -> bytes:
        sheet = copy.config.theme.css
        if sheet and "float" in (tmp_path / sheet).read_text("utf-8"):
            raise AssertionError
        return copy.article.edited.lines[0].text.encode()

    writer = registry.Writer("pdf", ".pdf", "text/plain", pdf)
    monkeypatch.setitem(registry.WRITERS, "pdf", writer)
    (tmp_path / "source").mkdir()
    (tmp_path / "own.css").write_text("p { color: red }", encoding="utf-8")
    bench = Desk(tmp_path)
    bench.config = replace(bench.config, root=str(tmp_path))
    bench.set(formats=["book", "pdf", "leaf"], theme={"css": "own.css"})
    return bench


def test_all_other_formats_are_made_and_the_pdf_of_before_stays(dressed: Desk) -> None:
    dressed.write("a.txt", "The ferry left at dawn.")
    dressed.build()
    dressed.write("a.txt", "The ferry left at noon.")
    (dressed.root / "own.css").write_text("p::first-letter { float: left }", encoding="utf-8")
    report = dressed.build()
    (outcome,) = report.outcomes
    assert (outcome.status, outcome.code, outcome.kept) == ("failed", "pdf.sheet", False)
    assert report.exit_code() == errors.TOOL
    found = dressed.tree()
    assert b"noon" in found["a/a.book"]
    assert b"noon" in found["a/a.leaf"]
    assert b"dawn" in found["a/a.pdf"]
    record = json.loads(found["a/colophon.json"])
    assert "a.pdf" not in [output["name"] for output in record["outputs"]]
    row = row_of(dressed)
    assert (row.status, row.past, row.code) == ("failed", False, "pdf.sheet")
    page = (dressed.root / "dist" / "index.html").read_text("utf-8")
    assert "own.css" in page
    assert "earlier build are kept" not in page
    assert dressed.reasons() == {"a": ("format added: pdf",)}
    assert dressed.build().exit_code() == errors.TOOL


def test_a_sheet_that_is_mended_makes_the_article_whole(dressed: Desk) -> None:
    dressed.write("a.txt", "The ferry left at dawn.")
    sheet = dressed.root / "own.css"
    sheet.write_text("p::first-letter { float: left }", encoding="utf-8")
    assert dressed.build().exit_code() == errors.TOOL
    assert "a/a.pdf" not in dressed.tree()
    sheet.write_text("p { color: red }", encoding="utf-8")
    assert dressed.states(dressed.build()) == {"a": "built"}
    assert b"dawn" in dressed.tree()["a/a.pdf"]
    assert dressed.reasons() == {}
    assert row_of(dressed).status == "built"


def test_another_format_that_cannot_be_made_still_costs_the_whole_article(
    dressed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: registry.WriterInput) -> bytes:
        raise CopydeskError("no leaf")

    writer = registry.Writer("leaf", ".leaf", "text/plain", broken)
    monkeypatch.setitem(registry.WRITERS, "leaf", writer)
    dressed.write("a.txt", "The ferry left at dawn.")
    assert dressed.states(dressed.build()) == {"a": "failed"}
    assert dressed.tree() == {}


def test_a_real_sheet_that_hides_the_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "wall.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "own.css").write_text("p { display: none }", encoding="utf-8")
    settings = 'formats = ["md", "pdf"]\n[theme]\ncss = "own.css"\n'
    (tmp_path / "copydesk.toml").write_text(settings, encoding="utf-8")
    report = builder.build(tmp_path, config.load(tmp_path))
    assert [(one.status, one.code) for one in report.outcomes] == [("failed", "pdf.sheet")]
    assert (tmp_path / "dist" / "wall" / "wall.md").is_file()
    assert not (tmp_path / "dist" / "wall" / "wall.pdf").exists()
