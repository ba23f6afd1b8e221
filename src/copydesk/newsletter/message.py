"""`issue.eml`: the message of an issue, the same bytes from the same materials everywhere.

It is put together here and not by `email.message`, whose output changes from one release of Python
to the next. No clock, no random number and no name of this machine goes into it.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import format_datetime, getaddresses
from typing import Final
from urllib.parse import quote, urlsplit

from copydesk.errors import BrokenLaw, ConfigError
from copydesk.newsletter import addresses, headers
from copydesk.newsletter.materials import Attachment, Materials

#: Signs of base64 in a line, and the line with its end.
_LINE: Final = 76
#: What stands in an address for something of each reader's stays as it is.
_KEPT: Final = "%/:?#[]@!$&'()*+,;=~{}"
#: The domain of ids when nobody is named who sends it: one that no machine has (RFC 2606).
_NOWHERE: Final = "newsletter.invalid"


def write_message(
    materials: Materials, html: str, text: str, files: Sequence[Attachment] = ()
) -> bytes:
    """The message of an issue with `html` and `text` as its two parts, and `files` attached.

    Without a sender in the settings it has no From; it can be looked at, and is not sent.
    Raises `ConfigError` for a value that cannot stand in its head.
    """
    head, domain = _head(materials)
    parts = [_text("plain", text), _text("html", html)]
    attached = [_attached(file) for file in files]
    digest = hashlib.sha256()
    for piece in (materials.issue.id.encode(), b"".join(head), *parts, *attached):
        digest.update(b"%d:" % len(piece))
        digest.update(piece)
    told = digest.hexdigest()
    head.append(f"Message-ID: <{told[:32]}@{domain}>\r\n".encode())
    head.append(b"MIME-Version: 1.0\r\n")
    _prove(head, materials)
    body = _multipart("alternative", f"=_{told[32:48]}", parts)
    if attached:
        body = _multipart("mixed", f"=_{told[48:64]}", [body, *attached])
    return b"".join((*head, body))


def texts_size(html: str, text: str) -> int:
    """Bytes that a message has for its two texts and its head, about, and not less."""
    return len(_text("plain", text)) + len(_text("html", html)) + 4_000


def html_size(html: str) -> int:
    """Bytes of `html` as it is coded in a message: what mail services count before they clip.

    >>> html_size("<p>Tides</p>"), html_size("<p>é</p>")
    (14, 15)
    """
    return len(_quoted(html))


def file_size(file: Attachment) -> int:
    """Bytes that `file` adds to a message in which it is attached."""
    signs = -(-len(file.data) // 3) * 4
    return len(_file_head(file)) + signs + -(-signs // _LINE) * 2 + 64


# ── the head ─────────────────────────────────────────────────────────────────


def _head(materials: Materials) -> tuple[list[bytes], str]:
    """The fields that say what the message is, and the domain that its id is of."""
    issue, shared = materials.issue, materials.issue.settings
    head, domain = [], _NOWHERE
    if shared.from_:
        shown, address = headers.read_sender(shared.from_, "from")
        head.append(headers.write_mailbox_field("From", shown, address))
        domain = address.domain
    if shared.reply_to:
        head.append(
            headers.write_mailbox_field(
                "Reply-To", *headers.read_sender(shared.reply_to, "reply_to")
            )
        )
    head.append(b"To: undisclosed-recipients:;\r\n")
    head.append(headers.write_text_field("Subject", headers.check_text(issue.subject, "subject")))
    head.append(f"Date: {format_datetime(issue.date)}\r\n".encode())
    if shared.list_id:
        title = headers.check_text(materials.newsletter, "title")
        ident = f"<{shared.list_id}>"
        head.append(headers.write_phrase_field("List-Id", title, ident) if title else
                    f"List-Id: {ident}\r\n".encode())  # fmt: skip
    if shared.footer.unsubscribe:
        head += _unsubscribing(shared.footer.unsubscribe)
    if materials.language:
        head.append(f"Content-Language: {materials.language}\r\n".encode())
    return head, domain


def _prove(head: Sequence[bytes], materials: Materials) -> None:
    """Raise `BrokenLaw` unless a parser finds in `head` the fields that were meant, and no other.

    What it reads of the subject and of whose the message is must be what went in.
    """
    issue, shared = materials.issue, materials.issue.settings
    meant = [field.partition(b":")[0].decode() for field in head]
    read = message_from_bytes(b"".join(head))
    same = read.keys() == meant and _decoded(read["Subject"]) == issue.subject.strip(" ")
    for name, said in (("From", shared.from_), ("Reply-To", shared.reply_to)):
        if said:
            shown, address = headers.read_sender(said, "from")
            found = [(_decoded(one), at) for one, at in getaddresses([_unfolded(read[name])])]
            same = same and found == [(shown, str(address))]
    if not same:
        message = "a header field of the message would not have its intended value"
        raise BrokenLaw(message, hint="report it with the issue", code="law.header")


def _decoded(value: str) -> str:
    return str(make_header(decode_header(_unfolded(value))))


def _unfolded(value: str) -> str:
    return re.sub(r"\r\n(?=[ \t])", "", str(value))


def _unsubscribing(told: str) -> Iterator[bytes]:
    """How a reader leaves: with one click where it is a https address (RFC 8058)."""
    where = unsubscribe_address(told)
    line = f"List-Unsubscribe: <{where}>\r\n".encode()
    if len(line) > headers.LONGEST_BEARABLE:
        message = "`footer.unsubscribe` is longer than a line of mail can be"
        raise ConfigError(message, hint="use a shorter address", code="issue.header")
    yield line
    if where.startswith("https://"):
        yield b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"


def unsubscribe_address(told: str) -> str:
    """The address that `footer.unsubscribe` names, as mail and links bear it.

    >>> unsubscribe_address("https://Bücher.example/fort?wer={token}")
    'https://xn--bcher-kva.example/fort?wer={token}'
    >>> unsubscribe_address("leave+{token}@harbour.example")
    'mailto:leave+{token}@harbour.example?subject=unsubscribe'
    """
    headers.check_text(told, "footer.unsubscribe")
    try:
        if re.match(r"(?i)https?://", told):
            return _web(told)
        mailbox, sign, query = told.removeprefix("mailto:").partition("?")
        address = addresses.parse_address(mailbox)
    except ValueError as error:
        message = f"`footer.unsubscribe` is not a valid address: {error}"
        hint = "write https://… or a mail address"
        raise ConfigError(message, hint=hint, code="issue.header") from None
    local = quote(address.local, safe="!$'*+-._~{}")
    query = quote(query, safe=_KEPT) if sign else "subject=unsubscribe"
    return f"mailto:{local}@{address.domain}?{query}"


def _web(address: str) -> str:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host.isascii():
        host = addresses.parse_address(f"x@{host}").domain
        port = f":{parts.port}" if parts.port else ""
        return quote(parts._replace(netloc=host + port).geturl(), safe=_KEPT)
    return quote(address, safe=_KEPT)


# ── parts ────────────────────────────────────────────────────────────────────


def _multipart(kind: str, bound: str, parts: Sequence[bytes]) -> bytes:
    """Parts between bounds. No text as it is coded here can hold one: after `=` comes no `_`."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{bound}"\r\n\r\n'.encode()
    between = f"--{bound}\r\n".encode()
    pieces = [piece for part in parts for piece in (between, part)]
    return b"".join((head, *pieces, f"--{bound}--\r\n".encode()))


def _text(kind: str, text: str) -> bytes:
    """A text as a part."""
    head = (
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + _quoted(text) + b"\r\n"


def _quoted(text: str) -> bytes:
    """`text` in lines of 76 signs at most, which end as mail has them."""
    lines = re.sub(r"\r\n?|\n", "\r\n", text)
    if not lines.endswith("\r\n"):
        lines += "\r\n"
    return b2a_qp(lines.encode(), istext=True)


def _attached(file: Attachment) -> bytes:
    coded = b64encode(file.data)
    lines = (coded[at : at + _LINE] for at in range(0, len(coded), _LINE))
    return b"\r\n".join((_file_head(file), *lines, b""))


def _file_head(file: Attachment) -> bytes:
    """What stands above a file. Programs that know no RFC 2231 find a name in ASCII in `name`."""
    name = headers.check_text(file.name, "attach")
    plain = name if name.isascii() else f"{file.sha256[:12]}.{name.rpartition('.')[2]}"
    return (
        f"Content-Type: {file.media_type}{headers.write_parameter('name', plain)}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment{headers.write_parameter('filename', name)}\r\n"
    ).encode()
