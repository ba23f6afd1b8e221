"""`a` or `an`, names as their owners spell them, and words that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from copydesk.clean.rules import document_rule, line_rule
from copydesk.clean.views import View
from copydesk.clean.word_lists import join_alternatives, load_pairs, words
from copydesk.model import Edit

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
#: Letters of the shortest word that is looked at, and of the longest initials.
_SHORTEST = 3
_LONGEST = 6


@line_rule("art.a-an")
def a_an(view: View) -> Iterator[Edit]:
    """`an` before a vowel sound, `a` before a consonant sound."""
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


def _before_numbers(view: View) -> Iterator[Edit]:
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
    return word not in words("no-nouns") and bool(_VOWEL.match(word)) and not _NOT_VOWEL.match(word)


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


def _opens(text: str, start: int, marks: str = ".!?") -> bool:
    """Whether a sentence opens at `start`, so that a capital there means nothing."""
    before = text[max(0, start - 80) : start].rstrip()
    return not before or before[-1] in marks


def _among_foreign(text: str, match: re.Match[str]) -> bool:
    """Whether a word of another language is the next one or stands two words away at most."""
    before = text[max(0, match.start() - 24) : match.start()].split()[-2:]
    after = text[match.end() : match.end() + 16].split()[:1]
    near = {word.strip(".,;:()“”").lower() for word in (*before, match.group(2), *after)}
    return not near.isdisjoint(words("foreign-words"))


def _previous(text: str, start: int) -> str:
    """The word before `start`, in small letters."""
    return text[max(0, start - 24) : start].rstrip().rpartition(" ")[2].lower()


@line_rule("case.brand")
def brand(view: View) -> Iterator[Edit]:
    """The spelling a company gives its own name."""
    names, pattern = _brands(view.style.brands)
    for match in pattern.finditer(view.text):
        yield view.edit(*match.span(), names[match.group()], "the name’s own spelling")


@lru_cache(maxsize=16)
def _brands(own: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """The names of the list and of the house, wrong form → right form, and what finds them.

    A form that is right by the house is not wrong by the list.
    """
    names = load_pairs("brands") | dict(own)
    right = {name for _, name in own}
    names = {wrong: name for wrong, name in names.items() if name and wrong not in right}
    if not names:
        return names, re.compile(r"(?!)")
    return names, re.compile(rf"(?<![\w@#./-])({join_alternatives(names)})(?![\w-]|\.\w)")


_TWICE = re.compile(r"(?<![\w’'.-])([A-Za-z]++) (\1)(?![\w’'-])", re.IGNORECASE)
_REPEATED = re.compile(r"(?<![\w’'.-])([A-Za-z]++)((?: \1)++)(?![\w’'-])", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")
_OBJECTS = frozenset(("it", "them", "him", "her", "us", "me", "you", "that", "this", "people"))
_PREPOSITIONS = frozenset(("of", "for", "with", "about", "from", "to", "by", "on", "at"))
#: `what it is is`: a clause that ends in the verb of the next one.
_COPULAS = frozenset(("is", "was", "were", "are"))
_CLAUSE = re.compile(
    r"\b(?:what(?:ever)?|who(?:ever)?|where|when|why|how|which|that|all|thing|things|problem"
    r"|question|point|truth|fact|issue|answer|way)\b[^.?!;]{0,120}+\Z",
    re.IGNORECASE,
)
#: Nouns that a verb of the same letters may follow, and what comes before the verb alone.
_NOUNS = frozenset(("will", "can", "might", "may", "while"))
_PRONOUNS = frozenset(
    ("i", "you", "he", "she", "it", "we", "they", "that", "which", "who", "there")
)
#: Shorter ones are refrains and set phrases.
_WORDS = 8


@line_rule("dup.function-word")
def function_word(view: View) -> Iterator[Edit]:
    """Remove an article, preposition or pronoun that stands twice, or more often."""
    for match in _REPEATED.finditer(view.text):
        first, (second, *others) = match[1], match[2].split()
        before = _previous(view.text, match.start())
        doubled = second in words("doubled") or (second == "to" and before in words("takes-to"))
        if not doubled or not (first.islower() or _opens(view.text, match.start(), ".!?:“")):
            continue
        if (
            first == "A"
            or (second == "by" and before in words("takes-by"))
            or {second} < {second, *others}
        ):
            continue
        often = f"{len(others) + 2} times" if others else "twice"
        yield view.edit(match.end(1), match.end(), "", f"`{second}` occurs {often}")


@line_rule("dup.other-word")
def other_word(view: View) -> Iterator[Edit]:
    """Ask about any other word that stands twice."""
    for match in _TWICE.finditer(view.text):
        first, second = match.groups()
        known = second in words("doubled") or second.lower() in words("rightly-doubled")
        if second == "in" and first in ("in", "In"):
            if not _takes_in(view.text, match.start()):
                yield view.edit(match.end(1), match.end(), "", "`in` is repeated")
            continue
        if second in _COPULAS and _CLAUSE.search(
            view.text, max(0, match.start() - 120), match.start()
        ):
            continue
        if second in _NOUNS and _previous(view.text, match.start()) not in _PRONOUNS:
            continue
        if first == second and second.islower() and len(second) > 1 and not known:
            yield view.edit(match.end(1), match.end(), "", f"`{second}` is repeated")


def _takes_in(text: str, start: int) -> bool:
    """Whether `in` at `start` may belong to the words before it: `log in`, `let it in`."""
    before = text[max(0, start - 40) : start].lower().split()[-2:]
    if not before or not before[-1].isalpha():
        return False
    if before[-1] in _OBJECTS:
        return len(before) < 2 or before[0] not in _PREPOSITIONS
    return before[-1] in words("takes-in")


@document_rule("dup.sentence")
def sentence(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask about a sentence or paragraph that stands twice."""
    seen: dict[str, int] = {}
    for view in views:
        start = 0
        ends = [match.end() for match in _SENTENCE.finditer(view.text)]
        for end in (*ends, len(view.text)):
            piece = view.text[start:end]
            key = " ".join(piece.casefold().split())
            if key.count(" ") >= _WORDS - 1:
                if key in seen:
                    reason = f"the same sentence is in line {seen[key]}"
                    yield view.edit(start, end, "", reason)
                else:
                    seen[key] = view.number
            start = end
