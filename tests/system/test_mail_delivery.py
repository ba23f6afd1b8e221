"""Mailboxes in place of a server hold the message that was put in."""

from __future__ import annotations

import contextlib
import mailbox
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.errors import CopydeskError, ToolError, UsageError
from copydesk.system.mail_delivery import open_maildir, open_mbox

MESSAGE = b"From: a@b.example\r\nSubject: Tides\r\n\r\nThe tide.\r\n"
STORED = MESSAGE.replace(b"\r\n", b"\n")


def test_a_maildir_is_made_and_filled(tmp_path: Path):
    for _ in range(2):
        assert open_maildir(tmp_path / "new" / "box").deliver("", "", MESSAGE).state == "done"
    found = [one.as_bytes() for one in mailbox.Maildir(tmp_path / "new" / "box")]
    assert found == [STORED, STORED]
    assert len(list((tmp_path / "new" / "box" / "new").iterdir())) == 2
    assert list((tmp_path / "new" / "box" / "tmp").iterdir()) == []


def test_a_folder_with_other_things_is_no_maildir(tmp_path: Path):
    (tmp_path / "letters.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "letters.txt"):
        with pytest.raises(UsageError) as caught:
            open_maildir(folder)
        assert caught.value.code == "mail.mailbox"
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def put(file: Path, *messages: bytes) -> None:
    """Add `messages` to the mbox `file`."""
    with contextlib.closing(open_mbox(file)) as box:
        for message in messages:
            assert box.deliver("", "", message).state == "done"


def held(file: Path) -> list[bytes]:
    """The messages in the mbox `file`."""
    with contextlib.closing(mailbox.mbox(file)) as box:
        return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118


def test_an_mbox_keeps_what_is_in_it(tmp_path: Path):
    put(tmp_path / "box", MESSAGE)
    put(tmp_path / "box", MESSAGE, MESSAGE)
    assert held(tmp_path / "box") == [STORED] * 3
    assert stat.S_IMODE((tmp_path / "box").stat().st_mode) == 0o600


def test_a_line_that_begins_as_a_message_does_begins_none(tmp_path: Path):
    put(tmp_path / "box", MESSAGE + b"\r\nFrom here on.\r\n", MESSAGE)
    assert held(tmp_path / "box") == [STORED + b"\n>From here on.\n", STORED]


def test_a_file_of_other_things_is_no_mbox(tmp_path: Path):
    (tmp_path / "members.csv").write_text("email\n")
    with pytest.raises(UsageError) as caught:
        open_mbox(tmp_path / "members.csv")
    assert caught.value.code == "mail.mailbox"
    assert (tmp_path / "members.csv").read_text() == "email\n"


@pytest.mark.parametrize("name", ["", "none/box"])
def test_what_cannot_be_an_mbox_is_said(tmp_path: Path, name):
    with pytest.raises(ToolError) as caught:
        open_mbox(tmp_path / name)
    assert caught.value.code == "mail.mailbox"


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
            open_mbox(box)
        holder.kill()
    assert caught.value.code == "mail.mailbox"
    assert box.read_bytes() == b""
