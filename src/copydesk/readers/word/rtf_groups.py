"""The groups of an .rtf: braces, control words, bytes of text, and what they spell."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from typing import Final, Literal, NamedTuple

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.inlines import BREAK

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
#: Groups in groups; what lies deeper is read as text of the deepest.
_DEEPEST: Final = 60
#: Groups that open with `\*`, which tells old readers to skip them, and are read.
_READ: Final = frozenset(
    ("shppict", "shpinst", "annotation", "fldinst", "ud", "picprop", "nesttableprops",
     "listtable", "listoverridetable", "moMath", "moMathPara", "objclass", "footnote", "do")
)  # fmt: skip
#: Groups that hold no text of the article.
_SKIPPED: Final = frozenset(
    ("colortbl", "filetbl", "nonshppict", "shprslt", "nonesttables", "ftnsep", "ftnsepc", "ftncn",
     "aftnsep", "aftnsepc", "aftncn", "tc", "xe", "rxe", "bxe", "txe", "private", "template",
     "falt", "panose", "listname", "listpicture", "mmathPict", "objdata", "objname", "background",
     "levelmarker", "pntxta", "pntxtb", "passwordhash", "datafield", "formfield",
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
_HIGH: Final = range(0xD800, 0xDC00)
_LOW: Final = range(0xDC00, 0xE000)
_LOST: Final = "\ufffd"


class RtfToken(NamedTuple):
    """A control word, or bytes as the characters of Latin-1: text, or `data` of a picture."""

    kind: Literal["word", "text", "data"]
    text: str
    value: int | None = None


_STAR: Final = RtfToken("word", "*")


@dataclass(frozen=True, slots=True)
class RtfGroup:
    """What stands between two braces; what is `starred`, old readers skip.

    `head` is the word that says what the group holds, "" for one that begins with text. The parts
    of a file's outermost group are read while they are walked, which can be done once.
    """

    parts: Iterable[RtfToken | RtfGroup]
    head: str = ""
    starred: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether it holds no text of the article, or wants to be skipped by who knows it not."""
        head = self.head
        if head in _SKIPPED or (head[:1] == "m" and head.endswith("Pr")):
            return True
        return self.starred and head not in _READ

    @property
    def values(self) -> dict[str, int | None]:
        """The control words right in it and their numbers, the last of each."""
        words = (one for one in self.parts if isinstance(one, RtfToken) and one.kind == "word")
        return {one.text: one.value for one in words}

    def find_number(self, word: str, default: int = 0) -> int:
        """The number of a word right in it."""
        value = self.values.get(word)
        return default if value is None else value

    def list_groups(self, *heads: str) -> Iterator[RtfGroup]:
        """The groups right in it that begin with one of the words, or all."""
        for one in self.parts:
            if isinstance(one, RtfGroup) and (not heads or one.head in heads):
                yield one

    def list_tokens(self) -> Iterator[RtfToken]:
        """All words and text at any depth, but those of silent groups."""
        for one in self.parts:
            if isinstance(one, RtfToken):
                yield one
            elif not one.is_silent:
                yield from one.list_tokens()


def read_groups(source: str, path: str, config: Config) -> RtfGroup:
    r"""Read the groups of `source`, whose characters stand for its bytes, as one.

    The bytes that a `\bin` announces come as one token, whatever is among them. A brace too
    many, or one that is missing, costs nothing. A walk raises `Refused` past so many signs as
    `limits.markup_tags` says.

    >>> whole = read_groups(r"{\b1 a\'e9}", "a.rtf", Config())
    >>> [token.text for token in whole.list_tokens()]
    ['b', 'a', 'é']
    """
    return RtfGroup(_read_parts(_count_signs(source, path, config.limits.markup_tags)))


def _count_signs(source: str, path: str, most: int) -> Iterator[RtfToken | str]:
    """The tokens and braces of `source`, `most` of them."""
    for count, one in enumerate(_list_tokens(source)):
        if count > most:
            message = f"`{path}` has more than {most:,} control words"
            hint = "send the article alone, or raise `limits.markup_tags` in the settings"
            raise Refused(message, hint=hint, code="refuse.expands")
        yield one


