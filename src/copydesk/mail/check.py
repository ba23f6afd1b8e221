"""What an editor should know of an issue before it is sent: sizes, words, links, what is missing.

All of it is seen in what was made, not in what was meant to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from copydesk.gate import html as pages
from copydesk.mail import letter, markup, ways, wording
from copydesk.mail.attach import Decision
from copydesk.mail.materials import Materials
from copydesk.mail.message import html_size
from copydesk.mail.remarks import Remark, ordered, remark

#: Bytes of the HTML part at which Gmail clips, and those from which that is near.
CLIPPED: Final = 102_400
NEAR: Final = 90_000
#: Bytes of a message that Outlook.com and iCloud take; Gmail takes 25 million.
HEAVY: Final = 20_000_000
_SUBJECT: Final = (10, 78)
_PREHEADER: Final = (30, 130)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of an issue: its two texts, what became of its files, its size as a message."""

    html: str
    text: str
    decisions: tuple[Decision, ...]
    size: int


def check(materials: Materials, made: Made) -> tuple[Remark, ...]:
    """Everything that can be said against the issue, the gravest first."""
    return ordered((
        *_sizes(materials, made),
        *_settings(materials),
        *_lines(materials),
        *_files(materials, made),
        *_words(materials, made),
        *_signs(materials, made),
        *_markup(materials, made),
    ))  # fmt: skip


def _sizes(materials: Materials, made: Made) -> Iterator[Remark]:
    size, target = html_size(made.html), materials.target
    hint = 'shorten an article: mode = "excerpt"'
    if size > CLIPPED:
        message = f"the HTML has {size:,} bytes once encoded, and Gmail cuts off behind {CLIPPED:,}"
        yield remark("issue.clipped", message, hint)
    elif size > NEAR:
        message = f"the HTML has {size:,} bytes once encoded; Gmail cuts off behind {CLIPPED:,}"
        yield remark("issue.large", message, hint)
    if target.message and made.size > target.message:
        message = (
            f"the message has {made.size:,} bytes, and {target.title} takes {target.message:,}"
        )
        yield remark("issue.too-large", message, "have fewer files attached: attach")
    elif made.size > HEAVY:
        message = f"the message has {made.size:,} bytes, and many readers' mailboxes take {HEAVY:,}"
        yield remark("issue.heavy", message, "have fewer files attached: attach")


def _settings(materials: Materials) -> Iterator[Remark]:
    """What is missing that a service with a list of readers does not bring itself."""
    shared, target = materials.issue.settings, materials.target
    if not (shared.from_ or target.hosted):
        hint = "say it: from, in [newsletter] or in the issue"
        yield remark("issue.sender", "nobody is named who sends the issue", hint)
    if not shared.footer.unsubscribe and not (target.hosted or target.unsubscribe):
        message = "the issue names no way to have no more of it"
        hint = "say it: unsubscribe, in [newsletter.footer], or in [footer] of the issue"
        yield remark("issue.unsubscribe", message, hint)
    if not shared.footer.address:
        message = "the issue names no postal address of its publisher"
        hint = "say it: address, in [newsletter.footer], or in [footer] of the issue"
        yield remark("issue.postal", message, hint)


def _lines(materials: Materials) -> Iterator[Remark]:
    """The two lines that stand in a list of messages."""
    issue = materials.issue
    least, most = _SUBJECT
    if not least <= len(issue.subject) <= most:
        message = f"the subject has {len(issue.subject)} characters, not {least} to {most}"
        yield remark("issue.subject", message, "write another subject")
    first, *others = materials.pieces
    if others and letter.said_by(first, issue.subject):
        message = "the subject is the title of the first article, and says nothing of the others"
        yield remark("issue.subject", message, "say what the issue is about, unless that is meant")
    least, most = _PREHEADER
    if not issue.preheader:
        message = "there is no preheader, the line that mail programs show behind the subject"
        yield remark(
            "issue.preheader", message, f"write preheader, in {least} to {most} characters"
        )
    elif not least <= len(issue.preheader) <= most:
        message = f"the preheader has {len(issue.preheader)} characters, not {least} to {most}"
        yield remark("issue.preheader", message, "write another preheader")


