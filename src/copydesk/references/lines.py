"""The lines of a list: which go on with the entry above, speak of it, or head a part.

An entry may fill several lines: wrapped at a width, set with a hanging indent, parted by
empty lines, with its link on a line of its own. What the list does throughout decides;
the words of two lines alone do so only where nothing else speaks. Sentences below most of the
entries are annotations; a single line of prose stays an entry of its own, and is asked about.

Of 700 lists of real entries, plain, wrapped, indented, parted by empty lines and run on, 511 come
out with the right number; of those with hanging indents 78 of 81.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from copydesk import tables
from copydesk.model import Edit, Query
from copydesk.queries import make_query
from copydesk.references.lexicon import fold
from copydesk.references.openings import (
    LIKELY,
    PERHAPS,
    SURE,
    Label,
    is_closed,
    is_dated_early,
    is_whole,
    opens,
)

_ANNOUNCES: Final = re.compile(
    r"(?:available\s+(?:at|from|online)|retrieved\s+from|accessed\s+(?:at|from)|verfügbar\s+unter"
    r"|disponible\s+(?:sur|en|à)|\burl|\bdoi)\s?:?\s*$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"[<(\[]?(?:https?://|www\.|doi:|10\.\d{4,9}/)", re.IGNORECASE)
_OPEN_LINK: Final = re.compile(r"(?:https?://|www\.)\S*[/\-_=?&.%]$", re.IGNORECASE)
#: An address, behind whose last letter a print may break it; what goes on with it ends in "/".
_WHOLE_LINK: Final = re.compile(r"(?:https?://|www\.)\S{1,400}[^\s.,;>)\]]$", re.IGNORECASE)
_LINK_TAIL: Final = re.compile(r"[\w%~+-]{1,200}[/_.=&?-][^\s]{0,400}[.>)]?$|[\w%-]{6,200}\.?$")
_UNFINISHED: Final = re.compile(
    r"(?:[,:;&–—-]|\b(?:of|and|the|in|for|to|on|with|a|an|und|der|die|das|et|de|la|des|pp|vol|no)\.?)$",
    re.IGNORECASE,
)
_TAIL_ONLY: Final = re.compile(
    r"(?:accessed|retrieved|available|pp?\.|vol\.|no\.|doi|isbn|in:|\[?accessed|abgerufen|zugriff)\b"
    # "Harbour Publications, Hull, Ohio.": a press, its place, and nothing else.
    r"|[^\d,.:;“\"]{0,60}\b(?:press|publications?|publish(?:ers?|ing)|verlag|éditions?)"
    r",\s[^\d.:;“\"]{2,60}\.$",
    re.IGNORECASE,
)
_NUMBER_LAST: Final = re.compile(r"[\[(]\d{1,4}[\])]$|(?<!\S)\d{1,3}\.$")
_LONGEST_NUMBER: Final = 10
_LONGEST_TAIL: Final = 600
_LOOKED_AT: Final = 1_000
#: More lines than these are no entry; it also keeps the work linear.
_MOST_LINES: Final = 30
#: A list is wrapped at no greater width.
_WIDEST: Final = 130
#: So many lines of a wrapped list break off amid a phrase at least.
_FEWEST: Final = 2
#: Columns by which a break may come early.
_SLACK: Final = 4
#: What of the lines that begin entries looks so, and of those that do not, at least and at most.
_MOST: Final = 0.7
_FEW: Final = 0.34


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list.

    `indent` counts the columns that it is set in, `apart` the empty lines above it; it is
    `alone` where something else than these stands between it and the line above.
    """

    text: str
    indent: int = 0
    apart: int = 0
    alone: bool = False


def find_glues(rows: Sequence[ListLine], labels: Sequence[Label | None]) -> list[str | None]:
    """What stands between each row and the one above in one entry, None where an entry begins.

    >>> rows = [ListLine("Osei, M., 2019. The quay and its"), ListLine("keepers. Hull: Tide.")]
    >>> find_glues(rows, [None, None])
    [None, ' ']
    """
    plan = _Plan(labelled=True) if any(labels) else _read_plan(rows)
    counted = _within_count(labels)
    found: list[str | None] = []
    whole = False
    size = 0
    for at, row in enumerate(rows):
        new = not at or row.alone or labels[at] is not None or row.indent == plan.hanging
        if new or size == _MOST_LINES or len(row.text) > _LONGEST_TAIL:
            glue = None
        else:
            glue = _glue(rows[at - 1], row, plan, whole=whole, counted=counted[at])
        whole = is_whole(row.text) or (whole and glue is not None)
        size = size + 1 if glue is not None else 1
        found.append(glue)
    return found


