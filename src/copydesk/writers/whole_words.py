"""Words with a letter that the face of the text lacks, set in one face from end to end.

The packaged serif has no accents of ancient Greek and no letters of phonetics, the sans has.
A letter from another face in a word catches the eye, and a mark from another face misses its
letter; so the word is set in the sans, and Greek to the end of the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copydesk.gate import fonts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from copydesk.theme import Theme

#: The class of what is set in the sans.
SANS: Final = "sans"
#: Letters of phonetics, marks, and ancient Greek, some of which the serif has. A letter of
#: other kinds, as `ŋ` in Sami, is borrowed alone: it may stand in every second word.
_RARE: Final = re.compile("[\u0250-\u036f\u1f00-\u1fff]")
_WORD: Final = re.compile("[\\w\u0300-\u036f’]+")
_GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_BETWEEN: Final = re.compile("[\\s,.;·’()–—-]{1,3}")
#: What has a face of its own.
_STILL: Final = frozenset(("head", "code", "pre"))


def settle(root: Element, theme: Theme) -> None:
    """Wrap what of the page `root` is to be set in the sans.

    A text in another family than the packaged serif is left alone.
    """
    if theme.text_font == "serif":
        _settle(root)


def _settle(element: Element) -> None:
    inner = [*element]
    for child in inner:
        if child.tag not in _STILL:
            _settle(child)
    for behind in (None, *inner):
        _wrap(element, behind)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, and of each whether it is to be set in the sans.

    >>> [piece for piece, sans in runs("the word ἀνὴρ ἔστιν is said [ˈwɜːd]") if sans]
    ['ἀνὴρ ἔστιν', 'ˈwɜːd']
    """
    rare = _RARE.findall(text)
    wanted = fonts.lacking("serif", "sans").intersection(rare) if rare else frozenset()
    at = 0
    for start, end in _spans(text) if wanted else ():
        if wanted.isdisjoint(text[start:end]):
            continue
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` begin and end; Greek words in a row are as one."""
    start = end = -1
    for found in _WORD.finditer(text):
        joins = end > 0 and _BETWEEN.fullmatch(text[end : found.start()])
        if joins and _GREEK.match(found[0]) and _GREEK.match(text, start):
            end = found.end()
            continue
        if end > 0:
            yield start, end
        start, end = found.span()
    if end > 0:
        yield start, end


def _wrap(above: Element, behind: Element | None) -> None:
    """Wrap what is to be wrapped of the text at the beginning of `above`, or `behind` a child."""
    text = above.text if behind is None else behind.tail
    pieces = [*runs(text or "")]
    if len(pieces) == 1:
        return
    place = 0 if behind is None else [*above].index(behind) + 1
    if behind is None:
        above.text = pieces[0][0]
    else:
        behind.tail = pieces[0][0]
    for (inner, _), (after, _) in zip(pieces[1::2], pieces[2::2], strict=True):
        span = above.makeelement("span", {"class": SANS})
        span.text, span.tail = inner, after
        above.insert(place, span)
        place += 1
