"""What a manual is made of, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, in which what is typed stands between backticks."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that stand as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the program, what belongs to it in a word or two, and what it means."""

    term: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a section."""

    text: str


Block: TypeAlias = Paragraph | Listing | Entry | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading; `part` is what it can be asked for by, if it can."""

    heading: str
    blocks: tuple[Block, ...]
    part: str = ""
