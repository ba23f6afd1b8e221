"""The words of an entry that no printed field took up: nothing may vanish unseen."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any, Final

from copydesk import folding
from copydesk.model import Csl
from copydesk.references import lexicon
from copydesk.references.dates import MONTHS
from copydesk.references.tokens import tokenise

#: Fields that hardly any style prints; their words are reported as if they had no field.
_UNPRINTED: Final = frozenset(("note", "type"))
_WORD: Final = re.compile(r"[^\W_]+")


def leftovers(entry: str, csl: Csl) -> tuple[str, ...]:
    """The words of `entry`, as they stand, that are in no printed field of `csl`.

    >>> leftovers("Lo, B., 2022. Turning point, reprinted.",
    ...           {"title": "Turning point", "author": [{"family": "Lo", "given": "B."}],
    ...            "issued": {"date-parts": [[2022]]}})
    ('reprinted',)
    """
    printed = [value for field, value in csl.items() if field not in _UNPRINTED]
    have = Counter(_fold(word) for word in _WORD.findall(_flat(printed)))
    dated = "issued" in csl or "accessed" in csl
    missing: list[str] = []
    for word in _WORD.findall(" ".join(token.text for token in tokenise(entry))):
        folded = _fold(word)
        if have[folded] > 0:
            have[folded] -= 1
        elif not _is_label(folded, csl, dated=dated):
            missing.append(word)
    return tuple(missing)


def _is_label(word: str, csl: Csl, *, dated: bool) -> bool:
    if word in lexicon.word_list("labels", "all") or lexicon.keywords().get(word) in (
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
    return dated and word in MONTHS


def _numbers_of_dates(csl: Csl) -> set[str]:
    return {
        str(part)
        for field in ("issued", "accessed")
        for parts in csl.get(field, {}).get("date-parts", ())
        for part in parts
    }


def _flat(value: Any) -> str:  # noqa: ANN401  any CSL value
    if isinstance(value, dict):
        return " ".join(map(_flat, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(_flat, value))
    return str(value)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    if word.isascii():
        return word.casefold()
    return folding.unaccented(word).casefold()
