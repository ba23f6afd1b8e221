"""Which entry a citation by name means, with the reason in words.

The six statuses are those of REFERENCES section 5: exact, fuzzy-name, year-mismatch,
year-absent, ambiguous, missing. Nothing is guessed: what is not exact keeps its words and
becomes a Query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from copydesk.citations.agreement import (
    letter_hint,
    may_be,
    narrowed,
    of_year,
    page_hint,
)
from copydesk.citations.entries import Entry, entry, title_words
from copydesk.citations.mention import Mention
from copydesk.citations.outcome import MISSING, Match, agreeing, fuzzy, of_another_year
from copydesk.citations.ranking import ranked
from copydesk.citations.spelling import (
    Spellings,
    content_words,
    fold,
    spelt_alike,
    variants,
    without_article,
)
from copydesk.citations.surnames import given_before, surname
from copydesk.citations.words import words
from copydesk.model import Candidate, Reference

#: Entries of one name that are looked through for a citation that fits none of them.
_LOOKED_AT: Final = 100
#: Words that make part of a body's name one of its own.
_SEVERAL: Final = 2


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
        self._by_name = _index((name, one) for one in self.entries for name in one.aliases)
        self._by_part = _index((name, one) for one in self.entries for name in one.parts)
        self._by_title = _index((one.title[0], one) for one in self.entries if one.title)
        bodies = [(title_words(one.shown), one) for one in self.entries if one.body]
        self._by_body = _index((name[0], one) for name, one in bodies if name)
        self._by_author = _index((one.names[0], one) for one in self.entries if one.names)
        self._by_second = _index((one.names[1], one) for one in self.entries if one.names[1:])
        self._spellings: Spellings | None = None

    def has(self, key: str) -> bool:
        """Whether an entry bears `key`."""
        return key in self._keys

    def learn(self, explained: Iterable[tuple[str, str]]) -> None:
        """Take the two names of a body that the text explains for each other.

        >>> list_ = [Reference("fmprc", "", "", {"author": [{"literal": "FMPRC"}]}, 1.0)]
        >>> matcher = Matcher(list_)
        >>> matcher.learn([("Ministry of Foreign Affairs", "FMPRC")])
        >>> [one.key for one in matcher.called("Ministry of Foreign Affairs")]
        ['fmprc']
        """
        for long, short in explained:
            for known, new in ((long, short), (short, long)):
                found = self.called(known)
                if found and not self.called(new):
                    for name in variants(new):
                        self._by_name[name] = list(found)

    def called(self, name: str) -> tuple[Entry, ...]:
        """The entries that are rightly called `name`."""
        for one in variants(name):
            if found := self._by_name.get(one):
                return tuple(found)
        return ()

    def named(self, mention: Mention) -> tuple[Entry, ...]:
        """Entries whose first author is the first cited name, whatever the year."""
        if not mention.names:
            return ()
        first = mention.names[0]
        return (
            (self.called(mention.whole) if mention.words else ())
            or self.called(first)
            or self.called("".join(mention.names))
            or self._by_full_name(first)
        )

    def _by_full_name(self, name: str) -> tuple[Entry, ...]:
        """Entries of the family of a full name, those whose given name it does not refute."""
        parts = name.split()
        if len(parts) < 2 or any(part in words("joins") for part in parts):
            return ()
        family = surname(name)
        given = name[: len(name) - len(family)].strip()
        found = [one for one in self.called(family) if may_be(given, one)]
        if not found and len(parts) == 2:
            found = [one for one in self.called(parts[0]) if may_be(parts[1], one)]
        return tuple(one for one in found if one.person)

    def _of_given(self, mention: Mention) -> Match | None:
        """The only entry of a family and year whose given name is another than the cited one."""
        given = given_before(mention.name)
        if not given or mention.faint:
            return None
        family = surname(mention.name)
        same = [one for one in of_year(mention.year, self.called(family)) if one.person]
        if len(same) != 1:
            return None
        names = (family, *mention.names[1:])
        return agreeing(replace(mention, names=names, given=given), same[0])

    def writers(self, sentence: str) -> tuple[str, ...]:
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
            return self._by_work(mention, sentence)
        named = self.named(mention)
        if not named:
            return self._of_given(mention) or self._by_likeness(mention, sentence)
        same = narrowed(of_year(mention.year, named), mention)
        if len(same) == 1:
            return agreeing(mention, same[0])
        if same:
            return self._ambiguous(mention, same, named, content_words(sentence))
        return of_another_year(mention, narrowed(named[:_LOOKED_AT], mention), sentence)

    def _ambiguous(
        self, mention: Mention, same: Sequence[Entry], named: Sequence[Entry], said: frozenset[str]
    ) -> Match:
        keys = tuple(one.key for one in same)
        known = set(keys)
        other = [one for one in named[:_LOOKED_AT] if one.key not in known]
        best = max((len(said & one.words) for one in same[:_LOOKED_AT]), default=0)
        hinted = max(other, key=lambda one: len(said & one.words), default=None)
        hints = []
        if hinted and len(said & hinted.words) > best:
            hints.append(f"the sentence shares more words with `{hinted.key}` ({hinted.year})")
        hints += filter(None, (letter_hint(mention.year, same), page_hint(mention.locator, same)))
        why = f"an entry of {mention.year}" if mention.year else "an entry of that name"
        candidates = ranked(same[:_LOOKED_AT], said, why, 0.6)
        return Match("ambiguous", (), candidates, "; ".join(hints), keys)

    def _by_likeness(self, mention: Mention, sentence: str) -> Match:
        """The entry of the same year whose name is nearly, or partly, the cited one."""
        found, why = self._alike(mention)
        same = list(narrowed(of_year(mention.year, found), mention))
        if len(same) == 1:
            return self._by_own_words(mention, same[0]) or fuzzy(mention, same[0], why)
        base = 0.5
        if not same and not mention.weak:
            same, base = list(found), 0.3
        if not same and (swapped := self._swapped(mention)):
            return swapped
        if not same:
            return MISSING
        said = content_words(sentence)
        return Match("missing", (), ranked(same, said, f"{why} almost so", base))

    def _alike(self, mention: Mention) -> tuple[Sequence[Entry], str]:
        name = mention.names[0] if mention.names else ""
        cited = fold(mention.whole if len(mention.names) == 1 else name)
        acronym = name.isupper() and len(name) <= 5
        near = () if acronym or mention.faint else self._near(cited)
        found = [one for spelt in near for one in self._by_author[spelt][:_LOOKED_AT]]
        if found or mention.faint or (mention.weak and len(name.split()) < _SEVERAL):
            return found, "a name spelt"
        called = (cited, fold(without_article(mention.whole)), fold(name))
        row = next((self._by_part[one] for one in called if one in self._by_part), [])
        return row[:_LOOKED_AT], "a name that is in part"

    def _by_own_words(self, mention: Mention, one: Entry) -> Match | None:
        """Exact when several words of a body's name are cited that no other entry has."""
        cited = [fold(name) for name in (mention.whole, without_article(mention.whole))]
        several = len(without_article(mention.whole).split()) >= _SEVERAL
        if not (one.body and several and one.year and len(mention.names) == 1):
            return None
        held = next((self._by_part[name] for name in cited if name in self._by_part), [])
        return Match("exact", (one.key,), ()) if len(held) == 1 else None

    def _near(self, cited: str) -> tuple[str, ...]:
        if self._spellings is None:
            self._spellings = Spellings(self._by_author)
        return self._spellings.near(cited)

    def _swapped(self, mention: Mention) -> Match | None:
        """The entry that names the cited authors in another order, or the cited one second."""
        if mention.weak or not mention.names:
            return None
        first = fold(mention.names[0])
        found = of_year(mention.year, self._by_second.get(first, ()))
        if not found:
            return None
        if len(found) == 1 and {fold(name) for name in mention.names[1:]} & set(found[0].names):
            reason = f"the entry names the authors in another order ({found[0].shown})"
            return Match("fuzzy-name", (found[0].key,), (Candidate(found[0].key, 0.8, reason),))
        rows = [
            Candidate(one.key, 0.4, f"{mention.names[0]} is its second author") for one in found
        ]
        return Match("missing", (), tuple(rows[:8]))

    # ── works cited by page or title ─────────────────────────────────────────

    def _by_work(self, mention: Mention, sentence: str) -> Match:
        named = self.named(mention)
        title = title_words(mention.title)
        chosen = [one for one in named if title and one.title[: len(title)] == title]
        if not chosen:
            named = narrowed(named, mention)
        if title and len(named) == len(mention.names) == 1 and not chosen:
            reason = f"the entry of {named[0].shown} does not begin with that title"
            return Match("fuzzy-name", (named[0].key,), (Candidate(named[0].key, 0.7, reason),))
        if chosen:
            named, mention = tuple(chosen), replace(mention, names=mention.names[:1])
        if not named and len(mention.names) < _SEVERAL:
            found = self._by_words(mention, title or title_words(mention.name), sentence)
            if title or found.status != "missing":
                return found
        if len(named) == 1:
            return agreeing(mention, named[0])
        if named:
            return self._ambiguous(mention, named, named, content_words(sentence))
        near, why = self._alike(mention)
        if len(near) == 1:
            return fuzzy(mention, near[0], why)
        said = content_words(sentence)
        return Match("missing", (), ranked(near, said, f"{why} almost so", 0.4))

    def _by_words(self, mention: Mention, title: tuple[str, ...], sentence: str) -> Match:
        row = self._by_title.get(title[0], [])[:_LOOKED_AT] if title else []
        whole = [one for one in row if one.title[: len(title)] == title]
        if not whole and title and mention.names:
            # A body goes by the first words of its name when nothing else begins so.
            bodies = self._by_body.get(title[0], [])[:_LOOKED_AT]
            whole = [one for one in bodies if title_words(one.shown)[: len(title)] == title]
        if len(whole) > 1:
            whole = [one for one in whole if len(one.title) == len(title)] or whole
        if len(whole) == 1:
            return Match("exact", (whole[0].key,), ())
        said = {fold(name) for name in self.writers(sentence)} if whole else set()
        written = [one for one in whole if one.names and one.names[0] in said]
        if len(written) == 1:
            return Match("exact", (written[0].key,), ())
        if whole:
            return self._ambiguous(mention, whole, whole, content_words(sentence))
        near = [one for one in row if _nearly(title, one.title)]
        if len(near) == 1:
            cited = mention.title or mention.name
            reason = f"the title in the text, `{cited}`, is not quite that of the entry"
            return Match("fuzzy-name", (near[0].key,), (Candidate(near[0].key, 0.8, reason),))
        rows = ranked(near, content_words(sentence), "a title almost so", 0.4)
        return Match("missing", (), rows)


def _index(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for name, one in pairs:
        if name:
            found[name].append(one)
    return dict(found)


def _nearly(cited: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a title begins with the cited words but for their endings."""
    pairs = list(zip(cited, title, strict=False))
    return len(pairs) == len(cited) > 1 and all(
        a == b or a.rstrip("s") == b.rstrip("s") or spelt_alike(a, b) for a, b in pairs
    )
