"""The fields of a message's head: each says one thing, whatever text stands in it.

A line end, or what a reader would decode to one, would let a title add fields of its own: such
text is refused. All else goes through `Header` of the standard library, for its newer policies
fold titles wrongly (a blank doubled beside curly quotes, encoded words without a blank between).
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header
from email.utils import encode_rfc2231
from typing import Final

from copydesk.errors import ConfigError
from copydesk.newsletter import addresses
from copydesk.newsletter.addresses import Address

#: Of a line no more than so many signs, its end aside (RFC 2047 wants 76 at most).
_LONGEST_LINE: Final = 75
#: No word is folded; a longer one is encoded, which lets it be.
_LONGEST_WORD: Final = 60
#: Of a line with an address in it, which cannot be folded, the longest that mail bears (RFC 5322).
LONGEST_BEARABLE: Final = 998
#: Controls, line and paragraph ends, halves of a pair: categories of Unicode.
_CONTROLS: Final = ("Cc", "Zl", "Zp", "Cs")
_NO_CHARACTER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_ENCODED: Final = re.compile(r"=\?[^?\s]*\?[bq]\?", re.IGNORECASE)


def check_text(text: str, key: str) -> str:
    r"""`text`, without blanks around it, when it can stand in the field that `key` sets.

    Raises `ConfigError`.

    >>> check_text(" “Tides” ", "subject")
    '“Tides”'
    >>> check_text("Tides\r\nBcc: all@harbour.example", "subject")
    Traceback (most recent call last):
    copydesk.errors.ConfigError: `subject` contains a line end or a control character (U+000D)
    """
    text = text.strip(" ")
    for sign in text:
        if unicodedata.category(sign) in _CONTROLS or _NO_CHARACTER.match(sign):
            message = f"`{key}` contains a line end or a control character (U+{ord(sign):04X})"
            raise ConfigError(message, hint="write it in one line", code="issue.header")
    if found := _ENCODED.search(text):
        message = f"`{key}` holds text that is encoded for mail: `{found[0]}…`"
        raise ConfigError(message, hint="write the decoded text", code="issue.header")
    return text


def write_text_field(name: str, text: str) -> bytes:
    r"""The field `name` that says `text`, which `check_text` has let pass.

    >>> write_text_field("Subject", "Tides")
    b'Subject: Tides\r\n'
    >>> write_text_field("Subject", "“Tides”")
    b'Subject: =?utf-8?b?4oCcVGlkZXPigJ0=?=\r\n'
    """
    plain = text.isascii() and "=?" not in text and "  " not in text
    if plain and all(len(word) <= _LONGEST_WORD for word in text.split(" ")):
        return _line(name, _folded(text, "us-ascii", name))
    return _line(name, _folded(text, "utf-8", name))


def write_mailbox_field(name: str, shown: str, address: Address | str) -> bytes:
    r"""The field `name` with one address, `shown` as the name before it.

    >>> write_mailbox_field("From", "The Harbour Review", "desk@harbour.example")
    b'From: "The Harbour Review" <desk@harbour.example>\r\n'
    >>> write_mailbox_field("To", "", "mara@harbour.example")
    b'To: mara@harbour.example\r\n'
    """
    return write_phrase_field(name, shown, f"<{address}>") if shown else _line(name, str(address))


def write_phrase_field(name: str, shown: str, rest: str) -> bytes:
    """The field `name` with a phrase, which says `shown`, before `rest`."""
    if shown.isascii() and "=?" not in shown and len(shown) <= _LONGEST_WORD:
        phrase = '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
    else:
        phrase = _folded(shown, "utf-8", name)
    # Behind the last line end of the phrase the rest stands in the same line, if it fits.
    start = 0 if "\n" in phrase else len(name) + 2
    last = start + len(phrase) - (phrase.rfind("\n") + 1) + 1 + len(rest)
    fold = "\r\n" if last > _LONGEST_LINE else ""
    return _line(name, f"{phrase}{fold} {rest}")


def write_parameter(key: str, value: str) -> str:
    r"""The parameter `key` of a field, each in a line of its own; by RFC 2231 beyond ASCII.

    >>> write_parameter("filename", "tides.pdf")
    ';\r\n filename="tides.pdf"'
    >>> write_parameter("filename", "Flöße.pdf")
    ";\r\n filename*=utf-8''Fl%C3%B6%C3%9Fe.pdf"
    """
    if value.isascii():
        quoted = re.sub(r'(["\\])', r"\\\1", value)
        return f';\r\n {key}="{quoted}"'
    coded = encode_rfc2231(value, "utf-8")
    if len(coded) <= _LONGEST_WORD:
        return f";\r\n {key}*={coded}"
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", coded)
    return "".join(f";\r\n {key}*{at}*={piece}" for at, piece in enumerate(pieces))


def read_sender(text: str, key: str) -> tuple[str, Address]:
    """The name and the address that `text` says, which the key `key` sets.

    Raises `ConfigError`, also for an address that is not ASCII before the @: it would stand in
    every copy and take what bounces, and a single server on the way without SMTPUTF8 refuses it.

    >>> shown, address = read_sender('"Osei, Mara" <mara@Bücher.example>', "from")
    >>> shown, str(address)
    ('Osei, Mara', 'mara@xn--bcher-kva.example')
    """
    text = check_text(text, key)
    before, sign, rest = text.rpartition("<")
    shown, written = (before.strip(), rest.removesuffix(">")) if sign else ("", text)
    if len(shown) > 1 and shown[0] == shown[-1] == '"':
        shown = re.sub(r"\\(.)", r"\1", shown[1:-1])
    hint = "write it as `The Harbour Review <desk@harbour.example>`"
    try:
        address = addresses.parse_address(written)
    except ValueError as error:
        message = f"`{key}` is not a valid address: {error}"
        raise ConfigError(message, hint=hint, code="issue.header") from None
    if not address.local.isascii():
        message = f"`{key}` is `{address}`, with letters beyond ASCII before the @"
        hint = "many mail servers refuse such an address (SMTPUTF8); use one in ASCII"
        raise ConfigError(message, hint=hint, code="issue.header")
    return shown.strip(), address


def _folded(text: str, charset: str, name: str) -> str:
    coded = Header(text, charset, header_name=name, maxlinelen=_LONGEST_LINE)
    return coded.encode(linesep="\r\n")


def _line(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode()
