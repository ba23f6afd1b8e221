from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from copydesk.gate import pictures
from copydesk.gate.photographs import UndrawnError, printable

LONGEST = 100


def drawn(mode: str, size: tuple[int, int], form: str, **options: Any) -> tuple[str, bytes]:
    """Media type and bytes of a picture that is dark at the top left and light elsewhere."""
    picture = Image.new(mode, size, 220 if mode in ("L", "P") else None)
    picture.paste(Image.new(mode, (size[0] // 2, size[1] // 2), 20 if mode in ("L", "P") else 0))
    target = io.BytesIO()
    picture.save(target, form, **options)
    found = pictures.kind(target.getvalue())
    assert found is not None
    return found[0], target.getvalue()


def turned(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = value
    exif[0x010F] = "Maker of cameras"
    return exif


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
def test_a_picture_that_is_fit_keeps_its_bytes(form: str) -> None:
    given = drawn("L", (LONGEST, 40), form)
    assert printable(*given, LONGEST) == given


def test_an_upright_photograph_with_remarks_keeps_its_bytes() -> None:
    given = drawn("L", (40, 60), "JPEG", exif=turned(1))
    assert printable(*given, LONGEST) == given


def test_a_picture_that_moves_keeps_its_bytes_whatever_its_size() -> None:
    frames = [Image.new("L", (300, 200), shade) for shade in (0, 128, 255)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    given = ("image/gif", target.getvalue())
    assert printable(*given, LONGEST) == given


@pytest.mark.parametrize(
    ("mode", "form", "options"),
    [
        ("RGB", "JPEG", {}),
        ("L", "JPEG", {}),
        ("CMYK", "JPEG", {}),
        ("RGBA", "PNG", {}),
        ("P", "PNG", {}),
        ("P", "PNG", {"transparency": 3}),
        ("1", "PNG", {}),
        ("I;16", "PNG", {}),
        ("P", "GIF", {}),
        ("RGB", "WEBP", {}),
    ],
)
def test_a_large_picture_is_made_smaller_in_its_proportions(
    mode: str, form: str, options: dict[str, Any]
) -> None:
    media_type, data = printable(*drawn(mode, (400, 200), form, **options), LONGEST)
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert picture.size == (100, 50)
        assert picture.get_format_mimetype() == media_type


def test_a_photograph_on_its_side_is_turned_and_says_so_no_more() -> None:
    media_type, data = printable(*drawn("L", (60, 40), "JPEG", exif=turned(6)), LONGEST)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (40, 60)
        assert 0x0112 not in picture.getexif()
        # What lay at the top left stands at the top right.
        assert picture.getpixel((35, 5)) < 60
        assert picture.getpixel((5, 5)) > 180
    assert media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("mode", "lossless", "becomes"),
    [
        ("RGB", False, "image/jpeg"),
        ("RGB", True, "image/png"),
        ("RGBA", False, "image/png"),
        ("RGBA", True, "image/png"),
    ],
)
def test_webp_becomes_what_every_reader_of_books_knows(
    mode: str, becomes: str, *, lossless: bool
) -> None:
    given = drawn(mode, (40, 30), "WEBP", lossless=lossless)
    assert pictures.pixels(given[1]) == 40 * 30
    media_type, data = printable(*given, LONGEST)
    assert media_type == becomes
    assert pictures.kind(data) == (becomes, {"image/jpeg": ".jpg", "image/png": ".png"}[becomes])


def test_a_picture_cut_short_is_none() -> None:
    media_type, data = drawn("RGB", (400, 200), "WEBP")
    with pytest.raises(UndrawnError):
        printable(media_type, data[: len(data) // 2], LONGEST)


def test_the_same_picture_gives_the_same_bytes() -> None:
    given = drawn("RGB", (400, 200), "JPEG")
    assert printable(*given, LONGEST) == printable(*given, LONGEST)
