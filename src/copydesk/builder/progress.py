"""How a batch goes, for the person who waits: a bar on a terminal, a line now and then elsewhere.

It is drawn with four escape sequences and no library: importing rich takes as much time as
a whole build with nothing to do. The desk's process has no threads, since it forks its
workers, so nothing moves but when the batch says something, which is twice a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Self, TextIO

from copydesk.builder.report import DocumentOutcome, escape, escape_lines, has_colour, outcome_line

#: A batch of no more documents than this tells what became of each; of a larger one what went
#: wrong is told at once, and the rest in the summary.
FEW: Final = 50
#: So many problems that were known before are told one by one.
KNOWN: Final = 20
#: Seconds between two lines of progress where nothing can be drawn over.
RHYTHM: Final = 30.0
#: A bar is drawn no more often, and not at all for what takes no longer than the second.
REDRAWN: Final = 0.1
PATIENCE: Final = 0.5
#: A document that takes longer is named.
LONG: Final = 3.0
#: What an article costs however short it is, in bytes of text that cost as much again
#: (measured in five formats on sixteen articles of 4 to 43 kB).
BASE: Final = 14_000
#: Columns of the bar itself, at least and at most.
NARROWEST: Final = 8
WIDEST: Final = 30


def say_duration(seconds: float, *, tenths: bool = True) -> str:
    """A stretch of time in words, short.

    >>> [say_duration(value) for value in (0.4, 12.3, 95, 1_020, 7_500)]
    ['0.4 s', '12 s', '1 min 35 s', '17 min', '2 h 5 min']
    """
    if tenths and seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    if minutes < 10:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def say_pace(done: int, seconds: float) -> str:
    """How fast it goes: by the second where more than one is done in it, else by the minute.

    >>> say_pace(84, 10), say_pace(3, 10)
    ('8.4/s', '18/min')
    """
    rate = done / seconds if seconds > 0 else 0.0
    return f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.0f}/min"


class Meter:
    """How far a batch is. Long documents come first, so time left is told by their bytes."""

    def __init__(self, weights: Mapping[str, int], begun: float) -> None:
        self.weights = weights
        self.begun = begun
        self.at_work: dict[str, float] = {}
        self._left = {slug: BASE + size for slug, size in weights.items()}
        self._whole = sum(self._left.values())

    def ended(self, slug: str) -> None:
        """One of the documents has its outcome."""
        self._left.pop(slug, None)

    def working(self, slugs: Sequence[str], now: float) -> None:
        """These are being worked on at the moment."""
        self.at_work = {slug: self.at_work.get(slug, now) for slug in slugs}

    def told(self, now: float) -> list[str]:
        """How far, how fast, how long still, and what takes long; the first matters most."""
        spent = now - self.begun
        parts = [f"{self.done:,}/{len(self.weights):,}"]
        if self.done:
            left = spent / self.share - spent
            parts.append(f"{say_duration(left, tenths=False)} left" if left >= 1 else "")
            parts.append(say_pace(self.done, spent))
        waited, slug = max(((now - since, slug) for slug, since in self.at_work.items()),
                           default=(0.0, ""))  # fmt: skip
        if waited > LONG:
            parts.append(f"{slug} {say_duration(waited, tenths=False)}")
        return [part for part in parts if part]

    @property
    def done(self) -> int:
        """How many documents have ended."""
        return len(self.weights) - len(self._left)

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1."""
        return 1 - sum(self._left.values()) / (self._whole or 1)


def draw_bar(meter: Meter, now: float, columns: int) -> str:
    """One line of no more than `columns` that shows how far `meter` is.

    What finds no room is left out, from the end. Only how long it lasts goes before the bar,
    which takes what is left over.

    >>> meter = Meter({"ferry": 0, "pier": 0}, begun=0)
    >>> meter.ended("ferry")
    >>> draw_bar(meter, 2.0, 60)
    '███████████████░░░░░░░░░░░░░░░  1/2 · 2 s left · 30/min'
    >>> draw_bar(meter, 2.0, 20)
    '1/2 · 2 s left'
    """
    text, *more = meter.told(now)
    for place, part in enumerate(more):
        if len(text) + len(part) + 3 + (NARROWEST + 2 if place else 0) <= columns:
            text = f"{text} · {part}"
    room = min(WIDEST, columns - len(text) - 2)
    if room < NARROWEST:
        return text[:columns]
    full = int(room * meter.share)
    return f"{'█' * full}{'░' * (room - full)}  {text}"


