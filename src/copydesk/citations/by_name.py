"""Citations by name, linked: `find` sees their shapes, `match` decides between entries."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk.citations.find import mentions, outside_brackets
from copydesk.citations.group import Group, Said, linked
from copydesk.citations.manner import Manner, sure
from copydesk.citations.match import Matcher
from copydesk.citations.mention import Mention
from copydesk.citations.outcome import MISSING, UNLISTED, Match
from copydesk.citations.unlisted import unlisted
from copydesk.citations.words import words
from copydesk.model import Candidate, Citation, CitationStatus
from copydesk.sidecar.values import letters

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW: Final = 1_000
#: Where a part of a sentence begins that has an author of its own.
_CLAUSE: Final = re.compile(r"[;:–—]\s|[)\]]")
#: What stands between two of a list, and the word behind one that the next has too.
_NEXT: Final = re.compile(r"\s*[,;]?\s*(?:(?:and|und|et|y|e|en|och|og)\s+)?(?:(?:also|auch)\s+)?")
_GOES_ON: Final = re.compile(r"(?:[,;]|\b(?:and|und|et|y|e|en|och|og))\s*\Z")
_BEHIND: Final = re.compile(r"\s([a-zà-ÿ]{1,12})\s")
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
    rows = list(mentions(said.text, by_page=how.by_page))
    if not said.note and not how.by_page:
        rows = sorted([*rows, *outside_brackets(said.text)], key=lambda row: row[0].start)
    reader = _Reader(said.text, matcher, chosen, how)
    last: Group | None = None
    for row in rows:
        group: Group | None = None
        if not row[0].again:
            group = reader.group(row, last)
        elif last and not said.note:
            group = _repeated(row[0], last)
        if group:
            last = group
            yield group


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the mentions of one text are read."""

    text: str
    matcher: Matcher
    chosen: Container[str]
    how: Manner

    def group(self, row: Sequence[Mention], last: Group | None) -> Group | None:
        """The citations of a bracket, None when it has none; `last` is the one before it."""
        found = [self._linked(one) for one in row]
        beside = any(match.status == "exact" for _, match, counts in found if counts)
        kept = [
            (mention, linked(_citation(mention), match))
            for mention, match, counts in found
            if counts
            or (beside and _is_plain(mention))
            or _is_listed(mention, last, self.text)
            or letters(mention.text) in self.chosen
        ]
        if not kept:
            return None
        return Group(kept[0][0].start, row[0].end, tuple(one for _, one in kept))

    def _linked(self, mention: Mention) -> tuple[Mention, Match, bool]:
        """`mention` as it is best read, with what it means, and whether it is a citation."""
        said = sentence(self.text, mention.start)
        if not mention.name:
            writers = self.matcher.writers(said)
            if len(writers) > 1:
                writers = self.matcher.writers(_CLAUSE.split(said)[-1])
            mention = replace(mention, names=writers[:1], words="")
            match = self.matcher.match(mention, said) if len(writers) == 1 else MISSING
            return mention, match, len(writers) == 1
        mention, match = _best(mention, said, self.matcher)
        if mention.faint or (mention.year and self.how.by_page):
            return mention, match, match.status in ("exact", "ambiguous")
        unknown = match.status == "missing" and not match.candidates
        if not unknown or sure(mention, self.how):
            return mention, match, True
        span = self.how.span
        author = unlisted(mention, self.text, span) if span else None
        return (author, UNLISTED, True) if author else (mention, match, False)


def _repeated(mention: Mention, last: Group) -> Group | None:
    """The citation that "(ibid.)" stands for: the one before it, a question when it is several."""
    keys = tuple(dict.fromkeys(key for one in last.linked for key in one.citation.keys))
    if not keys or not all(one.citation.keys for one in last.linked):
        return None
    if len(keys) > 1:
        shown = tuple(Candidate(key, 0.5, "cited in the bracket before it") for key in keys)
        match = Match("ambiguous", (), shown, all=keys)
        return Group(mention.start, mention.end, (linked(_citation(mention), match),))
    before = last.linked[-1].citation
    citation = replace(_citation(mention), name=before.name, year=before.year)
    match = Match("exact", before.keys, ())
    return Group(mention.start, mention.end, (linked(citation, match),))


def _is_plain(mention: Mention) -> bool:
    """Whether `mention` has a year and one word for each name, as authors mostly have."""
    plain = all(
        len(name.split()) == 1 and name.casefold() not in words("numbered")
        for name in mention.names
    )
    return plain and not mention.faint and bool(mention.year)


def _is_listed(mention: Mention, last: Group | None, text: str) -> bool:
    """Whether a name and year go on a list of such: "Lo (2019) on tides, Fu (2020) on ropes"."""
    if last is None or mention.form != "narrative":
        return False
    cited = last.linked[0].citation
    start = mention.end - len(mention.text)
    if cited.form != "narrative" or not 0 <= start - last.end < _WINDOW:
        return False
    between = text[last.end : start]
    behind = _BEHIND.match(text, mention.end)
    alike = behind is not None and between.startswith(behind[0])
    goes_on = alike and _GOES_ON.search(between) and not _SENTENCE_END.search(between)
    return _is_plain(mention) and bool(goes_on or _NEXT.fullmatch(between))


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
