"""Names compared: folded, in their variants, and found though they are misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from copydesk import folding

#: How names are printed where the letters lack.
_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ß": "ss"}
)
_PLAIN: Final = re.compile(r"[\W_]+")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_CONTENT: Final = re.compile(r"[^\W\d_]{4,}")
_ARTICLE: Final = re.compile(
    r"(?:the|der|die|das|les?|la|los|las|el|il|gli|a|an|une?|ein|eine|de|het)\s+|l[’']",
    re.IGNORECASE,
)
#: A name this short bears no slip, one this long bears two.
_SHORT: Final = 4
_LONG: Final = 7
#: Letters at the start of a name in which slips are looked for by leaving letters out.
_HEAD: Final = 8
#: Names that one remainder leads to, and that are compared for one citation, at most.
_BUCKET: Final = 50
_COMPARED: Final = 200


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """`name` without case, accents, blanks and punctuation.

    >>> fold("Strüver"), fold("van der Berg")
    ('struver', 'vanderberg')
    """
    return _PLAIN.sub("", folding.plain(name))


def variants(name: str) -> tuple[str, ...]:
    """`name` folded in all the ways it is rightly spelt.

    >>> variants("Müller"), variants("Lo"), variants("The World Bank")
    (('muller', 'mueller'), ('lo',), ('worldbank', 'theworldbank'))
    """
    bare = without_article(name)
    spelt = unicodedata.normalize("NFC", bare).casefold().translate(_SPELT_OUT)
    found = (fold(bare), fold(spelt), fold(name))
    return tuple(one for one in dict.fromkeys(found) if one)


def acronym(name: str) -> str:
    """The capitals that the words of a body's name begin with, folded; "" for fewer than three.

    >>> acronym("Society of Tidal Studies"), acronym("Tide Press")
    ('sts', '')
    """
    capitals = [word[0] for word in _WORDS.findall(name) if word[0].isupper()]
    return fold("".join(capitals)) if len(capitals) > 2 else ""


def without_article(name: str) -> str:
    """`name` without an article before further words."""
    found = _ARTICLE.match(name)
    return name[found.end() :] if found and found.end() < len(name) else name


def content_words(text: str) -> frozenset[str]:
    """Words of four letters and more, folded and cut to six letters.

    Cutting makes "Chinese" meet "China’s" halfway and plurals meet singulars.
    """
    return frozenset(fold(word)[:6] for word in _CONTENT.findall(text))


def spelt_alike(cited: str, name: str) -> bool:
    """Whether two folded names differ by a slip: one letter, two in a long name.

    >>> spelt_alike("abdouduoh", "abdoudouh"), spelt_alike("lo", "li"), spelt_alike("fu", "fu")
    (True, False, False)
    """
    size = min(len(cited), len(name))
    allowed = 2 if size >= _LONG else 1 if size >= _SHORT else 0
    if not allowed or cited[:1] != name[:1] or abs(len(cited) - len(name)) > allowed:
        return False
    distance = DamerauLevenshtein.distance(cited, name, score_cutoff=allowed)
    return 0 < distance <= allowed


class Spellings:
    """Folded names, found by misspellings of them without comparing each with all.

    Two names that differ by a slip share what remains when a letter or two are left out
    of their first letters (Garbe, SymSpell, 2012).

    >>> Spellings(["abdoudouh", "marlow"]).near("abdouduoh")
    ('abdoudouh',)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            if len(name) < _SHORT:
                continue
            for rest in _rests(name):
                bucket = self._by_rest[rest]
                if len(bucket) < _BUCKET:
                    bucket.append(name)

    def near(self, cited: str) -> tuple[str, ...]:
        """The names that `cited` may be a misspelling of."""
        if len(cited) < _SHORT:
            return ()
        near: dict[str, None] = {}
        for rest in _rests(cited):
            near |= dict.fromkeys(self._by_rest.get(rest, ()))
            if len(near) >= _COMPARED:
                break
        return tuple(name for name in near if spelt_alike(cited, name))


def _rests(name: str) -> Iterator[str]:
    """The first letters of `name`, whole and without one or two of them but the first."""
    head = name[:_HEAD]
    seen = {head}
    for at in range(1, len(head)):
        one = head[:at] + head[at + 1 :]
        seen.add(one)
        if len(name) >= _LONG - 1:
            seen.update(one[:next_] + one[next_ + 1 :] for next_ in range(at, len(one)))
    # The letter that a slip pushes out of the head.
    seen.update(one[: _HEAD - 2] for one in tuple(seen) if len(one) > _HEAD - 2)
    yield from sorted(seen, key=lambda rest: (-len(rest), rest))
