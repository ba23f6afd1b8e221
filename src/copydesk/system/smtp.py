"""The door to mail servers: SMTP, encrypted and with the certificate checked.

Only a server on this machine is spoken to in the clear, or one whose address says so
(`smtp+plain://`); a password never goes unencrypted to another machine. The commands are given
one by one, and not by `sendmail` of the standard library, because the moment matters: until the
server has seen the end of a message it cannot have taken it, and from then on, without an
answer, nobody knows.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from copydesk.errors import CopydeskError, Refused, ToolError, UsageError
from copydesk.system.mail_delivery import Delivery, State
from copydesk.system.mail_server import MailServer, load_certificates, make_certificate_error

#: Seconds to wait for an answer, and for that to a whole message, which is looked through first.
SECONDS: Final = 60.0
SECONDS_LAST: Final = 600.0
#: What is said in EHLO: neither the name of this machine nor a look-up of it goes out.
_OURSELVES: Final = "[127.0.0.1]"
#: Bytes of a message that are sent within the time of an answer: uplinks are slow.
_PIECE: Final = 65_536
#: Answers that are about the login and so about every message, and one about the connection.
_LOGIN: Final = (530, 534, 535, 538)
_CLOSING: Final = 421
#: What the first digit of the answer to a message means.
_MEANT: Final[Mapping[int, State]] = {2: "done", 4: "later", 5: "refused"}
_DOTS: Final = re.compile(rb"(?m)^\.")
_LONGEST_SAID: Final = 300


class _Away(Exception):  # noqa: N818  an outcome that is handled here
    """The server does not answer, or hung up, before it can have taken the message."""


class SmtpSession:
    """A connection to `server` that stays open from one message to the next.

    `ca` is a file of certificates that are trusted in place of the system's.
    """

    def __init__(self, server: MailServer, password: str = "", ca: Path | None = None) -> None:
        self._server = server
        self._password = password
        self._trust = load_certificates(ca)
        self._link: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect, so that what is wrong with the server is said before anything is sent."""
        try:
            self._link = self._opened()
        except _Away as gone:
            message = f"the mail server `{self._server.host}` {gone}"
            hint = "check its name and port, and the network"
            raise ToolError(message, hint=hint, code="mail.server") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._link is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._link.quit()
        self._drop()

    def deliver(self, sender: str, recipient: str, message: bytes) -> Delivery:
        """Hand `message` over for one recipient.

        A connection that the server closes before it can have taken the message is opened anew,
        once: many let only so many messages through each. Raises `Refused` for what the server
        says of every message of this sender, `ToolError` as on entering.
        """
        if self._link is not None:
            with contextlib.suppress(_Away):
                return self._tried(sender, recipient, message)
        try:
            return self._tried(sender, recipient, message)
        except _Away as gone:
            return Delivery("later", f"`{self._server.host}` {gone}", everyone=True)

    # ── the connection ───────────────────────────────────────────────────────

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        with _plainly(server):
            if server.security == "tls":
                link: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, _OURSELVES, timeout=SECONDS, context=self._trust
                )
            else:
                link = smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=SECONDS)
            try:
                self._secure(link)
                self._log_in(link)
            except BaseException:
                link.close()
                raise
        return link

    def _secure(self, link: smtplib.SMTP) -> None:
        link.ehlo_or_helo_if_needed()
        if self._server.security != "starttls":
            return
        if link.has_extn("starttls"):
            link.starttls(context=self._trust)
            link.ehlo_or_helo_if_needed()
        elif not self._server.near:
            message = f"the mail server `{self._server.host}` offers no encryption (STARTTLS)"
            hint = "try smtps://, or the port for submission, 587"
            raise ToolError(message, hint=hint, code="mail.unencrypted")

    def _log_in(self, link: smtplib.SMTP) -> None:
        """Log in by PLAIN or LOGIN: what is encrypted already needs no other kind.

        Not by the library's own login, which takes ASCII alone.
        """
        server = self._server
        if not server.user:
            return
        if not (isinstance(link.sock, ssl.SSLSocket) or server.near):
            message = f"a password would go to `{server.host}` unencrypted"
            hint = "use smtp:// or smtps:// in place of smtp+plain://"
            raise UsageError(message, hint=hint, code="mail.unencrypted")
        offered = link.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            secret = _coded(f"\0{server.user}\0{self._password}")
            code, said = link.docmd("AUTH", f"PLAIN {secret}")
        elif "LOGIN" in offered:
            secret = _coded(self._password)
            code, said = link.docmd("AUTH", f"LOGIN {_coded(server.user)}")
            if code == 334:
                code, said = link.docmd(secret)
        else:
            message = f"the mail server `{server.host}` offers no login by password"
            hint = "name another port (587 or 465), or leave out the user"
            raise ToolError(message, hint=hint, code="mail.login")
        # Some servers repeat what they do not understand.
        words = _words(code, said.replace(secret.encode(), "…".encode()))
        if 400 <= code < 500:
            raise _Away(f"accepts no login now: {words}")
        if code != 235:
            message = f"`{server.host}` refuses the login of `{server.user}`: {words}"
            hint = "check the user and the password; some services require an app password"
            raise ToolError(message, hint=hint, code="mail.login")

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None

    # ── one message ──────────────────────────────────────────────────────────

    def _tried(self, sender: str, recipient: str, message: bytes) -> Delivery:
        link = self._link = self._link or self._opened()
        options, lacking = _options(link, f"{sender}{recipient}", message)
        if lacking:
            return Delivery("refused", lacking)
        try:
            code, said = link.mail(sender, options)
            if code >= 500:
                raise self._refusal(code, said)
            everyone = code != 250
            if not everyone:
                code, said = link.rcpt(recipient)
                if code in (250, 251):
                    code, said = link.docmd("DATA")
                    if code == 354:
                        return self._handed_over(link, message)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise _Away(f"hung up: {error}") from None
        if code == _CLOSING:
            self._drop()
            raise _Away(f"closes the connection: {_words(code, said)}")
        if code in _LOGIN:
            raise self._refusal(code, said)
        self._renew(link, code)
        state: State = "refused" if code // 100 == 5 else "later"  # a yes elsewhere is no yes
        return Delivery(state, _words(code, said), everyone)

    def _handed_over(self, link: smtplib.SMTP, message: bytes) -> Delivery:
        """Send the text of the message, and wait for what the server says to its end.

        Who loses the connection before the end must forget the message (RFC 5321, 4.1.1.10): it
        was not taken then, and from the last piece on it may have been. The end goes with that:
        alone it would wait until what is before it was heard to have come (Nagle).
        """
        text = _DOTS.sub(b"..", message) + b".\r\n"
        *pieces, last = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
        for piece in pieces:
            link.send(piece)
        try:
            link.send(last)
            if link.sock is not None:
                link.sock.settimeout(SECONDS_LAST)
            code, said = link.getreply()
            if link.sock is not None:
                link.sock.settimeout(SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Delivery("uncertain", f"no answer to the message: {error}")
        state = _MEANT.get(code // 100)
        if state is None:
            self._drop()
            return Delivery("uncertain", f"an answer that makes no sense: {_words(code, said)}")
        return Delivery(state, _words(code, said), code == _CLOSING)

    def _renew(self, link: smtplib.SMTP, code: int) -> None:
        """Make ready for the next message after one that was not taken.

        Some servers hang up on whom they refuse: what they said stands.
        """
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if code > 0 and link.rset()[0] == 250:
                return
        self._drop()

    def _refusal(self, code: int, said: bytes) -> Refused:
        message = f"`{self._server.host}` refuses the message: {_words(code, said)}"
        hint = "the server says why; nothing was sent"
        if code == 552:
            hint = "the message is too large: link its files instead, or attach fewer"
        elif code in _LOGIN:
            hint = "it requires a login: name the user, such as smtp://user@host"
        return Refused(message, hint=hint, code="mail.refused")


# ── what is offered, and what is said ────────────────────────────────────────


def _options(link: smtplib.SMTP, addresses: str, message: bytes) -> tuple[list[str], str]:
    """What is said of a message beforehand, and what the server lacks to take it, "" for nothing.

    A message that has letters beyond ASCII in its head or addresses is never sent to a server
    that would have to change it.
    """
    options = []
    if link.has_extn("size"):
        options.append(f"SIZE={len(message)}")
    head = message.partition(b"\r\n\r\n")[0]
    if not (addresses.isascii() and head.isascii()):
        if not link.has_extn("smtputf8"):
            return [], "the server accepts no non-ASCII addresses (SMTPUTF8)"
        options.append("SMTPUTF8")
    if not message.isascii():
        if not link.has_extn("8bitmime"):
            return [], "the server accepts no non-ASCII text (8BITMIME)"
        options.append("BODY=8BITMIME")
    return options, ""


def _words(code: int, said: bytes) -> str:
    """An answer in one line, of which nobody reads more than some words."""
    text = said.decode("utf-8", "replace")
    return " ".join(f"{code} {text}".split())[:_LONGEST_SAID]


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


@contextlib.contextmanager
def _plainly(server: MailServer) -> Iterator[None]:
    """Turn what may happen while connecting into our errors, or `_Away` when it may pass."""
    try:
        yield
    except (CopydeskError, _Away):
        raise
    except ssl.SSLCertVerificationError as error:
        raise make_certificate_error(server, error) from None
    except ssl.SSLError as error:
        message = f"no encrypted connection to `{server.host}`: {error.reason or error}"
        hint = "smtps:// is for port 465, smtp:// for 587 and 25"
        raise ToolError(message, hint=hint, code="mail.unencrypted") from None
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        words = _words(error.smtp_code, said if isinstance(said, bytes) else said.encode())
        raise _Away(f"refuses the connection: {words}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise _Away(f"cannot be reached: {getattr(error, 'strerror', None) or error}") from None
