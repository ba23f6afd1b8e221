"""What a file is, told by its content.

Bytes decide where a format has a mark of its own, the text where it has none. A name
decides nothing by itself: browsers, mail programs and content systems give pages, Word
files and plain text any suffix. Only where a text can be read two ways, a name that says
which of the two it is breaks the tie.
"""

from __future__ import annotations

import json
import re
from typing import Final

from copydesk.readers import links, markup
from copydesk.readers.decode import decoded
from copydesk.readers.refusals import EMPTY
from copydesk.readers.signatures import BINARY, of_bytes

TEXT: Final = "text/plain"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"

#: How much of a file is looked at for markup.
_WINDOW: Final = 65_536
_BLANK: Final = "\x00\ufeff \t\r\n\x0b\x0c\xa0"
_CONTROL_SHARE: Final = 0.02
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

#: A name that says what kind of text it holds.
_SUFFIXES: Final = {
    "html": HTML, "htm": HTML, "xhtml": HTML, "xht": HTML, "shtml": HTML, "php": HTML,
    "aspx": HTML, "asp": HTML, "md": MARKDOWN, "markdown": MARKDOWN, "mdown": MARKDOWN,
    "mkd": MARKDOWN, "qmd": MARKDOWN, "mdx": MARKDOWN, "txt": TEXT, "text": TEXT,
}  # fmt: skip

#: Root element of an XML document → media type.
_ROOTS: Final = {
    "<svg": "image/svg+xml",
    "<rss": "application/rss+xml",
    "<feed": "application/rss+xml",
    "<rdf:rdf": "application/rss+xml",
    "<w:worddocument": "application/x-word-xml",
    "<pkg:package": "application/x-word-xml",
    "<office:document": "application/x-flat-odf",
    "<html:html": HTML,
}
_ROOT = re.compile(r"<(?:\w{1,30}:)?\w{1,60}")
#: Fields that only the raw form of a message has; a pasted message shows From and Subject.
_MAIL_HEADER = re.compile(r"[\w-]{2,40}:[ \t]?[^\n]*\n(?:[\w-]{2,40}:[^\n]*\n|[ \t]+\S[^\n]*\n)*+")
_ENCODED = re.compile(
    r"^content-type:\s*multipart/|^content-transfer-encoding:\s*base64|^content-type:\s*text/html",
    re.IGNORECASE | re.MULTILINE,
)
_ARCHIVE = re.compile(
    r"^content-type:\s*multipart/related|^x-mimeole:|^from: <?saved by",
    re.IGNORECASE | re.MULTILINE,
)
_SOURCE_VIEW: Final = ('id="viewsource"', "viewsource.css", 'class="line-gutter-backdrop"')


def media_type(data: bytes, path: str = "") -> str:
    r"""The media type of `data`; `path` breaks a tie between kinds of text.

    >>> media_type(b"%PDF-1.7"), media_type(b"An article."), media_type(b" \n")
    ('application/pdf', 'text/plain', 'application/x-empty')
    >>> media_type(b"# Harbours"), media_type(b"# Harbours", "harbours.md")
    ('text/plain', 'text/markdown')
    """
    if found := of_bytes(data):
        return _of_plist(data) if found == "application/x-bplist" else found
    text = decoded(data[:_WINDOW]).text
    if not text.strip(_BLANK) and not decoded(data).text.strip(_BLANK):
        return EMPTY
    controls = len(_CONTROLS.findall(text))
    if controls > max(4, _CONTROL_SHARE * len(text)):
        return BINARY
    text = text.lstrip(_BLANK).replace("\r\n", "\n").replace("\r", "\n")
    whole = len(data) <= _WINDOW
    return (
        (links.pointer(text) if whole else "")
        or _of_mail(text)
        or _of_data(text, data)
        or _of_prose(text, _SUFFIXES.get(path.rpartition(".")[2].lower(), ""))
    )


def _of_plist(data: bytes) -> str:
    if b"WebMainResource" in data[:_WINDOW]:
        return "application/x-webarchive"
    address = re.search(rb"https?://[\x21-\x7e]{3,2000}", data[:_WINDOW])
    if address and b"URL" in data[:_WINDOW]:
        return links.pointer(address.group().decode("ascii")) or links.PLAIN
    return "application/x-bplist"


def _of_mail(text: str) -> str:
    """A message or web archive as it travels: its parts are encoded and not to be read."""
    header = _MAIL_HEADER.match(text)
    if not header or "mime-version:" not in header.group().lower():
        return ""
    if _ARCHIVE.search(header.group()):
        return "multipart/related"
    return "message/rfc822" if _ENCODED.search(header.group()) else ""


def _of_data(text: str, data: bytes) -> str:
    """JSON and XML other than web pages."""
    if text[0] in "{[" and data.rstrip()[-1:] in (b"}", b"]"):
        try:
            held = json.loads(decoded(data).text)
        except (ValueError, RecursionError):
            return ""
        return "application/json" if isinstance(held, dict) or _is_records(held) else ""
    if not text.startswith(("<?xml", "<svg")) or markup.is_page(text):
        return ""
    root = _ROOT.match(text, markup.skip_prolog(text))
    name = root.group().lower() if root else ""
    return _ROOTS.get(name, "application/xml")


def _is_records(held: object) -> bool:
    return isinstance(held, list) and any(isinstance(entry, dict) for entry in held)


def _of_prose(text: str, named: str) -> str:
    """Web page, Markdown or plain text; `named` is what the file's name says."""
    if markup.is_page(text):
        head = text[:4_096].lower()
        return "text/x-view-source" if any(sign in head for sign in _SOURCE_VIEW) else HTML
    if markup.is_escaped(text):
        return "text/x-escaped-html"
    # Markdown may be tags for the most part, but then it seldom begins with one.
    piece = named != MARKDOWN or text.startswith("<")
    if piece and markup.is_fragment(text, likely=named == HTML, unlikely=named in (TEXT, MARKDOWN)):
        return HTML
    if markup.is_markdown(text, likely=named == MARKDOWN):
        return MARKDOWN
    return TEXT
