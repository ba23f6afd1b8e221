"""A second opinion on which blocks are the article: trafilatura's.

It keeps the running text well and loses leads, headings and notes; so what it keeps is
`main`, and what lies among that is `near`. Nothing is left out for its sake.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from copydesk.readers.html.tree import BLOCKS

#: Letters from which on a block is found by its text alone.
_LONG: Final = 40
#: Letters of its beginning that are looked for where it is no paragraph of its own, and how
#: far: what the vote kept stands in the order of the page.
_BEGINNING: Final = 80
_WINDOW: Final = 20_000
#: Size of a page that is worth its time; elements count as often as they lie deep, and
#: marks once more for each one before them in their block, as the vote's work does. One of
#: its parts holds each short block against all that are near: 6,000 of them take two seconds.
_ELEMENTS: Final = 40_000
_SHORT: Final = 6_000
_LEVELS: Final = 600_000
_MARKS: Final = 3_000_000
_CHARACTERS: Final = 2_000_000
#: What its result calls marked text.
_INLINE: Final = frozenset(("hi", "ref", "del", "span", "graphic"))


def kept(root: HtmlElement, texts: Sequence[str]) -> frozenset[int]:
    """The places in `texts`, the blocks of the page in order, that the vote keeps."""
    voted = _voted(root, sum(map(len, texts)))
    return matched([_key(text) for text in texts], [_key(text) for text in voted])


def matched(blocks: Sequence[str], voted: Sequence[str]) -> frozenset[int]:
    """The places in `blocks` of what is in `voted` too, in the same order.

    Long texts are found first, as a whole or inside a longer one; short ones count where
    they stand between the same long ones.

    >>> sorted(matched(["home", "x" * 40, "home", "y" * 40], ["x" * 40, "home", "y" * 40]))
    [1, 2, 3]
    """
    text = "\n".join(voted)
    anchors = _rising(_found(blocks, voted, text))
    result = {place for place, _ in anchors}
    lines = f"\n{text}\n"
    start, at = -1, 0
    for place, end in [*anchors, (len(blocks), len(text))]:
        for between in range(start + 1, place):
            block = blocks[between]
            if not block or len(block) >= _LONG:
                continue
            where = lines.find(f"\n{block}\n", at, end + 1)
            if where >= 0:
                result.add(between)
                at = where + 1
        start, at = place, end
    return frozenset(result)


def _found(blocks: Sequence[str], voted: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Each long block with its place in `text`: as a paragraph, else soon after the last one."""
    starts: dict[str, list[int]] = {}
    length = 0
    for paragraph in voted:
        starts.setdefault(paragraph, []).append(length)
        length += len(paragraph) + 1
    found: list[tuple[int, int]] = []
    last = 0
    for place, block in enumerate(blocks):
        if len(block) < _LONG:
            continue
        same = starts.get(block, [])
        following = bisect_left(same, last)
        at = same[following] if following < len(same) else -1
        if at < 0:
            at = text.find(block[:_BEGINNING], last, last + _WINDOW)
        if at >= 0:
            found.append((place, at))
            last = at + 1
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs in which the second numbers rise as the first ones do."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        length = bisect_left(tails, at)
        if length == len(tails):
            tails.append(at)
            last.append(index)
        else:
            tails[length] = at
            last[length] = index
        before.append(last[length - 1] if length else -1)
    row = []
    index = last[-1] if last else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _voted(root: HtmlElement, characters: int) -> list[str]:
    """The paragraphs that trafilatura keeps; none when it fails or the page is huge."""
    if characters > _CHARACTERS or _is_huge(root):
        return []
    import logging

    from trafilatura import bare_extraction  # 0.2 s, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = deepcopy(root)
    for cell in page.iter("td", "th"):
        # It fills a span with cells of its own, a million if the page says so.
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)
    try:
        document = bare_extraction(page, include_comments=False, include_images=False)
    except Exception:  # noqa: BLE001  a voter that fails has no vote, whatever it stumbled on
        return []
    body = getattr(document, "body", None)
    return [] if body is None else _paragraphs(body)


def _is_huge(root: HtmlElement) -> bool:
    elements = levels = depth = marks = row = blocks = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            row = 0
            blocks += event == "start"
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        levels += depth
        row += 1
        marks += row
        most = elements > _ELEMENTS or levels > _LEVELS or marks > _MARKS
        if most or blocks > _SHORT:
            return True
    return False


def _paragraphs(body: etree._Element) -> list[str]:
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces).split("\n")


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
