"""Rebuilding as people write: waits for changes, has a builder build, and tells what came of it.

This process watches, serves and talks, and never builds; `builder` does, and can be ended and
replaced. Whatever a build ends in, the watch goes on: a document that fails costs itself,
settings that cannot be read are waited for, and so are another build that holds the desk and a
disk that is full.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from types import FrameType
from typing import Final, NoReturn

from copydesk.builder import report, store
from copydesk.builder.report import Outcome, Report, escape
from copydesk.builder.summary import summarise
from copydesk.builder.watch.build_process import DISK, Asked, Builder, Outdated, Word
from copydesk.builder.watch.changes import Changes, Places
from copydesk.builder.watch.preview import Preview
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


@dataclass(frozen=True, slots=True)
class Voice:
    """How the watch talks: `say` gets its lines."""

    say: Callable[[str], None]
    why: bool = False
    quiet: bool = False
    colour: bool = False


@dataclass(slots=True)
class _Round:
    """One build: the files whose change it is for, and what was heard of it."""

    moved: tuple[str, ...] = ()
    started: float = field(default_factory=time.monotonic)
    counts: Counter[str] = field(default_factory=Counter)
    tries: int = 1
    urgent: tuple[str, ...] = ()
    broken_off: bool = False


def watch(asked: Asked, voice: Voice, preview: Preview | None = None) -> int:
    """Build what `asked` means, and again whenever something of it changes; the exit code.

    Ends with an interrupt (Ctrl-C, SIGTERM), which is no error: 0, or 130 when it broke off a
    build. Raises `UsageError` for a target that is not there from the start, and `ToolError`
    where watchfiles is not installed.
    """
    watcher = _Watch(asked, voice, preview)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        watcher.run()
    except KeyboardInterrupt:
        return INTERRUPTED if watcher.busy else DONE
    finally:
        patience = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends already
        watcher.close()
        signal.signal(signal.SIGINT, patience)
        signal.signal(signal.SIGTERM, before)


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


class _Watch:
    def __init__(self, asked: Asked, voice: Voice, preview: Preview | None) -> None:
        self._asked = asked
        self._voice = voice
        self._preview = preview
        self._places = Places(asked.root, asked.root / "source", asked.root / "dist")
        self._changes = Changes()
        self._builder: Builder | None = None
        self._round: _Round | None = None
        #: Changes that no build was asked for yet; None means that nothing has moved.
        self._moved: set[str] | None = set()
        self._again = 0.0
        self._delay = SOON
        self._said: set[str] = set()
        self._known: dict[str, Outcome] = {}
        self._first = True
        self._broken_off = False

    @property
    def busy(self) -> bool:
        """Whether a build is under way."""
        return self._round is not None

    def run(self) -> NoReturn:
        """Watch until something is raised."""
        self._changes.look(self._places)
        while True:
            if self._moved is not None and not self._round:
                self._ask(self._moved)
                self._moved = None
            self._wait()

    def close(self) -> None:
        """End the builder and the thread that watches."""
        if self._builder:
            self._builder.end()
            store.drop_aside(self._places.out, self._builder.pid)
        self._changes.close()

    def _wait(self) -> None:
        pipes = [self._changes.pipe, *([self._builder.pipe] if self._builder else [])]
        left = max(0.0, self._again - time.monotonic()) if self._again else None
        ready = connection.wait(pipes, None if self._round else left)
        if self._changes.pipe in ready:
            self._gather()
        if self._builder and self._builder.pipe in ready:
            self._hear(self._builder)
        if not self._round and self._again and time.monotonic() >= self._again:
            self._moved = self._moved or set()

    # ── changes ──────────────────────────────────────────────────────────────

    def _gather(self) -> None:
        for told in self._changes.told():
            if isinstance(told, str):
                self._say(told)
                continue
            self._moved = (self._moved or set()) | set(told)
        if self._moved and self._round:
            self._hurry(self._round)

    def _hurry(self, round_: _Round) -> None:
        """Break off a batch for what has changed meanwhile: what is finished stays.

        A build of which nothing was heard yet goes on; it may be the only one of a long text.
        """
        long = time.monotonic() - round_.started > SOON and round_.counts.total()
        anew = self._first and self._asked.options.rebuild_all
        if self._builder and long and not round_.broken_off and not anew:
            round_.broken_off = True
            self._builder.break_off()

    def _ask(self, moved: set[str]) -> None:
        names = tuple(sorted(moved))
        if names:
            self._say(f"{_clock()}  changed: {escape(_listed(names))}")
        self._again = 0.0
        self._round = _Round(names, urgent=names if self._broken_off else ())
        self._broken_off = False
        self._send()

    def _send(self) -> None:
        """Have a builder build; a new one, where there is none any more."""
        anew = self._first and self._asked.options.rebuild_all
        try:
            if self._builder is None:
                self._builder = Builder(self._asked)
            self._builder.ask(anew=anew, urgent=self._round.urgent if self._round else ())
        except OSError:
            self._lost()

    # ── what the builder says ────────────────────────────────────────────────

    def _hear(self, builder: Builder) -> None:
        try:
            word: Word = builder.pipe.recv()
        except (EOFError, OSError):
            self._lost()
            return
        match word:
            case Places():
                self._settle(word, builder)
            case Outcome():
                self._tell(word)
            case Outdated():
                self._say("copydesk itself has changed; the new one goes on")
                self._replace()
                self._send()
            case Report():
                self._end(word)
            case CopydeskError():
                self._stop(word)

    def _lost(self) -> None:
        """The builder has died, which is nobody's wish: another one tries once."""
        code = self._replace()
        if self._round is None:
            return
        self._round.tries += 1
        if self._round.tries <= 2:
            self._send()
            return
        message = f"the process that builds ended twice (exit code {code})"
        hint = "save the text again, or run `copydesk`"
        self._stop(ToolError(message, hint=hint, code="desk.worker"))

    def _replace(self) -> int:
        builder, self._builder = self._builder, None
        if builder is None:
            return 0
        code = builder.exit_code()
        builder.end()
        return code

    def _settle(self, places: Places, builder: Builder) -> None:
        if places != self._places:
            self._places = places
            self._changes.look(places)
        if self._preview:
            self._preview.out = places.out
        with contextlib.suppress(OSError):  # it has died, which its pipe tells
            builder.go_on()

    def _tell(self, outcome: Outcome) -> None:
        if self._preview:
            self._preview.heard(outcome)
        before, self._known[outcome.slug] = self._known.get(outcome.slug), outcome
        moved = self._round.moved if self._round else ()
        # What is refused or given up is told with every build, and was read the first time.
        if before and before.status == outcome.status and outcome.exit_code:
            same = (before.message, before.source) == (outcome.message, outcome.source)
            if same and not any(name.startswith(outcome.source) for name in moved):
                return
        if self._round:
            self._round.counts[outcome.status] += 1
        if outcome.exit_code or not self._voice.quiet:
            line = report.outcome_line(outcome, why=self._voice.why, colour=self._voice.colour)
            self._voice.say(line)

    def _end(self, result: Report) -> None:
        if self._preview:
            # One that was broken off may have been about the latest changes alone.
            everything = not (self._asked.names or result.interrupted)
            self._preview.ended(result, everything=everything)
        done, self._round = self._round, None
        self._broken_off = result.interrupted
        if self._broken_off:
            return  # what has changed goes first now, and the rest comes after it
        first, *notes = summarise(result if self._first else _without_questions(result)).split("\n")
        if self._first:
            self._say(first)
        elif done and done.counts:
            parts = ", ".join(f"{count} {status}" for status, count in done.counts.items())
            self._say(f"{_clock()}  {parts} · {time.monotonic() - done.started:.1f} s")
        elif done and done.moved:
            self._say(f"{_clock()}  nothing is stale")
        for note in notes:
            if note not in self._said:
                self._say(note)
        self._said = set(notes)
        if self._first:
            self._say("waiting for changes; Ctrl-C ends")
        self._first = False
        if any(outcome.code == DISK for outcome in result.outcomes):
            self._wait_longer()
        else:
            self._delay = SOON

    def _stop(self, error: CopydeskError) -> None:
        """A whole build came to nothing; whatever the reason, the next one may not."""
        self._round = None
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


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_ROOM])
    return shown if len(names) <= _ROOM else f"{shown} and {len(names) - _ROOM} more"
