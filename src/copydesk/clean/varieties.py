"""British and American spelling: a mix is asked about, a house may prefer one.

Both are right. Words in -our, -re and the like stand on a list in pairs; those in -ise and -ize
follow a rule with a list of exceptions, since either ending makes new words every day. Names,
quotations and words with a capital keep their spelling.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from copydesk.clean.rules import document_rule, line_rule
from copydesk.clean.views import View, is_touched
from copydesk.clean.word_lists import words
from copydesk.model import Edit, Role

Variety: TypeAlias = Literal["british", "american"]
_Places: TypeAlias = dict[str, list[tuple[View, int]]]
_ROW: Final = re.compile(r"\A([a-z]+)(-?) ([=<>]) ([a-z]+)-?(?:: ([a-z ]+))?")
#: A consonant before the i, for nothing else takes both (raise, maize, cruise, seize).
_ISE: Final = re.compile(
    r"\A([a-z]+[b-df-hj-np-tv-xz]i)([sz])"
    r"(e[drs]?|ers|ing(?:ly|s)?|ations?|ational(?:ly)?|abl[ey]|ability)"
)
_PREFIX: Final = re.compile(r"(?:un|re|over|under|pre|mis|dis|de|non|out|im|in)(?=[a-z]{4})")
#: A word that ends in -size is something with a size, but for what these begin.
_SIZED: Final = re.compile(
    r"\A.*(?:empha|hypothe|synthe|parenthe|fanta|metasta|ecsta|apotheo|hypnoti)si"
)
_SHORTEST: Final = 4
#: So long an exception is not the end of another word by chance: immunocompromised.
_LONG: Final = 7


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    """Each pair of the list as (British, relation, American)."""
    return tuple(row for entry in sorted(words("varieties")) for row in _pairs(entry))


def _pairs(entry: str) -> Iterator[tuple[str, str, str]]:
    match = _ROW.fullmatch(entry)
    if match is None:
        message = f"data/words/varieties.txt: `{entry}` is no pair"
        raise ValueError(message)
    british, stem, relation, american, endings = match.groups()
    for ending in (*(() if stem else ("",)), *(endings or "").split()):
        yield british + ending, relation, american + ending


@cache
def _signs() -> dict[str, tuple[Variety, str]]:
    """The listed words that tell which spelling they are, with that and the other one's word."""
    signs: dict[str, tuple[Variety, str]] = {}
    for british, relation, american in _rows():
        if relation in "=>":
            signs[british] = ("british", american)
        if relation in "=<":
            signs[american] = ("american", british)
    return signs


def find_variety(word: str) -> Variety | None:
    """The spelling that `word` has by the list of pairs; None when it tells none.

    >>> [find_variety(word) for word in ("colour", "color", "metre", "meter", "organise")]
    ['british', 'american', 'british', None, None]
    """
    return _signs().get(word, (None, ""))[0]


def tells_variety(word: str) -> bool:
    """Whether `word`, in small letters, may tell a spelling.

    >>> tells_variety("colour"), tells_variety("organize"), tells_variety("harvest")
    (True, True, False)
    """
    return word in _signs() or (("is" in word or "iz" in word) and split_ise(word) is not None)


@lru_cache(maxsize=4096)
def split_ise(word: str) -> tuple[str, str, str] | None:
    """Stem, letter and ending of a word in -ise or -ize that may be spelt either way.

    >>> split_ise("organisation"), split_ise("realized"), split_ise("advised"), split_ise("resized")
    (('organi', 's', 'ation'), ('reali', 'z', 'ed'), None, None)
    """
    match = _ISE.fullmatch(word)
    if match is None:
        return None
    stem, letter, ending = match.groups()
    if len(stem) < _SHORTEST or (stem.endswith("si") and not _SIZED.fullmatch(stem)):
        return None
    if stem.endswith("wi") or _is_single(stem + letter):
        return None
    return stem, letter, ending


def _is_single(root: str) -> bool:
    """Whether a word that begins with `root` is spelt in one way only, prefix or not."""
    single = _single()
    if root in single or _PREFIX.sub("", root, count=1) in single:
        return True
    return any(root.endswith(one) for one in single if len(one) >= _LONG)


@cache
def _single() -> frozenset[str]:
    """Words in -ise or -ize of one spelling only, up to that letter."""
    return frozenset(word.removesuffix("e") for word in words("varieties-ise"))


def respell_word(word: str, spelling: str) -> str:
    """`word`, in small letters, as `spelling` (british, oxford or american) has it.

    >>> [respell_word("organize", one) for one in ("british", "oxford", "american")]
    ['organise', 'organize', 'organize']
    >>> [respell_word("analyze", one) for one in ("british", "oxford", "american")]
    ['analyse', 'analyse', 'analyze']
    """
    wanted: Variety = "american" if spelling == "american" else "british"
    if listed := _signs().get(word):
        return word if listed[0] == wanted else listed[1]
    letter = "s" if spelling == "british" else "z"
    if (parts := split_ise(word)) is not None and parts[1] != letter:
        return parts[0] + letter + parts[2]
    return word


