"""The door to pages of the web: one that a person named, and the pictures that stand in it.

Nothing in a build comes here. It asks by GET, says that it is copydesk, and sends and keeps no
cookie; no proxy is used and no script run. Addresses that are not anybody's are refused at each
step, the first one too (`public`), and nobody is followed from https to http.
"""

from __future__ import annotations

import re
import time
import zlib
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import Final, NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from copydesk.errors import CopydeskError, Refused, ToolError, UsageError
from copydesk.system import exchange, public
from copydesk.system.exchange import HttpRequest, HttpResponse, Unanswered
from copydesk.system.public import LookUp, May, PrivateError

#: Redirects followed.
REDIRECTS: Final = 8
#: What holds an article or is not called rightly, and what holds a picture.
ARTICLES: Final = re.compile(
    r"|text/.+|application/(?:xhtml\+xml|xml|rtf|pdf|octet-stream|vnd\.oasis\.opendocument\.text"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document)"
)
PICTURES: Final = re.compile(r"|image/.+|application/octet-stream|binary/octet-stream")

_GOOD: Final = (200, 203)
_SAVE: Final = "open it in a browser, save the page, and name the file to `copydesk new`"
#: A host as it can be asked: no blanks, no control characters.
_HOST: Final = re.compile(r"[!-~]+")
#: What an address may hold as it is; all else is written by its number.
_PLAIN: Final = "!#$%&'()*+,/:;=?@[]~"
_PACKED: Final = ("gzip", "x-gzip", "deflate")
#: As `zlib` has it: the head of gzip or of zlib tells which it is; none at all.
_TOLD: Final = 47
_BARE: Final = -15
#: How gzip begins, and bytes that are unpacked at once: of many small ones none is copied often.
_GZIP: Final = b"\x1f\x8b"
_PIECE: Final = 4_096


