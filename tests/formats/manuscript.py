"""A neutral form of an article, and what every format of it must be read as.

The inline markup of the cases is a small part of Markdown: `*emphasis*`, `**strong**`,
`` `code` ``, `[words](address)` and `[^1]` where a note is called.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.model import (
    Article,
    Block,
    Code,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Verbatim,
    plain,
)

FOLDER = Path(__file__).parents[1] / "cases" / "formats"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))

_MARKUP = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<emph>[^*]+)\*|`(?P<code>[^`]+)`|\[\^(?P<note>\d+)\]"
    r"|\[(?P<link>[^\]]+)\]\((?P<target>[^)]+)\)"
)


@dataclass(frozen=True)
class Manuscript:
    """One case. A block is a row: its kind, then what belongs to it, its text last."""

    name: str
    title: str
    authors: tuple[str, ...]
    byline: str
    date: str
    date_iso: str
    language: str
    blocks: tuple[tuple[Any, ...], ...]
    deck: str = ""
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    references_heading: str = ""
    bio: tuple[str, ...] = ()
    bio_heading: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def load(name: str) -> Manuscript:
    case = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    fields = {
        key: tuple(map(_frozen, value)) if isinstance(value, list) else value
        for key, value in case.items()
    }
    return Manuscript(name, **fields)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def runs(text: str) -> Iterator[tuple[str, str, str]]:
    """The text in pieces: kind ("" for plain), words, and where a link leads."""
    position = 0
    for match in _MARKUP.finditer(text):
        if match.start() > position:
            yield "", text[position : match.start()], ""
        kind = next(
            name for name in ("strong", "emph", "code", "note", "link") if match[name] is not None
        )
        yield kind, match[kind], match["target"] or ""
        position = match.end()
    if position < len(text):
        yield "", text[position:], ""


def bare(text: str) -> str:
    """The text without its markup and notes."""
    return "".join(words for kind, words, _ in runs(text) if kind != "note")


# ── what is to be read ───────────────────────────────────────────────────────


def wanted(case: Manuscript) -> list[str]:
    """The outline of the body: a row for each block, in the markup of the cases."""
    rows = []
    for kind, *rest in case.blocks:
        if kind == "fig":
            rows.append(f"figure {rest[0]} | {rest[1]}")
        elif kind == "t":
            rows.append(" | ".join(("t", *map(_with_notes(case), rest[0]))))
        elif kind in ("-", "1."):
            rows.append(f"{kind} {rest[0]} {_with_notes(case)(rest[1])}")
        else:
            rows.append(" ".join((kind, *map(_with_notes(case), rest))))
    return rows


def _with_notes(case: Manuscript):
    def put(text: str) -> str:
        return re.sub(r"\[\^(\d+)\]", lambda match: f"{{{case.notes[int(match[1]) - 1]}}}", text)

    return put


def read(article: Article) -> list[str]:
    """The outline of an article, as `wanted` writes it."""
    return [row for block in article.body for row in _rows(block, 1)]


def _rows(block: Block, depth: int) -> Iterator[str]:
    match block:
        case Heading():
            yield f"h{block.level} {marked(block.content)}"
        case Paragraph():
            yield f"p {marked(block.content)}"
        case Quote():
            yield from (f"q {marked(one.content)}" for one in block.paragraphs)
        case Items():
            yield from _items(block, depth)
        case Table():
            yield from (" | ".join(("t", *map(marked, row))) for row in block.rows)
        case _:
            yield _alone(block)


def _alone(block: Block) -> str:
    match block:
        case Figure():
            return f"figure {block.alt} | {marked(block.caption)}"
        case Code():
            return f"code {block.text}"
        case _:
            return "---"


def _items(block: Items, depth: int) -> Iterator[str]:
    sign = "1." if block.ordered else "-"
    for item in block.items:
        for part in item:
            if isinstance(part, Items):
                yield from _rows(part, depth + 1)
            else:
                yield f"{sign} {depth} {marked(part.content)}"


def marked(content: tuple[Inline, ...]) -> str:
    """Inline content in the markup of the cases, a note in braces where it is called."""
    pieces = []
    for node in content:
        match node:
            case Emph(inner):
                pieces.append(f"*{marked(inner)}*")
            case Strong(inner):
                pieces.append(f"**{marked(inner)}**")
            case Superscript(inner) | Subscript(inner):
                pieces.append(f"^{marked(inner)}^")
            case Verbatim(text):
                pieces.append(f"`{text}`")
            case Link(inner, target):
                pieces.append(f"[{marked(inner)}]({target})")
            case Note(blocks):
                texts = (row.partition(" ")[2] for one in blocks for row in _rows(one, 1))
                pieces.append(f"{{{' / '.join(texts)}}}")
            case _:
                pieces.append(plain((node,)))
    return "".join(pieces)
