from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageFile

from copydesk.system import pictures
from copydesk.system.pictures import UnprintableError, make_printable

LONGEST = 100
MOST = 40_000_000


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
    assert make_printable(*given, LONGEST, MOST) == given


def test_an_upright_photograph_with_remarks_keeps_all_other_bytes() -> None:
    given = drawn("L", (40, 60), "JPEG", exif=turned(1))
    assert make_printable(*given, LONGEST, MOST) == drawn("L", (40, 60), "JPEG")


def test_a_picture_that_moves_keeps_its_bytes_whatever_its_size() -> None:
    frames = [Image.new("L", (300, 200), shade) for shade in (0, 128, 255)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    given = ("image/gif", target.getvalue())
    assert make_printable(*given, LONGEST, MOST) == given


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
    media_type, data = make_printable(*drawn(mode, (400, 200), form, **options), LONGEST, MOST)
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        assert picture.size == (100, 50)
        assert picture.get_format_mimetype() == media_type


def test_a_photograph_on_its_side_is_turned_and_says_so_no_more() -> None:
    media_type, data = make_printable(*drawn("L", (60, 40), "JPEG", exif=turned(6)), LONGEST, MOST)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (40, 60)
        assert 0x0112 not in picture.getexif()
        # What lay at the top left stands at the top right.
        assert picture.getpixel((35, 5)) < 60
        assert picture.getpixel((5, 5)) > 180
    assert media_type == "image/jpeg"


def test_a_photograph_on_its_side_is_turned_whatever_else_its_remarks_hold() -> None:
    rows = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"  # it lies on its side
    rows += b"\x01\x31\x00\x05\x00\x00\x00\x01\x00\x00\x00\x26"  # its program is a fraction
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02" + rows + bytes(4)
    given = drawn("L", (60, 40), "JPEG", exif=exif + b"\x00\x00\x00\x01\x00\x00\x00\x02")
    media_type, data = make_printable(*given, LONGEST, MOST)
    with Image.open(io.BytesIO(data)) as picture:
        assert (media_type, picture.size) == ("image/jpeg", (40, 60))


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
    media_type, data = make_printable(*given, LONGEST, MOST)
    assert media_type == becomes
    assert pictures.kind(data) == (becomes, {"image/jpeg": ".jpg", "image/png": ".png"}[becomes])


@pytest.mark.parametrize("exif", [None, 3])
@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_what_is_seen_through_stays_so_when_a_picture_is_written_anew(
    mode: str, exif: int | None
) -> None:
    picture = Image.new("RGB", (60, 40) if exif else (300, 200), "white")
    picture.paste("black", (0, 0, picture.width // 2, picture.height // 2))
    picture = picture.quantize(4) if mode == "P" else picture.convert(mode)
    target = io.BytesIO()
    options = {"exif": turned(exif)} if exif else {}
    picture.save(target, "PNG", transparency=picture.getpixel((1, 1)), **options)
    media_type, data = make_printable("image/png", target.getvalue(), LONGEST, MOST)
    with Image.open(io.BytesIO(data)) as made:
        assert (media_type, made.mode) == ("image/png", "RGBA")
        corners = [made.getpixel((2, 2))[3], made.getpixel((made.width - 3, made.height - 3))[3]]
        assert corners == ([255, 0] if exif else [0, 255])


def test_printing_colours_become_those_of_screens() -> None:
    picture = Image.new("CMYK", (40, 30), (0, 255, 255, 0))
    target = io.BytesIO()
    picture.save(target, "JPEG")
    media_type, data = make_printable("image/jpeg", target.getvalue(), LONGEST, MOST)
    with Image.open(io.BytesIO(data)) as made:
        assert (media_type, made.mode) == ("image/jpeg", "RGB")
        red, green, blue = made.getpixel((20, 15))
        assert red > 200
        assert max(green, blue) < 60


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x02\x00\x00\x00\x03ab\x00\x00",
        b"Exif\x00\x00MM\x00*\xff\xff\xff\xff",
        b"Exif\x00\x00XX",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x0c\x00\x00\x00\x01\x7f\xf0\x00\x00",
    ],
)
def test_damaged_remarks_of_a_camera_are_no_reason_to_lose_the_photograph(exif: bytes) -> None:
    given = drawn("L", (60, 40), "JPEG", exif=exif)
    assert make_printable(*given, LONGEST, MOST) == drawn("L", (60, 40), "JPEG")


def test_a_frame_larger_than_its_file_says_is_refused_before_it_is_decoded() -> None:
    _, data = drawn("L", (20, 16), "GIF")
    at = data.index(b"\x2c\x00\x00\x00\x00") + 5
    for side in (13_300, 65_535):
        bomb = data[:at] + side.to_bytes(2, "little") * 2 + data[at + 4 :]
        assert pictures.pixels(bomb) == 20 * 16
        with pytest.raises(UnprintableError):
            make_printable("image/gif", bomb, LONGEST, MOST)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("form", ["WEBP", "PNG", "JPEG"])
def test_a_picture_cut_short_is_none_whatever_was_imported_before(
    monkeypatch: pytest.MonkeyPatch, form: str, *, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint sets it
    media_type, data = drawn("RGB", (4_000, 2_000), form)
    with pytest.raises(UnprintableError):
        make_printable(media_type, data[: len(data) // 2], LONGEST, MOST)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is lenient


def test_the_same_picture_gives_the_same_bytes() -> None:
    given = drawn("RGB", (400, 200), "JPEG")
    assert make_printable(*given, LONGEST, MOST) == make_printable(*given, LONGEST, MOST)
