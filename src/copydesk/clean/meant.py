"""What an unknown word was meant for: the one thing it can mean, or the likely ones.

Two witnesses are heard: the dictionary of misspellings, which knows what people mistype, and
the lexicon's candidates, which know what a slip of the hand makes of a common word.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.clean import lexicon
from copydesk.clean.lexicon import Candidate, Slip
from copydesk.clean.lists import pairs


@dataclass(frozen=True, slots=True)
class _Bar:
    """What the likeliest candidate must reach to be put in the place of a word unasked.

    `letters` of the word at least, its `score`, the `cost` of its slips at most, and how far
    the next one is behind it.
    """

    letters: int
    score: float
    cost: float
    lead: float


#: For a word that others have typed too; and for one that nobody has ever used.
_SEEN: Final[tuple[_Bar, ...]] = (_Bar(letters=6, score=3.2, cost=0.9, lead=1.8),)
_UNSEEN: Final[tuple[_Bar, ...]] = (
    _Bar(letters=6, score=2.6, cost=1.0, lead=1.2),
    _Bar(letters=5, score=3.4, cost=1.0, lead=1.2),
)
#: For slips that make no word of its own, in a word that nobody has ever used: rare words
#: differ from common ones by their vowels and ends, seldom by a swap or a consonant alone.
_BY_SLIP: Final[dict[Slip, tuple[_Bar, ...]]] = {
    "swapped": (
        _Bar(letters=7, score=0.5, cost=0.9, lead=1.0),
        _Bar(letters=5, score=2.5, cost=0.9, lead=1.2),
    ),
    "consonant": (_Bar(letters=8, score=0.8, cost=1.1, lead=1.2),),
}
#: Frequency from which a word has been seen, and the highest of a misspelling.
_ONCE: Final = 1.0
_MISSPELT: Final = 3.4
#: Score of a candidate so near that the word is hardly a foreign one.
_NEAR: Final = 2.6
#: Score of a candidate that is plainly meant, and frequency of a word that is no name.
_PLAIN: Final = 3.6
_ODD: Final = 1.5
#: How much further from a word its British or American twin is than the one that is meant.
_APART: Final = 0.4
#: Letters of a word so short that many words are a slip away.
_SHORT: Final = 3
#: The furthest that a correction of the dictionary lies from the word, and from one that is
#: built of known parts; how much more common it is, and how far behind the likeliest
#: candidate it may be.
_FURTHEST: Final = 2.4
_BUILT: Final = 0.9
_LEAD: Final = 1.0
#: A word is asked about when a candidate scores more than this, the more so the more often
#: the word is seen elsewhere, and with each unknown word of its paragraph.
_ASKING: Final = -0.5
_SEEN_WEIGHS: Final = 1.5
_AMONG: Final = 1.2
_CROWD: Final = 3
_RARE_ENDS: Final = "aiou"
_FOREIGN: Final = 2.0
#: Score of a candidate near enough that the dictionary of misspellings may know the word.
_OPEN: Final = 0.0
#: What it counts for a candidate that the document uses, and that the dictionary names it.
_USED: Final = 0.7
_NAMED: Final = 1.0
#: What it counts in the ranking that a candidate ends in the same letters: slips are made
#: inside words.
_SAME_END: Final = 0.6
#: What it counts against two words when one word is as near as this, with a letter more.
_LETTER: Final = 0.9
_GLUED: Final = 1.0
#: Candidates that are shown, and how far the last may be behind the first.
_SHOWN: Final = 5
_BEHIND: Final = 3.0


def is_open(word: str, strangers: int, *, capital: bool = False) -> bool:
    """Whether the dictionary of misspellings is to be heard about the unknown `word`.

    It has nothing to say where the candidates settle it, or where none is near: for a word
    with a `capital`, which may be a name, and one built of known parts, very near.

    >>> is_open("ocnversation", 0), is_open("siloviki", 0), is_open("sieze", 0)
    (False, False, True)
    """
    best = lexicon.candidates(word)[:1]
    if not best or best[0].score <= (_NEAR if capital else _OPEN):
        return False
    if lexicon.is_built(word):
        return best[0].cost <= _BUILT
    return strangers > 0 or not _only(word)


def certain(word: str, listed: Sequence[str], strangers: int = 0) -> str:
    """The one word that the unknown `word` can mean, "" where there are more or none.

    `listed` are the corrections that the dictionary of misspellings has for it, `strangers`
    the other unknown words of the paragraph: among them it may be a term as they are, unless
    others have mistyped it so, or the hand rather than the ear has slipped.

    >>> certain("recieve", ["receive"]), certain("sieze", ["seize", "size"])
    ('receive', 'seize')
    >>> certain("consolate", [])
    ''
    """
    if own := pairs("misspellings").get(word):
        return own
    if len(listed) == 1 and (not strangers or _is_typed(word, listed[0], strangers)):
        return listed[0] if _is_plain(word, listed[0]) else ""
    if strangers or lexicon.is_built(word):
        return ""
    only = _only(word)
    return only if only in listed or not listed else ""


def _is_typed(word: str, right: str, strangers: int) -> bool:
    """Whether `word` is mistyped, and no term that only sounds like `right` (`vertikal`)."""
    if lexicon.frequency(word) >= _ONCE:
        return True
    kind = lexicon.slip(word, right)
    return strangers == 1 and kind is not None and (kind == "swapped" or len(word) != len(right))


def _is_plain(word: str, right: str) -> bool:
    """Whether the dictionary's correction is the likely one, and `word` no rare word itself."""
    if " " in right:
        return True  # `alot`: nobody has two words for a rare one
    known = lexicon.known_form(right)
    if len(word) <= _SHORT or known != right:
        return False
    meant = lexicon.rated(word, right)
    seen = lexicon.frequency(word)
    reach = _BUILT if lexicon.is_built(word) else _FURTHEST
    if meant.cost > reach or seen > _MISSPELT or lexicon.frequency(right) - seen < _LEAD:
        return False
    best = lexicon.candidates(word)[:1]
    return not best or best[0].score - meant.score < _LEAD


