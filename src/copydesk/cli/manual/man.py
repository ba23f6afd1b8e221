"""The manual as a man page: the macros of man(7), signs beyond ASCII by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk import __version__
from copydesk.cli.manual.page import Block, Entry, Heading, Listing, Paragraph, Section

#: The page is of a version, not of a day.
_HEAD: Final = f'.TH COPYDESK 1 "" "copydesk {__version__}" "User Commands"'
_BEYOND: Final = re.compile(r"[^\x20-\x7e]")
#: Signs that typesetters make others of: here they are typed.
_TYPED: Final = str.maketrans({"\\": "\\e", "-": "\\-", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga"})


def written(sections: Sequence[Section]) -> str:
    """The sections as a man page."""
    rows = (_HEAD, *(line for section in sections for line in _section(section)))
    return "\n".join(rows) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f".SH {_quoted(section.heading)}"
    begun = False  # behind a heading a paragraph begins by itself
    for block in section.blocks:
        if isinstance(block, Paragraph | Listing) and begun:
            yield ".PP"
        yield from _block(block)
        begun = not isinstance(block, Heading)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f".SS {_quoted(text)}"
        case Paragraph(text):
            yield _line(text)
        case Listing(lines):
            yield from (".RS 4", ".nf", *map(_typed, lines), ".fi", ".RE")
        case Entry(term, text, note):
            told = f" (\\fI{_spelt(note)}\\fR)" if note else ""
            yield from (".TP", f"\\fB{_spelt(term)}\\fR{told}", _line(text or "\\&"))


def _line(text: str) -> str:
    """Running text; what stands between backticks is bold."""
    pieces = text.split("`")
    line = "".join(
        f"\\fB{_spelt(piece)}\\fR" if place % 2 else _spelt(piece)
        for place, piece in enumerate(pieces)
    )
    return _begun(line)


def _typed(line: str) -> str:
    return _begun(_spelt(line)) if line.strip() else ""


def _begun(line: str) -> str:
    """`line`, whose first sign is none of a command."""
    return f"\\&{line}" if line[:1] in (".", "'") else line


def _spelt(text: str) -> str:
    typed = text.translate(_TYPED)
    return _BEYOND.sub(lambda found: f"\\[u{ord(found[0]):04X}]", typed)


def _quoted(text: str) -> str:
    return '"' + _spelt(text).replace('"', "\\(dq") + '"'
