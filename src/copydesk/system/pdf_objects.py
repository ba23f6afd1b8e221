"""The objects of a PDF, each read when it is asked for.

It knows the files that the desk writes (cross-reference streams, packed streams) and fails on
every other one: what it raises is for `system.pdf` to put into words.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple, TypeAlias

#: What a PDF is made of: names are strings, strings are bytes, the rest as in Python.
Thing: TypeAlias = Any


class Ref(NamedTuple):
    """The number of an object."""

    number: int


#: The pieces of a thing, a group for each kind in the order of the names below.
_TOKEN: Final = re.compile(
    rb"(/[^\s<>\[\]()/%{}]*)|(\d+)\s+\d+\s+R\b|(<<|\[)|(>>|\])"
    rb"|([+-]?\d*\.\d*)|([+-]?\d+)|(\((?:\\.|[^\\()])*\))|<([0-9A-Fa-f]*)>|(\w+)|(\S)",
    re.DOTALL,
)
_NAME, _REF, _OPEN, _CLOSE, _REAL, _WHOLE, _STRING, _HEX, _WORD, _OTHER = range(1, 11)
_ESCAPED: Final = re.compile(rb"\\([\\()])")
#: What those are that are whole in themselves. A word is one like `true`.
_SIMPLE: Final[Mapping[int, Callable[[bytes], Thing]]] = {
    _NAME: lambda token: token.decode("latin-1"),
    _REF: lambda token: Ref(int(token)),
    _REAL: float,
    _WHOLE: int,
    _STRING: lambda token: _ESCAPED.sub(rb"\1", token[1:-1]),
    _HEX: lambda token: bytes.fromhex(token.decode()),
    _WORD: bytes,
}


class Objects:
    """The objects of a file, by their references."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._places: dict[int, tuple[int, int, int]] = {}
        self._packs: dict[int, tuple[bytes, list[int]]] = {}
        start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        facts, table = self._at(start)
        widths = facts["/W"]
        row = sum(widths)
        ends = [*accumulate(widths, initial=0)]
        for number in range(len(table) // row):
            cells = table[number * row : (number + 1) * row]
            values = [int.from_bytes(cells[one:other], "big") for one, other in pairwise(ends)]
            self._places[number] = (values[0], values[1], values[2])
        self.catalog = self[facts["/Root"]]

    def __getitem__(self, thing: Thing) -> Thing:
        """What `thing` is, if a reference what it leads to."""
        if not isinstance(thing, Ref):
            return thing
        kind, where, index = self._places[thing.number]
        return self._at(where)[0] if kind == 1 else self._packed(where, index)

    def stream(self, reference: Ref) -> bytes:
        """The content of a stream."""
        return self._at(self._places[reference.number][1])[1]

    def _at(self, offset: int) -> tuple[Thing, bytes]:
        start = self._data.index(b"obj", offset) + 3
        thing, end = parse_thing(self._data, start)
        if self._data[end : end + 8] != b"\nstream\n":
            return thing, b""
        content = self._data[end + 8 : end + 8 + thing["/Length"]]
        return thing, zlib.decompress(content) if "/Filter" in thing else content

    def _packed(self, number: int, index: int) -> Thing:
        """One of the objects that the stream `number` holds; few of all are asked for."""
        if number not in self._packs:
            facts, content = self._at(self._places[number][1])
            first = facts["/First"]
            offsets = [first + int(value) for value in content[:first].split()[1::2]]
            self._packs[number] = content, offsets
        content, offsets = self._packs[number]
        return parse_thing(content, offsets[index])[0]


def parse_thing(data: bytes, start: int) -> tuple[Thing, int]:
    """The thing that begins at `start`, and where it ends.

    >>> parse_thing(b"<< /A [1 2 0 R (x)] >>", 0)[0]
    {'/A': [1, Ref(number=2), b'x']}
    """
    waiting: list[list[Thing]] = []
    parts: list[Thing] = []
    for found in _TOKEN.finditer(data, start):
        kind = found.lastindex or _OTHER
        if kind == _OTHER:
            break
        if kind == _OPEN:
            waiting.append(parts)
            parts = []
            continue
        if kind == _CLOSE:
            dictionary = found[_CLOSE] == b">>"
            thing: Thing = dict(zip(parts[::2], parts[1::2], strict=True)) if dictionary else parts
            parts = waiting.pop()
        else:
            thing = _SIMPLE[kind](found[kind])
        if not waiting:
            return thing, found.end()
        parts.append(thing)
    raise ValueError(f"no whole thing begins with {data[start : start + 20]!r}")


def decode_text(string: bytes | None) -> str:
    r"""What a string says.

    >>> decode_text(b"\xfe\xff\x00\xe4"), decode_text(b"a")
    ('ä', 'a')
    """
    if not string:
        return ""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be")
    return string.decode("ascii")
