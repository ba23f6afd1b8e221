"""`a` or `an`, by the sound of the word that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.model import Edit
from copydesk.registry import ProofLine, rule
from copydesk.rules.lists import words

ENGLISH = ("en",)

_ARTICLE = re.compile(r"(?<![\w’'“‘\"(/.-])(a|an|A|An) ([A-Za-z]{3,}+)(?![’'\d.(/])")
_VOWEL = re.compile(
    r"[aei]|o(?!ne(?:self)?$|nce$|ui)|u(?:n(?!i|anim)|ni(?:[nmrg]|d(?!ir))|p|m|g|l|r(?!an|in|ol)|s$|tt|tm)"
)
_NOT_VOWEL = re.compile(r"e(?:u|we)|ouija|one|once")
_SILENT = re.compile("hour(?!i)|honest|honour|honor(?!if)|heir(?!o)")
_YOU = re.compile(
    r"uni(?:[cflopqtvx]|son|sex|dir)|unanim|us[aeiu]|uti|uto|uter|ubiq|uran|uro|eu|one$|once$"
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


@rule("art.a-an", "fix", languages=ENGLISH)
def a_an(view: ProofLine) -> Iterator[Edit]:
    """`an` before a vowel sound, `a` before a consonant sound.

    Only before lower-case words and a closed list of nationalities, and only where no
    style disagrees: `an historic`, abbreviations, single letters, `a` as a letter or
    grade (`Class A affiliate`) and foreign phrases (`a un`) stay.

    `a important; an unique` → `an important; a unique`
    """
    text = view.text
    for match in _ARTICLE.finditer(text):
        article, word = match.groups()
        if article[0] == "A" and not _opens(text, match.start()):
            continue
        if _previous(text, match.start()) in words("foreign"):
            continue
        if article in ("a", "A") and _takes_an(word):
            yield view.edit(*match.span(1), article + "n", f"`an` before `{word}`")
        elif article in ("an", "An") and _takes_a(word):
            yield view.edit(*match.span(1), article[0], f"`a` before `{word}`")


def _takes_an(word: str) -> bool:
    if not word.islower():
        return word in words("vowel-nations")
    if _SILENT.match(word):
        return True
    return word not in _NO_NOUN and bool(_VOWEL.match(word)) and not _NOT_VOWEL.match(word)


def _takes_a(word: str) -> bool:
    if not word.islower():
        return word in words("consonant-nations")
    return bool(_CONSONANT.match(word) or _YOU.match(word))


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in ".!?"


def _previous(text: str, start: int) -> str:
    return text[max(0, start - 24) : start].rstrip().rpartition(" ")[2].lower()
