"""Which entry a citation by name means, with the reason in words.

The six statuses: exact, fuzzy-name, year-mismatch, year-absent, ambiguous, missing. Nothing
is guessed: what is not exact keeps its words and becomes a Query.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from copydesk.citations.brackets import classify_year, list_years
from copydesk.citations.entries import CitableEntry, read_entry
from copydesk.citations.names import (
    SHORT,
    find_surname,
    fold,
    fold_title,
    is_misspelt,
    list_content_words,
    list_months,
    list_spellings,
    list_words,
    read_given,
)
from copydesk.citations.shapes import Mention
from copydesk.model import Candidate, CitationStatus, Reference

# ── what agrees ──────────────────────────────────────────────────────────────

#: Entries of one name that are looked through for a citation that fits none of them.
_LOOKED_AT: Final = 100
#: Candidates that are shown of many; nobody reads more.
SHOWN: Final = 8
#: Words that make part of a body's name one of its own.
_SEVERAL: Final = 2
#: A body named with a year this far from that of its entry is not cited.
_FAR: Final = 2


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome for one mention.

    `candidates` are the likeliest, ranked, each with its reason; `all` names every
    entry that an ambiguous one may mean.
    """

    status: CitationStatus
    keys: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    hint: str = ""
    all: tuple[str, ...] = ()


MISSING: Final = Match("missing")
#: Of words that may cite, though neither an entry nor a verb says so.
UNLISTED: Final = Match("missing", hint="it may be no citation")
#: Of a bracket behind the title of a book.
IMPRINT: Final = Match("missing", hint="it may be the publisher of the book before it")


def match_one(
    status: CitationStatus, one: CitableEntry, score: float = 1.0, reason: str = ""
) -> Match:
    """The match with an entry that is linked, and why when it is not exact."""
    return Match(status, (one.key,), (Candidate(one.key, score, reason),) if reason else ())


def match_several(keys: Sequence[str], reason: str, hint: str = "") -> Match:
    """The match with several entries, each for the same reason."""
    shown = tuple(Candidate(key, 0.5, reason) for key in keys[:SHOWN])
    return Match("ambiguous", (), shown, hint, tuple(keys))


def _keep_year(cited: str, found: Iterable[CitableEntry]) -> list[CitableEntry]:
    """Those of `found` that the cited year, or what stands for one, agrees with."""
    match classify_year(cited):
        case "undated":
            return [one for one in found if not one.year and not one.coming]
        case "coming":
            return [one for one in found if one.coming]
    # 2023 means 2023a and 2023b alike; 2023a never means 2023b.
    said = frozenset(list_years(cited))
    bare = said | {one[:4] for one in said}
    return [
        one
        for one in found
        if not said.isdisjoint(one.years) or (len(one.year) == 4 and not bare.isdisjoint(one.years))
    ]


def _narrow(found: Sequence[CitableEntry], mention: Mention) -> tuple[CitableEntry, ...]:
    """Of several entries with the same first author, those whose further names fit too.

    Co-authors, initials and months only choose between entries here; they refute the only one
    in `_agree`.
    """
    cited = tuple(fold(find_surname(name)) for name in mention.names)
    if len(cited) > 1:
        fitting = [one for one in found if cited[1:] == one.names[1 : len(cited)]]
    elif mention.others:
        fitting = [one for one in found if len(one.names) > 2 or one.others]
    else:
        fitting = [one for one in found if len(one.names) == 1]
    fitting = fitting or list(found)
    if mention.given:
        fitting = [one for one in fitting if _may_be_given(mention.given, one)] or fitting
    if mention.time:
        fitting = [one for one in fitting if one.month in list_months(mention.time)] or fitting
    return tuple(fitting)


def _may_be_given(given: str, one: CitableEntry) -> bool:
    """Whether a given name, or its initial, may be that of the entry's first author."""
    if not one.given or not given:
        return True
    cited, printed = _read_first_given(given), _read_first_given(one.given)
    short = min(len(cited), len(printed))
    return cited == printed or (short == 1 and cited[:1] == printed[:1])


