"""A sheet that is drawn in few colours and saved as a small PNG.

A pixel holds the number of a colour. Smooth edges take sixteen steps from the colour of the
ground to that of the letters, which the eye cannot tell from more; so a sheet of four
million pixels is drawn, packed and written in a few thousandths of a second.

The numbers of these steps follow upon that of the ground, in both directions. Letters are
therefore drawn straight on their ground, as if its number were a grey and their own another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from copydesk.colours import READABLE, contrast
from copydesk.gate import faces
from copydesk.writers.lettering import Setting, Word, segments
from copydesk.writers.png import png

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

_STEPS: Final = 16
#: Colours that a picture on the sheet may have.
_PICTURE: Final = 64
_COLOURS: Final = 256
#: Rows that are read at once.
_STRIP: Final = 40
#: Colours of letters that a ground can have, which is as many as there are directions.
_INKS: Final = 2
_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"


class Canvas:
    """A sheet of `size` pixels in one colour, to draw on."""

    def __init__(self, size: tuple[int, int], ground: str) -> None:
        from PIL import Image

        self.width, self.height = size
        self._palette: list[int] = []
        self._grounds: dict[str, int] = {}
        self._inks: dict[str, list[str]] = {}
        self._image = Image.new("L", size, self._ground(ground))

    def fill(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Paint the rectangle `box` (left, top, right, bottom)."""
        self._image.paste(self._ground(colour), box)

    def letter(
        self, setting: Setting, place: tuple[int, int], colours: tuple[str, str], *, right: bool
    ) -> None:
        """Set lines in a colour, on the ground that is there; `colours` are that and the ink.

        `place` is the top of the first capital. `right`: they read from right to left, and
        begin there.
        """
        from PIL import ImageDraw

        pen, ink = ImageDraw.Draw(self._image), self._ink(*colours)
        x, y = place
        for number, line in enumerate(setting.lines):
            baseline = y + setting.rise + number * setting.leading
            for font, text, left in _placed(line, setting.size, right=right):
                pen.text((x + left, baseline), text, fill=ink, font=font, anchor="ls")

    def picture(
        self, data: bytes, box: tuple[int, int, int, int], ground: str, *, edge: int = 0
    ) -> None:
        """Show a picture as large as `box` allows, at its foot and the side nearer to the margin.

        `edge`: so much of `ground` is seen around it.
        """
        left, top, right, bottom = box
        image, colours = _reduced(data, (right - left - 2 * edge, bottom - top - 2 * edge), ground)
        width, height = image.width + 2 * edge, image.height + 2 * edge
        x = left if left < self.width - right else right - width
        self.fill((x, bottom - height, x + width, bottom), ground)
        start = len(self._palette) // 3
        self._palette += colours
        numbers = [min(level + start, _COLOURS - 1) for level in range(_COLOURS)]
        self._image.paste(image.point(numbers), (x + edge, bottom - height + edge))

    def png(self) -> bytes:
        """The finished sheet as a PNG that says nothing of itself."""
        return png(self._image.size, self._rows(), self._palette)

    def _rows(self) -> Iterator[bytes]:
        """The rows, a few at a time: memory for all at once costs as much as packing them."""
        for top in range(0, self.height, _STRIP):
            foot = min(top + _STRIP, self.height)
            strip = self._image.crop((0, top, self.width, foot)).tobytes()
            for at in range(0, len(strip), self.width):
                yield strip[at : at + self.width]

    def _ground(self, colour: str) -> int:
        """The number of `colour`, with room for the steps to the inks on it."""
        if colour not in self._grounds:
            room = (_STEPS - 1) * _parts(colour)
            self._grounds[colour] = (len(self._palette) + len(room)) // 3
            self._palette += (*room, *_parts(colour), *room)
        return self._grounds[colour]

    def _ink(self, ground: str, ink: str) -> int:
        """The number of the colour `ink`, to which steps lead from that of `ground`.

        A theme whose band is of the colour of its paper has a third one there, for which the
        second does.
        """
        inks = self._inks.setdefault(ground, [])
        if ink not in inks and len(inks) < _INKS:
            inks.append(ink)
        elif ink not in inks:
            ink = inks[-1]
        direction = 1 if ink == inks[0] else -1
        start = self._ground(ground)
        low, high = _parts(ground), _parts(ink)
        for step in range(_STEPS):
            share, at = step / (_STEPS - 1), 3 * (start + direction * step)
            self._palette[at : at + 3] = [
                round(a + (b - a) * share) for a, b in zip(low, high, strict=True)
            ]
        return start + direction * (_STEPS - 1)


def _placed(
    line: tuple[Word, ...], size: int, *, right: bool
) -> Iterator[tuple[FreeTypeFont, str, int]]:
    """The texts of a line in their fonts, each with its place from where the line begins."""
    at = 0
    for face, text, space in segments(line):
        font = faces.font(face, size)
        before, length = round(space * size), round(font.getlength(text))
        at += -before - length if right else before
        yield font, text, at
        at += 0 if right else length


@lru_cache(maxsize=4)
def _reduced(data: bytes, box: tuple[int, int], ground: str) -> tuple[Image.Image, list[int]]:
    """A picture within `box` on `ground`, in numbers of the colours that come with it."""
    from PIL import Image

    with Image.open(BytesIO(data)) as opened:
        picture = opened.convert("RGBA")
    scale = min(box[0] / picture.width, box[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    sheet = Image.new("RGBA", size, ground)
    sheet.alpha_composite(picture)
    reduced = sheet.convert("RGB").quantize(_PICTURE, dither=Image.Dither.NONE)
    colours = reduced.getpalette() or []
    return Image.frombytes("L", size, reduced.tobytes()), colours[: 3 * _PICTURE]


# ── colours ──────────────────────────────────────────────────────────────────


def readable(ground: str, *inks: str) -> str:
    """The first of `inks` that can be read on `ground`, else white or black.

    >>> readable("#8c1d18", "#111111"), readable("#fffefb", "#8c1d18")
    ('#ffffff', '#8c1d18')
    """
    for ink in (*inks, _WHITE):
        if contrast(ground, ink) >= READABLE:
            return ink
    return _BLACK


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
