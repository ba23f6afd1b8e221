"""Submissions that were made to cost: none is kept, each is made when it is asked for.

What a bomb is made to exhaust says its row of the register (`HAZARDS`): 9 containers, 11 size,
12 depth, 13 tables and pictures, 14 parsers. Each is either refused with the limit that it is
over, or built with its deepest word in it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from PIL import Image

from readers.wordfiles import docx, p, rtf

#: The word that lies where a careless reader no longer looks.
WORD: Final = "undermost"
PROSE: Final = (
    "The harbour of Aldmouth was sold for a thousand pounds, and nobody asked the miller about"
    " it at all. "
)
_TOP: Final = f"How Aldmouth lost a mill\n\nBy Ada Lovell\n\n{PROSE * 3}\n\n"
_END: Final = f"\n\n{PROSE * 3}\n"


@dataclass(frozen=True, slots=True)
class Bomb:
    """A submission called `file`: `make` gives its bytes, `beside` the pictures that it names.

    `refused` is the code of the refusal and the limit that it names; without one it is built,
    its word is in the article, and `asked` are the codes of what is asked about it.
    """

    row: int
    file: str
    make: Callable[[], bytes]
    refused: tuple[str, str] = ("", "")
    asked: tuple[str, ...] = ()
    beside: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


def page(body: str, head: str = "") -> bytes:
    """A web page of which `body` is a part of the article."""
    return (
        f"<!DOCTYPE html><html><head><title>How Aldmouth lost a mill</title>{head}</head><body>"
        f"<article><h1>How Aldmouth lost a mill</h1><p>By Ada Lovell</p><p>{PROSE * 3}</p>"
        f"{body}<p>{PROSE * 3}</p><p>{PROSE * 3}</p></article></body></html>"
    ).encode()


def markdown(body: str, front: str = "") -> bytes:
    """A Markdown file of which `body` is a part of the article."""
    return f"{front}# How Aldmouth lost a mill\n\nBy Ada Lovell\n\n{PROSE}\n\n{body}{_END}".encode()


def text(body: str) -> bytes:
    """A plain text of which `body` is a part of the article."""
    return f"{_TOP}{body}{_END}".encode()


def word(body: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A .docx of which `body` is a part of the article."""
    return docx(p("How Aldmouth lost a mill", "Titel") + p(PROSE) + body + p(PROSE), parts)


def nested(opening: str, closing: str, levels: int) -> str:
    """The word, in a sentence, inside `levels` of the same."""
    return f"{opening * levels}{PROSE}{WORD} of all.{closing * levels}"


# ── pictures ─────────────────────────────────────────────────────────────────


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def white(width: int, height: int) -> bytes:
    """A white PNG of one bit a pixel: 144 million of them in 17 kB."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def moving(frames: int) -> bytes:
    """A GIF of `frames` frames, each of a few bytes."""
    target = io.BytesIO()
    Image.new("P", (64, 64), 0).save(target, "GIF")
    head, tail = target.getvalue()[:-1], target.getvalue()[-1:]
    frame = head[head.index(b",", 13) :]
    return head + frame * frames + tail


def with_text(length: int) -> bytes:
    """A PNG whose remark unpacks to `length` bytes."""
    whole = white(64, 64)
    remark = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(length), 9))
    return whole[:33] + remark + whole[33:]


# ── containers ───────────────────────────────────────────────────────────────


def zipped(members: Mapping[str, int]) -> bytes:
    """A .docx whose parts are so many zeros."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, size in members.items():
            with made.open(name, "w") as member:
                for start in range(0, size, 1_000_000):
                    member.write(bytes(min(1_000_000, size - start)))
    return target.getvalue()


_MAIN: Final = {"[Content_Types].xml": 100, "_rels/.rels": 100, "word/document.xml": 100}


def _figure(name: str) -> str:
    caption = f"<figcaption>{WORD} caption</figcaption>"
    return f'<figure><img src="{name}" alt="a pier">{caption}</figure>'


def _table(rows: int, columns: int) -> str:
    row = "".join(f"<td>a{column}" for column in range(columns))
    return f"<table>{f'<tr>{row}' * rows}<tr><td>{WORD}<td>b</table>"


def _attributes(count: int) -> str:
    return " ".join(f"a{number}=1" for number in range(count))


def _held(levels: int) -> str:
    """JSON-LD of an article inside `levels` pages that it is the main thing of."""
    return '{"mainEntity":' * levels + '{"@type":"NewsArticle"}' + "}" * levels


