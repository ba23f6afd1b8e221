"""Articles that come to a desk, and what lies in its source then."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from copydesk.builder import intake
from copydesk.builder.intake import Arrival, Placed
from copydesk.config import Config

WORDS = "The pier was shut in the spring, and nobody has agreed since on why that was. " * 4
HEAD = "<!DOCTYPE html><html><head><title>The Pier at Night</title>{}</head><body><article>"
TAIL = f"<h1>The Pier at Night</h1><p>By Ada Lind</p>{{}}<p>{WORDS}</p></article></body></html>"


def page(body: str = "", head: str = "") -> str:
    return HEAD.format(head) + TAIL.format(body)


def picture(path: Path, colour: int = 90) -> bytes:
    """A small picture, written to `path` too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (120, 80), (colour, 120, 140)).save(path)
    return path.read_bytes()


def config(desk: Path) -> Config:
    return Config(root=str(desk))


def put(desk: Path, arrival: Arrival, wanted: str = "") -> Placed:
    return intake.place(desk, config(desk), arrival, wanted)


def bring(desk: Path, path: Path, wanted: str = "") -> Placed:
    return put(desk, intake.receive_file(path, config(desk)), wanted)


def content(desk: Path) -> dict[str, bytes]:
    source = desk / "source"
    return {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
