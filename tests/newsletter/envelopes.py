"""Materials of an issue, small, with what makes a message hard."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from copydesk.newsletter.issue import Issue, IssueEntry
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.targets import read_targets
from copydesk.settings.newsletters import Footer, Newsletter
from copydesk.settings.theme import Theme

#: When a copy is sent.
WHEN = dt.datetime(2026, 11, 28, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PDF = "application/pdf"
EPUB = "application/epub+zip"
KINDS = {
    "pdf": PDF,
    "epub": EPUB,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
SETTINGS = Newsletter(
    title="The Harbour Review",
    from_="The Harbør Review <desk@harbour.example>",
    reply_to="editor@harbour.example",
    list_id="review.harbour.example",
    base_url="https://harbour.example/letters/may",
    footer=Footer(
        address="Quay 1, Harbour",
        why="You asked for it at harbour.example.",
        unsubscribe="https://harbour.example/leave?who={token}",
    ),
)
TEXT = (
    "“Tides” – and walls\n\n.\n..\nFrom here on = a line with a blank at its end \n\n"
    + "The tide came at five past four, and nobody who saw it has agreed since. " * 4
    + "\n港の壁\n\nQuay 1, Harbour\nUnsubscribe: https://harbour.example/leave?who={token}\n"
)
HTML = (
    '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Tides</title></head>'
    '<body style="color:#222222">\n<p>“Tides” &amp; walls. The tide came at five past four, and '
    "nobody who saw it has agreed since. 港の壁</p>\n"
    '<img src="https://harbour.example/letters/may/wall.png" alt="The wall">\n'
    '<p>You asked for it at harbour.example. <a href="https://harbour.example/leave?who={token}">'
    "Unsubscribe</a><br>Quay 1, Harbour</p>\n</body></html>\n"
)


def file(name: str = "tides.pdf", size: int = 300, title: str = "Tides") -> Attachment:
    """A file of `size` bytes of all values."""
    ending = name.rpartition(".")[2]
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    return Attachment(name, ending, KINDS[ending], title, data)


def piece(*files: Attachment, **changed: Any) -> IssuePiece:
    """An article."""
    one = IssuePiece(
        IssueEntry("tides"), "tides", "“Tides” – and walls", "", "Mara Osei", "1 May 2026", "en-GB",
        "ltr", "<p>The tide came.</p>", attachments=files,
    )  # fmt: skip
    return replace(one, **changed)


def materials(
    *files: Attachment, target: str = "smtp", settings: Newsletter = SETTINGS, **changed: Any
) -> Materials:
    """An issue of one article with `files`; `changed` are values of the issue."""
    issue = Issue(
        "2026-05",
        "“Tides” – and the walls of the harbour that nobody has mended since the great storm",
        dt.datetime(2026, 5, 1, 7, tzinfo=dt.UTC),
        (IssueEntry("tides"),),
        preheader="What the tide brought, what it took, and who is to mend the walls now.",
        settings=settings,
    )
    return Materials(
        "may", replace(issue, **changed), read_targets()[target], Theme(), "The Harbour Review",
        "en-GB", (piece(*files),),
    )  # fmt: skip
