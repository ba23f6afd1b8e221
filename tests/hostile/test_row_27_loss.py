"""Row 27: every word received is in the article or in its record, and in every file of it.

The law runs in every build (`BrokenLaw`); these are small sendings, most of them mutilated
pages, that broke it once. Drawn articles are held to it in `tests/conservation`, whole pages in
`tests/readers/test_html_laws.py`; a citation too deep for its link is in
`tests/conservation/test_conservation.py`. Promised on every system.
"""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

pytestmark = pytest.mark.check

#: What broke a law, by what it did.
FOUND = {
    "a note beside its sentence, in a heading": (
        "a.html", "<h<p>T<span class=footnote_note>o .</span>an", "tan o"
    ),
    "a note called in the heading right above it": (
        "a.html",
        '<h2>Mill><a href="#cite_note-dig-1">&#91;1&#93<a><li id="cite_note-dig-1">tar',
        "mill tar",
    ),
    "a control character in the title of a page": (
        "a.html", "<title>How Aldmouth\x81 lost a mill</title><p>Nobody asked.", "nobody asked"
    ),
    "a control character in front matter": ("a.md", "---\ntitle: Mud\x81\n---\n\nTar\n", "tar"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_broke_a_law_once_is_composed_whole(name: str) -> None:
    path, text, words = FOUND[name]
    _, composed = pipeline.read_and_compose(text.encode(), path, Config(), Decisions())
    said = composed.document.decode().casefold()
    assert [word for word in words.split() if word not in said] == []
