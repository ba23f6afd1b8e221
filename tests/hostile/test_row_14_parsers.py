"""Row 14: no markup stalls a reader; all of these end within seconds of processor time.

No reader is pandoc's; front matter has neither aliases nor tags; the tags and attributes of a
page are counted before it is parsed. The growth of each stage is measured in
`tests/properties/test_growth.py`. Promised on every system; the deadline of a document holds
what nobody thought of.
"""

from __future__ import annotations

import pytest

from hostile.bombs import BOMBS
from hostile.spent import check

pytestmark = pytest.mark.check

NAMES = [name for name, bomb in BOMBS.items() if bomb.row == 14]


@pytest.mark.parametrize("name", NAMES)
def test_markup_made_to_stall_a_parser_ends(name: str) -> None:
    check(BOMBS[name])
