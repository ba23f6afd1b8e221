"""Lines of signs that part two passages: rules, stars, fleurons, a row of one picture."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Signs that a rule is drawn with. Stars and dots may stand alone, dashes too in running
#: text; so may printers' flowers and the stars and snowflakes among the dingbats.
_RULE: Final = re.compile(r"(?:[*·•~_=—–⁂❦❧☙◆◇❖#\u2720-\u274b-]\ufe0f?\s?)+")
#: A row of some other sign is a rule when it has as many of them, set apart.
_ROW: Final = 3
#: Four and more of these are a verdict.
_STARS: Final = frozenset("★⭐")
#: Variation selectors, which say how a sign is drawn.
_DRAWN: Final = re.compile("[\ufe0e\ufe0f]")


def is_ornament(text: str) -> bool:
    """Whether `text` says nothing and is there to be seen.

    >>> [is_ornament(text) for text in ("* * *", "⁂", "❄ ❄ ❄", "☘ ☘ ☘")]
    [True, True, True, True]
    >>> [is_ornament(text) for text in ("…", "? ? ?", "☎", "★ ★ ★ ★", "👏 👏 ☂")]
    [False, False, False, False, False]
    """
    return _RULE.fullmatch(text) is not None or _is_row(_DRAWN.sub("", text).split())


def _is_row(signs: list[str]) -> bool:
    if len(signs) < _ROW or len(set(signs)) > 1 or len(signs[0]) > 1:
        return False
    return unicodedata.category(signs[0]) == "So" and (len(signs) == _ROW or signs[0] not in _STARS)
