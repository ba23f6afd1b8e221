"""The message of an issue, prepared once, and the copy of it that each reader gets.

A copy differs in four things: who stands in To, its Date, its Message-ID, and the reader's own
address for unsubscribing, where the issue's has a place for it: `{token}`, a word made for this
copy, which the journal keeps with the reader, or `{email}`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from binascii import a2b_qp, b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime, parseaddr
from typing import Final, NoReturn
from urllib.parse import quote

from copydesk.errors import UsageError
from copydesk.newsletter import addresses, headers
from copydesk.newsletter.addresses import Address
from copydesk.newsletter.members import ListMember

#: What an address for unsubscribing may hold in place of something of each reader's.
PLACES: Final = ("{token}", "{email}")
#: Fields that never leave this machine.
_UNSENT: Final = (b"bcc", b"resent-bcc")
_NEEDED: Final = (b"from", b"to", b"message-id", b"date", b"subject")
_BUILD: Final = "build the issue again: `copydesk newsletter build`"
_NAME_SENDER: Final = "set `from` in [newsletter] or in the issue, then build again"
_BARE: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)\r\n")
_HEAD: Final = re.compile(rb"(?:" + _FIELD.pattern + rb")+")
_LINKS: Final = re.compile(r"<([^<>\s]+)>")
#: How HTML may name signs that addresses have.
_NAMED: Final = {"&": "(?:&amp;|&)", "'": "(?:&#x27;|&#39;|&apos;|')"}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the message, decoded, in which `links` are addresses with a place in them.

    `quoted` is whether it goes as quoted-printable text.
    """

    text: bytes
    links: re.Pattern[bytes]
    quoted: bool

    def filled(self, address: Address, token: str) -> bytes:
        """The text for one reader, encoded."""
        made = self.links.sub(lambda link: _filled(link[0], address, token), self.text)
        return b2a_qp(made, istext=True) if self.quoted else made


def _filled(link: bytes, address: Address, token: str) -> bytes:
    """The `link` of one reader."""
    made = link.replace(b"{token}", token.encode())
    return made.replace(b"{email}", quote(str(address), safe="").encode())


@dataclass(frozen=True, slots=True)
class Prepared:
    """The message of the issue `issue`, cut where copies differ. `sender` gets what bounces."""

    issue: str
    sender: str
    sha256: str
    size: int
    domain: str
    head: tuple[tuple[bytes, bytes], ...]
    body: tuple[bytes | _Text, ...]

    @property
    def personal(self) -> bool:
        """Whether copies have addresses of their own for unsubscribing."""
        ways = (value for name, value in self.head if name.lower() == b"list-unsubscribe")
        return any(b"{token}" in value for value in ways)

    def message_id(self, address: Address) -> str:
        """The id of one reader's copy: the same for the same text and reader."""
        told = f"{self.issue}\0{self.sha256}\0{address.key}"
        return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{self.domain}>"

    def copy(self, member: ListMember, when: dt.datetime, token: str = "") -> bytes:
        """The message as `member` gets it, handed over at the time `when`.

        That is its Date, by which mailboxes are sorted (RFC 5322, 3.6.1), and not the day of the
        issue, which may be weeks ago.
        """
        address = member.address
        made = []
        for name, value in self.head:
            match name.lower():
                case b"to":
                    made.append(headers.write_mailbox_field("To", member.name, address))
                case b"message-id":
                    made.append(f"Message-ID: {self.message_id(address)}\r\n".encode())
                case b"date":
                    made.append(f"Date: {format_datetime(when)}\r\n".encode())
                case b"list-unsubscribe":
                    made.append(name + b":" + _filled(value, address, token) + b"\r\n")
                case _:
                    made.append(name + b":" + value + b"\r\n")
        text = (one if isinstance(one, bytes) else one.filled(address, token) for one in self.body)
        return b"".join((*made, b"\r\n", *text))