def _read_parts(signs: Iterator[RtfToken | str], depth: int = 0) -> Iterator[RtfToken | RtfGroup]:
    r"""The parts of a group that lies in `depth` others, to the brace that closes it.

    `{{a}\title b}` is `{a}{\title b}`: nothing was set before the group inside, and so the word
    that says what a group holds is always its first part.
    """
    deeper = 0
    for one in signs:
        if isinstance(one, RtfToken):
            yield one
        elif one == "{" and depth < _DEEPEST:
            inner = _read_parts(signs, depth + 1)
            parts = list(islice(inner, 1))
            if depth == 0 and _read_head(parts) == "rtf":
                yield RtfGroup(chain(parts, inner), "rtf")
                deque(inner, maxlen=0)
                continue
            parts += inner
            before = list(takewhile(lambda part: isinstance(part, RtfGroup), parts))
            yield from before
            own = parts[len(before) :]
            if own or not parts:
                starred = own[:1] == [_STAR]
                yield RtfGroup(own, _read_head(own[starred:]), starred)
        elif one == "{":
            deeper += 1
        elif deeper:
            deeper -= 1
        elif depth:
            return


def _read_head(parts: Sequence[RtfToken | RtfGroup]) -> str:
    """The word that `parts` begin with, or ""."""
    first = parts[0] if parts else _STAR
    if isinstance(first, RtfToken) and first.kind == "word" and first != _STAR:
        return first.text
    return ""


def _list_tokens(source: str) -> Iterator[RtfToken | str]:
    """The tokens of `source`; braces as they are."""
    position, end = 0, len(source)
    while position < end:
        found = _TOKEN.match(source, position)
        if found is None:  # a control word without letters, at the end of a file
            return
        position = found.end()
        word, value, code, symbol, brace, text = found.groups()
        if text is not None:
            yield RtfToken("text", text)
        elif word is not None:
            number = int(value) if value else None
            if word == "bin" and number is not None:
                size = max(0, number)
                yield RtfToken("data", source[position : position + size])
                position += size
            else:
                yield RtfToken("word", word, number)
        elif brace is not None:
            yield brace
        elif code is not None:
            yield RtfToken("text", chr(int(code, 16)))
        elif symbol is not None and symbol in _LITERAL:
            yield RtfToken("text", symbol)
        elif symbol is not None and symbol in _SYMBOLS:
            yield RtfToken("word", _SYMBOLS[symbol])


class Letters:
    r"""Collects what stands for text until it can be decoded.

    A character of an old code page may have two bytes, spelt in two ways; one of Unicode may
    have two numbers, each followed by stand-ins for old readers.

    >>> letters = Letters()
    >>> letters.add("caf\xe9 "); letters.flush("cp1252")
    'café '
    >>> letters.read_number(0x2013, fallback=1); letters.add("-x"); letters.flush("cp1252")
    '–'
    'x'
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._high = 0
        self._skip = 0

    def add(self, text: str) -> None:
        """Take bytes, written as characters of Latin-1; stand-ins are passed over."""
        dropped = min(self._skip, len(text))
        self._skip -= dropped
        self._bytes += text[dropped:].encode("latin-1")

    def read_number(self, value: int, *, fallback: int) -> str:
        """The character of a number, which `fallback` stand-ins follow."""
        self._skip = fallback
        code, high = value % 0x10000, self._high
        self._high = code if code in _HIGH else 0
        if code in _HIGH:
            return ""
        if code in _LOW:
            return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else _LOST
        return chr(code)

    def passes_over(self) -> bool:
        """Whether a sign that is spelt as a word is a stand-in, which it then was."""
        passed = self._skip > 0
        self._skip = max(0, self._skip - 1)
        return passed

    def stop(self) -> None:
        """Expect no stand-in any more: a brace or another word came first."""
        self._skip = 0

    def flush(self, codec: str) -> str:
        """The bytes so far, decoded by `codec`."""
        data, self._bytes = bytes(self._bytes), bytearray()
        return data.decode("ascii" if data.isascii() else codec, "replace")
