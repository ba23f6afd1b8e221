"""A small issue, byte by byte: what changes in it is read before it is taken over.

`COPYDESK_GOLDEN=1 pytest tests/newsletter/test_letter_golden.py` takes over what is made now.
"""

from __future__ import annotations

import os

import pytest

from copydesk.newsletter import html, issue, text_parts
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.targets import find_target
from copydesk.settings.theme import Theme
from places import ROOT

FOLDER = ROOT / "tests" / "cases" / "mail" / "small"
MAKERS = {
    "issue.html": html.write_issue, "fragment.html": html.write_fragment,
    "archive.html": html.write_archive,
    "issue.txt": text_parts.write_text, "issue.md": text_parts.write_markdown,
}  # fmt: skip
FRAGMENT = """<div id="wall" class="copydesk" lang="en-GB" style="overflow-wrap: break-word">
<div>
<p class="copydesk-byline">Ada Quill</p>
</div>
<p>It leaks.<a href="#wall.fn1" id="wall.fnref1" role="doc-noteref"><sup>1</sup></a></p>
<div>
<h2 id="wall.log">The <span class="copydesk-smallcaps">log</span></h2>
<blockquote><p>The sea came.</p></blockquote>
<figure><img src="pictures/wall.gif" alt="A wall"><figcaption>At low tide</figcaption></figure>
<div role="region" tabindex="0"><table><thead><tr><th scope="col">Place</th>
<th scope="col" class="copydesk-number">Metres</th></tr></thead>
<tbody><tr><td>Quay</td><td class="copydesk-number">3.2</td></tr></tbody></table></div>
</div>
<div role="doc-endnotes" class="copydesk-endnotes">
<h2 id="wall.endnotes">Notes</h2>
<ol><li id="wall.fn1"><p>In {{ eleven }} places. <a href="#wall.fnref1" role="doc-backlink"
aria-label="Back to the text of note 1">↑</a></p></li></ol>
</div>
</div>
"""
FILE = b"""
subject = "Tides & walls"
preheader = "What the wall remembers"
date = 2026-05-01
url = "https://harbour.example/may"
base_url = "https://harbour.example/files"
intro = "Dear *readers*,"
[footer]
address = "1 Quay, Hull"
why = "You asked for it."
[[article]]
src = "wall"
"""


def small() -> Materials:
    found = issue.read_issue(FILE, "small.toml", stem="small")
    piece = IssuePiece(
        found.entries[0], "wall", "The wall", "How it stands", "", "1 May 2026", "en-GB", "ltr",
        FRAGMENT, {"pictures/wall.gif": b"GIF89a\x03\x00\x02\x00"},
        (Attachment("wall.pdf", "pdf", "application/pdf", "The wall", bytes(22_410)),
         Attachment("wall.epub", "epub", "application/epub+zip", "The wall", bytes(9_900))),
    )  # fmt: skip
    return Materials(
        "small", found, find_target("listmonk", "small.toml"), Theme(), "The Harbour Review",
        "en-GB", (piece,),
    )  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_a_small_issue_is_made_to_the_byte(name: str) -> None:
    made = MAKERS[name](small(), Terms({"wall.epub": ""}))
    path = FOLDER / name
    if os.environ.get("COPYDESK_GOLDEN"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")
