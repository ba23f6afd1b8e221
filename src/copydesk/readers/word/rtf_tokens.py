"""The signs of an .rtf: braces, control words, bytes of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

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


class Token(NamedTuple):
    """One sign. `text` is a control word, or bytes as the characters of Latin-1."""

    kind: Kind
    text: str = ""
    value: int | None = None


def tokens(source: str) -> Iterator[Token]:
    r"""The signs of `source`, whose characters stand for its bytes.

    The bytes that a `\bin` announces come as one sign `data`, whatever is among them.

    >>> [token.text for token in tokens(r"{\b1 a\'e9}")]
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
