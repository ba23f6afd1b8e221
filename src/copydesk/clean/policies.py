"""Which rules run at a desk: by its policies, and by what its house style has settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from copydesk.config import Config
from copydesk.registry import UNREFUSABLE, Rule

#: Rules that write curly marks, or those of French and German, where the house wants such.
_CURLING: Final = (
    "quote.straight", "quote.apostrophe", "fr.quote-straight", "fr.apostrophe",
    "de.quote-straight", "de.quote-shape", "de.apostrophe",
)  # fmt: skip
_CURLED: Final = frozenset(("curly", "double", "single"))

#: A rule that serves a setting of `[style]`: the setting, and the values for which it runs.
SERVES: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(_CURLING, ("quotes", _CURLED)),
    "house.quotes": ("quotes", frozenset(("double", "single"))),
    "house.dashes": ("dashes", frozenset(("spaced en", "closed em"))),
    "house.dates": ("dates", frozenset(("21 April 2023", "April 21, 2023"))),
    "house.spelling": ("spelling", frozenset(("british", "oxford", "american"))),
    "spell.variant-mix": ("spelling", frozenset(("any",))),
    "house.et-al": ("et_al", frozenset(("et al.", "et al", "and others"))),
    "abbr.et-al": ("et_al", frozenset(("as written", "et al.", "and others"))),
}


def serves(name: str, config: Config) -> bool:
    """Whether the house has settled what the rule serves, or it serves no setting.

    >>> serves("house.quotes", Config()), serves("dup.sentence", Config())
    (False, True)
    """
    if name not in SERVES:
        return True
    setting, values = SERVES[name]
    return getattr(config.style, setting) in values


def policy(rule: Rule, config: Config) -> str:
    """What becomes of the edits of `rule` under `config`: off, suggest or fix.

    >>> from copydesk.registry import RULES
    >>> policy(RULES["quote.straight"], Config())
    'fix'
    """
    if rule.id in UNREFUSABLE:
        return "fix"
    if not serves(rule.id, config):
        return "off"
    return config.policy(rule.id, rule.policy)
