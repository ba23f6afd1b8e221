"""`newsletter list`: what it says of an issue besides its name, and what it cannot know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mailservices
from copydesk import cli, errors
from copydesk.newsletter import addresses, journal
from mailservices import Listmonk
from newsletter import envelopes, sendable

MAY = ("source", "newsletters", "may.toml")


def listed(desk: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, dict[str, object]]:
    """The line of the only issue, and its record."""
    capsys.readouterr()
    assert cli.main(["-C", str(desk), "newsletter", "list"]) == errors.DONE
    assert cli.main(["-C", str(desk), "newsletter", "list", "--json"]) == errors.DONE
    line, record = capsys.readouterr().out.splitlines()
    return line, json.loads(record)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return sendable.desk(tmp_path)


def test_of_an_issue_that_went_nowhere_nothing_is_said(desk: Path, capsys) -> None:
    line, record = listed(desk, capsys)
    assert line == "may  fresh     2026-05-01  Tides"
    assert (record["errors"], record["sent"], record["drafts"]) == (0, 0, [])


def test_who_has_had_it_are_counted_each_once_and_of_this_issue_alone(desk: Path, capsys) -> None:
    for issue, marks in {
        "2026-05": {"ada": ["intent", "done"], "ben": ["intent"], "cem": ["refused", "done"]},
        "2026-04": {"dot": ["intent", "done"]},
    }.items():
        with journal.open_journal(desk.joinpath(*MAY).with_name("may.sent.jsonl"), issue) as notes:
            for who, said in marks.items():
                for mark in said:
                    notes.note(addresses.parse_address(f"{who}@harbour.example"), mark)
    line, record = listed(desk, capsys)
    assert line.endswith("Tides · sent to 2")
    assert record["sent"] == 2


@pytest.mark.parametrize(("severity", "said"), [("warning", ""), ("error", " · 1 error")])
def test_errors_of_what_is_built_are_counted(desk: Path, capsys, severity, said) -> None:
    remark = {"code": "issue.alt", "message": "a picture has no words", "hint": None}
    sendable.build(desk, remarks=({**remark, "severity": severity},))
    assert listed(desk, capsys)[0].endswith(f"Tides{said}")
    path = desk.joinpath(*MAY)
    path.write_text(path.read_text("utf-8").replace("Tides", "Walls"), encoding="utf-8")
    assert listed(desk, capsys)[0] == "may  stale     2026-05-01  Walls"


def test_where_it_was_pushed_is_named(desk: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COPYDESK_PUSH_TOKEN", mailservices.TOKEN)
    path = desk.joinpath(*MAY)
    text = path.read_text("utf-8").replace("[[", 'target = "listmonk"\n[[')
    path.write_text(text, encoding="utf-8")
    texts = dict.fromkeys(("fragment.html", "issue.txt", "issue.md"), envelopes.TEXT.encode())
    report = {"report.json": b'{"remarks": []}'}
    sendable.lay(desk, {"issue.eml": sendable.message(), **texts, **report})
    with mailservices.running(Listmonk()) as service:
        words = ["--url", service.url, "--user", mailservices.USER, "--lists", "1"]
        push = ["-C", str(desk), "newsletter", "push", "listmonk", "may", *words]
        assert cli.main(push) == errors.DONE
    line, record = listed(desk, capsys)
    assert line.endswith(f"Tides · pushed to {service.url.partition('://')[2]}")
    assert record["drafts"] == [service.url]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("may.toml", 'subject = "Tides'),
        ("may.sent.jsonl", "{}\n"),
        ("may.pushed.json", "{}"),
    ],
)
def test_what_cannot_be_read_is_said_of_its_issue(desk: Path, capsys, name, content) -> None:
    desk.joinpath(*MAY).with_name(name).write_text(content, encoding="utf-8")
    line, record = listed(desk, capsys)
    assert line.startswith("may  faulty")
    assert name in str(record["message"])
