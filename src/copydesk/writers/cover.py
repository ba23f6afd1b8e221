"""The cover of a book, drawn from its catalogue record in the looks of the theme.

Where the theme's headings have serifs, the cover is a page: the publication on a band of colour,
the title in ink below it. Elsewhere it is a poster: colour to the edges, and the title at its foot.
`data/css/cover.css` lays both out, WeasyPrint sets them, and PDFium draws what it set.

It is drawn in greys, one byte a pixel, each of which is the number of a colour: the palette of the
PNG has those of the theme, and the steps between letters and what they stand on. In true colours
the same takes three times as long.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from io import BytesIO
from string import Template
from typing import TYPE_CHECKING, Final, TypeAlias
from xml.etree import ElementTree as ET

from copydesk.catalogue import Record
from copydesk.colours import READABLE, contrast
from copydesk.columns import is_wide
from copydesk.config import Config
from copydesk.gate import fonts
from copydesk.labels import labels
from copydesk.language.scripts import script
from copydesk.theme import Theme
from copydesk.writers.heads import JOINT
from copydesk.writers.logo import find_ground, logo
from copydesk.writers.sheets import stylesheet

if TYPE_CHECKING:
    from PIL import Image

#: The least that booksellers ask of the shorter side; more costs more than it shows.
WIDTH: Final = 1400
HEIGHT: Final = 2240
_MARGIN: Final = 130
_MEASURE: Final = WIDTH - 2 * _MARGIN
#: A deck that is longer belongs on the page.
_DECK: Final = 150
#: A printed date that is longer says more than a date.
_DATED: Final = 32
#: The longest beginning of a title that is set larger than the rest.
_HEAD: Final = 64
#: As many authors are named; of more, the first ones.
_NAMED: Final = 5


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
    return draw_cover(about, config.theme, found.data if found else None)


def draw_cover(about: Record, theme: Theme, mark: bytes | None = None) -> Cover:
    """A cover in the colours and letters of `theme`, with the logo `mark`.

    Signs that no font can draw in outlines are left off.
    """
    png = _drawn(choose_words(about), about.language, theme, mark)
    return Cover(png, labels(about.language)["cover"].format(about.title))


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
        return _LEADING * script(self.language).leading


# A worker keeps a few: a book is made again when its text is corrected.
@lru_cache(maxsize=8)
def _drawn(words: Words, language: str, theme: Theme, mark: bytes | None) -> bytes:
    poster = theme.heading_font == "sans"
    layout = Layout(language, poster, is_leftward(words.head), mark is not None)
    image = _set(_markup(words, layout), _style(theme, layout))
    palette = _palette(theme, poster=poster)
    if mark:
        _paste_logo(image, palette, _on_ground(mark, theme, palette[_PAGE]), turned=layout.turned)
    image.putpalette(bytes(part for colour in palette for part in colour))
    target = BytesIO()
    # Run lengths are most of what there is to pack, and the quickest way to do it.
    image.save(target, "PNG", compress_level=1, compress_type=_RUN_LENGTHS)
    return target.getvalue()


_RUN_LENGTHS: Final = 3  # `Z_RLE` of zlib


# ── what a cover says ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a cover, as they are divided on it."""

    head: str
    rest: str
    deck: str
    names: tuple[str, ...]
    masthead: str
    series: str
    day: str


def choose_words(about: Record) -> Words:
    """What the cover of a book says of it, in signs that can be drawn."""
    title, rest = divide_title(about.title)
    publication, imprint = about.publication, about.imprint
    issue = f"{imprint.volume} ({imprint.issue})" if imprint.issue else imprint.volume
    deck = about.subtitle
    named = (about.credit,) if about.editors else about.names
    names = named if len(named) <= _NAMED else (*named[: _NAMED - 1], "et al.")
    day = about.dated if 0 < len(about.dated) <= _DATED else about.date
    said = (
        title,
        rest,
        deck if not rest and len(deck) <= _DECK else "",
        publication.name or publication.publisher,
        " ".join(filter(None, (publication.series, issue.strip()))),
        day,
    )
    undrawn = fonts.not_outlined("".join((*said, *names)))
    title, rest, deck, masthead, series, day = (_cleaned(text, undrawn) for text in said)
    people = (_cleaned(name, undrawn) for name in names)
    return Words(title, rest, deck, tuple(filter(None, people)), masthead, series, day)


