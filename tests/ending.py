"""A bound that only work without end reaches, for texts on which a slip takes minutes.

It counts what this process works, not what a clock shows: a busy machine comes no nearer to it.
How fast something is, `benchmarks/` measures; how work grows, `make soak` tries.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Final, NoReturn

#: Seconds of the processor; what is tried takes one, at most three.
BOUND: Final = 30.0


class EndlessError(AssertionError):
    """Work went on past the bound."""


@contextlib.contextmanager
def ending(bound: float = BOUND) -> Iterator[None]:
    """Fail work that takes `bound` seconds of the processor, where the system counts them.

    >>> with ending(0.05):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    ending.EndlessError: still at work after 0.05 seconds of the processor
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise EndlessError(f"still at work after {bound:g} seconds of the processor")

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, bound)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
