"""The theme: a few values that set the design of every format.

The packs of `data/themes` and a desk's own give the values; a writer takes those that
its format can show. Style sheets name them as `${accent}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from string import Template
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from copydesk.settings.colours import READABLE, for_dark_paper, measure_contrast, with_lightness
from copydesk.settings.style import key

if TYPE_CHECKING:
    from copydesk.language.scripts import Script

Medium: TypeAlias = Literal["paper", "screen", "book", "mail"]

_COLOR: Final = (r"#[0-9a-fA-F]{6}", "a colour such as `#8c1d18`")
_FONT: Final = (
    r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}",
    "`serif`, `sans` or the name of a font family",
)
#: A file of the desk, which no path leads out of.
_FILE: Final = (
    r"|(?!/|(.*/)?\.\.(/|$))[^\x00-\x1f\\:]{1,200}",
    "a path inside the desk such as `look/house.css`",
)
_LENGTH: Final = r"[0-9]{1,4}(\.[0-9]{1,3})?"
#: What `serif` and `sans` are, medium by medium. The faces on paper are packaged, so that no
#: machine's own interfere.
_FAMILIES: Final = {
    "paper": {"serif": '"Desk Serif"', "sans": '"Desk Sans", "Desk Serif"'},
    "screen": {
        "serif": '"Source Serif 4", "Source Serif Pro", Charter, "Bitstream Charter", Georgia,'
        " Cambria, serif",
        "sans": '"Source Sans 3", "Source Sans Pro", "Segoe UI", Roboto, "Helvetica Neue", Arial,'
        " sans-serif",
    },
    "book": {"serif": "serif", "sans": "sans-serif"},
    # Outlook looks for the first one only, so Windows has it.
    "mail": {
        "serif": "Georgia, Cambria, Times New Roman, serif",
        "sans": "Segoe UI, Helvetica Neue, Helvetica, Arial, sans-serif",
    },
}
#: Lightness of what is behind the text of a dark screen, where no colour is set.
_NIGHT: Final = {"paper": 0.09, "mark": 0.17, "rule": 0.25}
#: The colours of what is read.
_READ: Final = ("ink", "quiet", "accent", "heading")
#: Scripts whose families stand before those of the theme.
_FIRST: Final = frozenset(("Hans", "Hant", "Jpan"))
#: The keys that name families.
FONTS: Final = ("text_font", "heading_font", "label_font")
#: Names of fonts that the house brings.
HOUSE: Final = ("serif", "sans")


def _dark(name: str) -> str:
    """The setting of a colour on dark screens, which is forgotten where that of light is set."""
    found: str = key(
        "",
        f"`{name}` in dark mode; if empty, computed from it",
        shape=(f"|{_COLOR[0]}", _COLOR[1]),
        follows=name,
    )
    return found


@dataclass(frozen=True, slots=True)
class Theme:
    """`[theme]`: the design of the outputs. A pack (`data/themes/*.toml`) gives the defaults."""

    pack: str = key(
        "journal",
        "the theme that the other keys of this table override: journal or newsletter, or a file"
        " of the desk such as `look.toml`",
    )
    css: str = key(
        "", "a style sheet of the desk, added to that of HTML, EPUB and PDF", shape=_FILE
    )
    logo: str = key(
        "", "a picture (PNG, JPEG, GIF or WebP) above the title and on the cover", shape=_FILE
    )
    cover: bool = key(default=True, doc="a cover for books, with title, author and publication")
    text_font: str = key("serif", "font of running text", shape=_FONT)
    heading_font: str = key("serif", "font of title and headings", shape=_FONT)
    label_font: str = key("sans", "font of bylines, captions, tables and page heads", shape=_FONT)
    size: str = key(
        "10.75pt",
        "size of running text on paper; other sizes follow from it",
        shape=(rf"{_LENGTH}pt", "a size in points such as `10.75pt`"),
    )
    leading: str = key(
        "1.42",
        "line spacing, as a multiple of the text size",
        shape=(_LENGTH, "a number such as `1.42`"),
    )
    margins: str = key(
        "27mm 32mm 30mm",
        "margins on paper, as in CSS: top, sides, bottom",
        shape=(rf"{_LENGTH}mm( {_LENGTH}mm){{0,3}}", "lengths such as `27mm 32mm 30mm`"),
    )
    measure: str = key(
        "38rem",
        "longest line on a screen",
        shape=(rf"{_LENGTH}(rem|em|ch|px)", "a length such as `38rem`"),
    )
    paragraphs: str = key(
        "spaced",
        "how paragraphs are separated: by a space or an indent",
        choices=("spaced", "indented"),
    )
    justify: bool = key(default=True, doc="justify text on paper")
    ink: str = key("#111111", "colour of text", shape=_COLOR)
    quiet: str = key("#595550", "colour of captions, dates and page heads", shape=_COLOR)
    paper: str = key("#ffffff", "colour behind the text on a screen", shape=_COLOR)
    rule: str = key("#bbb5ac", "colour of lines (rules)", shape=_COLOR)
    mark: str = key("#fbf0d9", "background of code and of the target of a link", shape=_COLOR)
    accent: str = key("#8c1d18", "colour of links and of the cover", shape=_COLOR)
    heading: str = key("#111111", "colour of title and headings", shape=_COLOR)
    dark_ink: str = _dark("ink")
    dark_quiet: str = _dark("quiet")
    dark_paper: str = _dark("paper")
    dark_rule: str = _dark("rule")
    dark_mark: str = _dark("mark")
    dark_accent: str = _dark("accent")
    dark_heading: str = _dark("heading")

    @property
    def points(self) -> float:
        """Size of running text on paper, in points."""
        return float(self.size.removesuffix("pt"))

    def settled(self) -> Theme:
        """Return the theme with every dark-mode colour: set, or computed from the light one.

        >>> Theme(accent="#0b5394", dark_ink="#eeeeee").settled().dark_accent
        '#6bb3f4'
        """
        dark: dict[str, Any] = {
            f"dark_{name}": getattr(self, f"dark_{name}")
            or with_lightness(getattr(self, name), light)
            for name, light in _NIGHT.items()
        }
        papers = (dark["dark_paper"], dark["dark_mark"])
        dark |= {
            f"dark_{name}": getattr(self, f"dark_{name}")
            or for_dark_paper(getattr(self, name), papers)
            for name in _READ
        }
        return replace(self, **dark)

    def faint(self) -> Iterator[str]:
        """Yield a message for each colour that is hard to read on a screen.

        >>> list(Theme(accent="#f0c000").faint())
        ['`theme.accent` #f0c000 on `theme.paper` #ffffff is hard to read: contrast 1.7, not 4.5']
        """
        whole = self.settled()
        for dark in ("", "dark_"):
            for name in _READ:
                ink, paper = getattr(whole, dark + name), getattr(whole, f"{dark}paper")
                if (found := measure_contrast(ink, paper)) < READABLE:
                    yield (
                        f"`theme.{dark}{name}` {ink} on `theme.{dark}paper` {paper} is hard to"
                        f" read: contrast {found:.1f}, not {READABLE}"
                    )

    def tokens(self, medium: Medium, script: Script | None = None) -> dict[str, str]:
        """Return the CSS variables that style sheets of a medium can use, for text in a `script`.

        >>> Theme(heading_font="Lato").tokens("book")["heading_font"]
        '"Lato", serif'
        """
        values = {name: str(value) for name, value in asdict(self.settled()).items()}
        families = _FAMILIES[medium]
        for name in FONTS:
            font = values[name]
            named = families.get(font) or f'"{font}", {families["serif"]}'
            values[name] = _with_script(named, script, medium, sans=font == "sans")
        if medium == "book":
            values["rule"] = "currentcolor"  # paper and ink are the reading system's
        indented = self.paragraphs == "indented"
        return values | {
            "align": "justify" if self.justify else "left",
            "indent": "1.3em" if indented else "0",
            "between": "0" if indented else "1",
            # What a line may leave empty before a word is broken for it.
            "zone": "3%" if self.justify else "14%",
        }

    def dress(self, sheet: str, medium: Medium, script: Script | None = None) -> str:
        """Fill `sheet`, a packaged style sheet, with the values of the theme for a `script`.

        >>> Theme().dress("a { color: ${accent} }", "screen")
        'a { color: #8c1d18 }'
        """
        return Template(sheet).substitute(self.tokens(medium, script))


def _with_script(families: str, script: Script | None, medium: Medium, *, sans: bool) -> str:
    """`families` and those of a `script`, which a reading system knows by itself.

    Chinese and Japanese ones stand first: their quotation marks and dashes are as wide as
    their letters. Otherwise Latin words keep the face of the theme.
    """
    own = () if script is None or medium == "book" else script.sans if sans else script.serif
    if script is None or not own:
        return families
    more = ", ".join(f'"{name}"' for name in own)
    if script.name in _FIRST:
        return f"{more}, {families}"
    rest, _, last = families.rpartition(", ")
    return f"{rest}, {more}, {last}" if not last.startswith('"') else f"{families}, {more}"
