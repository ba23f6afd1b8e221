"""An issue as its readers will see it, on one page for its editor.

The page opens from the disk and asks the network for nothing: pictures lie in it, and what mail
programs would show stands in frames in which nothing runs and no link leads away.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Final

from copydesk.gate import pictures
from copydesk.mail import hosting, letter
from copydesk.mail.check import CLIPPED, NEAR
from copydesk.mail.letter import Terms
from copydesk.mail.materials import Attachment, Materials
from copydesk.mail.message import html_size
from copydesk.mail.remarks import Remark
from copydesk.writers.sheets import stylesheet

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
#: Width and scheme of each look.
LOOKS: Final = ((640, "light"), (375, "light"), (640, "dark"), (375, "dark"))
_SCHEME: Final = "(prefers-color-scheme: dark)"
_META: Final = '<meta name="color-scheme" content="light dark">'
#: A condition that holds always, and one that never does.
_HOLDS: Final = {"dark": "(min-width: 0)", "light": "(max-width: 0)"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is made of an issue, and `remarks`, all that its editor should know of it."""

    html: str
    text: str
    remarks: Sequence[Remark] = ()


def page(materials: Materials, terms: Terms, shown: Shown) -> bytes:
    """The preview of an issue of which `shown` is made."""
    parts = (
        ("findings", "Findings", _findings(shown.remarks)),
        ("size", "Size", _size(html_size(shown.html))),
        ("files", "Files", _files(materials, terms)),
        ("looks", "In mail programs", _looks(materials, shown.html)),
        ("text", "As plain text", _text(materials, shown.text)),
    )
    contents = "".join(f'<li><a href="#{name}">{title}</a></li>\n' for name, title, _ in parts)
    sections = "".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title}</h2>\n{body}</section>\n'
        for name, title, body in parts
    )
    subject = escape(materials.issue.subject)
    sheet = (files("copydesk") / "house" / "mail" / "preview.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{_META}\n<title>Preview: {subject}</title>\n"
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


def _findings(remarks: Sequence[Remark]) -> str:
    if not remarks:
        return "<p>Nothing to decide.</p>\n"
    rows = "".join(
        f'<li class="{one.severity}"><b>{one.severity}</b>: {escape(one.message)}'
        f" <small>{escape(one.hint)} <code>{escape(one.code)}</code></small></li>\n"
        for one in remarks
    )
    return f'<ul class="findings">\n{rows}</ul>\n'


def _size(count: int) -> str:
    """How much of what mail services show the HTML part takes, as it is sent."""
    share = round(100 * count / CLIPPED)
    return (
        f'<p><meter aria-label="Size of the HTML part" min="0" max="{CLIPPED}"'
        f' high="{NEAR}" value="{min(count, CLIPPED)}"></meter></p>\n'
        f"<p>The HTML part takes {count:,} bytes as it is sent: {share} % of the"
        f" {CLIPPED:,} after which Gmail cuts an issue off.</p>\n"
    )


def _files(materials: Materials, terms: Terms) -> str:
    rows = "".join(_file(materials, terms, one) for one in materials.attachments)
    if not rows:
        return "<p>Nothing is attached or linked.</p>\n"
    names = ("File", "What it is", "Size", "How it goes")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _file(materials: Materials, terms: Terms, one: Attachment) -> str:
    how = "attached"
    if one.name in terms.linked:
        address = terms.linked[one.name] or hosting.address(materials, one.name)
        how = f"linked: {address}" if address else "linked, and no address is known"
    return (
        f"<tr><td>{escape(one.name)}</td><td><bdi>{escape(one.title)}</bdi></td>"
        f'<td class="number">{letter.size(len(one.data))}</td><td>{escape(how)}</td></tr>\n'
    )


def _looks(materials: Materials, mail: str) -> str:
    shown = _with_pictures(mail, materials)
    frames = "".join(
        f"<figure>\n<figcaption>{width} px, {scheme}</figcaption>\n"
        f'<iframe class="{scheme}" title="The issue at {width} px, {scheme}" sandbox=""'
        f' width="{width}" srcdoc="{escape(in_scheme(shown, scheme))}"></iframe>\n</figure>\n'
        for width, scheme in LOOKS
    )
    return f'<div class="looks">\n{frames}</div>\n'


def in_scheme(mail: str, scheme: str) -> str:
    """The HTML part as it looks on a `light` or a `dark` screen, whatever this screen is.

    >>> in_scheme("<style>@media (prefers-color-scheme: dark) { … }</style>", "light")
    '<style>@media (max-width: 0) { … }</style>'
    """
    said = mail.replace(_META, _META.replace("light dark", scheme), 1)
    before, start, rest = said.partition("<style>")
    return before + start + rest.replace(_SCHEME, _HOLDS[scheme], 1)


def _with_pictures(mail: str, materials: Materials) -> str:
    """The HTML part with its pictures in it."""
    for address, data in _hosted(materials):
        kind = pictures.kind(data)
        if kind is not None:
            inside = f"data:{kind[0]};base64,{base64.b64encode(data).decode('ascii')}"
            mail = mail.replace(f'src="{escape(address)}"', f'src="{inside}"')
    return mail


def _hosted(materials: Materials) -> Iterator[tuple[str, bytes]]:
    for name, data in hosting.pictures(materials).items():
        yield hosting.address(materials, name), data


def _text(materials: Materials, said: str) -> str:
    tag = escape(materials.language)
    return (
        f'<pre tabindex="0" lang="{tag}" dir="auto" aria-labelledby="text">{escape(said)}</pre>\n'
    )
