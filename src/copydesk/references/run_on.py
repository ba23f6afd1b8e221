"""Entries that run on in one paragraph: where one ends and the next begins.

Numbers that count on part a list surely; without them a new author with a year right
behind, after an entry that is complete. What is less certain stays in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from copydesk.references.openings import (
    LIKELY,
    REACH,
    SURE,
    is_closed,
    is_dated_early,
    is_whole,
    opens,
    quotes_title,
    whole_at,
)

#: No two entries are together shorter than this.
_SHORTEST: Final = 60
#: An entry is no shorter than this.
_LEAST: Final = 20
#: So much of what stands before a place is looked at.
_BEFORE: Final = 420

#: What follows a number; "2. ed." and "vol. 3. 3. Osei" begin no entries.
_BEHIND: Final = r"(?=[^\s\d])(?!(?!www)[a-zß-ÿ]{1,10}[.,])"
#: Shapes of numbers, and how many of a shape make a list.
_NUMBERS: Final = (
    (re.compile(r"[\[［【〔](\d{1,4})[\]］】〕]\s*(?=\S)"), 2),
    (re.compile(rf"(?<![^\s;.])[(（](\d{{1,4}})[)）]\s*{_BEHIND}"), 2),
    (re.compile(rf"(?<![^\s;])(\d{{1,4}})[.)]\s+{_BEHIND}"), 2),
    (re.compile(r"(?<![\w⁰¹²³⁴-⁹])([⁰¹²³⁴-⁹]{1,4})\s*(?=\S)"), 2),
    (re.compile(r"(?<![^\s;])(\d{1,4})\s+(?=[^\s\da-z])"), 3),
)
_TAG: Final = re.compile(
    r"\[[^\W\d_][^\W_+]{0,11}\+?\s?(?:\d\d|(?:1[5-9]|20)\d\d)[a-z]?\]\s*(?=\S)"
)
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: What may stand between two entries without numbers.
_GAP: Final = re.compile(r";\s*(?=\S)|(?<=[^\s;])\s+(?=[^\W\d_a-z]|[-–—―_‒]{2})")
#: So many entries make a list of which nothing but their order speaks.
_LISTED: Final = 3
#: So many numbers that count on are a list, if so many of the entries before them may end: a copy
#: of a PDF breaks addresses, and a page is cited by its title alone.
_COUNTED: Final = 5
_ENDED: Final = 0.75

Span = tuple[int, int]


def gaps(text: str) -> list[Span]:
    """The spans of `text` between two entries, in order; none when it is one entry.

    >>> text = "[1] Osei, M. The quay. Hull, 2019. [2] Lo, B. Nets and quotas. Hull, 2020."
    >>> [text[end:] for start, end in gaps(text)]
    ['[2] Lo, B. Nets and quotas. Hull, 2020.']
    >>> gaps("Osei, M.; Lo, B. The quay and its keepers. In Tides; Finn, J., Ed.; Hull, 2019.")
    []
    """
    if len(text) < _SHORTEST:
        return []
    for shape, fewest in _NUMBERS:
        if found := _numbered(text, shape, fewest):
            return found
    return _tagged(text) or _named(text)


def _numbered(text: str, shape: re.Pattern[str], fewest: int) -> list[Span]:
    """Where numbers of one shape count on from the one that `text` begins with."""
    counted = [match.start() for match in _count_on(text, shape)]
    ended = sum(_may_end(text, at) for at in counted)
    if len(counted) + 1 >= _COUNTED and ended >= _ENDED * len(counted):
        return [_span(text, at) for at in counted]
    surely = _count_on(text, shape, lambda match: _may_end(text, match.start()))
    found = [_span(text, match.start()) for match in surely]
    return found if len(found) + 1 >= fewest and _are_whole(text, found) else []


def _count_on(
    text: str, shape: re.Pattern[str], may_stand: Callable[[re.Match[str]], bool] = bool
) -> Iterator[re.Match[str]]:
    """The numbers that count on, one by one, from the one that `text` begins with."""
    if (last := shape.match(text)) is None:
        return
    for match in shape.finditer(text, last.end()):
        value = int(last[1].translate(_RAISED)) + 1
        far = match.start() - last.end() >= _LEAST
        if far and int(match[1].translate(_RAISED)) == value and may_stand(match):
            yield match
            last = match


def _tagged(text: str) -> list[Span]:
    if not _TAG.match(text):
        return []
    places = [match.start() for match in _TAG.finditer(text, 1) if _may_end(text, match.start())]
    found = [_span(text, at) for at in places]
    return found if _are_whole(text, found) else []


def _named(text: str) -> list[Span]:
    """Where an entry without number begins behind one that is complete."""
    if opens(text, LIKELY) < LIKELY:
        return []
    early = is_dated_early(text)
    found = list(_begun(text, SURE if early else LIKELY, early=early))
    if early and found:
        # In a list of persons an organisation is one more author.
        found = list(_begun(text, LIKELY, early=early))
    parts = list(_parts(text, found))
    enough = len(parts) >= (2 if early else _LISTED)
    return found if enough and all(map(is_whole, parts)) else []


def _begun(text: str, wanted: int, *, early: bool) -> Iterator[Span]:
    """The gaps behind which an entry begins, whose year stands where the first one's does."""
    start, whole = 0, whole_at(text)
    for match in _GAP.finditer(text):
        if whole < 0:
            return  # nothing that follows is complete
        if match.start() - start < _LEAST or match.start() < whole:
            continue
        if not match[0].startswith(";") and not _may_end(text, match.start()):
            continue
        here = text[match.end() : match.end() + REACH]
        if opens(here, wanted) < wanted:
            continue
        # Of a list with early years an entry may bear its own at the end.
        if is_dated_early(here) == early or (early and quotes_title(here)):
            yield match.span()
            start, whole = match.end(), whole_at(text, match.end())


def _may_end(text: str, at: int) -> bool:
    before = text[max(0, at - _BEFORE) : at].rstrip()
    return is_closed(before) and not before.endswith(("(", "["))


def _span(text: str, at: int) -> Span:
    """The span between entries of which the latter begins at `at`: blanks and a semicolon."""
    before = text[max(0, at - _LEAST) : at]
    bare = before.rstrip()
    return at - len(before) + len(bare.removesuffix(";")), at


def _are_whole(text: str, found: Sequence[Span]) -> bool:
    """Whether two of three parts have what an entry cannot do without."""
    parts = list(_parts(text, found))
    return 3 * sum(map(is_whole, parts)) >= 2 * len(parts)


def _parts(text: str, found: Sequence[Span]) -> Iterator[str]:
    edges = [(0, 0), *found, (len(text), len(text))]
    yield from (text[low:high] for (_, low), (high, _) in pairwise(edges))
