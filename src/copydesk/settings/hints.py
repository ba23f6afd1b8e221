"""What to say to somebody who wrote a name that is not there."""

from __future__ import annotations

from typing import Final

#: Words of so many letters are a part of too many names.
_SHORT: Final = 2


def nearest(word: str, known: list[str]) -> str:
    """A hint that names the entry of `known` nearest to `word`.

    >>> nearest("formatz", ["formats", "style"])
    'did you mean `formats`?'
    >>> nearest("note", ["quote", "footnote"])
    'did you mean `footnote`?'
    >>> nearest("zzz", ["formats", "style"])
    'known are `formats`, `style`'
    """
    import difflib  # for who has mistyped

    found = [name for name in known if len(word) > _SHORT and word in name][:1]
    found = found or difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return "known are " + ", ".join(f"`{name}`" for name in known)