def _cleaned(text: str, undrawn: frozenset[str]) -> str:
    """`text` without the signs in `undrawn`, and without wishes for the ends of lines."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign not in undrawn)
    return " ".join(kept.split())


def divide_title(title: str) -> tuple[str, str]:
    """`title` at its first colon, question mark or dash, where that leaves a good beginning.

    Colon and dash go, whose work the new line does.

    >>> divide_title("Who mends the wall? Canals, dykes and upkeep")
    ('Who mends the wall?', 'Canals, dykes and upkeep')
    >>> divide_title("Upkeep – a history"), divide_title("A short title")
    (('Upkeep', 'a history'), ('A short title', ''))
    """
    found = JOINT.search(title)
    if found is None or found.start() > _HEAD:
        return title, ""
    return title[: found.start()] + (found["kept"] or ""), title[found.end() :]


def is_leftward(text: str) -> bool:
    """Whether `text` reads from right to left.

    >>> is_leftward("שלום 1848"), is_leftward("Łódź")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


# ── how large it is ──────────────────────────────────────────────────────────

#: Distance of lines, in sizes.
_LEADING: Final = 1.14
#: From this size downwards words are parted rather than made smaller.
_PARTED: Final = 116
#: Below this share of the longest line one looks left over, and so many sizes are tried then.
_RAGGED: Final = 0.45
_PATIENCE: Final = 3
#: Widths that differ by less than this, in sizes, are the same.
_CLOSE: Final = 0.02
#: Of each part how wide its letters are beside those of a title, its sizes, largest first, and the
#: height there is for it on a page and on a poster.
_SIZES: Final = {
    "head": (1.0, (190, 162, 136, 116, 96, 80, 68, 58), 940, 700),
    "rest": (0.95, (88, 74, 62, 52), 440, 300),
    "deck": (0.88, (55, 48, 42), 280, 0),
    "masthead": (1.0, (92, 76, 60), 280, 280),
    "series": (0.9, (44, 36), 64, 128),
    "day": (0.9, (44, 36), 64, 64),
    "names": (0.9, (58, 50, 42), 340, 300),
}
#: Letters by whose widths the lines are reckoned: no other cut of the house is wider.
_LETTERS: Final = "asset:serif/SourceSerifPro-Bold.otf"
#: Of a letter that these are not, in sizes.
_WIDE, _OTHER = 1.0, 0.6
#: Korean words stay together, other wide letters do not.
_TOGETHER: Final = re.compile(
    "(?P<space> ?)(?P<signs>[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]"
    "|[^ \u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]+)"
)
#: Where a word could be parted and is not: between Korean letters, and behind a hyphen.
_WHOLE: Final = re.compile("(?<=[\uac00-\ud7a3])(?=[\uac00-\ud7a3])|(?<=-)(?=\\w)")
#: A short word, which does not end a line before one that is not too long.
_SHORT: Final = re.compile(r"(?<= )([^\W\d_A-Z\u0530-\uffff]{1,3}) (?=\w{4,12}\b)")
#: So much wider are lines set than reckoned: with letters of the house, and with others.
_SLACK, _UNSURE = 1.03, 1.12


