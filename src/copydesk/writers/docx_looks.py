"""How each paragraph style of a DOCX looks in a theme: the recipe, in points.

Every role that a paragraph of an article can have is a style of its own, so that whoever
opens the file can give all bylines or all entries another look at once. Names are those
that Word has for a role where it has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from copydesk.theme import Theme

Align: TypeAlias = Literal["", "left", "center", "right", "both"]

#: What `serif` and `sans` are in Word. LibreOffice has faces of the same widths for both, or
#: takes what the machine has; the packaged faces are on few machines, and an office program
#: that lacks a family puts another in its place without a word.
FAMILIES: Final = {"serif": "Cambria", "sans": "Calibri"}
MONO: Final = "Courier New"

#: Width and height of a page in twentieths of a point.
PAPERS: Final = {"A4": (11906, 16838), "letter": (12240, 15840)}
_MILLIMETRE: Final = 1440 / 25.4

#: Sizes relative to that of running text.
_TITLE, _DECK, _CODE, _ENTRY, _LABEL, _SMALL = 2.05, 1.21, 0.86, 0.91, 0.86, 0.82
_HEADINGS: Final = (1.26, 1.1, 1.0, 1.0, 1.0, 1.0)
#: Distance of lines of what is no running text, in sizes of its own.
_TIGHT, _CLOSE = 1.15, 1.35


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks; sizes, spaces and indents in points.

    A field that is empty or None says what the style `base` says. `line` is the distance of
    lines; `first` the indent of the first line, below 0 where the others hang. `rule` names the
    side of the paragraph with a rule and its colour, `fill` the colour behind it.
    """

    name: str
    base: str = "Normal"
    size: float = 0
    line: float = 0
    before: float = 0
    after: float = 0
    left: float = 0
    first: float = 0
    font: str = ""
    color: str = ""
    align: Align = ""
    bold: bool | None = None
    italic: bool | None = None
    keep_with_next: bool | None = None
    keep_together: bool | None = None
    hyphens: bool | None = None
    rule: tuple[str, str] = ("", "")
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its margins, in twentieths of a point."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def measure(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> int:
        """The height of the text."""
        return self.height - self.top - self.bottom


def paper(name: str, theme: Theme) -> Paper:
    """The page `name` with the margins of `theme`.

    >>> paper("A4", Theme(margins="25.4mm 20mm"))
    Paper(width=11906, height=16838, top=1440, right=1134, bottom=1440, left=1134)
    """
    given = [round(float(side) * _MILLIMETRE) for side in re.findall(r"[\d.]+", theme.margins)]
    # As CSS has it: a side that is not named is as the one across.
    top = given[0]
    right = given[1] if len(given) > 1 else top
    bottom = given[2] if len(given) > 2 else top
    left = given[3] if len(given) > 3 else right
    return Paper(*PAPERS[name], top, right, bottom, left)


def family(font: str) -> str:
    """The font family in Word that a theme calls `font`.

    >>> family("serif"), family("Lato")
    ('Cambria', 'Lato')
    """
    return FAMILIES.get(font, font)


def hexadecimal(color: str) -> str:
    """A colour of a theme as Word writes it.

    >>> hexadecimal("#8c1d18")
    '8C1D18'
    """
    return color.removeprefix("#").upper()


def half_points(size: float) -> float:
    """`size` as a size of letters that Word has.

    >>> half_points(10.75), half_points(9.2)
    (11.0, 9.0)
    """
    return int(size * 2 + 0.5) / 2


def looks(theme: Theme) -> tuple[Look, ...]:
    """The paragraph styles of every DOCX in `theme`, each after the one that it is based on."""
    return (*_running(theme), *_front(theme), *_headings(theme), *_lists(theme), *_display(theme),
            *_back(theme), *_pages(theme))  # fmt: skip


def _running(theme: Theme) -> tuple[Look, ...]:
    text = half_points(theme.points)
    leading = text * float(theme.leading)
    after = 0 if theme.paragraphs == "indented" else _gap(theme)
    return (
        Look("Normal", "", text, leading, font=family(theme.text_font),
             color=hexadecimal(theme.ink)),
        Look("Body Text", after=after, first=text * 1.3 if theme.paragraphs == "indented" else 0,
             align="both" if theme.justify else "left"),
        Look("First Paragraph", "Body Text", after=after),
        Look("After Table", "First Paragraph", before=_gap(theme) * 1.5, after=after),
    )  # fmt: skip


def _gap(theme: Theme) -> float:
    """The space between blocks that are no running text."""
    return round(theme.points * 0.68, 1)


def _front(theme: Theme) -> tuple[Look, ...]:
    """What stands above the text; whatever comes last of it is parted from the text by a rule."""
    heading, quiet = hexadecimal(theme.heading), hexadecimal(theme.quiet)
    label_font = family(theme.label_font)
    title, deck, label, small = _sizes(theme, _TITLE, _DECK, _LABEL, _SMALL)
    found = (
        Look("Title", "Normal", title, title * _TIGHT, 0, title * 0.35, align="left",
             font=family(theme.heading_font), color=heading, bold=True, keep_with_next=True,
             keep_together=True, hyphens=False),
        Look("Subtitle", "Normal", deck, deck * _CLOSE, 0, deck * 0.7, align="left",
             color=quiet, keep_with_next=True, keep_together=True, hyphens=False),
        Look("Byline", "Normal", half_points(theme.points), 0, 0, 3, align="left",
             font=label_font, bold=True, keep_with_next=True, hyphens=False),
        Look("Affiliation", "Normal", label, label * _CLOSE, 0, 3, align="left",
             font=label_font, color=quiet, keep_with_next=True, hyphens=False),
        Look("Date", "Normal", label, label * _CLOSE, 0, 3, align="left",
             font=label_font, color=quiet, keep_with_next=True, hyphens=False),
        Look("Image Credit", "Normal", small, small * _CLOSE, 3, 3, align="left",
             font=label_font, color=quiet, hyphens=False),
        Look("Disclaimer", "Normal", label, label * _CLOSE, 3, 3, align="left",
             font=label_font, color=quiet, italic=True),
        Look("DOI", "Affiliation", after=3),
    )  # fmt: skip
    gap = theme.points * 1.7
    return (
        *found,
        *(Look(f"{one.name} Last", one.name, before=one.before, after=gap, keep_with_next=False,
               rule=("bottom", hexadecimal(theme.rule))) for one in found),
    )  # fmt: skip


