"""What is refused, under which name, and what the sender should do next."""

from __future__ import annotations

from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.links import SERVICES
from copydesk.readers.signatures import PAGES

EMPTY: Final = "application/x-empty"

_AS_TEXT: Final = "save it as plain text (.txt, UTF-8) and send that"
_AS_WORD: Final = "open it in its program, save it as .docx and send that"
_PAGE: Final = "open it in a browser, save the page as “HTML only” and send that"

#: Media type → (what it is called, what to do next).
_NAMED: Final[dict[str, tuple[str, str]]] = {
    "application/pdf": ("a PDF", "ask the author for the text, or copy it into a .txt file"),
    "application/postscript": (
        "a PostScript file", "ask the author for the text, or copy it into a .txt file",
    ),
    "image/vnd.djvu": ("a scan (DjVu)", "ask the author for the text"),
    "application/msword": ("an old Word document (.doc)", _AS_WORD),
    "application/vnd.ms-word.document.macroenabled.12": (
        "a Word document with macros (.docm)", "save it as .docx, without macros, and send that",
    ),
    "application/x-encrypted-office": (
        "an Office document locked with a password",
        "open it with the password, save it as .docx without one and send that",
    ),
    "application/vnd.ms-works": ("a Works document (.wps)", _AS_WORD),
    "application/vnd.wordperfect": ("a WordPerfect document (.wpd)", _AS_WORD),
    "application/x-mswrite": ("a Windows Write document (.wri)", _AS_WORD),
    "application/x-ole-storage": ("an old Office file", _AS_WORD),
    "application/vnd.ms-outlook": (
        "an Outlook message (.msg)", "copy its text, or send the attachment alone",
    ),
    "application/x-word-xml": ("a Word 2003 XML document", _AS_WORD),
    "application/x-flat-odf": ("a flat OpenDocument text (.fodt)", "save it as .odt and send that"),
    PAGES: (
        "an Apple Pages document (.pages)",
        "in Pages choose File, Export To, Word, and send the .docx",
    ),
    "application/epub+zip": (
        "an EPUB", "send the text the EPUB was made from, or one of its chapters as HTML",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "a spreadsheet (.xlsx)", "copydesk takes articles, not tables",
    ),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "a spreadsheet (.ods)", "copydesk takes articles, not tables",
    ),
    "application/vnd.ms-excel": (
        "an old spreadsheet (.xls)", "copydesk takes articles, not tables",
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "a presentation (.pptx)", _AS_TEXT,
    ),
    "application/vnd.oasis.opendocument.presentation": ("a presentation (.odp)", _AS_TEXT),
    "application/vnd.ms-powerpoint": ("an old presentation (.ppt)", _AS_TEXT),
    "application/zip": ("a ZIP archive", "unpack it and send the article alone"),
    "application/xml": ("an XML file", _AS_TEXT),
    "application/rss+xml": ("a news feed", "open the article it lists and save that page as HTML"),
    "application/json": ("a JSON file", "send the text of the article it holds"),
    "multipart/related": ("a web archive (.mht)", _PAGE),
    "application/x-webarchive": ("a Safari web archive (.webarchive)", _PAGE),
    "application/x-bplist": ("an Apple property list", _AS_TEXT),
    "message/rfc822": (
        "an e-mail message (.eml)", "open it and copy its text, or send the attachment alone",
    ),
    "text/x-view-source": (
        "the source view of a web page", "go back to the page itself, save that and send it",
    ),
    "application/x-link": (
        "only a web address", "open the page, save it as HTML and send that",
    ),
    **{
        kind: (f"only a link to {service}", f"{action} and send the file")
        for kind, service, action in SERVICES
    },
}  # fmt: skip
_FAMILIES: Final = (
    ("image/", "a picture", "send the text; pictures go into the folder `<name>.files/`"),
    ("audio/", "a recording", "send a transcript as text"),
    ("video/", "a video", "send a transcript as text"),
    ("font/", "a font", "send the text of the article"),
)


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


def too_long(length: int, path: str, config: Config) -> Refused:
    """The refusal of a text of `length` characters."""
    message = f"the text of `{path}` has {length:,} characters"
    message += f", the limit is {config.limits.characters:,}"
    hint = "send one article or chapter at a time, or raise `limits.characters` in the settings"
    return Refused(message, hint=hint, code="refuse.too-long")


def _of_family(found: str) -> tuple[str, str] | None:
    for prefix, name, hint in _FAMILIES:
        if found.startswith(prefix):
            return name, hint
    return None
