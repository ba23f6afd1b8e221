"""The words of an entry that no printed field took up: nothing may vanish unseen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final

from copydesk.language import folding
from copydesk.model import Csl
from copydesk.references import lexicon, tokens
from copydesk.references.dates import MONTHS

#: Fields that hardly any style prints; their words are reported as if they had no field.
_UNPRINTED: Final = frozenset(("note", "type"))
_WORD: Final = re.compile(r"[^\W_]+")
#: When something was put on the web, to the minute. A bare `14:34` may be volume and page.
_CLOCK: Final = re.compile(
    r"\d(?<!\w.)\d?:\d\d(?::\d\d(?!\d)|(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\b\.?|(?:UTC|GMT|CES?T|ES?T|Uhr|h)\b))"
)
#: The letters before the figures of a code, which are no name.
_OF_CODE: Final = re.compile(r"(?<![^\W_])[^\W\d_]+(?=[-–]\d)")
#: Labels that with a capital, and no stop or bracket behind, are somebody's name.
_NAMELIKE: Final = frozenset(("ed", "dir", "org", "van", "von", "con", "trad"))
#: Letters from which on a word is no chance part of others; no acronym is longer.
_LONG: Final = 7


def leftovers(entry: str, csl: Csl) -> tuple[str, ...]:
    """The words of `entry`, as they stand, that are in no printed field of `csl`.

    >>> leftovers("Lo, B., 2022. Turning point, reprinted.",
    ...           {"title": "Turning point", "author": [{"family": "Lo", "given": "B."}],
    ...            "issued": {"date-parts": [[2022]]}})
    ('reprinted',)
    """
    printed = [value for field, value in csl.items() if field not in _UNPRINTED]
    said = [_fold(word) for word in _WORD.findall(flatten(printed))]
    have = Counter(said)
    # A word that is printed once is not lost when it stood there twice, as a number may be.
    known = frozenset(word for word in have if not word.isdigit())
    run = "".join(said)
    names = [_initials(name) for name in _bodies(csl)]
    dated = "issued" in csl or "accessed" in csl
    codes = frozenset(_OF_CODE.findall(entry))
    missing: list[str] = []
    text = " ".join(tokens.words(_CLOCK.sub(" ", entry)))
    for match in _WORD.finditer(text):
        word, folded = match[0], _fold(match[0])
        if have[folded] > 0:
            have[folded] -= 1
        elif folded in known or (len(folded) >= _LONG and folded in run):
            continue  # also "tidewatch" of tidewatch.example, which Tide Watch signs
        elif folded in _NAMELIKE and word.istitle() and text[match.end() :][:1] not in (".", ")"):
            missing.append(word)
        elif (word not in codes and _is_acronym(word, names)) or _is_label(
            folded, csl, dated=dated
        ):
            continue
        else:
            missing.append(word)
    return tuple(missing)


def _bodies(csl: Csl) -> list[str]:
    """The names of an item that may be shortened to an acronym."""
    people = [one for field in ("author", "editor") for one in csl.get(field, ())]
    found = [str(one.get("literal", "")) for one in people]
    return [
        name for name in (*found, csl.get("publisher", ""), csl.get("container-title", "")) if name
    ]


def _initials(name: str) -> str:
    """The first letters of the long words of `name`; of the last the whole, as DUH has it."""
    words = [_fold(word) for word in _WORD.findall(name)]
    return "".join(word[0] for word in words[:-1]) + words[-1] if words else ""


def _is_acronym(word: str, names: Sequence[str]) -> bool:
    """Whether the letters of `word` stand in one of `names` in order, from its first on."""
    if not 2 <= len(word) <= _LONG or sum(sign.isupper() for sign in word) < 2:
        return False
    return any(
        _fold(word)[0] == name[0] and _runs_through(_fold(word), name) for name in names if name
    )


def _runs_through(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _is_label(word: str, csl: Csl, *, dated: bool) -> bool:
    if word in _labels() or lexicon.keywords().get(word) in (
        "ed",
        "tr",
        "acc",
        "pp",
        "vol",
        "no",
    ):
        return True
    if word.isdigit():
        number = str(int(word)) if len(word) < 10 else word
        # A year or a day that stands twice, or with a nought in front, is one date.
        return dated and number in _numbers_of_dates(csl)
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return True
    if len(word) == 5 and word[:4].isdigit():
        return dated and word[:4] in _numbers_of_dates(csl)
    return dated and word in _months()


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(_fold, lexicon.word_list("labels", "all")))


@cache
def _months() -> frozenset[str]:
    return frozenset(map(_fold, MONTHS))


def _numbers_of_dates(csl: Csl) -> set[str]:
    return {
        str(part)
        for field in ("issued", "accessed")
        for parts in csl.get(field, {}).get("date-parts", ())
        for part in parts
    }


def flatten(value: Any) -> str:  # noqa: ANN401  any CSL value
    """The words of a CSL value, however deep they lie.

    >>> flatten([{"family": "Lo", "given": "B."}, {"literal": "World Bank"}])
    'Lo B. World Bank'
    """
    if isinstance(value, dict):
        return " ".join(map(flatten, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(flatten, value))
    return str(value)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    if word.isascii():
        return word.casefold()
    return folding.strip_accents(word).casefold()
