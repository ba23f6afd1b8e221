"""Style sheets: those of the house in the desk's theme, and behind them the desk's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from copydesk.config import Config, unreadable
from copydesk.theme import Medium


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


def stylesheet(name: str) -> str:
    """A style sheet of the house as it stands."""
    return (files("copydesk") / "house" / "css" / name).read_text(encoding="utf-8")
