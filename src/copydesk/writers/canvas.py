"""A sheet that is drawn in few colours and saved as a small PNG.

A pixel holds the number of a colour. Smooth edges take sixteen steps from the colour of the
ground to that of the letters, which the eye cannot tell from more; so a sheet of four
million pixels is drawn, packed and written in a few thousandths of a second.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from copydesk.colours import READABLE, contrast
from copydesk.gate import faces
from copydesk.writers.lettering import Setting, Word, segments

if TYPE_CHECKING:
    from PIL import Image

_STEPS: Final = 16
#: Colours that a picture on the sheet may have.
_PICTURE: Final = 64
_COLOURS: Final = 256
#: Grey levels of a letter → whether it is there at all.
_COVERED: Final = [0, *[255] * (_COLOURS - 1)]
_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"


class Canvas:
    """A sheet of `size` pixels in one colour, to draw on."""

    def __init__(self, size: tuple[int, int], ground: str) -> None:
        from PIL import Image

        self.width, self.height = size
        self._palette: list[int] = []
        self._ramps: dict[tuple[str, str], int] = {}
        self._image = Image.new("L", size, self._ramp(ground, ground))

    def fill(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Paint the rectangle `box` (left, top, right, bottom)."""
        self._image.paste(self._ramp(colour, colour), box)

    def letter(
        self, setting: Setting, place: tuple[int, int], colours: tuple[str, str], *, right: bool
    ) -> None:
        """Set lines in colours of ground and ink; `place` is the top of the first capital.

        `right`: they read from right to left, and begin there.
        """
        start = self._ramp(*colours)
        steps = [start + (level * (_STEPS - 1) + 127) // 255 for level in range(_COLOURS)]
        x, y = place
        for number, line in enumerate(setting.lines):
            strip, left, up = _drawn(line, setting.size, right=right)
            baseline = y + setting.rise + number * setting.leading
            corner = (x - (strip.width - left if right else left), baseline - up)
            self._image.paste(strip.point(steps), corner, strip.point(_COVERED))

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
        self._image.putpalette(self._palette)
        target = BytesIO()
        # Run lengths are most of what there is to pack, and the quickest way to do it.
        self._image.save(target, "PNG", compress_level=1, compress_type=3)
        return target.getvalue()

    def _ramp(self, ground: str, ink: str) -> int:
        """The number of the colour `ground`, from which steps lead to `ink`."""
        if (ground, ink) not in self._ramps:
            self._ramps[ground, ink] = len(self._palette) // 3
            low, high = _parts(ground), _parts(ink)
            for step in range(_STEPS if ground != ink else 1):
                share = step / (_STEPS - 1)
                self._palette += [
                    round(a + (b - a) * share) for a, b in zip(low, high, strict=True)
                ]
        return self._ramps[ground, ink]


def _drawn(line: tuple[Word, ...], size: int, *, right: bool) -> tuple[Image.Image, int, int]:
    """A line as grey levels, and how far from the corner its baseline begins (or ends).

    Around it is room for what hangs out of the box of its letters.
    """
    from PIL import Image, ImageDraw

    runs = [
        (faces.font(face, size), text, round(space * size)) for face, text, space in segments(line)
    ]
    lengths = [round(font.getlength(text)) for font, text, _ in runs]
    margin, up = size // 2, round(size * 1.4)
    whole = sum(lengths) + sum(space for _, _, space in runs)
    strip = Image.new("L", (whole + 2 * margin, up + round(size * 0.6)))
    pen = ImageDraw.Draw(strip)
    at = margin + (whole if right else 0)
    for (font, text, space), length in zip(runs, lengths, strict=True):
        at += -space - length if right else space
        pen.text((at, up), text, fill=255, font=font, anchor="ls")
        at += 0 if right else length
    return strip, margin, up


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
