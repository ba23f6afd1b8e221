"""What happens in a worker of `pool`: within its limits, one task after the other."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from copydesk.builder.workers.protocol import Lost, WorkerSpec
from copydesk.gate import files, process


def serve(
    pipe: Connection,
    inherited: Iterable[Connection],
    spec: WorkerSpec,
    aside: Path | None,
    parent: int,
) -> None:
    """Do what `pipe` asks for until it asks for nothing more, or `parent` is gone.

    Each order is a payload and the seconds that it may take; the answer to it is what the act of
    `spec` made of it, or `Lost`, and the bytes of memory that are held by then. `inherited` are
    pipes of others, to be closed, and `aside` is where tools write for a while.
    """
    bounds = spec.bounds
    process.isolate(parent, bounds.memory, bounds.file_size)
    for other in inherited:
        other.close()
    if aside:
        with contextlib.suppress(OSError):  # where it cannot be made, nothing can be published
            files.private(aside)
            tempfile.tempdir = os.environ["TMPDIR"] = str(aside)
    gc.freeze()  # what was loaded before the fork stays: looking through it copies its pages
    try:
        act = spec.make()
    except MemoryError:
        act = _starved
    try:
        while (order := _next(pipe)) is not None:
            payload, seconds = order
            process.allow_cpu(seconds)
            try:
                result = act(payload)
            except MemoryError:
                megabytes = bounds.memory // 1_000_000
                result = Lost(f"needs more than {megabytes} MB of memory", "memory_mb")
            pipe.send((result, process.resident()))
    finally:
        if close := getattr(act, "close", None):
            close()


def _starved(_: object) -> NoReturn:
    """The act of a worker whose memory does not even hold what it begins with."""
    raise MemoryError


def _next(pipe: Connection) -> Any:  # noqa: ANN401  what the parent sent
    try:
        return pipe.recv()
    except EOFError:
        return None
