"""Citations by name, linked: `find` sees their shapes, `match` decides between entries."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from copydesk.citations.find import Mention, mentions
from copydesk.citations.group import Group, Linked, Said, linked
from copydesk.citations.match import Match, Matcher
from copydesk.model import Citation, CitationStatus
from copydesk.sidecar.values import letters

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW: Final = 1_000
#: Of several readings the one that agrees most is meant.
_RANKS: Final[dict[CitationStatus, int]] = {
    "exact": 0,
    "ambiguous": 1,
    "fuzzy-name": 2,
    "year-absent": 3,
    "year-mismatch": 4,
    "missing": 5,
}


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
    said = sentence(text, mention.start)
    mention, match = _best(mention, said, matcher)
    counts = not mention.weak or match.status != "missing" or bool(match.candidates)
    if mention.faint:
        counts = match.status in ("exact", "ambiguous")
    if not counts and letters(mention.text) not in chosen:
        return None
    return linked(_citation(mention), match)


def _best(mention: Mention, said: str, matcher: Matcher) -> tuple[Mention, Match]:
    """The reading of `mention` that an entry fits best; itself when none knows the name."""
    best: tuple[Mention, Match] | None = None
    for reading in mention.readings():
        if not mention.tail or matcher.named(reading):
            found = (reading, matcher.match(reading, said))
            if best is None or _RANKS[found[1].status] < _RANKS[best[1].status]:
                best = found
    return best or (mention, matcher.match(mention, said))


def _citation(mention: Mention) -> Citation:
    return Citation(
        text=mention.text,
        line=0,
        group=0,
        name=mention.name,
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
