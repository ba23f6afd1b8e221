"""Which entry a citation means, with the reason in words.

The six statuses are those of REFERENCES section 5: exact, fuzzy-name,
year-mismatch, year-absent, ambiguous, missing. Nothing is guessed: what is not
exact keeps its words and becomes a Query.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from copydesk.citations.find import Mention
from copydesk.model import Candidate, CitationStatus, Reference

_FOLDS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_PLAIN = re.compile(r"[\W_]+")
#: Words of an organisation's name that a narrative citation may spell out.
_LONGEST_NAME: Final = 8
#: Candidates that are shown of many; nobody reads more.
_SHOWN: Final = 8
_CONTENT = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference as the matcher sees it: folded names, year, words of its title."""

    key: str
    shown: str
    names: tuple[str, ...]
    aliases: frozenset[str]
    year: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome for one mention.

    `candidates` are the likeliest, ranked, each with its reason; `all` names every
    entry that an ambiguous one may mean.
    """

    status: CitationStatus
    keys: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    hint: str = ""
    all: tuple[str, ...] = ()


def fold(name: str) -> str:
    """`name` without case, accents, blanks and punctuation.

    >>> fold("Strüver"), fold("van der Berg")
    ('struver', 'vanderberg')
    """
    text = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDS))
    return _PLAIN.sub("", "".join(sign for sign in text if not unicodedata.combining(sign)))


def content_words(text: str) -> frozenset[str]:
    """Words of four letters and more, folded and cut to six letters.

    Cutting makes "Chinese" meet "China’s" halfway and plurals meet singulars.
    """
    return frozenset(fold(word)[:6] for word in _CONTENT.findall(text))


def entry(reference: Reference) -> Entry:
    """What the matcher needs to know of `reference`."""
    csl = reference.csl
    people = csl.get("author") or csl.get("editor") or []
    names: list[str] = []
    aliases: set[str] = set()
    shown: list[str] = []
    for person in people:
        literal = person.get("literal", "")
        if literal == "others":
            continue
        family = literal or person.get("family") or person.get("given") or ""
        particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
        names.append(fold(particle + family))
        shown.append(f"{particle} {family}".strip())
        if not names[1:]:
            aliases |= {names[0], fold(family)} | ({_acronym(literal)} if literal else set())
    if not names:
        title = str(csl.get("title") or reference.text)
        names = [fold(title)]
        aliases = {fold(" ".join(title.split()[:count])) for count in range(1, 7)}
        shown = [" ".join(title.split()[:4])]
    title = str(csl.get("title") or reference.text)
    return Entry(
        key=reference.key,
        shown=" & ".join(shown[:2]) + (" et al." if len(shown) > 2 else ""),
        names=tuple(names),
        aliases=frozenset(aliases - {""}),
        year=_year(reference),
        words=content_words(title),
    )


def _acronym(literal: str) -> str:
    letters = [word[0] for word in re.findall(r"[^\W\d_]+", literal) if word[0].isupper()]
    return fold("".join(letters)) if len(letters) > 1 else ""


def _year(reference: Reference) -> str:
    """The entry's year, with its letter when the entry carries one ("2023a")."""
    parts = (reference.csl.get("issued") or {}).get("date-parts") or [[]]
    year = str(parts[0][0]) if parts[0] else ""
    lettered = re.search(rf"\b{year}([a-z])\b", reference.text) if year else None
    return year + (lettered[1] if lettered else "")