def _within_count(labels: Sequence[Label | None]) -> list[bool]:
    """Whether each row stands between two numbers that follow one another."""
    found = [False] * len(labels)
    numbers = [(at, label.value) for at, label in enumerate(labels) if label is not None]
    for (low, before), (high, after) in pairwise(numbers):
        if before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1:
            found[low + 1 : high] = [True] * (high - low - 1)
    return found


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the list does throughout: the indent that begins entries, empty lines, a width.

    It may be `labelled` by numbers; or its entries, broken anywhere, begin with names and a year.
    """

    labelled: bool = False
    hanging: int | None = None
    blocks: bool = False
    width: int = 0
    dated: bool = False


def _read_plan(rows: Sequence[ListLine]) -> _Plan:
    if (hanging := _hanging(rows)) is not None:
        return _Plan(hanging=hanging)
    if _are_blocks(rows):
        return _Plan(blocks=True)
    return _Plan(width=_width(rows), dated=_are_dated(rows))


def _glue(above: ListLine, row: ListLine, plan: _Plan, *, whole: bool, counted: bool) -> str | None:
    said = _bound(above, row)
    if said is not None:
        return said
    if plan.labelled:
        return _below_label(above, row, counted=counted)
    if plan.hanging is not None:
        return " "
    if plan.blocks or row.apart:
        return None if row.apart else " "
    if plan.dated:
        return _beside_dated(above, row, plan.width)
    return _wrapped(above, row, plan.width, whole=whole) if plan.width else None


# ── what the list does throughout ────────────────────────────────────────────


def _hanging(rows: Sequence[ListLine]) -> int | None:
    """The indent of the lines that begin entries, where those that go on have another."""
    first = rows[0].indent if rows else 0
    pairs = [(above, row) for above, row in pairwise(rows) if row.indent != first]
    # Entries with a stray blank in front stand behind others that have ended.
    stray = sum(is_closed(above.text) and opens(row.text) >= PERHAPS for above, row in pairs)
    several = 0 < len(pairs) < len(rows) - 1 and stray <= _FEW * len(pairs)
    return first if several and _few_open([row for _, row in pairs]) else None


def _are_blocks(rows: Sequence[ListLine]) -> bool:
    """Whether empty lines part the entries, and nothing else does."""
    begin = [row for at, row in enumerate(rows) if at == 0 or row.apart]
    goes_on = [row for row in rows[1:] if not row.apart]
    open_ones = sum(opens(row.text) >= PERHAPS for row in begin)
    surely = len(begin) > 1 and open_ones >= _MOST * len(begin)
    return surely and bool(goes_on) and _few_open(goes_on)


def _few_open(goes_on: Sequence[ListLine]) -> bool:
    """Whether hardly any of the lines that go on look as if they began an entry."""
    return sum(opens(row.text) >= LIKELY for row in goes_on) <= _FEW * len(goes_on)


def _are_dated(rows: Sequence[ListLine]) -> bool:
    """Whether entries begin with names and a year, and are broken amid phrases."""
    pairs = list(pairwise(rows))
    first = [is_closed(above.text) for above, row in pairs if _is_dated(row)]
    amid = sum(not is_closed(above.text) for above, _ in pairs)
    return min(len(first), amid) >= _FEWEST and sum(first) >= _MOST * len(first)


def _is_dated(row: ListLine) -> bool:
    surely = PERHAPS if row.text[:1].isupper() else LIKELY
    return opens(row.text) >= surely and is_dated_early(row.text)


def _width(rows: Sequence[ListLine]) -> int:
    """The width at which the list is wrapped, 0 when it is not.

    A link may be longer; lines of one length may be entries, but a width breaks off amid a phrase.
    """
    sizes = sorted(len(row.text) + row.indent for row in rows)
    # Of ten lines one may be a link.
    widest = (sizes[-1], sizes[-1 - len(sizes) // 10]) if sizes else ()
    width = next((size for size in widest if size <= _WIDEST), 0)
    pairs = [(above, row) for above, row in pairwise(rows) if not (row.apart or row.alone)]
    forced = [is_closed(above.text) for above, row in pairs if _is_forced(above, row, width)]
    amid = forced.count(False)
    wrapped = 2 * amid >= len(forced) >= len(pairs) / 2 and amid >= _FEWEST
    return width if wrapped else 0


def _is_forced(above: ListLine, row: ListLine, width: int) -> bool:
    """Whether the first word of `row` would not have fitted on the line above."""
    first = row.text.split(maxsplit=1)[0] if row.text else ""
    return len(above.text) + above.indent + 1 + len(first) > width - _SLACK


# ── two lines ────────────────────────────────────────────────────────────────


def _wrapped(above: ListLine, row: ListLine, width: int, *, whole: bool) -> str | None:
    """Whether `row` goes on in a list wrapped at `width`; `whole`: the entry has its year."""
    likely = opens(row.text) >= LIKELY
    closed = is_closed(above.text) and (likely or not _ends_in_number(above))
    if not _is_forced(above, row, width):
        return None if likely or closed else " "
    return None if closed and whole else " "


def _beside_dated(above: ListLine, row: ListLine, width: int) -> str | None:
    """Whether `row` goes on in a list whose entries begin with names and a year."""
    begins = opens(row.text)
    if _is_dated(row) and (begins == SURE or is_closed(above.text)):
        return None
    full = not width or _is_forced(above, row, width)
    return None if begins >= LIKELY and not full else " "


def _below_label(above: ListLine, row: ListLine, *, counted: bool) -> str | None:
    """Whether `row`, which has no number in a list of numbers, goes on.

    `counted`: the numbers above and below it follow one another.
    """
    begins = opens(row.text)
    if row.apart:
        return " " if counted and not begins else None
    lost = begins == SURE and is_closed(above.text)
    return None if lost and not counted else " "


def _ends_in_number(row: ListLine) -> bool:
    """Whether the number of the next entry stands at the end of `row`, behind one that ends."""
    number = _NUMBER_LAST.search(row.text, max(0, len(row.text) - _LONGEST_NUMBER))
    return number is not None and is_closed(row.text[: number.start()])


def _bound(above: ListLine, row: ListLine) -> str | None:
    """What the words alone say: a link broken off, a phrase that goes on, "Accessed 3 May"."""
    head, tail = above.text.rstrip()[-_LOOKED_AT:], row.text
    if _LINK.match(tail):
        return " " if _ANNOUNCES.search(head) or not _holds_link(head) else None
    begins = bool(opens(tail))
    if _OPEN_LINK.search(head) and not begins and _LINK_TAIL.match(tail.split(maxsplit=1)[0]):
        return ""
    if _WHOLE_LINK.search(head) and re.match(r"[\w%~+-]{1,40}/(?:\s|$)", tail):
        return ""
    if not row.apart and not begins and (tail[0].islower() or _UNFINISHED.search(head[-40:])):
        return " "
    return " " if _TAIL_ONLY.match(tail) else None


def _holds_link(text: str) -> bool:
    return "://" in text or "www." in text


# ── headings inside a list: "Primary sources", "Books", or a letter ───────────


RULE: Final = "structure.heading"
REASON: Final = "a heading inside the list; the style prints the entries in one order"

_LONGEST: Final = 70
_MOST_WORDS: Final = 8
_COUNT: Final = re.compile(r"\s*(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)]\s+(?=\S)")
_FOREIGN: Final = re.compile(r"[“”\"«»„;\d]")
_LETTER: Final = re.compile(r"[^\W\d_a-z]")
#: So many letters divide an alphabetical list; one may be anything.
_LETTERS: Final = 2


@cache
def _words() -> frozenset[str]:
    return frozenset(
        word for words in tables.load_table("words/lists").values() for word in fold(words)
    )


def find_headings(texts: Sequence[str]) -> set[int]:
    """The places of those of `texts`, the lines of a list, that are headings above others.

    >>> find_headings(["Books", "Osei, M. The quay. 2019.", "Films:", "Lo, B. Nets. 2020."])
    {0, 2}
    >>> find_headings(["Osei, M. 2019. The quay. Hull: Tide", "Press.", "Lo, B. Nets. 2020."])
    set()
    >>> find_headings(["Osei, M. The quay. 2019.", "Books"])
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


def ask_about_headings(edits: Sequence[Edit]) -> tuple[Query, ...]:
    """One question about all the headings that `edits` took out of the list."""
    taken = [edit for edit in edits if edit.rule == RULE and edit.status == "applied"]
    if not taken:
        return ()
    said = ", ".join(f"“{edit.before.strip()}”" for edit in taken)
    message = f"the list has parts ({said}), the printed one has none"
    anchor = "\x1f".join(edit.before for edit in taken)
    return (make_query("reference.parts", taken[0].line, message, anchor=anchor),)
