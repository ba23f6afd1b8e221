"""Where entries stand in every edition: names of places that all formats take.

A key may be any text that a library or an editor gives. Word cuts the name of a bookmark at
40 characters and heeds no case in it, XML wants letters, an address no signs of its own. What
citeproc reads keeps the key; only the place in print is named anew, and seldom.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count
from typing import Final

from copydesk.language import folding

#: What stands before the name of an entry's place.
REF: Final = "ref-"
_LONGEST: Final = 36
_FIT: Final = re.compile(r"[A-Za-z0-9_-]{1,36}")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_DIGEST: Final = 8


def anchors(keys: Iterable[str]) -> dict[str, str]:
    """Key → the name of its place, for each of `keys` that is not "".

    Most places are called as the key is. A key that is too long, holds other signs than
    letters, digits, hyphens and underscores, or differs from an earlier one by case alone, is
    cut short and told apart by a digest of the whole, so that it stays when others come and go.

    >>> anchors(["lo2022", "smith:2019/x"])
    {'lo2022': 'ref-lo2022', 'smith:2019/x': 'ref-smith-2019-x-6d374b32'}
    """
    wanted = [key for key in dict.fromkeys(keys) if key]
    taken = {key.casefold() for key in wanted}
    fit: set[str] = set()
    found: dict[str, str] = {}
    for key in wanted:
        name = key
        if not _FIT.fullmatch(key) or key.casefold() in fit:
            name = _short(key, taken)
        fit.add(key.casefold())
        found[key] = REF + name
    return found


def _short(key: str, taken: set[str]) -> str:
    head = (
        _OTHER.sub("-", folding.fold_text(key[:200]))
        .strip("-")[: _LONGEST - _DIGEST - 1]
        .strip("-")
    )
    told = (f"{key}\0{number}" if number else key for number in count())
    digests = (hashlib.sha256(one.encode("utf-8", "surrogatepass")).hexdigest() for one in told)
    names = (f"{head or 'entry'}-{digest[:_DIGEST]}" for digest in digests)
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name