def _read_first_given(given: str) -> str:
    return fold(given.replace(".", " ").split(maxsplit=1)[0]) if given.strip(" .") else ""


def _agree(mention: Mention, one: CitableEntry) -> Match:
    """Exact, unless an initial, a co-author, an "et al." or a letter says otherwise."""
    if one.person and not _may_be_given(mention.given, one):
        reason = f"the text says {mention.given} {mention.names[0]}, the entry {one.given}"
        return match_one("fuzzy-name", one, 0.7, reason)
    if mention.beside and one.person:
        reason = f"the text names {mention.beside} too, the entry of {one.shown} does not"
        return match_one("fuzzy-name", one, 0.7, reason)
    if mention.others and len(one.names) == 1 and (one.person or one.body) and not one.others:
        reason = f"the text names more authors, the entry has {one.shown} alone"
        return match_one("fuzzy-name", one, 0.7, reason)
    named = one.person and len(mention.names) <= len(one.names) + 1
    for name in mention.names[1:] if named else ():
        cited = [*list_spellings(name), fold(find_surname(name))]
        if not any(part in one.names for part in cited):
            reason = f"an entry of {one.shown} without {name}"
            return Match("missing", (), (Candidate(one.key, 0.5, reason),))
    year = mention.year
    if len(year) == 5 and year[-1].isalpha() and len(one.year) == 4:
        # In print it would lose its letter.
        reason = f"the entry of {one.shown} has {one.year} without a letter, and is the only one"
        return match_one("year-mismatch", one, 0.7, reason)
    return match_one("exact", one)


def _match_fuzzy(mention: Mention, one: CitableEntry, why: str) -> Match:
    """Linked though the name is not that of the entry, `why` in the words of the matcher."""
    name = mention.names[0]
    reason = f"spelt `{name}` in the text and `{one.shown}` in the entry"
    if why != _SPELT:
        reason = f"`{mention.whole}` is only a part of the name in the entry, `{one.shown}`"
        if one.given and _read_first_given(one.given) == fold(name):
            reason = f"`{name}` is the given name in the entry, `{one.shown}, {one.given}`"
    return match_one("fuzzy-name", one, 0.8, reason)


def _match_other_year(mention: Mention, named: Sequence[CitableEntry], sentence: str) -> Match:
    """What a citation means whose year none of the entries of its name bears."""
    if mention.weak and mention.form == "narrative":
        # A body is named with many years: the one it was founded in, that of a meeting.
        said = list_years(mention.year)
        named = [
            one
            for one in named
            if one.person
            or not (said and one.year and abs(int(said[0][:4]) - int(one.year[:4])) > _FAR)
        ]
    undated = [one for one in named if not one.year]
    if len(undated) == 1 and classify_year(mention.year) != "undated":
        reason = f"the entry of {undated[0].shown} carries no year"
        return match_one("year-absent", undated[0], 0.8, reason)
    if len(named) == 1:
        reason = f"the entry of {named[0].shown} has the year {named[0].year}, not {mention.year}"
        return match_one("year-mismatch", named[0], 0.7, reason)
    return Match("missing", (), _rank(named, sentence, f"not of {mention.year}", 0.5))


def _rank(
    found: Sequence[CitableEntry], sentence: str, why: str, base: float
) -> tuple[Candidate, ...]:
    """The likeliest of `found`, each with its score and the reason in words.

    Their titles share words with the sentence.
    """
    said = list_content_words(sentence)
    rows = []
    for one in found[:_LOOKED_AT]:
        shared = said & one.words
        reason = f"{why} ({one.year or 'no year'})"
        if shared:
            some = "a word" if len(shared) == 1 else f"{len(shared)} words"
            reason += f"; its title shares {some} with the sentence"
        score = base + 0.3 * len(shared) / max(1, len(one.words))
        rows.append(Candidate(one.key, round(max(0.0, score), 2), reason))
    return tuple(heapq.nsmallest(SHOWN, rows, key=lambda row: (-row.score, row.key)))


