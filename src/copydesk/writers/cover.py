"""The cover of a book, drawn from its catalogue record in the looks of the theme."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.catalogue import Record
from copydesk.config import Config
from copydesk.labels import labels
from copydesk.theme import Theme
from copydesk.writers.logo import logo


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in PNG, and what it is in words."""

    png: bytes
    alt: str


def cover(about: Record, config: Config) -> Cover | None:
    """The cover of the book that `about` describes, None where the theme wants none."""
    if not config.theme.cover:
        return None
    found = logo(config)
    return draw(about, config.theme, found.data if found else None)


def draw(about: Record, theme: Theme, mark: bytes | None = None) -> Cover:
    """A cover in the colours and letters of `theme`, with the logo `mark`.

    Words that no font can draw are left off.
    """
    from copydesk.writers.cover_layouts import layout

    canvas = layout(about, theme, mark)
    return Cover(canvas.png(), labels(about.language)["cover"].format(about.title))
