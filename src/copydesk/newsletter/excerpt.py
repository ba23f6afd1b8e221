"""The beginning of an article: its first words, up to the nearest end of a sentence.

Nothing is cut but a paragraph: a list, a table or a quotation that does not fit is where the
excerpt ends. Signs of notes go with the notes, and what led to the list of references is words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from copydesk.language import sentences
from copydesk.newsletter import elements
from copydesk.writers.page import CALLS, remove_links

#: Where what an article says comes to its end.
_BEHIND: Final = frozenset(
    ("acknowledgements", "bibliography", "bio", "cite-as", "disclaimer", "endnotes", "notes",
     "references")
)  # fmt: skip
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
#: Sections, which are divisions in a fragment.
_HOLDING: Final = frozenset(("div", "section"))
#: Ends of sentences that may be something else. Behind one no small letter follows.
_STOP: Final = re.compile(r"[.?!…][”’“\"'»«)\]]*(?=\s+[“‘\"'«„»(\[]*[^\W_a-z])")
#: Opening sign → what closes it in one language or another.
_CLOSED_BY: Final = {
    "(": ")", "[": "]", "“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "「": "」", "『": "』",
    "（": "）",
}  # fmt: skip
_QUOTING: Final = re.compile(f"[{re.escape(''.join((*_CLOSED_BY, *_CLOSED_BY.values())))}]")
#: So many of them stand within each other; what opened before these is not closed any more.
_DEEPEST: Final = 9
#: Ends of sentences that no abbreviation has, in scripts of their own.
_FULL_STOP: Final = re.compile("[。！？؟۔।][”’»」』）]*")


def take_beginning(blocks: etree._Element, words: int) -> tuple[etree._Element, bool]:
    """The blocks with about the first `words` words of an article, and whether that is all of it.

    >>> from copydesk.system import xml
    >>> page = xml.parse(b"<div><p>One two. Three four. Five.</p><p>Six.</p></div>")
    >>> made, whole = take_beginning(page, 3)
    >>> xml.text(made), whole
    ('<div><p>One two. Three four.</p></div>', False)
    """
    source = deepcopy(blocks)
    remove_links(source, CALLS)
    elements.remove_inner_links(source)
    made = source.makeelement("div")
    waiting: list[etree._Element] = []
    left = words
    for block in _flat(source):
        if left <= 0 or not _BEHIND.isdisjoint(block.get("class", "").split()):
            return made, False
        if block.tag in _HEADINGS:
            waiting.append(block)
            continue
        long = sentences.count_words(" ".join(map(str, block.itertext())))
        if long > left:
            if block.tag == "p":
                text = _words(block)
                if end := _end(text, left, begun=left < words):
                    _shorten(block, end)
                    made.extend([*waiting, block])
                if end < len(text.rstrip()):
                    return made, False
                left = 0
                continue
            if len(made):
                return made, False
            continue  # nothing has been said yet, and what stands here is no beginning
        made.extend([*waiting, block])
        waiting.clear()
        left -= long
    return made, True


def _flat(root: etree._Element) -> Iterator[etree._Element]:
    """The blocks of an article, sections opened."""
    for block in [*root]:
        block.tail = None
        if block.tag in _HOLDING and _BEHIND.isdisjoint(block.get("class", "").split()):
            yield from _flat(block)
        else:
            yield block


def _words(block: etree._Element) -> str:
    return "".join(str(part) for part in block.itertext())


def _end(text: str, words: int, *, begun: bool) -> int:
    """The end of a sentence of `text` that is nearest behind its first `words` words.

    It is 0 where nothing is nearer than the whole first sentence, if others have `begun` already.

    >>> text = "One two. Three four five six."
    >>> [_end(text, words, begun=True) for words in (1, 2, 3, 5)]
    [8, 8, 8, 29]
    >>> text = "One two three four five six."
    >>> [_end(text, 2, begun=begun) for begun in (True, False)]
    [0, 28]
    """
    before, said = 0, 0
    for end in _ends(text):
        now = said + sentences.count_words(text[before:end])
        if now >= words:
            is_near = words - said < now - words and (begun or before)
            return before if is_near else end
        before, said = end, now
    return before


def _ends(text: str) -> list[int]:
    """Where each sentence of `text` ends, its stop and closing marks included.

    >>> _ends("See vol. 2 of it. “Who? When?” he asked. Then (v. 3; 4) go.")
    [17, 40, 59]
    >>> _ends("海港很静。夜来了。")
    [5, 9]
    """
    found = [match.end() for match in _FULL_STOP.finditer(text)]
    found += [
        match.end()
        for match in _STOP.finditer(text)
        if not (match[0][0] == "." and sentences.is_shortened(text, match.start()))
    ]
    bare = bytearray(b"\1") * (len(text) + 1)
    for start, end in _quoted(text):
        bare[start + 1 : end + 1] = bytes(end - start)
    return sorted({*(end for end in found if bare[end]), len(text.rstrip())})


def _quoted(text: str) -> list[tuple[int, int]]:
    """What stands between brackets or quotation marks, from the first to the last sign.

    What opens and is never closed, or closes and was never opened, means nothing.

    >>> text = "(“Why? „Wer?“ »Wann?« (a)"
    >>> [text[start : end + 1] for start, end in _quoted(text)]
    ['„Wer?“', '»Wann?«', '(a)']
    """
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _QUOTING.finditer(text):
        sign, place = match[0], match.start()
        closing = (
            at for at in reversed(range(len(opened))) if sign in _CLOSED_BY[text[opened[at]]]
        )
        if (at := next(closing, None)) is not None:
            found.append((opened[at], place))
            del opened[at:]
        elif sign in _CLOSED_BY:
            opened = [*opened[1 - _DEEPEST :], place]
    return found


def _shorten(element: etree._Element, left: int) -> int:
    """Take from `element` what lies behind its first `left` letters; how many are left over."""
    text = element.text or ""
    element.text, left = text[:left], max(0, left - len(text))
    for child in [*element]:
        if not left:
            child.tail = None
            element.remove(child)
            continue
        left = _shorten(child, left)
        tail = child.tail or ""
        child.tail, left = tail[:left], max(0, left - len(tail))
    return left
