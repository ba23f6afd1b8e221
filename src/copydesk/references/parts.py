"""Headings inside a list: "Primary sources", "Books", or a letter of the alphabet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.model import Edit, Query
from copydesk.queries import ask
from copydesk.references.lexicon import fold
from copydesk.references.openings import is_closed

RULE: Final = "structure.heading"
REASON: Final = "a heading inside the list; the style sets the entries in one order"

_LONGEST: Final = 70
_MOST_WORDS: Final = 8
_COUNT: Final = re.compile(r"\s*(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)]\s+(?=\S)")
_FOREIGN: Final = re.compile(r"[“”\"«»„;\d]")
_LETTER: Final = re.compile(r"[^\W\d_a-z]")
#: So many letters divide an alphabetical list; one may be anything.
_LETTERS: Final = 2


@cache
def _words() -> frozenset[str]:
    return frozenset(word for words in tables.table("words/lists").values() for word in fold(words))


def headings(texts: Sequence[str]) -> set[int]:
    """The places of those of `texts`, the lines of a list, that are headings above others.

    >>> headings(["Books", "Osei, M. The quay. 2019.", "Primary sources:", "Lo, B. Nets. 2020."])
    {0, 2}
    >>> headings(["Osei, M. 2019. The quay. Hull: Tide", "Press.", "Lo, B. Nets. 2020."])
    set()
    >>> headings(["Osei, M. The quay. 2019.", "Books"])
    set()
    """
    letters = {at for at, text in enumerate(texts) if _LETTER.fullmatch(text.strip(" .:"))}
    found: set[int] = set()
    for at, text in enumerate(texts):
        # Behind a line that breaks off, a word or two are the end of its entry.
        after = not at or at - 1 in found or is_closed(texts[at - 1])
        if after and _is_heading(text):
            found.add(at)
    found |= letters if len(letters) >= _LETTERS else set()
    last = max((at for at in range(len(texts)) if at not in found), default=-1)
    return {at for at in found if at < last}


def _is_heading(text: str) -> bool:
    bare = _COUNT.sub("", text, count=1).strip()
    if not bare or len(bare) > _LONGEST or _FOREIGN.search(bare):
        return False
    words = fold(bare.replace("/", " ").replace("-", " ").replace("’", " "))
    known = bool(words) and len(words) <= _MOST_WORDS and _words().issuperset(words)
    return known and not bare[0].islower()


def queries(edits: Sequence[Edit]) -> tuple[Query, ...]:
    """One question about all the headings that `edits` took out of the list."""
    taken = [edit for edit in edits if edit.rule == RULE and edit.status == "applied"]
    if not taken:
        return ()
    said = ", ".join(f"“{edit.before.strip()}”" for edit in taken)
    message = f"the list has parts ({said}), the printed one has none"
    anchor = "\x1f".join(edit.before for edit in taken)
    return (ask("reference.parts", taken[0].line, message, anchor=anchor),)
