"""Where the citations of an article stand: each with the words around it, for the proof."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.language.sentences import is_shortened
from copydesk.model import Article, Block, Cite, Inline, Note, Text, Verbatim, contents

#: Characters shown either side of a citation, and those in which its sentence is looked for.
_AROUND: Final = 60
_SENTENCE: Final = 320
#: Where a sentence ends; in scripts without blanks nothing follows its stop.
_END: Final = re.compile(r"[.!?…][”’\"»)\]]*\s+|[。！？][”’」』）]*|\n")


@dataclass(frozen=True, slots=True)
class Spot:
    """A citation group in its text, with a few words around it; `sentence` has all of them."""

    before: str
    words: str
    after: str
    sentence: tuple[str, str] = ("", "")


def spots(article: Article) -> dict[int, Spot]:
    """Group → its place in the text; a citation in a note stands in the words of the note.

    The work is linear in the length of the article.
    """
    front, back = article.front, article.back
    found: dict[int, Spot] = {}
    parts = (front.credits, front.disclaimer, article.body, back.bio, back.acknowledgements)
    for blocks in (*parts, back.notes):
        for content in _runs(blocks):
            found |= _in_run(content)
    return found


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Inline, ...]]:
    """Every run of inline content of `blocks`, that of notes behind the one that calls them."""
    for block in blocks:
        for content in contents(block):
            yield content
            for node in _flat(content):
                if isinstance(node, Note):
                    yield from _runs(node.blocks)


def _flat(content: Sequence[Inline]) -> Iterator[Text | Verbatim | Cite | Note]:
    for node in content:
        if isinstance(node, Text | Verbatim | Cite | Note):
            yield node
        else:
            yield from _flat(node.content)


def _in_run(content: Sequence[Inline]) -> dict[int, Spot]:
    cites: list[tuple[int, Cite]] = []
    pieces: list[str] = []
    size = 0
    for node in _flat(content):
        if isinstance(node, Note):
            continue
        if isinstance(node, Cite):
            cites.append((size, node))
        pieces.append(node.text)
        size += len(node.text)
    text = "".join(pieces)
    return {cite.group: _spot(text, start, start + len(cite.text)) for start, cite in cites}


def _spot(text: str, start: int, end: int) -> Spot:
    before, after = around(text, (start, end), _AROUND)
    return Spot(before, text[start:end], after, sentence(text, start, end))


def around(text: str, span: tuple[int, int], reach: int) -> tuple[str, str]:
    """Up to `reach` characters of `text` before and behind `span`, cut between words.

    >>> around("the pilots of the museum kept their letters", (18, 24), 12)
    ('…of the ', ' kept their…')
    """
    start, end = span
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if start > reach:
        words = before.partition(" ")[2] if text[start - reach - 1] != " " else before
        before = f"…{words or before}"
    if end + reach < len(text):
        words = after.rpartition(" ")[0] if text[end + reach] != " " else after
        after = f"{words or after}…"
    return before, after


def sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind `[start, end)` of `text` in the same sentence.

    A sentence that goes on for long is cut.

    >>> sentence("It leaks. See vol. 2 (Lo 2022), they say. So it was.", 21, 30)
    ('See vol. 2 ', ', they say. ')
    """
    low = max(0, start - _SENTENCE)
    first = low
    for found in _END.finditer(text, low, start):
        if not _goes_on(text, found):
            first = found.end()
    high = min(len(text), end + _SENTENCE)
    stops = (found.end() for found in _END.finditer(text, end, high) if not _goes_on(text, found))
    last = next(stops, high)
    more = "…" if last == high < len(text) else ""
    return "…" * (first == low > 0) + text[first:start], text[end:last] + more


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends no sentence but a short word or an initial."""
    return stop[0][0] == "." and is_shortened(text, stop.start())
