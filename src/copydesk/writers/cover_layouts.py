"""Two ways to lay out a cover, by the letters of the theme's headings.

Where these have serifs, the cover is a page: the publication on a band of colour, the title
in ink below it. Elsewhere it is a poster: colour to the edges, and the title at its foot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from copydesk.catalogue import Record
from copydesk.colours import contrast
from copydesk.theme import Theme
from copydesk.writers import logo_ground
from copydesk.writers.canvas import Canvas, readable
from copydesk.writers.heads import JOINT
from copydesk.writers.lettering import Cut, Setting, fit, leftward, words

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
_LOGO: Final = (400, 160)
#: Around a logo whose ground is not the page's, and the contrast at which it is as good as that.
_EDGE: Final = 28
_SEAMLESS: Final = 1.1

_SERIF: Final = "asset:serif/SourceSerifPro-{}.otf"
_SANS: Final = "asset:sans/SourceSansPro-{}.otf"
_BOLD_SERIF: Final = Cut((_SERIF.format("Bold"),), bold=True)
_PLAIN_SERIF: Final = Cut((_SERIF.format("Regular"),))
_SLANTED_SERIF: Final = Cut(("asset:fonts/DeskSerif-It.ttf",))
_BOLD_SANS: Final = Cut((_SANS.format("Bold"),), bold=True)
_STRONG_SANS: Final = Cut((_SANS.format("Semibold"),), bold=True)
_PLAIN_SANS: Final = Cut((_SANS.format("Regular"),))


@dataclass(frozen=True, slots=True)
class Part:
    """How one thing is set: its cut, the sizes it may take, the height there is for it.

    `gap` is between it and what stands above it. `beside`: it leaves room for the logo.
    """

    cut: Cut
    sizes: tuple[int, ...]
    height: int
    gap: int = 0
    beside: bool = False


_TITLE_SIZES: Final = (190, 176, 162, 148, 136, 124, 114, 104, 96, 88, 80, 74, 68, 62)
_REST_SIZES: Final = (88, 80, 74, 66, 60, 54, 50)
_NAME_SIZES: Final = (58, 53, 48, 42)
_HEAD_SIZES: Final = (92, 84, 76, 66, 56)
_SMALL_SIZES: Final = (44, 40, 34)


def layout(about: Record, theme: Theme, logo: bytes | None) -> Canvas:
    """The cover of the book that `about` describes."""
    sheet = Sheet(about, theme, logo)
    if theme.heading_font == "sans":
        _poster(sheet)
    else:
        _page(sheet)
    return sheet.canvas


def _page(sheet: Sheet) -> None:
    """A band of colour with the publication's name, and paper below it."""
    theme, copy = sheet.theme, sheet.copy
    band = 480 if copy.masthead else 170
    sheet.canvas.fill((0, 0, WIDTH, band), theme.accent)
    on_band = (theme.accent, readable(theme.accent, theme.paper))
    ink = (theme.paper, readable(theme.paper, theme.heading, theme.ink))
    quiet = (theme.paper, readable(theme.paper, theme.quiet, theme.ink))

    foot = sheet.above((copy.series,), Part(_PLAIN_SANS, _SMALL_SIZES, 56, 42), band - 86, on_band)
    sheet.above((copy.masthead,), Part(_BOLD_SERIF, _HEAD_SIZES, 260), foot, on_band)

    y = sheet.below((copy.head,), Part(_BOLD_SERIF, _TITLE_SIZES, 880), band + 190, ink)
    y = sheet.below((copy.rest,), Part(_PLAIN_SERIF, _REST_SIZES, 420, 104), y, ink)
    sheet.bar(y + 80, theme.accent)
    sheet.below((copy.deck,), Part(_SLANTED_SERIF, (55, 50, 44), 260, 150), y, quiet)

    foot = HEIGHT - _MARGIN
    top = foot - _LOGO[1] if sheet.logo(foot, theme.paper) else foot
    foot = sheet.above((copy.day,), Part(_PLAIN_SANS, _SMALL_SIZES, 56, 50), foot, quiet)
    foot = sheet.above(copy.names, Part(_STRONG_SANS, _NAME_SIZES, 330, beside=True), foot, ink)
    if (line := min(foot, top)) < HEIGHT - _MARGIN:
        sheet.canvas.fill((_MARGIN, line - 64, WIDTH - _MARGIN, line - 61), theme.rule)


