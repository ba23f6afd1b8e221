"""Which quotation marks stand outside, and the dash of a break in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from copydesk.clean.rules import line_rule
from copydesk.clean.views import View, is_touched
from copydesk.model import Edit, Role

#: Marks that are not curly English ones: in such a line nobody can be certain of the others.
_FOREIGN: Final = re.compile("[\"'„«»‚‹›`]")
_MARK: Final = re.compile("[“”‘’]")
_OPENS_AFTER: Final = " \t\u00a0([—–“‘/-"
#: Rock ‘n’ roll.
_LETTERS: Final = frozenset(("n", "N"))
_MARKS: Final = {"double": ("“”", "‘’"), "single": ("‘’", "“”")}
#: A citation by title: `(“Tides” 3)`, `“Tides” (2020)`.
_YEAR: Final = re.compile(r",? [(\[](?:c\. ?)?(?:1[5-9]|20)\d\d")
_NEAR: Final = 160


@dataclass(frozen=True, slots=True)
class _Pair:
    start: int
    end: int
    depth: int


@line_rule("house.quotes")
def house_quotes(view: View) -> Iterator[Edit]:
    """Double marks outside and single ones inside, or the other way round."""
    text = view.text
    shapes = _MARKS.get(view.style.quotes)
    if shapes is None or not _MARK.search(text) or _FOREIGN.search(text):
        return
    for pair in _pairs(text) or ():
        opening, closing = tuple(shapes[pair.depth % 2])
        if text[pair.start] == opening or _cites(text, pair):
            continue
        reason = f"outer quotation marks are {view.style.quotes}"
        yield view.edit(pair.start, pair.start + 1, opening, reason)
        yield view.edit(pair.end, pair.end + 1, closing, reason)


def _pairs(text: str) -> list[_Pair] | None:
    """The quotations of `text`; None when a mark has no certain counterpart.

    >>> [(one.start, one.end, one.depth) for one in _pairs("“He’s ‘it’”") or ()]
    [(0, 10, 0), (6, 9, 1)]
    >>> _pairs("‘the boys’ and the girls’ club’ won")
    """
    pairs: list[_Pair] = []
    opened: list[int] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        outer = text[opened[-1]] if opened else ""
        if mark in "“‘":
            if not _opens(text, at) or mark == outer:
                return None
            opened.append(at)
        elif mark == "”":
            if outer != "“":
                return None
            pairs.append(_Pair(opened.pop(), at, len(opened)))
        elif _may_close(text, at) and outer == "‘":
            if _is_doubtful(text, at):
                return None
            pairs.append(_Pair(opened.pop(), at, len(opened)))
    if opened or any(text[pair.start + 1 : pair.end] in _LETTERS for pair in pairs):
        return None
    return sorted(pairs, key=lambda pair: pair.start)


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 3]
    starts = not before or before in _OPENS_AFTER
    return starts and bool(after.strip()) and not (text[at] == "‘" and after.isdigit())


def _may_close(text: str, at: int) -> bool:
    """Whether the apostrophe at `at` may be a closing mark: it ends a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before.strip()) and before not in "([—–“‘" and not after.isalnum()


def _is_doubtful(text: str, at: int) -> bool:
    """Whether another apostrophe before the next opening mark may close the quotation too."""
    for match in _MARK.finditer(text, at + 1):
        if match.group() != "’":
            return False
        if _may_close(text, match.start()):
            return True
    return False


def _cites(text: str, pair: _Pair) -> bool:
    """Whether what stands in the marks is a title that a citation names."""
    if _YEAR.match(text, pair.end + 1):
        return True
    low = text.rfind("(", max(0, pair.start - _NEAR), pair.start)
    high = text.find(")", pair.end, pair.end + _NEAR)
    inside = low >= 0 and high >= 0 and ")" not in text[low : pair.start]
    return inside and any(letter.isdigit() for letter in text[low:high])


#: A dash between two words: an em dash with or without blanks, an en dash with them.
_DASH: Final = re.compile(r"(?<=[^\s—–-])(?:—| [—–] )(?=[^\s—–-])")
_DASHES: Final = {"spaced en": " – ", "closed em": "—"}
_NAMES: Final = {"spaced en": "an en dash between spaces", "closed em": "an em dash without spaces"}
#: So few words before the first dash are a label or the place of a dispatch: `Riga — The …`.
_LABEL: Final = 3
_LAST_WORD: Final = re.compile(r"\S+\Z")
_CLOSE: Final = 40


@line_rule("house.dashes")
def house_dashes(view: View) -> Iterator[Edit]:
    """The dash of the house where a sentence breaks off."""
    text = view.text
    wanted = _DASHES.get(view.style.dashes)
    if wanted is None or ("—" not in text and " – " not in text):
        return
    edits: list[Edit] = []
    for match in _DASH.finditer(text):
        start, end = match.span()
        if is_touched(view.quoted, start, end):
            continue
        if _is_no_break(view.role, text, start, end):
            return
        if match.group() != wanted:
            reason = f"the house style is {_NAMES[view.style.dashes]}"
            edits.append(view.edit(start, end, wanted, reason))
    yield from edits


def _is_no_break(role: Role | None, text: str, start: int, end: int) -> bool:
    """Whether the dash may be something else than a break in a sentence."""
    before, after = text[start - 1], text[end]
    if before.isdigit() and (after.isdigit() or text[end : end + 7] in ("present", "today,")):
        return True
    if before in ".!?”’" and after.isupper():
        return True  # who said it
    label = start < _CLOSE and len(text[:start].split()) <= _LABEL
    if label and (after.isupper() or role == "list"):
        return True
    word = _LAST_WORD.search(text, max(0, start - _CLOSE), start)
    named = word is not None and word.group().lstrip("(“‘")[:1].isupper()
    return named and after.isupper()  # a route, or two parties
