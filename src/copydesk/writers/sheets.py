"""Style sheets: those of the house in the desk's theme, and behind them the desk's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from copydesk.config import Config, unreadable
from copydesk.errors import ConfigError
from copydesk.gate.pictures import kind, pixels
from copydesk.theme import Medium

_LOGO: Final = "a logo is a PNG, JPEG or GIF of at most `limits.picture_pixels`"


def sheet(name: str, config: Config, medium: Medium) -> str:
    """The style sheet `name` of `house/css` in the theme of `config`, the desk's own behind it.

    Raises `ConfigError` when the desk's own cannot be read.
    """
    return f"{config.theme.dress(stylesheet(name), medium)}{own(config)}"


def own(config: Config) -> str:
    """The desk's own style sheet, "" when it has none. Raises `ConfigError`."""
    if not config.theme.css:
        return ""
    try:
        return (Path(config.root) / config.theme.css).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(config.theme.css, error) from None


def logo(config: Config) -> bytes | None:
    """The picture that the theme names as the logo, None when it names none.

    Raises `ConfigError` when it cannot be read or is none that editions can hold.
    """
    name = config.theme.logo
    if not name:
        return None
    try:
        data = (Path(config.root) / name).read_bytes()
    except OSError as error:
        message = f"`{name}` cannot be read: {error}"
        raise ConfigError(message, hint=_LOGO, code="config.read") from None
    if kind(data) is None or not 0 < pixels(data) <= config.limits.picture_pixels:
        raise ConfigError(f"`{name}` cannot be a logo", hint=_LOGO, code="config.value")
    return data


def stylesheet(name: str) -> str:
    """A style sheet of the house as it stands."""
    return (files("copydesk") / "house" / "css" / name).read_text(encoding="utf-8")
