"""The signs of an .rtf: braces, control words, bytes of text, and what they spell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from copydesk.readers.inlines import BREAK

Kind: TypeAlias = Literal["open", "close", "word", "text", "byte", "data"]

_TOKEN: Final = re.compile(
    r"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?"
    r"|\\'([0-9A-Fa-f]{2})"
    r"|\\([\x00-\xff])"
    r"|([{}])"
    r"|([^\\{}\r\n]+)"
    r"|[\r\n]+|\\"
)
#: Control symbols that are another way to spell a control word or a character.
_SYMBOLS: Final = {"\n": "par", "\r": "par", "~": "nbsp", "-": "shy", "_": "nbhyphen", "*": "*"}
_LITERAL: Final = frozenset("\\{}")
#: Groups that open with `\*`, which tells old readers to skip them, and are read.
READ: Final = frozenset(
    ("shppict", "shpinst", "annotation", "fldinst", "ud", "picprop", "nesttableprops",
     "listtable", "listoverridetable", "moMath", "moMathPara", "objclass", "footnote", "do")
)  # fmt: skip
#: Groups that hold no text of the article.
SKIPPED: Final = frozenset(
    ("colortbl", "filetbl", "nonshppict", "shprslt", "nonesttables", "ftnsep", "ftnsepc", "ftncn",
     "aftnsep", "aftnsepc", "aftncn", "tc", "xe", "rxe", "bxe", "txe", "private", "template",
     "falt", "panose", "listname", "listpicture", "mmathPict", "objdata", "objname", "background",
     "levelmarker", "pntxta", "pntxtb", "passwordhash", "datafield", "formfield", "info",
     "generator", "levelnumbers", "revtbl", "rsidtbl", "blipuid")
)  # fmt: skip
#: Words that are a character.
SIGNS: Final = {
    "tab": "\t", "line": BREAK, "page": BREAK, "column": BREAK, "softline": BREAK, "lbr": BREAK,
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "nbsp": "\u00a0", "shy": "\u00ad", "nbhyphen": "\u2011",
}  # fmt: skip
TABLES: Final = frozenset(("fonttbl", "stylesheet", "listtable", "listoverridetable"))
_HIGH: Final = range(0xD800, 0xDC00)
_LOW: Final = range(0xDC00, 0xE000)
_LOST: Final = "\ufffd"


class Token(NamedTuple):
    """One sign. `text` is a control word, or bytes as the characters of Latin-1."""

    kind: Kind
    text: str = ""
    value: int | None = None


def read_tokens(source: str) -> Iterator[Token]:
    r"""The signs of `source`, whose characters stand for its bytes.

    The bytes that a `\bin` announces come as one sign `data`, whatever is among them.

    >>> [token.text for token in read_tokens(r"{\b1 a\'e9}")]
    ['{', 'b', 'a', 'é', '}']
    """
    position, end = 0, len(source)
    while position < end:
        found = _TOKEN.match(source, position)
        if found is None:  # a control word without letters, at the end of a file
            return
        position = found.end()
        word, value, code, symbol, brace, text = found.groups()
        if text is not None:
            yield Token("text", text)
        elif word is not None:
            number = int(value) if value else None
            if word == "bin" and number is not None:
                size = max(0, number)
                yield Token("data", source[position : position + size])
                position += size
            else:
                yield Token("word", word, number)
        elif brace is not None:
            yield Token("open" if brace == "{" else "close", brace)
        elif code is not None:
            yield Token("byte", chr(int(code, 16)))
        elif symbol is not None and symbol in _LITERAL:
            yield Token("text", symbol)
        elif symbol is not None and symbol in _SYMBOLS:
            yield Token("word", _SYMBOLS[symbol])


class Letters:
    r"""Collects what stands for text and hands it on decoded.

    A character of an old code page may have two bytes, spelt in two ways; one of Unicode may
    have two numbers, each followed by stand-ins for old readers.

    >>> said = []
    >>> letters = Letters(said.append)
    >>> letters.add("caf\xe9 "); letters.number(0x2013, fallback=1); letters.add("-x")
    >>> letters.flush("cp1252"); said
    ['café ', '–', 'x']
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._bytes = bytearray()
        self._high = 0
        self._skip = 0

    def add(self, text: str) -> None:
        """Take bytes, written as characters of Latin-1; stand-ins are passed over."""
        if self._skip:
            dropped = min(self._skip, len(text))
            self._skip -= dropped
            text = text[dropped:]
        self._bytes += text.encode("latin-1")

    def number(self, value: int, *, fallback: int, codec: str = "cp1252") -> None:
        """Take the number of a character, which `fallback` stand-ins follow."""
        self.flush(codec)
        self._skip = fallback
        code = value % 0x10000
        if code in _HIGH:
            self._high = code
            return
        if code in _LOW:
            pair = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00
            self._say(chr(pair) if self._high else _LOST)
        else:
            self._say(chr(code))
        self._high = 0

    def passes_over(self) -> bool:
        """Whether a sign that is spelt as a word is a stand-in, which it then was."""
        passed = self._skip > 0
        self._skip = max(0, self._skip - 1)
        return passed

    def stop(self) -> None:
        """Expect no stand-in any more: a brace or another word came first."""
        self._skip = 0

    def flush(self, codec: str) -> None:
        """Hand on the bytes so far, which are in `codec`."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._say(data.decode("ascii" if data.isascii() else codec, "replace"))
