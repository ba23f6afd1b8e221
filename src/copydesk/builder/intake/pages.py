"""A page of the web as a submission, with the pictures of its article.

The page is kept as it came, with where it came from on top, as browsers write it: readers then
know what its links and pictures are relative to. An encoding that only the head of the answer
named is lost in a file, so such a page is kept in UTF-8.
"""

from __future__ import annotations

import codecs
import contextlib
import re
import time
from collections import Counter
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from copydesk import __version__
from copydesk.builder import side_files
from copydesk.builder.intake.files import Arrival, figures, receive_bytes
from copydesk.config import Config
from copydesk.errors import CopydeskError
from copydesk.model import Article
from copydesk.readers.decode import find_web_codec
from copydesk.readers.detect import HTML, detect_type
from copydesk.review import sidecar
from copydesk.system import names, pictures
from copydesk.system.visit import ARTICLES, PICTURES, FetchLimits, Visited, Visitor

AGENT: Final = f"copydesk/{__version__}"
#: Seconds for a page with its redirects, for a picture, and for all pictures of a page.
SECONDS: Final = 30.0
PICTURE_SECONDS: Final = 15.0
ALL_SECONDS: Final = 90.0
#: Pictures of one page.
MOST: Final = 60

_READ: Final = "text/html, application/xhtml+xml, text/*;q=0.8, */*;q=0.1"
_SHOWN: Final = "image/png, image/jpeg, image/webp, image/gif"
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_XML: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}\?>)?")
#: A name of a picture's file that no system minds.
_SAFE: Final = re.compile(r"[\w(@+,=][\w .()@+,=~%-]{0,99}")
#: A part of a path that says what an article is about: two words.
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_ENDING: Final = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)


def receive_page(address: str, config: Config, visitor: Visitor | None = None) -> Arrival:
    """The page at `address` as a submission, with the pictures of its article.

    A picture that cannot be had costs nothing but itself. Raises as `Visitor.visit` does, and
    `Refused` for what copydesk does not read.
    """
    visitor = visitor or Visitor(AGENT)
    limits = config.limits
    page = visitor.visit(address, FetchLimits(ARTICLES, limits.file_bytes, SECONDS, _READ))
    came = receive_bytes(_kept(page), "", config, said=page.address)
    stood = _stands(came.article, page.address)
    came = replace(came, stem=_stem(page.address, came.article), address=stood)
    found, missed = _pictures(came.article, page.address, visitor, config)
    return replace(came, pictures=found, missed=missed)


def _kept(page: Visited) -> bytes:
    """The bytes of `page` as they are kept."""
    data = page.data
    encoding = "utf-16" if data.startswith(_WIDE) else find_web_codec(page.charset)
    if encoding and not _is_utf8(data):
        with contextlib.suppress(UnicodeDecodeError):  # readers ask about what fits nothing
            data = data.decode(encoding).encode()
    if detect_type(data) != HTML or data.startswith(_WIDE):
        return data
    lead = _XML.match(data)
    start = lead.end() if lead else 0
    told = f"<!-- saved from url=({len(page.address):04d}){page.address} -->\n"
    return data[:start] + told.encode() + data[start:]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _stands(article: Article, address: str) -> str:
    """Where the article stands: as its page says, if that is on the same host, else `address`."""
    told = dict(article.edited.submission.facts).get("url", "")
    try:
        same = urlsplit(told).hostname == urlsplit(address).hostname
    except ValueError:
        return address
    return told if same and sidecar.is_address(told) else address


def _stem(address: str, article: Article) -> str:
    """A name for the file: of the last part of the address that has words, of the title."""
    parts = urlsplit(address)
    path = [_ENDING.sub("", unquote(part)) for part in parts.path.split("/")]
    spoken = [part for part in reversed(path) if len(_WORDS.findall(part)) > 1]
    for words in (*spoken[:1], article.front.title, *reversed(path), parts.hostname or ""):
        if name := names.telling(words):
            return name
    return "page"


# ── pictures ───────────────────────────────────────────────────────────────────


def _pictures(
    article: Article, page: str, visitor: Visitor, config: Config
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The pictures of the article on `page`, by the names of their files, and why others lack."""
    found: dict[str, bytes] = {}
    missed: list[str] = []
    named = [*figures(article)]
    shared = Counter(_plain(name).casefold() for name in named)
    left, ends = config.limits.expanded_bytes, time.monotonic() + ALL_SECONDS
    for name in named[:MOST]:
        seconds = min(PICTURE_SECONDS, ends - time.monotonic())
        most = min(config.limits.picture_bytes, left)
        if seconds <= 0 or most <= 0:
            missed.append(f"{name}: the pictures took too long or are too large")
            continue
        try:
            wanted = FetchLimits(PICTURES, most, seconds, _SHOWN)
            data = visitor.visit(_address(name, page), wanted).data
        except CopydeskError as error:
            missed.append(str(error))
            continue
        left -= len(data)
        if kind := pictures.kind(data):
            plain = _plain(name)
            is_alone = _is_safe(plain) and shared[plain.casefold()] == 1
            found[plain if is_alone else side_files.unique_stem(name) + kind[1]] = data
        else:
            missed.append(f"{name}: not a PNG, JPEG, GIF or WebP")
    missed += [f"{name}: only {MOST} pictures of a page are fetched" for name in named[MOST:]]
    return found, tuple(missed)


def _address(name: str, page: str) -> str:
    """Where the picture that a line names `name` lies; a page that is encrypted asks so.

    >>> _address("http://harbour.example/a.png", "https://harbour.example/pier")
    'https://harbour.example/a.png'
    """
    try:
        address = urljoin(page, name)
    except ValueError:
        return name
    if page.startswith("https:") and address.startswith("http:"):
        return "https:" + address.removeprefix("http:")
    return address


def _plain(name: str) -> str:
    """The last part of what a line calls a picture, by which it is found again."""
    return [*side_files.picture_names(name)][-2]


def _is_safe(name: str) -> bool:
    """Whether a file may be called `name` on every system."""
    device = names.stem_of(name).lower() in names.RESERVED
    return _SAFE.fullmatch(name) is not None and not device
