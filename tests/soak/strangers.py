"""Submissions that mean harm, one for each way to harm a batch, made when they are asked for."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hostile.bombs import BOMBS, Bomb, white

#: Prose that follows, so that what a reader makes of the rest is an article.
PROSE: Final = "The mill was sold for a thousand pounds, and nobody asked the miller. " * 8
#: The beginning of an article like others.
TOP: Final = f"How the town lost a mill\n\nBy Ada Lovell\n\n{PROSE}\n\n"


def _page(body: str) -> bytes:
    head = "<!DOCTYPE html><title>How the town lost a mill</title>"
    return (
        f"{head}<article><h1>How the town lost a mill</h1><p>{PROSE}</p>{body}</article>".encode()
    )


def _noise(number: int) -> bytes:
    return random.Random(number).randbytes(50_000)  # noqa: S311  the same ones each time


def _packed(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


#: The ending of the file, and what is in it; by the `mined` line some end their worker.
KINDS: Final[Mapping[str, tuple[str, Callable[[int], bytes]]]] = {
    "ends its worker": (".txt", lambda _: b"die " + TOP.encode()),
    "leaves without a word": (".txt", lambda _: b"leave " + TOP.encode()),
    "asks for all memory": (".txt", lambda _: b"gorge " + TOP.encode()),
    "is no text": (".txt", lambda _: bytes(200_000)),
    "is noise": (".docx", _noise),
    "unpacks to a thousand times its size": (
        ".docx", lambda _: _packed({"word/document.xml": bytes(150_000_000)})
    ),
    "leads out": (".odt", lambda _: _packed({"../../content.xml": b"<a/>", "mimetype": b"x"})),
    "declares what it expands": (
        ".docx",
        lambda _: _packed({
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY a "aa">]><a>&a;</a>',
        }),
    ),
    "is deep": (".html", lambda _: _page("<div>" * 20_000 + "<p>undermost</p>")),
    "opens and never closes": (".md", lambda _: (TOP + "[" * 20_000 + "*a **a " * 2_000).encode()),
    "refers to itself": (
        ".md",
        lambda _: f"---\na: &a [x]\nb: [*a, *a]\ncsl: /etc/passwd\n---\n\n{TOP}".encode(),
    ),
    "has a line without end": (".txt", lambda _: (TOP + "mill " * 60_000).encode()),
    "shows a picture like a wall": (
        ".html", lambda _: _page('<figure><img src="wall.png"><figcaption>W.</figcaption></figure>')
    ),
    "is cut off": (".rtf", lambda _: rb"{\rtf1{\fonttbl{\f0 A;}}" + TOP.encode()[:200]),
    "has settings that are none": (".txt", lambda _: TOP.encode()),
}  # fmt: skip
#: Of this kind, which takes as long as it may, there is one alone.
SLEEPER: Final = b"sleep " + TOP.encode()


def lay(folder: Path, count: int) -> None:
    """Write `count` of them into `folder`: one of each kind, and bombs where there is more room."""
    (folder / "z-sleeper.txt").write_bytes(SLEEPER)
    for number, (name, (ending, make)) in enumerate(KINDS.items()):
        path = folder / f"z{number:03}{ending}"
        path.write_bytes(make(number))
        if name == "has settings that are none":
            Path(f"{path}.desk.toml").write_text("title = \n", encoding="utf-8")
        if name == "shows a picture like a wall":
            _put_beside(path, "wall.png", white(12_000, 12_000))
    for number, bomb in enumerate(_spread(count - 1 - len(KINDS)), len(KINDS)):
        path = folder / f"z{number:03}{Path(bomb.file).suffix}"
        path.write_bytes(bomb.make())
        for picture, draw in bomb.beside.items():
            _put_beside(path, picture, draw())


def _put_beside(path: Path, picture: str, data: bytes) -> None:
    path.with_suffix(".files").mkdir(exist_ok=True)
    (path.with_suffix(".files") / picture).write_bytes(data)


def _spread(count: int) -> list[Bomb]:
    """So many of all bombs, in steps of one length, and all again when there are not enough."""
    bombs = [*BOMBS.values()]
    step = max(1.0, len(bombs) / max(1, count))
    return [bombs[int(place * step) % len(bombs)] for place in range(count)]
