"""Pictures that lie beside a submission, in the folder that goes with it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from copydesk import config
from copydesk.builder import side_files, single_article
from copydesk.settings.limits import Limits

PROSE = (
    "The pier of Low Harbour was built twice, and both times it was paid for by people who never"
    " saw it. The first stood for nine years; the second, which is in the picture, still stands."
)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x80" * 60 for _ in range(60))
    head = struct.pack(">IIBBBBB", 60, 60, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


def put(root: Path, name: str, data: bytes) -> None:
    path = root / "source" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def page(source: str) -> bytes:
    picture = f'<p><img src="{source}" alt="The second pier" width="600" height="400"></p>'
    return (
        "<!doctype html><html><head><title>The second pier</title></head><body><article>"
        f"<h1>The second pier</h1><p>{PROSE}</p>{picture}<p>{PROSE.replace('nine', 'ten')}</p>"
        "</article></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("pier.files", "pier.files/second%20pier.png"),
        ("pier_files", "./pier_files/second%20pier.png"),
        ("pier.files", "https://quay.example/wp/second%20pier.png?w=600"),
    ],
)
def test_a_page_is_printed_with_the_picture_that_lies_beside_it(
    tmp_path: Path, folder: str, source: str
) -> None:
    put(tmp_path, "pier.html", page(source))
    put(tmp_path, f"{folder}/second pier.png", png())
    article = single_article.read_article(tmp_path, config.load(tmp_path), "source/pier.html")
    assert [picture.data for picture in article.edited.submission.pictures] == [png()]
    assert "compose.picture-missing" not in {query.code for query in article.queries}


def test_without_its_picture_the_page_asks_for_it(tmp_path: Path) -> None:
    put(tmp_path, "pier.html", page("second.png"))
    article = single_article.read_article(tmp_path, config.load(tmp_path), "source/pier.html")
    assert "compose.picture-missing" in {query.code for query in article.queries}


@pytest.mark.parametrize(
    "name", ["../secret.png", "..", "", "other.png", "/etc/hostname", "link.png"]
)
def test_nothing_but_a_file_of_the_folder_is_given_out(tmp_path: Path, name: str) -> None:
    put(tmp_path, "secret.png", png())
    put(tmp_path, "a.files/pier.png", png())
    (tmp_path / "source" / "a.files" / "link.png").symlink_to(tmp_path / "source" / "secret.png")
    find = side_files.picture_reader(tmp_path, "source/a.txt", Limits())
    assert find is not None
    assert find(name) is None
    assert find("x/pier.png") == png()


def test_pictures_past_the_limits_are_not_given_out(tmp_path: Path) -> None:
    put(tmp_path, "a.files/pier.png", png())
    put(tmp_path, "a.files/quay.png", png())
    small = side_files.picture_reader(tmp_path, "source/a.txt", Limits(picture_bytes=10))
    assert small is not None
    assert small("pier.png") is None
    scant = side_files.picture_reader(tmp_path, "source/a.txt", Limits(expanded_bytes=len(png())))
    assert scant is not None
    assert [scant("pier.png"), scant("quay.png")] == [png(), None]


def test_without_a_folder_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert side_files.picture_reader(tmp_path, "source/a.txt", Limits()) is None
    assert side_files.digest_pictures(tmp_path, "source/a.txt", Limits()) == ""
    assert side_files.stamp_pictures(tmp_path, "source/a.txt") == ""


def test_a_picture_that_goes_away_while_it_is_asked_about_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.files/pier.png", png())
    put(tmp_path, "a.files/quay.png", png())
    here = tmp_path, "source/a.txt"
    listed = list(side_files.list_pictures(*here))
    (tmp_path / "source" / "a.files" / "pier.png").unlink()
    left = side_files.stamp_pictures(*here), side_files.digest_pictures(*here, Limits())
    monkeypatch.setattr(side_files, "list_pictures", lambda *_: iter(listed))
    assert (side_files.stamp_pictures(*here), side_files.digest_pictures(*here, Limits())) == left