def _files(materials: Materials, made: Made) -> Iterator[Remark]:
    attached = [one.file.name for one in made.decisions if one.attached]
    for one in made.decisions:
        if not one.attached and not one.url:
            message = f"`{one.file.name}` is to be linked, and no address is known for it"
            hint = "say where the files of the issue will lie: base_url, and upload them there"
            yield remark("issue.address", message, hint)
        if lacks := one.file.lacks:
            listed = ", ".join(f"`{name}`" for name in lacks)
            message = f"`{one.file.name}` names files that do not go with it: {listed}"
            yield remark("issue.beside", message, "take a format that holds all, such as epub")
    if len(attached) > 1:
        listed = ", ".join(f"`{name}`" for name in attached)
        message = f"{len(attached)} files are attached: {listed}"
        yield remark("issue.attachments", message, _fewer(materials))
    if not attached:
        for place, said in wording.promised(_own(materials)):
            message = f"the {place} says that something is attached, and nothing is: “{said}”"
            yield remark("issue.attached", message, "say that it can be downloaded, or attach it")


def _fewer(materials: Materials) -> str:
    """What an editor does to have one file attached, where there are more."""
    formats = tuple(dict.fromkeys(file.format for file in materials.attachments))
    pieces = [piece for piece in materials.pieces if piece.attachments]
    if materials.book and pieces:
        return "attach the book alone: leave out `attach` of its articles"
    if len(pieces) > 1:
        kind = ", in one format" if len(formats) > 1 else ""
        return f'attach one book of the whole issue{kind}: attach.per = "issue"'
    own = any(piece.entry.attach is not None for piece in pieces)
    key = "`attach` of the article" if own else "attach.formats"
    return f'attach one format: {key} = ["{formats[0]}"]'


def _own(materials: Materials) -> Iterator[tuple[str, str]]:
    """The editor's own words, each with the name of its place."""
    issue = materials.issue
    yield "subject", issue.subject
    yield "preheader", issue.preheader
    yield "introduction", issue.intro
    for entry in issue.entries:
        yield f"teaser of `{entry.src}`", entry.teaser
    yield "footer", issue.settings.footer.why


def _words(materials: Materials, made: Made) -> Iterator[Remark]:
    issue, language = materials.issue, materials.language
    for place, text in (("subject", issue.subject), ("preheader", issue.preheader),
                        ("text", made.text)):  # fmt: skip
        for said in wording.placeholders(text, language):
            message = f"the {place} holds something that is still to come: “{said}”"
            yield remark("issue.placeholder", message, "write it, or leave the passage out")
    footer = issue.settings.footer
    for place, text in (("introduction", issue.intro), ("footer", footer.why),
                        ("footer", footer.address)):  # fmt: skip
        for claim in wording.stale(text, issue.date.year):
            message = f"the {place} says “{claim}”, and the issue is of {issue.date.year}"
            yield remark("issue.year", message, "correct the year")


def _signs(materials: Materials, made: Made) -> Iterator[Remark]:
    """Words that the service would take for its own, besides those that are meant so."""
    target = materials.target
    for place, text in (("HTML", made.html), ("text", made.text),
                        ("subject", materials.issue.subject)):  # fmt: skip
        for own in filter(None, ways.known(materials)):
            text = text.replace(escape(own), " ").replace(own, " ")  # noqa: PLW2901
        for sign in target.signs:
            if (at := text.find(sign)) >= 0:
                said = wording.around(text, at, at + len(sign))
                message = f"{target.title} takes `{sign}` in the {place} for a command: “{said}”"
                yield remark("issue.signs", message, "write it otherwise")


def _markup(materials: Materials, made: Made) -> Sequence[Remark]:
    root = pages.parse(made.html)
    if root is None:
        return ()
    target = materials.target
    own = tuple(filter(None, (target.unsubscribe, target.online)))
    return (*markup.found(root, own), *markup.missing(root, made.text))
