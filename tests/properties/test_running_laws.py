"""Laws of the running text of the proof, for any text and any ledger."""

from __future__ import annotations

from hypothesis import given

from copydesk import rules
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line
from copydesk.writers import proof_text
from properties.test_review_laws import article, galleys
from properties.test_rule_laws import copies


def said(lines: tuple[Line, ...]) -> dict[int, str]:
    return {line.number: line.text for line in lines if line.text.strip()}


def read(copy: Galley, *fates: str) -> dict[int, str]:
    return {
        row.number: "".join(span.text for span in row.spans if span.fate in fates)
        for row in proof_text.rows(article(copy))
    }


def obeyed(copy: Galley) -> None:
    """What stays, goes and comes are the received and the edited text of each line."""
    received = said(copy.submission.lines)
    assert read(copy, "kept", "taken", "doubted") == received
    edited = {line.number: line.text for line in copy.lines if line.number in received}
    assert read(copy, "kept", "given", "doubted") == edited


@given(galleys())
def test_the_running_text_holds_the_received_and_the_edited_one(copy: Galley) -> None:
    obeyed(copy)


@given(copies())
def test_so_it_does_whatever_the_rules_make_of_hostile_lines(copy: Galley) -> None:
    obeyed(rules.edit(copy, Config(), Decisions()))
