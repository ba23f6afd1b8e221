"""Citations by author in one text, linked: which mentions are citations, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk.citations.match import IMPRINT, MISSING, Match, Matcher, match_several
from copydesk.citations.names import is_press, list_words
from copydesk.citations.narrative import find_running
from copydesk.citations.passages import CitationGroup, InlineRun, Linked, is_within, link_citation
from copydesk.citations.shapes import Mention
from copydesk.citations.system import Manner
from copydesk.language.phrases import list_phrases, make_pattern
from copydesk.model import CitationStatus, Emph
from copydesk.review.sidecar.values import letters

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: Characters before a name in which a word for its kind of work stands.
_REACH: Final = 60
#: So many characters before a bracket hold a title and the word for its kind.
_REACH_OF_TITLE: Final = 120
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW: Final = 1_000
#: Where a part of a sentence begins that has an author of its own.
_CLAUSE: Final = re.compile(r"[;:–—]\s|[)\]]")
#: A word for a work that has a title: "the film Jaws (1975)".
_TITLED: Final = re.compile(rf"(?<!\w){make_pattern(list_phrases('titled'))}\s+\Z", re.IGNORECASE)
#: A book named by its title, said to be one: "Her book, The Salt Road (Quay Press, 2019)".
_BOOK: Final = re.compile(
    rf"(?<!\w){make_pattern([*list_phrases('books'), *list_phrases('titled')])}\s?[,:]?\s+"
    r"[“\"„«]?\s?(?P<title>[^\W\d_][^.!?;()]{2,90})\Z",
    re.IGNORECASE,
)
#: Of several readings the one that agrees most is meant.
_RANKS: Final[dict[CitationStatus, int]] = {
    "exact": 0,
    "ambiguous": 1,
    "fuzzy-name": 2,
    "year-absent": 3,
    "year-mismatch": 4,
    "missing": 5,
}


def find_groups(
    passage: InlineRun,
    mentions: Sequence[tuple[Mention, ...]],
    matcher: Matcher,
    chosen: Container[str],
    manner: Manner,
) -> Iterator[CitationGroup]:
    """The citations by name in `passage`, whose brackets hold `mentions`, a group each.

    `chosen` are the letters of words that the editor has said something of.
    """
    rows = [row for row in mentions if manner.by_page or row[0].year or row[0].again]
    if not passage.note and not manner.by_page:
        rows = sorted([*rows, *find_running(passage.text)], key=lambda row: row[0].start)
    reader = _Reader(passage, matcher, chosen, manner, passage.find_spans(Emph))
    last: CitationGroup | None = None
    for row in rows:
        if not row[0].again or (manner.by_page and row[0].again == "page"):
            group = reader.read(row)
        else:
            group = reader.repeat(row[0], last) if last and not passage.note else None
        if group:
            last = group
            yield group


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the mentions of one text are read."""

    passage: InlineRun
    matcher: Matcher
    chosen: Container[str]
    manner: Manner
    italics: Sequence[tuple[int, int]]

    def read(self, row: Sequence[Mention]) -> CitationGroup | None:
        """The citations of a bracket, None when it has none."""
        found = [self._match(one) for one in row]
        beside = any(match.status == "exact" for _, match, counts in found if counts)
        if len(found) == 1 and self._is_imprint(*found[0][:2]):
            found = [(found[0][0], IMPRINT, found[0][2])]
        kept = [
            _link_mention(mention, match)
            for mention, match, counts in found
            if counts or (beside and _is_plain(mention)) or letters(mention.text) in self.chosen
        ]
        return CitationGroup(row[0].start, row[0].end, tuple(kept)) if kept else None

    def repeat(self, mention: Mention, last: CitationGroup) -> CitationGroup | None:
        """What stands for the citation before, a question when that is several.

        A page behind a quotation does so in the sentence of the citation alone.
        """
        keys = tuple(dict.fromkeys(key for one in last.linked for key in one.citation.keys))
        if not keys or not all(one.citation.keys for one in last.linked):
            return None
        before = last.linked[-1].citation
        if mention.again == "page" and (
            len(keys) > 1
            or before.form != "narrative"
            or not self._goes_on(last.end, mention.start)
        ):
            return None
        if len(keys) > 1:
            match = match_several(keys, "cited in the bracket before it")
        else:
            match = Match("exact", before.keys)
            mention = replace(mention, names=(before.name,), year=before.year)
        return CitationGroup(mention.start, mention.end, (_link_mention(mention, match),))

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether the sentence goes on from `start` up to the quotation that closes at `end`."""
        between = self.passage.text[start:end]
        quoted = between.rstrip(" .,!?")[:-1]
        opens = max(quoted.rfind(sign) for sign in '“"«„»')
        return opens >= 0 and not _SENTENCE_END.search(between, 0, opens)

    def _match(self, mention: Mention) -> tuple[Mention, Match, bool]:
        """`mention` as it is best read, with what it means, and whether it is a citation."""
        said = find_sentence(self.passage.text, mention.start)
        if not mention.name:
            writers = self.matcher.list_writers(said)
            if len(writers) > 1:
                writers = self.matcher.list_writers(_CLAUSE.split(said)[-1])
            mention = replace(mention, names=writers[:1], words="")
            only = len(writers) == 1
            return mention, self.matcher.match(mention, said) if only else MISSING, only
        mention, match = self._best_reading(mention, said)
        if mention.faint or (mention.year and self.manner.by_page) or self._is_title(mention):
            return mention, match, match.status in ("exact", "ambiguous")
        counts = match.status != "missing" or match.candidates or self._is_sure(mention)
        return mention, match, bool(counts)

    def _best_reading(self, mention: Mention, said: str) -> tuple[Mention, Match]:
        """The reading of `mention` that an entry fits best; itself when none knows the name."""
        readings = list(mention.readings())
        known = [one for one in readings if self.matcher.knows(one)] or readings
        found = [(one, self.matcher.match(one, said)) for one in known]
        fitting = [
            (one, match)
            for one, match in found
            if mention.faint or not one.faint or match.status in ("exact", "ambiguous")
        ]
        fitting = fitting or [(mention, self.matcher.match(mention, said))]
        return min(fitting, key=lambda one: _RANKS[one[1].status])

    def _is_sure(self, mention: Mention) -> bool:
        """Whether `mention` is a citation though no entry bears its name."""
        if not mention.weak:
            return bool(mention.year) or self.manner.by_page
        plain = all(len(name.split()) == 1 for name in mention.names)
        dated = mention.form == "parenthetical" and bool(mention.year)
        return self.manner.bare and dated and plain

    def _is_imprint(self, mention: Mention, match: Match) -> bool:
        """Whether a bracket may hold the publisher and the year of the book before it."""
        missing = match.status == "missing" and not match.candidates
        if not missing or len(mention.names) != 1 or mention.form != "parenthetical":
            return False
        end = len(self.passage.text[: mention.start].rstrip())
        said = find_sentence(self.passage.text, end)
        book = _BOOK.search(said[-_REACH_OF_TITLE:])
        if book and book["title"][0].isupper() and " " in mention.words:
            return True
        titled = book or said[-1:] in '”"»' or is_within(end - 1, self.italics)
        return bool(titled) and is_press(mention.name)

    def _is_title(self, mention: Mention) -> bool:
        """Whether the names before a year are a title: printed so, or said to be one."""
        if mention.form != "narrative":
            return False
        start = mention.end - len(mention.text)
        italics = [is_within(at, self.italics) for at in (start, start + len(mention.words) - 1)]
        if all(italics) and not is_within(mention.end - 1, self.italics):
            return True
        return _TITLED.search(self.passage.text, max(0, start - _REACH), start) is not None


def _link_mention(mention: Mention, match: Match) -> Linked:
    return link_citation(
        match,
        mention.text,
        mention.form,
        (mention.start, mention.end),
        name=mention.name,
        year=mention.year,
        prefix=mention.prefix,
        locator=mention.locator,
    )


def _is_plain(mention: Mention) -> bool:
    """Whether `mention` has a year and one word for each name, as authors mostly have."""
    if mention.faint or not mention.year:
        return False
    return all(
        len(name.split()) == 1 and name.casefold() not in list_words("numbered")
        for name in mention.names
    )


def find_sentence(text: str, end: int) -> str:
    """The words of the sentence that `end` stands in, up to there.

    >>> find_sentence("It closed. Pilots left (Lo, 2022)", 23)
    'Pilots left '
    """
    window = text[max(0, end - _WINDOW) : end]
    starts = [found.end() for found in _SENTENCE_END.finditer(window)]
    return window[starts[-1] :] if starts else window
