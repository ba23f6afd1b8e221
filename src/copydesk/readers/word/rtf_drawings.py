"""Drawings of an .rtf: shapes, and the pictures in them, whose descriptions may come later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from copydesk.readers.document import Shown
from copydesk.readers.word.pictures import Pictures

_ALT: Final = "wzDescription"


@dataclass(slots=True)
class _Shape:
    """A drawing that is open: what is said of it, its hexadecimal digits, pictures in it."""

    alt: str = ""
    digits: list[str] = field(default_factory=list)
    pictures: list[tuple[bytes, str]] = field(default_factory=list)


class Shapes:
    """The drawings that are open, the innermost last."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._open: list[_Shape] = []

    def begin(self) -> None:
        self._open.append(_Shape())

    def add(self, digits: str) -> None:
        """Take hexadecimal digits of a picture."""
        if self._open:
            self._open[-1].digits.append(digits)

    def describe(self, name: str, value: str) -> None:
        """Take a property of the innermost drawing."""
        if self._open and name == _ALT and value:
            self._open[-1].alt = value

    def end(self) -> list[Shown]:
        """Close the innermost drawing; the pictures of the outermost are shown."""
        shape = self._open.pop()
        data = _decoded("".join(shape.digits))
        if data:
            shape.pictures.append((data, shape.alt))
        told = [(picture, alt or shape.alt) for picture, alt in shape.pictures]
        if self._open:
            self._open[-1].pictures += told
            return []
        return [self._pictures.show(picture, alt) for picture, alt in told]


def _decoded(digits: str) -> bytes:
    bare = "".join(digits.split())
    try:
        return bytes.fromhex(bare[: len(bare) // 2 * 2])
    except ValueError:
        return b""
