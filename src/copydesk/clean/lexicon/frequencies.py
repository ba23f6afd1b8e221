"""How common English words are, read from the largest list of wordfreq.

Its file is read without its package, whose import (language tags, tokenizers of all
languages) takes as long as the reading.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

#: What a word that is every one of a text has on the Zipf scale: it counts in a billion words.
_ZIPF: Final = 9
_FILE: Final = "data/large_en.msgpack.gz"
#: What the file says of itself before its lists.
_HEADER: Final = {"format": "cB", "version": 1}


@cache
def _lists() -> tuple[list[str], ...]:
    """Words that are equally common: those of the list `n` make up one word in 10 ** (n / 100)."""
    import msgpack

    spec = find_spec("wordfreq")
    folders = (spec.submodule_search_locations if spec else None) or ()
    if not folders:
        raise ImportError("the package wordfreq is missing", name="wordfreq")
    header, *lists = msgpack.unpackb(gzip.decompress(Path(folders[0], _FILE).read_bytes()))
    if header != _HEADER:
        message = f"the lists of wordfreq begin with {header}"
        raise ValueError(message)
    return tuple(lists)


def _zipf(number: int) -> float:
    return round(_ZIPF - number / 100, 2)


@cache
def frequencies() -> dict[str, float]:
    """Word → how common it is, on the Zipf scale: some 320,000 words, the commonest first."""
    return {
        word: zipf
        for number, words in enumerate(_lists())
        for zipf in (_zipf(number),)
        for word in words
    }


def common(least: float) -> Iterator[str]:
    """The words of at least this frequency, misspelt ones and names among them.

    >>> list(common(7.3))
    ['the', 'to', 'and', 'of', 'a']
    """
    for number, words in enumerate(_lists()):
        if _zipf(number) < least:
            return
        yield from words