class Matcher:
    """Entries of one list, indexed so that matching stays linear in citations.

    >>> list_ = [Reference("lo2022", "", "", {"author": [{"family": "Lo"}],
    ...          "issued": {"date-parts": [[2022]]}}, 1.0)]
    >>> mention = Mention("(Lo, 2022)", ("Lo",), False, "2022", "parenthetical", 0, 10, False)
    >>> Matcher(list_).match(mention, "words of the sentence").status
    'exact'
    """

    def __init__(self, references: Iterable[Reference]) -> None:
        self.entries = tuple(entry(reference) for reference in references)
        self._keys = frozenset(found.key for found in self.entries)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_year: dict[str, list[Entry]] = defaultdict(list)
        for found in self.entries:
            self._by_year[found.year[:4]].append(found)
            for alias in found.aliases:
                self._by_name[alias].append(found)

    def has(self, key: str) -> bool:
        """Whether an entry bears `key`."""
        return key in self._keys

    def named(self, mention: Mention) -> tuple[Entry, ...]:
        """Entries whose first author is the first cited name, whatever the year."""
        words = mention.tail.split()
        for count in range(min(len(words), _LONGEST_NAME), 1, -1):
            if found := self._by_name.get(fold("".join(words[-count:]))):
                return tuple(found)
        first, whole = fold(mention.names[0]), fold("".join(mention.names))
        return tuple(self._by_name.get(first) or self._by_name.get(whole) or ())

    def match(self, mention: Mention, sentence: str) -> Match:
        """The entry that `mention` means; `sentence` is the text it closes."""
        named = self.named(mention)
        if not named:
            return self._by_spelling(mention, sentence)
        same = _narrowed([item for item in named if _same_year(mention.year, item.year)], mention)
        if len(same) == 1:
            return Match("exact", (same[0].key,), ())
        if same:
            return self._ambiguous(mention, same, named, content_words(sentence))
        named = _narrowed(named, mention)
        undated = [found for found in named if not found.year]
        if len(undated) == 1:
            reason = f"the entry of {undated[0].shown} carries no year"
            return Match(
                "year-absent", (undated[0].key,), (Candidate(undated[0].key, 0.8, reason),)
            )
        if len(named) == 1:
            only = named[0]
            reason = f"the entry of {only.shown} has the year {only.year}, not {mention.year}"
            return Match("year-mismatch", (only.key,), (Candidate(only.key, 0.7, reason),))
        words = content_words(sentence)
        return Match("missing", (), _ranked(named, words, f"not of {mention.year}", 0.5))

    def _ambiguous(
        self, mention: Mention, same: Sequence[Entry], named: Sequence[Entry], words: frozenset[str]
    ) -> Match:
        candidates = _ranked(same, words, f"an entry of {mention.year}", 0.6)
        keys = tuple(found.key for found in same)
        known = set(keys)
        other = [found for found in named if found.key not in known]
        best = max((len(words & found.words) for found in same), default=0)
        hinted = max(other, key=lambda found: len(words & found.words), default=None)
        hint = ""
        if hinted and len(words & hinted.words) > best:
            hint = f"the sentence shares more words with `{hinted.key}` ({hinted.year})"
        return Match("ambiguous", (), candidates, hint, keys)

    def _by_spelling(self, mention: Mention, sentence: str) -> Match:
        cited = fold(mention.names[0])
        near = [
            found
            for found in self._by_year.get(mention.year[:4], ())
            if _spelt_alike(cited, found.names[0])
        ]
        if len(near) == 1:
            reason = f"spelt `{mention.names[0]}` in the text and `{near[0].shown}` in the entry"
            return Match("fuzzy-name", (near[0].key,), (Candidate(near[0].key, 0.8, reason),))
        base = 0.5
        if not near and not mention.weak:
            near = [found for found in self.entries if _spelt_alike(cited, found.names[0])]
            base = 0.3
        if not near:
            return Match("missing", (), ())
        words = content_words(sentence)
        return Match("missing", (), _ranked(near, words, "a name spelt almost so", base))


def _narrowed(found: Sequence[Entry], mention: Mention) -> tuple[Entry, ...]:
    """Of several entries with the same first author, those whose further authors fit too.

    Co-authors only choose between entries; they never rule out the only one, since
    sloppy citations leave them out.
    """
    if len(found) < 2:
        return tuple(found)
    cited = [fold(name) for name in mention.names]
    if len(cited) > 1:
        fitting = [item for item in found if tuple(cited) == item.names[: len(cited)]]
    elif mention.others:
        fitting = [item for item in found if len(item.names) != 1]
    else:
        fitting = [item for item in found if len(item.names) == 1]
    return tuple(fitting or found)


def _same_year(cited: str, year: str) -> bool:
    if cited == year:
        return True
    # 2023 means 2023a and 2023b alike; 2023a never means 2023b.
    return cited[:4] == year[:4] and (len(cited) == 4 or len(year) == 4)


def _spelt_alike(cited: str, name: str) -> bool:
    size = min(len(cited), len(name))
    allowed = 2 if size >= 7 else 1 if size >= 4 else 0
    if not allowed or cited[:1] != name[:1] or abs(len(cited) - len(name)) > allowed:
        return False
    distance = DamerauLevenshtein.distance(cited, name, score_cutoff=allowed)
    return 0 < distance <= allowed


def _ranked(
    found: Sequence[Entry], words: frozenset[str], why: str, base: float
) -> tuple[Candidate, ...]:
    rows = []
    for item in found:
        shared = words & item.words
        share = len(shared) / max(1, len(item.words))
        reason = f"{why} ({item.year or 'no year'})"
        if shared:
            reason += f"; its title shares {len(shared)} words with the sentence"
        rows.append(Candidate(item.key, round(base + 0.3 * share, 2), reason))
    return tuple(heapq.nsmallest(_SHOWN, rows, key=lambda row: (-row.score, row.key)))
