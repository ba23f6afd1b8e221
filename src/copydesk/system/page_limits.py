"""How many tags and attributes a web page may have, counted before it is parsed.

Every tag becomes an element, and some twenty times the size of its page in memory. libxml2
compares each attribute of a tag with all others of it, so that ten times as many take a
hundred times as long.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from copydesk.errors import Refused

_BLANK: Final = r" \t\n\r\f"
#: One attribute: its name, which may begin with any sign, and its value.
_ATTRIBUTE: Final = (
    rf"[^{_BLANK}/>][^{_BLANK}/>=]*+(?:[{_BLANK}]*+=[{_BLANK}]*+"
    rf"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_BLANK}>"'][^{_BLANK}>]*+)?+)?+"""
)
_INSIDE: Final = rf"(?:[{_BLANK}/]++|{_ATTRIBUTE})*+"
#: A comment, what is treated as one, an element whose content is text whatever stands in it, a
#: tag. Each ends where libxml2 ends it, at the latest with the page: none is tried twice.
_PIECE: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?:[!?]|/[^a-z>])[^>]*+"
    rf"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[{_BLANK}/>])"
    rf"(?P<of>{_INSIDE})(?:(?<!/)>.*?(?:(?=</(?P=raw)[{_BLANK}/>])|\Z))?+"
    rf"|</?[a-z][^{_BLANK}/>]*+(?P<in>{_INSIDE})",
    re.IGNORECASE | re.DOTALL,
)
_ONE: Final = re.compile(_ATTRIBUTE)
#: Characters that an attribute takes at least.
_LEAST: Final = 2


class Allowance(Protocol):
    """The limits that concern web pages; `limits.Limits` is the real one."""

    @property
    def page_tags(self) -> int: ...
    @property
    def page_attributes(self) -> int: ...
    @property
    def tag_attributes(self) -> int: ...


def check(text: str, where: str, allowance: Allowance) -> None:
    """Raise `Refused` when the page `text` has more tags or attributes than it may.

    >>> from copydesk.limits import Limits
    >>> check("<p class=a hidden>Tar", "a.html", Limits())
    >>> check("<p class=a hidden>Tar", "a.html", Limits(tag_attributes=1))
    Traceback (most recent call last):
    copydesk.errors.Refused: `a.html` has a tag with 2 attributes, the limit is 1
    """
    if (tags := text.count("<")) > allowance.page_tags:
        raise _over(f"`{where}` has {tags:,} tags", allowance.page_tags, "page_tags")
    # An attribute and the blank before it are two characters: most pages are too short to count.
    all_count = len(text) > _LEAST * allowance.page_attributes
    total = 0
    for piece in _PIECE.finditer(text):
        inside = piece["in"] or piece["of"] or ""
        if not all_count and len(inside) <= _LEAST * allowance.tag_attributes:
            continue
        count = sum(1 for _ in _ONE.finditer(inside))
        if count > allowance.tag_attributes:
            message = f"`{where}` has a tag with {count:,} attributes"
            raise _over(message, allowance.tag_attributes, "tag_attributes")
        total += count
    if total > allowance.page_attributes:
        message = f"`{where}` has {total:,} attributes"
        raise _over(message, allowance.page_attributes, "page_attributes")


def _over(message: str, most: int, key: str) -> Refused:
    hint = f"send the article alone, without the page around it, or raise `limits.{key}`"
    return Refused(f"{message}, the limit is {most:,}", hint=hint, code="refuse.page")
