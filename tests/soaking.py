"""How much a run draws: `make soak` looks at many more texts than every change can wait for."""

from __future__ import annotations

import os
from typing import Final

SOAKING: Final = bool(os.environ.get("COPYDESK_SOAK"))
_TIMES: Final = 20


def drawn(examples: int) -> int:
    """How many examples a law that settles for `examples` draws in this run."""
    return examples * _TIMES if SOAKING else examples
