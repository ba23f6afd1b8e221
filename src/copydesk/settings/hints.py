"""What to say to somebody who wrote a name that is not there."""

from __future__ import annotations


def nearest(word: str, known: list[str]) -> str:
    """A hint that names the entry of `known` nearest to `word`.

    >>> nearest("formatz", ["formats", "style"])
    'did you mean `formats`?'
    >>> nearest("zzz", ["formats", "style"])
    'known are `formats`, `style`'
    """
    import difflib  # for who has mistyped

    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if found:
        return f"did you mean `{found[0]}`?"
    return "known are " + ", ".join(f"`{name}`" for name in known)
