"""The language of each line of a text: its own if that is certain, else the text's.

A heading, a name or a short line says too little to part from the rest, so a line has
to show several small words of another language and next to none of the text's own. The
particles of names (`de la`, `von der`) count for little: names are spelt so in every
language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from copydesk.language import LETTERS, UNKNOWN, detect_language, primary_subtag, small_words
from copydesk.model import Line, Role

#: Different small words of one language that a line must have, and how many of these must
#: be other words than the particles of names.
DIFFERENT: Final = 3
PLAIN: Final = 2
#: With so many different ones a single other word is enough.
MANY: Final = 5
#: Share of the words of a line that they must make up.
SHARE: Final = 0.15
#: So many times as many as small words of the text's own language.
AHEAD: Final = 3
#: So many times as many as those of the next language, or it stays open which one it is.
CLEARLY: Final = 1.2

#: Small words that names and titles of newspapers hold in any language.
PARTICLES: Final = frozenset(
    (
        "de", "la", "le", "les", "du", "des", "del", "della", "di", "da", "do", "dos", "das",
        "el", "los", "las", "lo", "il", "von", "van", "der", "den", "het", "zu", "et", "al",
    )
)  # fmt: skip

#: Texts whose language is remembered: a paragraph is asked about when it is labelled, when it
#: is edited, and when it is set.
_REMEMBERED: Final = 256
#: Roles of lines whose own language is not looked for.
_UNASKED: Final = frozenset(("reference", "furniture"))
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff]")


def of_lines(texts: Sequence[str], document: str) -> tuple[str, ...]:
    """Tag the language of each line in `texts` of a text in `document`; () if all are in that.

    An empty text, which stands between paragraphs, is in the language of the document.

    >>> quoted = "Le port était calme, et personne ne savait pourquoi il avait fermé."
    >>> of_lines(["The harbour was quiet.", quoted, "It closed."], "en")
    ('en', 'fr', 'en')
    >>> of_lines(["The harbour was quiet.", "By María de la Cruz and Jan van der Berg"], "en")
    ()
    """
    own = primary_subtag(document)
    found = [_own_language(text, own) for text in texts]
    if not any(found):
        return ()
    _joined(texts, found, own)
    return tuple(language or document for language in found)


def of_copy(lines: Sequence[Line], roles: Sequence[Role | None], document: str) -> tuple[str, ...]:
    """Tag the language of each of `lines` with these `roles`; () if all are in `document`.

    Entries of a list of references follow the conventions of the text they belong to,
    whatever the language of the work.
    """
    texts = [
        "" if role is None or role in _UNASKED else line.text
        for line, role in zip(lines, roles, strict=True)
    ]
    return of_lines(texts, document)


def _joined(texts: Sequence[str], found: list[str], own: str) -> None:
    """Give lines between two of one language that language, where nothing speaks against it.

    Lines that touch are mostly one paragraph, which the submission broke.
    """
    for at in range(1, len(found) - 1):
        before = found[at - 1]
        if not found[at] and before and before == found[at + 1] and texts[at].strip():
            words = _WORD.findall(texts[at].lower())
            if small_words().get(own, frozenset()).isdisjoint(words):
                found[at] = before


def of_text(text: str, document: str) -> str:
    """Return the language of `text` if it certainly differs from `document`, else that.

    >>> of_text("Commission President Von Der Leyen spoke first.", "en")
    'en'
    >>> of_text("Der Hafen war ruhig, und niemand wusste, warum er gesperrt war.", "en")
    'de'
    """
    return _own_language(text, primary_subtag(document)) or document


@lru_cache(_REMEMBERED)
def _own_language(text: str, document: str) -> str:
    """The language of `text` where it is surely another one than `document`, else ""."""
    if not text.isascii() and (strange := _by_script(text, document)):
        return strange
    words = _WORD.findall(text)
    if len(words) < DIFFERENT:
        return ""
    evidence = list_telling_words(document)
    hits = evidence.keys() & words
    first = words[0].lower()
    if first in evidence:
        hits.add(first)
    accented = _accented(words) if document == "en" and hits and not text.isascii() else 0
    if len(hits) + accented < DIFFERENT:
        return ""
    language, count = _leader(hits, words, evidence, accented)
    if not language or count + accented < SHARE * len(words):
        return ""
    known = small_words()
    own = known.get(document, frozenset()) - known.get(language, frozenset())
    against = sum(word in own for word in words) + (first in own and words[0] != first)
    if count + accented < AHEAD * against:
        return ""
    # It is foreign; which language it is has to show twice where words are few.
    seen = detect_language(text)
    sure = seen == language or (seen == UNKNOWN and count >= DIFFERENT)
    return language if sure else UNKNOWN


def _accented(words: Iterable[str]) -> int:
    """How many different words in small letters have letters that English lacks: two tell all."""
    return min(PLAIN, sum(not word.isascii() and word.islower() for word in set(words)))


def _leader(
    hits: set[str], words: Sequence[str], evidence: Mapping[str, tuple[str, ...]], accented: int
) -> tuple[str, int]:
    """The language that most of `hits` speak for, and how many of `words` do."""
    different = Counter(name for word in hits for name in evidence[word])
    plain = Counter(name for word in hits if word not in PARTICLES for name in evidence[word])
    totals = {
        name: 0
        for name, many in different.items()
        if many + accented >= DIFFERENT
        and plain[name]
        and (plain[name] + accented >= PLAIN or many >= MANY)
    }
    if not totals:
        return "", 0
    counts = Counter(words)
    counts[words[0].lower()] += words[0].istitle()
    for word in hits:
        for name in totals.keys() & evidence[word]:
            totals[name] += counts[word]
    ranked = sorted(totals, key=totals.__getitem__, reverse=True)
    best = ranked[0]
    if len(ranked) > 1 and totals[best] < CLEARLY * totals[ranked[1]]:
        return UNKNOWN, totals[best]
    return best, totals[best]


def _by_script(text: str, document: str) -> str:
    """The language of a line most of whose letters are of another script than `document`'s."""
    letters = len(_OTHER_SCRIPT.findall(text))
    if letters < LETTERS or letters * 2 < sum(map(len, _WORD.findall(text))):
        return ""
    language = detect_language(text)
    return "" if language in (document, UNKNOWN) or _same_script(language, document) else language


#: Languages whose letters are the same, so that a few of them do not tell which one it is.
_CYRILLIC: Final = frozenset(("ru", "uk", "bg", "sr"))
_HAN: Final = frozenset(("zh", "ja"))
_ARABIC: Final = frozenset(("ar", "fa", "ur"))
_HEBREW: Final = frozenset(("he", "yi"))


def _same_script(one: str, other: str) -> bool:
    return any({one, other} <= script for script in (_CYRILLIC, _HAN, _ARABIC, _HEBREW))


@cache
def list_telling_words(document: str) -> Mapping[str, tuple[str, ...]]:
    """Map function words that the language `document` lacks to the languages that have them.

    >>> list_telling_words("en")["nicht"], "was" in list_telling_words("en")
    (('de',), False)
    """
    known = small_words()
    own = known.get(document, frozenset())
    return {
        word: tuple(name for name, words in known.items() if word in words)
        for word in _all(known.values())
        if word not in own and (len(word) > 1 or not word.isascii())
    }


def _all(lists: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*lists)
