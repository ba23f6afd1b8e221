"""The numbers of a list of references in a DOCX, in a column as wide as the longest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from copydesk.writers.docx_styles import HANGING

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: Width of a figure and of the blank behind a number, in sizes of the letters.
_DIGIT, _GAP = 0.55, 0.7
#: Texts that a number may be in, before the one with the tab.
_BEFORE_TAB: Final = 2


def number_column(body: etree._Element, size: float) -> str:
    """Set the numbers of a list of references in a column as wide as the longest.

    pandoc writes the tab behind a number as a character, after a blank. Returns the indent of
    the list in letters of `size` points.
    """
    longest = max((len(number) for number in _numbers(body)), default=0)
    if not longest:
        return HANGING
    width = round((_DIGIT * longest + _GAP) * size * 20)
    return f'w:left="{width}" w:hanging="{width}"'


def _numbers(body: etree._Element) -> Iterator[str]:
    for style in body.iter(f"{_W}pStyle"):
        if style.get(f"{_W}val") != "Bibliography":
            continue
        before: list[etree._Element] = []
        # A number may be in a run of its own, where its entry is in another language.
        for text in style.iterfind(f"../../{_W}r/{_W}t"):
            number, tab, rest = (text.text or "").partition("\t")
            if tab:
                yield _set_apart(before, text, number, rest)
            if tab or len(before) == _BEFORE_TAB:
                break
            before.append(text)


def _set_apart(
    before: Sequence[etree._Element], text: etree._Element, number: str, rest: str
) -> str:
    """Put a tab for the one in `text` behind the `number`, which may begin in texts `before`."""
    for part, words in ((text, number), *((one, one.text or "") for one in reversed(before))):
        part.text = words.rstrip()
        if part.text:
            break
    column = etree.Element(f"{_W}tab")
    text.addnext(column)
    if rest:
        words_behind = etree.Element(f"{_W}t", {_SPACE: "preserve"})
        words_behind.text = rest
        column.addnext(words_behind)
    found = "".join(one.text or "" for one in (*before, text))
    for one in (*before, text):
        run = one.getparent()
        if not one.text and run is not None:
            run.remove(one)
    return found
