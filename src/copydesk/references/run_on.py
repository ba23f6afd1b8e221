"""Entries that run on in one paragraph: where one ends and the next begins.

Numbers that count on part a list surely. Without them a small model decides where sentences end
(`tools/train_lists.py`; `model/README.md` has its figures). What may be one entry stays one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from copydesk.references.lines import ListLine, measure_rows
from copydesk.references.openings import (
    REACH,
    SURE,
    count_dates,
    is_closed,
    is_dated_early,
    is_whole,
    opens,
)
from copydesk.references.tagger import open_model

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
_GAP: Final = re.compile(r";\s*(?=\S)|(?<=[^\s;])\s+(?=[^\W\d_a-z]|[-–—―_‒]{2}|[“\"„«‘])")
#: A lone initial, which ends no entry.
_INITIAL: Final = re.compile(r"(?<![^\s(.-])[^\W\d_a-z]\.$")
#: No two places where an entry may begin are nearer.
_SHORT: Final = 4
#: A paragraph that is one entry with more probability than this stays one.
_ONE: Final = 0.005
#: In one of several, an entry begins where it does so with more probability than this.
_BEGINS: Final = 0.35
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
    """Where the model has an entry begin, if two of three parts have what entries cannot lack."""
    spans = find_openings(text) if count_dates(text) > 1 else []
    if not spans:
        return []
    # CRFsuite takes UTF-8, which cannot say half a character.
    pieces = cut_pieces(text.encode(errors="replace").decode(), spans)
    tagger = open_model("run_on.crfsuite")
    tagger.set(measure_rows(pieces))
    if tagger.probability(["B"] + ["I"] * len(spans)) > _ONE:
        return []
    found = [span for at, span in enumerate(spans, 1) if tagger.marginal("B", at) > _BEGINS]
    return found if _are_whole(text, found) else []


def find_openings(text: str) -> list[Span]:
    """The gaps in `text` behind which an entry without a number may begin.

    >>> text = "Osei, M. The quay. Hull, 2019. Lo, B. Nets and quotas. Hull, 2020."
    >>> [text[end : end + 9] for _, end in find_openings(text)]
    ['Hull, 201', 'Lo, B. Ne', 'Hull, 202']
    """
    found: list[Span] = []
    last = 0
    for match in _GAP.finditer(text):
        at, end = match.span()
        behind_initial = _INITIAL.search(text[max(0, at - 5) : at]) is not None
        apart = match[0].startswith(";") or (_may_end(text, at) and not behind_initial)
        if not apart and text[at - 1].isalnum():  # "Tide Press Osei, M. (2019)"
            here = text[end : end + REACH]
            apart = opens(here, SURE) == SURE and is_dated_early(here)
        if apart and at - last >= _SHORT:
            found.append((at, end))
            last = end
    return found


def cut_pieces(text: str, spans: Sequence[Span]) -> list[ListLine]:
    """The pieces of `text` between `spans`, as lines of a list which the model measures.

    >>> [(one.text, one.ahead) for one in cut_pieces("The quay. 2019; Nets.", [(9, 10), (14, 16)])]
    [('The quay.', ' 2019; Nets.'), ('2019;', ' Nets.'), ('Nets.', '')]
    """
    found = []
    for low, high in pairwise([0, *(end for _, end in spans), len(text)]):
        piece = text[low:high].rstrip()
        found.append(ListLine(piece, ahead=text[low + len(piece) : low + REACH]))
    return found


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
