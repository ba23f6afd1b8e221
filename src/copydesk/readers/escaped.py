"""A web page whose tags were escaped once more, as feeds and exports of databases hold it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from html import unescape
from typing import Final

from copydesk.config import Config
from copydesk.model import Submission
from copydesk.queries import ask
from copydesk.readers.decode import decoded
from copydesk.readers.html import read_html
from copydesk.registry import reader

ESCAPED: Final = "text/x-escaped-html"


@reader(ESCAPED)
def read_escaped(data: bytes, path: str, config: Config) -> Submission:
    """The blocks of the page; the editor is told that its tags were text.

    >>> sent = read_escaped(b"&lt;p&gt;Mud &amp;amp; sand&lt;/p&gt;", "a.txt", Config())
    >>> sent.lines[0].text, sent.media_type
    ('Mud & sand', 'text/html')
    """
    read = decoded(data)
    sent = read_html(unescape(read.text).encode("utf-8", "replace"), path, config)
    message = "the tags of the page were escaped; it was read as the page they stand for"
    query = ask("text.encoding", 0, message, anchor="escaped")
    digest = hashlib.sha256(data).hexdigest()
    return replace(sent, sha256=digest, encoding=read.encoding, queries=(query, *sent.queries))
