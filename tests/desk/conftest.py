from __future__ import annotations

import pytest

from desk.bench import Desk


@pytest.fixture
def built(bench: Desk) -> Desk:
    """A desk with two finished articles."""
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.build()
    assert bench.reasons() == {}
    return bench