def _match_equals(
    mention: Mention, same: Sequence[CitableEntry], named: Sequence[CitableEntry], sentence: str
) -> Match:
    """No guess between entries of one name and year, but hints at the one that is meant."""
    known = {one.key for one in same}
    said = list_content_words(sentence)
    other = [one for one in named[:_LOOKED_AT] if one.key not in known]
    best = max((len(said & one.words) for one in same[:_LOOKED_AT]), default=0)
    hinted = max(other, key=lambda one: len(said & one.words), default=None)
    hints = []
    if hinted and len(said & hinted.words) > best:
        hints.append(f"the sentence shares more words with `{hinted.key}` ({hinted.year})")
    if len(mention.year) == 5 and all(len(one.year) != 5 for one in same):
        place = ord(mention.year[-1].lower()) - ord("a")
        if place < len(same):
            meant = f"by its order {mention.year} is `{same[place].key}`"
            hints.append(f"the list has no letters; {meant}")
        else:
            hints.append(f"the list has only {len(same)} entries of that name and year")
    why = f"an entry of {mention.year}" if mention.year else "an entry of that name"
    rows = _rank(same, sentence, why, 0.6)
    return Match("ambiguous", (), rows, "; ".join(hints), tuple(one.key for one in same))


# ── the list ─────────────────────────────────────────────────────────────────

_SPELT: Final = "a name spelt"
_PART: Final = "a name that is in part"


