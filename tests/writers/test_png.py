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


@given(SHEETS)
def test_every_pixel_is_read_as_it_was_drawn(sheet: list[tuple[bytes, int]]) -> None:
    pixels = b"".join(row * count for row, count in sheet)
    with Image.open(io.BytesIO(png(WIDTH, pixels, PALETTE))) as picture:
        picture.load()
        assert picture.size == (WIDTH, len(pixels) // WIDTH)
        assert picture.tobytes() == pixels
        assert picture.getpalette() == PALETTE


def test_a_row_of_nothing_but_ground_takes_three_bytes_at_most() -> None:
    ground = b"\x01" * 1_400
    assert len(png(1_400, ground * 1_000, PALETTE)) < 3 * 1_000


def test_the_same_sheet_gives_the_same_bytes_whatever_was_packed_before() -> None:
    sheet = b"\x01" * WIDTH * 40 + bytes(range(WIDTH))
    first = png(WIDTH, sheet, PALETTE)
    png(WIDTH, b"\x01" * WIDTH * 72, PALETTE)
    assert png(WIDTH, sheet, PALETTE) == first
