"""Mailboxes in place of a server hold the message that was put in."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.errors import CopydeskError, UsageError
from copydesk.gate.mailboxes import Maildir, Mbox

MESSAGE = b"From: a@b.example\r\nSubject: Tides\r\n\r\nThe tide.\r\n"
STORED = MESSAGE.replace(b"\r\n", b"\n")


def test_a_maildir_is_made_and_filled(tmp_path: Path):
    for _ in range(2):
        assert Maildir(tmp_path / "new" / "box").carry("", "", MESSAGE).state == "done"
    found = [one.as_bytes() for one in mailbox.Maildir(tmp_path / "new" / "box")]
    assert found == [STORED, STORED]
    assert len(list((tmp_path / "new" / "box" / "new").iterdir())) == 2
    assert list((tmp_path / "new" / "box" / "tmp").iterdir()) == []


def test_a_folder_with_other_things_is_no_maildir(tmp_path: Path):
    (tmp_path / "letters.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "letters.txt"):
        with pytest.raises(UsageError) as caught:
            Maildir(folder)
        assert caught.value.code == "mail.mailbox"
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_an_mbox_keeps_what_is_in_it(tmp_path: Path):
    for _ in range(2):
        assert Mbox(tmp_path / "box").carry("", "", MESSAGE).state == "done"
    found = mailbox.mbox(tmp_path / "box")
    assert [found.get_bytes(key) for key in found.keys()] == [STORED, STORED]  # noqa: SIM118
    found.close()


def test_an_mbox_that_another_program_holds_is_left_alone(tmp_path: Path):
    box = tmp_path / "box"
    box.touch()
    code = (
        "import mailbox, sys, time; box = mailbox.mbox(sys.argv[1]); box.lock()\n"
        "print('held', flush=True); time.sleep(60)"
    )
    run = [sys.executable, "-c", code, str(box)]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CopydeskError) as caught:
            Mbox(box).carry("", "", MESSAGE)
        holder.kill()
    assert caught.value.code == "mail.mailbox"
    assert box.read_bytes() == b""