def _only(word: str) -> str:
    """The only candidate of `word` that comes near, "" when another does or none is near."""
    ranked = lexicon.candidates(word)
    if not ranked or " " in ranked[0].word:
        return ""
    best = ranked[0]
    if word[-1] in _RARE_ENDS and best.word[-1] != word[-1]:
        return ""
    twins = [one for one in ranked[1:] if lexicon.are_twins(one.word, best.word)]
    if any(one.cost - best.cost < _APART for one in twins):
        return ""  # `behavoir`: nobody can tell which of the two was meant
    rivals = [one.score for one in ranked[1:] if one not in twins]
    lead = best.score - rivals[0] if rivals else best.score
    bars = _SEEN
    if lexicon.frequency(word) < _ONCE:
        bars += _UNSEEN
        kind = lexicon.slip(word, best.word)
        if kind in _BY_SLIP and word[-1] == best.word[-1]:
            bars += _BY_SLIP[kind]
    return best.word if any(_clears(bar, word, best, lead) for bar in bars) else ""


def _clears(bar: _Bar, word: str, best: Candidate, lead: float) -> bool:
    return (
        len(word) >= bar.letters
        and best.score >= bar.score
        and best.cost <= bar.cost
        and lead >= bar.lead
    )


def is_slip(word: str) -> bool:
    """Whether the unknown `word` is near a common one, so that it is hardly a foreign word.

    >>> is_slip("conferance"), is_slip("grammatiske")
    (True, False)
    """
    return any(one.score >= _NEAR for one in lexicon.candidates(word)[:1])


def plain(word: str, listed: Sequence[str], strangers: int) -> str:
    """What a word plainly means that may be a name or the source's own spelling, or "".

    >>> plain("unlce", [], 0), plain("whie", [], 0), plain("grisbi", [], 0)
    ('uncle', 'while', '')
    """
    if sure := certain(word, listed, strangers):
        return sure
    best = lexicon.candidates(word)[:1]
    if not best or strangers or lexicon.frequency(word) > _ODD or best[0].score < _PLAIN:
        return ""
    return best[0].word


def likely(
    word: str, listed: Sequence[str], used: Container[str], strangers: int = 0
) -> tuple[str, ...]:
    """What the unknown `word` may mean, likeliest first; none when it may well be right.

    `listed` and `strangers` are as in `certain`, `used` are the words of the document. A
    word that ends as few English ones do, in a, i, o or u, hardly means one that does not.

    >>> likely("cleaser", [], ())[:2], likely("cleaser", [], ["cleanser"])[:2]
    (('closer', 'clear'), ('cleanser', 'closer'))
    >>> likely("forseen", [], ())[:2]
    ('foreseen', 'for seen')
    >>> likely("saccades", [], ())
    ()
    """
    named = {lexicon.known_form(right) or right for right in listed}
    if lexicon.is_built(word) and not named:
        return ()
    scores = {one.word: one.score for one in lexicon.candidates(word)}
    scores |= {right: lexicon.rated(word, right).score for right in named if right not in scores}
    for meaning in scores:
        scores[meaning] += _NAMED * (meaning in named) + _USED * (meaning.lower() in used)
        if word[-1] in _RARE_ENDS and meaning[-1] != word[-1] and meaning not in named:
            scores[meaning] -= _FOREIGN

    # The hand drops a letter sooner than a blank: `forseen` is `foreseen` before `for seen`.
    dropped = any(
        len(one.word) > len(word) and one.cost < _LETTER and one.score > _OPEN
        for one in lexicon.candidates(word)
        if " " not in one.word
    )

    def rank(meaning: str) -> tuple[float, str]:
        same_end = " " not in meaning and meaning[-2:] == word[-2:]
        glued = dropped and " " in meaning and meaning not in named
        return (_GLUED * glued - scores[meaning] - _SAME_END * same_end, meaning)

    ranked = sorted(scores, key=rank)
    bar = _ASKING + _SEEN_WEIGHS * lexicon.frequency(word) + _AMONG * min(strangers, _CROWD)
    if not ranked or max(scores.values()) < bar:
        return ()
    near = [meaning for meaning in ranked if scores[meaning] > scores[ranked[0]] - _BEHIND]
    return tuple(near[:_SHOWN])
