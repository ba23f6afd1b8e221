"""Files that only point elsewhere: cloud documents, shortcuts, a bare address."""

from __future__ import annotations

import re
from typing import Final

#: Media type, what it is a link to, what to do there.
SERVICES: Final = (
    (
        "application/x-link.google",
        "a Google document",
        "open it, choose File, Download, Microsoft Word (.docx)",
    ),
    (
        "application/x-link.microsoft",
        "a document in Microsoft 365",
        "open it, choose File, Save as, Download a copy",
    ),
    ("application/x-link.icloud", "a document in iCloud", "open it, choose Download a Copy, Word"),
    ("application/x-link.dropbox", "a document in Dropbox", "open it, choose Download"),
    ("application/x-link.box", "a document in Box", "open it, choose Download"),
    ("application/x-link.notion", "a Notion page", "open it, choose Export, Markdown"),
)
PLAIN: Final = "application/x-link"

#: Ends of hosts where documents lie → which of the services it is.
_HOSTS: Final = {
    "docs.google.com": "google",
    "drive.google.com": "google",
    "1drv.ms": "microsoft",
    "onedrive.live.com": "microsoft",
    "sharepoint.com": "microsoft",
    "office.com": "microsoft",
    "officeapps.live.com": "microsoft",
    "icloud.com": "icloud",
    "dropbox.com": "dropbox",
    "db.tt": "dropbox",
    "box.com": "box",
    "notion.so": "notion",
    "notion.site": "notion",
}
_ADDRESS = re.compile(r"https?://([^\s/?#\"'<>:{}]{1,253})[^\s\"'<>{}]{0,2000}", re.IGNORECASE)
#: A shortcut is no longer; an article with a link in it is.
_LONGEST: Final = 4_000
#: So many words beside a link to a document say what it is, and are no article.
_LABEL: Final = 25


def pointer(text: str) -> str:
    """The media type of a text that holds nothing but a link, or "".

    >>> pointer("https://docs.google.com/document/d/1/edit")
    'application/x-link.google'
    >>> pointer("https://example.org/an-article"), pointer("An article of five words.")
    ('application/x-link', '')
    """
    bare = text.strip("\ufeff\x00 \t\r\n<>")
    if len(bare) > _LONGEST:
        return ""
    if bare.startswith("{") and '"doc_id"' in bare:
        return SERVICES[0][0]
    services = [_service(match[1].lower()) for match in _ADDRESS.finditer(bare)]
    if not services:
        return ""
    service = next((found for found in services if found), "")
    if _is_shortcut(bare) or _ADDRESS.fullmatch(bare):
        return service or PLAIN
    words = _ADDRESS.sub(" ", bare).split()
    return service if len(words) <= _LABEL else ""


def _service(host: str) -> str:
    for end, name in _HOSTS.items():
        if host == end or host.endswith("." + end):
            return f"{PLAIN}.{name}"
    return ""


def _is_shortcut(text: str) -> bool:
    """A file that a browser or desktop made of an address: .url, .desktop, .webloc."""
    return text.startswith(("[InternetShortcut]", "[Desktop Entry]")) or (
        "<plist" in text and "<key>URL</key>" in text
    )