#: For each text what stands together on a line: the space before it and its width, in sizes.
_Pieces: TypeAlias = Sequence[tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text is set: the size of its letters, the width of its lines, how many they are."""

    size: int
    width: int
    lines: int


def fit_lines(texts: Sequence[str], sizes: Sequence[int], measure: float, height: float) -> Fit:
    """Fit `texts`, each on lines of its own that are even, into a measure.

    They get the first of `sizes` in which they fit, without a word that is wider than a line;
    where there is none, the last. A size or two smaller is better than a line within that is much
    shorter than the others. `height` is what there is for the sizes of all lines.
    """
    pieces = [tuple(_pieces(text)) for text in texts]
    widest = max((long for row in pieces for _, long in row), default=0)
    known = all(sign in fonts.advances(_LETTERS) or is_wide(sign) for sign in "".join(texts))
    fitting: list[Fit] = []
    for size in sizes:
        room = measure / size
        lines = _fill(pieces, room)
        if len(lines) * size <= height and (widest <= room or size <= _PARTED):
            narrowest = _narrow(pieces, widest, room) if len(lines) > 1 else room
            lines = _fill(pieces, narrowest)
            slack = _SLACK if known else _UNSURE
            found = Fit(size, int(min(room, narrowest * slack) * size), len(lines))
            if min(lines[:-1], default=1) >= _RAGGED * max(lines, default=1):
                return found
            fitting.append(found)
        if len(fitting) == _PATIENCE:
            break
    small = Fit(sizes[-1], int(measure), len(_fill(pieces, measure / sizes[-1])))
    return fitting[0] if fitting else small


def _narrow(pieces: _Pieces, low: float, high: float) -> float:
    """The least width from `low` to `high` at which `pieces` have no more lines than at that."""
    count = len(_fill(pieces, high))
    while high - low > _CLOSE:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(pieces, middle)) <= count else (middle, high)
    return high


def _fill(pieces: _Pieces, room: float) -> list[float]:
    """The lengths of the lines of `pieces` in the width `room`."""
    lines: list[float] = []
    for row in pieces:
        lines.append(0)
        for space, long in row:
            if not lines[-1]:
                lines[-1] = long
            elif lines[-1] + space + long <= room:
                lines[-1] += space + long
            else:
                lines.append(long)
            while lines[-1] > room:  # a word that is parted
                lines[-1:] = [room, lines[-1] - room]
    return lines


def _pieces(text: str) -> Iterator[tuple[float, float]]:
    """What stands together on a line of `text`."""
    widths = fonts.advances(_LETTERS)
    for found in _TOGETHER.finditer(text):
        signs = found["signs"]
        known = (_WIDE if is_wide(sign) else widths.get(sign, _OTHER) for sign in signs)
        yield widths[" "] if found["space"] else 0, sum(known)


def _markup(words: Words, layout: Layout) -> str:
    """The cover as XHTML."""

    def part(name: str, *texts: str) -> str:
        return _part(name, tuple(filter(None, texts)), layout)

    masthead, names = part("masthead", words.masthead), part("names", *words.names)
    head, rest = part("head", words.head), part("rest", words.rest)
    if layout.poster:
        stripes = "".join(_stripes())
        above = masthead + part("series", words.series, words.day)
        text, below = head + (rest or part("rest", words.deck)), names
    else:
        stripes = ""
        above = masthead + part("series", words.series)
        text = f'{head}{rest}<div class="bar"></div>{part("deck", words.deck)}'
        below = names + part("day", words.day)
        if below or layout.marked:
            tall = f' style="min-height: {_LOGO[1]}px"' if layout.marked else ""
            below = f'<div class="rule"></div><div{tall}>{below}</div>'
    looks = f"{'poster' if layout.poster else 'page'}{' named' if masthead else ''}"
    side = "rtl" if layout.turned else "ltr"
    return (
        f'<html lang="{escape(layout.language)}"><body class="{looks}" dir="{side}">'
        f'<div class="field band"></div>{stripes}<div class="above">{above}</div>'
        f'<div class="text">{text}</div><div class="below">{below}</div></body></html>'
    )


def _part(name: str, texts: tuple[str, ...], layout: Layout) -> str:
    """A paragraph of the cover, "" for one without words."""
    if not texts:
        return ""
    share, sizes, *heights = _SIZES[name]
    height = heights[layout.poster] / layout.leading
    measure = _MEASURE - (_LOGO[0] + 60 if layout.marked and name == "names" else 0)
    found = fit_lines(texts, sizes, measure / share, height)
    glued = tuple(_SHORT.sub("\\1\xa0", text) for text in texts)
    closer = fit_lines(glued, sizes, measure / share, height)
    if (closer.size, closer.lines) == (found.size, found.lines):
        texts, found = glued, closer
    kinds = name
    if max(long for text in texts for _, long in _pieces(text)) * found.size > found.width:
        kinds += " parted"
    if layout.turned and not any(map(is_leftward, texts)):
        kinds += " rightward"
    lines = "<br/>".join(_WHOLE.sub("\u2060", escape(text)) for text in texts)
    most = max(1, int(height // found.size))
    wide = int(found.width * share)
    style = f"font-size: {found.size}px; width: {wide}px; max-lines: {most}"
    return f'<p class="{kinds}" style="{style}">{lines}</p>'


def _stripes() -> Iterator[str]:
    """The stripes of a poster, and the field below them."""
    top, count, step = 560, 8, 49
    for number in range(1, count + 1):
        thick = step * number // (count + 1)
        place = f"top: {top + number * step - thick}px; height: {thick}px"
        yield f'<div class="field stripe" style="{place}"></div>'


# ── how it is drawn ──────────────────────────────────────────────────────────

#: The greys of the style sheet: numbers of colours, with steps from a ground to its inks.
_ACCENT, _FIELD_INK, _QUIET, _PAGE, _INK, _RULE = 0, 16, 32, 48, 64, 80
_GREYS: Final = {
    "accent": _ACCENT,
    "field_ink": _FIELD_INK,
    "quiet": _QUIET,
    "page": _PAGE,
    "ink": _INK,
    "rule": _RULE,
}
#: Where the colours of a logo begin, and how many it may have.
_OF_LOGO: Final = 96
_MOST: Final = 128
_LOGO: Final = (400, 160)
#: Around a logo whose ground is not the page's, and the contrast at which it is as good as that.
_EDGE: Final = 28
_SEAMLESS: Final = 1.1
_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"

_Colour: TypeAlias = tuple[int, int, int]


def _style(theme: Theme, layout: Layout) -> str:
    """The style sheet of a cover, which is the same for every theme with the same letters."""
    values = {name: f"rgb({grey}, {grey}, {grey})" for name, grey in _GREYS.items()}
    values["leading"] = f"{layout.leading:.2f}"
    # Behind those of the theme, so that Latin words keep their face.
    own = script(layout.language)
    for name, families in (
        ("families", own.sans if layout.poster else own.serif),
        ("label_families", own.sans),
    ):
        values[name] = "".join(f', "{family}"' for family in families)
    return Template(stylesheet("cover.css")).substitute(theme.tokens("paper") | values)


def _set(markup: str, style: str) -> Image.Image:
    """`markup` set by WeasyPrint and drawn by PDFium, in greys."""
    import pypdfium2
    from PIL import Image

    from copydesk.gate import fetch
    from copydesk.writers.pdf import writer

    sheets = writer.load_sheets(style, f"{WIDTH}px {HEIGHT}px")
    root = ET.fromstring(markup)  # noqa: S314  ours
    data = writer.lay_out(root, fetch.Fetcher(), sheets).write_pdf(uncompressed_pdf=True)
    ground = (_PAGE, _PAGE, _PAGE, 255)
    with pypdfium2.PdfDocument(data) as document:
        drawn = document[0].render(scale=96 / 72, grayscale=True, fill_color=ground)
        size = (drawn.width, drawn.height)
        return Image.frombytes("P", size, bytes(drawn.buffer), "raw", "P", drawn.stride)


def _palette(theme: Theme, *, poster: bool) -> list[_Colour]:
    """The colours of a cover, each in the place of the grey that stands for it."""
    page = theme.heading if poster else theme.paper
    field_ink = find_readable(theme.accent, theme.paper)
    inks = (theme.paper,) if poster else (theme.heading, theme.ink)
    ink, quiet = find_readable(page, *inks), find_readable(page, theme.quiet, theme.ink)
    palette = [(0, 0, 0)] * 256
    palette[_ACCENT : _FIELD_INK + 1] = _steps(theme.accent, field_ink)
    palette[_PAGE : _INK + 1] = _steps(page, ink)
    palette[_QUIET : _PAGE + 1] = reversed(_steps(page, quiet))
    palette[_RULE] = _parts(theme.rule)
    return palette


def _steps(ground: str, ink: str) -> list[_Colour]:
    """The colours between `ground` and `ink`, both included."""
    count = _INK - _PAGE
    pairs = [*zip(_parts(ground), _parts(ink), strict=True)]
    shares = (step / count for step in range(count + 1))
    return [_three(round(low + (high - low) * share) for low, high in pairs) for share in shares]


def find_readable(ground: str, *inks: str) -> str:
    """The first of `inks` that can be read on `ground`, else white or black.

    >>> find_readable("#8c1d18", "#111111"), find_readable("#fffefb", "#8c1d18")
    ('#ffffff', '#8c1d18')
    """
    return next((ink for ink in (*inks, _WHITE) if contrast(ground, ink) >= READABLE), _BLACK)


def _parts(colour: str) -> _Colour:
    return _three(bytes.fromhex(colour.removeprefix("#")))


def _three(parts: Iterable[int]) -> _Colour:
    red, green, blue = parts
    return red, green, blue


def _on_ground(mark: bytes, theme: Theme, page: _Colour) -> Image.Image:
    """The logo as large as there is room for it.

    Where it would not be seen on the `page` it has a ground of its own, with an edge around it.
    """
    from PIL import Image

    field = f"#{bytes(page).hex()}"
    ground = find_ground(mark, field, theme.paper, theme.accent)
    edge = _EDGE if contrast(ground, field) > _SEAMLESS else 0
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
    from PIL import Image

    reduced = mark.quantize(_MOST, dither=Image.Dither.NONE)
    parts = reduced.getpalette() or []
    colours = [_three(parts[at : at + 3]) for at in range(0, len(parts), 3)]
    palette[_OF_LOGO : _OF_LOGO + len(colours)] = colours
    numbers = bytes(min(level + _OF_LOGO, 255) for level in range(256))
    shown = Image.frombytes("P", mark.size, reduced.tobytes().translate(numbers))
    left = _MARGIN if turned else WIDTH - _MARGIN - mark.width
    image.paste(shown, (left, HEIGHT - _MARGIN - mark.height))