def _headings(theme: Theme) -> tuple[Look, ...]:
    font, color = family(theme.heading_font), hexadecimal(theme.heading)
    return tuple(
        Look(f"Heading {level}", "Normal", size, size * 1.2, size * (1.5 if level == 1 else 1.2),
             size * 0.4, align="left", font=font, color=color, bold=level != 4,
             italic=level > 3, keep_with_next=True, keep_together=True, hyphens=False)
        for level, size in enumerate(_sizes(theme, *_HEADINGS), 1)
    )  # fmt: skip


def _lists(theme: Theme) -> tuple[Look, ...]:
    """Items stand close, and the last paragraph of a list apart from what follows."""
    kinds = ("List Bullet", "List Number", "List Continue")
    items = tuple(Look(name, "Normal", before=3, after=3, align="left") for name in kinds)
    return (*items, *(Look(f"{name} Last", name, before=3, after=_gap(theme)) for name in kinds))


def _display(theme: Theme) -> tuple[Look, ...]:
    quiet, gap, label_font = hexadecimal(theme.quiet), _gap(theme), family(theme.label_font)
    code, label, small = _sizes(theme, _CODE, _LABEL, _SMALL)
    return (
        Look("Quote", "Normal", before=gap, after=gap, left=18, align="left",
             rule=("left", hexadecimal(theme.rule))),
        Look("Source Code", "Normal", code, code * _CLOSE, gap * 1.5, gap * 1.5, 6, align="left",
             font=MONO, hyphens=False, fill=hexadecimal(theme.mark)),
        Look("Section Break", "Normal", before=gap, after=gap * 1.5, align="center",
             color=quiet, keep_with_next=True),
        Look("Figure", "Normal", before=gap * 1.4, after=4, align="left", keep_with_next=True),
        Look("Figure Alone", "Figure", before=gap * 1.4, after=gap * 1.5, keep_with_next=False),
        Look("Caption", "Normal", small, small * _CLOSE, 2, gap * 1.6, align="left",
             font=label_font, color=quiet, keep_together=True, hyphens=False),
        Look("Table Caption", "Caption", before=gap, after=4, keep_with_next=True),
        Look("Table Text", "Normal", label, label * _CLOSE, align="left",
             font=label_font, hyphens=False),
        Look("Table Number", "Table Text", align="right"),
        Look("Table Head", "Table Text", bold=True, keep_with_next=True),
        Look("Table Head Number", "Table Head", align="right"),
        Look("Table Stub", "Table Text", bold=True),
        Look("Table Small", "Table Text", half_points(small * 0.9), small * 0.9 * _CLOSE),
        Look("Table Small Number", "Table Small", align="right"),
        Look("Table Small Head", "Table Small", bold=True, keep_with_next=True),
        Look("Table Small Head Number", "Table Small Head", align="right"),
        Look("Table Small Stub", "Table Small", bold=True),
        Look("Table Gap", "Normal", small, small, hyphens=False),
    )  # fmt: skip


def _back(theme: Theme) -> tuple[Look, ...]:
    entry, label = _sizes(theme, _ENTRY, _LABEL)
    quiet, font = hexadecimal(theme.quiet), family(theme.label_font)
    line, gap = entry * 1.36, _gap(theme)
    return (
        Look("Author Bio", "Normal", label, label * 1.4, 0, gap, align="left", font=font,
             keep_together=True, hyphens=False),
        Look("Keywords", "Normal", label, label * 1.4, gap * 2, gap, align="left", font=font,
             color=quiet, hyphens=False),
        Look("Cite As", "Keywords", before=gap, after=gap, keep_together=True),
        Look("Rights", "Keywords", before=gap, after=gap),
        Look("Acknowledgements", "Normal", entry, line, 0, gap, align="left"),
        Look("Notes", "Normal", entry, line, 0, 4, align="left", hyphens=False),
        Look("Bibliography", "Normal", entry, line, 0, 4.5, 22, -22, align="left",
             keep_together=True, hyphens=False),
        Look("Footnote Text", "Normal", half_points(theme.points * _LABEL),
             theme.points * _LABEL * 1.3, 0, 2, align="left"),
        Look("Footnote Block Text", "Footnote Text", after=2, left=12),
    )  # fmt: skip


def _pages(theme: Theme) -> tuple[Look, ...]:
    quiet, font = hexadecimal(theme.quiet), family(theme.label_font)
    (small,) = _sizes(theme, 0.79)
    return (
        Look("Header", "Normal", small, small * 1.2, align="left", font=font, color=quiet,
             hyphens=False),
        Look("Masthead", "Header", half_points(small * 1.2), small * 1.5, after=12, bold=True,
             color=hexadecimal(theme.accent), rule=("bottom", hexadecimal(theme.rule))),
        Look("Footer", "Normal", small, small * 1.2, align="center", font=font, color=quiet,
             hyphens=False),
    )  # fmt: skip


def _sizes(theme: Theme, *relative: float) -> tuple[float, ...]:
    return tuple(half_points(theme.points * size) for size in relative)
