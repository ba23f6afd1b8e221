"""Words with a letter that the face of the text lacks, set in one face from end to end.

The packaged serif has no accents of ancient Greek and no letters of phonetics, the sans has.
A letter from another face in a word catches the eye, and a mark from another face misses its
letter; so the word is set in the sans, and Greek to the end of the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

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


def set_words(root: Element, theme: Theme) -> None:
    """Wrap what of the page `root` is to be set in the sans.

    A text in another family than the packaged serif is left alone.
    """
    if theme.text_font == "serif":
        _set_words(root)


def _set_words(element: Element) -> None:
    for child in element:
        if child.tag not in _STILL:
            _set_words(child)
    wrap_texts(element, find_runs, SANS)


def find_runs(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, and of each whether it is to be set in the sans.

    >>> [piece for piece, sans in find_runs("the word ἀνὴρ ἔστιν is said [ˈwɜːd]") if sans]
    ['ἀνὴρ ἔστιν', 'ˈwɜːd']
    """
    rare = _RARE.findall(text)
    wanted = fonts.lacking("serif", "sans").intersection(rare) if rare else frozenset()
    at = 0
    for start, end in _find_words(text) if wanted else ():
        if wanted.isdisjoint(text[start:end]):
            continue
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _find_words(text: str) -> Iterator[tuple[int, int]]:
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


def wrap_texts(
    element: Any,  # noqa: ANN401  an element of either library
    split: Callable[[str], Iterator[tuple[str, bool]]],
    name: str,
) -> None:
    """Wrap pieces of the texts right in `element` in spans of the class `name`.

    `split` parts a text into pieces and says of each whether it is to be wrapped.
    """
    for child in (None, *element):
        last = child
        pieces = [*split((element.text if last is None else last.tail) or "")]
        if not any(wrapped for _, wrapped in pieces):
            continue
        _set_text(element, last, "")
        for piece, wrapped in pieces:
            if wrapped:
                place = 0 if last is None else [*element].index(last) + 1
                last = element.makeelement("span", {"class": name})
                last.text = piece
                element.insert(place, last)
            else:
                _set_text(element, last, piece)


def _set_text(element: Any, behind: Any, text: str) -> None:  # noqa: ANN401
    """Put `text` at the beginning of `element`, or `behind` a child of it."""
    if behind is None:
        element.text = text
    else:
        behind.tail = text
