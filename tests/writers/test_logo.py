from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from copydesk.config import Config, overlay
from copydesk.errors import ConfigError
from copydesk.system import pictures
from copydesk.writers.logo import load_logo


def desk(folder: Path, name: str = "look/logo.png", pixels: int = 40_000_000) -> Config:
    tables = {"theme": {"logo": name}, "limits": {"picture_pixels": pixels}}
    return overlay(Config(root=str(folder)), tables, "test")


def drawn(folder: Path, size: tuple[int, int] = (300, 90)) -> bytes:
    remark = PngInfo()
    remark.add_text("Author", "mud")
    stream = BytesIO()
    Image.new("RGB", size).save(stream, "PNG", pnginfo=remark)
    (folder / "look").mkdir(exist_ok=True)
    (folder / "look" / "logo.png").write_bytes(stream.getvalue())
    return stream.getvalue()


def test_a_theme_without_a_logo_has_none() -> None:
    assert load_logo(Config()) is None


def test_a_logo_is_read_from_the_desk_and_tells_nothing_of_its_maker(tmp_path: Path) -> None:
    assert b"mud" in drawn(tmp_path)
    found = load_logo(desk(tmp_path))
    assert found is not None
    assert found.media_type == "image/png"
    assert pictures.size(found.data) == (300, 90)
    assert b"mud" not in found.data


def test_a_new_logo_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    sizes = []
    for size in ((30, 30), (40, 20)):
        drawn(tmp_path, size)
        found = load_logo(desk(tmp_path))
        assert found is not None
        sizes.append(pictures.size(found.data))
    assert sizes == [(30, 30), (40, 20)]


def test_a_logo_that_is_not_there_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"`look/logo.png` cannot be read"):
        load_logo(desk(tmp_path))


@pytest.mark.parametrize("data", [b"<svg/>", b"\x89PNG\r\n\x1a\n", b""])
def test_what_is_no_picture_cannot_be_a_logo(data: bytes, tmp_path: Path) -> None:
    drawn(tmp_path)
    (tmp_path / "look" / "logo.png").write_bytes(data)
    with pytest.raises(ConfigError, match=r"`look/logo.png` cannot be a logo"):
        load_logo(desk(tmp_path))


def test_a_logo_of_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    drawn(tmp_path)
    with pytest.raises(ConfigError, match="cannot be a logo"):
        load_logo(desk(tmp_path, pixels=26_999))
    assert load_logo(desk(tmp_path, pixels=27_000))
