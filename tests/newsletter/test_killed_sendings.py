"""Killed at any moment and taken up again, a sending mails nobody twice and forgets nobody.

Postfix takes the mail and the Maildir says who has it. `make soak` kills many more.
"""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from copydesk import errors
from copydesk.newsletter import journal
from newsletter import sendable
from postoffice import PostOffice
from soaking import SOAKING

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="Postfix as Linux has it"),
]

READERS = 100
ROUNDS, KILLS = (12, 6) if SOAKING else (1, 4)


def started(desk: Path, office: PostOffice, readers: str, count: int) -> subprocess.Popen[str]:
    words = ["send", "may", "--list", readers, "--confirm", str(count), "--rate", "0"]
    words += ["--smtp", office.address("plain", "")]
    command = [sys.executable, "-m", "copydesk", "-C", str(desk), "newsletter", *words]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def killed(child: subprocess.Popen[str], path: Path, count: int, delay: float) -> None:
    """Kill `child` when it has written `count` lines more, and a moment later."""
    end = lines(path) + count
    while child.poll() is None and lines(path) < end:
        time.sleep(0.0005)
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.communicate()


def waiting(path: Path) -> int:
    """How many are neither done nor uncertain."""
    known = journal.read_records(path, "2026-05").values()
    return READERS - sum(record.mark == "done" or record.uncertain for record in known)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_sending_that_is_killed_again_and_again_mails_each_reader_once(
    office: PostOffice, desk: Path, seed
):
    people = [f"reader{number:03}@harbour.example" for number in range(READERS)]
    readers = sendable.listed(desk, *people, head="email")
    sendable.build(desk, built=sendable.message(files={}))
    path = desk / "source" / "newsletters" / "may.sent.jsonl"
    moments = random.Random(seed)  # noqa: S311  the same ones each time
    for _ in range(KILLS):
        child = started(desk, office, readers, waiting(path))
        killed(child, path, moments.randrange(1, 2 * READERS // KILLS), moments.uniform(0, 0.01))
    child = started(desk, office, readers, waiting(path))
    told = child.communicate(timeout=120)[1]
    known = journal.read_records(path, "2026-05")
    uncertain = {record.address for record in known.values() if record.uncertain}
    assert child.returncode == (errors.TOOL if uncertain else errors.DONE), told
    assert all(f"        {address}" in told for address in uncertain)
    sure = {record.address for record in known.values() if record.mark == "done"}
    assert sure | uncertain == set(people)
    found = Counter(
        re.search(rb"(?m)^Delivered-To: (\S+)\r$", one)[1].decode()
        for one in office.received(len(sure))
    )
    assert set(found.values()) == {1}  # nobody has it twice
    assert sure <= set(found)  # who is said to have it has it
    assert set(found) <= sure | uncertain
    print(f"{READERS} readers, {KILLS} kills: {len(uncertain)} uncertain,"
          f" {len(uncertain - set(found))} of them without")  # fmt: skip