_TAG: Final = "refuse.page"
_ALIASES: Final = "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n" for below, name in pairwise("abcdefghi")
)

#: Every bomb by its name.
BOMBS: Final[Mapping[str, Bomb]] = {
    # 9: containers
    "a zip of 500 MB": Bomb(
        9, "a.docx", lambda: zipped({**_MAIN, "word/media/a.png": 500_000_000}),
        ("refuse.expands", "expanded_bytes"),
    ),
    "a zip of a thousandth of its size": Bomb(
        9, "a.docx", lambda: zipped({**_MAIN, "word/document.xml": 39_000_000}),
        ("refuse.expands", "expansion"),
    ),
    "a zip of 3,000 members": Bomb(
        9, "a.docx", lambda: zipped({**_MAIN, **{f"word/{at}.xml": 1 for at in range(3_000)}}),
        ("refuse.container", "members"),
    ),
    "60,000 paragraphs in .docx": Bomb(
        9, "a.docx",
        lambda: word("".join(p(f"{PROSE}{at}") for at in range(60_000))),
        ("refuse.too-many-lines", "lines"),
    ),
    # 11: size
    "a file of 20 MB": Bomb(
        11, "a.txt", lambda: b"a" * 20_000_001, ("refuse.too-large", "file_bytes")
    ),
    "a line of 19 MB": Bomb(
        11, "a.txt", lambda: b"mud " * 4_900_000, ("refuse.too-long", "characters")
    ),
    "a line of 1 MB": Bomb(
        11, "a.txt", lambda: text("mud " * 250_000), ("refuse.line-too-long", "line_characters")
    ),
    "lines without end": Bomb(
        11, "a.txt", lambda: text("mud\n" * 100_000), ("refuse.too-many-lines", "lines")
    ),
    "nothing but NUL": Bomb(11, "a.txt", lambda: bytes(1_000_000), ("refuse.empty", "")),
    "a block of 1 MB": Bomb(
        11, "a.html", lambda: page("<p>" + "mud " * 250_000),
        ("refuse.line-too-long", "line_characters"),
    ),
    "50,000 marks on a letter": Bomb(11, "a.txt", lambda: text(f"a{chr(0x301) * 50_000} {WORD}")),
    # 12: depth
    **{
        f"2,000 deep in {tag}": Bomb(
            12, "a.html", lambda tag=tag: page(nested(f"<{tag}>A mill ran. ", f"</{tag}>", 2_000)),
        )
        for tag in ("div", "blockquote", "em", "font", "span", "ul><li", "ol><li", "section", "q")
    },
    **{
        f"1,000 deep in {tag}": Bomb(
            12, "a.html", lambda tag=tag: page(nested(f"<{tag}>", "", 1_000)),
        )
        for tag in ("table><tr><td", "dl><dd", "b><p", "a href=#x><div", "math", "details")
    },
    "5,000 quotations in Markdown": Bomb(
        12, "a.md", lambda: markdown(f"{'>' * 5_000} {WORD}")
    ),
    "400 lists in Markdown": Bomb(
        12, "a.md",
        lambda: markdown("".join(f"{'  ' * at}- item\n" for at in range(400)) + WORD),
    ),
    "5,000 marks in Markdown": Bomb(
        12, "a.md", lambda: markdown(nested("*a **a ", "** *", 2_500))
    ),
    "300 deep in a part of .docx": Bomb(
        12, "a.docx", lambda: word(nested("<w:smartTag>", "</w:smartTag>", 300)),
        ("refuse.markup", ""),
    ),
    "10,000 deep in .rtf": Bomb(
        12, "a.rtf", lambda: rtf(PROSE + r"\par " + nested("{", "}", 10_000) + r"\par " + PROSE)
    ),
    # 13: tables and pictures
    "a table of 2,000 rows": Bomb(
        13, "a.html", lambda: page(_table(2_000, 3)), asked=("structure.table",)
    ),
    "a table of 2,000 columns": Bomb(
        13, "a.html", lambda: page(_table(5, 2_000)), asked=("structure.table",)
    ),
    "a table of 25,000 cells": Bomb(
        13, "a.html", lambda: page(_table(499, 50)), asked=("structure.table",)
    ),
    "a cell of a million columns": Bomb(
        13, "a.html",
        lambda: page(
            "<table><tr><th>a<th>b<tr><td colspan=1000000>x<tr><td rowspan=1000000>x"
            f"<td>{WORD}</table>"
        ),
    ),
    "rows of .txt without end": Bomb(
        13, "a.txt", lambda: text("a\tb\tc\n" * 3_000 + f"{WORD}\tb\tc"), asked=("structure.table",)
    ),
    "a table of 2,000 rows in Markdown": Bomb(
        13, "a.md", lambda: markdown("| a | b |\n|---|---|\n" + f"| c | {WORD} |\n" * 2_000),
        asked=("structure.table",),
    ),
    "a PNG of 144 million pixels": Bomb(
        13, "a.html", lambda: page(_figure("a.files/a.png")), asked=("compose.picture-missing",),
        beside={"a.png": lambda: white(12_000, 12_000)},
    ),
    "a PNG of 900 million pixels": Bomb(
        13, "a.html", lambda: page(_figure("a.files/a.png")), asked=("compose.picture-missing",),
        beside={"a.png": lambda: white(30_000, 30_000)},
    ),
    "a GIF of 100,000 frames": Bomb(
        13, "a.html", lambda: page(_figure("a.files/a.gif")),
        beside={"a.gif": lambda: moving(100_000)},
    ),
    "a PNG with a remark of 50 MB": Bomb(
        13, "a.html", lambda: page(_figure("a.files/a.png")),
        beside={"a.png": lambda: with_text(50_000_000)}, asked=("compose.picture-missing",),
    ),
    # 14: parsers
    "a tag of 200,000 attributes": Bomb(
        14, "a.html", lambda: page(f"<p {_attributes(200_000)}>{WORD}"), (_TAG, "tag_attributes")
    ),
    "600,000 attributes": Bomb(
        14, "a.html", lambda: page(f"<p {_attributes(900)}>{WORD}" * 700), (_TAG, "page_attributes")
    ),
    "two million tags": Bomb(
        14, "a.html", lambda: page("<i>a</i> " * 1_000_000 + WORD), (_TAG, "page_tags")
    ),
    "100,000 brackets of JSON-LD": Bomb(
        14, "a.html",
        lambda: page(WORD, f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    ),
    "JSON-LD that holds itself 900 times": Bomb(
        14, "a.html",
        lambda: page(WORD, f'<script type="application/ld+json">{_held(900)}</script>'),
    ),
    "20,000 brackets": Bomb(14, "a.md", lambda: markdown("[" * 20_000 + WORD)),
    "links in links": Bomb(14, "a.md", lambda: markdown("[a](" * 10_000 + WORD)),
    "10,000 marks": Bomb(14, "a.md", lambda: markdown("*a **a " * 5_000 + WORD)),
    "ticks of every length": Bomb(
        14, "a.md", lambda: markdown(" ".join("`" * at for at in range(1, 500)) + WORD)
    ),
    "100,000 backslashes": Bomb(14, "a.md", lambda: markdown("\\" * 100_000 + WORD)),
    "comments without end": Bomb(14, "a.md", lambda: markdown("<!--" * 20_000 + WORD)),
    "entities without end": Bomb(14, "a.md", lambda: markdown("&" * 50_000 + WORD)),
    "references without end": Bomb(
        14, "a.md",
        lambda: markdown(
            "".join(f"[a{at}]: /x\n" for at in range(5_000)) + f"\n{'[a][a]' * 5_000} {WORD}"
        ),
    ),
    "front matter of aliases": Bomb(
        14, "a.md", lambda: markdown(WORD, f"---\na: &a [x, x, x]\n{_ALIASES}csl: x\n---\n\n"),
    ),
    "front matter of 20,000 names": Bomb(
        14, "a.md", lambda: markdown(WORD, f"+++\na{'.a' * 20_000} = 1\n+++\n\n"),
    ),
    "comments of HTML without end": Bomb(
        14, "a.html", lambda: page(f"<p>{WORD}</p>" + "<!--" * 100_000 + "-->")
    ),
    "quotation marks without end": Bomb(14, "a.txt", lambda: text("“‘" * 20_000 + WORD)),
    "blanks without end": Bomb(14, "a.txt", lambda: text("a" + " " * 150_000 + WORD)),
    "addresses without end": Bomb(14, "a.txt", lambda: text("http://" * 20_000 + WORD)),
    "groups of .rtf without end": Bomb(14, "a.rtf", lambda: rtf("{" * 400_000 + WORD)),
    "12,000 short blocks": Bomb(
        14, "a.html", lambda: page("<form>Search</form> " * 12_000 + f"<p>{PROSE}{WORD}")
    ),
}  # fmt: skip
