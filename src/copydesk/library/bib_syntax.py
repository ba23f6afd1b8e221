r"""The grammar of .bib files: entries, fields, macros; their values are still LaTeX.

Braces are counted as BibTeX counts them, with or without a backslash. A value whose
braces never close ends where a line begins the next entry, so that one slip costs one
entry and the work stays linear. `\input`, `@preamble` and `@comment` do nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from copydesk.library.shelf import Caps, Slip

_ENTRY: Final = re.compile(r"@[ \t]*+([A-Za-z]++)\s*+([{(])")
#: A line that can only be the head of an entry.
_HEAD: Final = r"^[ \t]*+@[ \t]*+[A-Za-z]++[ \t]*+[{(][^\s,={}()\"]{0,200}[ \t]*+[,=]"
_NEXT: Final = re.compile(_HEAD, re.MULTILINE)
_BRACES: Final = re.compile(rf"[{{}}]|{_HEAD}", re.MULTILINE)
_QUOTED: Final = re.compile(rf"[{{}}\"]|{_HEAD}", re.MULTILINE)
_KEY: Final = re.compile(r"\s*+([^,={}()\"]*)")
_NAME: Final = re.compile(r"[\s,]*+([^\s={}(),\"#%@]++)\s*+=\s*+")
_BARE: Final = re.compile(r"[^\s={}(),\"#%@]++")
_SPACE: Final = re.compile(r"\s*+")
#: The macros that every style of BibTeX brings along.
MONTHS: Final = {
    name[:3].casefold(): name
    for name in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """An entry: its type in small letters, key, fields in order, source and line."""

    kind: str
    key: str
    fields: tuple[tuple[str, str], ...]
    raw: str
    line: int


class _Broken(Exception):  # noqa: N818  never leaves this module
    """The syntax does not hold at an offset."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


@dataclass(slots=True)
class _Reading:
    text: str
    caps: Caps
    starts: list[int]
    macros: dict[str, str] = field(default_factory=lambda: dict(MONTHS))
    spent: int = 0
    slips: list[Slip] = field(default_factory=list)

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at)


def blocks(text: str, caps: Caps) -> tuple[list[Block], list[Slip]]:
    """The entries of a .bib file, and what could not be read, each with its line.

    >>> text = '@string{t = "Tides"} @misc{a, title = t # {, 2}, year = 1999}'
    >>> found, slips = blocks(text, Caps())
    >>> found[0].fields, slips
    ((('title', 'Tides, 2'), ('year', '1999')), [])
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    reading = _Reading(text, caps, starts)
    found: list[Block] = []
    at = 0
    closes = True
    while opening := _ENTRY.search(text, at):
        kind = opening[1].casefold()
        if kind == "comment":
            end = _passed(text, opening) if closes else 0
            closes = bool(end)  # one that never closes is looked after once
            at = end or opening.end()
            continue
        try:
            block, at = _block(reading, opening, kind)
        except _Broken as broken:
            line = reading.line(min(broken.at, max(0, len(text) - 1)))
            reading.slips.append(Slip(line, f"{broken} (in the entry of line "
                                      f"{reading.line(opening.start())})"))  # fmt: skip
            following = _NEXT.search(text, max(opening.end(), text.rfind("\n", 0, broken.at)))
            if following is None:
                break
            at = following.start()
            continue
        if block is not None:
            if len(found) >= caps.entries:
                reading.slips.append(Slip(block.line, caps.too_many("entries")))
                break
            found.append(block)
    return found, reading.slips


def _passed(text: str, opening: re.Match[str]) -> int:
    """Where a comment has ended: behind its braces; 0 when they never close."""
    try:
        return _braced(text, opening.end()) if opening[2] == "{" else opening.end()
    except _Broken:
        return 0


def _block(reading: _Reading, opening: re.Match[str], kind: str) -> tuple[Block | None, int]:
    text, close = reading.text, "}" if opening[2] == "{" else ")"
    at = opening.end()
    if kind == "preamble":
        _, at = _value(reading, at)
        return None, _closed(text, at, close)
    key = ""
    if kind != "string":
        start = _KEY.match(text, at)
        assert start is not None  # noqa: S101  it matches the empty string
        if text[start.end() : start.end() + 1] in (",", close):
            key, at = start[1].strip(), start.end()
    fields: list[tuple[str, str]] = []
    while name := _NAME.match(text, at):
        value, at = _value(reading, name.end())
        fields.append((name[1], value))
    at = _closed(text, at, close)
    if kind == "string":
        for name_, value in fields:
            reading.macros[name_.casefold()] = value
        return None, at
    raw = text[opening.start() : at]
    return Block(kind, key, tuple(fields), raw, reading.line(opening.start())), at


def _closed(text: str, at: int, close: str) -> int:
    while at < len(text) and (text[at].isspace() or text[at] == ","):
        at += 1
    if text[at : at + 1] != close:
        found = f"`{text[at]}`" if at < len(text) else "the end of the file"
        raise _Broken(at, f"`{close}` or a field is wanted where {found} stands")
    return at + 1


def _value(reading: _Reading, at: int) -> tuple[str, int]:
    """The value at `at`, its parts put together, and where it ends."""
    text = reading.text
    parts: list[str] = []
    size = 0
    while True:
        part, at = _part(reading, at)
        size += len(part)
        if size > reading.caps.value:
            raise _Broken(at, reading.caps.too_long("a value"))
        parts.append(part)
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if text[at : at + 1] != "#":
            return "".join(parts), at
        space = _SPACE.match(text, at + 1)
        at = space.end() if space else at + 1


def _part(reading: _Reading, at: int) -> tuple[str, int]:
    text = reading.text
    sign = text[at : at + 1]
    if sign == "{":
        end = _braced(text, at + 1)
        return text[at + 1 : end - 1], end
    if sign == '"':
        end = _quoted(text, at + 1)
        return text[at + 1 : end - 1], end
    bare = _BARE.match(text, at)
    if bare is None:
        raise _Broken(at, "a value is wanted")
    name = bare[0].casefold()
    if bare[0].isdecimal():
        return bare[0], bare.end()
    if name not in reading.macros:
        message = f"`{bare[0]}` is no @string of this file; it is taken for text"
        reading.slips.append(Slip(reading.line(at), message, broken=False))
        return bare[0], bare.end()
    value = reading.macros[name]
    reading.spent += len(value)
    if reading.spent > reading.caps.macros:
        raise _Broken(at, reading.caps.too_much("the @strings of the file come to"))
    return value, bare.end()


def _braced(text: str, at: int) -> int:
    """Where the group that opened before `at` has ended."""
    depth = 1
    for found in _BRACES.finditer(text, at):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.end()
        else:
            raise _Broken(found.start(), "a brace is open where the next entry begins")
    raise _Broken(len(text), "a brace is open at the end of the file")


def _quoted(text: str, at: int) -> int:
    depth = 0
    for found in _QUOTED.finditer(text, at):
        if found[0] == '"':
            if depth == 0:
                return found.end()
        elif found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth < 0:
                raise _Broken(found.start(), "a brace closes that was not opened")
        else:
            raise _Broken(found.start(), "quotation marks are open where the next entry begins")
    raise _Broken(len(text), "quotation marks are open at the end of the file")
