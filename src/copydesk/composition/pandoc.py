"""The one door to pandoc: a long-lived `pandoc lua` child that sets an article in any format.

Starting pandoc costs more than writing an article with it, and citeproc is needed
once for all formats. The child therefore stays; `filters/main.lua` is its half of the
conversation. It reads only what it is handed: its environment is fixed, it gets no
path, and what reaches it was made by `composition`.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Self

from copydesk.errors import ToolError
from copydesk.model import Csl
from copydesk.system import process

if TYPE_CHECKING:
    from subprocess import Popen

    from copydesk.composition import Composed

TARGETS: Final = ("html", "docx", "citations", "list")
#: What the child may say on its error stream before the oldest of it is forgotten.
_CHATTER: Final = 40
#: Stands for `<` in the fields of entries; no text that is composed holds it.
_LESS: Final = "\ufdd0"
_LENGTH: Final = struct.Struct(">I")
#: Bytes that a child may be ahead of whoever asks, and be behind.
_ROOM: Final = 1 << 20
#: Seconds that pandoc has to say which it is.
_PATIENCE: Final = 30
_CHECK: Final = "run `copydesk doctor`, which checks it and names the command that helps"
#: Exit status of a Haskell program whose heap is at its ceiling. One that fills it slowly
#: may collect garbage without end instead; then the deadline ends it.
_HEAP_EXHAUSTED: Final = 251
#: New values are kept where the processor's cache still holds them. Pandoc comes with 64 MB for
#: them, which costs an article about a tenth more time, and each child 37 MB of memory.
_NURSERY: Final = "-A8m -H16m"


class Pandoc:
    """A pandoc that is ready to work.

    `load` takes a composed article, `render` writes it. Each call ends within
    `seconds`; whatever goes wrong is a `ToolError`, after which the next `load`
    starts a new child. Start it in the thread that will outlive it: on Linux the
    child dies with that thread.

    >>> with Pandoc() as pandoc:
    ...     pandoc.render("html")
    Traceback (most recent call last):
    copydesk.errors.ToolError: pandoc was asked to write before it was given an article
    """

    def __init__(self, *, seconds: float = 60.0, heap_mb: int = 512) -> None:
        self.seconds = seconds
        self.heap_mb = heap_mb
        self._child: Popen[bytes] | None = None
        self._expired = threading.Event()  # whether this child has had no more time
        self._chatter: deque[str] = deque(maxlen=_CHATTER)
        self._due: deque[str] = deque()
        self._answers: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child, None while there is none."""
        return self._child.pid if self._child else None

    def allow(self, seconds: float) -> None:
        """Let the child, which starts now if there is none, use `seconds` more of CPU time.

        The limit is the child's alone: that of this process is set by whoever runs it.
        """
        process.allow_cpu(seconds, (self._child or self._start()).pid)

    def start(self) -> None:
        """Have the child start now, so that it is ready when it is first asked."""
        if self._child is None:
            self._start()

    def load(self, composed: Composed, ahead: Sequence[str] = ()) -> None:
        """Read a composed article and run citeproc on it.

        With targets named `ahead` the child sets those too while the caller does other work:
        this then returns as soon as the child has the article, and `render` says what went wrong.
        """
        while self._due:  # of an article whose renderings nobody took
            with suppress(ToolError):
                self._receive()
        self._answers.clear()
        items, style = pack_items(composed.items).encode(), address_style(composed.style).encode()
        pictures = b"".join(picture.data for picture in composed.pictures)
        sizes = [[one.name, one.media_type, len(one.data)] for one in composed.pictures]
        told = {**composed.job, "pictures": sizes}
        job = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        request = (b"load", composed.document, items, style, job, pictures)
        self._send({"load": request} | {target: _rendering(target) for target in ahead})
        if not ahead:
            self._answer("load")

    def render(self, target: str) -> bytes:
        """The loaded article as `target`, one of `TARGETS`.

        `html` is a fragment for a body, `docx` is in pandoc's own clothes; the writers finish
        them. `citations` tells in JSON what citeproc
        has printed, by the number of a group, `list` the words of the entries and how many
        notes there are.
        """
        if target not in self._due and target not in self._answers:
            self._send({target: _rendering(target)})
        return self._answer(target)

    def close(self) -> None:
        """End the child."""
        self._end()

    # ── the child ────────────────────────────────────────────────────────────

    def _send(self, requests: Mapping[str, tuple[bytes, ...]]) -> None:
        """Ask the child for something; the answers are due under the names of the requests."""
        if self._child is None and "load" not in requests:
            raise _failed("pandoc was asked to write before it was given an article")
        with self._conversation() as (stdin, _):
            for frame in chain.from_iterable(requests.values()):
                stdin.write(_LENGTH.pack(len(frame)))
                stdin.write(frame)
            stdin.flush()
        self._due.extend(requests)

    def _answer(self, name: str) -> bytes:
        while name not in self._answers:
            self._receive()
        return self._answers.pop(name)

    def _receive(self) -> None:
        """Take the next answer that is due. Raises `ToolError` when it is no good one."""
        with self._conversation() as (_, stdout):
            (size,) = _LENGTH.unpack(_exactly(stdout, _LENGTH.size))
            answer = _exactly(stdout, size)
        name = self._due.popleft()
        if answer[:1] == b"+":
            self._answers[name] = answer[1:]
            return
        if name == "load" and self._due:
            self._end()  # what else is due would be set from the article before
        text = answer[1:].decode("utf-8", "replace").strip().partition("\nstack traceback")[0]
        raise _failed(f"pandoc: {text}")

    @contextmanager
    def _conversation(self) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """The ends of the child's pipes, for no longer than `seconds`."""
        child = self._child or self._start()
        if child.stdin is None or child.stdout is None:
            raise _failed("pandoc did not start")
        timer = threading.Timer(self.seconds, _expire, (child, self._expired))
        timer.daemon = True
        process.start(timer)
        try:
            yield child.stdin, child.stdout
        except (OSError, EOFError):
            # Also where the end of the call before came too late to stop its timer.
            raise self._failure(expired=self._expired.is_set()) from None
        except BaseException:
            self._end()  # an answer half read would be taken for that of the next request
            raise
        finally:
            timer.cancel()

    def _start(self) -> Popen[bytes]:
        # In a folder where nothing lies that a document could mean by a bare name.
        folder = Path(str(files("copydesk.composition") / "filters"))
        command = (find_pandoc(), "lua", str(folder / "main.lua"))
        try:
            child = process.start_child(command, _environment(self.heap_mb), folder)
        except OSError as error:
            raise _failed(f"pandoc does not start: {error}") from None
        self._child, self._expired = child, threading.Event()
        _widen(child.stdin)
        _widen(child.stdout)
        self._chatter.clear()
        told = (child.stderr, self._chatter)
        try:
            process.start(threading.Thread(target=_listen, args=told, daemon=True))
        except BaseException:
            self._end()  # whoever is not listened to stops when its pipe is full
            raise
        return child

    def _failure(self, *, expired: bool) -> ToolError:
        status = self._end()
        if expired:
            return ToolError(
                f"pandoc did not end within {self.seconds:g} seconds",
                hint="raise `limits.seconds`, or shorten the article",
                code="limit.seconds",
            )
        if status == _HEAP_EXHAUSTED:
            return ToolError(
                f"pandoc needs more than {self.heap_mb} MB",
                hint="raise `limits.pandoc_heap_mb`",
                code="limit.pandoc-heap",
            )
        said = "; ".join(self._chatter) or "without a message"
        return _failed(f"pandoc ended with status {status}: {said}")

    def _end(self) -> int:
        child, self._child = self._child, None
        self._due.clear()
        if child is None:
            return 0
        return process.end_child(child, 1.0)


