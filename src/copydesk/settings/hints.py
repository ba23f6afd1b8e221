"""Hints for an unknown name."""

from __future__ import annotations

from typing import Final

#: Words of so many letters are a part of too many names.
_SHORT: Final = 2


def name_nearest(word: str, known: list[str], otherwise: str = "") -> str:
    """Return a hint that names the entry of `known` nearest to `word`.

    Where none is near, it says `otherwise`, or names all of them.

    >>> name_nearest("formatz", ["formats", "style"])
    'did you mean `formats`?'
    >>> name_nearest("note", ["quote", "footnote"])
    'did you mean `footnote`?'
    >>> name_nearest("zzz", ["formats", "style"])
    'known are `formats`, `style`'
    """
    import difflib  # for who has mistyped

    found = [name for name in known if len(word) > _SHORT and word in name][:1]
    found = found or difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return otherwise or "known are " + ", ".join(f"`{name}`" for name in known)
