"""Row 9: a .docx or .odt costs what the limits say, whatever its members claim.

It is checked as a whole before anything in it is unpacked, in less than a second and 100 MB;
what is over a limit is refused with the limit named. Forged, overlapping, locked and
doubled members are tried in `tests/system/test_container.py`, whole files in
`tests/readers/test_word_refusals.py`. Promised on every system.
"""

from __future__ import annotations

import pytest

from hostile.bombs import BOMBS
from hostile.spent import MEGABYTES, check, megabytes

pytestmark = pytest.mark.check

NAMES = [name for name, bomb in BOMBS.items() if bomb.row == 9]


@pytest.mark.parametrize("name", NAMES)
def test_a_container_that_unpacks_without_end_is_refused_at_once(name: str) -> None:
    check(BOMBS[name])


def test_a_refused_container_takes_little_memory() -> None:
    assert megabytes("a zip of 500 MB") < MEGABYTES
