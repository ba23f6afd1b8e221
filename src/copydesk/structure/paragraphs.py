"""Received lines → units: a line each, or the lines of one hard-wrapped paragraph.

Text browsers, mails and print shops break lines at a fixed width. A break was
forced when the first word of the next line would not have fitted on this one;
any other break is the author's. The source of a mail breaks lines anywhere, and
says so with an equals sign at their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from copydesk import lexicon
from copydesk.structure import wrapped_lists
from copydesk.structure.phrases import load

#: No text browser or mail program wraps outside these columns.
NARROWEST: Final = 40
WIDEST: Final = 120
#: No verse that breaks off amid a phrase is so wide.
FAR: Final = 60
#: One longer line among so many that touch is an exception; more of them are not wrapped.
EXCEPTION: Final = 20
#: A text is wrapped when it has this many forced breaks, this share of its neighbouring lines.
FEWEST: Final = 4
SHARE: Final = 0.35
#: Lines that end in an equals sign, from which on it is the sign of a mail's line break.
BREAKS: Final = 2
#: Columns that a break may come early, for a hyphen or a sign that hangs.
SLACK: Final = 2
#: A line so many columns beyond the width was not wrapped at it.
BEYOND: Final = 20

#: A line that is broken early is this share of the width long at least; verses are shorter.
HALFWAY: Final = 0.6

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—+o]\s|\d{1,3}[.)]\s|\[\d{1,3}\]|[a-z][.)]\s|>|\$ |# )")
#: "(2011) as well": a bracket goes on with a sentence, but for the number of an item.
_ASIDE = re.compile(r"\s*\((?!\w{1,3}\))")
#: Signs before a hyphen that are looked at for the word it parts.
LONGEST_WORD: Final = 40
#: So many lines that end in a hyphen, and more than hyphens inside lines, only a print has.
PRINTED: Final = 4
#: In such a print a word this common is joined, though its second half is a word too.
USED: Final = 3.0

_COMPOUND = re.compile(r"\w+(?:-\w+)*")
_WORD = re.compile(r"\w+(?:[’']\w+)*")
_INNER = re.compile(r"[^\W\d_]-[^\W\d_]")

Unit = tuple[int, ...]
"""Indices of the lines of one unit."""


def units(texts: Sequence[str], overleaf: Iterable[tuple[int, int]] = ()) -> list[Unit]:
    """The units of a text whose lines are `texts`; blank lines belong to none.

    `overleaf` are pairs of lines between which a paragraph goes on, though others (the
    foot of a page, the head of the next) stand between them.

    >>> units(["A title", "", "One paragraph.", "Another."])
    [(0,), (2,), (3,)]
    """
    body = _body(texts)
    width = measure(texts[body.start : body.stop])
    wrapped = body[1:] if width else range(0)
    mailed = _is_mailed(texts)
    listed = frozenset() if width else wrapped_lists.continued(texts)
    above_of = {below: above for above, below in overleaf}
    found: list[list[int]] = []
    ending: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        unit = ending.get(above_of.get(index, -1))
        above = texts[index - 1] if index - 1 in ending else ""
        joined = index in listed or (mailed and above.endswith("="))
        if above and (joined or _goes_on(above, text, width * (index in wrapped))):
            unit = ending[index - 1]
        if unit is None:
            unit = []
            found.append(unit)
        unit.append(index)
        ending[index] = unit
    return [tuple(unit) for unit in found]


def _is_mailed(texts: Sequence[str]) -> bool:
    """Whether lines end in an equals sign because a mail program broke them there."""
    ends = [len(above) for above, below in pairwise(texts) if above.endswith("=") and below.strip()]
    return len(ends) >= BREAKS and median(ends) >= NARROWEST


def measure(texts: Sequence[str]) -> int:
    """The width at which the lines are wrapped, 0 when they are not.

    >>> measure(["short", "lines", "of", "a menu"])
    0
    """
    pairs = [(above, below) for above, below in pairwise(texts) if above.strip() and below.strip()]
    flowing = [len(above.rstrip()) for above, below in pairs if _flows(above, below)]
    if len(flowing) < FEWEST:
        return 0
    width = max(flowing)
    forced = sum(_forced(above, below, width) for above, below in pairs)
    if width < NARROWEST or forced < max(FEWEST, SHARE * len(pairs)):
        return 0
    return width


def _body(texts: Sequence[str]) -> range:
    """The lines in which longer ones are exceptions: all, or most of the text, or none.

    The references of a print often come unwrapped below a text that is not: they say nothing
    of it. Those that touch the first of them are left out with it, but for the end of a
    paragraph.
    """
    touching = [bool(above.strip() and below.strip()) for above, below in pairwise(["", *texts])]
    worth = [
        touches - EXCEPTION * (len(text) > WIDEST)
        for touches, text in zip(touching, texts, strict=True)
    ]
    if sum(worth) >= 0:
        return range(len(texts))
    start, end = _richest(worth)
    start -= touching[start] and len(texts[start - 1]) <= WIDEST
    while end > start and end < len(texts) and touching[end]:
        if touching[end - 1] and _flows(texts[end - 2], texts[end - 1]):
            break
        end -= 1
    most = 2 * sum(map(len, texts[start:end])) > sum(map(len, texts))
    return range(start, end) if most else range(0)


def _richest(worth: Sequence[int]) -> tuple[int, int]:
    """The part of `worth` with the greatest sum.

    >>> _richest([1, -5, 2, -1, 2, -4, 1])
    (2, 5)
    """
    most = total = first = start = end = 0
    for at, points in enumerate(worth):
        if total <= 0:
            first, total = at, 0
        total += points
        if total > most:
            most, start, end = total, first, at + 1
    return start, end


def _flows(above: str, below: str) -> bool:
    """Whether a sentence surely goes on from one line to the next, both within the columns."""
    return len(above) <= WIDEST and (below.lstrip()[0].islower() or _is_amid(above))


def _goes_on(above: str, below: str, width: int) -> bool:
    """Whether `below` goes on with the paragraph of `above`, in a text wrapped at `width`.

    Wrapped by hand, a paragraph may break early; a hyphen, or a phrase that goes on
    far into the line, says so.
    """
    end, lower = above.rstrip()[-2:], below.lstrip()[0].islower()
    if lower and len(above) <= WIDEST and end[-1] in "-\u00ad" and end[0].isalpha():
        return not _SIGN.match(below)
    if not width:
        # In a text that is not wrapped, a line or two may be.
        amid = _is_amid(above, lower=lower)
        amid = amid and (lower or not (_may_head(below) or _may_be_whole(above, below)))
        amid = amid or _wants_a_number(above, below)
        return amid and len(above) <= WIDEST and not _SIGN.match(below)
    goes_on = lower or _ASIDE.match(below) is not None or _is_amid(above)
    open_ = end[-1].isalpha() or end[-1] == ","
    early = goes_on and open_ and len(above.strip()) > width * HALFWAY
    return _forced(above, below, width) or (early and not _SIGN.match(below))


def _is_amid(above: str, *, lower: bool = False) -> bool:
    """Whether a line breaks off amid a phrase, far into it: "… as is set out by".

    The sentence goes on then whatever the next line begins with, a name or a year too. A capital
    is a name, as in "before World War I" or "in LA", where no small letter (`lower`) follows.
    """
    if len(above.strip()) < FAR:
        return False
    word = above.rsplit(maxsplit=1)[-1]
    return (lower or word.islower()) and word.casefold() in load().cues["unfinished"]


def _may_be_whole(above: str, below: str) -> bool:
    """Whether a line above a capital may be a headline: "What the town can still do".

    Above a paragraph that no width has broken it is one as a rule.
    """
    word = above.rsplit(maxsplit=1)[-1].casefold()
    return len(below) > WIDEST or word in load().cues["whole"]


def _may_head(below: str) -> bool:
    """Whether a line that begins with a capital may be a heading below one that was cut off."""
    text = below.strip()
    return len(text) < FAR and text[-1] not in ".!?,;"


def _wants_a_number(above: str, below: str) -> bool:
    """Whether an item of a list goes on with a number: "- not used for a year, since", "1998"."""
    if not (_SIGN.match(above) and len(above.strip()) >= FAR and below.lstrip()[0].isdigit()):
        return False
    return above.rsplit(maxsplit=1)[-1] in load().cues["before_number"]


def _forced(above: str, below: str, width: int) -> bool:
    if _SIGN.match(below):
        return False
    room = width - len(above.rstrip()) - 1
    return -BEYOND < room < len(below.split(maxsplit=1)[0]) + SLACK


@dataclass(frozen=True, slots=True)
class Hyphens:
    """What a document says of hyphens at line ends.

    `words` are its folded words, compounds with their hyphens among them; `soft`
    says that its lines end in hyphens that only the width of the page asked for, `mailed`
    that they end in the equals signs of a mail, `english` that a dictionary can be asked.
    """

    words: frozenset[str] = frozenset()
    soft: bool = False
    mailed: bool = False
    english: bool = False


def hyphens(texts: Sequence[str], found: Sequence[Unit], *, english: bool = False) -> Hyphens:
    """The evidence in a text of lines `texts` with the units `found`.

    >>> lines = ["the clos-", "ures of a port, and other clos-", "ures; closures, in short"]
    >>> hyphens(lines, [(0, 1, 2)]).soft
    True
    """
    wrapped = [unit for unit in found if len(unit) > 1]
    if not wrapped:
        return Hyphens()
    words = frozenset(word for text in texts for word in _COMPOUND.findall(text.casefold()))
    rows = (
        _halves(texts[above].rstrip(), texts[below].lstrip())
        for unit in wrapped
        for above, below in pairwise(unit)
    )
    parted = [halves for halves in rows if halves]
    soft = sum(("".join(halves) in words) - ("-".join(halves) in words) for halves in parted)
    inner = sum(len(_INNER.findall(texts[at])) for unit in wrapped for at in unit)
    printed = len(parted) >= PRINTED and len(parted) > inner
    return Hyphens(words, soft > 0 or printed, _is_mailed(texts), english)


def _halves(head: str, tail: str) -> tuple[str, str] | None:
    """The word parted by the hyphen at the end of `head`, if one is."""
    if not (head.endswith("-") and head[-2:-1].isalpha() and tail[:1].isalpha()):
        return None
    left, right = _WORD.findall(head[-LONGEST_WORD:]), _WORD.match(tail)
    return (left[-1].casefold(), right[0].casefold()) if left and right else None


def joint(above: str, below: str, evidence: Hyphens) -> tuple[str, str]:
    r"""What stands between two lines of one paragraph, and what takes its place.

    A hyphen at the line's end goes when the document spells the whole word without
    one elsewhere, when a dictionary knows that it divides a word, or when the document
    divides words throughout; never when it spells this one with it, or both halves are
    words that make none. Otherwise it is the author's and stays.

    >>> joint("a word that is bro-", "ken", Hyphens(frozenset({"broken"})))
    ('-\n', '')
    >>> joint("a word that is bro-", "ken", Hyphens(english=True))
    ('-\n', '')
    >>> joint("a low-", "level word", Hyphens())
    ('\n', '')
    >>> joint("part of a wo=", "rd", Hyphens(mailed=True))
    ('=\n', '')
    >>> joint("two plain ", "  lines", Hyphens())
    (' \n  ', ' ')
    """
    head, tail = above.rstrip(), below.lstrip()
    gap = above[len(head) :] + "\n" + below[: len(below) - len(tail)]
    if evidence.mailed and head.endswith("="):
        return "=" + gap, " " if below[:1].isspace() else ""
    halves = _halves(head, tail)
    if halves is None:
        return gap, " "
    if tail[0].islower() and _is_broken(halves, evidence):
        return "-" + gap, ""
    return gap, ""


def _is_broken(halves: tuple[str, str], evidence: Hyphens) -> bool:
    """Whether the hyphen between the `halves` of a word belongs to the line and not to it."""
    whole = "".join(halves)
    if "-".join(halves) in evidence.words:
        return False
    if whole in evidence.words:
        return True
    if not evidence.english:
        return evidence.soft
    makes = not lexicon.is_word(halves[1]) or lexicon.frequency(whole) >= USED
    return lexicon.is_divided(*halves) or (evidence.soft and makes)
