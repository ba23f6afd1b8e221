"""The language of a service: the addresses that it fills in, and its signs in authors' words.

A service looks for its signs in the text as it is sent. Where an author wrote one, it is escaped:
in HTML one letter of it is named by its number, in plain text and Markdown, which have no such way
that every program understands, a joiner that nobody sees parts it. The addresses of the two ways,
to unsubscribe and to the page online, are meant. So something stands for them in the parts of an
issue until the texts are escaped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from html import escape
from typing import Final, NamedTuple

from copydesk.newsletter.materials import Materials
from copydesk.newsletter.message import unsubscribe_address


class Ways(NamedTuple):
    """An address for each way, or what stands for it."""

    unsubscribe: str
    online: str


def make_placeholders(materials: Materials) -> Ways:
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


def find_ways(materials: Materials) -> Ways:
    """The addresses themselves, of a service in its own language; "" where nobody has said one."""
    issue, target = materials.issue, materials.target
    leave = issue.settings.footer.unsubscribe
    return Ways(
        target.unsubscribe or (unsubscribe_address(leave) if leave else ""),
        target.online or issue.url,
    )


def fill_placeholders(text: str, materials: Materials, *, markup: bool) -> str:
    """`text` with the addresses that are meant, and no other sign of the service."""
    text = (escape_markup if markup else escape_text)(text, materials.target.signs)
    for place, address in zip(make_placeholders(materials), find_ways(materials), strict=True):
        text = text.replace(place, escape(address) if markup else address)
    return text


# ── signs ─────────────────────────────────────────────────────────────────────


_JOINER: Final = "\N{WORD JOINER}"


def escape_markup(markup: str, signs: Iterable[str]) -> str:
    """HTML in which no sign of `signs` stands, and which reads as it did.

    >>> escape_markup("<p>a {{ b }}</p>", ["{{"])
    '<p>a &#123;{ b }}</p>'
    >>> escape_markup("<p>{{{%</p>", ["{{", "{%"])
    '<p>&#123;&#123;&#123;%</p>'
    """
    pattern = _pattern(signs)
    return pattern.sub(lambda found: f"&#{ord(found[0][0])};", markup) if pattern else markup


def escape_text(text: str, signs: Iterable[str]) -> str:
    """Plain text in which no sign of `signs` stands.

    >>> escape_text("a {{ b }}", ["{{"]) == "a {\N{WORD JOINER}{ b }}"
    True
    """
    pattern = _pattern(signs)
    return pattern.sub(lambda found: found[0][0] + _JOINER, text) if pattern else text


def _pattern(signs: Iterable[str]) -> re.Pattern[str] | None:
    """The first letter of any sign, where the rest of the sign follows."""
    parts = [f"{re.escape(sign[0])}(?={re.escape(sign[1:])})" for sign in signs]
    return re.compile("|".join(parts)) if parts else None