MIXED: Final[frozenset[Role]] = frozenset(("body", "list", "bio"))
RUNNING: Final[frozenset[Role]] = MIXED | frozenset[Role](("heading", "caption", "disclaimer"))
_WORD: Final = re.compile(r"(?<![\w@#./’'-])[a-z]{4,}+(?![\w@/-]|\.\w|[’'](?!s\b)\w)")
#: Of a compound each part is a word, unless there is a capital in it.
_COMPOUND: Final = re.compile(r"(?<![\w@#./’'-])[a-z]++(?:-[a-z]++)++(?![\w@/-]|\.\w)")
_PART: Final = re.compile(r"[a-z]{4,}+")
#: A sentence that begins with the word and goes on in small letters.
_FIRST: Final = re.compile(
    r"(?:(?<=[.!?] )|(?<=[.!?][”’)] )|(?<![\s\S]))[A-Z][a-z]{3,}+(?= (?!of|for|and|on|in|to)[a-z])"
)
#: Words that are names more often than not where they have a capital.
_NAMES: Final = frozenset(
    (
        "labour", "labor", "centre", "center", "defence", "defense", "theatre", "theater",
        "harbour", "harbor", "programme", "grey", "gray", "fibre", "fiber", "tyre",
    )
)  # fmt: skip
#: So many words make a spelling that of the text.
_MANY: Final = 2
#: `2 gray` is a dose.
_DOSE: Final = re.compile(r"\d $")


def _small(view: View) -> Iterator[tuple[int, str]]:
    """Place and text of each word that may tell a spelling: in small letters, the author's own."""
    telling = {word for word in view.words if tells_variety(word)}
    if not telling:
        return  # most lines: their words are looked up, their text is not searched
    text = view.text
    found = [(match.start(), match.group()) for match in _WORD.finditer(text)]
    if "-" in text:
        found += [
            (whole.start() + part.start(), part.group())
            for whole in _COMPOUND.finditer(text)
            for part in _PART.finditer(whole.group())
        ]
        found.sort()
    for at, word in found:
        if word in telling and not is_touched(view.quoted, at, at + len(word)):
            yield at, word


@line_rule("house.spelling")
def house_spelling(view: View) -> Iterator[Edit]:
    """The spelling that the house prefers, where `style.spelling` names one."""
    spelling = view.style.spelling
    if spelling == "any":
        return
    for at, word in _small(view):
        right = respell_word(word, spelling)
        if right == word or (word == "gray" and _DOSE.search(view.text, max(0, at - 2), at)):
            continue
        yield view.edit(at, at + len(word), right, f"the house style spells it `{right}`")
    for match in _FIRST.finditer(view.text):
        word = match.group().lower()
        right = respell_word(word, spelling).capitalize()
        if right != match.group() and word not in _NAMES:
            yield view.edit(*match.span(), right, f"the house style spells it `{right}`")


@document_rule("spell.variant-mix")
def variant_mix(views: tuple[View, ...]) -> Iterator[Edit]:
    """One spelling, British or American, of a text that has both."""
    places: _Places = defaultdict(list)
    for view in views:
        for at, word in _small(view):
            places[word].append((view, at))
    votes: Counter[Variety] = Counter()
    for word, found in places.items():  # -ize is at home in both
        if variety := find_variety(word) or ("british" if _letter(word) == "s" else None):
            votes[variety] += len(found)
    if votes["british"] == votes["american"]:
        is_american = bool(views) and views[0].style.locale == "en-US"
    else:
        is_american = votes["american"] > votes["british"]
    main: Variety = "american" if is_american else "british"
    if len(+votes) > 1:
        yield from _odd(places, main, alone=votes[main] < _MANY)
    if len(+votes) < 2 or not is_american:
        yield from _same_word(places)


def _letter(word: str) -> str:
    """The letter of a word in -ise or -ize, "" of one that the list decides on."""
    parts = None if find_variety(word) else split_ise(word)
    return parts[1] if parts else ""


def _odd(places: _Places, main: Variety, *, alone: bool) -> Iterator[Edit]:
    """The words that are not of the spelling `main`; `alone`: only ones it has both ways."""
    telling = [word for word in places if find_variety(word) == main]
    example = max(telling, key=lambda word: len(places[word]), default="")
    reason = f"most of the text is {main.capitalize()}" + (f" (`{example}`)" if example else "")
    for word in places:
        right = respell_word(word, main)
        if find_variety(word):
            is_odd = not alone or right in places
        else:
            is_odd = main == "american" and not alone
        if is_odd and right != word:
            yield from _respell(word, right, places, reason)


def _same_word(places: _Places) -> Iterator[Edit]:
    """Words that the text spells in -ise here and in -ize there."""
    stems: dict[str, list[str]] = defaultdict(list)
    for word in places:
        if (parts := split_ise(word)) and not find_variety(word):
            stems[parts[0]].append(word)
    counts = {stem: Counter[str]() for stem in stems}
    whole: Counter[str] = Counter()
    for stem, forms in stems.items():
        for word in forms:
            counts[stem][_letter(word)] += len(places[word])
        if len(counts[stem]) == 1:
            whole.update(counts[stem])
    for stem, forms in stems.items():
        best = min("sz", key=lambda letter: (-counts[stem][letter], -whole[letter], letter))
        model = next((word for word in forms if _letter(word) == best), "")
        for word in forms:
            if _letter(word) != best:
                right = respell_word(word, "british" if best == "s" else "oxford")
                yield from _respell(word, right, places, f"the text also has `{model}`")


def _respell(word: str, right: str, places: _Places, reason: str) -> Iterator[Edit]:
    for view, at in places[word]:
        yield view.edit(at, at + len(word), right, reason)
