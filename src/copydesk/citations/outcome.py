"""What a citation by name is found to be, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.citations.agreement import first_given, may_be
from copydesk.citations.entries import Entry
from copydesk.citations.mention import Mention
from copydesk.citations.ranking import ranked
from copydesk.citations.spelling import content_words, fold, spelt_alike, variants
from copydesk.citations.surnames import surname
from copydesk.citations.years import nature, numbers
from copydesk.model import Candidate, CitationStatus

#: A body named with a year this far from that of its entry is not cited.
_FAR: Final = 2


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


MISSING: Final = Match("missing", (), ())
#: Of words that may cite, though neither an entry nor a verb says so.
UNLISTED: Final = Match("missing", (), (), "it may be no citation")


def agreeing(mention: Mention, one: Entry) -> Match:
    """Exact, unless an initial or a co-author says otherwise."""
    if one.person and not may_be(mention.given, one):
        reason = f"the text says {mention.given} {mention.names[0]}, the entry {one.given}"
        return Match("fuzzy-name", (one.key,), (Candidate(one.key, 0.7, reason),))
    if mention.beside and one.person:
        return _without_beside(mention, one)
    for place, name in enumerate(mention.names[1:], 1):
        if not one.person or len(mention.names) > len(one.names) + 1:
            break
        cited = [*variants(name), fold(surname(name))]
        if any(part in one.names or part in one.head for part in cited):
            continue
        if place < len(one.names) and spelt_alike(cited[0], one.names[place]):
            reason = f"spelt `{name}` in the text, otherwise in the entry of {one.shown}"
            return Match("fuzzy-name", (one.key,), (Candidate(one.key, 0.8, reason),))
        reason = f"an entry of {one.shown} without {name}"
        return Match("missing", (), (Candidate(one.key, 0.5, reason),))
    if mention.year and (late := _unlisted_letter(mention.year, one)):
        return Match("year-mismatch", (one.key,), (Candidate(one.key, 0.7, late),))
    return Match("exact", (one.key,), ())


def _without_beside(mention: Mention, one: Entry) -> Match:
    """What "Lo and Osei (2019)" is when only an entry of Osei fits it."""
    reason = f"the text names {mention.beside} too, the entry of {one.shown} does not"
    if fold(mention.beside) in one.names:
        reason = f"the entry names the authors in another order ({one.shown})"
    return Match("fuzzy-name", (one.key,), (Candidate(one.key, 0.7, reason),))


def _unlisted_letter(year: str, one: Entry) -> str:
    """Why "2023a" is not an entry of 2023 that stands alone: in print it would lose its letter."""
    if len(year) == 5 and year[-1].isalpha() and len(one.year) == 4:
        return f"the entry of {one.shown} has {one.year} without a letter, and is the only one"
    return ""


def fuzzy(mention: Mention, one: Entry, why: str) -> Match:
    """Linked though the name is not that of the entry, `why` in the words of the matcher."""
    name = mention.names[0]
    reason = f"spelt `{name}` in the text and `{one.shown}` in the entry"
    if why != "a name spelt":
        reason = f"`{mention.whole}` is only a part of the name in the entry, `{one.shown}`"
        if one.given and first_given(one.given) == fold(name):
            reason = f"`{name}` is the given name in the entry, `{one.shown}, {one.given}`"
    return Match("fuzzy-name", (one.key,), (Candidate(one.key, 0.8, reason),))


def of_another_year(mention: Mention, named: Sequence[Entry], sentence: str) -> Match:
    """What a citation means whose year none of the entries of its name bears."""
    if mention.weak and mention.form == "narrative":
        # A body is named with many years: the one it was founded in, that of a meeting.
        named = [one for one in named if one.person or not _is_far(mention.year, one.year)]
    undated = [one for one in named if not one.year]
    if len(undated) == 1 and nature(mention.year) != "undated":
        reason = f"the entry of {undated[0].shown} carries no year"
        return Match("year-absent", (undated[0].key,), (Candidate(undated[0].key, 0.8, reason),))
    if len(named) == 1:
        only = named[0]
        reason = f"the entry of {only.shown} has the year {only.year}, not {mention.year}"
        return Match("year-mismatch", (only.key,), (Candidate(only.key, 0.7, reason),))
    said = content_words(sentence)
    return Match("missing", (), ranked(named, said, f"not of {mention.year}", 0.5, mention.year))


def _is_far(cited: str, year: str) -> bool:
    found = numbers(cited)
    return bool(found and year) and abs(int(found[0][:4]) - int(year[:4])) > _FAR
