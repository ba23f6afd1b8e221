"""The cover of a book, drawn from its catalogue record in the looks of the theme.

Where the theme's headings have serifs, the cover is a page: the publication on a band of colour,
the title in ink below it. Elsewhere it is a poster: colour to the edges, and the title at its foot.
`data/templates/cover.html` and `data/css/cover.css` lay both out, WeasyPrint sets them, and PDFium
draws what it set.

It is drawn in greys, one byte a pixel, each of which is the number of a colour: the palette of the
PNG has those of the theme, and the steps between letters and what they stand on. In true colours
the same takes three times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from string import Template
from typing import Final, TypeAlias
from xml.etree import ElementTree as ET

import pypdfium2
from markupsafe import Markup
from PIL import Image

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.config import Config
from copydesk.language.scripts import runs_to, script_of
from copydesk.settings.colours import READABLE, measure_contrast
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.writers.cover_text import Words, choose_words, fit_lines, measure_pieces
from copydesk.writers.logo import find_ground, load_logo
from copydesk.writers.pdf import writer
from copydesk.writers.sheets import read_stylesheet
from copydesk.writers.templates import compile_template

#: The least that booksellers ask of the shorter side; more costs more than it shows.
WIDTH: Final = 1400
HEIGHT: Final = 2240
_MARGIN: Final = 130
_MEASURE: Final = WIDTH - 2 * _MARGIN
#: `Z_RLE` of zlib.
_RUN_LENGTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in PNG, and what it is in words."""

    png: bytes
    alt: str


def make_cover(about: CatalogueRecord, config: Config) -> Cover | None:
    """Make the cover of the book that `about` describes, None where the theme wants none."""
    if not config.theme.cover:
        return None
    found = load_logo(config)
    return draw_cover(about, config.theme, found.data if found else None)


def draw_cover(about: CatalogueRecord, theme: Theme, mark: bytes | None = None) -> Cover:
    """Draw a cover in the colours and letters of `theme`, with the logo `mark`.

    Signs that no font can draw in outlines are left off.
    """
    png = _drawn(choose_words(about), about.language, theme, mark)
    return Cover(png, load_labels(about.language)["cover"].format(about.title))


# A worker keeps a few: a book is made again when its text is corrected.
@lru_cache(maxsize=8)
def _drawn(words: Words, language: str, theme: Theme, mark: bytes | None) -> bytes:
    poster = theme.heading_font == "sans"
    layout = Layout(language, poster, runs_to(words.head) == "rtl", mark is not None)
    image = _set(_markup(words, layout), _style(theme, layout))
    palette = _palette(theme, poster=poster)
    if mark:
        _paste_logo(
            image, palette, _on_ground(mark, theme, palette[_GREYS["page"]]), turned=layout.turned
        )
    image.putpalette(bytes(part for colour in palette for part in colour))
    target = BytesIO()
    # Run lengths are most of what there is to pack, and the quickest way to do it.
    image.save(target, "PNG", compress_level=1, compress_type=_RUN_LENGTHS)
    return target.getvalue()


# ── how it is laid out ────────────────────────────────────────────────────────

