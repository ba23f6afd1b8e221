from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from copydesk.system import pictures


def drawn(format_: str, width: int, height: int, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, format_, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("format_", "named"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
    ],
)
def test_kind_and_size_are_told_from_the_header(format_: str, named: str) -> None:
    data = drawn(format_, 30, 20)
    found = pictures.kind(data)
    assert found is not None
    assert found[0] == named
    assert pictures.pixels(data) == 600


def test_the_size_of_a_jpeg_stands_behind_whatever_segments() -> None:
    exif = b"Exif\x00\x00" + b"\xff\xc0" * 500
    data = drawn("JPEG", 30, 20, exif=exif, progressive=True, comment=b"\xff\xc0mud")
    assert pictures.pixels(data) == 600


@pytest.mark.parametrize("format_", ["BMP", "TIFF"])
def test_what_cannot_be_printed_is_no_picture(format_: str) -> None:
    assert pictures.kind(drawn(format_, 3, 2)) is None


@given(st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8"]), st.binary(max_size=60))
def test_no_bytes_are_an_exception(start: bytes, rest: bytes) -> None:
    assert pictures.pixels(start + rest) >= 0