def _poster(sheet: Sheet) -> None:
    """Stripes that thicken from the colour of the theme to a dark field with the title."""
    theme, copy = sheet.theme, sheet.copy
    field = theme.heading
    on_accent = (theme.accent, readable(theme.accent, theme.paper))
    on_field = (field, readable(field, theme.paper))
    sheet.canvas.fill((0, 0, WIDTH, HEIGHT), theme.accent)
    top, stripes, step = 560, 8, 49
    for number in range(1, stripes + 1):
        end = top + number * step
        sheet.canvas.fill((0, end - step * number // (stripes + 1), WIDTH, end), field)
    floor = top + stripes * step
    sheet.canvas.fill((0, floor, WIDTH, HEIGHT), field)

    y = sheet.below((copy.masthead,), Part(_BOLD_SANS, _HEAD_SIZES, 260), _MARGIN, on_accent)
    sheet.below((copy.series, copy.day), Part(_PLAIN_SANS, _SMALL_SIZES, 130, 54), y, on_accent)

    y = sheet.below((copy.head,), Part(_BOLD_SANS, _TITLE_SIZES, 640), floor + 114, on_field)
    rest = copy.rest or copy.deck
    sheet.below((rest,), Part(_PLAIN_SANS, _REST_SIZES[2:], 290, 104), y, on_field)
    foot = HEIGHT - _MARGIN
    sheet.logo(foot, field)
    sheet.above(copy.names, Part(_STRONG_SANS, _NAME_SIZES, 290, beside=True), foot, on_field)


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


def said(about: Record) -> Words:
    """What the cover of a book says of it."""
    head, rest = parted(about.title)
    publication, imprint = about.publication, about.imprint
    issue = f"{imprint.volume} ({imprint.issue})" if imprint.issue else imprint.volume
    deck = about.subtitle
    named = (about.credit,) if about.editors else about.names
    return Words(
        head=head,
        rest=rest,
        deck=deck if not rest and len(deck) <= _DECK else "",
        names=named if len(named) <= _NAMED else (*named[: _NAMED - 1], "et al."),
        masthead=publication.name or publication.publisher,
        series=" ".join(filter(None, (publication.series, issue.strip()))),
        day=about.dated if 0 < len(about.dated) <= _DATED else about.date,
    )


def parted(title: str) -> tuple[str, str]:
    """`title` at its first colon, question mark or dash, where that leaves a good beginning.

    Colon and dash go, whose work the new line does.

    >>> parted("Who mends the wall? Canals, dykes and upkeep")
    ('Who mends the wall?', 'Canals, dykes and upkeep')
    >>> parted("Upkeep – a history"), parted("A short title")
    (('Upkeep', 'a history'), ('A short title', ''))
    """
    found = JOINT.search(title)
    if found is None or found.start() > _HEAD:
        return title, ""
    return title[: found.start()] + (found["kept"] or ""), title[found.end() :]


# ── how it is set ────────────────────────────────────────────────────────────


class Sheet:
    """A cover in the making. Its lines begin at the margin where the title is read from."""

    def __init__(self, about: Record, theme: Theme, logo: bytes | None) -> None:
        self.copy = said(about)
        self.theme = theme
        self.canvas = Canvas((WIDTH, HEIGHT), theme.paper)
        self._language = about.language
        self._right = leftward(about.title)
        self._logo = logo

    def below(self, texts: tuple[str, ...], part: Part, y: int, colours: tuple[str, str]) -> int:
        """Set `texts`, each on lines of its own, from `y` downwards; where they end, or `y`."""
        setting = self._fit(texts, part)
        self._letter(setting, y + part.gap, colours)
        return y + part.gap + setting.height if setting.lines else y

    def above(self, texts: tuple[str, ...], part: Part, y: int, colours: tuple[str, str]) -> int:
        """Set `texts` so that they end at `y`; where they begin, or `y`."""
        setting = self._fit(texts, part)
        self._letter(setting, y - setting.height, colours)
        return y - setting.height - part.gap if setting.lines else y

    def bar(self, y: int, colour: str) -> None:
        """A short bar at the margin."""
        left = WIDTH - _MARGIN - 150 if self._right else _MARGIN
        self.canvas.fill((left, y, left + 150, y + 9), colour)

    def logo(self, foot: int, field: str) -> bool:
        """The logo on `field`, in the corner where no line begins; whether there is one.

        Where it would not be seen it has a ground of its own, with an edge around it.
        """
        if self._logo:
            ground = logo_ground.ground(self._logo, field, self.theme.paper, self.theme.accent)
            edge = _EDGE if contrast(ground, field) > _SEAMLESS else 0
            width, height = _LOGO
            left = _MARGIN if self._right else WIDTH - _MARGIN - width
            box = (left, foot - height, left + width, foot)
            self.canvas.picture(self._logo, box, ground, edge=edge)
        return self._logo is not None

    def _fit(self, texts: tuple[str, ...], part: Part) -> Setting:
        found = tuple(words(text, part.cut, self._language) for text in texts)
        width = _MEASURE - _LOGO[0] - 60 if part.beside and self._logo else _MEASURE
        return fit(found, (width, part.height), part.sizes)

    def _letter(self, setting: Setting, y: int, colours: tuple[str, str]) -> None:
        x = WIDTH - _MARGIN if self._right else _MARGIN
        self.canvas.letter(setting, (x, y), colours, right=self._right)
