"""The addresses that a service fills in: the way to unsubscribe, and the page online.

What a service takes for its own language is escaped wherever an author wrote it; these two are
meant. So something stands for them in the parts of an issue until the texts are escaped.
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import NamedTuple

from copydesk.mail.materials import Materials
from copydesk.mail.message import unsubscribe_address


class Ways(NamedTuple):
    """An address for each way, or what stands for it."""

    unsubscribe: str
    online: str


def stand_ins(materials: Materials) -> Ways:
    """What stands for the addresses of an issue.

    It bears a hash of what authors wrote, who can therefore not name it: a link to it in an article
    would be one of ours, and a reader who wants to read on would have unsubscribed.
    """
    told = hashlib.sha256()
    for piece in materials.pieces:
        for text in (piece.title, piece.subtitle, piece.byline, piece.entry.teaser, piece.markup):
            told.update(text.encode("utf-8", "surrogatepass"))
    told.update(materials.issue.intro.encode("utf-8", "surrogatepass"))
    name = told.hexdigest()[:16]
    return Ways(f"https://u.{name}.invalid/", f"https://o.{name}.invalid/")


def known(materials: Materials) -> Ways:
    """The addresses themselves, of a service in its own language; "" where nobody has said one."""
    issue, target = materials.issue, materials.target
    leave = issue.settings.footer.unsubscribe
    return Ways(
        target.unsubscribe or (unsubscribe_address(leave) if leave else ""),
        target.online or issue.url,
    )


def filled(text: str, materials: Materials, *, markup: bool) -> str:
    """`text`, which is escaped, with the addresses in their places."""
    for place, address in zip(stand_ins(materials), known(materials), strict=True):
        text = text.replace(place, escape(address) if markup else address)
    return text
