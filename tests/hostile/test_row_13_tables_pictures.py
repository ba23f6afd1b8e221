"""Row 13: tables, spans and pictures are bounded, and what is too large is never silently gone.

The rows of a table past `limits.table_rows`, `table_columns` or `table_cells` are paragraphs,
which is asked about (`structure.table`); spans cost no more than their cells; a picture past
`limits.picture_pixels` leaves its caption and a question. Promised on every system.
"""

from __future__ import annotations

import pytest

from hostile.bombs import BOMBS
from hostile.spent import MEGABYTES, check, megabytes

pytestmark = pytest.mark.check

NAMES = [name for name, bomb in BOMBS.items() if bomb.row == 13]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_or_picture_made_to_cost_leaves_all_its_words(name: str) -> None:
    check(BOMBS[name])


def test_a_picture_too_large_is_never_unpacked() -> None:
    assert megabytes("a PNG of 144 million pixels") < MEGABYTES
