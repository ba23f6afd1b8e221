"""A canary: a file and a server of this machine that nobody has any business with.

Whatever is hostile names both. Who asks the server is counted, and the song of the file is in no
output, however it is packed.
"""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from copydesk.gate import pdf

SONG = "TheCanarySangAtNoon"


@dataclass
class Canary:
    """The file `path`, the server at `address`, and what was asked of the latter."""

    path: Path
    address: str
    asked: list[bytes] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    def heard_in(self, data: bytes) -> bool:
        """Whether the song is in `data`, in a member of it, or in a stream of a PDF."""
        return any(SONG.encode() in piece for piece in _opened(data))


@contextlib.contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """A canary whose file lies in `folder`, and whose server has that file alone."""
    path = folder / "canary.html"
    path.write_text(f"<p>{SONG}</p>", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Canary(path, f"http://127.0.0.1:{server.getsockname()[1]}/canary.html")
        answering = threading.Thread(target=_answer, args=(server, found), daemon=True)
        answering.start()
        yield found
        server.shutdown(socket.SHUT_RDWR)
        answering.join(10)


def _answer(server: socket.socket, found: Canary) -> None:
    with contextlib.suppress(OSError):
        while True:
            visitor, _ = server.accept()
            with visitor:
                visitor.settimeout(5.0)
                found.asked.append(visitor.recv(2_000))
                body = found.path.read_bytes()
                head = f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                visitor.sendall(head + body)


def _opened(data: bytes) -> Iterator[bytes]:
    """`data`, and what is packed in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _opened(archive.read(name))
    if data.startswith(b"%PDF"):
        yield repr(pdf.read(data)).encode()
        for piece in data.split(b"stream\n")[1:]:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(piece)
