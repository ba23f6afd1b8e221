"""The one door for zip containers (EPUB, DOCX): written so that equal members give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

#: The earliest moment a zip can name; file times would make bytes depend on the clock.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
#: Read and write for the owner, read for others, as a regular Unix file.
_MODE: Final = 0o100644 << 16


def write(members: Mapping[str, bytes]) -> bytes:
    """A zip of `members` (name → content) whose bytes depend on nothing else.

    A member `mimetype` comes first and uncompressed, as EPUB and ODF demand;
    `[Content_Types].xml` comes first as OOXML readers expect; the others follow
    in the order of their names.

    >>> write({"b": b"1", "a": b"2"}) == write({"a": b"2", "b": b"1"})
    True
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(members, key=_order):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # Unix, whatever the machine
            info.external_attr = _MODE
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, members[name], compresslevel=None if stored else 9)
    return target.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    """The members of a zip that copydesk itself or a tool it started has written.

    What an author sent must pass the limits of this package first; this does not
    check any.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _order(name: str) -> tuple[int, str]:
    first = ("mimetype", "[Content_Types].xml")
    return (first.index(name) if name in first else len(first), name)