class Matcher:
    """Entries of one list, indexed so that matching stays linear in citations.

    `explained` are pairs of names that the text explains for each other.

    >>> lo = Reference("lo2022", "", "", {"author": [{"family": "Lo"}],
    ...                "issued": {"date-parts": [[2022]]}}, 1.0)
    >>> mention = Mention("(Lo, 2022)", 0, 10, names=("Lo",), year="2022")
    >>> Matcher([lo]).match(mention, "words of the sentence").status
    'exact'
    """

    def __init__(
        self, references: Iterable[Reference], explained: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.entries = tuple(map(read_entry, references))
        self._by_name = _make_index((name, one) for one in self.entries for name in one.aliases)
        self._by_part = _make_index((name, one) for one in self.entries for name in one.parts)
        self.by_key = {one.key: one for one in self.entries}
        self._by_title = _make_index((one.title[0], one) for one in self.entries if one.title)
        self._by_head = _make_index((" ".join(one.title[:2]), one) for one in self.entries)
        bodies = ((fold_title(one.shown), one) for one in self.entries if one.body)
        self._by_body = _make_index((name[0], one) for name, one in bodies if name)
        self._by_author = _make_index((one.names[0], one) for one in self.entries if one.names)
        self._by_coauthor = _make_index(
            (name, one) for one in self.entries for name in one.names[1:]
        )
        for long, short in explained if self.entries else ():
            for known, new in ((long, short), (short, long)):
                found = self.find_called(known)
                if found and not self.find_called(new):
                    self._by_name |= {name: list(found) for name in list_spellings(new)}

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        """The names of authors that may bear a slip, by their first letters."""
        found = defaultdict(list)
        for name in self._by_author:
            if len(name) >= SHORT:
                found[name[0]].append(name)
        return found

    def find_called(self, name: str) -> tuple[CitableEntry, ...]:
        """The entries that are rightly called `name`."""
        for one in list_spellings(name):
            if found := self._by_name.get(one):
                return tuple(found)
        return ()

    def bears(self, phrase: str) -> bool:
        """Whether an entry is rightly called `phrase`."""
        return bool(self.find_called(phrase))

    def knows(self, mention: Mention) -> bool:
        """Whether an entry bears the cited names, whatever their order or its year."""
        return bool(self.find_named(mention) or self._find_swapped(mention))

    def find_named(self, mention: Mention) -> tuple[CitableEntry, ...]:
        """Entries whose first author is the first cited name, whatever the year."""
        if not mention.names:
            return ()
        first = mention.names[0]
        return (
            (self.find_called(mention.whole) if mention.words else ())
            or self.find_called(first)
            or self._find_full_name(first)
        )

    def _find_full_name(self, name: str) -> tuple[CitableEntry, ...]:
        """Entries of the family of a full name, those whose given name it does not refute."""
        parts = name.split()
        if len(parts) < 2 or any(part in list_words("joins") for part in parts):
            return ()
        family = find_surname(name)
        given = name[: len(name) - len(family)].strip()
        found = self.find_called(family)
        return tuple(one for one in found if one.person and _may_be_given(given, one))

    def find_author(self, *names: str) -> Sequence[CitableEntry]:
        """The entries whose first author is the first of `names` that is one of the list.

        Given names may stand before it.
        """
        for name in names:
            said = name.split()
            for first in range(len(said)):
                if first and not said[first - 1][:1].isupper():
                    break
                found = self._by_name.get(fold(" ".join(said[first:])), ())
                if authored := [one for one in found if one.person or one.body]:
                    return authored
        return ()

    def find_titled(self, said: Sequence[str]) -> Sequence[CitableEntry]:
        """The entries whose title begins with the first two words of `said`."""
        return self._by_head.get(" ".join(said[:2]), ())

    def list_writers(self, sentence: str) -> tuple[str, ...]:
        """The families of the list that are named in `sentence`, as printed, each once."""
        found: dict[str, str] = {}
        for word in sentence.split():
            bare = word.strip("“”\"‘’'«»„.,;:()[]").removesuffix("’s").removesuffix("'s")
            name = fold(bare)
            if bare[:1].isupper() and any(one.person for one in self._by_author.get(name, ())):
                found.setdefault(name, bare)
        return tuple(found.values())

    def match(self, mention: Mention, sentence: str) -> Match:
        """The entry that `mention` means; `sentence` is the text it closes."""
        if not mention.year:
            return self._match_work(mention, sentence)
        named = self.find_named(mention)
        same = _narrow(_keep_year(mention.year, named), mention)
        if not same and (swapped := self._find_swapped(mention)):
            reason = f"the entry names the authors in another order, {swapped.shown}"
            return match_one("fuzzy-name", swapped, 0.8, reason)
        if not named:
            return self._match_given(mention) or self._match_alike(mention, sentence)
        if len(same) == 1:
            return _agree(mention, same[0])
        if same:
            return _match_equals(mention, same, named, sentence)
        return _match_other_year(mention, _narrow(named[:_LOOKED_AT], mention), sentence)

    def _find_swapped(self, mention: Mention) -> CitableEntry | None:
        """The only entry of the year that names all the cited authors, in another order."""
        cited = [fold(find_surname(name)) for name in mention.names]
        row = self._by_coauthor.get(cited[0], ())[:_LOOKED_AT] if len(cited) > 1 else ()
        found = [one for one in _keep_year(mention.year, row) if set(cited) <= set(one.names)]
        return found[0] if len(found) == 1 else None

    def _match_given(self, mention: Mention) -> Match | None:
        """The only entry of a family and year whose given name is another than the cited one."""
        given = read_given(mention.name)
        family = self.find_called(find_surname(mention.name)) if given and not mention.faint else ()
        same = [one for one in _keep_year(mention.year, family) if one.person]
        names = (find_surname(mention.name), *mention.names[1:])
        return _agree(replace(mention, names=names, given=given), *same) if len(same) == 1 else None

    def _match_alike(self, mention: Mention, sentence: str) -> Match:
        """The entry of the same year whose name is nearly, or partly, the cited one."""
        found, why = self._find_alike(mention)
        same = list(_narrow(_keep_year(mention.year, found), mention))
        if len(same) == 1:
            own = self._is_own_name(mention, same[0])
            return match_one("exact", same[0]) if own else _match_fuzzy(mention, same[0], why)
        base = 0.5
        if not same and not mention.weak:
            same, base = list(found), 0.3
        return Match("missing", (), _rank(same, sentence, f"{why} almost so", base))

    def _find_alike(self, mention: Mention) -> tuple[Sequence[CitableEntry], str]:
        name = mention.name if mention.names else ""
        cited = fold(mention.whole if len(mention.names) == 1 else name)
        acronym = name.isupper() and len(name) <= 5
        near = () if acronym or mention.faint else self._list_near(cited)
        found = [one for spelt in near for one in self._by_author[spelt][:_LOOKED_AT]]
        if found or mention.faint or (mention.weak and len(name.split()) < _SEVERAL):
            return found, _SPELT
        called = (cited, fold(mention.whole), fold(name))
        row = next((self._by_part[one] for one in called if one in self._by_part), [])
        return row[:_LOOKED_AT], _PART

    def _list_near(self, cited: str) -> Iterator[str]:
        """The authors that `cited` may be a misspelling of."""
        likely = process.extract(
            cited,
            self._by_letter.get(cited[:1], ()),
            scorer=OSA.distance,
            score_cutoff=2,
            limit=_LOOKED_AT,
        )
        return (name for name, _, _ in likely if len(cited) >= SHORT and is_misspelt(cited, name))

    def _is_own_name(self, mention: Mention, one: CitableEntry) -> bool:
        """Whether several words of a body's name are cited that no other entry has."""
        several = len(mention.names) == 1 and len(mention.whole.split()) >= _SEVERAL
        held = self._by_part.get(fold(mention.whole), ())
        return several and one.body and bool(one.year) and len(held) == 1

    # ── works cited by page or title ─────────────────────────────────────────

    def _match_work(self, mention: Mention, sentence: str) -> Match:
        named = self.find_named(mention)
        title = fold_title(mention.title)
        chosen = [one for one in named if title and one.title[: len(title)] == title]
        if chosen:
            named, mention = tuple(chosen), replace(mention, names=mention.names[:1])
        else:
            named = _narrow(named, mention)
            if title and len(named) == len(mention.names) == 1:
                reason = f"the entry of {named[0].shown} does not begin with that title"
                return match_one("fuzzy-name", named[0], 0.7, reason)
        if not named and len(mention.names) < _SEVERAL:
            found = self._match_title(mention, title or fold_title(mention.name), sentence)
            if title or found.status != "missing":
                return found
        if len(named) == 1:
            return _agree(mention, named[0])
        if named:
            return _match_equals(mention, named, named, sentence)
        near, why = self._find_alike(mention)
        if len(near) == 1:
            return _match_fuzzy(mention, near[0], why)
        return Match("missing", (), _rank(near, sentence, f"{why} almost so", 0.4))

    def _match_title(self, mention: Mention, title: tuple[str, ...], sentence: str) -> Match:
        row = self._by_title.get(title[0], [])[:_LOOKED_AT] if title else []
        whole = [one for one in row if one.title[: len(title)] == title]
        if not whole and title and mention.names:
            # A body goes by the first words of its name when nothing else begins so.
            bodies = self._by_body.get(title[0], [])[:_LOOKED_AT]
            whole = [one for one in bodies if fold_title(one.shown)[: len(title)] == title]
        if len(whole) > 1:
            whole = [one for one in whole if len(one.title) == len(title)] or whole
        if len(whole) > 1:
            said = {fold(name) for name in self.list_writers(sentence)}
            written = [one for one in whole if one.names and one.names[0] in said]
            whole = written if len(written) == 1 else whole
        if len(whole) == 1:
            return match_one("exact", whole[0])
        if whole:
            return _match_equals(mention, whole, whole, sentence)
        near = [one for one in row if _is_nearly(title, one.title)]
        if len(near) == 1:
            cited = mention.title or mention.name
            reason = f"the title in the text, `{cited}`, is not quite that of the entry"
            return match_one("fuzzy-name", near[0], 0.8, reason)
        return Match("missing", (), _rank(near, sentence, "a title almost so", 0.4))


def _make_index(pairs: Iterable[tuple[str, CitableEntry]]) -> dict[str, list[CitableEntry]]:
    found: dict[str, list[CitableEntry]] = defaultdict(list)
    for name, one in pairs:
        if name:
            found[name].append(one)
    return dict(found)


def _is_nearly(cited: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a title begins with the cited words but for their endings."""
    pairs = list(zip(cited, title, strict=False))
    return len(pairs) == len(cited) > 1 and all(
        a == b or a.rstrip("s") == b.rstrip("s") or is_misspelt(a, b) for a, b in pairs
    )
