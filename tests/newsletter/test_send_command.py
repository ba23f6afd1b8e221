"""`newsletter send` and `suppress`: what is asked first, what is kept where, how it ends."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import mailbox
import os
import pty
import shutil
import signal
import stat
import subprocess
import sys
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from copydesk import cli, errors
from copydesk.builder.issues import delivery
from copydesk.newsletter import addresses, journal, send
from copydesk.newsletter.issue import read_issue
from copydesk.system import append_file
from newsletter import sendable
from postoffice import Scripted, scripted

PEOPLE = [f"{name}@harbour.example" for name in ("ada", "ben", "cem")]
BESIDE = ("source", "newsletters")


def run(desk: Path, *words: object) -> int:
    return cli.main(["-C", str(desk), "newsletter", *map(str, words)])


def mailed(desk: Path, script: Scripted, *words: object, people: list[str] | None = None) -> int:
    """The exit code of sending the issue to a list, on a server that is told what to say."""
    readers = sendable.listed(desk, *(people or PEOPLE), head="email")
    return run(
        desk, "send", "may", "--list", readers, "--smtp", script.address, "--rate", 0, *words
    )


def reached(script: Scripted) -> list[str]:
    return [who for who, _ in script.taken]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "WAITS", (0.01, 0.01))


@pytest.fixture(autouse=True)
def not_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("3\n"))


# ── whether it is sent ───────────────────────────────────────────────────────


def test_a_list_is_not_mailed_until_its_number_is_confirmed(desk: Path, capsys):
    with scripted(Scripted()) as script:
        assert mailed(desk, script) == errors.DONE
        told = capsys.readouterr().err
        assert "3 to be mailed" in told
        assert "--confirm 3" in told
        for words in (["--confirm", 3, "-n"], ["-n"]):
            assert mailed(desk, script, *words) == errors.DONE
        for number in (0, 2, 4, -3):
            assert mailed(desk, script, "--confirm", number) == errors.USAGE
        assert script.connections == 0
        assert not list((desk / "source" / "newsletters").glob("*.jsonl"))
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
    assert reached(script) == PEOPLE


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal as Linux has it")
@pytest.mark.parametrize(("typed", "count"), [("3", 3), ("yes", 0), ("", 0)])
def test_on_a_terminal_the_number_is_typed(desk: Path, typed, count):
    readers = sendable.listed(desk, *PEOPLE, head="email")
    ours, theirs = pty.openpty()
    with scripted(Scripted()) as script:
        words = ["send", "may", "--list", readers, "--smtp", script.address, "--rate", "0"]
        command = [sys.executable, "-m", "copydesk", "-C", str(desk), "newsletter", *words]
        child = subprocess.Popen(command, stdin=theirs, stderr=subprocess.PIPE, text=True)
        os.write(ours, f"{typed}\n".encode())
        told = child.communicate(timeout=60)[1]
    os.close(ours)
    os.close(theirs)
    assert "type 3 to mail them: " in told
    assert (child.returncode, len(script.taken)) == (errors.DONE, count)


def test_a_list_above_the_cap_is_not_mailed_unless_that_is_raised(desk: Path, capsys):
    people = [f"r{number}@harbour.example" for number in range(501)]
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 501, people=people) == errors.USAGE
        assert "more than --cap 500 allows" in capsys.readouterr().err
        assert script.connections == 0
        assert mailed(desk, script, "--confirm", 3, "--cap", 2) == errors.USAGE
        assert mailed(desk, script, "--confirm", 3, "--cap", 3) == errors.DONE
        assert mailed(desk, script, "-n", "--cap", 501, people=people) == errors.DONE


def test_rows_that_are_no_reader_are_all_told_when_that_is_asked_for(desk: Path, capsys):
    with scripted(Scripted()) as script:
        people = [*PEOPLE, *(f"nobody{number}" for number in range(25))]
        assert mailed(desk, script, people=people) == errors.REFUSED
        told = capsys.readouterr().err
        assert "line 24: `nobody19`" in told
        assert "… and 5 more" in told
        assert mailed(desk, script, "-v", people=people) == errors.REFUSED
        assert "line 29: `nobody24`" in capsys.readouterr().err


def test_an_issue_that_is_not_built_or_not_there_is_said(desk: Path, capsys):
    shutil.rmtree(desk / "dist")
    assert run(desk, "send", "may", "--to", "a@b.example") == errors.USAGE
    assert " newsletter build may`" in capsys.readouterr().err
    assert run(desk, "send", "mai", "--to", "a@b.example") == errors.USAGE
    assert "did you mean `may`?" in capsys.readouterr().err


@pytest.mark.parametrize("to", ["nonsense", "a@b.example,c@d.example", "a@b.example\r\nDATA", ""])
def test_one_address_is_one_address(desk: Path, to):
    assert run(desk, "send", "may", "--to", to, "--mbox", desk / "box") == errors.USAGE
    assert not (desk / "box").exists()


def test_a_server_must_be_named(desk: Path, capsys):
    assert run(desk, "send", "may", "--to", "a@b.example") == errors.USAGE
    assert "[mail.address]" in capsys.readouterr().err


def test_an_issue_for_a_service_that_has_the_readers_is_mailed_to_no_list(desk: Path, capsys):
    file = desk.joinpath(*BESIDE, "may.toml")
    file.write_text(file.read_text().replace("[[", 'target = "listmonk"\n[['))
    sendable.build(desk)
    readers = sendable.listed(desk, *PEOPLE, head="email")
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.USAGE
        assert "[mail.target]" in capsys.readouterr().err
        box = ("--mbox", desk / "box")
        assert run(desk, "send", "may", "--list", readers, *box) == errors.USAGE
        assert "[mail.target]" in capsys.readouterr().err
        alone = ("--to", PEOPLE[0], "--smtp", script.address)  # to see it
        assert run(desk, "send", "may", *alone) == errors.DONE
        assert "only listmonk fills that in" in capsys.readouterr().err
    assert reached(script) == PEOPLE[:1]
    assert not (desk / "box").exists()


def test_what_no_service_has_to_fill_in_is_not_told_of(desk: Path, capsys):
    assert run(desk, "send", "may", "--to", PEOPLE[0], "--mbox", desk / "box") == errors.DONE
    assert "fills that in" not in capsys.readouterr().err


@pytest.mark.parametrize("dry", [(), ("-n",), ("--confirm", 3)])
def test_a_password_in_the_address_of_the_server_is_not_repeated(desk: Path, capsys, dry):
    where = ("--smtp", "smtp://desk:s3cret@mail.harbour.example")
    for whom in (("--to", PEOPLE[0]), ("--list", sendable.listed(desk, *PEOPLE, head="email"))):
        assert run(desk, "send", "may", *whom, *where, *dry) == errors.USAGE
        told = capsys.readouterr()
        assert "[mail.password]" in told.err
        assert "s3cret" not in told.err + told.out


@pytest.mark.parametrize(
    ("smtp", "told"),
    [
        ("smtp://mail.harbour.example", []),
        ("smtp+plain://127.0.0.1:25", ["s3cret"]),
        ("", ["s3cret"]),
    ],
)
def test_the_password_of_the_settings_goes_to_the_server_that_they_name(desk: Path, smtp, told):
    heard = []

    def hear(_server, _session, _envelope, _mechanism, said):
        heard.append(said.password.decode())
        return AuthResult(success=True)

    (desk / "copydesk.toml").write_text(
        f'[newsletter]\nsmtp = "{smtp}"\nuser = "desk"\npassword_command = ["echo", "s3cret"]\n'
    )
    with scripted(Scripted(), authenticator=hear, auth_require_tls=False) as script:
        assert run(desk, "send", "may", "--to", PEOPLE[0], "--smtp", script.address) == errors.DONE
    assert heard == told
    assert reached(script) == PEOPLE[:1]


# ── what is kept ─────────────────────────────────────────────────────────────


def test_nobody_is_mailed_twice_though_everything_built_is_deleted_and_corrected(desk: Path):
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
        shutil.rmtree(desk / "dist")
        sendable.build(desk, built=sendable.message().replace(b"walls", b"quays"))
        assert mailed(desk, script, "--confirm", 3) == errors.DONE  # there is nothing to do
        assert mailed(desk, script, people=[one.upper() for one in PEOPLE]) == errors.DONE
        assert mailed(desk, script, "--confirm", 1, people=[*PEOPLE, "new@h.example"]) == 0
    assert reached(script) == [*PEOPLE, "new@h.example"]


WARNED = (sendable.remark("warning", "no way to leave"), sendable.remark("note", "no preheader"))
WRONG = (*WARNED, sendable.remark("error", "a file lies nowhere"))


def sent(desk: Path, script: Scripted, whom: str, *words: str) -> int:
    """The exit code of sending the issue to one reader, or to a list of one."""
    one = PEOPLE[0]
    to = ("--to", one) if whom == "one" else ("--list", sendable.listed(desk, one, head="email"))
    where = () if {"--mbox", "--maildir"}.intersection(words) else ("--smtp", script.address)
    confirmed = () if whom == "one" else ("--confirm", 1)
    return run(desk, "send", "may", *to, *where, *confirmed, *words)


@pytest.mark.parametrize("whom", ["one", "list"])
def test_what_is_wrong_with_an_issue_is_said_before_it_is_mailed(desk: Path, capsys, whom):
    sendable.build(desk, remarks=WARNED)
    with scripted(Scripted()) as script:
        assert sent(desk, script, whom) == errors.DONE
    said = capsys.readouterr().err
    assert "warning: no way to leave" in said
    assert "no preheader" not in said
    assert reached(script) == PEOPLE[:1]


@pytest.mark.parametrize("whom", ["one", "list"])
def test_an_issue_with_an_error_is_mailed_only_when_somebody_insists(desk: Path, capsys, whom):
    sendable.build(desk, remarks=WRONG)
    with scripted(Scripted()) as script:
        for words in ((), ("-n",)):
            assert sent(desk, script, whom, *words) == errors.REFUSED
            said = capsys.readouterr().err
            assert "error: a file lies nowhere" in said
            assert "[mail.faulty]" in said
            assert "--anyway" in said
        assert script.connections == 0
        assert not [*desk.joinpath(*BESIDE).glob("*.jsonl")]
        assert sent(desk, script, whom, "--anyway") == errors.DONE
    assert reached(script) == PEOPLE[:1]
    assert "error: a file lies nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("whom", ["one", "list"])
def test_an_issue_with_an_error_goes_into_a_mailbox_to_be_looked_at(desk: Path, capsys, whom):
    sendable.build(desk, remarks=WRONG)
    assert sent(desk, Scripted(), whom, "--mbox", str(desk / "box")) == errors.DONE
    assert "error: a file lies nowhere" in capsys.readouterr().err
    with contextlib.closing(mailbox.mbox(desk / "box")) as box:
        assert len(box) == 1


def dated(desk: Path, day: str) -> None:
    """Build the issue anew with another date."""
    file = desk.joinpath(*BESIDE, "may.toml")
    file.write_text(file.read_text().replace("2026-05-01", day))
    sendable.build(desk)


@pytest.mark.parametrize("whom", ["one", "list"])
def test_a_copy_bears_the_time_at_which_it_was_sent(desk: Path, whom):
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with scripted(Scripted()) as script:
        assert sent(desk, script, whom) == errors.DONE
    ((_, data),) = script.taken
    made = parsedate_to_datetime(message_from_bytes(data)["Date"])
    assert before <= made <= dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("whom", ["one", "list"])
def test_an_issue_of_another_day_is_told_of_and_goes(desk: Path, capsys, whom):
    for day in ("2999-12-01", "1999-05-15"):
        shutil.rmtree(desk)
        sendable.desk(desk)
        dated(desk, day)
        with scripted(Scripted()) as script:
            assert sent(desk, script, whom) == errors.DONE
        assert f"warning: the issue is dated {day}" in capsys.readouterr().err
        assert reached(script) == PEOPLE[:1]


NOW = dt.datetime.fromisoformat("2026-05-15T23:30:00-08:00")  # the 16th in Greenwich


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2026-05-15", False), ("2026-05-16", False), ("2026-05-16T12:00:00+12:00", False),
        ("2026-05-09", False), ("2026-05-08", True), ("2025-05-15", True),
        ("2026-05-17", True), ("2026-05-16T23:00:00-08:00", True),
    ],
)  # fmt: skip
def test_an_issue_of_today_or_of_this_week_is_left_alone(date, said):
    text = f'subject = "Tides"\ndate = {date}\n[[article]]\nsrc = "tides"\n'
    issue = read_issue(text.encode(), "may.toml", stem="may")
    assert len([*delivery.doubt_date(issue, NOW)]) == said


def test_an_issue_that_takes_another_id_in_between_is_told_of(desk: Path, capsys):
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
        assert "readers got" not in capsys.readouterr().err
        file = desk.joinpath(*BESIDE, "may.toml")
        file.write_text(file.read_text().replace('"2026-05"', '"2026-5"'))
        sendable.build(desk)
        assert mailed(desk, script) == errors.DONE
    assert "warning: 3 readers got `2026-05` according to `may.sent" in capsys.readouterr().err


def test_an_issue_whose_file_was_renamed_is_not_mailed_again(desk: Path, capsys):
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
        folder = desk.joinpath(*BESIDE)
        (folder / "may.toml").rename(folder / "mai.toml")
        sendable.build(desk, name="mai")
        readers = sendable.listed(desk, *PEOPLE, head="email")
        words = ["--list", readers, "--confirm", 3, "--smtp", script.address, "--rate", 0]
        assert run(desk, "send", "mai", *words) == errors.USAGE
        assert "rename that file to `mai.sent.jsonl`" in capsys.readouterr().err
        file = folder / "mai.toml"
        file.write_text(file.read_text().replace('id = "2026-05"', ""))  # its name is its id now
        sendable.build(desk, name="mai")
        assert run(desk, "send", "mai", *words[:2]) == errors.DONE
        assert "was `may.toml` renamed?" in capsys.readouterr().err
        (folder / "may.sent.jsonl").rename(folder / "mai.sent.jsonl")
        sendable.desk(desk, name="mai")
        assert run(desk, "send", "mai", *words) == errors.DONE
    assert reached(script) == PEOPLE


def test_no_more_messages_go_out_in_a_minute_than_that(desk: Path, monkeypatch):
    slept: list[float] = []
    moments: list[float] = []

    def noted(_who: str, _times: int) -> str:
        moments.append(sum(slept))
        return "250 OK"

    timed = partial(send.Pace, clock=lambda: sum(slept), sleep=slept.append)
    monkeypatch.setattr(send, "Pace", timed)
    with scripted(Scripted(rcpt=noted)) as script:
        assert mailed(desk, script, "--confirm", 3, "--rate", 120) == errors.DONE
    assert moments == pytest.approx([0, 0.5, 1.0])


@pytest.mark.parametrize(
    ("path", "old", "reason"),
    [
        ("source/newsletters/may.toml", b"Tides", "source changed"),
        ("source/tides.txt", b"came", "its article source/tides.txt is stale"),
        ("dist/newsletter/may/issue.eml", b"tide", "output changed by hand: issue.eml"),
        ("dist/tides/tides.pdf", b"PDF", "its article source/tides.txt is stale"),
    ],
)
def test_what_has_changed_since_it_was_built_is_not_sent(desk: Path, capsys, path, old, reason):
    file = desk / path
    data = file.read_bytes()
    assert old in data
    file.write_bytes(data.replace(old, b"Ebb"))
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.USAGE
    assert reached(script) == []
    told = capsys.readouterr().err
    assert f"the issue `may` has changed since it was built: {reason}" in told
    assert " newsletter build may`" in told


def test_the_journal_lies_beside_the_issue_and_is_the_desks_alone(desk: Path):
    outputs = sorted((desk / "dist").rglob("*"))
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
    kept = desk.joinpath(*BESIDE, "may.sent.jsonl")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [(row["key"], row["mark"]) for row in rows] == [
        (who, mark) for who in PEOPLE for mark in ("intent", "done")
    ]
    assert {row["issue"] for row in rows} == {"2026-05"}
    assert sorted((desk / "dist").rglob("*")) == outputs


def test_a_copy_to_oneself_and_a_rehearsal_into_a_mailbox_count_for_nobody(desk: Path):
    readers = sendable.listed(desk, *PEOPLE, head="email")
    with scripted(Scripted()) as script:
        for _ in range(2):
            to = ("send", "may", "--to", PEOPLE[0], "--smtp", script.address)
            assert run(desk, *to) == errors.DONE
        for box in ("--maildir", desk / "box"), ("--mbox", desk / "mbox"):
            assert run(desk, "send", "may", "--list", readers, *box) == errors.DONE
        assert len(script.taken) == 2
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
    assert len(script.taken) == 5
    with contextlib.closing(mailbox.mbox(desk / "mbox")) as box:
        assert [one["To"] for one in box] == PEOPLE
    assert sorted(one["To"] for one in mailbox.Maildir(desk / "box")) == PEOPLE


@pytest.mark.parametrize("kind", ["--maildir", "--mbox"])
def test_what_is_put_into_a_mailbox_is_not_said_to_be_sent(desk: Path, capsys, kind):
    box = desk / "box"
    words = ("send", "may", "--list", sendable.listed(desk, *PEOPLE, head="email"), kind, box)
    assert run(desk, *words, "-n") == errors.DONE
    assert f"3 to be put into {box}" in capsys.readouterr().err
    assert not box.exists()
    for before in ("", "3 messages lie", "6 messages lie"):
        assert run(desk, *words) == errors.DONE
        told = capsys.readouterr().err
        assert f"3 put into {box}" in told
        assert "sent" not in told
        assert "mailed" not in told
        assert (f"{before} in {box} already" if before else "3 put into") in told
        assert ("already" in told) is bool(before)
    assert run(desk, "send", "may", "--to", PEOPLE[0], kind, box, "--json") == errors.DONE
    assert outcome(capsys)["into"] == str(box)


@pytest.mark.skipif(sys.platform != "linux", reason="locks as Linux has them")
def test_of_several_that_send_at_once_one_alone_mails_each_reader(desk: Path):
    people = [f"r{number}@harbour.example" for number in range(40)]
    readers = sendable.listed(desk, *people, head="email")
    with scripted(Scripted()) as script:
        words = ["send", "may", "--list", readers, "--smtp", script.address, "--rate", "0"]
        command = [sys.executable, "-m", "copydesk", "-C", str(desk), "newsletter", *words]
        children = [
            subprocess.Popen([*command, "--confirm", "40"], stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        ends = [(child.communicate(timeout=60)[1], child.returncode) for child in children]
    assert sorted(reached(script)) == sorted(people), ends
    codes = sorted(code for _, code in ends)
    assert codes[0] == errors.DONE
    assert set(codes) <= {errors.DONE, errors.LOCKED, errors.USAGE}, ends  # or too late for 40


def test_while_one_sends_another_is_kept_out(desk: Path, capsys):
    with (
        scripted(Scripted()) as script,
        append_file.open_append_file(desk.joinpath(*BESIDE, "may.sent.jsonl")),
    ):
        assert mailed(desk, script, "--confirm", 3) == errors.LOCKED
    assert "[mail.locked]" in capsys.readouterr().err
    assert script.taken == []


def test_who_is_being_mailed_at_this_moment_is_not_called_uncertain(desk: Path, capsys):
    path = desk.joinpath(*BESIDE, "may.sent.jsonl")
    with scripted(Scripted()) as script:
        with journal.open_journal(path, "2026-05") as other:
            other.note(addresses.parse_address(PEOPLE[1]), "intent")
            assert mailed(desk, script, "--confirm", 2) == errors.LOCKED
            assert "uncertain" not in capsys.readouterr().err
            other.note(addresses.parse_address(PEOPLE[1]), "done")
        assert mailed(desk, script, "--confirm", 2) == errors.DONE
    assert sorted(reached(script)) == [PEOPLE[0], PEOPLE[2]]


# ── what becomes of it ───────────────────────────────────────────────────────


def outcome(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_what_the_server_says_is_what_is_told(desk: Path, capsys):
    script = Scripted(
        rcpt=lambda who, times: {"ben": "550 no such reader"}.get(who[:3], "250 OK")
        if who[:3] != "dia" or times else "450 greylisted",
        data=lambda who, _: "" if who.startswith("cem") else "250 OK",
    )  # fmt: skip
    people = [*PEOPLE, "dia@h.example", "eve@h.example"]
    run(desk, "suppress", "eve@h.example")
    with scripted(script):
        assert mailed(desk, script, "--confirm", 4, "--json", people=people) == errors.TOOL
        told = outcome(capsys)
        assert told == {
            "issue": "2026-05", "sent": [people[0], people[3]], "already": [],
            "suppressed": [people[4]], "refused": [people[1]], "uncertain": [people[2]],
            "left": [], "halted": "", "into": "",
        }  # fmt: skip
        # Neither the refused nor the uncertain one is mailed again by itself.
        assert mailed(desk, script, people=people) == errors.TOOL
        err = capsys.readouterr().err
        assert "0 to be mailed" in err
        assert "cem@harbour.example" in err
        assert len(script.taken) == 3
        script.data = lambda *_: "250 OK"
        assert mailed(desk, script, "--retry-uncertain", "--confirm", 1, people=people) == 3
    assert reached(script).count("cem@harbour.example") == 2


def test_one_that_is_refused_is_mailed_again_when_that_is_asked_for(desk: Path):
    once = Scripted(rcpt=lambda who, times: "550 no" if "ben" in who and not times else "250 OK")
    with scripted(once) as it:
        assert mailed(desk, it, "--confirm", 3) == errors.REFUSED
        assert mailed(desk, it, "--confirm", 1, "--retry-refused") == errors.DONE
    assert reached(it) == [PEOPLE[0], PEOPLE[2], PEOPLE[1]]


def test_a_server_that_is_busy_leaves_all_for_the_next_time(desk: Path, capsys):
    busy = Scripted(rcpt=lambda *_: "451 come again")
    with scripted(busy):
        assert mailed(desk, busy, "--confirm", 3, "--json") == errors.TOOL
        assert outcome(capsys)["left"] == PEOPLE
        busy.rcpt = lambda *_: "250 OK"
        assert mailed(desk, busy, "--confirm", 3) == errors.DONE
    assert reached(busy) == PEOPLE


@pytest.mark.parametrize("words", [(), ("-n",)])
def test_a_program_is_told_the_outcome_though_nobody_is_mailed(desk: Path, capsys, words):
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--json", *words) == errors.DONE
        told = outcome(capsys)
        assert (told["left"], told["halted"]) == (PEOPLE, "nobody was mailed")
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
        assert mailed(desk, script, "--json", *words) == errors.DONE
    told = outcome(capsys)
    assert (told["already"], told["left"], told["halted"]) == (PEOPLE, [], "")


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal as Linux has it")
def test_on_a_terminal_what_is_said_stands_in_lines_of_its_own(desk: Path):
    readers = sendable.listed(desk, *PEOPLE, head="email")
    ours, theirs = pty.openpty()
    ben = Scripted(rcpt=lambda who, _: "550 no such reader" if who == PEOPLE[1] else "250 OK")
    with scripted(ben) as script:
        words = ["send", "may", "--list", readers, "--smtp", script.address, "--confirm", "3"]
        words = ["-C", str(desk), "newsletter", *words, "--rate", "0"]
        command = [sys.executable, "-m", "copydesk", *words]
        terminal = {**os.environ, "TERM": "xterm"}
        subprocess.run(command, stderr=theirs, env=terminal, timeout=60, check=False)
    told = os.read(ours, 100_000).decode().replace("\r\n", "\n")
    os.close(ours)
    os.close(theirs)
    shown = [line.rpartition("\x1b[K")[2] for line in told.splitlines()]
    assert f"refused: {PEOPLE[1]}: 550 no such reader" in shown
    assert shown[-1] == "2 sent, 1 refused"
    assert "\r1 of 3" in told


@pytest.mark.skipif(sys.platform != "linux", reason="signals as Linux has them")
def test_an_interrupt_ends_it_after_the_message_under_way(desk: Path):
    readers = sendable.listed(desk, *PEOPLE, head="email")

    def interrupting(who: str, _times: int) -> str:
        if who == PEOPLE[0]:
            child.send_signal(signal.SIGINT)
        return "250 OK"

    with scripted(Scripted(rcpt=interrupting)) as script:
        words = ["send", "may", "--list", readers, "--smtp", script.address, "--confirm", "3"]
        command = [sys.executable, "-m", "copydesk", "-C", str(desk), "newsletter", *words]
        child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        told = child.communicate(timeout=60)[1]
    assert child.returncode == errors.INTERRUPTED
    assert reached(script) == [PEOPLE[0]]
    assert "1 sent, 2 left" in told
    known = journal.read_records(desk.joinpath(*BESIDE, "may.sent.jsonl"), "2026-05")
    assert {record.mark for record in known.values()} == {"done"}


# ── who wants none ───────────────────────────────────────────────────────────


def test_who_wants_no_issues_gets_none_neither_by_list_nor_alone(desk: Path, capsys):
    assert run(desk, "suppress", "Ben@Harbour.example") == errors.DONE
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 2) == errors.DONE
        alone = ("send", "may", "--to", PEOPLE[1], "--smtp", script.address)
        assert run(desk, *alone) == errors.REFUSED
    assert "[mail.suppressed]" in capsys.readouterr().err
    assert reached(script) == [PEOPLE[0], PEOPLE[2]]


def test_who_wants_none_of_the_desk_wants_none_that_lies_elsewhere(desk: Path):
    (desk / "letters").mkdir()
    desk.joinpath(*BESIDE, "may.toml").rename(desk / "letters" / "may.toml")
    sendable.build(desk, name="letters/may.toml")
    assert run(desk, "suppress", PEOPLE[0]) == errors.DONE
    assert run(desk, "suppress", PEOPLE[1], "--issue", "letters/may.toml") == errors.DONE
    readers = sendable.listed(desk, *PEOPLE, head="email")
    with scripted(Scripted()) as script:
        words = ("--smtp", script.address, "--rate", 0)
        for who in PEOPLE[:2]:
            assert run(desk, "send", "letters/may.toml", "--to", who, *words) == errors.REFUSED
        told = ("send", "letters/may.toml", "--list", readers, "--confirm", 1, *words)
        assert run(desk, *told) == errors.DONE
    assert reached(script) == PEOPLE[2:]
    assert sorted(path.name for path in (desk / "letters").iterdir()) == [
        "may.sent.jsonl", "may.toml", "suppressed.csv",
    ]  # fmt: skip


def test_the_word_of_a_link_for_leaving_leads_to_its_reader(desk: Path, capsys):
    with scripted(Scripted()) as script:
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
    link = sendable.UNSUBSCRIBE.encode().partition(b"{")[0].rpartition(b"=")[2]
    message = script.taken[1][1]
    word = message.partition(b"List-Unsubscribe:")[2].partition(b"who=" + link)[2][:24].decode()
    assert run(desk, "suppress", word) == errors.DONE
    assert f"`{PEOPLE[1]}` added to `suppressed.csv`" in capsys.readouterr().err
    assert run(desk, "suppress", word) == errors.DONE
    assert "is already" in capsys.readouterr().err
    assert desk.joinpath(*BESIDE, "suppressed.csv").read_text().count("ben@") == 1


def test_the_word_of_a_copy_to_one_leads_to_its_reader_who_counts_for_nobody(desk: Path, capsys):
    with scripted(Scripted()) as script:
        for _ in range(2):
            alone = ("send", "may", "--to", PEOPLE[0], "--smtp", script.address)
            assert run(desk, *alone) == errors.DONE
        rows = desk.joinpath(*BESIDE, "may.sent.jsonl").read_text("utf-8").splitlines()
        told = [json.loads(row) for row in rows]
        assert [(row["mark"], row["to"]) for row in told] == [("copy", PEOPLE[0])] * 2
        for row, (_, message) in zip(told, script.taken, strict=True):
            assert message.partition(b"List-Unsubscribe:")[2].count(row["token"].encode())
        assert mailed(desk, script, "--confirm", 3) == errors.DONE
    assert reached(script) == [PEOPLE[0], PEOPLE[0], *PEOPLE]
    capsys.readouterr()
    assert run(desk, "suppress", told[1]["token"]) == errors.DONE
    assert f"`{PEOPLE[0]}` added to `suppressed.csv`" in capsys.readouterr().err


def test_of_what_leads_to_nobody_no_word_is_kept(desk: Path):
    with scripted(Scripted()) as script:
        alone = ("send", "may", "--to", PEOPLE[0])
        assert run(desk, *alone, "--maildir", desk / "box") == errors.DONE
        sendable.build(desk, built=sendable.message().replace(b"{token}", b"everybody"))
        assert run(desk, *alone, "--smtp", script.address) == errors.DONE
    assert not list(desk.joinpath(*BESIDE).glob("*.jsonl"))


def test_what_is_neither_an_address_nor_such_a_word_is_said(desk: Path, capsys):
    assert run(desk, "suppress", "nonsense") == errors.USAGE
    assert "[mail.recipient]" in capsys.readouterr().err
    assert not desk.joinpath(*BESIDE, "suppressed.csv").exists()
