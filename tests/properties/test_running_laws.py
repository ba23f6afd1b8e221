"""Laws of the running text of the proof, for any text and any ledger."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given

from copydesk import clean
from copydesk.config import Config
from copydesk.model import Decisions, Edit, EditedText, Line, Submission
from copydesk.review import changed_lines
from properties.test_review_laws import article, edited_texts, hostile
from properties.test_rule_laws import copies


def said(lines: tuple[Line, ...]) -> dict[int, str]:
    return {line.number: line.text for line in lines if line.text.strip()}


def read(copy: EditedText, *fates: str) -> dict[int, str]:
    return {
        row.number: "".join(span.text for span in row.spans if span.fate in fates)
        for row in changed_lines.make_rows(article(copy))
    }


def obeyed(copy: EditedText) -> None:
    """What stays, goes and comes are the received and the edited text of each line."""
    received = said(copy.submission.lines)
    assert read(copy, "kept", "taken", "doubted") == received
    edited = {line.number: line.text for line in copy.lines if line.number in received}
    assert read(copy, "kept", "given", "doubted") == edited


@given(edited_texts())
def test_the_running_text_holds_the_received_and_the_edited_one(copy: EditedText) -> None:
    obeyed(copy)


@given(copies())
def test_so_it_does_whatever_the_rules_make_of_hostile_lines(copy: EditedText) -> None:
    obeyed(clean.edit(copy, Config(), Decisions()))


def spent(size: int) -> float:
    """What a paragraph takes with `size` changes, as many proposals, and as many signs of notes."""
    text, ledger = hostile(size)
    waiting = [replace(edit, status="proposed", span=(4 * at, 4 * at + 1), rule="r.z")
               for at, edit in enumerate(ledger[size:])]  # fmt: skip
    done = "xb " * size
    signs = [Edit("structure.note", 1, 2 * at + 2, " ", "", "", "applied", str(at))
             for at in range(size)]  # fmt: skip
    copy = EditedText(Submission("a", "", "", (Line(1, text),)), (Line(1, done),), ledger=(
        *ledger, *waiting))  # fmt: skip
    started = time.process_time()
    (row,) = changed_lines.make_rows(replace(article(copy), structure=tuple(signs)))
    passed = time.process_time() - started
    assert len(row.spans) > size
    return passed


@pytest.mark.soak
def test_the_work_grows_with_the_changes_of_a_line_and_no_faster() -> None:
    small = min(spent(500) for _ in range(3))
    large = min(spent(4_000) for _ in range(3))
    assert large < 8 * small * 3
