"""Words of another language inside a line: `they sang pour elle et pour nous dans la rue`.

They are the words of others, so no rule but those of typography may touch them. Only
runs that are sure are found: several small words of one language with no small word of
the line's own between them, words of another script, and what the author set in
italics where it has a foreign small word or letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from copydesk.language import primary_subtag, small_words
from copydesk.language.lines import DIFFERENT, MANY, PARTICLES, PLAIN, list_telling_words

Span = tuple[int, int]

#: Words beside the small words of a run that still belong to it, at most.
BESIDE: Final = 3

#: Small words of another language that are words of this one too.
_AMBIGUOUS: Final = {
    "en": frozenset(
        (
            "am", "bare", "bet", "bi", "bis", "care", "com", "come", "comment", "con", "dare",
            "den", "dia", "die", "din", "door", "du", "em", "era", "finns", "hat", "hi", "hun",
            "ii", "iii", "iv", "jest", "jo", "las", "lo", "los", "ma", "mai", "man", "mange",
            "mas", "men", "mere", "met", "mod", "mot", "na", "ne", "non", "nor", "om", "pad",
            "par", "para", "pas", "pie", "plus", "pour", "pre", "pro", "ra", "sa", "sans",
            "sat", "sem", "sin", "ska", "some", "son", "sub", "sum", "sur", "tai", "tan", "tas",
            "te", "ten", "till", "tot", "tout", "under", "vain", "van", "ve", "vi", "via",
            "volt", "von", "war", "wat", "ya", "yang", "za",
        )
    ),
    "fr": frozenset(("an", "are", "as", "but", "not", "or")),
    "de": frozenset(("all", "an", "her", "not", "will")),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
#: Where a run ends at the latest.
_EDGE = re.compile(r"[.?!;:()\[\]“”„«»\"—–|/]")
#: Languages in another script than Latin whose small words are known.
_OTHER_SCRIPTS: Final = frozenset(("bg", "ru", "sr", "uk"))
_LETTER = "[\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufaff]"
# A single letter is a sign in a formula, or a slip of the keyboard.
_STRANGE = re.compile(rf"{_LETTER}(?<![^\W\d_].){_LETTER}++(?:[ ,]{{1,2}}{_LETTER}++)*+")


def foreign_runs(
    text: str, words: frozenset[str], language: str, italics: Iterable[Span] = ()
) -> tuple[Span, ...]:
    """Where `text`, a line in `language` with these `words` in small letters, is in another one.

    >>> text = "They chanted liberté pour elle et pour nous dans la rue, and left."
    >>> [text[start:end] for start, end in foreign_runs(text, frozenset(text.split()), "en")]
    ['chanted liberté pour elle et pour nous dans la rue']
    >>> foreign_runs("Juan de la Cruz met men", frozenset(("de", "la", "met", "men")), "en")
    ()
    """
    document = primary_subtag(language)
    spans: list[Span] = []
    evidence = _clear(document)
    if len(evidence.keys() & words) >= DIFFERENT:
        spans += _worded(text, document, evidence)
    spans += (span for span in italics if _strange(text[slice(*span)], document, evidence))
    if not text.isascii() and document in small_words() and document not in _OTHER_SCRIPTS:
        spans += (match.span() for match in _STRANGE.finditer(text))
    return merge_spans(spans) if len(spans) > 1 else tuple(spans)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in order, those that overlap or touch as one.

    >>> merge_spans([(4, 6), (0, 2), (2, 3)])
    ((0, 3), (4, 6))
    """
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


@cache
def _clear(document: str) -> Mapping[str, tuple[str, ...]]:
    """The words that tell another language than `document`, without those it has itself."""
    doubtful = _AMBIGUOUS.get(document, frozenset())
    return {
        word: names for word, names in list_telling_words(document).items() if word not in doubtful
    }


def _worded(text: str, document: str, evidence: Mapping[str, tuple[str, ...]]) -> Iterator[Span]:
    own = small_words().get(document, frozenset())
    stretch: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if stretch and _EDGE.search(text, stretch[-1].end(), match.start()):
            yield from _run(stretch, evidence)
            stretch = []
        if match.group().lower() in own:
            yield from _run(stretch, evidence)
            stretch = []
        else:
            stretch.append(match)
    yield from _run(stretch, evidence)


def _run(
    stretch: Sequence[re.Match[str]], evidence: Mapping[str, tuple[str, ...]]
) -> Iterator[Span]:
    """The run in the words of `stretch`, if they have the small words of one language."""
    places = [at for at, match in enumerate(stretch) if match.group() in evidence]
    found = {stretch[at].group() for at in places}
    if len(found) < DIFFERENT:
        return
    different = Counter(name for word in found for name in evidence[word])
    plain = Counter(name for word in found if word not in PARTICLES for name in evidence[word])
    if any(
        many >= DIFFERENT and plain[name] and (plain[name] >= PLAIN or many >= MANY)
        for name, many in different.items()
    ):
        first = max(0, places[0] - BESIDE)
        last = min(len(stretch) - 1, places[-1] + BESIDE)
        yield stretch[first].start(), stretch[last].end()


def _strange(text: str, document: str, evidence: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether words in italics are foreign: none small of the text's own, one of another."""
    words = _WORD.findall(text.lower())
    own = small_words().get(document, frozenset())
    if not own or not own.isdisjoint(words):
        return False
    accented = document == "en" and any(not word.isascii() for word in words)
    return accented or not evidence.keys().isdisjoint(words)