def prepare_message(data: bytes, issue: str, name: str = "issue.eml") -> Prepared:
    """The message `data` of the issue `issue`, made ready for copies.

    Raises `UsageError` for what is no message as `newsletter build` writes it: with line ends that
    a server could take for the end of the message, or without a field that is needed.
    """
    head, found, body = data.partition(b"\r\n\r\n")
    head += b"\r\n"
    fields = _FIELD.findall(head)
    if _BARE.search(data) or not found or not _HEAD.fullmatch(head):
        _wrong(name, "is not a message with the line ends of mail")
    names = [one.lower() for one, _ in fields]
    for needed in _NEEDED:
        if names.count(needed) != 1:
            hint = _NAME_SENDER if needed == b"from" else _BUILD
            _wrong(name, f"has not one field `{needed.decode().title()}`", hint)
    told = {one.lower(): value for one, value in fields}
    message = message_from_bytes(data)
    links = _personal(told.get(b"list-unsubscribe", b""))
    return Prepared(
        issue=issue,
        sender=_sender(told[b"from"], name),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        domain=_domain(told[b"message-id"], name),
        head=tuple((one, value) for one, value in fields if one.lower() not in _UNSENT),
        body=tuple(_pieces(body if body.endswith(b"\r\n") else body + b"\r\n", message, links)),
    )


def _wrong(name: str, what: str, hint: str = _BUILD) -> NoReturn:
    raise UsageError(f"`{name}` {what}", hint=hint, code="mail.message")


def _sender(value: bytes, name: str) -> str:
    text = re.sub(r"\r\n(?=[ \t])", "", value.decode("utf-8", "replace"))
    try:
        return str(addresses.parse_address(parseaddr(text)[1]))
    except ValueError as error:
        _wrong(name, f"has no address in From: {error}")


def _domain(value: bytes, name: str) -> str:
    found = re.fullmatch(rb"\s*<[^<>@\s]+@([A-Za-z0-9.-]+)>\s*", value)
    if not found:
        _wrong(name, "has an invalid Message-ID")
    return found[1].decode()


# ── addresses for unsubscribing ──────────────────────────────────────────────


def _personal(value: bytes) -> tuple[str, ...]:
    """The addresses in List-Unsubscribe with a place in them, as a text may show them."""
    found = _LINKS.findall(value.decode("utf-8", "replace"))
    bare = (one.removeprefix("mailto:").partition("?")[0] if one.startswith("mailto:") else one
            for one in found)  # fmt: skip
    return tuple(one for one in bare if any(place in one for place in PLACES))


def _pieces(body: bytes, message: Message, links: tuple[str, ...]) -> Iterator[bytes | _Text]:
    """`body` with its texts apart where `links` stand in them."""
    spelt = ("".join(_NAMED.get(sign, re.escape(sign)) for sign in link) for link in links)
    pattern = re.compile("|".join(spelt).encode())
    at = 0
    for start, end, quoted in _texts(body, message) if links else ():
        text = a2b_qp(body[start:end]) if quoted else body[start:end]
        if pattern.search(text):
            yield body[at:start]
            yield _Text(text, pattern, quoted)
            at = end
    yield body[at:]


def _texts(body: bytes, message: Message) -> Iterator[tuple[int, int, bool]]:
    """Where the texts of the message lie in its body, and whether each is quoted-printable."""
    bounds = [part.get_boundary("") for part in message.walk() if part.is_multipart()]
    if not bounds:
        yield 0, len(body), _encoding(message) == "quoted-printable"
        return
    either = b"|".join(re.escape(bound.encode()) for bound in bounds)
    lines = re.compile(rb"(?m)^--(?:" + either + rb")(?:--)?[ \t]*\r\n")
    edges = [0, *(at for found in lines.finditer(body) for at in found.span()), len(body)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        # A part may have no head; before it stands the line end of its bound.
        head = body.find(b"\r\n\r\n", max(0, start - 2), end) + 2
        part = message_from_bytes(body[start:head])
        coded = _encoding(part)
        if head > 1 and part.get_content_maintype() == "text" and coded != "base64":
            yield head, end, coded == "quoted-printable"


def _encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()
