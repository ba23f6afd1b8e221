"""Mail addresses of readers: one mailbox each, and nothing that could say more to a server."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

#: Letters of a local part besides those beyond ASCII (RFC 5322, `atext`); parts stand between dots.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_CODED: Final = re.compile(r"(?:^|\.)xn--")
#: Categories of Unicode that no address has: controls, invisible signs, blanks, lone surrogates.
_UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")
_LONGEST_LOCAL: Final = 64
_LONGEST_DOMAIN: Final = 253
#: The one name without a dot that mail is sent to.
_HERE: Final = "localhost"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: `local` as it was written, `domain` as the name system has it (A-labels)."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What one reader's address is known by, in whatever case and form it is written.

        What comes behind a `+` belongs to the address: two of that kind may be two readers.

        >>> [parse_address(f"{name}@Bücher.example").key for name in ("Mara", "MARA")]
        ['mara@xn--bcher-kva.example', 'mara@xn--bcher-kva.example']
        """
        return f"{unicodedata.normalize('NFC', self.local).casefold()}@{self.domain}"


def parse_address(text: str) -> Address:
    """The address that `text` is. Raises `ValueError` with what is wrong.

    >>> str(parse_address(" mara.osei+letters@Bücher.example "))
    'mara.osei+letters@xn--bcher-kva.example'
    """
    text = unicodedata.normalize("NFC", text.strip())
    if "<" in text or ">" in text:
        raise ValueError("it contains more than an address")
    if any(unicodedata.category(sign) in _UNSEEN for sign in text):
        raise ValueError("it contains a space, a control character or an invisible character")
    if "=?" in text:
        raise ValueError("it is encoded")
    local, at, domain = text.partition("@")
    if not at:
        raise ValueError("it has no @")
    if "@" in domain:
        raise ValueError("it has more than one @")
    if not _LOCAL.fullmatch(local) or len(local.encode()) > _LONGEST_LOCAL:
        raise ValueError("the part before the @ is not valid")
    return Address(local, _domain(domain))


def _domain(text: str) -> str:
    """The domain `text` as the name system has it."""
    found = text.lower()
    if not text.isascii() or _CODED.search(found):
        found = _labelled(text)
    labels = found.split(".")
    if len(found) > _LONGEST_DOMAIN or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("the part after the @ is not a domain")
    if found == _HERE:
        return found
    if len(labels) < 2:
        raise ValueError("the domain has no ending such as .org")
    if labels[-1].isdigit():
        raise ValueError("the domain is a number")
    return found


def _labelled(text: str) -> str:
    """The domain `text` in A-labels, each of which stands for letters."""
    import idna  # few addresses need it

    try:
        found = text if text.isascii() else idna.encode(text, uts46=True, std3_rules=True).decode()
        idna.decode(found)
    except (idna.IDNAError, UnicodeError):
        raise ValueError("the part after the @ is not a domain") from None
    return found.lower()
