"""Make the n-th call to the system fail, as a full or broken disk would, or let it be the last."""

from __future__ import annotations

import builtins
import contextlib
import errno
import fcntl
import io
import os
import signal
import subprocess
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NoReturn, Self

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
#: All that changes what is on a disk, or is to have it there.
CHANGING: Mapping[Call, str] = WRITING | {
    (os, name): name for name in ("fdatasync", "fchmod", "ftruncate", "rmdir")
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
                    self.happen(real, args)
            return real(*args, **kwargs)

        return call

    def happen(self, real: Callable[..., Any], args: tuple[Any, ...]) -> None:  # noqa: ARG002
        raise OSError(self.number, os.strerror(self.number))


class Death(Fault):
    """Call number `at` is the last thing that this process tries; of a writing half is done."""

    def happen(self, real: Callable[..., Any], args: tuple[Any, ...]) -> None:
        if self.failed == "write":
            real(args[0], args[1][: len(args[1]) // 2])
        os.kill(os.getpid(), signal.SIGKILL)


def faults(limit: int = 1000, calls: Mapping[Call, str] = WRITING) -> Iterator[Fault]:
    """A fault at the first of such `calls`, the second, … until a run meets none.

    A test that sees a failure in another process says so in `failed`.
    """
    for at in range(limit):
        fault = Fault(at)
        with replaced({call: fault.wrap(told, getattr(*call)) for call, told in calls.items()}):
            yield fault
        if not fault.failed:
            return
    pytest.fail("the run never came to its end")


@contextlib.contextmanager
def replaced(calls: Mapping[Call, Callable[..., Any]]) -> Iterator[None]:
    """Have others in the place of `calls` for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), instead in calls.items():
            patch.setattr(module, name, instead)
        yield


@contextlib.contextmanager
def rung(calls: Mapping[Call, str]) -> Iterator[list[int]]:
    """Have a signal arrive before each of such `calls`, and after it; yields those that came."""
    rings: list[int] = []

    def between(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            signal.raise_signal(signal.SIGALRM)
            try:
                return real(*args, **kwargs)
            finally:
                signal.raise_signal(signal.SIGALRM)

        return call

    before = signal.signal(signal.SIGALRM, lambda number, _: rings.append(number))
    try:
        with replaced({call: between(getattr(*call)) for call in calls}):
            yield rings
    finally:
        signal.signal(signal.SIGALRM, before)


def deaths(act: Callable[[], object], limit: int = 1000) -> Iterator[int]:
    """Do `act` in a process that is killed at its first change of the disk, at its second, …

    Yields the number of the call after each death, and ends with the process that lived on.
    """
    for at in range(limit):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # pytest may have threads
            pid = os.fork()
        if not pid:
            _end(Death(at), act)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 0
            return
        yield at
    pytest.fail("the deed never came to its end")


def _end(death: Death, act: Callable[[], object]) -> NoReturn:
    """Do `act` until death, and end with it without a word to those who watch the parent."""
    try:
        calls = {call: death.wrap(told, getattr(*call)) for call, told in CHANGING.items()}
        with replaced(calls), death:
            act()
        os._exit(0)
    except BaseException:  # noqa: BLE001  said, and told by the exit code
        traceback.print_exc()
        os._exit(1)
