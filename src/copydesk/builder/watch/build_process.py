"""A process that builds when it is told to, and is warm when it is.

Whoever watches has threads, and a process with threads cannot safely be forked. So the
workers are forked from this one: it has a single thread, has imported what they need, leads
a group of its own and ends with the process that started it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import config
from copydesk.builder import named_files, state, versions
from copydesk.builder.report import Outcome, Report
from copydesk.builder.run import Attempt, Options, attempt_of, build, count_cores
from copydesk.builder.submissions import SIDECAR, find_submissions
from copydesk.builder.watch.changes import Places
from copydesk.errors import CopydeskError
from copydesk.system import process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from copydesk.builder.state import State
    from copydesk.builder.survey import Survey
    from copydesk.builder.watch.warm_worker import WarmWorker
    from copydesk.builder.workers.protocol import Engine
    from copydesk.config import Config


#: The code of a failure that is no document's own.
DISK: Final = "file.write"
#: Seconds in which a build that is broken off must end.
GRACE: Final = 5.0


Flag = tuple[str, object, str]
"""A setting, its value, and the option of the command line that gives it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to build, and how: `names` as `here` means them, `flags` on top of the settings."""

    root: Path
    names: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)
    here: Path | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Outdated:
    """The answer of a builder whose copydesk is no longer the one that is installed."""


Word = Places | Outcome | Report | CopydeskError | Outdated
"""What a builder says: where the desk lies, each outcome as it comes, and at the end the
report, the error that stopped it all, or that another builder has to be asked."""


class Builder:
    """A builder and the `pipe` through which it says its `Word`s.

    To be started by the thread that lives longest: on Linux the builder ends with it.
    """

    def __init__(self, asked: Asked) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, asked, os.getpid()), name="copydesk builder"
        )
        self._process.start()
        theirs.close()
        self._begun = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid or 0

    def ask(self, *, anew: bool = False, urgent: tuple[str, ...] = ()) -> None:
        """Have it build what is stale, the `urgent` submissions first; everything, if `anew`.

        Raises OSError when it is gone.
        """
        self.pipe.send((anew, urgent))

    def go_on(self) -> None:
        """Have it begin, now that the `Places` which it has named are watched."""
        self._begun = True
        self.pipe.send(None)

    def break_off(self) -> None:
        """Have it end the build that is under way, and report."""
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGINT)

    def exit_code(self) -> int:
        """How it ended, once its pipe has."""
        self._process.join(GRACE)
        return self._process.exitcode or 0

    def end(self) -> None:
        """End it and what it started; what it has in hand is broken off."""
        if self._begun:
            self.break_off()
            self._process.join(GRACE)
        if self._process.is_alive():
            process.kill_group(self.pid)
            self._process.join()
        self.pipe.close()


# ── in the builder ─────────────────────────────────────────────────────────────


def _serve(pipe: Connection, asked: Asked, parent: int) -> None:
    process.lead(parent)
    # Its parent alone interrupts it; whoever started that may have had interrupts ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from copydesk.builder.watch.warm_worker import WarmWorker  # and with it all that makes articles

    known = versions.code_version()
    resident = WarmWorker(asked.options.jobs or count_cores())
    memory = _Memory(resident)
    with contextlib.closing(resident), contextlib.suppress(KeyboardInterrupt, EOFError, OSError):
        while True:
            settings = memory.settings
            if settings and not resident.is_ready(settings) and not pipe.poll(0):
                with contextlib.suppress(CopydeskError):  # the next build says what is wrong
                    resident.prepare(asked.root, settings)
            while (order := pipe.recv()) is None:
                pass  # an answer for which a build that was broken off did not wait
            anew, urgent = order
            if (now := versions.code_version(known))[1] != known[1]:
                pipe.send(Outdated())
                return
            known = now
            pipe.send(_built(pipe, asked, memory, urgent, anew=anew))


@dataclass(slots=True)
class _Memory:
    """What a builder keeps from one build to the next.

    A document that failed would fail again, and perhaps take all the time it may: until
    something of it, of the settings or of the tools has changed it is given up. Only the disk
    may have room again. `named` are the files that sidecars and collections name.
    """

    resident: WarmWorker
    named: tuple[str, ...] | None = None
    settings: Config | None = None
    given_up: dict[Attempt, Outcome] = field(default_factory=dict)
    _desk: Survey | None = None

    def engine(self, desk: Survey) -> Engine:
        """Who does the work for `desk`."""
        self._desk = desk
        return self.resident.at(desk.out)

    def note(self, report: Report) -> None:
        """Remember what has failed."""
        if (desk := self._desk) is None:
            return  # nothing was tried
        now = {one.slug: one for one in report.outcomes}
        kept = {known: one for known, one in self.given_up.items() if one.slug not in now}
        self.given_up = kept | {
            attempt_of(desk, document): replace(outcome, seconds=0.0)
            for document in desk.everything
            if (outcome := now.get(document.slug))
            and outcome.status == "failed"
            and outcome.code != DISK
        }
        self._desk = None


def _built(
    pipe: Connection, asked: Asked, memory: _Memory, urgent: tuple[str, ...], *, anew: bool
) -> Report | CopydeskError:
    """Build once; the report, or what stopped it."""

    def announce(known: State) -> None:
        """Have the files watched that sidecars name, if they are others, before they are read."""
        if (named := tuple(name for name, *_ in named_files.list_named(known))) != memory.named:
            memory.named = named
            pipe.send(_places(asked, loaded, named))
            pipe.recv()

    def engine(desk: Survey) -> Engine:
        announce(desk.state)
        return memory.engine(desk)

    def build_of(names: tuple[str, ...], here: Path | None) -> Report:
        given_up = {} if anew else memory.given_up
        options = replace(asked.options, rebuild_all=anew, engine=engine, given_up=given_up)
        report = build(asked.root, loaded, names, options, here=here, tell=pipe.send)
        memory.note(report)
        return report

    try:
        loaded = memory.settings = _settings(asked)
        pipe.send(_places(asked, loaded, memory.named or ()))
        pipe.recv()
        if memory.named is None:
            announce(state.load(asked.root / (asked.options.out or loaded.out)))
        if first := _submissions(asked, loaded, urgent):
            report = build_of(first, asked.root)
            if report.interrupted:
                return report
        return build_of(asked.names, asked.here)
    except CopydeskError as error:
        return error
    except Exception as error:  # noqa: BLE001  the watch goes on, whatever it was
        message = f"a bug of copydesk: {type(error).__name__}: {error}"
        hint = "report it; `copydesk build -v` shows where it happened"
        return CopydeskError(message, hint=hint, code="bug")


def _settings(asked: Asked) -> Config:
    """The settings of the desk with what flags say on top."""
    loaded = config.load(asked.root)
    for key, value, origin in asked.flags:
        loaded = config.overlay(loaded, {key: value}, origin)
    return loaded


def _submissions(asked: Asked, loaded: Config, changed: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are among the files `changed`, or whose sidecars are."""
    if asked.names or not changed:
        return ()
    there = {path for path, _, _ in find_submissions(asked.root, loaded.source).submissions}
    found = (name.removesuffix(SIDECAR) for name in changed)
    return tuple(dict.fromkeys(name for name in found if name in there))


def _places(asked: Asked, loaded: Config, named: tuple[str, ...]) -> Places:
    root, files = asked.root, (*loaded.files(), *loaded.packs, *named)
    return Places(
        root,
        _absolute(root / loaded.source),
        _absolute(root / (asked.options.out or loaded.out)),
        tuple(dict.fromkeys(_absolute(root / name) for name in files)),
    )


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  `a/../b` is b for who watches
