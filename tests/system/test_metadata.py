"""Pictures lose what they tell of their makers, and look as they did."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from copydesk.system.pictures import (
    UnprintableError,
    kind,
    make_printable,
    pixels,
    strip_metadata,
)

SECRET = "Mara Osei, 59.91 N 10.75 E"  # noqa: S105  what must not be published


def drawn() -> Image.Image:
    image = Image.new("RGB", (6, 4))
    image.putdata([(x * 40, x * 3, 200 - x) for x in range(24)])
    return image


def png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET)
    told.add_itxt("XML:com.adobe.xmp", SECRET)
    stream = BytesIO()
    drawn().save(stream, "PNG", pnginfo=told, dpi=(300, 300), exif=exif())
    return stream.getvalue()


def exif(turned: int = 6) -> bytes:
    told = Image.Exif()
    told[0x0112] = turned
    told[0x010F] = SECRET
    told[0x8298] = SECRET
    return told.tobytes()


def jpeg(*, progressive: bool = False, turned: int = 6) -> bytes:
    stream = BytesIO()
    drawn().save(
        stream, "JPEG", exif=exif(turned), comment=SECRET.encode(), progressive=progressive,
        icc_profile=b"a profile",
    )  # fmt: skip
    return stream.getvalue() + SECRET.encode()


def gif() -> bytes:
    stream = BytesIO()
    frames = [drawn().convert("P"), drawn().rotate(180).convert("P")]
    frames[0].save(
        stream, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET.encode()
    )
    return stream.getvalue()


PICTURES = {
    "png": png(), "jpeg": jpeg(), "progressive": jpeg(progressive=True), "gif": gif(),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_told_and_nothing_looks_different(name: str) -> None:
    data = PICTURES[name]
    assert SECRET.encode() in data
    clean = strip_metadata(data)
    assert SECRET.encode() not in clean
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(clean))
    assert after.tobytes() == before.tobytes()
    assert getattr(after, "n_frames", 1) == getattr(before, "n_frames", 1)
    assert (kind(clean), pixels(clean)) == (kind(data), 24)
    assert strip_metadata(clean) == clean


@pytest.mark.parametrize("turned", [1, 8])
def test_a_photograph_is_set_upright_and_says_nothing_of_it(turned: int) -> None:
    _, made = make_printable("image/jpeg", jpeg(turned=turned), 100, 1_000)
    assert SECRET.encode() not in made
    picture = Image.open(BytesIO(made))
    before = Image.open(BytesIO(jpeg())).size
    assert picture.size == (before if turned == 1 else before[::-1])
    assert not picture.getexif()


def test_colours_and_resolution_stay() -> None:
    assert Image.open(BytesIO(strip_metadata(jpeg()))).info["icc_profile"] == b"a profile"
    assert Image.open(BytesIO(strip_metadata(png()))).info["dpi"] == pytest.approx(
        (300, 300), abs=1
    )


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_cut_short_is_told_so_or_stays_a_picture(name: str) -> None:
    data = PICTURES[name]
    for end in range(8, len(data) - len(SECRET) - 2, 7):
        with pytest.raises(UnprintableError):
            strip_metadata(data[:end])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31) + b"IDAT",
        b"\xff\xd8\xff\xe0\xff\xff",
        b"\xff\xd8\xff\xff\xff\xff",
        b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * 1_000,
        b"GIF89a" + b"\x00" * 7 + b"\x21\xff" + b"\xff" * 300,
        b"\x89PNG\r\n\x1a\n" + zlib.compress(b"no chunk at all"),
    ],
)
def test_hostile_blocks_end(data: bytes) -> None:
    with pytest.raises(UnprintableError):
        strip_metadata(data)
