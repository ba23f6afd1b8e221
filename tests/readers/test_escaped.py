"""A page whose tags were escaped is read as the page it stands for, and the editor is told."""

from __future__ import annotations

import hashlib
from html import escape

from copydesk import readers
from copydesk.config import Config

PAGE = """<h2>The vote</h2>
<p>The council <em>has</em> voted on Monday, and “Mud &amp; Sand” was sung.</p>
<p>A second vote follows in May.</p>
"""


def test_the_blocks_are_those_of_the_page() -> None:
    plain = readers.read(PAGE.encode(), "vote.txt", Config())
    data = escape(PAGE).encode()
    sent = readers.read(data, "vote.txt", Config())
    assert (sent.lines, sent.media_type) == (plain.lines, "text/html")
    assert sent.sha256 == hashlib.sha256(data).hexdigest()
    assert sent.queries[0].code == "text.encoding"


def test_a_windows_file_of_it_is_decoded_first() -> None:
    sent = readers.read(escape(PAGE).encode("cp1252"), "vote.txt", Config())
    assert (sent.lines[2].text[-22:], sent.encoding) == ("“Mud & Sand” was sung.", "windows-1252")
