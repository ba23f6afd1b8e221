"""The files of an issue, all of them made from its materials and nothing else.

First is decided what is attached, then the texts are written, which say so, then the message is
put together of both; what is wrong with it is looked for in what was made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from copydesk.newsletter import attachments, check, html, letter, preview, report, text_parts
from copydesk.newsletter.attachments import AttachmentDecision
from copydesk.newsletter.check import CLIPPED
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.materials import MESSAGE, Materials
from copydesk.newsletter.message import html_size, texts_size, write_message
from copydesk.newsletter.remarks import IssueRemark, make_remark, order_remarks

#: How the issue is looked at before that.
PREVIEW: Final = "preview.html"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue as it is made: its files by their paths, what became of what goes with it.

    `remarks` are what its editor should know, the gravest first.
    """

    files: dict[str, bytes]
    decisions: tuple[AttachmentDecision, ...]
    remarks: tuple[IssueRemark, ...]


def make_issue(materials: Materials) -> Issued:
    """The files of an issue; the same from the same materials."""
    decisions = _decide_files(materials)
    linked = {one.file.name: one.url for one in decisions if not one.attached}
    terms, shortened = fit_terms(materials, Terms(linked))
    page, text = html.write_issue(materials, terms), text_parts.write_text(materials, terms)
    attached = [one.file for one in decisions if one.attached]
    sent = write_message(materials, page, text, attached)
    made = check.Made(page, text, decisions, len(sent))
    said = letter.make_letter(materials, terms).remarks
    remarks = order_remarks((*shortened, *said, *check.find_remarks(materials, made)))
    texts = {
        "issue.html": page,
        "fragment.html": html.write_fragment(materials, terms),
        "issue.md": text_parts.write_markdown(materials, terms),
        "issue.txt": text,
        "archive.html": html.write_archive(materials, terms),
    }
    # The page for browsers links every file, and shows every picture that any of the texts does.
    uploaded = {one.name: one.data for one in materials.attachments}
    uploaded |= attachments.find_shown(materials, texts["archive.html"])
    files = {
        MESSAGE: sent,
        **{name: content.encode() for name, content in texts.items()},
        **{f"{attachments.FILES}/{name}": data for name, data in uploaded.items()},
    }
    files[PREVIEW] = preview.write_preview(materials, made, remarks)
    files[report.NAME] = report.write_report(materials, files, decisions, remarks)
    return Issued(files, decisions, remarks)


def _decide_files(materials: Materials) -> tuple[AttachmentDecision, ...]:
    """What becomes of each file, for texts that link all of them: no others are longer."""
    if not materials.attachments:
        return ()
    # Of what is linked and lies nowhere the texts say nothing, and of what is attached they do.
    terms = Terms({
        one.name: attachments.find_address(materials, one.name) or one.name
        for one in materials.attachments
    })  # fmt: skip
    size = texts_size(html.write_issue(materials, terms), text_parts.write_text(materials, terms))
    return attachments.decide_files(materials, size)


# ── issues that mail services would cut off ───────────────────────────────────


def fit_terms(materials: Materials, terms: Terms) -> tuple[Terms, tuple[IssueRemark, ...]]:
    """`terms` on which the HTML part is shown whole, and what was done for that.

    Where the settings say so, whole articles become excerpts, from the last one on, until it fits;
    none for which it would have fitted as well. Otherwise nothing is done, and nothing said:
    whoever checks an issue says that it is too long.
    """
    if materials.issue.settings.too_long != "excerpt":
        return terms, ()
    cut = _shortened(materials, terms)
    remarks = tuple(make_remark("issue.shortened", slug=materials.pieces[at].slug) for at in cut)
    return replace(terms, shortened=terms.shortened | {*cut}), remarks


def _shortened(materials: Materials, terms: Terms) -> list[int]:
    """The places of the articles that have to be shortened, the last one first."""

    def fits(places: list[int]) -> bool:
        shortened = replace(terms, shortened=terms.shortened | {*places})
        return html_size(html.write_issue(materials, shortened)) <= CLIPPED

    whole = [at for at, piece in enumerate(materials.pieces) if piece.entry.mode == "full"]
    cut: list[int] = []
    while whole and not fits(cut):
        cut.append(whole.pop())
    # With the last of them it fitted, and one behind it may have saved too little to matter.
    for at in sorted(cut[:-1]):
        if fits(rest := [one for one in cut if one != at]):
            cut = rest
    return cut
