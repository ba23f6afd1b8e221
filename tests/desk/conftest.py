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
