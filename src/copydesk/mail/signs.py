"""What services take for their own language, kept from them where it stands in an article.

A service looks for its signs in the text as it is sent. In HTML one letter of a sign can be named
by its number: readers see the same, and the service sees no sign. Plain text and Markdown have no
such way that every program understands, so a joiner that nobody sees parts the sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_JOINER: Final = "\N{WORD JOINER}"


def named(markup: str, signs: Iterable[str]) -> str:
    """HTML in which no sign of `signs` stands, and which reads as it did.

    >>> named("<p>a {{ b }}</p>", ["{{"])
    '<p>a &#123;{ b }}</p>'
    >>> named("<p>{{{%</p>", ["{{", "{%"])
    '<p>&#123;&#123;&#123;%</p>'
    """
    pattern = _pattern(signs)
    return pattern.sub(lambda found: f"&#{ord(found[0][0])};", markup) if pattern else markup


def parted(text: str, signs: Iterable[str]) -> str:
    """Plain text in which no sign of `signs` stands.

    >>> parted("a {{ b }}", ["{{"]) == "a {\N{WORD JOINER}{ b }}"
    True
    """
    pattern = _pattern(signs)
    return pattern.sub(lambda found: found[0][0] + _JOINER, text) if pattern else text


def _pattern(signs: Iterable[str]) -> re.Pattern[str] | None:
    """The first letter of any sign, where the rest of the sign follows."""
    parts = [f"{re.escape(sign[0])}(?={re.escape(sign[1:])})" for sign in signs]
    return re.compile("|".join(parts)) if parts else None
