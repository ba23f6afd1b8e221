"""Readers are imported when a file of their type comes in."""

from __future__ import annotations

import subprocess
import sys

from copydesk import readers
from copydesk.config import Config


def test_a_plain_text_is_read_without_the_readers_of_other_types() -> None:
    script = (
        "import sys; from copydesk import pipeline, readers; from copydesk.config import Config;"
        "readers.read(b'One line', 'a.txt', Config());"
        "print([name for name in sys.modules if name.startswith('copydesk.readers.word')"
        " or name.startswith('copydesk.readers.html')])"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert printed.stdout == b"[]\n"


def test_front_matter_above_a_plain_text_is_read_all_the_same() -> None:
    sent = readers.read(b"---\ntitle: Mud\nauthor: A. Lo\n---\n\nText", "a.txt", Config())
    assert dict(sent.facts)["title"] == "Mud"
