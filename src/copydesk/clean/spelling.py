"""Spelling: misspellings that can only mean one word, and unknown words that are asked about.

A word is doubted when the lexicon does not know it, in small letters, and it stands at most
twice in the document, outside addresses, quotations, titles and runs of foreign words.
Names and whatever else has a capital inside a sentence are nobody's slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from copydesk.clean import lexicon
from copydesk.clean.candidates import find_candidates, guess_word, strip_vowels
from copydesk.clean.rules import document_rule, teller
from copydesk.clean.views import View, is_touched
from copydesk.clean.word_lists import load_pairs
from copydesk.model import Edit, Query
from copydesk.queries import make_query
from copydesk.system import misspellings

#: A word by itself: not a part of an address, a contraction or an abbreviation.
_WORD = re.compile(
    r"(?:(?<=[a-z]{3}/)|(?<![\w@#./’'-]))"
    r"[A-Za-z]{3,}+(?![\w@-]|/(?![a-z]{3})|[’'](?!s\b)|\.\w)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
#: Places of a word in a document beyond which it is the author's own.
_RARE: Final = 2
#: Doubtful words of a document for which candidates are looked for. With more of them it is
#: no English prose, or of a trade whose words we lack.
_DOUBTS: Final = 150
#: Doubtful words of a text in which no slip is looked for: it is no English, for prose has
#: some 25 of them in 10,000 words. All are left then, since to mend the first ones would
#: bring others into reach, and the next run would change the text again.
_TOO_MANY: Final = 1_000
#: Least frequency of a word that may be meant by one with a capital.
_COMMON: Final = 3.0
#: Frequency of a word that is no name, and letters of one so short that many are a slip away.
_ODD: Final = 1.5
_SHORT: Final = 3
#: Frequency from which a word that the dictionary of misspellings has was typed by others too.
_TYPED: Final = 2.0
#: Other unknown words of a line, each of which raises the bar for a question by one, at most.
_CROWD: Final = 3
#: Score of a candidate so near that the word is hardly a foreign one.
_NEAR_SCORE: Final = 4.0
#: So many of them are named where they are too many.
_SHOWN: Final = 5
#: Lines whose unknown words are remembered: two rules ask, in each pass.
_LINES: Final = 4096
#: Letters beside a word in which its neighbours are looked for.
_NEAR: Final = 40


@document_rule("spell.dictionary")
def dictionary(views: tuple[View, ...]) -> Iterator[Edit]:
    """Correct a misspelling that is no word and can only mean one."""
    doubts = tuple(one for one in find_doubts(views) if not one.beside and not one.quoted)
    listed = misspellings.find_corrections(doubt.word for doubt in doubts)
    for doubt in doubts:
        right = _certain(doubt, listed.get(doubt.word, ()))
        if right and doubt.fits(right):
            yield doubt.edit(right, f"`{right}` is the spelling")


def _certain(doubt: UnknownWord, listed: Sequence[str]) -> str:
    """The one word that a doubtful one can mean, "" where there are more or none."""
    if own := load_pairs("misspellings").get(doubt.word):
        return own
    found = guess_word(doubt.word, listed, strangers=doubt.strangers)
    if found.alone and " " in found.words[0]:
        return found.words[0]  # `alot`: nobody has two words for a rare one
    if not found.words or found.either or len(doubt.word) <= _SHORT:
        return ""
    right = found.words[0]
    if lexicon.is_built(doubt.word):  # of known parts: only the ear errs so
        sure = found.alone and strip_vowels(doubt.word) == strip_vowels(right.lower())
        return right if sure and found.reaches("named") else ""
    if doubt.strangers and not (found.alone and lexicon.find_frequency(doubt.word) >= _TYPED):
        # It may be a term, as they are, unless others have mistyped it so.
        return right if found.alone and found.reaches("unnamed") else ""
    return right if found.reaches("named" if found.alone else "unnamed") else ""


@document_rule("spell.unknown")
def unknown(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask about an unknown word that is near a known one."""
    doubts = tuple(doubt for doubt in find_doubts(views) if not doubt.foreign)
    listed = misspellings.find_corrections(doubt.word for doubt in doubts)
    used = frozenset[str]().union(*(view.words for view in views))
    asked: set[str] = set()
    for doubt in doubts:
        asked.add(doubt.word)
        if len(asked) > _DOUBTS:
            return
        if likely := _likely(doubt, listed.get(doubt.word, ()), used):
            reason = "no dictionary has this word"
            if len(likely) > 1:
                others = ", ".join(f"`{word}`" for word in likely[1:])
                reason += f"; or is it {others}?"
            yield doubt.edit(likely[0], reason, likely[1:])


