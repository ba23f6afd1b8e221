"""Bytes and numbers of characters → text.

A character of an old code page may have two bytes, spelt in two ways; one of Unicode may
have two numbers, each followed by a stand-in for old readers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_HIGH: Final = range(0xD800, 0xDC00)
_LOW: Final = range(0xDC00, 0xE000)
_LOST: Final = "\ufffd"


class Letters:
    r"""Collects what stands for text and hands it on decoded.

    >>> said = []
    >>> letters = Letters(said.append)
    >>> letters.add("caf\xe9 "); letters.number(0x2013, fallback=1); letters.add("-x")
    >>> letters.flush("cp1252"); said
    ['café ', '–', 'x']
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._bytes = bytearray()
        self._codec = "cp1252"
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