#: Distance of lines, in sizes.
_LEADING: Final = 1.14
_OF_TITLES: Final = (190, 162, 136, 116, 96, 80, 68, 58)
#: Of each part how wide its letters are beside those of a title, its sizes, largest first, and the
#: height there is for it on a page and on a poster.
_SIZES: Final = {
    "head alone": (1.0, _OF_TITLES, 940, 700),
    "head": (1.0, _OF_TITLES, 560, 560),
    "rest": (0.95, (88, 74, 62, 52), 340, 180),
    "deck": (0.92, (55, 48, 42), 240, 0),
    "masthead": (1.0, (92, 76, 60), 280, 280),
    "series": (0.9, (44, 36), 64, 128),
    "day": (0.9, (44, 36), 64, 64),
    "names": (0.9, (58, 50, 42), 340, 250),
}
#: Where a word could be parted and is not: between Korean letters, and behind a hyphen.
_WHOLE: Final = re.compile("(?<=[\uac00-\ud7a3])(?=[\uac00-\ud7a3])|(?<=-)(?=\\w)")
#: A short word, which does not end a line before one that is not too long.
_SHORT: Final = re.compile(r"(?<= )([^\W\d_A-Z\u0530-\uffff]{1,3}) (?=\w{4,12}\b)")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a cover is laid out. `turned`: it is read from right to left; `marked`: with a logo."""

    language: str
    poster: bool
    turned: bool
    marked: bool

    @property
    def leading(self) -> float:
        """The distance of lines, in sizes."""
        return _LEADING * script_of(self.language).leading


def _markup(words: Words, layout: Layout) -> str:
    """Write the cover as XHTML."""
    part = partial(_part, layout)
    return load_template().render(words=words, layout=layout, part=part)


def _part(layout: Layout, name: str, *said: str) -> Markup:
    """Write a paragraph of the cover, nothing for one without words."""
    texts = tuple(filter(None, said))
    if not texts:
        return Markup()
    share, sizes, *heights = _SIZES[name]
    height = heights[layout.poster] / layout.leading
    measure = _MEASURE - (_LOGO[0] + 60 if layout.marked and name == "names" else 0)
    found = fit_lines(texts, sizes, measure / share, height)
    glued = tuple(_SHORT.sub("\\1\xa0", text) for text in texts)
    closer = fit_lines(glued, sizes, measure / share, height)
    if (closer.size, closer.lines) == (found.size, found.lines):
        texts, found = glued, closer
    kinds = name
    if max(long for text in texts for _, long in measure_pieces(text)) * found.size > found.width:
        kinds += " parted"
    if layout.turned and "rtl" not in map(runs_to, texts):
        kinds += " rightward"
    most = max(1, int(height // found.size))
    wide = int(found.width * share)
    style = f"font-size: {found.size}px; width: {wide}px; max-lines: {most}"
    lines = Markup("<br/>").join(_WHOLE.sub("\u2060", text) for text in texts)
    return Markup('<p class="{}" style="{}">{}</p>').format(kinds, style, lines)


# ── how it is drawn ──────────────────────────────────────────────────────────

#: The greys of the style sheet: numbers of colours, with steps from a ground to its inks.
_GREYS: Final = {"accent": 0, "field_ink": 16, "quiet": 32, "page": 48, "ink": 64, "rule": 80}
_STEPS: Final = 16
#: Where the colours of a logo begin, and how many it may have.
_OF_LOGO: Final = 96
_MOST: Final = 128
_LOGO: Final = (400, 160)
#: How a cover is laid out.
load_template: Final = partial(compile_template, "cover.html", LOGO=_LOGO)
#: Around a logo whose ground is not the page's, and the contrast at which it is as good as that.
_EDGE: Final = 28
_SEAMLESS: Final = 1.1
_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"

_Colour: TypeAlias = tuple[int, ...]


def _style(theme: Theme, layout: Layout) -> str:
    """Fill in the style sheet, which is the same for every theme with the same letters."""
    values = {name: f"rgb({grey}, {grey}, {grey})" for name, grey in _GREYS.items()}
    values["leading"] = f"{layout.leading:.2f}"
    # Behind those of the theme, so that Latin words keep their face.
    own = script_of(layout.language)
    for name, families in (
        ("families", own.sans if layout.poster else own.serif),
        ("label_families", own.sans),
    ):
        values[name] = "".join(f', "{family}"' for family in families)
    return Template(read_stylesheet("cover.css")).substitute(theme.tokens("paper") | values)


def _set(markup: str, style: str) -> Image.Image:
    """Have WeasyPrint set `markup` and PDFium draw it, in greys."""
    sheets = writer.load_sheets(style, f"{WIDTH}px {HEIGHT}px")
    root = ET.fromstring(markup)  # noqa: S314  ours
    data = writer.lay_out(root, fetch.Fetcher(), sheets).write_pdf(uncompressed_pdf=True)
    ground = (*[_GREYS["page"]] * 3, 255)
    with pypdfium2.PdfDocument(data) as document:
        drawn = document[0].render(scale=96 / 72, grayscale=True, fill_color=ground)
        size = (drawn.width, drawn.height)
        return Image.frombytes("P", size, bytes(drawn.buffer), "raw", "P", drawn.stride)


def _palette(theme: Theme, *, poster: bool) -> list[_Colour]:
    """List the colours of a cover, each in the place of the grey that stands for it."""
    page = theme.heading if poster else theme.paper
    inks = (theme.paper,) if poster else (theme.heading, theme.ink)
    field_ink = find_readable(theme.accent, theme.paper)
    ink, quiet = find_readable(page, *inks), find_readable(page, theme.quiet, theme.ink)
    palette: list[_Colour] = [(0, 0, 0)] * 256
    for first, ground, letters in (
        ("accent", theme.accent, field_ink), ("quiet", quiet, page), ("page", page, ink),
        ("rule", theme.rule, theme.rule),
    ):  # fmt: skip
        for step in range(_STEPS + 1):
            palette[_GREYS[first] + step] = _mix(ground, letters, step / _STEPS)
    return palette


def _mix(ground: str, ink: str, share: float) -> _Colour:
    """Mix the colours `ground` and `ink`, of which there is a `share`."""
    pairs = zip(*(bytes.fromhex(one.removeprefix("#")) for one in (ground, ink)), strict=True)
    return tuple(round(low + (high - low) * share) for low, high in pairs)


def find_readable(ground: str, *inks: str) -> str:
    """Find the first of `inks` that can be read on `ground`, else white or black.

    >>> find_readable("#8c1d18", "#111111"), find_readable("#fffefb", "#8c1d18")
    ('#ffffff', '#8c1d18')
    """
    return next(
        (ink for ink in (*inks, _WHITE) if measure_contrast(ground, ink) >= READABLE), _BLACK
    )


def _on_ground(mark: bytes, theme: Theme, page: _Colour) -> Image.Image:
    """Draw the logo as large as there is room for it.

    Where it would not be seen on the `page` it has a ground of its own, with an edge around it.
    """
    field = f"#{bytes(page).hex()}"
    ground = find_ground(mark, field, theme.paper, theme.accent)
    edge = _EDGE if measure_contrast(ground, field) > _SEAMLESS else 0
    with Image.open(BytesIO(mark)) as opened:
        picture = opened.convert("RGBA")
    scale = min((_LOGO[0] - 2 * edge) / picture.width, (_LOGO[1] - 2 * edge) / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    sheet = Image.new("RGBA", (size[0] + 2 * edge, size[1] + 2 * edge), ground)
    sheet.alpha_composite(picture.resize(size, Image.Resampling.LANCZOS), (edge, edge))
    return sheet.convert("RGB")


def _paste_logo(
    image: Image.Image, palette: list[_Colour], mark: Image.Image, *, turned: bool
) -> None:
    """Show the picture `mark` in the lower corner where no line begins."""
    reduced = mark.quantize(_MOST, dither=Image.Dither.NONE)
    parts = reduced.getpalette() or []
    colours = [tuple(parts[at : at + 3]) for at in range(0, len(parts), 3)]
    palette[_OF_LOGO : _OF_LOGO + len(colours)] = colours
    numbers = bytes(min(level + _OF_LOGO, 255) for level in range(256))
    shown = Image.frombytes("P", mark.size, reduced.tobytes().translate(numbers))
    left = _MARGIN if turned else WIDTH - _MARGIN - mark.width
    image.paste(shown, (left, HEIGHT - _MARGIN - mark.height))
