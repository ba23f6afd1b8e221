"""What the desk says is true, plain, and cannot drive the terminal."""

from __future__ import annotations

import io
import json

import pytest

from copydesk.builder import report
from copydesk.builder.report import DocumentOutcome, Report
from copydesk.builder.summary import summarise

HOSTILE = (
    "\x1b[2J", "\x1b]8;;http://evil.example\x07link", "a\rb", "a\nfailed  b", "\x9b31m",
    "\u202egnp.exe", "\u2066x\u2069", "zero\u200bwidth", "\x7f\x08", "\ud800", "tag\U000e0041",
    "line\u2028break", "\ufeffbom",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_reaches_no_terminal(text: str) -> None:
    outcome = DocumentOutcome(text, text, "failed", message=text, hint=text, reasons=(text,))
    made = DocumentOutcome("a", text, "built")
    run = Report((outcome, made), orphans=(text,), renamed=((text, "a"),), notes=(text,))
    said = report.outcome_line(outcome, why=True) + summarise(run)
    shown = said.replace("\n", "")
    assert not report._DANGEROUS.search(shown)  # noqa: SLF001  the very set that is promised
    assert shown.encode("utf-8")
    assert len(said.splitlines()) == 6


@pytest.mark.parametrize("text", ["plain", "Привет", "naïve – “quoted” €", "日本語", "😀 emoji"])
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert report.escape(text) == text


def test_a_message_of_a_million_signs_is_told_in_short() -> None:
    much = "9" * 1_000_000
    bad = [
        DocumentOutcome(f"a{number}", "a", "failed", message=much, hint=much)
        for number in range(12)
    ]
    assert len(report.outcome_line(bad[0])) < 2_000
    assert len(summarise(Report(tuple(bad), notes=(much,)))) < 20_000


def test_a_file_gets_no_colours() -> None:
    assert not report.has_colour(io.StringIO())
    assert "\x1b" not in report.outcome_line(DocumentOutcome("a", "a.txt", "built"))


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_gets_them_unless_its_user_says_no(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, expected: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    assert report.has_colour(terminal) is expected
    assert (
        "\x1b[31m" in report.outcome_line(DocumentOutcome("a", "a", "failed"), colour=expected)
    ) is expected


def test_the_summary_counts_each_outcome() -> None:
    run = Report((
        DocumentOutcome("a", "a", "built"), DocumentOutcome("b", "b", "built"),
        DocumentOutcome("c", "c", "refused"), DocumentOutcome("d", "d", "up to date"),
    ))  # fmt: skip
    assert summarise(run) == "4 documents: 2 built, 1 refused, 1 up to date"


def test_an_empty_desk_is_said_to_be_empty() -> None:
    assert summarise(Report(())) == "0 documents: nothing to do"


def test_reasons_are_given_when_asked_for() -> None:
    outcome = DocumentOutcome("a", "a", "built", formats=("md",), reasons=("source changed",))
    assert "source changed" not in report.outcome_line(outcome)
    assert report.outcome_line(outcome, why=True).endswith("\n  source changed")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [((0, 0), 0), ((0, 3), 3), ((4, 3), 4), ((2, 4), 2), ((70, 4, 2), 70)],
)
def test_the_gravest_exit_code_is_the_runs(codes: tuple[int, ...], expected: int) -> None:
    outcomes = tuple(DocumentOutcome("a", "a", "failed", exit_code=code) for code in codes)
    assert Report(outcomes).exit_code() == expected
    assert Report(outcomes, interrupted=True).exit_code() == 130


def test_a_record_holds_everything_as_json() -> None:
    outcome = DocumentOutcome("a", "s/a", "built", ("md",), ("new",), (("structure.title", 2),), 1)
    assert json.loads(json.dumps(report.report_record(Report((outcome,)))))["documents"] == [{
        "slug": "a", "source": "s/a", "status": "built", "formats": ["md"], "reasons": ["new"],
        "queries": {"structure.title": 2}, "proposed": 1, "message": None, "hint": None,
        "code": None, "exit_code": 0, "kept": False, "seconds": 0.0,
    }]  # fmt: skip


def test_what_only_tells_is_no_query_of_the_build_line() -> None:
    told = (("read.comments", 1), ("read.notes", 2))
    assert "quer" not in report.outcome_line(DocumentOutcome("a", "a", "built", queries=told))
    asked = DocumentOutcome("a", "a", "built with queries", queries=(*told, ("structure.title", 1)))
    assert report.outcome_line(asked).endswith("1 query")
    assert report.outcome_record(asked)["queries"] == dict(asked.queries)


def test_what_is_asked_of_an_issue_is_called_as_its_check_calls_it() -> None:
    for count, words in ((1, "1 remark"), (2, "2 remarks")):
        asked = DocumentOutcome("newsletter/may", "may.toml", "built with queries", ("issue",),
                        queries=(("issue.subject", count),))  # fmt: skip
        assert report.outcome_line(asked).endswith(words)


@pytest.mark.parametrize(("status", "said"), [("built", True), ("up to date", False)])
def test_that_a_slug_was_taken_is_said_when_the_document_is_built(
    status: report.Status, *, said: bool
) -> None:
    run = Report((DocumentOutcome("pier-2", "source/pier.html", status),),
                 renamed=(("source/pier.html", "pier-2"),))  # fmt: skip
    assert ("renamed:" in summarise(run)) is said
    assert report.report_record(run)["renamed"] == [
        {"source": "source/pier.html", "slug": "pier-2"}
    ]
