"""British and American spelling: a mix is asked about, a house may prefer one.

Both are right. Words in -our, -re and the like stand on a list in pairs; those in -ise and -ize
follow a rule with a list of exceptions, since either ending makes new words every day. Names,
quotations and words with a capital keep their spelling.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from copydesk.clean.rules import document_rule, line_rule
from copydesk.clean.views import View, is_touched
from copydesk.clean.word_lists import words
from copydesk.model import Edit, Role

Variety: TypeAlias = Literal["british", "american"]
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
def _signs() -> dict[str, Variety]:
    """The listed words that tell which spelling they are."""
    signs: dict[str, Variety] = {}
    for british, relation, american in _rows():
        if relation in "=>":
            signs[british] = "british"
        if relation in "=<":
            signs[american] = "american"
    return signs


@cache
def _respelt() -> dict[str, str]:
    """Each listed word that tells its spelling, in the other one."""
    signs = _signs()
    return {
        word: other
        for british, _, american in _rows()
        for word, other in ((british, american), (american, british))
        if word in signs
    }


def find_variety(word: str) -> Variety | None:
    """The spelling that `word` has by the list of pairs; None when it tells none.

    >>> [find_variety(word) for word in ("colour", "color", "metre", "meter", "organise")]
    ['british', 'american', 'british', None, None]
    """
    return _signs().get(word)


def tells_variety(word: str) -> bool:
    """Whether `word`, in small letters, may tell a spelling.

    >>> tells_variety("colour"), tells_variety("organize"), tells_variety("harvest")
    (True, True, False)
    """
    return word in _signs() or (("is" in word or "iz" in word) and split_ise(word) is not None)


def find_counterpart(word: str) -> str:
    """`word`, which is listed, in the other spelling.

    >>> find_counterpart("colour"), find_counterpart("defenseless")
    ('color', 'defenceless')
    """
    return _respelt()[word]


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
    if (found := find_variety(word)) is not None:
        return word if found == wanted else find_counterpart(word)
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


@dataclass(frozen=True, slots=True)
class _Text:
    """Where the words stand that tell a spelling: `words` listed ones, `stems` those in -ise."""

    words: dict[str, list[tuple[View, int]]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, dict[str, list[tuple[View, int]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def votes(self) -> Counter[Variety]:
        """How many words are of each spelling; -ize is at home in both."""
        votes: Counter[Variety] = Counter()
        for word, places in self.words.items():
            variety = find_variety(word)
            if variety is not None:
                votes[variety] += len(places)
        for forms in self.stems.values():
            for word, places in forms.items():
                if _letter(word) == "s":
                    votes["british"] += len(places)
        return votes


def _letter(word: str) -> str:
    parts = split_ise(word)
    return parts[1] if parts else ""


@document_rule("spell.variant-mix")
def variant_mix(views: tuple[View, ...]) -> Iterator[Edit]:
    """One spelling, British or American, of a text that has both."""
    text = _Text()
    for view in views:
        for at, word in _small(view):
            if find_variety(word) is not None:
                text.words[word].append((view, at))
            elif (parts := split_ise(word)) is not None:
                text.stems[parts[0]][word].append((view, at))
    votes = text.votes()
    main = _majority(votes, views)
    if len(votes) > 1:
        yield from _odd(text, main, alone=votes[main] < _MANY)
    if len(votes) < 2 or main == "british":
        yield from _same_word(text)


def _majority(votes: Counter[Variety], views: tuple[View, ...]) -> Variety:
    if votes["british"] == votes["american"]:
        american = bool(views) and views[0].style.locale == "en-US"
        return "american" if american else "british"
    return "british" if votes["british"] > votes["american"] else "american"


def _odd(text: _Text, main: Variety, *, alone: bool) -> Iterator[Edit]:
    """The words that are not of the spelling `main`; `alone`: only ones it has both ways."""
    telling = [word for word in text.words if find_variety(word) == main]
    example = max(telling, key=lambda word: len(text.words[word]), default="")
    reason = f"most of the text is {main.capitalize()}" + (f" (`{example}`)" if example else "")
    for word, places in text.words.items():
        if find_variety(word) != main and not (alone and find_counterpart(word) not in text.words):
            for view, at in places:
                yield view.edit(at, at + len(word), find_counterpart(word), reason)
    if main == "american" and not alone:
        for forms in text.stems.values():
            for word, places in forms.items():
                right = respell_word(word, "american")
                for view, at in places if right != word else ():
                    yield view.edit(at, at + len(word), right, reason)


def _same_word(text: _Text) -> Iterator[Edit]:
    """Words that the text spells in -ise here and in -ize there."""
    whole: Counter[str] = Counter()
    split: list[tuple[Counter[str], dict[str, list[tuple[View, int]]]]] = []
    for forms in text.stems.values():
        counts: Counter[str] = Counter()
        for word, places in forms.items():
            counts[_letter(word)] += len(places)
        if len(counts) > 1:
            split.append((counts, forms))
        else:
            whole.update(counts)
    for counts, forms in split:
        best = min("sz", key=lambda letter: (-counts[letter], -whole[letter], letter))
        spelling = "british" if best == "s" else "oxford"
        model = next(word for word in forms if _letter(word) == best)
        for word, places in forms.items():
            if _letter(word) != best:
                for view, at in places:
                    right = respell_word(word, spelling)
                    yield view.edit(at, at + len(word), right, f"the text also has `{model}`")
