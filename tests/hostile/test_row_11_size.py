"""Row 11: what is too large is refused with the limit named, and read no further.

Files by their size on disk, unread (`tests/builder/test_build.py`); lines, characters and
the number of lines while they are read. A sidecar has a limit too, and so has what TOML nests
(`tests/sidecar`, `tests/system/test_toml.py`). Promised on every system.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk import builder
from copydesk.config import Config, overlay
from hostile.bombs import BOMBS, text
from hostile.spent import check

pytestmark = pytest.mark.check

NAMES = [name for name, bomb in BOMBS.items() if bomb.row == 11]


@pytest.mark.parametrize("name", NAMES)
def test_a_text_that_is_too_large_is_refused_by_the_limit_it_is_over(name: str) -> None:
    check(BOMBS[name])


def test_files_with_holes_as_large_as_a_disk_are_refused_beside_a_good_one(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.txt").write_bytes(text("Nobody asked us."))
    (source / "mill.txt").write_bytes(text("Nobody asked the miller."))
    for name in ("huge.txt", "mill.txt.desk.toml"):
        with (source / name).open("wb") as file:
            file.truncate(1_000_000_000_000)
    config = overlay(Config(root=str(tmp_path)), {"formats": ["md"]}, "test")
    report = builder.build(tmp_path, config, (), builder.Options(jobs=1))
    told = {one.slug: one for one in report.outcomes}
    assert told["good"].status.startswith("built")
    assert (told["huge"].status, told["huge"].code) == ("refused", "refuse.too-large")
    assert "`limits.file_bytes`" in told["huge"].hint
    assert told["mill"].code == "sidecar.too-large"
    assert "`limits.sidecar_bytes`" in told["mill"].hint
