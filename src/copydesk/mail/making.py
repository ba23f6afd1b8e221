"""The files of an issue, all of them made from its materials and nothing else.

First is decided what is attached, then the texts are written, which say so, then the message is
put together of both; what is wrong with it is looked for in what was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from copydesk.mail import attach, check, fitting, hosting, html, letter, markdown, preview, report
from copydesk.mail import text as plain
from copydesk.mail.attach import Decision
from copydesk.mail.letter import Terms
from copydesk.mail.materials import MESSAGE, Materials
from copydesk.mail.message import message, texts_size
from copydesk.mail.remarks import Remark, ordered

#: How the issue is looked at before that.
PREVIEW: Final = "preview.html"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue as it is made: its files by their paths, what became of what goes with it.

    `remarks` are what its editor should know, the gravest first.
    """

    files: dict[str, bytes]
    decisions: tuple[Decision, ...]
    remarks: tuple[Remark, ...]


def made(materials: Materials) -> Issued:
    """The files of an issue; the same from the same materials."""
    decisions = _decided(materials)
    terms, shortened = fitting.fitted(materials, Terms(attach.links(decisions)))
    page, text = html.issue(materials, terms), plain.issue(materials, terms)
    sent = message(materials, page, text, attach.attached(decisions))
    remarks = check.check(materials, check.Made(page, text, decisions, len(sent)))
    said = letter.letter(materials, terms).remarks
    remarks = ordered((*shortened, *said, *remarks))
    texts = {
        "issue.html": page,
        "fragment.html": html.fragment(materials, terms),
        "issue.md": markdown.issue(materials, terms),
        "issue.txt": text,
        "archive.html": html.archive(materials, terms),
    }
    # The page for browsers shows every picture that any of the texts does.
    pictures = hosting.shown(materials, texts["archive.html"])
    uploaded = {**attach.uploads(decisions), **pictures}
    files = {
        MESSAGE: sent,
        **{name: content.encode() for name, content in texts.items()},
        **{f"{hosting.FILES}/{name}": data for name, data in uploaded.items()},
    }
    files[PREVIEW] = preview.page(materials, decisions, preview.Shown(page, text, remarks))
    files[report.NAME] = report.dumps(materials, files, decisions, remarks)
    return Issued(files, decisions, remarks)


def _decided(materials: Materials) -> tuple[Decision, ...]:
    """What becomes of each file, for texts that link all of them: no others are longer."""
    if not materials.attachments:
        return ()
    # Of what is linked and lies nowhere the texts say nothing, and of what is attached they do.
    terms = Terms({
        one.name: hosting.address(materials, one.name) or one.name for one in materials.attachments
    })  # fmt: skip
    size = texts_size(html.issue(materials, terms), plain.issue(materials, terms))
    return attach.decided(materials, size)
