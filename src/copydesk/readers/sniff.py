"""What a file is, told from its first bytes and its text, never from its name."""

from __future__ import annotations

import re
from typing import Final

from copydesk.errors import Refused
from copydesk.readers.decode import decoded

TEXT: Final = "text/plain"
EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"

#: First bytes → media type. Containers are told apart further below.
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"BZh", "application/x-bzip2"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x00\x01\x00\x00\x00", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
_ZIP: Final = (
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"application/epub+zip", "application/epub+zip"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_AS_TEXT = "save it as plain text (.txt, UTF-8) and send that"

#: Media type → (what it is called, what to do next).
_NAMED: Final = {
    "text/html": ("an HTML page", "save the page as text and send that"),
    "text/markdown": ("a Markdown document", "save it as plain text without markup and send that"),
    "application/xml": ("an XML file", _AS_TEXT),
    "application/pdf": ("a PDF", "ask the author for the text, or copy it into a .txt file"),
    "application/rtf": ("an RTF document", _AS_TEXT),
    "application/msword": ("an old Word or Office document (.doc)", _AS_TEXT),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text (.odt)", _AS_TEXT),
    "application/epub+zip": ("an EPUB", _AS_TEXT),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "a Word document (.docx)", _AS_TEXT,
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "a spreadsheet (.xlsx)", "copydesk takes articles, not tables",
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "a presentation (.pptx)", _AS_TEXT,
    ),
    "application/zip": ("a ZIP archive", "unpack it and send the article alone"),
}  # fmt: skip
_FAMILIES: Final = (
    ("image/", "a picture", "send the text; pictures go into the folder `<name>.files/`"),
    ("audio/", "a recording", "send a transcript as text"),
    ("video/", "a video", "send a transcript as text"),
    ("font/", "a font", "send the text of the article"),
)

_HTML_START = re.compile(
    r"(?:<!--[^>]*-->|<\?xml[^>]*>|\s)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_HTML_TAG = re.compile(
    r"<(?:/?(?:p|div|span|h[1-6]|article|section|table|li|ul)|br ?/?)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_MARKUP: Final = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?://|/|#)[^()\s]{1,500}\)"),
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*(?![\w*])"),
    re.compile(r"\A---\n(?:[\w-]+:[^\n]*\n){1,40}---\n"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"^\[[^\]\n]{1,80}\]: \S+", re.MULTILINE),
)
#: How much of a file is looked at for markup.
_WINDOW = 65_536
_TAGS = 6
_BLANK = "\x00\ufeff \t\r\n\x0b\x0c\xa0"
_CONTROL_SHARE = 0.02
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(data: bytes) -> str:
    r"""The media type of `data` by its content.

    >>> media_type(b"%PDF-1.7"), media_type(b"An article."), media_type(b" \n")
    ('application/pdf', 'text/plain', 'application/x-empty')
    """
    head = data[:_WINDOW]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if container := _container(data, head):
        return container
    text = decoded(head).text
    if not data.strip(b"\x00") or not text.strip():
        return (
            EMPTY if not decoded(data).text.strip("\x00\ufeff \t\r\n\x0b\x0c") else _of_text(text)
        )
    return _of_text(text)


def _container(data: bytes, head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        # The directory of a zip stands at its end.
        names = (name for part, name in _ZIP if part in head or part in data[-_WINDOW:])
        return next(names, "application/zip")
    if head[:4] == b"RIFF":
        kinds = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
        return kinds.get(head[8:12], BINARY)
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:11] == b"hei" else "video/mp4"
    if head.startswith(b"BM") and b"\x00\x00" in head[6:10]:
        return "image/bmp"
    return ""


def _of_text(text: str) -> str:
    controls = len(_CONTROLS.findall(text))
    if controls > max(4, _CONTROL_SHARE * len(text)):
        return BINARY
    if _HTML_START.match(text) or len(_HTML_TAG.findall(text)) >= _TAGS:
        return "text/html"
    if text.lstrip().startswith("<?xml"):
        return "image/svg+xml" if "<svg" in text[:2_000] else "application/xml"
    if text.lstrip().startswith("<svg"):
        return "image/svg+xml"
    # One kind of mark alone is common in plain text: a hash before a number, starred emphasis.
    if sum(bool(pattern.search(text)) for pattern in _MARKUP) > 1:
        return "text/markdown"
    return TEXT


def refusal(found: str, path: str) -> Refused:
    """The refusal of a file of the media type `found`.

    >>> print(refusal("application/pdf", "a.pdf"))
    `a.pdf` is a PDF, which copydesk does not read
    """
    if found == EMPTY:
        return Refused(f"`{path}` is empty", hint="send the text", code="refuse.empty")
    named = _NAMED.get(found) or _of_family(found)
    if named is None:
        message = f"`{path}` is not text ({found})"
        return Refused(message, hint=_AS_TEXT, code="refuse.binary")
    name, hint = named
    message = f"`{path}` is {name}, which copydesk does not read"
    return Refused(message, hint=hint, code="refuse.type")


def _of_family(found: str) -> tuple[str, str] | None:
    for prefix, name, hint in _FAMILIES:
        if found.startswith(prefix):
            return name, hint
    return None
