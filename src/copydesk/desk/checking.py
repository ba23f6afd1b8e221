"""Whether settings ask for nothing that is not there."""

from __future__ import annotations

from copydesk import clean, registry
from copydesk import writers as _writers  # noqa: F401  importing it registers them
from copydesk.composition import csl
from copydesk.config import Config
from copydesk.desk.plan import ALWAYS
from copydesk.errors import ConfigError
from copydesk.hints import nearest
from copydesk.writers import sheets
from copydesk.writers.logo import logo


def check_settings(config: Config) -> None:
    """Raise `ConfigError` when the settings name a format, rule or file that is not there."""
    clean.check(config)
    csl.load(config.csl)
    sheets.own(config)
    logo(config)
    for name in config.formats:
        if name not in registry.WRITERS:
            message = f"no writer makes the format `{name}`"
            hint = nearest(name, sorted(registry.WRITERS))
            if name in ALWAYS:
                message = f"the format `{name}` is made of every article, and not by choice"
                hint = "take it out of `formats`"
            raise ConfigError(message, hint=hint, code="config.format")
