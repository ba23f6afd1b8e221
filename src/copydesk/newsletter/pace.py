"""Waiting between messages, in a way that an interrupt ends after the message under way."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Final

#: Seconds after which a wait looks whether it is to end.
_LOOK: Final = 0.2


@dataclass(slots=True)
class Pace:
    """Lets a message begin every `gap` seconds, until somebody has it `stopped`."""

    gap: float = 0.0
    stopped: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: float | None = None

    def next(self) -> bool:
        """Wait for the moment of the next message; whether it is to be sent.

        >>> told, moments = [], iter([0, 1, 6])
        >>> pace = Pace(gap=1.5, clock=lambda: next(moments), sleep=told.append)
        >>> [pace.next() for _ in range(2)], sum(told)
        ([True, True], 0.5)
        """
        now = self.clock()
        if self._last is not None and (rest := self._last + self.gap - now) > 0:
            self.pause(rest)
            now += rest
        self._last = now
        return not self.stopped

    def pause(self, seconds: float) -> bool:
        """Wait so many `seconds`, or until it is stopped; whether it is not."""
        while seconds > 0 and not self.stopped:
            self.sleep(min(seconds, _LOOK))
            seconds -= _LOOK
        return not self.stopped


@contextlib.contextmanager
def stop_on_interrupt(pace: Pace) -> Iterator[None]:
    """Have the first interrupt (Ctrl-C) stop `pace`, so that no message is left half sent.

    The second one ends everything at once.
    """

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  as it is called
        if pace.stopped:
            raise KeyboardInterrupt
        pace.stopped = True

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's matter
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
