"""The one door for zip containers: EPUB and DOCX as we write them, DOCX and ODT as they come.

What copydesk writes has bytes that depend on its members alone. What an author sent is
checked as a whole before any part of it is unpacked, is read by exact name and never
extracted, and what comes out of it is counted.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from copydesk.errors import Refused
from copydesk.settings.limits import Limits

#: Read and write for the owner, read for others, as a regular Unix file.
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3
_LOCKED: Final = 0x1
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK: Final = 65_536
_MIDDLE: Final = struct.Struct("<26xHH")
#: What an entry of the directory begins with, and what its end does.
_ENTRY: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
#: What may be unpacked whatever its ratio: long tables of equal cells pack better than bombs.
_HARMLESS: Final = 20_000_000

_AGAIN: Final = "open it in its word processor, save it again and send that"


def write(members: Mapping[str, bytes]) -> bytes:
    """A zip of `members` (name → content) whose bytes depend on nothing else.

    A member `mimetype` comes first and uncompressed, as EPUB and ODF demand;
    `[Content_Types].xml` comes first as OOXML readers expect; the others follow
    in the order of their names.

    >>> write({"b": b"1", "a": b"2"}) == write({"a": b"2", "b": b"1"})
    True
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(members, key=_order):
            about = zipfile.ZipInfo(name)  # of the earliest day that a zip can name, 1 January 1980
            about.create_system, about.external_attr = _UNIX, _MODE  # whatever the machine
            stored = name == "mimetype"
            about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(about, members[name], compresslevel=zlib.Z_BEST_COMPRESSION)
    return packed.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """The members of a zip that copydesk itself or a tool it started has written.

    What an author sent goes through `Container`; this checks no limit.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _order(name: str) -> tuple[int, str]:
    first = ("mimetype", "[Content_Types].xml")
    return (first.index(name) if name in first else len(first), name)


class Container:
    """A zip that somebody sent, checked before anything in it is unpacked.

    Raises `Refused`, with the limit or the fault named, for one that holds too many
    files, unpacks to too much, hides one file in another, holds a name twice or one
    that leads out of it, is locked, or is no sound zip. `path` is what the message
    calls it.

    >>> from copydesk.settings.limits import Limits
    >>> sent = Container(write({"word/document.xml": b"<a/>"}), "a.docx", Limits())
    >>> sent.read("word/document.xml"), "word/styles.xml" in sent
    (b'<a/>', False)
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._left = limits.expanded_bytes
        self._check_count(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise self._damaged(error) from None
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check(data, self._zip.infolist())

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def size(self, name: str) -> int:
        """The bytes that the member `name` says it unpacks to."""
        return self._members[name].file_size

    def markup(self, name: str) -> bytes:
        """The content of an XML member, within the limits on markup."""
        self._limit(name, self.size(name), "bytes", self._limits.markup_bytes, "markup_bytes")
        data = self.read(name)
        self._limit(name, data.count(b"<"), "tags", self._limits.markup_tags, "markup_tags")
        return data

    def _limit(self, name: str, size: int, what: str, most: int, key: str) -> None:
        if size > most:
            message = f"`{self.path}`: `{name}` has {size:,} {what}, the limit is {most:,}"
            hint = f"send the article alone, or raise `limits.{key}` in the settings"
            raise Refused(message, hint=hint, code="refuse.expands")

    def read(self, name: str) -> bytes:
        """The content of the member `name`; its bytes are counted, whatever it says of itself."""
        pieces = []
        try:
            with self._zip.open(self._members[name]) as member:
                # A piece at a time: read at once, a member that lies about its size
                # would be unpacked whole before it is cut.
                while piece := member.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise self._too_large()
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self._damaged(error) from None
        return b"".join(pieces)

    # ── the checks ───────────────────────────────────────────────────────────

    def _check_count(self, data: bytes) -> None:
        """Count entries before they become objects, of which there could be half a million."""
        end = data.rfind(_END)
        size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
        count = data.count(_ENTRY, max(0, end - size), max(end, 0))
        most = self._limits.members
        if count > most:
            message = f"`{self.path}` holds {count:,} files, the limit is {most:,}"
            hint = f"{_AGAIN}, or raise `limits.members` in the settings"
            raise Refused(message, hint=hint, code="refuse.container")

    def _check(self, data: bytes, members: list[zipfile.ZipInfo]) -> None:
        if len(members) != len(self._members):
            raise self._unsound("contains two files of one name")
        for info in members:
            self._check_member(info)
        if _overlap(data, members):
            raise self._unsound("contains files that overlap")
        total = sum(info.file_size for info in members)
        if total > self._limits.expanded_bytes:
            raise self._too_large()
        if total > _HARMLESS and total > len(data) * self._limits.expansion:
            most = self._limits.expansion
            message = f"`{self.path}` unpacks to more than {most:,} times its size"
            hint = f"{_AGAIN}, or raise `limits.expansion` in the settings"
            raise Refused(message, hint=hint, code="refuse.expands")

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _LOCKED:
            raise Refused(
                f"`{self.path}` is locked with a password",
                hint="open it with the password, save it without one and send that",
                code="refuse.container",
            )
        if info.compress_type not in _PLAIN:
            raise self._unsound("has a compression that no word processor uses")
        if _leads_out(info.orig_filename):
            raise self._unsound("contains a file whose name leads out of it")
        if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
            raise self._unsound("contains a link to another file")

    def _too_large(self) -> Refused:
        most = self._limits.expanded_bytes
        message = f"`{self.path}` unpacks to more than {most:,} bytes"
        hint = "send the article without its pictures, or raise `limits.expanded_bytes`"
        return Refused(message, hint=hint, code="refuse.expands")

    def _unsound(self, fault: str) -> Refused:
        return Refused(f"`{self.path}` {fault}", hint=_AGAIN, code="refuse.container")

    def _damaged(self, error: Exception) -> Refused:
        message = f"`{self.path}` is damaged: {str(error)[:200] or type(error).__name__}"
        return Refused(message, hint=_AGAIN, code="refuse.container")


def _leads_out(name: str) -> bool:
    """Whether a member's name is absolute, climbs, or would be cut short by a system."""
    return (
        not name
        or name.startswith(("/", "\\"))
        or name[1:2] == ":"
        or "\x00" in name
        or ".." in name.replace("\\", "/").split("/")
    )


def _overlap(data: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """Whether two members claim the same bytes, which no packer writes."""
    end = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        start = info.header_offset
        if start < end or start + 30 > len(data):
            return True
        name, extra = _MIDDLE.unpack_from(data, start)
        end = start + 30 + name + extra + info.compress_size
    return end > len(data)
