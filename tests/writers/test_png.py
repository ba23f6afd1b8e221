"""What the desk packs itself, others read as it was."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from copydesk.writers.png import png

WIDTH = 9
PALETTE = [*range(256)] * 3
ROWS = st.one_of(st.binary(min_size=WIDTH, max_size=WIDTH), st.just(b"\x07" * WIDTH))
#: Rows, each as often as it is repeated.
SHEETS = st.lists(st.tuples(ROWS, st.integers(1, 70)), min_size=1, max_size=8)


def _drawn(rows: list[bytes]) -> bytes:
    return png((len(rows[0]), len(rows)), rows, PALETTE)


@given(SHEETS)
def test_every_pixel_is_read_as_it_was_drawn(sheet: list[tuple[bytes, int]]) -> None:
    rows = [row for row, count in sheet for _ in range(count)]
    with Image.open(io.BytesIO(_drawn(rows))) as picture:
        assert picture.size == (WIDTH, len(rows))
        assert picture.tobytes() == b"".join(rows)
        assert picture.getpalette() == PALETTE


def test_a_row_of_nothing_but_ground_takes_four_bytes_at_most() -> None:
    assert len(_drawn([b"\x01" * 1_400] * 1_000)) < 4 * 1_000


def test_the_same_sheet_gives_the_same_bytes_whatever_was_packed_before() -> None:
    sheet = [b"\x01" * WIDTH] * 40 + [bytes(range(WIDTH))]
    first = _drawn(sheet)
    _drawn([b"\x01" * WIDTH] * 72)
    assert _drawn(sheet) == first
