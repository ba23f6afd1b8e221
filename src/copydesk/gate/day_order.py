"""Days in Chinese, Japanese and Korean lists: the month first, each figure with its sign.

Many styles say themselves that the day stands before the name of the month, which prints
"2 一月" for "1月2日". Where they leave the order to the language but name the month among the
parts, pandoc takes its name for wanted and prints "五月月3日".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from copydesk.gate import xml

if TYPE_CHECKING:
    from lxml import etree

_NAMESPACE: Final = "{http://purl.org/net/xbiblio/csl}"
#: The signs behind the figures of year, month and day, by the language.
_SIGNS: Final = {
    "zh": ("年", "月", "日"),
    "ja": ("年", "月", "日"),
    "ko": ("년", "월", "일"),
}
#: Korean parts them.
_BETWEEN: Final = {"ko": " "}
_PARTS: Final = ("year", "month", "day")


def in_order(style: str, language: str) -> str:
    """`style` with the days that it spells out itself as `language` prints them.

    What else a style says of dates stays.

    >>> day = '<date-part name="day" suffix=" "/><date-part name="month"/>'
    >>> head = '<style xmlns="http://purl.org/net/xbiblio/csl"><date variable="issued">'
    >>> text = in_order(f"{head}{day}</date></style>", "zh-Hant")
    >>> text[text.index("<date-part") : text.index("</date>")]
    '<date-part name="month" suffix="月" form="numeric"/><date-part name="day" suffix="日"/>'
    >>> in_order(f"{head}{day}</date></style>", "de") == f"{head}{day}</date></style>"
    True
    """
    tongue = language.partition("-")[0]
    signs = _SIGNS.get(tongue)
    if signs is None:
        return style
    root = xml.parse(style.encode())
    for date in root.iter(f"{_NAMESPACE}date"):
        parts = {part.get("name", ""): part for part in date.iter(f"{_NAMESPACE}date-part")}
        order = list(parts)
        if date.get("form") is not None:
            _numbered(parts.get("month"))
        elif order[:2] == ["day", "month"]:
            _turn(date, parts, signs)
            date.set("delimiter", _BETWEEN.get(tongue, ""))
        elif order[-2:] == ["month", "day"]:
            _sign(parts, signs)
            parts["day"].set("prefix", _BETWEEN.get(tongue, ""))
    return xml.text(root)


def _numbered(month: etree._Element | None) -> None:
    """Let the month be a figure where the style does not say what it is."""
    if month is not None and month.get("form") is None:
        month.set("form", "numeric")


def _sign(parts: Mapping[str, etree._Element], signs: tuple[str, ...]) -> None:
    """Let month and day be figures with their signs behind them."""
    for name, sign in zip(_PARTS[1:], signs[1:], strict=True):
        parts[name].set("suffix", sign)
    parts["month"].set("form", "numeric")


def _turn(
    date: etree._Element, parts: Mapping[str, etree._Element], signs: tuple[str, ...]
) -> None:
    """Put the parts in the order of the language, each with its sign alone."""
    for name, part in parts.items():
        date.remove(part)
        part.attrib.clear()
        part.set("name", name)
        part.tail = None
    _sign(parts, signs)
    for name, sign in zip(_PARTS, signs, strict=True):
        if name in parts:
            parts[name].set("suffix", sign)
            date.append(parts[name])
