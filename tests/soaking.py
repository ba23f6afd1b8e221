"""How much a run draws: `make soak` looks at many more texts than every change can wait for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

_SOAK: Final = os.environ.get("COPYDESK_SOAK", "")
SOAKING: Final = bool(_SOAK)
#: `make soak-all`, which may take hours.
WHOLLY: Final = _SOAK == "all"
_TIMES: Final = 20
#: Of so many articles of the corpus each change looks at one.
_EACH: Final = 16
#: Texts that a law draws in each change, at most; they are the same ones every time.
_FEW: Final = 40


def drawn(examples: int) -> int:
    """How many examples a law that settles for `examples` draws in this run."""
    return examples * _TIMES if SOAKING else min(examples, _FEW)


def some(articles: Sequence[T]) -> Sequence[T]:
    """Those of the corpus that this run looks at: some in each change, all in a soak."""
    return articles if SOAKING else articles[::_EACH]
