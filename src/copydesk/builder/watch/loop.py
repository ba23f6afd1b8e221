"""Rebuilding as people write: waits for changes, builds, and tells what came of it.

Whatever a build ends in, the watch goes on: a document that fails costs itself, settings that
cannot be read are waited for, and so are another build that holds the desk and a disk that is
full. The watch (`changes`) and those who serve (`preview`) have threads, so this process is not
forked: each worker is a Python of its own, and one of them stays warm (`warm_worker`).
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from copydesk import config
from copydesk.builder import named_files, report, state, versions
from copydesk.builder.report import DocumentOutcome, Report, escape
from copydesk.builder.run import Options, build, find_pool
from copydesk.builder.state import BuildState
from copydesk.builder.submissions import SIDECAR, find_submissions
from copydesk.builder.summary import summarise
from copydesk.builder.survey import Survey
from copydesk.builder.watch.changes import Changes, Places
from copydesk.builder.watch.preview import Preview
from copydesk.builder.watch.warm_worker import WarmWorker
from copydesk.builder.workers.protocol import Engine
from copydesk.config import Config
from copydesk.errors import (
    DONE,
    INTERRUPTED,
    ConfigError,
    CopydeskError,
    ToolError,
    UsageError,
)

#: Seconds until what stopped a build is tried again: settings and locks are soon looked at; a
#: full disk ever more seldom, up to the longest.
SOON: Final = 2.0
SELDOM: Final = 60.0
#: Names of changed files that a line has room for.
_ROOM: Final = 3
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)

Flag = tuple[str, object, str]
"""A setting, its value, and the option of the command line that gives it."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build, and how: `names` as `here` means them, `flags` on top of the settings."""

    root: Path
    names: tuple[str, ...] = ()
    options: Options = field(default_factory=Options)
    here: Path | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How the watch talks: `say` gets its lines."""

    say: Callable[[str], None]
    why: bool = False
    quiet: bool = False
    colour: bool = False


def watch(asked: BuildRequest, voice: Voice, preview: Preview | None = None) -> int:
    """Build what `asked` means, and again whenever something of it changes; the exit code.

    Ends with an interrupt (Ctrl-C, SIGTERM), which is no error: 0, or 130 when it broke off a
    build. Raises `UsageError` for a target that is not there from the start, and `ToolError`
    where copydesk itself was replaced.
    """
    watcher = _Watch(asked, voice, preview)
    before = [(number, signal.signal(number, watcher.interrupt)) for number in _ENDING]
    try:
        watcher.run()
    except KeyboardInterrupt:
        return INTERRUPTED if watcher.busy else DONE
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends already
        watcher.close()
        for number, handler in before:
            signal.signal(number, handler)


class _Watch:
    """The watch, which hears how each build goes (`report.Progress`)."""

    def __init__(self, asked: BuildRequest, voice: Voice, preview: Preview | None) -> None:
        self._asked = asked
        self._voice = voice
        self._preview = preview
        self._places = Places(asked.root, asked.root / "source", asked.root / "dist")
        self._changes = Changes(self._say)
        self._worker = WarmWorker()
        self._settings: Config | None = None
        #: The files that sidecars and collections name, once they are known.
        self._named: tuple[str, ...] | None = None
        self._code = versions.code_version()
        #: Changes that no build was asked for yet; None means that nothing has moved.
        self._moved: set[str] | None = set()
        self._again = 0.0
        self._delay = SOON
        self._said: set[str] = set()
        self._known: dict[str, DocumentOutcome] = {}
        self._first = True
        # Of the build that is under way, or was the last: for which change, and how it goes.
        self.busy = False
        self._cause: tuple[str, ...] = ()
        self._started = 0.0
        self._counts: Counter[str] = Counter()
        self._broken_off = False
        self._ended = False

    def interrupt(self, _: int, __: FrameType | None) -> NoReturn:
        """End the watch: the handler of its signals."""
        self._ended = True
        raise KeyboardInterrupt

    def run(self) -> NoReturn:
        """Watch until something is raised."""
        self._changes.look(self._places)
        while True:
            while self._moved is not None:
                moved, self._moved = self._moved, None
                self._build(tuple(sorted(moved)))
            self._get_ready()
            if self._moved is None:
                self._wait()

    def close(self) -> None:
        """End the worker, and watch nothing any more."""
        self._worker.close()
        self._changes.close()

    def _get_ready(self) -> None:
        """Have a worker warm for the next text that is saved, while nobody waits."""
        settings = self._settings
        if settings and not self._worker.is_ready(settings):
            self._gather()
            if self._moved is None:
                with contextlib.suppress(Exception):  # the next build says what is wrong
                    self._worker.prepare(self._asked.root, settings)

    def _wait(self) -> None:
        self._gather(max(0.0, self._again - time.monotonic()) if self._again else math.inf)
        if self._again and time.monotonic() >= self._again:
            self._moved = self._moved or set()

    def _gather(self, seconds: float = 0.0) -> None:
        """Note what has moved, if anything does in so many `seconds`."""
        moved = self._changes.gather(seconds)
        if moved is not None:
            self._moved = (self._moved or set()) | moved

    # ── a build ──────────────────────────────────────────────────────────────

    @property
    def _anew(self) -> bool:
        return self._first and self._asked.options.rebuild_all

    def _build(self, names: tuple[str, ...]) -> None:
        """Build what is stale, and tell what came of it."""
        self._check_code()
        if names:
            self._say(f"{_clock()}  changed: {escape(_listed(names))}")
        urgent = names if self._broken_off else ()
        self._again, self._cause, self._started = 0.0, names, time.monotonic()
        self._counts.clear()
        self._broken_off, self.busy = False, True
        try:
            done = self._build_urgent(urgent)
            self.busy = False  # before anybody hears that it is over
            self._end(done)
        except CopydeskError as error:
            self._stop(error)
        except Exception as error:  # noqa: BLE001  the watch goes on, whatever it was
            message = f"a bug of copydesk: {type(error).__name__}: {error}"
            hint = "report it; `copydesk build -v` shows where it happened"
            self._stop(CopydeskError(message, hint=hint, code="bug"))
        self.busy = False

    def _check_code(self) -> None:
        """Raise `ToolError` where copydesk was replaced: half of it would be the old one."""
        now = versions.code_version(self._code)
        if now[1] != self._code[1]:
            message = "copydesk itself has changed"
            raise ToolError(message, hint="start `copydesk watch` again", code="tool.replaced")
        self._code = now

    def _build_urgent(self, urgent: tuple[str, ...]) -> Report:
        """Build what is stale, the `urgent` submissions first."""
        asked = self._asked
        loaded = config.load(asked.root)
        for key, value, origin in asked.flags:
            loaded = config.overlay(loaded, {key: value}, origin)
        self._settings = loaded
        self._look(loaded)
        if self._named is None:
            self._look_named(state.load(asked.root / loaded.out))
        if first := self._submissions(loaded, urgent):
            done = self._build_names(loaded, first, asked.root)
            if done.interrupted:
                return done
        return self._build_names(loaded, asked.names, asked.here)

    def _build_names(self, loaded: Config, names: tuple[str, ...], here: Path | None) -> Report:
        # A document that failed would fail again, and perhaps take all the time it may.
        options = replace(
            self._asked.options,
            rebuild_all=self._anew,
            engine=self._engine,
            give_up=not self._first,
        )
        done = build(
            self._asked.root, loaded, names, options, here=here, tell=self._tell, progress=self
        )
        if done.interrupted and (self._ended or not self._broken_off):
            raise KeyboardInterrupt
        return done

    def _engine(self, desk: Survey, held: Collection[int]) -> Engine:
        """Who does the work for `desk`."""
        self._look_named(desk.state)  # before they are read
        others = find_pool(desk, held, self._asked.options.jobs)
        return partial(self._worker.run, others=others)

    def _look(self, loaded: Config) -> None:
        """Watch what the settings say, if that is elsewhere now."""
        root, named = self._asked.root, self._named or ()
        files = (root / name for name in (*loaded.files(), *loaded.packs, *named))
        places = Places(
            root,
            _absolute(root / loaded.source),
            _absolute(root / loaded.out),
            tuple(dict.fromkeys(map(_absolute, files))),
        )
        if places != self._places:
            self._places = places
            self._changes.look(places)
        if self._preview:
            self._preview.out = places.out

    def _look_named(self, known: BuildState) -> None:
        """Watch the files that sidecars name, if they are others."""
        named = tuple(name for name, *_ in named_files.list_named(known))
        if named != self._named and self._settings:
            self._named = named
            self._look(self._settings)

    def _submissions(self, loaded: Config, changed: tuple[str, ...]) -> tuple[str, ...]:
        """Those that are among the files `changed`, or whose sidecars are."""
        if self._asked.names or not changed:
            return ()
        there = find_submissions(self._asked.root, loaded.source).submissions
        paths = {path for path, _, _ in there}
        found = (name.removesuffix(SIDECAR) for name in changed)
        return tuple(dict.fromkeys(name for name in found if name in paths))

    # ── what a build says ────────────────────────────────────────────────────

    def say(self, text: str) -> None:
        """Tell what is about none of the documents."""
        self._say(text)

    def expect(self, weights: Mapping[str, int]) -> None:
        """Say nothing before something is made."""

    def pulse(self, slugs: Sequence[str]) -> None:  # noqa: ARG002  the watch names what is made
        """Break off a batch for what has changed meanwhile: what is finished stays.

        A build of which nothing was heard yet goes on; it may be the only one of a long text.
        """
        self._gather()
        long = time.monotonic() - self._started > SOON and self._counts.total()
        if self._moved and long and not self._anew:
            self._broken_off = True
            raise KeyboardInterrupt

    def _tell(self, outcome: DocumentOutcome) -> None:
        if self._preview:
            self._preview.heard(outcome)
        before, self._known[outcome.slug] = self._known.get(outcome.slug), outcome
        # What is refused or given up is told with every build, and was read the first time.
        if before and before.status == outcome.status and outcome.exit_code:
            same = (before.message, before.source) == (outcome.message, outcome.source)
            if same and not any(name.startswith(outcome.source) for name in self._cause):
                return
        self._counts[outcome.status] += 1
        if outcome.exit_code or not self._voice.quiet:
            line = report.outcome_line(outcome, why=self._voice.why, colour=self._voice.colour)
            self._voice.say(line)

    def _end(self, result: Report) -> None:
        if self._preview:
            # One that was broken off may have been about the latest changes alone.
            everything = not (self._asked.names or result.interrupted)
            self._preview.ended(result, everything=everything)
        if result.interrupted:
            return  # what has changed goes first now, and the rest comes after it
        first, *notes = summarise(result if self._first else _without_questions(result)).split("\n")
        if self._first:
            self._say(first)
        elif self._counts:
            parts = ", ".join(f"{count} {status}" for status, count in self._counts.items())
            self._say(f"{_clock()}  {parts} · {time.monotonic() - self._started:.1f} s")
        elif self._cause:
            self._say(f"{_clock()}  nothing is stale")
        for note in notes:
            if note not in self._said:
                self._say(note)
        self._said = set(notes)
        if self._first:
            self._say("waiting for changes; Ctrl-C ends")
        self._first = False
        if any(outcome.code == state.DISK for outcome in result.outcomes):
            self._wait_longer()
        else:
            self._delay = SOON

    def _stop(self, error: CopydeskError) -> None:
        """A whole build came to nothing; whatever the reason, the next one may not."""
        usage = isinstance(error, UsageError) and not isinstance(error, ConfigError)
        if self._first and usage:
            raise error
        if self._preview:
            self._preview.stopped(error)
        code = f" [{error.code}]" if error.code else ""
        text = f"{_clock()}  {escape(str(error))}{code}"
        if str(error) not in self._said:
            hint = f"\n  {escape(error.hint)}" if error.hint else ""
            self._voice.say(f"{text}{hint}\n  waiting; it is tried again")
        self._said = {str(error)}
        if isinstance(error, ToolError):
            self._wait_longer()
        elif error.code != "bug":
            self._again = time.monotonic() + SOON

    def _wait_longer(self) -> None:
        self._again = time.monotonic() + self._delay
        self._delay = min(SELDOM, 2 * self._delay)

    def _say(self, text: str) -> None:
        if not self._voice.quiet:
            self._voice.say(text)


def _without_questions(result: Report) -> Report:
    """`result` as if nothing had been worked on; the lines of the articles have told of that."""
    made = (one for one in result.outcomes if one.status.startswith("built"))
    return replace(result, outcomes=tuple(replace(one, seconds=0.0) for one in made))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  `a/../b` is b for who watches


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_ROOM])
    return shown if len(names) <= _ROOM else f"{shown} and {len(names) - _ROOM} more"
