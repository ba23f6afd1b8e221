"""An issue goes out by Postfix and is read by IMAP; who must not be trusted gets nothing."""

from __future__ import annotations

import base64
import os
import smtplib
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

import postoffice
from authority import Authority
from copydesk import cli, errors
from copydesk.newsletter.message import write_message
from newsletter import envelopes, sendable
from postoffice import PostOffice

pytestmark = pytest.mark.check

TO = ("newsletter", "send", "may", "--to", "mara@harbour.example")


def send(desk: Path, *words: object) -> int:
    return cli.main(["-C", str(desk), *map(str, words)])


@pytest.mark.parametrize("kind", ["starttls", "smtps", "plain"])
def test_an_issue_arrives_as_it_was_built(office: PostOffice, desk: Path, kind, capsys):
    user = "" if kind == "plain" else postoffice.USER
    code = send(desk, *TO, "--smtp", office.address(kind, user), "--ca", office.authority.file)
    assert code == errors.DONE, capsys.readouterr().err
    (received,) = office.received(1)
    head, _, body = received.partition(b"\r\n\r\n")
    built = sendable.message().partition(b"\r\n\r\n")[2]
    own = message_from_bytes(received, policy=policy.default)
    word = own["List-Unsubscribe"].partition("who=")[2].partition(">")[0]
    assert len(word) == 24
    assert body.replace(b"=\r\n", b"") == built.replace(b"=\r\n", b"").replace(
        b"who=3D{token}", b"who=3D" + word.encode()
    )
    found = {part.get_filename(): sendable.sha256(part.get_payload(decode=True))
             for part in own.iter_attachments()}  # fmt: skip
    assert found == {name: sendable.sha256(data) for name, data in sendable.FILES.items()}
    assert own["To"] == "mara@harbour.example"
    assert own["Subject"] == "“Tides” and walls"
    assert b"\r\nReturn-Path: <desk@harbour.example>" in b"\r\n" + head
    assert b"Bcc" not in head
    assert b"everybody" not in received
    encrypted = {"starttls": b"ESMTPSA", "smtps": b"ESMTPSA", "plain": b"ESMTP "}[kind]
    assert b"with " + encrypted in head


def test_a_message_that_is_built_arrives_with_its_files(office: PostOffice, tmp_path: Path):
    files = (envelopes.file("tides.pdf", 60_000), envelopes.file("Flöße.epub", 10_000))
    built = write_message(envelopes.materials(*files), envelopes.HTML, envelopes.TEXT, files)
    desk = sendable.desk(tmp_path, built=built)
    where = ("--smtp", office.address("starttls", postoffice.USER), "--ca", office.authority.file)
    assert send(desk, *TO, *where) == errors.DONE
    (received,) = office.received(1)
    own = message_from_bytes(received, policy=policy.default)
    assert own["Subject"] == envelopes.materials().issue.subject
    assert str(own["From"]) == envelopes.SETTINGS.from_
    word = own["List-Unsubscribe"].partition("who=")[2].partition(">")[0]
    for kind, text in (("plain", envelopes.TEXT), ("html", envelopes.HTML)):
        said = own.get_body((kind,)).get_content().replace("\r\n", "\n")
        assert said == text.replace("{token}", word)
    found = {part.get_filename(): sendable.sha256(part.get_payload(decode=True))
             for part in own.iter_attachments()}  # fmt: skip
    assert found == {file.name: file.sha256 for file in files}


def test_the_settings_say_the_server_and_a_command_the_password(
    office: PostOffice, tmp_path: Path, monkeypatch
):
    monkeypatch.delenv("COPYDESK_SMTP_PASSWORD")
    secret = tmp_path / "secret"
    secret.write_text(postoffice.PASSWORD + "\n", encoding="utf-8")
    desk = sendable.desk(tmp_path, settings=(
        f'[newsletter]\nsmtp = "{office.address("starttls", "")}"\nuser = "{postoffice.USER}"\n'
        f'password_command = ["cat", "{secret}"]\n'
    ))  # fmt: skip
    assert send(desk, *TO, "--ca", office.authority.file) == errors.DONE
    office.received(1)


