"""`a` or `an`, by the sound of the word that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import words
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_ARTICLE = re.compile(r"([Aa](?<![\w’'“‘\"(/.-].)n?) ([A-Za-z]{2,}+)(?![’'\d(/]|\.\w)")
_NUMBER = re.compile(
    r"([Aa](?<![\w’'“‘\"(/.-].)n?) (\d[\d,]*+(?:\.\d++)?)"
    r"(?=-[A-Za-z]|%| per ?cent\b|(?:st|nd|rd|th)\b|( [a-z]{2,}))"
)
# eight, eighty, eleven, eighteen; `1,100` and `1800` are read in two ways or begin with `one`.
_EIGHT = re.compile(r"8|1[18](?!\d)")
_DOUBTFUL = re.compile(r"0|1[18]\d\d(?!\d)")
#: Initials that begin with these letters take `an`, spelt out or read as a word.
_VOWEL_LETTERS = re.compile(r"[AIO]|E(?!U[A-Z])")
_SPELT = re.compile(r"[FHLMNRSX][B-DF-HJ-NP-TV-XZ]+")
_ROMAN = re.compile(r"[IVX]+")
_CONSONANT_LETTERS = frozenset("BCDGJKPQTVWYZ")
#: Words in capitals that follow a letter: the operators of a search, a line set in capitals.
_NO_INITIALS = frozenset(
    (
        "AM", "AN", "AND", "ARE", "AS", "AT", "EL", "IF", "IN", "INTO", "IS", "IT", "OF", "ON",
        "ONE", "ONCE", "OR", "OUI", "OUT", "OVER",
    )
)  # fmt: skip
_VOWEL = re.compile(
    r"[aei]|o(?!ne(?:self)?$|nce$|ui)|u(?:n(?!i|anim)|ni(?:n(?!om)|m[ap]|rr|gn|de|dio)|p|m|g(?!an)|l|r(?!an|in|ol|e)|s$|tt|tm)"
)
_NOT_VOWEL = re.compile(r"e(?:u|we)|ouija|one|once")
_SILENT = re.compile("hour(?!i)|honest|honour|honor(?!if)|heir(?!o)")
_YOU = re.compile(
    r"uni(?:[cflopqvx]|t(?!em)|son|sex|di[rm]|mod|mol|gram|nom)|unanim|us[aeiu]|uti|uto|uter|ubiq|ur(?:an|e)|uro|eu|one$|once$"
)
# A consonant that opens a syllable: `an lvalue`, `an fstat` are spoken letter by letter.
_CONSONANT = re.compile(
    r"(?:[bcdfgjklmnprstvwz]|[bcfgkp][lr]|[dt][rw]|[cgprstw]h|s[cklmnptw]|qu|squ|gn|kn|ps|wr)[aeiouy]"
    r"|y[aeiou]|s(?:ch|cr|hr|pl|pr|tr)|[cpt]hr|wr|[cp]hl"
)
#: Words that follow a letter or a foreign preposition `a`, not the article.
_NO_NOUN = frozenset(
    (
        "and", "are", "all", "also", "any", "among", "as", "at", "above", "after", "again",
        "along", "away", "if", "in", "into", "is", "it", "its", "of", "off", "on", "one", "once",
        "only", "onto", "or", "our", "out", "over", "under", "until", "unless", "up", "upon",
        "us", "une", "uno", "una", "el", "al", "the",
    )
)  # fmt: skip

#: Letters of the shortest word that is looked at, and of the longest initials.
_SHORTEST = 3
_LONGEST = 6


@rule("art.a-an", "fix", languages=ENGLISH)
def a_an(view: ProofLine) -> Iterator[Edit]:
    """`an` before a vowel sound, `a` before a consonant sound.

    Before lower-case words, nationalities of a closed list, numbers, and initials by the
    sound of their letters, and only where no style disagrees: `an historic`, initials
    that some read as a word (`a SQL`), single letters, `a` as a letter or grade
    (`Class A affiliate`) and foreign phrases (`a un`) stay.

    `a important; an unique; a 8-year; a FBI` → `an important; a unique; an 8-year; an FBI`
    """
    yield from _before_numbers(view)
    text = view.text
    for match in _ARTICLE.finditer(text):
        article, word = match.groups()
        if article[0] == "A" and not _opens(text, match.start()):
            continue
        if _previous(text, match.start()) in words("foreign") or _among_foreign(text, match):
            continue
        if article in ("a", "A") and _takes_an(word):
            yield view.edit(*match.span(1), article + "n", f"`an` before `{word}`")
        elif article in ("an", "An") and _takes_a(word):
            yield view.edit(*match.span(1), article[0], f"`a` before `{word}`")


def _before_numbers(view: ProofLine) -> Iterator[Edit]:
    text = view.text
    for match in _NUMBER.finditer(text):
        article, number, apart = match.groups()
        if article[0] == "A" and (apart or not _opens(text, match.start())):
            continue  # the road A 8
        if _DOUBTFUL.match(number) or _previous(text, match.start()) in words("foreign"):
            continue
        right = article[0] + ("n" if _EIGHT.match(number) else "")
        if right != article:
            yield view.edit(*match.span(1), right, f"`{right.lower()}` before `{number}`")


def _takes_an(word: str) -> bool:
    if len(word) > 1 and word.isupper():
        return _initials_take_an(word)
    if not word.islower():
        return word in words("vowel-nations") or word in words("vowel-initials")
    if len(word) < _SHORTEST:
        return False
    if _SILENT.match(word):
        return True
    return word not in _NO_NOUN and bool(_VOWEL.match(word)) and not _NOT_VOWEL.match(word)


def _takes_a(word: str) -> bool:
    if word.isupper() and word[0] in _CONSONANT_LETTERS:
        return word not in _NO_INITIALS
    if not word.islower():
        return word in words("consonant-nations") or word in words("consonant-initials")
    if len(word) < _SHORTEST:
        return False
    return bool(_CONSONANT.match(word) or _YOU.match(word))


def _initials_take_an(word: str) -> bool:
    if word in words("vowel-initials"):
        return True
    if len(word) > _LONGEST or _ROMAN.fullmatch(word) or word in words("unspelt-initials"):
        return False
    if _VOWEL_LETTERS.match(word):
        return word not in _NO_INITIALS
    return bool(_SPELT.fullmatch(word))


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in ".!?"


def _among_foreign(text: str, match: re.Match[str]) -> bool:
    """Whether a word of another language is the next one or stands two words away at most."""
    before = text[max(0, match.start() - 24) : match.start()].split()[-2:]
    after = text[match.end() : match.end() + 16].split()[:1]
    near = {word.strip(".,;:()“”").lower() for word in (*before, match.group(2), *after)}
    return not near.isdisjoint(words("foreign-words"))


def _previous(text: str, start: int) -> str:
    return text[max(0, start - 24) : start].rstrip().rpartition(" ")[2].lower()
