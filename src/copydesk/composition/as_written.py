"""What the author wrote of an entry besides its fields: its label, and the notes below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from copydesk.model import Csl, Reference

_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: No label is longer, brackets and blanks included.
_LONGEST: Final = 40
_OPENING: Final = r"\s*[\[(［（【〔]?(?:No\.\s?)?"
_CLOSING: Final = r"(?!\w)[\])］）】〕]?[.:、．]?\s*"
#: What no key in Markdown may hold, between braces or where a link leads: there is no escape.
_UNFIT: Final = re.compile(r"[\s{}()<>\[\]\"\\]")


def unlabelled(entry: Reference) -> str:
    """The words of `entry` behind its label; all of them when they do not begin with it.

    >>> unlabelled(Reference("lo", "", "[3] Lo, B. The quay.", {}, 0.0, label="3"))
    'Lo, B. The quay.'
    >>> unlabelled(Reference("lo", "", "Lo, B. The quay.", {}, 0.0, label="3"))
    'Lo, B. The quay.'
    """
    text = entry.text or entry.raw
    head = text[:_LONGEST].translate(_RAISED)
    shape = f"{_OPENING}{re.escape(entry.label)}{_CLOSING}"
    found = re.match(shape, head) if entry.label else None
    return text[found.end() :] if found and found.end() < len(text) else text


def words(entry: Reference, *, numbered: bool) -> str:
    """The words of `entry` that are printed when it was not read.

    In a style that is `numbered` they have its label no more. The notes stand below them.
    """
    text = unlabelled(entry) if numbered else entry.text or entry.raw
    return text.partition("\n")[0]


def note(entry: Reference) -> str:
    r"""What the author says of the work below its entry, a paragraph a line.

    >>> note(Reference("lo", "", "Lo, B. The quay.\nHe is right.", {}, 0.0))
    'He is right.'
    """
    return entry.text.partition("\n")[2]


def item(entry: Reference) -> Csl:
    """`entry` for citeproc, without the notes that are printed whatever the style."""
    csl = {**entry.csl, "id": entry.key}
    if note(entry):
        csl.pop("annote", None)
    return csl


def unkeyed(entries: Iterable[Reference], *, numbered: bool) -> frozenset[str]:
    """Keys of `entries` that Markdown cannot cite so that citeproc prints them as the desk does.

    What was not read into fields it would call undated. A style that is `numbered` takes
    such an entry nevertheless: the numbers of the others would be wrong without it.

    >>> entry = Reference("lo", "", "Lo, B. The quay.", {}, 0.0)
    >>> sorted(unkeyed([entry], numbered=False)), sorted(unkeyed([entry], numbered=True))
    (['lo'], [])
    """
    return frozenset(
        entry.key
        for entry in entries
        if entry.key and (_UNFIT.search(entry.key) or not (entry.csl or numbered))
    )
