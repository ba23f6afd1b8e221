"""Citations by name, linked: `find` sees their shapes, `match` decides between entries."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from copydesk.citations.find import Mention, mentions
from copydesk.citations.group import Group, Linked, Said, linked
from copydesk.citations.match import Matcher
from copydesk.model import Citation
from copydesk.sidecar.values import letters

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW: Final = 1_000


def groups(said: Said, matcher: Matcher, chosen: Container[str]) -> Iterator[Group]:
    """The citations by name in `said`, a group each bracket, in order.

    `chosen` are the letters of words that the editor has said something of.
    """
    for group in mentions(said.text):
        start, end = group[0].start, group[0].end
        found = (_linked(mention, said.text, matcher, chosen) for mention in group)
        if citations := tuple(one for one in found if one is not None):
            yield Group(start, end, citations)


def _linked(mention: Mention, text: str, matcher: Matcher, chosen: Container[str]) -> Linked | None:
    """`mention` with what it means, None when it is no citation."""
    named = (reading for reading in mention.readings() if matcher.named(reading))
    mention = next(named, mention)
    match = matcher.match(mention, sentence(text, mention.start))
    if mention.weak and match.status == "missing" and not match.candidates:
        return linked(_citation(mention), match) if letters(mention.text) in chosen else None
    return linked(_citation(mention), match)


def _citation(mention: Mention) -> Citation:
    return Citation(
        text=mention.text,
        line=0,
        group=0,
        name=mention.names[0],
        year=mention.year,
        form=mention.form,
        block=-1,
        start=mention.start,
        end=mention.end,
        prefix=mention.prefix,
        locator=mention.locator,
    )


def sentence(text: str, end: int) -> str:
    """The words of the sentence that `end` stands in, up to there.

    >>> sentence("It closed. Pilots left (Lo, 2022)", 23)
    'Pilots left '
    """
    window = text[max(0, end - _WINDOW) : end]
    starts = [found.end() for found in _SENTENCE_END.finditer(window)]
    return window[starts[-1] :] if starts else window