@dataclass(frozen=True, slots=True)
class Visited:
    """What lies at `address`, where redirects led; its type and encoding as the head says them."""

    address: str
    media_type: str
    charset: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What may come: types, bytes, and seconds for all of it."""

    types: re.Pattern[str]
    largest: int
    seconds: float
    accept: str


class Visitor:
    """Who looks at pages as `agent`.

    `may` and `look_up` say which addresses are visited and what names mean; tests, whose servers
    are on this machine, have their own.
    """

    def __init__(
        self, agent: str, may: May = public.is_public, look_up: LookUp = public.look_up_host
    ) -> None:
        self._agent = agent
        self._reach = partial(public.connect_public, may=may, look_up=look_up)

    def visit(self, address: str, wanted: FetchLimits) -> Visited:
        """What lies at `address`.

        Raises `UsageError` for what is no address of the web, `Refused` for what may not be asked
        or is not `wanted`, `ToolError` when there is no answer.
        """
        deadline = time.monotonic() + wanted.seconds
        now = normalise_address(address)
        for _ in range(REDIRECTS + 1):
            said = self._said(now, wanted, deadline)
            if said.status not in exchange.MOVED or not said.fields.get("Location"):
                return _visited(now, said, wanted)
            now = _moved(now, said.fields["Location"])
        message = f"`{_short(address)}` redirects more than {REDIRECTS} times"
        raise ToolError(message, hint=_SAVE, code="page.circles")

    def _said(self, address: str, wanted: FetchLimits, deadline: float) -> HttpResponse:
        def wants(status: int, fields: Message) -> bool:
            return status in _GOOD and bool(wanted.types.fullmatch(_type(fields)))

        fields = (("User-Agent", self._agent), ("Accept", wanted.accept))
        question = HttpRequest("GET", address, fields)
        try:
            return exchange.ask_host(question, deadline, wanted.largest, self._reach, wants)
        except PrivateError as error:
            hint = "copydesk fetches only from public addresses; save the page in a browser instead"
            raise Refused(str(error), hint=hint, code="page.private") from None
        except Unanswered as none:
            raise _unanswered(address, none, wanted) from None


def is_address(text: str) -> bool:
    """Whether `text` is meant as an address, and not as the path of a file.

    >>> is_address("HTTPS://harbour.example/pier"), is_address("pier.html")
    (True, False)
    """
    return re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def normalise_address(address: str) -> str:
    """`address` as it is asked: in ASCII, without its fragment.

    Raises `UsageError` for what is no address of a page, or one with a name and password.

    >>> normalise_address("HTTPS://Hafen.example/Straße zum Meer#top")
    'https://hafen.example/Stra%C3%9Fe%20zum%20Meer'
    """
    text = "".join(address.split("\n")).strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        _refuse(address, "check it: its host is not valid")
    if parts.scheme not in ("http", "https") or not host:
        _refuse(address, "copy it from the browser; it begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        _refuse(parts.hostname or "", "remove the name and password: no login is used")
    shown = f"[{host}]" if ":" in host else _ascii(host, address)
    if not _HOST.fullmatch(shown):
        _refuse(address, "check it: its host is not valid")
    place = shown if port is None else f"{shown}:{port}"
    path, query = (quote(part, safe=_PLAIN) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place, path or "/", query, ""))


def _ascii(host: str, address: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        _refuse(address, "check it: its host is not valid")


def _refuse(address: str, hint: str) -> NoReturn:
    message = f"`{_short(address)}` is not the address of a page that can be fetched"
    raise UsageError(message, hint=hint, code="page.address")


def _moved(address: str, location: str) -> str:
    # A head is read as Latin-1, whatever it is in.
    told = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        found = normalise_address(exchange.join_address(address, told))
    except UsageError as error:
        message = f"`{_short(address)}` redirects to an address that is not a page: {error}"
        raise Refused(message, hint=_SAVE, code="page.address") from None
    if address.startswith("https:") and not found.startswith("https:"):
        message = f"`{_short(address)}` redirects to `{_short(found)}`, which is not encrypted"
        raise Refused(message, hint=_SAVE, code="page.unencrypted")
    return found


def _visited(address: str, said: HttpResponse, wanted: FetchLimits) -> Visited:
    """What was `said`, unpacked. Raises `Refused` and `ToolError`."""
    if said.status not in _GOOD:
        message = f"`{_short(address)}` answers with status {said.status}"
        hint = f"check the address; if a browser shows it, {_SAVE}"
        raise ToolError(message, hint=hint, code="page.status")
    kind = _type(said.fields)
    if not wanted.types.fullmatch(kind):
        message = f"`{_short(address)}` is `{kind}`, not a page that copydesk reads"
        raise Refused(message, hint="use the address of the article itself", code="page.type")
    coding = (said.fields.get("Content-Encoding") or "").strip().lower()
    data = said.body
    if coding in _PACKED:
        data = _unpacked(data, address, wanted.largest)
    elif coding not in ("", "identity"):
        message = f"`{_short(address)}` is compressed as `{coding[:40]}`, which was not requested"
        raise ToolError(message, hint=_SAVE, code="page.packed")
    return Visited(address, kind, said.fields.get_content_charset("").lower(), data)


def _unpacked(data: bytes, address: str, largest: int) -> bytes:
    """`data` unpacked. Raises `Refused` past `largest` bytes, `ToolError` for what is not whole."""
    found: bytes | None = None
    for form in (_TOLD, _BARE):
        try:
            found = _opened(data, form, largest)
        except zlib.error:
            continue
        break
    if found is None:
        message = f"`{_short(address)}` is compressed and cannot be unpacked completely"
        raise ToolError(message, hint=_SAVE, code="page.packed")
    if len(found) > largest:
        raise _too_large(address, largest)
    return found


def _opened(data: bytes, form: int, largest: int) -> bytes | None:
    """`data` unpacked, no further than one byte past `largest`; None when its end is missing.

    A packed page may be several, one behind the other; other signs behind one are nobody's.
    """
    found = bytearray()
    opener, at = zlib.decompressobj(form), 0
    while at < len(data) and len(found) <= largest:
        if opener.eof:
            if not data.startswith(_GZIP, at):
                break
            opener = zlib.decompressobj(form)
        piece = data[at : at + _PIECE]
        found += opener.decompress(piece, largest + 1 - len(found))
        at += len(piece) - len(opener.unused_data)
    return bytes(found) if opener.eof or len(found) > largest else None


def _type(fields: Message) -> str:
    return (fields.get("Content-Type") or "").partition(";")[0].strip().lower()


def _unanswered(address: str, none: Unanswered, wanted: FetchLimits) -> CopydeskError:
    if none.why == "large":
        return _too_large(address, wanted.largest)
    message = f"`{_short(address)}` {none.describe(wanted.seconds, wanted.largest)}"
    if none.why == "slow":
        return ToolError(message, hint=f"try again later, or {_SAVE}", code="page.slow")
    hint = f"check the address and the network, or {_SAVE}"
    return ToolError(message, hint=hint, code="page.failed")


def _too_large(address: str, largest: int) -> Refused:
    message = f"`{_short(address)}` is larger than the limit of {largest:,} bytes"
    hint = "name the article alone, or raise `limits.file_bytes`"
    return Refused(message, hint=hint, code="page.too-large")


def _short(address: str) -> str:
    return address if len(address) <= 100 else f"{address[:99]}…"