def _likely(doubt: UnknownWord, listed: Sequence[str], used: frozenset[str]) -> tuple[str, ...]:
    """What a doubtful word may mean, likeliest first; none when it may well be right."""
    found = guess_word(doubt.word, listed, used, doubt.strangers)
    if doubt.capital or doubt.quoted:
        # A name, or the source's own spelling: only what is plainly a slip is asked about.
        if right := _certain(doubt, listed):
            return (right,)
        odd = not doubt.strangers and lexicon.find_frequency(doubt.word) <= _ODD
        return found.words[:1] if odd and found.reaches("plain") else ()
    if listed:
        return found.words
    return found.words if found.reaches("asked", above=min(doubt.strangers, _CROWD)) else ()


@teller("spell.unknown")
def left_alone(views: tuple[View, ...]) -> Iterator[Query]:
    """A query where so many words are unknown that slips were not looked for in all of them."""
    strange = frozenset[str]().union(*(_strange(view.words) for view in views))
    if len(strange) <= _DOUBTS:  # of these the doubtful ones are a part
        return
    found = (match for *_, matches in _found(views) for match in matches)
    words = [*dict.fromkeys(match.group().lower() for match in found)]
    if len(words) <= _TOO_MANY:  # what is between words of another language is not looked into
        words = [*dict.fromkeys(doubt.word for doubt in find_doubts(views) if not doubt.foreign)]
    if len(words) <= _DOUBTS:
        return
    some = ", ".join(f"`{word}`" for word in words[:_SHOWN])
    message = f"{len(words):,} different words are in no dictionary, {some} among them; "
    if len(words) > _TOO_MANY:
        message += "the text was taken for no English, and no misspelling was looked for"
    else:
        message += f"what may be meant was looked for in the first {_DOUBTS} of them only"
    yield make_query("text.unknown-words", 0, message, anchor="")


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """An unknown word at its place, in small letters.

    `capital` says that it begins a sentence, `quoted` that it is in a quotation. `beside` are
    the unknown words next to it, `strangers` counts the others of its line.
    """

    view: View
    start: int
    end: int
    word: str
    beside: tuple[str, ...]
    strangers: int
    capital: bool
    quoted: bool

    @property
    def foreign(self) -> bool:
        """Whether a word beside it is nobody's slip either: both are of another language."""
        return any(not _is_near(word) for word in self.beside)

    def edit(self, right: str, reason: str, others: tuple[str, ...] = ()) -> Edit:
        if self.capital:
            right = right[0].upper() + right[1:]
        return self.view.edit(self.start, self.end, right, reason, others)

    def fits(self, right: str) -> bool:
        """Whether a word that may be a name, by its capital, is a slip all the same."""
        if not self.capital:
            return True
        following = self.view.text[self.end : self.end + 2]
        return not following[1:].isupper() and lexicon.find_frequency(right.lower()) >= _COMMON


def _is_near(word: str) -> bool:
    """Whether the unknown `word` is near a common one, so that it is hardly a foreign word."""
    return any(one.score >= _NEAR_SCORE for one in find_candidates(word)[:1])


