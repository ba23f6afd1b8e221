"""Words and signs by their number: what is alike, what is spare, what may be parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final
from unicodedata import combining, normalize

from copydesk import ledger
from copydesk.columns import is_wide

#: First and last letter of the scripts whose letters join: Hebrew with its points to Mongolian.
_JOINED: Final = ("\u0590", "\u18af")
_LETTER: Final = re.compile(r"\w")
_SIGN: Final = re.compile(r"[^\w\s]|_")
_POWERS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", "⁺⁻")
#: Letters that fonts draw with the glyph of a sign, of which a PDF can say but one.
_TWINS: Final = str.maketrans("\u02bb\u02bc\u02cb\u02ca\u02c9", "\u2018\u2019`\u00b4\u00af") | {
    0x149: "\u2019n"  # as a word it is two letters, the first of them a twin
}
_NONE: Final[Mapping[int, str]] = {}
_TWIN: Final = re.compile("[\u02bb\u02bc\u02cb\u02ca\u02c9\u0149]")


def signs_in(texts: Iterable[str], without: str = "") -> Counter[str]:
    """How often each sign occurs in `texts` that is no letter, number or blank.

    >>> sorted(signs_in(["a_b (c), [d]"], without=",").elements())
    ['(', ')', '[', ']', '_']
    """
    counts = Counter(chain.from_iterable(map(_SIGN.findall, texts)))
    for sign in without:
        del counts[sign]
    return counts


def has_words(text: str) -> bool:
    """Whether `text` is more than signs and blanks.

    >>> has_words("Ahl, B."), has_words("– …")
    (True, False)
    """
    return bool(_LETTER.search(text))


def unlike(wanted: Counter[str], found: Counter[str], spare: Counter[str]) -> str:
    """What `found` lacks of what is `wanted`, and has beyond that and `spare`, in words.

    >>> unlike(Counter(a=2, b=1), Counter(a=1, b=1, c=2), spare=Counter(c=1))
    'lost `a`; gained `c`'
    """
    if wanted.items() == found.items():  # as it mostly is
        return ""
    return ledger.difference(wanted - found, found - wanted - spare)


def levelled(counts: Counter[str]) -> Counter[str]:
    """Words of plain text: powers as numbers, and each wide letter for itself.

    A line may end between two of those, where no word does.

    >>> sorted(levelled(Counter(["10⁶", "海港"])))
    ['106', '海', '港']
    """
    level = Counter[str]()
    for word, number in counts.items():
        if word.isascii():
            level[word] += number
            continue
        spaced = "".join(f" {char} " if is_wide(char) else char for char in word)
        for part in spaced.translate(_POWERS).split():
            level[part] += number
    return level


def letters_fit(
    words: Counter[str], wanted: Counter[str], spare: Counter[str] | None = None
) -> bool:
    """Whether `words`, which may be parted in two, have the letters that are `wanted`.

    What they have beyond must be letters of `spare`.

    >>> letters_fit(Counter(["mud", "notes"]), Counter(["mudnotes"]), Counter(["notes"]))
    True
    """

    def letters(counts: Counter[str]) -> Counter[str]:
        return Counter(filter(_is_plain, normalize("NFKD", "".join(counts.elements()))))

    found, needed = letters(words), letters(wanted)
    return needed <= found and found - needed <= letters(spare or Counter())


def _is_plain(letter: str) -> bool:
    """Whether `letter` is drawn by itself; what glyphs of the others stand for is a guess.

    >>> _is_plain("e"), _is_plain("论"), _is_plain("क"), _is_plain("\N{COMBINING ACUTE ACCENT}")
    (True, True, False, False)
    """
    return not (_JOINED[0] <= letter <= _JOINED[1] or combining(letter))


def twins(signs: Iterable[str]) -> dict[int, str]:
    """The characters that fonts draw with the glyph of a radical among `signs` → that radical.

    >>> twins(["⼈", "!"]) == {ord("人"): "⼈"}
    True
    """
    radicals = (sign for sign in signs if "\u2f00" <= sign <= "\u2fd5")
    return {ord(normalize("NFKC", radical)): radical for radical in radicals}


def alike(words: Counter[str], more: Mapping[int, str] = _NONE) -> Counter[str]:
    """`words` with twins as one sign, `more` of them too; the twin of a letter may be a sign.

    >>> alike(Counter({"ʻeye": 1, "eye": 2}))
    Counter({'eye': 3})
    """
    if not more and not _TWIN.search("".join(words)):
        return words
    signs = Counter[str]()
    for word, number in words.items():
        twin = told_alike(word, more)
        for part in (word,) if twin == word else ledger.words([twin]).elements():
            signs[part] += number
    return signs


def told_alike(text: str, more: Mapping[int, str] = _NONE) -> str:
    """`text` with twins as one sign, `more` of them too.

    >>> told_alike("ʻeye"), told_alike("ŉ Dag")
    ('‘eye', '’n Dag')
    """
    text = text.translate(_TWINS) if _TWIN.search(text) else text
    return text.translate(more) if more else text
