"""Tell what a file is by its content, and refuse by name what has no reader.

Bytes decide where a format has a mark of its own, the text where it has none. A name decides
nothing by itself: browsers, mail programs and content systems give pages, Word files and plain
text any suffix. Only where a text can be read two ways, a name that says which of the two it is
breaks the tie.

Plain text stars its items, underlines its headings and quotes tags; Markdown holds tags; a page
pasted from a content system has no `<html>`. One kind of mark alone says little, so the marks of
a text are weighed.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.errors import Refused
from copydesk.readers.decode import decode_text
from copydesk.readers.text import remove_margin

TEXT: Final = "text/plain"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
ESCAPED: Final = "text/x-escaped-html"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"

#: How much of a file is looked at for marks.
_WINDOW: Final = 65_536
_BLANK: Final = "\x00\ufeff \t\r\n\x0b\x0c\xa0"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE: Final = 0.02
#: A name that says what kind of text it holds.
_SUFFIXES: Final = {
    **dict.fromkeys(("html", "htm", "xhtml", "xht", "shtml", "php", "aspx", "asp"), HTML),
    **dict.fromkeys(("md", "markdown", "mdown", "mkd", "qmd", "mdx"), MARKDOWN),
    **dict.fromkeys(("txt", "text"), TEXT),
}

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY: Final = 128
#: A zip says in its last record where its directory lies; a comment may follow.
_LAST_RECORD: Final = 22 + 65_535

#: Fields that only the raw form of a message has; a pasted message shows From and Subject.
_MAIL_HEADER = re.compile(r"[\w-]{2,40}:[ \t]?[^\n]*\n(?:[\w-]{2,40}:[^\n]*\n|[ \t]+\S[^\n]*\n)*+")
_ENCODED = re.compile(
    r"^content-type:\s*(?:multipart/|text/html)|^content-transfer-encoding:\s*base64",
    re.IGNORECASE | re.MULTILINE,
)
_ARCHIVE = re.compile(
    r"^content-type:\s*multipart/related|^x-mimeole:|^from: <?saved by",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://([^\s/?#\"'<>:{}]{1,253})[^\s\"'<>{}]{0,2000}", re.IGNORECASE)
_SHORTCUT = re.compile(r"\[InternetShortcut\]|\[Desktop Entry\]|(?s:.*?)<key>URL</key>")
#: A shortcut is no longer; an article with a link in it is.
_LONGEST_SHORTCUT: Final = 4_000
#: So many words beside a link to a document say what it is, and are no article.
_LABEL: Final = 25

#: Comments, instructions and declarations in front of a page or an XML document.
_PROLOG = re.compile(
    r"(?>\s+|<!--(?>.*?-->)|<\?[^>]*>|<!(?!--|doctype\s+html\b)[^>]*>)*+", re.IGNORECASE | re.DOTALL
)
_PAGE = re.compile(r"<(?:(?:!doctype\s+html|html|head|body)\b|meta\s)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:\w{1,30}:)?\w{1,60}")
_SOURCE_VIEW = re.compile(
    r'id="viewsource"|viewsource\.css|class="line-gutter-backdrop"', re.IGNORECASE
)
_BLOCK = re.compile(
    r"<(/?)(?:p|div|h[1-6]|article|section|main|header|footer|aside|nav|figure|figcaption|table"
    r"|thead|tbody|tr|t[dh]|[uod]l|li|d[td]|blockquote|pre|center|form)\b[^<>]{0,600}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--[^<>]{0,2000}-->|</?[a-z][^<>]{0,600}>", re.IGNORECASE)
#: Before a tag that prose speaks of, within its line.
_MENTION = re.compile(r"[^\s>][ \t]+\Z|[`'\"“‘«(]\Z")
#: A line break that does its work; where prose speaks of one, blanks stand around it.
_BREAK = re.compile(r"(?:(?<=\S)|^)<br\s?/?>(?![ ,.;])", re.IGNORECASE | re.MULTILINE)
_GAP = re.compile(r"\n[ \t]*\n[ \t]*\S")
#: Line breaks and unclosed paragraphs that make a page, where nothing else does.
_FEWEST_BREAKS: Final = 3
#: Share of the signs that stand in block elements: enough, against a name, and by a name.
_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.85
_ANY: Final = 0.1

#: A heading, but no sentence about the sign: `# is called a hash in Britain.`
_TITLE_LINE: Final = r"(?:\A|\n[ \t]*\n)# +[^\w\n]{0,3}[^\W\d_].*(?<![.;])(?=\n[ \t]*\n|\n*\Z)"
#: Kinds of Markdown's marks: the weight of the first, of each further one, and at most, a sign
#: that a text with one has, and its pattern. One `#` may be a place in the charts or a comment;
#: plain text and chats know stars and underscores too; wikis have links of their own.
_MARKS: Final = tuple(
    (first, further, most, sign, re.compile(pattern, re.IGNORECASE))
    for first, further, most, sign, pattern in (
        (1.0, 0.5, 2.0, "##", r"(?:\A|\n[ \t]*\n)#{2,6} +[^\w\n]{0,3}[^\W\d_][^\n]*(?=\n(?!#)|\Z)"),
        (0.75, 0.5, 2.0, "# ", _TITLE_LINE),
        (1.5, 0.5, 2.5, "](", r"(?<!!)\[[^\[\]\n]{1,300}\]\((?:https?:|mailto:|[/#])[^()\s]*[ )]"),
        (1.5, 0.5, 2.5, "![", r"!\[[^\[\]\n]{0,300}\]\([^()\s]{1,1000}[ )]"),
        (1.5, 0.5, 2.0, "]: ", r"(?:\A|\n) {0,3}\[[^\[\]^\n]{1,80}\]: <?(?:https?://|/|#)\S"),
        (2.0, 0.0, 2.0, "[^", r"(?:\A|\n)\[\^[^\]\s]{1,40}\]: "),
        (0.75, 0.25, 1.25, "**", r"(?<![\w*])\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?![\w*])"),
        (0.5, 0.0, 0.5, "*", r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*(?![\w*])"),
        (0.5, 0.0, 0.5, "_", r"(?<![\w_])_(?=[^\s_])[^_\n]{1,200}(?<=[^\s_])_(?![\w_])"),
        (0.5, 0.25, 1.0, "`", r"(?<![\w`])`(?=[^\s`])[^`\n]{1,100}`(?![\w`])|(?:\A|\n)```"),
        (1.5, 0.0, 1.5, "---", r"\n {0,3}\|? ?:?-{3,}:? ?(?:\| ?:?-{3,}:? ?)+\|?[ \t]*(?=\n|\Z)"),
        (1.0, 0.0, 1.0, "---", r"\A---[ \t]*\n[\w-]{1,40} ?:"),
        (1.0, 0.0, 1.0, "+++", r"\A\+\+\+[ \t]*\n[\w-]{1,40} ?="),
        (0.25, 0.0, 0.25, "> ", r"(?:\A|\n\n)> ?\S"),
        (0.25, 0.0, 0.25, " ", r"(?:\A|\n\n) {0,3}[-*+] {1,3}\S"),
        (0.25, 0.0, 0.25, "\n", r"\n(?:={3,}|-{3,}|\*\*\*)[ \t]*(?:\n|\Z)"),
        (0.25, 0.25, 0.5, "\\", r"\\[\\*_\[\]`#.>~-]"),
        # A page kept as paragraphs with tags inside them: Markdown takes those.
        (1.0, 0.5, 2.0, "</a>", r"<a\s[^<>\n]{0,300}\bhref=[^<>\n]{1,600}>[^<>\n]{1,300}</a>(?!`)"),
        (1.0, 0.5, 2.0, "<br", _BREAK.pattern.replace("^", r"\n")),
        (0.75, 0.25, 1.5, "<", r"(?:\A|\n)<(?:h[1-6]|blockquote|[uo]l|figure|div|p)\b[^<>]{0,99}>"),
        (0.25, 0.25, 1.0, "</", r"(?<!`)<(strong|em|b|i|sup)>[^<>\n]{1,400}</\1>"),
        (-0.5, -0.5, 0.0, "[http", r"\[https?://\S{1,500} [^\[\]\n]{1,200}\]"),
    )
)  # fmt: skip
#: Weight that makes a text Markdown: by itself, and when its name says so.
_ENOUGH: Final = 2.0
_LITTLE: Final = 0.25


def detect_type(data: bytes, path: str = "") -> str:
    r"""Return the media type of `data`; `path` breaks a tie between kinds of text.

    >>> detect_type(b"%PDF-1.7"), detect_type(b"An article."), detect_type(b" \n")
    ('application/pdf', 'text/plain', 'application/x-empty')
    >>> detect_type(b"# Harbours"), detect_type(b"# Harbours", "harbours.md")
    ('text/plain', 'text/markdown')
    """
    if found := _detect_bytes(data):
        link = _ADDRESS.search(data[:_WINDOW].decode("latin-1"))
        pointer = found == "application/x-bplist" and link and _detect_pointer(link.group())
        return pointer or found
    text = decode_text(data[:_WINDOW]).text
    if not text.strip(_BLANK) and not decode_text(data).text.strip(_BLANK):
        return EMPTY
    if len(_CONTROLS.findall(text)) > max(4, _CONTROL_SHARE * len(text)):
        return BINARY
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(remove_margin(lines)).lstrip(_BLANK)
    return (
        (_detect_pointer(text) if len(data) <= _LONGEST_SHORTCUT * 4 else "")
        or _detect_mail(text)
        or _detect_data(text, data)
        or _detect_prose(text, _SUFFIXES.get(path.rpartition(".")[2].lower(), ""))
    )


def refuse_type(found: str, path: str) -> Refused:
    """Make the refusal of a file of the media type `found`.

    >>> print(refuse_type("application/postscript", "a.ps"))
    `a.ps` is a PostScript file, which copydesk does not read
    """
    if found == EMPTY:
        return Refused(f"`{path}` is empty", hint="send the text", code="refuse.empty")
    if not (name := name_type(found)):
        hint = "save it as plain text (.txt, UTF-8) and send that"
        return Refused(f"`{path}` is not text ({found})", hint=hint, code="refuse.binary")
    message = f"`{path}` is {name}, which copydesk does not read"
    return Refused(message, hint=_find_type(found)["next"], code="refuse.type")


def name_type(found: str) -> str:
    """The name of a media type, as people call it, or "".

    >>> name_type("text/html"), name_type("image/png"), name_type("application/octet-stream")
    ('a web page', 'a picture', '')
    """
    return str(_find_type(found).get("name", ""))


def _find_type(found: str) -> Mapping[str, Any]:
    named = {kind["is"]: kind for kind in tables.load_table("file-types")["type"] if "name" in kind}
    kind: Mapping[str, Any] = named.get(found) or named.get(found.partition("/")[0] + "/", {})
    return kind


# ── told by bytes ────────────────────────────────────────────────────────────


@cache
def _types() -> tuple[tuple[re.Pattern[bytes] | None, Mapping[str, Any]], ...]:
    """The types that something tells, each with the pattern of its first bytes."""
    return tuple(
        (
            re.compile(kind["starts"].encode("latin-1"), re.DOTALL) if "starts" in kind else None,
            kind,
        )
        for kind in tables.load_table("file-types")["type"]
        if len(kind.keys() - {"is", "name", "next"})
    )


def _detect_bytes(data: bytes) -> str:
    """The media type that the bytes themselves tell, or ""."""
    zipped, ole = data.startswith((b"PK\x03\x04", b"PK\x05\x06")), data.startswith(_OLE)
    names = _list_members(data) if zipped else ()
    said = data[38:138] if zipped and data[30:38] == b"mimetype" else b""
    for starts, kind in _types():
        if (
            (starts is not None and starts.match(data))
            or (said and said.startswith(tuple(map(str.encode, kind.get("declared", ())))))
            or any(name.startswith(tuple(kind.get("members", ()))) for name in names)
            or (ole and any(_has_stream(data, name) for name in kind.get("streams", ())))
        ):
            return str(kind["is"])
    return ""


def _list_members(data: bytes) -> tuple[str, ...]:
    """The names in the directory of a zip. Cut off, it still tells its first members."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _LAST_RECORD))
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    held = data[max(0, end - size) : end] if size else data[:_WINDOW]
    names = re.findall(
        rb"PK(?:\x01\x02.{42}|\x03\x04.{26})(?=([\x20-\x7e]{1,200}))", held, re.DOTALL
    )
    return tuple(name.decode("ascii") for name in names)


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file, whose entries have places of their own, has `name`."""
    sought = (name + "\x00").encode("utf-16-le")
    return any(found.start() % _OLE_ENTRY == 0 for found in re.finditer(re.escape(sought), data))


# ── told by the text ─────────────────────────────────────────────────────────


def _detect_pointer(text: str) -> str:
    """The type of a text that holds nothing but a link: shortcut, cloud document, address."""
    bare = text.strip("\ufeff\x00 \t\r\n<>")
    if len(bare) > _LONGEST_SHORTCUT:
        return ""
    if bare.startswith("{") and '"doc_id"' in bare:
        return "application/x-link.google"
    hosts = [match[1].lower() for match in _ADDRESS.finditer(bare)]
    service = next(filter(None, map(_find_service, hosts)), "")
    if hosts and (_SHORTCUT.match(bare) or _ADDRESS.fullmatch(bare)):
        return service or "application/x-link"
    return service if len(_ADDRESS.sub(" ", bare).split()) <= _LABEL else ""


def _find_service(host: str) -> str:
    return next(
        (
            kind["is"]
            for _, kind in _types()
            if any(f".{host}".endswith("." + end) for end in kind.get("hosts", ()))
        ),
        "",
    )


def _detect_mail(text: str) -> str:
    """A message or web archive as it travels: its parts are encoded and not to be read."""
    header = _MAIL_HEADER.match(text)
    if not header or "mime-version:" not in header.group().lower():
        return ""
    if _ARCHIVE.search(header.group()):
        return "multipart/related"
    return "message/rfc822" if _ENCODED.search(header.group()) else ""


def _detect_data(text: str, data: bytes) -> str:
    """JSON and XML other than web pages."""
    if text[0] in "{[" and data.rstrip()[-1:] in (b"}", b"]"):
        try:
            held = json.loads(decode_text(data).text)
        except (ValueError, RecursionError):
            return ""
        records = isinstance(held, list) and any(isinstance(entry, dict) for entry in held)
        return "application/json" if records or isinstance(held, dict) else ""
    if not text.startswith(("<?xml", "<svg")) or _is_page(text):
        return ""
    root = _ROOT.match(text, _skip_prolog(text))
    name = root.group().lower() if root else "<"
    for _, kind in _types():
        if name in kind.get("roots", ()):
            return str(kind["is"])
    return "application/xml"


def _detect_prose(text: str, named: str) -> str:
    """Web page, Markdown or plain text; `named` is what the file's name says."""
    if _is_page(text):
        return "text/x-view-source" if _SOURCE_VIEW.search(text[:4_096]) else HTML
    if _is_escaped(text):
        return ESCAPED
    # Markdown may be tags for the most part, but then it seldom begins with one.
    if (named != MARKDOWN or text.startswith("<")) and _is_fragment(text, named):
        return HTML
    return MARKDOWN if _is_markdown(text, named) else TEXT


