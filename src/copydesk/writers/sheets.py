"""Style sheets: those of the house in the desk's theme, and behind them the desk's own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.language.scripts import script_of
from copydesk.settings.layers import unreadable_error
from copydesk.settings.theme import FONTS, HOUSE, Medium, Theme
from copydesk.system import companion_files, fetch, fonts, stylesheets

#: The largest style sheet of a desk, in bytes.
_LARGEST: Final = 1_000_000
#: So many faults of it are told at once.
_TOLD: Final = 5
_IGNORED: Final = re.compile(r"Ignored (`.*`) at (\d+):\d+, (.*?)\.?")
#: What may stand before a style sheet, and means nothing within one.
_ENCODING: Final = re.compile(r'\ufeff?(?:@charset "[^"\n]*";)?')

#: Left and right by the sides where lines begin and end. The sheets name each by itself, where the
#: two are not alike.
_SIDES: Final = {"left": "start", "right": "end"}
_PROPERTY: Final = re.compile(r"\b(padding|margin|border)-(left|right)(?=:)")
_FLOAT: Final = re.compile(r"\bfloat: (left|right)\b")


@dataclass(frozen=True, slots=True)
class ScriptFit:
    """What pages in other scripts need of a sheet, as `scripts.fit` finds it.

    The language whose families stand in it, whether lines run to either side, rules besides.
    """

    language: str = ""
    turned: bool = False
    rules: str = ""


#: What most pages need.
PLAIN: Final = ScriptFit()


def sheet(names: str, config: Config, medium: Medium, fit: ScriptFit = PLAIN) -> str:
    """The style sheets `names` of `data/css` in the theme of `config`, the desk's own behind.

    Raises `ConfigError` when the desk's own cannot be read, or has faults.
    """
    house = _dressed(names, config.theme, medium, fit.language, turned=fit.turned)
    return f"{house}{fit.rules}{read_own_sheet(config)}"


# The articles of a desk have a theme and few languages, and each has three or four sheets.
@lru_cache(maxsize=16)
def _dressed(names: str, theme: Theme, medium: Medium, language: str, *, turned: bool) -> str:
    """The style sheets `names` in the values of a theme."""
    house = "".join(map(read_stylesheet, names.split()))
    return theme.dress(_either(house) if turned else house, medium, script_of(language))


@lru_cache(maxsize=16)
def _either(sheet: str) -> str:
    """`sheet` with the sides of lines in the place of left and right, of which the house speaks.

    Figures stay at the right, where their last ones stand in a column.

    >>> _either("li { padding-left: 1em; text-align: left } td { text-align: right }")
    'li { padding-inline-start: 1em; text-align: start } td { text-align: right }'
    """
    sheet = _PROPERTY.sub(lambda found: f"{found[1]}-inline-{_SIDES[found[2]]}", sheet)
    sheet = _FLOAT.sub(lambda found: f"float: inline-{_SIDES[found[1]]}", sheet)
    return sheet.replace("text-align: left", "text-align: start")


def read_own_sheet(config: Config) -> str:
    """The desk's own style sheet, "" when it has none. Raises `ConfigError`."""
    name = config.theme.css
    if not name:
        return ""
    try:
        text = companion_files.read(config.root, name, _LARGEST).decode("utf-8")
    except UnicodeDecodeError as error:
        raise unreadable_error(name, error) from None
    return _faultless(_ENCODING.sub("", text, count=1), name)


# Each writer of each article asks for the same one.
@lru_cache(maxsize=2)
def _faultless(text: str, name: str) -> str:
    """`text`, unless something is wrong with it; then `ConfigError` says where and what."""
    if found := stylesheets.find_faults(text):
        told = [f"line {fault.line}: {fault.what}" for fault in found[:_TOLD]]
        more = [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
        message = f"the style sheet `{name}` has faults: {'; '.join((*told, *more))}"
        raise ConfigError(message, hint="correct these lines", code="config.css")
    return text


def list_unprinted(config: Config) -> tuple[str, ...]:
    """What of the desk's looks the PDF cannot show, in words: fonts, and its own style sheet."""
    absent = tuple(_absent(config.theme))
    text = read_own_sheet(config)
    if not text:
        return absent
    from copydesk.system.weasy import CSS, LOGGER

    told: list[str] = []

    def heard(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            told.append(record.getMessage())
        return False

    LOGGER.addFilter(heard)
    try:
        CSS(string=text, url_fetcher=fetch.Fetcher())
    finally:
        LOGGER.removeFilter(heard)
    name = config.theme.css
    left_out = (f"the PDF leaves out something of `{name}`: {_placed(line)}" for line in told)
    return (*absent, *left_out)


def _absent(theme: Theme) -> Iterator[str]:
    """Which fonts of `theme` this machine does not have."""
    named = {name: getattr(theme, name) for name in FONTS}
    wanted = dict.fromkeys(name for name in named.values() if name not in HOUSE)
    for font in fonts.absent(wanted):
        keys = ", ".join(f"`theme.{name}`" for name, value in named.items() if value == font)
        yield f"{keys}: this machine has no font `{font}`, and the PDF is set in another"


def _placed(message: str) -> str:
    """What WeasyPrint says of a declaration, with the line where people look for it.

    >>> _placed("Ignored `colr: red` at 2:5, unknown property.")
    'line 2: `colr: red`, unknown property'
    """
    found = _IGNORED.fullmatch(" ".join(message.split()))
    if found is None:
        return message.rstrip(".")
    return f"line {found[2]}: {found[1]}, {found[3]}"


@cache
def read_stylesheet(name: str) -> str:
    """A style sheet of the house as it stands."""
    return (files("copydesk") / "data" / "css" / name).read_text(encoding="utf-8")
