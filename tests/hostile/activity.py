"""What in a file does something, loads something, or leads where nothing may: nothing is good.

Each language is read as its programs read it, so that what is active is found however it came in.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree
from markdown_it import MarkdownIt

import checkers
from copydesk.system import archive, xml

#: What no edition has an element, attribute or address of.
ACTIVE: Final = frozenset((
    "script", "iframe", "object", "embed", "applet", "form", "input", "base", "frame", "svg",
    "portal", "foreignObject", "include",
))  # fmt: skip
SCHEME: Final = re.compile(
    r"(?:https?://|mailto:|#|(?!//)[\w./-]*$|[\w.-][\w./-]*#)|data:image/(?:png|jpeg|svg\+xml)"
)
_LEADING: Final = frozenset(("href", "src", "srcset", "action", "data", "poster", "formaction"))
#: Keys of a PDF that run, start, send or fetch something.
_OF_PAPER: Final = frozenset(("/JS", "/AA", "/OpenAction", "/Launch", "/XFA", "/AcroForm", "/Win"))
_ACTIONS: Final = frozenset(("/URI", "/GoTo"))
#: Names of the one file that an article has with it.
_OWN: Final = re.compile(r"[\w-]+\.md")


def pages(name: str, data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The pages in the output `name`, as what reads it sees them."""
    if name.endswith(".eml"):
        for part in email.message_from_bytes(data, policy=email.policy.default).walk():
            if part.get_content_type() == "text/html":
                yield f"{name}: html", _page(part.get_payload(decode=True))
    elif name.endswith(".epub"):
        for member, content in archive.read(data).items():
            if member.endswith((".xhtml", ".opf", ".ncx")):
                yield f"{name}: {member}", _page(content)
    elif name.endswith(".jats.xml"):
        yield name, xml.parse(re.sub(rb"<!DOCTYPE[^>]*>", b"", data, count=1))
    elif read := next((_READ[ending] for ending in _READ if name.endswith(ending)), None):
        yield name, _page(read(data))


def _page(data: bytes) -> etree._Element:
    return etree.fromstring(b"<!DOCTYPE html>" + data, etree.HTMLParser(encoding="utf-8"))


def _by_others(text: bytes) -> bytes:
    body = re.sub(r"\A---\n.*?\n---\n", "", text.decode(), flags=re.DOTALL)
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.validateLink = lambda _: True  # not all are as careful
    return reader.render(body).encode()


#: How a text becomes a page, by the ending of its name.
_READ: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".md": _by_others, ".html": bytes,
}  # fmt: skip


def active(root: etree._Element) -> Iterator[str]:
    """What in a page does something, or leads where nothing may."""
    for element in root.iter(etree.Element):
        tag = _bare(element.tag)
        if tag in ACTIVE:
            yield f"<{tag}>"
        for key, value in element.attrib.items():
            name = _bare(key)
            if name.startswith("on") or (name, value) == ("http-equiv", "refresh"):
                yield f"{name}={value!r}"
            if name in _LEADING and not SCHEME.match(value):
                yield f"{name}={value!r}"


def _bare(name: str | bytes) -> str:
    """A name without its space or prefix, which parsers of HTML leave where it stands."""
    return re.split("[}:]", str(name))[-1]


def in_word(data: bytes) -> Iterator[str]:
    """Fields and relations of a .docx that reach out of it."""
    for member, content in archive.read(data).items():
        for code in re.findall(rb"<w:instrText[^>]*>([^<]*)<", content):
            if re.search(rb"INCLUDE|DDE|MACRO|LINK\s+(?!\\l)[^\"]", code, re.IGNORECASE):
                yield f"{member}: {code!r}"
        for target in re.findall(rb'Target="([^"]*)" TargetMode="External"', content):
            if not target.startswith((b"https://", b"http://", b"mailto:")):
                yield f"{member}: {target!r}"


def in_paper(paper: Path, qpdf: str) -> Iterator[str]:
    """Actions and files of a PDF that are neither links to the web nor the article itself."""
    asked = checkers.said(qpdf, "--json=2", "--json-key=qpdf", paper)
    for held in _dictionaries(json.loads(asked)["qpdf"]):
        yield from (f"{key}: {held[key]}" for key in _OF_PAPER & held.keys())
        if "/S" in held and ("/URI" in held or "/D" in held) and held["/S"] not in _ACTIONS:
            yield f"/S: {held['/S']}"
        if "/URI" in held and not SCHEME.match(_text(held["/URI"])):
            yield f"/URI: {held['/URI']}"
        if "/EF" in held and not _OWN.fullmatch(_text(held["/UF"])):
            yield f"/EF: {held['/UF']}"


def _dictionaries(thing: Any) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        yield thing
        for one in thing.values():
            yield from _dictionaries(one)
    elif isinstance(thing, list):
        for one in thing:
            yield from _dictionaries(one)


def _text(said: str) -> str:
    """A string of qpdf's, which says first whether it is one of letters or of bytes."""
    return bytes.fromhex(said[2:]).decode() if said.startswith("b:") else said[2:]
