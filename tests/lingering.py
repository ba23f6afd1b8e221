"""No test leaves a thread behind: beside one no worker is forked, so later tests would try another.

Where a worker cannot be forked its work is done in another way (`process.can_fork`), and a test of
the first passes for the second. Threads of what lives longer than a test, as the fixtures of a
module do, are not its own: they were there before it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Final

import pytest

#: Seconds for a thread to see that it is over.
_PATIENCE: Final = 5.0
#: Who listens to the one pandoc of all tests, which some of them make start anew.
_LISTENING: Final = "(_listen)"


@pytest.fixture(autouse=True)
def nobody_lingers() -> Iterator[None]:
    """Fail the test that leaves a thread."""
    before = {*threading.enumerate()}
    yield
    left = [one for one in threading.enumerate() if one not in before]
    for one in left:
        if not one.name.endswith(_LISTENING):
            one.join(_PATIENCE)
            assert not one.is_alive(), f"{one.name} runs on"