def pack_items(items: Sequence[Csl]) -> str:
    """CSL items as the child takes them.

    Citeproc reads `<i>` in a field as markup; the child puts the sign itself back.
    """
    return json.dumps(items, ensure_ascii=False).replace("<", _LESS)


def address_style(style: str) -> str:
    """A CSL style as an address that holds it, so that pandoc looks for no file."""
    return "data:text/xml;base64," + base64.b64encode(style.encode()).decode("ascii")


def _rendering(target: str) -> tuple[bytes, bytes]:
    if target not in TARGETS:
        raise ValueError(f"there is no pandoc target `{target}`")
    return b"render", target.encode()


def _widen(pipe: IO[bytes] | None) -> None:
    """Give a pipe room for what waits in it; else one end waits until the other has time."""
    if sys.platform == "linux" and pipe:
        import fcntl  # not on every system

        with suppress(OSError):  # the system may have no more to give
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _expire(child: Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    child.kill()


def _listen(stream: IO[bytes], chatter: deque[str]) -> None:
    with stream:
        for line in stream:
            chatter.append(line.decode("utf-8", "replace").strip())


def _environment(heap_mb: int) -> dict[str, str]:
    """All that the child sees of the machine: nothing that could change a byte.

    It lays an empty file aside as long as it lives, as a history of what nobody types there, and
    leaves it when it is killed: a worker's folder for such files takes it away.
    """
    aside = os.environ.get("TMPDIR")
    return ({"TMPDIR": aside} if aside else {}) | {
        "GHCRTS": f"-M{heap_mb}m {_NURSERY}",
        "HOME": os.devnull,  # no user templates, locales or styles
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "315532800",
        "TZ": "UTC",
        "XDG_DATA_HOME": os.devnull,
    }


@cache
def find_pandoc() -> str:
    """The path of the packaged pandoc, found without importing its package (57 ms)."""
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            path = Path(folder) / "files" / name
            if path.is_file():
                return str(path)
    raise ToolError(
        "pandoc is missing from its package",
        hint=_CHECK,
        code="tool.pandoc",
    )


def _failed(message: str) -> ToolError:
    hint = f"{_CHECK}; if all is well there, report it together with the submission"
    return ToolError(message, hint=hint, code="tool.pandoc")


def read_version() -> str:
    """The version that the packaged pandoc gives itself; raises `ToolError` when it cannot run."""
    try:
        told = process.output_of((find_pandoc(), "--version"), _PATIENCE)
    except OSError as error:
        message = f"pandoc cannot be run: {error}"
        raise ToolError(message, hint=_CHECK, code="tool.pandoc") from error
    return told.decode("utf-8", "replace").partition("\n")[0].removeprefix("pandoc ").strip()


def convert_document(document: str, target: str, options: Sequence[str] = ()) -> str:
    """What pandoc makes of a `document` of ours, its AST as JSON, for the writer `target`.

    Raises `ToolError`. No text of a stranger comes this way.
    """
    command = (find_pandoc(), "--sandbox", "--from=json", f"--to={target}", *options)
    try:
        made = process.output_of(command, _PATIENCE, document.encode())
    except OSError as error:
        raise _failed(f"pandoc cannot write `{target}`: {error}") from error
    return made.decode()