def _skip_prolog(text: str) -> int:
    prolog = _PROLOG.match(text)
    return prolog.end() if prolog else 0


def _is_page(text: str) -> bool:
    """Whether `text` is a whole web page by its own word."""
    return _PAGE.match(text, _skip_prolog(text)) is not None


def _is_escaped(text: str) -> bool:
    """Whether `text` is a page, or a piece of one, whose tags were written as entities."""
    if text.count("&lt;/") < _FEWEST_BREAKS or _BLOCK.search(text):
        return False
    plain = html.unescape(text)
    return _is_page(plain) or _is_fragment(plain, TEXT)


def _is_fragment(text: str, named: str) -> bool:
    """Whether `text` is a piece of a page: most of it stands in block elements."""
    blocks = [
        block
        for block in _BLOCK.finditer(text)
        if block[1] or not _MENTION.search(text[max(0, block.start() - 80) : block.start()])
    ]
    if any(block[1] for block in blocks):
        enough = {HTML: _ANY, TEXT: _NEARLY_ALL, MARKDOWN: _NEARLY_ALL}.get(named, _MOST)
        return _share_inside(text, blocks) >= enough
    # Pasted from an editor that knows line breaks and unclosed paragraphs only. Where
    # empty lines part the paragraphs, a page would lose them; Markdown keeps them.
    if _GAP.search(text) and not blocks:
        return False
    fewest = {HTML: 1, TEXT: 6, MARKDOWN: 6}.get(named, _FEWEST_BREAKS)
    return len(blocks) + len(_BREAK.findall(text)) >= fewest


def _share_inside(text: str, blocks: list[re.Match[str]]) -> float:
    """The share of the signs of `text`, tags not counted, inside block elements."""
    inside = outside = depth = position = 0
    for block in (*blocks, None):
        end = block.start() if block else len(text)
        signs = len("".join(_TAG.sub("", text[position:end]).split()))
        inside, outside = (inside + signs, outside) if depth else (inside, outside + signs)
        if block:
            depth = max(0, depth - 1) if block[1] else depth + 1
            position = block.end()
    return inside / max(1, inside + outside)


def _is_markdown(text: str, named: str) -> bool:
    """Whether `text` is Markdown: several kinds of its marks, or one that its name speaks for.

    A name of plain text counts for nothing: scrapers write Markdown to files of that name.
    """
    weight = 0.0
    for first, further, most, sign, pattern in _MARKS:
        if sign in text and (count := len(pattern.findall(text))):
            weight += min(most, first + further * (count - 1))
    return weight >= (_LITTLE if named == MARKDOWN else _ENOUGH)
