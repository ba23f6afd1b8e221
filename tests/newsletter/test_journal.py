"""The journal knows of everybody what was meant to happen and what did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copydesk.errors import ToolError
from copydesk.newsletter import addresses, journal
from copydesk.newsletter.journal import JournalRecord

MARA, ADA = (
    addresses.parse_address("Mara@harbour.example"),
    addresses.parse_address("ada@harbour.example"),
)

WORD = "t0"


def opened(path: Path, issue: str = "may"):
    return journal.open_journal(path, issue, lambda: 1_777_600_000.0)


def test_a_line_says_who_what_and_when(tmp_path: Path):
    with opened(tmp_path / "j") as found:
        found.note(MARA, "intent", token=WORD, message_id="<a@b.example>")
    assert json.loads((tmp_path / "j").read_text()) == {
        "schema": "copydesk.sent/1", "issue": "may", "to": "Mara@harbour.example",
        "key": "mara@harbour.example", "mark": "intent", "at": "2026-05-01T01:46:40Z",
        "token": WORD, "message_id": "<a@b.example>",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "uncertain"),
    [(["intent"], True), (["intent", "done"], False), (["intent", "uncertain"], True),
     (["intent", "refused"], False), (["intent", "later"], False),
     (["intent", "later", "intent"], True), (["intent", "uncertain", "intent", "done"], False)],
)  # fmt: skip
def test_an_intent_without_an_outcome_is_uncertain(tmp_path: Path, marks, uncertain):
    with opened(tmp_path / "j") as found:
        for mark in marks:
            found.note(MARA, mark)
        assert found.known[MARA.key].uncertain is uncertain
    record = journal.read_records(tmp_path / "j", "may")[MARA.key]
    assert (record.mark, record.uncertain) == (marks[-1], uncertain)


def test_another_issue_in_the_same_file_is_another_matter(tmp_path: Path):
    with opened(tmp_path / "j") as found:
        found.note(MARA, "done")
    with opened(tmp_path / "j", "june") as found:
        assert found.known == {}
        found.note(ADA, "done", said="250 OK")
    assert journal.read_records(tmp_path / "j", "may") == {
        MARA.key: JournalRecord(str(MARA), "done")
    }
    assert journal.read_records(tmp_path / "j", "june")[ADA.key].said == "250 OK"


def test_a_token_leads_back_to_its_reader(tmp_path: Path):
    assert journal.read_tokens(tmp_path / "j") == {}
    with opened(tmp_path / "j") as found:
        found.note(MARA, "intent", token=WORD)
        found.note(ADA, "intent")
    assert journal.read_tokens(tmp_path / "j") == {WORD: str(MARA)}


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "null", "{}", '{"schema": "copydesk.sent/2"}', "\u2028",
     '{"schema": "copydesk.sent/1", "issue": "may", "to": "a", "key": "a", "mark": "sent"}',
     '{"schema": "copydesk.sent/1", "issue": "may", "to": "a", "key": 1, "mark": "done"}'],
)  # fmt: skip
def test_a_line_that_is_damaged_stops_everything_since_it_means_somebody(tmp_path: Path, line):
    with opened(tmp_path / "j") as found:
        found.note(MARA, "done")
    with (tmp_path / "j").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    before = (tmp_path / "j").read_bytes()
    for call in (lambda: opened(tmp_path / "j").__enter__(),
                 lambda: journal.read_records(tmp_path / "j", "may")):  # fmt: skip
        with pytest.raises(ToolError) as caught:
            call()
        assert "line 2" in str(caught.value)
    assert (tmp_path / "j").read_bytes() == before
