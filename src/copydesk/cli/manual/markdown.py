"""The manual as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.cli.manual.page import Block, Entry, Heading, Listing, Paragraph, Section


def written(sections: Sequence[Section]) -> str:
    """The sections as Markdown."""
    rows = [line for section in sections for line in _section(section)]
    return "\n".join(rows).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.heading.capitalize()}", "")
    for place, block in enumerate(section.blocks):
        follows = section.blocks[place + 1] if place + 1 < len(section.blocks) else None
        yield from _block(block)
        if not (isinstance(block, Entry) and isinstance(follows, Entry)):
            yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"### {text.replace('*', chr(92) + '*')}"
        case Paragraph(text):
            yield _escaped(text)
        case Listing(lines):
            yield from ("```", *lines, "```")
        case Entry(term, text, note):
            told = f" ({_code(note)})" if note else ""
            yield f"- {_code(term)}{told}: {_escaped(text)}" if text else f"- {_code(term)}{told}"


def _code(text: str) -> str:
    """`text` as code, whatever backticks it holds."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _escaped(text: str) -> str:
    """Running text, in which nothing but what stands between backticks is markup."""
    pieces = text.split("`")
    signs = str.maketrans({sign: f"\\{sign}" for sign in "\\*_[]<>#"})
    return "`".join(
        piece if place % 2 else piece.translate(signs) for place, piece in enumerate(pieces)
    )
