"""An issue as its readers will see it, on one page for its editor.

The page opens from the disk and asks the network for nothing: pictures lie in it, and nothing runs.
What mail programs would show stands in shadow trees, which the looks of the page do not reach. A
frame would be loaded late, cut off in print, and hide its text from whoever searches the page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Final

from copydesk.newsletter import attachments
from copydesk.newsletter.attachments import Decision
from copydesk.newsletter.check import CLIPPED, NEAR
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.message import html_size
from copydesk.newsletter.remarks import Remark
from copydesk.system import pictures
from copydesk.writers.proof_marks import prose
from copydesk.writers.sheets import stylesheet

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " base-uri 'none'"
)
#: Width and scheme of each look.
LOOKS: Final = ((640, "light"), (375, "light"), (640, "dark"), (375, "dark"))
#: What a style sheet asks of a screen, and what it may ask that is so, or is never so.
_ASKED: Final = re.compile(r"\((?:max-width: (\d+)px|prefers-color-scheme: dark)\)")
_HOLDS: Final = "(min-width: 0)"
_NEVER: Final = "(max-width: 0)"
#: Nothing of the page is inherited.
_HOST: Final = ":host {{ all: initial; display: block; color-scheme: {} }}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is made of an issue, and `remarks`, all that its editor should know of it."""

    html: str
    text: str
    remarks: Sequence[Remark] = ()


def page(materials: Materials, decisions: Iterable[Decision], shown: Shown) -> bytes:
    """The preview of an issue of which `shown` is made; `decisions` say what goes with it."""
    parts = (
        ("remarks", "Remarks", _remarks(shown.remarks)),
        ("size", "Size", _size(html_size(shown.html))),
        ("files", "Files", _files(decisions)),
        ("looks", "In mail programs", _looks(materials, shown.html)),
        ("text", "As plain text", _text(materials, shown.text)),
    )
    contents = "".join(f'<li><a href="#{name}">{title}</a></li>\n' for name, title, _ in parts)
    sections = "".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title}</h2>\n{body}</section>\n'
        for name, title, body in parts
    )
    subject = escape(materials.issue.subject)
    sheet = (files("copydesk") / "data" / "newsletter" / "preview.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>Preview: {subject}</title>\n"
        f"<style>\n{stylesheet('sheet.css')}{sheet}</style>\n</head>\n<body>\n<main>\n<header>\n"
        f"<h1><small>Preview of the issue <code>{escape(materials.name)}</code> for"
        f" {escape(materials.target.title)}</small> {subject}</h1>\n{_inbox(materials)}</header>\n"
        f'<nav aria-label="Parts of the preview">\n<ul>\n{contents}</ul>\n</nav>\n'
        f"{sections}</main>\n</body>\n</html>\n"
    ).encode()


def _inbox(materials: Materials) -> str:
    """The lines that a mail program shows in its list."""
    issue = materials.issue
    sender = issue.settings.from_.partition("<")[0].strip(' "') or materials.newsletter or "–"
    return (
        f'<div class="inbox">\n<p><b>{escape(sender)}</b></p>\n'
        f"<small>{issue.date:%Y-%m-%d %H:%M %Z}</small>\n"
        f"<p>{escape(issue.subject)} <small>{escape(issue.preheader)}</small></p>\n</div>\n"
    )


def _remarks(remarks: Sequence[Remark]) -> str:
    if not remarks:
        return "<p>Nothing to remark.</p>\n"
    rows = "".join(
        f'<li class="{one.severity}"><b>{one.severity}</b>: {prose(one.message)}'
        f" <small>{prose(one.hint)} <code>{escape(one.code)}</code></small></li>\n"
        for one in remarks
    )
    return f'<ul class="remarks">\n{rows}</ul>\n'


def _size(count: int) -> str:
    """How much of what mail services show the HTML part takes, as it is sent."""
    share = round(100 * count / CLIPPED)
    return (
        f'<p><meter aria-label="Size of the HTML part" min="0" max="{CLIPPED}"'
        f' high="{NEAR}" value="{min(count, CLIPPED)}"></meter></p>\n'
        f"<p>The HTML part takes {count:,} bytes as it is sent: {share} % of the"
        f" {CLIPPED:,} after which Gmail cuts an issue off.</p>\n"
    )


def _files(decisions: Iterable[Decision]) -> str:
    rows = "".join(map(_file, decisions))
    if not rows:
        return "<p>Nothing is attached or linked.</p>\n"
    names = ("File", "What it is", "Size", "How it goes, and why")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _file(one: Decision) -> str:
    how = "attached"
    if not one.attached:
        how = f"linked: {one.url}" if one.url else "linked, and no address is known"
    return (
        f"<tr><td>{escape(one.file.name)}</td><td><bdi>{escape(one.file.title)}</bdi></td>"
        f'<td class="number">{attachments.format_size(len(one.file.data))}</td>'
        f"<td>{escape(how)} <small>{escape(one.reason)}</small></td></tr>\n"
    )


def _looks(materials: Materials, mail: str) -> str:
    shown = with_pictures(mail, materials)
    screens = "".join(
        f'<figure>\n<figcaption>{width} px, {scheme}</figcaption>\n<div class="screen"'
        f' role="group" aria-label="The issue at {width} px, {scheme}" tabindex="0">\n'
        f'<div class="{scheme}" style="width: {width}px">\n{in_look(shown, width, scheme)}\n'
        "<p>This browser cannot show it here: open <code>issue.html</code>.</p>\n"
        "</div>\n</div>\n</figure>\n"
        for width, scheme in LOOKS
    )
    return f'<div class="looks">\n{screens}</div>\n'


def in_look(mail: str, width: int, scheme: str) -> str:
    """The HTML part as a screen of `width` pixels shows it, light or dark, as a shadow tree.

    What its style sheet asks of the screen is answered here, whatever this screen is.

    >>> mail = "<style>@media (max-width: 620px) {}</style><body class='ground'>Sea</body>"
    >>> in_look(mail, 375, "light").splitlines()[2:]
    ['@media (min-width: 0) {}</style>', "<div class='ground'>Sea</div>", '</template>']
    """

    def answered(asked: re.Match[str]) -> str:
        is_so = width <= int(asked[1]) if asked[1] else scheme == "dark"
        return _HOLDS if is_so else _NEVER

    sheet = mail.partition("<style>")[2].partition("</style>")[0]
    body = mail.partition("<body")[2].rpartition("</body>")[0]
    return (
        f'<template shadowrootmode="open">\n<style>{_HOST.format(scheme)}\n'
        f"{_ASKED.sub(answered, sheet)}</style>\n<div{body}</div>\n</template>"
    )


def with_pictures(mail: str, materials: Materials) -> str:
    """The HTML part with its pictures in it."""
    for address, data in _hosted(materials):
        kind = pictures.kind(data)
        if kind is not None:
            inside = f"data:{kind[0]};base64,{base64.b64encode(data).decode('ascii')}"
            mail = mail.replace(f'src="{escape(address)}"', f'src="{inside}"')
    return mail


def _hosted(materials: Materials) -> Iterator[tuple[str, bytes]]:
    for name, data in attachments.list_pictures(materials).items():
        yield attachments.find_address(materials, name), data


def _text(materials: Materials, said: str) -> str:
    tag = escape(materials.language)
    return (
        f'<pre tabindex="0" lang="{tag}" dir="auto" aria-labelledby="text">{escape(said)}</pre>\n'
    )
