from __future__ import annotations

from pathlib import Path

import pytest

from desk.bench import Desk, install


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty desk behind which the small line of `bench` works."""
    install(monkeypatch.setattr)
    (tmp_path / "source").mkdir()
    return Desk(tmp_path)


@pytest.fixture
def built(bench: Desk) -> Desk:
    """A desk with two finished articles."""
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.build()
    assert bench.reasons() == {}
    return bench
