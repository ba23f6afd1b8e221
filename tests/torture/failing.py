"""Make the n-th call to the system fail, as a full or broken disk would."""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self

import pytest

#: Where a call is made from, and the name by which failures of it are told.
Call = tuple[ModuleType, str]
WRITING: Mapping[Call, str] = {
    (os, name): name for name in ("open", "write", "fsync", "replace", "mkdir", "unlink")
}
READING: Mapping[Call, str] = {
    (os, "scandir"): "scandir", (builtins, "open"): "read", (io, "open"): "read",
}  # fmt: skip
STARTING: Mapping[Call, str] = {
    (os, "fork"): "fork", (os, "pipe"): "pipe", (subprocess, "_fork_exec"): "start",
}  # fmt: skip
LOCKING: Mapping[Call, str] = {(fcntl, "flock"): "lock"}
LOOKING: Mapping[Call, str] = {
    (os, name): name for name in ("stat", "lstat", "listdir", "rmdir", "ftruncate")
}
EVERY = {**WRITING, **READING, **STARTING, **LOCKING, **LOOKING}
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE, errno.ENOMEM)


@dataclass
class Fault:
    """Inside `with fault:` call number `at` (from 0) fails; `failed` names it then."""

    at: int
    failed: str = ""
    count: int = 0
    armed: bool = False

    @property
    def number(self) -> int:
        return ERRORS[self.at % len(ERRORS)]

    def __enter__(self) -> Self:
        self.armed = True
        return self

    def __exit__(self, *_: object) -> None:
        self.armed = False

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if self.armed:
                now, self.count = self.count, self.count + 1
                if now == self.at:
                    self.failed = name
                    raise OSError(self.number, os.strerror(self.number))
            return real(*args, **kwargs)

        return call


def faults(
    step: int = 1, limit: int = 1000, calls: Mapping[Call, str] = WRITING
) -> Iterator[Fault]:
    """A fault at the first of such `calls`, the second, … until a run meets none.

    `step` leaves calls out, where a run is slow. A test that sees a failure in
    another process says so in `failed`.
    """
    for at in range(0, limit, step):
        fault = Fault(at)
        with pytest.MonkeyPatch.context() as patch:
            for (module, name), told in calls.items():
                patch.setattr(module, name, fault.wrap(told, getattr(module, name)))
            yield fault
        if not fault.failed:
            return
    pytest.fail("the run never came to its end")