class Teller:
    """Tells on `stream` what becomes of each document, and meanwhile how far the batch is.

    `every` tells of each document however many there are, and where a bug of ours arose, `why`
    adds the reasons, and `quiet` leaves only what went wrong. To be used in a `with`, which ends
    without a trace of the bar, whatever ended it.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        every: bool = False,
        why: bool = False,
        quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._colour = has_colour(stream)
        self._draws = stream.isatty() and os.environ.get("TERM") != "dumb" and not quiet
        self._every, self._why, self._quiet = every or why, why, quiet
        self._clock = clock
        self._meter: Meter | None = None
        self._known: list[DocumentOutcome] = []
        self._shown = 0  # characters of the bar that stands on the terminal
        self._last = 0.0
        self._heard = True  # until whoever reads the stream has gone away

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tell_known()
        self._put("")

    def say(self, text: str) -> None:
        """Lines of another's, below all that was told so far."""
        self._tell_known()
        self._put("", text + "\n")

    # ── what the desk says ───────────────────────────────────────────────────

    def tell(self, outcome: DocumentOutcome) -> None:
        """Something became of a document."""
        if self._meter is None:
            self._hear_early(outcome)
            return
        self._meter.ended(outcome.slug)
        few = len(self._meter.weights) <= FEW
        if outcome.exit_code or (not self._quiet and (self._every or few)):
            self._say(outcome)
        self._show()

    def expect(self, weights: Mapping[str, int]) -> None:
        """These documents are to be built."""
        self._tell_known()
        now = self._clock()
        self._meter = Meter(weights, now)
        self._last = now

    def pulse(self, slugs: Sequence[str]) -> None:
        """These are being worked on."""
        if self._meter:
            self._meter.working(slugs, self._clock())
            self._show()

    # ── what a person sees ───────────────────────────────────────────────────

    def _hear_early(self, outcome: DocumentOutcome) -> None:
        """What stands before anything is built: what a dry run foresees, and old refusals."""
        if outcome.exit_code:
            self._known.append(outcome)
        elif not self._quiet:
            self._say(outcome)

    def _tell_known(self) -> None:
        """Tell what was known before, or leave it to the summary when it is much."""
        if len(self._known) <= KNOWN or self._every or self._quiet:
            for outcome in self._known:
                self._say(outcome)
        self._known = []

    def _say(self, outcome: DocumentOutcome) -> None:
        text = outcome_line(outcome, why=self._why, colour=self._colour) + "\n"
        self._put("", text + escape_lines(outcome.detail if self._every else ""))

    def _show(self) -> None:
        now = self._clock()
        if self._meter is None or self._quiet:
            return
        if not self._draws:
            if now - self._last >= RHYTHM:
                self._last = now
                self._put("", " · ".join(map(escape, self._meter.told(now))) + "\n")
        elif now - self._meter.begun >= PATIENCE and (
            not self._shown or now - self._last >= REDRAWN
        ):
            self._last = now
            # The last column stays free: a terminal may turn to the next line behind it.
            self._put(draw_bar(self._meter, now, _columns(self._stream) - 1))

    def _put(self, bar: str, text: str = "") -> None:
        """Write `text` in the place of the bar that stands there, and `bar` below it."""
        gone = ""
        if self._shown:
            # A terminal made narrower has broken the bar into several lines.
            up = (self._shown - 1) // _columns(self._stream)
            gone = f"\x1b[{up}A\r\x1b[J" if up else "\r\x1b[J"
        if self._heard and (gone or text or bar):
            try:
                self._stream.write(gone + text + bar)
                self._stream.flush()
            except OSError:  # as `head` does; that is its right, and the batch goes on
                self._heard = False
        self._shown = len(bar)


def _columns(stream: TextIO) -> int:
    """How wide the terminal is at the moment; a program that makes one may not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
