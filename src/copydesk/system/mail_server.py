"""Mail servers by their addresses, and the certificates by which one is trusted."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from copydesk.errors import ToolError, UsageError

#: Scheme → (how it is encrypted, the port).
SCHEMES: Final = {"smtp": ("starttls", 587), "smtps": ("tls", 465), "smtp+plain": ("plain", 25)}
_MISMATCH: Final = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, and that of an IP address


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. `security` is `starttls`, `tls` or `plain`; `user` is "" without a login."""

    host: str
    port: int
    security: str
    user: str = ""

    @property
    def near(self) -> bool:
        """Whether it is this machine."""
        if self.host == "localhost":
            return True
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False


def read_server(address: str, user: str = "") -> MailServer:
    """The server at `address`; a user in it goes before `user`. Raises `UsageError`.

    >>> found = read_server("smtp://desk%40harbour.example@mail.harbour.example")
    >>> found.host, found.port, found.security, found.user
    ('mail.harbour.example', 587, 'starttls', 'desk@harbour.example')
    >>> read_server("smtps://mail.harbour.example", "desk").port
    465
    """
    if not address.isprintable() or " " in address:  # of which some would be passed over below
        raise _no_server(address)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_server(address) from None
    if parts.password is not None:
        message = "the address of the mail server contains a password"
        hint = "remove it, and use `password_command`, COPYDESK_SMTP_PASSWORD or a keyring"
        raise UsageError(message, hint=hint, code="mail.password")
    strange = not host or parts.path.strip("/") or parts.query or parts.fragment or port == 0
    if strange or parts.scheme not in SCHEMES or not re.fullmatch(r"[a-z0-9.:-]+", host):
        raise _no_server(address)
    security, usual = SCHEMES[parts.scheme]
    return MailServer(host, port or usual, security, unquote(parts.username or "") or user)


def _no_server(address: str) -> UsageError:
    shown = address.rpartition("@")[2]  # before it a password may stand
    message = f"`{shown}` is not the address of a mail server"
    hint = "write smtp://user@mail.harbour.example:587, or smtps:// for port 465"
    return UsageError(message, hint=hint, code="mail.address")


# ── trust ────────────────────────────────────────────────────────────────────


def load_certificates(ca: Path | None) -> ssl.SSLContext:
    """The certificates that are trusted: those of the file `ca`, or the system's."""
    try:
        return ssl.create_default_context(cafile=None if ca is None else str(ca))
    except (OSError, ssl.SSLError) as error:
        why = getattr(error, "strerror", None) or error
        message = f"no certificates can be read from `{ca}`: {why}"
        raise UsageError(message, hint="name a file in PEM form", code="mail.ca") from None


def make_certificate_error(server: MailServer, error: ssl.SSLCertVerificationError) -> ToolError:
    """The error that says why the certificate of `server` is not trusted."""
    why = error.verify_message or str(error)
    if error.verify_code in _MISMATCH:
        message = f"the certificate of `{server.host}` is for another name: {why}"
        hint = "use the name of the server in its certificate"
    else:
        message = f"the certificate of `{server.host}` is not trusted: {why}"
        hint = "if it is your own, name the certificate of its authority: `--ca FILE`"
    if server.near:
        hint += "; smtp+plain:// uses no encryption, for a server on this machine"
    return ToolError(message, hint=hint, code="mail.certificate")