def find_doubts(views: tuple[View, ...]) -> Iterator[UnknownWord]:
    """The words that nobody knows, where a slip may be looked for; none where all are unknown."""
    doubtful = _found(views)
    if len({match.group().lower() for *_, found in doubtful for match in found}) > _TOO_MANY:
        return
    for view, unknown, found in doubtful:
        if not found:
            continue
        terms = _terms(view, unknown)
        for match in found:
            start, end = match.span()
            word = match.group().lower()
            beside = _company(view, unknown, start, end)
            strangers = len(terms) - (word in terms)
            quoted = is_touched(view.quoted, start, end)
            capital = not match.group().islower()
            yield UnknownWord(view, start, end, word, beside, strangers, capital, quoted)


def _found(
    views: tuple[View, ...],
) -> list[tuple[View, frozenset[str], list[re.Match[str]]]]:
    """Each line with words that nobody knows: these, and where those stand that may be slips."""
    strange = [(view, unknown) for view in views if (unknown := _strange(view.words))]
    counts: Counter[str] = Counter()
    for view, unknown in strange:
        letters = map(str.lower, _LETTERS.findall(view.text))
        counts.update(word for word in letters if word in unknown)
    rare = frozenset(word for word, count in counts.items() if count <= _RARE)
    below = {view.number + 1 for view in views if view.text.rstrip().endswith("-")}
    return [
        (view, unknown, _doubtful(view, unknown & rare, halved=view.number in below))
        for view, unknown in strange
    ]


def _doubtful(view: View, rare: frozenset[str], *, halved: bool) -> list[re.Match[str]]:
    """Where words of `rare` stand that may be slips: no names, and none that the desk knows.

    A word that the end of a line divides is none of its halves; `halved` says that the
    line begins with one.
    """
    first = len(view.text) - len(view.text.lstrip()) if halved else -1
    return [
        match
        for match in (_WORD.finditer(view.text) if rare else ())
        if match.group().lower() in rare
        and not view.style.knows(match.group())
        and _may_slip(view.text, match)
        and not is_touched(view.frozen, *match.span())
        and match.start() != first
    ]


def _may_slip(text: str, match: re.Match[str]) -> bool:
    """Whether the word is in small letters, or has a capital only because it begins a sentence."""
    written = match.group()
    if written.islower():
        # Not an abbreviation behind another, as in `h.c. mult.`.
        return match.start() < 2 or text[match.start() - 2 : match.start()] != ". "
    at_start = written.istitle() and _opens(text, match.start())
    # Not a name that the dictionary has.
    return at_start and not lexicon.known_form(written.lower())


@lru_cache(_LINES)
def _strange(words: frozenset[str]) -> frozenset[str]:
    """Those of the `words` of a line that no dictionary has and that are not common."""
    return frozenset(
        word
        for word in words
        if len(word) > 1
        and not lexicon.is_word(word)
        and not (word.endswith("in") and lexicon.is_word(f"{word}g"))  # clipped: `walkin’`
        and (not word.isascii() or lexicon.find_frequency(word) < lexicon.COMMON)
    )


def _terms(view: View, unknown: frozenset[str]) -> frozenset[str]:
    """The unknown words of a line that stand in small letters and are not built of known ones."""
    small = frozenset(word for word in _LETTERS.findall(view.text) if word.islower())
    return frozenset(word for word in unknown & small if not lexicon.is_built(word))


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`."""
    before = text[max(0, start - 3) : start].rstrip(" “‘\"'(")
    return not before or before[-1] in ".!?"


def _company(view: View, unknown: frozenset[str], start: int, end: int) -> tuple[str, ...]:
    """The unknown words beside a word, which may both be of another language.

    A name says nothing, unless there is one on either side.
    """
    before = _LETTERS.findall(view.text, max(0, start - _NEAR), start)[-1:]
    after = _LETTERS.findall(view.text, end, end + _NEAR)[:1]
    strangers = [word for word in (*before, *after) if word.lower() in unknown]
    if len(strangers) == 1 and not strangers[0].islower():
        return ()
    return tuple(word.lower() for word in strangers if not lexicon.is_built(word.lower()))
