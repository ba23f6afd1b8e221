"""Where tests write: in memory where there is room, since they write thousands of files.

Each of them is written down to the disk, and a small build waits longer for that than it works.
Tests of that very thing take a folder `on_disk`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

MEMORY: Final = Path("/dev/shm")  # noqa: S108  pytest makes a folder in it that is ours alone
#: Ten times what all tests leave there.
ROOM: Final = 1_000_000_000
#: Where pytest makes the folders of tests, if it is set.
ROOT: Final = "PYTEST_DEBUG_TEMPROOT"


def pytest_configure(config: pytest.Config) -> None:
    """Have folders made in memory, unless the caller said where."""
    if config.option.basetemp is None and has_room(MEMORY):
        os.environ.setdefault(ROOT, str(MEMORY))


def has_room(folder: Path) -> bool:
    """Whether `folder` is one to write in, with room for what tests write."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """A folder where the system has such, which is mostly on a disk."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
