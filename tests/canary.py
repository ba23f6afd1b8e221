"""A canary: files and a server of this machine that nobody has any business with.

Whatever is hostile names them. Who asks the server is counted, who opens a file is seen, and the
song is in no output, however it is packed.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import email
import email.policy
import io
import os
import re
import socket
import struct
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from copydesk.system import pdf
from readers.wordfiles import png

SONG = "TheCanarySangAtNoon"
#: A picture that lies in a page, as its bytes.
_DATA: Final = re.compile(rb"data:[\w/+.-]+;base64,([\w+/=]+)")
#: What the system calls the opening of a file, and how it tells of it.
_OPENED: Final = 0x20
_EVENT: Final = struct.Struct("iIII")


@dataclass
class Canary:
    """The file `path`, the server at `address`, what was asked of it, a watch on the folder."""

    path: Path
    address: str
    asked: list[bytes] = field(default_factory=list)
    watch: int = -1

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    @property
    def picture(self) -> Path:
        """A picture that lies beside the file; the song is in what it says of itself."""
        return self.path.with_name("canary.png")

    def heard_in(self, data: bytes) -> bool:
        """Whether the song is in `data`, in a member of it, or in a stream of a PDF."""
        return any(SONG.encode() in piece for piece in _unpacked(data))

    def opened(self) -> list[str]:
        """Which files of its folder any process has opened since it was last asked (on Linux)."""
        names = []
        with contextlib.suppress(BlockingIOError):
            while self.watch >= 0:
                told, place = os.read(self.watch, 65_536), 0
                while place < len(told):
                    *_, length = _EVENT.unpack_from(told, place)
                    place += _EVENT.size + length
                    names.append(told[place - length : place].rstrip(b"\0").decode())
        return [name for name in names if name]


@contextlib.contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """A canary whose files lie in `folder`, and whose server has one of them alone."""
    path = folder / "canary.html"
    path.write_text(f"<p>{SONG}</p>", encoding="utf-8")
    path.with_name("canary.png").write_bytes(_singing())
    with socket.create_server(("127.0.0.1", 0)) as server, _watching(folder) as watch:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/canary.html"
        found = Canary(path, address, watch=watch)
        answering = threading.Thread(target=_answer, args=(server, found), daemon=True)
        answering.start()
        yield found
        server.shutdown(socket.SHUT_RDWR)
        answering.join(10)


def _singing() -> bytes:
    """A picture with the song in a remark."""
    remark = b"tEXtComment\0" + SONG.encode()
    chunk = struct.pack(">I", len(remark) - 4) + remark + struct.pack(">I", zlib.crc32(remark))
    silent = png()
    return silent[:33] + chunk + silent[33:]


@contextlib.contextmanager
def _watching(folder: Path) -> Iterator[int]:
    """What tells of every opening of a file in `folder`, whoever opens it; -1 where none is."""
    if sys.platform != "linux":
        yield -1
        return
    system = ctypes.CDLL(None, use_errno=True)
    watch = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if watch < 0 or system.inotify_add_watch(watch, os.fsencode(folder), _OPENED) < 0:
            raise OSError(ctypes.get_errno(), "no watch on the canary")
        yield watch
    finally:
        if watch >= 0:
            os.close(watch)


def _answer(server: socket.socket, found: Canary) -> None:
    body = f"<p>{SONG}</p>".encode()
    head = f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with contextlib.suppress(OSError):
        while True:
            visitor, _ = server.accept()
            with visitor, contextlib.suppress(OSError):
                visitor.settimeout(5.0)
                found.asked.append(visitor.recv(2_000))
                visitor.sendall(head + body)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """`data`, and what is packed in it."""
    yield data
    for found in _DATA.finditer(data):
        with contextlib.suppress(ValueError):
            yield from _unpacked(base64.b64decode(found[1]))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _unpacked(archive.read(name))
    if b"\nMIME-Version: 1.0" in data[:4_000]:
        for part in email.message_from_bytes(data, policy=email.policy.default).walk():
            if not part.is_multipart():
                yield from _unpacked(part.get_payload(decode=True))
    if data.startswith(b"%PDF"):
        yield repr(pdf.read(data)).encode()
        for piece in data.split(b"stream\n")[1:]:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(piece)
