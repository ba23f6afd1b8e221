"""What the HTML of an issue gives away: addresses that lead nowhere, pictures without words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from copydesk.columns import is_wide
from copydesk.mail.remarks import Remark, remark
from copydesk.tables import table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SCHEMES: Final = ("http", "https", "mailto", "tel")
_ADDRESSES: Final = ("href", "src", "background")
_UNSEEN: Final = ("head", "script", "style", "title", "template")
_BLACK: Final = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#000(?:000)?(?![0-9a-f])|black\b|rgb\(\s*0\s*,\s*0\s*,\s*0\s*\))",
    re.IGNORECASE,
)
_GROUND: Final = re.compile(r"(?<![\w-])background(?:-color)?\s*:", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_ENOUGH: Final = 0.95
_SHOWN: Final = 60


def found(root: HtmlElement, own: tuple[str, ...]) -> Iterator[Remark]:
    """What is wrong with the HTML; `own` are words of the service that stand for addresses."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "img" and element.get("alt") is None:
            name = (element.get("src") or "").rpartition("/")[2][:_SHOWN]
            message = f"the picture `{name}` has no alternative text"
            yield remark("issue.alt", message, "write one in the submission")
        for key in _ADDRESSES:
            value = (element.get(key) or "").strip()
            if value and element.tag != "link" and not value.startswith(own or ("\0",)):
                yield from _of_address(element.tag, value)
    yield from _of_looks(root)


def _of_address(tag: str, value: str) -> Iterator[Remark]:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    what = "picture" if tag == "img" else "link"
    try:
        parts = urlsplit(value)
    except ValueError:
        scheme, host = "", ""
    else:
        scheme, host = parts.scheme.lower(), (parts.hostname or "").lower().removeprefix("www.")
    if scheme == "data":
        message = f"a {what} is written as data: `{shown}`"
        yield remark("issue.data-address", message, "upload it, and name its address")
    elif scheme not in _SCHEMES and not value.startswith("#"):
        message = f"a {what} leads nowhere from a message: `{shown}`"
        yield remark("issue.relative", message, "write the whole address, with https://")
    elif host in table("newsletter")["shorteners"]:
        message = f"a link leads through `{host}`: `{shown}`"
        yield remark("issue.shortener", message, "write the address that it leads to")


def _of_looks(root: HtmlElement) -> Iterator[Remark]:
    styles = [value for element in root.iter() if (value := element.get("style"))]
    sheets = "".join(element.text or "" for element in root.iter("style"))
    rules = [*styles, *re.findall(r"\{([^{}]*)\}", sheets)]
    black = [rule for rule in rules if _BLACK.search(rule) and not _GROUND.search(rule)]
    fonts = [one for one in root.iter("font") if one.get("color", "").lower() in _FONT_BLACK]
    if count := len(black) + len(fonts):
        message = f"letters are black without a ground of their own, in {count} places"
        yield remark("issue.black", message, "take a dark grey, such as #222222")


_FONT_BLACK: Final = ("#000", "#000000", "black")


def missing(root: HtmlElement, text: str) -> Iterator[Remark]:
    """Whether the plain `text` says too little of what the HTML shows."""
    shown = Counter(_words(root))
    if not (total := shown.total()):
        return
    kept = total - (shown - Counter(_parted(text))).total()
    if kept < total * _ENOUGH:
        message = f"the plain text has {kept} of the {total} words that the HTML shows"
        yield remark("issue.text", message, "report it with the issue")


def _words(element: HtmlElement) -> Iterator[str]:
    """The words that are shown, in small letters."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if _HIDDEN.search(element.get("style") or ""):
        return
    yield from _parted(element.text or "")
    for child in element:
        yield from _words(child)
        yield from _parted(child.tail or "")


def _parted(text: str) -> Iterator[str]:
    """The words of `text`; of scripts without blanks the letters, for lines end within words.

    >>> [*_parted("Quay 5, 港の壁")]
    ['quay', '5', '港', 'の', '壁']
    """
    for word in _WORD.findall(text.casefold()):
        if any(map(is_wide, word)):
            yield from word
        else:
            yield word
