"""The manual for a terminal: no markup, 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.cli.manual.page import Block, Entry, Heading, Listing, Paragraph, Section

_WIDTH: Final = 80
_STEP: Final = " " * 4


def written(sections: Sequence[Section]) -> str:
    """The sections as plain text."""
    return "\n".join(line for section in sections for line in _section(section)).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    yield section.heading
    for block in section.blocks:
        yield from _block(block)
    yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"  {text}"
        case Paragraph(text):
            yield from (*_wrapped(text, _STEP), "")
        case Listing(lines):
            yield from (*(f"  {line}".rstrip() for line in lines), "")
        case Entry(term, text, note):
            yield f"{_STEP}{term}" + (f"  ({note})" if note else "")
            yield from (*_wrapped(text, _STEP * 2), "")


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=lead, subsequent_indent=lead,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