@pytest.mark.parametrize(
    ("kind", "change", "code", "ends", "said"),
    [
        ("starttls", {"password": "wrong"}, "mail.login", errors.TOOL, "refuses the login"),
        ("smtps", {"password": "wrong"}, "mail.login", errors.TOOL, "refuses the login"),
        ("starttls", {"password": ""}, "mail.password", errors.USAGE, "there is no password"),
        ("starttls", {"user": ""}, "", errors.REFUSED, "Client host rejected"),
        ("starttls", {"ca": None}, "mail.certificate", errors.TOOL, "is not trusted"),
        ("smtps", {"ca": None}, "mail.certificate", errors.TOOL, "is not trusted"),
        ("starttls", {"ca": "other"}, "mail.certificate", errors.TOOL, "is not trusted"),
        ("starttls", {"host": "127.0.0.1"}, "mail.certificate", errors.TOOL, "another name"),
        ("smtps", {"host": "127.0.0.1"}, "mail.certificate", errors.TOOL, "another name"),
        ("plain", {"user": "", "to": "x@elsewhere.example"}, "", errors.REFUSED, "Relay access"),
        ("plain", {"user": "", "large": True}, "mail.refused", errors.REFUSED, "552 5.3.4"),
        ("plain", {}, "mail.login", errors.TOOL, "offers no login"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_sent(  # noqa: PLR0913, PLR0917  six are fixtures
    office: PostOffice, desk: Path, tmp_path, monkeypatch, capsys, kind, change, code, ends, said
):  # fmt: skip
    monkeypatch.setenv("COPYDESK_SMTP_PASSWORD", change.get("password", postoffice.PASSWORD))
    if change.get("large"):
        sendable.build(
            desk, built=sendable.message(files={"a.pdf": os.urandom(postoffice.LARGEST)})
        )
    ca = office.authority.file
    if change.get("ca", ca) != ca:
        ca = Authority(tmp_path, "other").file if change["ca"] else None
    user, host = change.get("user", postoffice.USER), change.get("host", "localhost")
    words = ["newsletter", "send", "may", "--to", change.get("to", "mara@harbour.example")]
    words += ["--smtp", office.address(kind, user, host), *(["--ca", ca] if ca else [])]
    assert send(desk, *words) == ends
    told = capsys.readouterr().err
    assert said in told
    if code:
        assert f"[{code}]" in told
        assert "hint: " in told
    assert postoffice.PASSWORD not in told
    assert office.queued() == 0
    assert office.received(0) == []


def test_a_list_is_mailed_each_reader_once_and_again_only_who_was_not(
    office: PostOffice, desk: Path, capsys
):
    rows = ["ada@harbour.example,Ada", "zoë@harbour.example,Zoë", "Mara@möwe.example,Mara Osei"]
    readers = sendable.listed(desk, *rows, "ADA@harbour.example,", "nonsense,")
    words = ["newsletter", "send", "may", "--list", readers, "--rate", "0"]
    words += ["--smtp", office.address("plain", "")]
    assert send(desk, *words, "-n") == errors.REFUSED  # for the row that is none
    told = capsys.readouterr().err
    assert "members.csv: line 6: `nonsense`" in told
    assert "line 5: `ADA@harbour.example` is already in line 2" in told
    assert "3 to be mailed" in told
    assert office.received(0) == []
    assert send(desk, *words, "--confirm", "3") == errors.REFUSED
    found = [message_from_bytes(one, policy=policy.default) for one in office.received(3)]
    assert {one["To"] for one in found} == {
        "Ada <ada@harbour.example>", "Zoë <zoë@harbour.example>",
        "Mara Osei <Mara@xn--mwe-sna.example>",
    }  # fmt: skip
    assert len({one["Message-ID"] for one in found}) == 3
    sendable.listed(desk, *rows, "new@harbour.example,")
    assert send(desk, *words, "--confirm", "1") == errors.DONE
    assert len(office.received(4)) == 4


@pytest.mark.parametrize("password", [postoffice.PASSWORD, "wr0ng & Möwe"])
def test_a_password_stands_in_nothing_that_is_said_or_kept(
    office: PostOffice, desk: Path, monkeypatch, capfd, password
):
    monkeypatch.setenv("COPYDESK_SMTP_PASSWORD", password)
    where = ["--smtp", office.address("starttls"), "--ca", office.authority.file]
    readers = sendable.listed(desk, "ada@harbour.example,Ada")
    words = ["newsletter", "send", "may", "--list", readers, "--confirm", 1, "--json", *where]
    code = send(desk, "-v", *words)
    assert code == (errors.DONE if password == postoffice.PASSWORD else errors.TOOL)
    told = "".join(capfd.readouterr()).encode()
    kept = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    assert any(path.name == "may.sent.jsonl" for path in kept)
    plain = password.encode()
    for secret in (plain, base64.b64encode(plain), base64.b64encode(
            f"\0{postoffice.USER}\0{password}".encode())):  # fmt: skip
        assert secret not in told
        assert [path for path, data in kept.items() if secret in data] == []


def test_a_message_that_is_broken_off_before_its_end_is_never_delivered(office: PostOffice):
    """What `system.smtp` rests on when it says that such a message was not taken."""

    def lost() -> int:
        return office.log().count("lost connection after DATA")

    before = lost()
    text = b"Subject: Tides\r\n\r\n" + b"The tide came.\r\n" * 5000
    for rest in (text, text[:40_000], text + b"."):
        link = smtplib.SMTP("localhost", office.ports["plain"], timeout=20)
        link.ehlo()
        link.mail("desk@harbour.example")
        link.rcpt("mara@harbour.example")
        assert link.docmd("DATA")[0] == 354
        link.send(rest)
        link.close()
    end = time.monotonic() + 20
    while lost() < before + 3 and time.monotonic() < end:
        time.sleep(0.1)
    assert lost() == before + 3
    assert office.received(0) == []
