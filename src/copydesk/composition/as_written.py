"""What the author wrote of an entry besides its fields: its label."""

from __future__ import annotations

import re
from typing import Final

from copydesk.model import Csl, Reference

_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: No label is longer, brackets and blanks included.
_LONGEST: Final = 40
_OPENING: Final = r"\s*[\[(［（【〔]?(?:No\.\s?)?"
_CLOSING: Final = r"(?!\w)[\])］）】〕]?[.:、．]?\s*"


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

    In a style that is `numbered` they have its label no more.
    """
    return unlabelled(entry) if numbered else entry.text or entry.raw


def item(entry: Reference) -> Csl:
    """`entry` for citeproc."""
    return {**entry.csl, "id": entry.key}
