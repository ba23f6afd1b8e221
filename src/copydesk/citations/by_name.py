"""Citations by name, linked: `find` sees their shapes, `match` decides between entries."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from copydesk.citations.find import mentions
from copydesk.citations.group import Group, Said, linked
from copydesk.citations.manner import Manner, sure
from copydesk.citations.match import Matcher
from copydesk.citations.mention import Mention
from copydesk.citations.outcome import MISSING, Match
from copydesk.model import Citation, CitationStatus
from copydesk.sidecar.values import letters

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW: Final = 1_000
#: Where a part of a sentence begins that has an author of its own.
_CLAUSE: Final = re.compile(r"[;:–—]\s|[)\]]")
#: Of several readings the one that agrees most is meant.
_RANKS: Final[dict[CitationStatus, int]] = {
    "exact": 0,
    "ambiguous": 1,
    "fuzzy-name": 2,
    "year-absent": 3,
    "year-mismatch": 4,
    "missing": 5,
}


def groups(said: Said, matcher: Matcher, chosen: Container[str], how: Manner) -> Iterator[Group]:
    """The citations by name in `said`, a group each bracket, in order.

    `chosen` are the letters of words that the editor has said something of, `how` is the
    manner of the article.
    """
    for group in mentions(said.text, by_page=how.by_page):
        start, end = group[0].start, group[0].end
        found = (_linked(mention, said.text, matcher, how) for mention in group)
        kept = (
            linked(_citation(mention), match)
            for mention, match, counts in found
            if counts or letters(mention.text) in chosen
        )
        if citations := tuple(kept):
            yield Group(start, end, citations)


def _linked(
    mention: Mention, text: str, matcher: Matcher, how: Manner
) -> tuple[Mention, Match, bool]:
    """`mention` as it is best read, with what it means, and whether it is a citation."""
    said = sentence(text, mention.start)
    if not mention.name:
        writers = matcher.writers(said)
        if len(writers) > 1:
            writers = matcher.writers(_CLAUSE.split(said)[-1])
        mention = replace(mention, names=writers[:1], words="")
        match = matcher.match(mention, said) if len(writers) == 1 else MISSING
        return mention, match, len(writers) == 1
    mention, match = _best(mention, said, matcher)
    if mention.faint:
        return mention, match, match.status in ("exact", "ambiguous")
    unknown = match.status == "missing" and not match.candidates
    return mention, match, not unknown or sure(mention, how)


def _best(mention: Mention, said: str, matcher: Matcher) -> tuple[Mention, Match]:
    """The reading of `mention` that an entry fits best; itself when none knows the name."""
    best: tuple[Mention, Match] | None = None
    known = [reading for reading in mention.readings() if matcher.named(reading)]
    for reading in known or mention.readings():
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
