"""A run in a few lines, whether it had one document or thousands."""

from __future__ import annotations

import pytest

from copydesk.builder.report import DocumentOutcome, Report
from copydesk.builder.summary import summarise
from copydesk.tables import load_codes


def built(number: int, seconds: float = 0.2, **queries: int) -> DocumentOutcome:
    found = tuple((code.replace("_", "."), count) for code, count in queries.items())
    status = "built with queries" if found else "built"
    return DocumentOutcome(f"a{number}", f"source/a{number}.txt", status, ("md",), queries=found,
                   seconds=seconds)  # fmt: skip


def refused(
    number: int, code: str = "refuse.empty", hint: str = "send the text"
) -> DocumentOutcome:
    slug = f"r{number}"
    return DocumentOutcome(slug, f"source/{slug}.txt", "refused", message=f"`{slug}` is empty",
                           hint=hint, code=code, exit_code=3, seconds=0.1)  # fmt: skip


def test_one_document_is_one_line() -> None:
    assert summarise(Report((built(1, structure_title=2),), seconds=1.9)) == (
        "1 document: 1 built with queries"
    )


def test_a_few_documents_have_their_time_and_pace() -> None:
    run = Report((built(1), built(2), refused(3)), seconds=1.5)
    assert summarise(run) == "3 documents: 2 built, 1 refused · 1.5 s, 2.0/s"


def test_what_went_wrong_among_many_is_said_again_with_what_helps() -> None:
    run = Report((*map(built, range(48)), refused(1), refused(2)), seconds=10)
    assert summarise(run).splitlines()[1:] == [
        "refused: 2 [refuse.empty]", "  r1: `r1` is empty", "    send the text",
        "  r2: `r2` is empty",
    ]  # fmt: skip


def test_thousands_fit_a_screen() -> None:
    bad = [refused(number) for number in range(300)]
    bad += [refused(number, "refuse.binary", "send a text") for number in range(300, 340)]
    good = [built(number, citation_missing=2, reference_order=1) for number in range(4_660)]
    run = Report((*bad, *good), seconds=580, renamed=tuple(
        (f"source/{one.slug}.txt", one.slug) for one in good[:1_000]
    ))  # fmt: skip
    lines = summarise(run).splitlines()
    assert len(lines) < 40
    assert lines[0] == "5,000 documents: 4,660 built with queries, 340 refused · 9 min 40 s, 8.6/s"
    assert "refused: 300 [refuse.empty]" in lines
    assert "  and 295 more" in lines
    assert (
        "  9,320 × No entry of the reference list matches this citation (citation.missing)" in lines
    )
    assert lines[-1] == "renamed: and 995 more; --json lists them"


def test_questions_that_only_tell_are_not_asked_most_often() -> None:
    assert "asked" not in summarise(Report((built(1, read_notes=9), built(2))))


def test_what_is_asked_once_is_not_asked_most_often() -> None:
    once = Report((built(1, structure_title=1), built(2, citation_missing=1)), seconds=1)
    assert summarise(once).splitlines() == ["2 documents: 2 built with queries · 1.0 s, 2.0/s"]
    twice = Report((*once.outcomes, built(3, citation_missing=1)), seconds=1)
    assert [line for line in summarise(twice).splitlines() if "×" in line] == [
        "  2 × No entry of the reference list matches this citation (citation.missing)"
    ]  # fmt: skip


@pytest.mark.parametrize("code", load_codes("queries"))
def test_every_question_has_words_for_the_summary(code: str) -> None:
    run = Report(tuple(
        DocumentOutcome("a", "a", "built", queries=((code, 1), ("structure.title", 2)), seconds=1)
        for _ in range(2)
    ))  # fmt: skip
    for line in summarise(run).splitlines():
        assert len(line) < 120


def test_the_slowest_are_named_when_more_is_to_be_said() -> None:
    run = Report(tuple(built(number, seconds=number + 1) for number in range(9)), seconds=20)
    assert "slowest" not in summarise(run)
    lines = summarise(run, verbose=True).splitlines()
    assert lines[-5:] == ["     9.0 s  a8", "     8.0 s  a7", "     7.0 s  a6", "     6.0 s  a5",
                          "     5.0 s  a4"]  # fmt: skip


def test_old_refusals_of_a_desk_with_nothing_to_do_are_grouped() -> None:
    old = tuple(
        DocumentOutcome(f"r{number}", f"source/r{number}", "refused", message="it is empty",
                code="refuse.empty", exit_code=3)
        for number in range(400)
    )  # fmt: skip
    fresh = tuple(DocumentOutcome(f"a{number}", "s", "up to date") for number in range(9_600))
    lines = summarise(Report((*old, *fresh))).splitlines()
    assert lines[0] == "10,000 documents: 400 refused, 9,600 up to date"
    assert lines[1] == "refused: 400 [refuse.empty]"
    assert len(lines) == 8


def test_the_page_of_all_articles_is_named_where_there_are_several() -> None:
    left = ("dist/index.html", "dist/quarantine.txt")
    run = Report((built(1), built(2)), seconds=1, left=left)
    assert summarise(run).splitlines()[-1] == "more in dist/index.html and dist/quarantine.txt"
    assert "index" not in summarise(Report((built(1),), seconds=1, left=left))
