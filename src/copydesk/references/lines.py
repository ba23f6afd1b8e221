"""The lines of a list: which go on with the entry above, speak of it, or head a part.

An entry may fill several lines: wrapped at a width, set with a hanging indent, parted by
empty lines, with its link on a line of its own. Numbers, indents and empty lines tell where
entries begin when they do so throughout; in lists that are broken anywhere a small model decides
(`tools/train_lists.py`; `model/README.md` has its figures).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    shape_word,
)
from copydesk.references.tagger import open_model

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
_TAIL_ONLY: Final = re.compile(
    r"(?:accessed|retrieved|available|pp?\.|vol\.|no\.|doi|isbn|in:|\[?accessed|abgerufen|zugriff)\b"
    # "Harbour Publications, Hull, Ohio.": a press, its place, and nothing else.
    r"|[^\d,.:;“\"]{0,60}\b(?:press|publications?|publish(?:ers?|ing)|verlag|éditions?)"
    r",\s[^\d.:;“\"]{2,60}\.$",
    re.IGNORECASE,
)
_LONGEST_TAIL: Final = 600
_LOOKED_AT: Final = 1_000
#: More lines than these are no entry; it also keeps the work linear.
_MOST_LINES: Final = 30
#: So many lines of a wrapped list break off amid a phrase at least.
_FEWEST: Final = 2
#: What of the lines that begin entries looks so, and of those that do not, at least and at most.
_MOST: Final = 0.7
_FEW: Final = 0.34
#: Widths beyond are no different.
_WIDEST: Final = 130
#: Columns by which a break may come early.
_SLACK: Final = 4
#: Signs of a row that its beginning has.
_HEAD: Final = 60
#: So many features of a row are told of its neighbours too.
_BESIDE: Final = 3
_INITIAL: Final = re.compile(r"\b[^\W\d_a-z]\.")


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list.

    `indent` counts the columns that it is set in, `apart` the empty lines above it; it is
    `alone` where something else than these stands between it and the line above. `ahead` are
    the words behind it, of a piece of a line that goes on.
    """

    text: str
    indent: int = 0
    apart: int = 0
    alone: bool = False
    ahead: str = ""


def find_glues(rows: Sequence[ListLine], labels: Sequence[Label | None]) -> list[str | None]:
    """What stands between each row and the one above in one entry, None where an entry begins.

    >>> rows = [ListLine("Osei, M., 2019. The quay and its"), ListLine("keepers. Hull: Tide.")]
    >>> find_glues(rows, [None, None])
    [None, ' ']
    """
    numbered = any(labels)
    counted = _within_count(labels)
    hanging = None if numbered else _hanging(rows)
    begins = [] if numbered or not rows else _find_starts(rows, hanging)
    found: list[str | None] = []
    size = 0
    for at, row in enumerate(rows):
        glue = None
        may = not row.alone and row.indent != hanging and size < _MOST_LINES
        if at and may and len(row.text) <= _LONGEST_TAIL:
            said = None if labels[at] else _bound(rows[at - 1], row)
            if said is not None:
                glue = said
            elif numbered and labels[at] is None:
                glue = _below_label(rows[at - 1], row, counted=counted[at])
            elif not numbered:
                glue = None if begins[at] else " "
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


# ── lists without numbers: which lines begin an entry ────────────────────────


def _find_starts(rows: Sequence[ListLine], hanging: int | None) -> list[bool]:
    """Whether each row begins an entry.

    Indents and empty lines tell it where they do so throughout. Where lines break off amid a
    phrase, the model decodes the whole list; else each line is an entry.
    """
    if hanging is not None:
        return [row.indent == hanging for row in rows]
    if _are_blocks(rows):
        return [not at or row.apart > 0 for at, row in enumerate(rows)]
    amid = (not is_closed(above.text) and opens(row.text) < LIKELY for above, row in pairwise(rows))
    if sum(amid) < _FEWEST:
        return [True] * len(rows)
    # CRFsuite takes UTF-8, which cannot say half a character.
    sayable = [replace(row, text=row.text.encode(errors="replace").decode()) for row in rows]
    return [tag == "B" for tag in open_model("lists.crfsuite").tag(measure_rows(sayable))]


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


def measure_rows(rows: Sequence[ListLine]) -> list[list[str]]:
    """The features of each row, as strings that are there or not: what the model sees.

    They tell how the row begins, how the one above ends and whether its end was forced by the
    width of the list, how the one below begins, what stands since the last likely beginning and up
    to the next one, how like the first one it is, and what the rows have in common.

    >>> rows = [ListLine("Osei, M., 2019. The quay and"), ListLine("its keepers. Hull: Tide.")]
    >>> [len(row) > 10 for row in measure_rows(rows)]
    [True, True]
    """
    seen = [_Look.of(row.text, row.ahead) for row in rows]
    width = max(len(row.text) + row.indent for row in rows)
    indents = len({row.indent for row in rows}) > 1
    parted = sum(row.apart > 0 for row in rows[1:]) / max(1, len(rows) - 1)
    breaks = [_is_forced(*pair, width) for pair in pairwise(rows)]
    full = sum(breaks) / max(1, len(breaks))
    dated = sum(look.dated for look in seen) / len(rows)
    likely = sum(look.opens >= LIKELY for look in seen) / len(rows)
    ended = sum(look.closed for look in seen) / len(rows)
    widths = f"{min(width, _WIDEST + 20) // 20}"
    wholes = [is_whole(row.text) for row in rows]
    #: Whether what stands from each row to the next likely beginning could be an entry.
    aheads = list(wholes)
    for at in reversed(range(len(rows) - 1)):
        aheads[at] |= seen[at + 1].opens < LIKELY and aheads[at + 1]
    found = []
    passed, whole = 0, False  # since the last likely beginning
    for at, (row, look) in enumerate(zip(rows, seen, strict=True)):
        like = (
            look.opens == seen[0].opens, look.dated == seen[0].dated, look.shapes == seen[0].shapes,
        )  # fmt: skip
        begins = f"whole={whole},opens={look.opens},dated={look.dated}"
        said = [
            *look.said,
            begins,
            f"ahead={aheads[at]},{begins}",
            f"passed={min(8, passed // 40)},whole={whole}",
            f"like={like},whole={whole}",
            f"holds={wholes[at]}",
            f"size={len(row.text) * 6 // width}",
            f"dated={dated * 10:.0f}",
            f"likely={likely * 8:.0f}",
            f"ended={ended * 5:.0f}",
            f"width={widths},full={full * 5:.0f}",
            f"ended={ended * 5:.0f},full={full * 5:.0f},opens={look.opens}",
            f"opens={look.opens},dated={dated * 6:.0f}",
            f"is-dated={look.dated},dated={dated * 6:.0f}",
        ]
        if indents:
            said.append(f"in={row.indent > rows[0].indent},{row.indent < rows[0].indent}")
        if parted:
            said.append(f"apart={bool(row.apart)},parted={parted * 3:.0f},ended={ended * 4:.0f}")
        if at:
            above, before = rows[at - 1], seen[at - 1]
            forced = breaks[at - 1]
            left = min(4, max(0, (width - len(above.text)) * 10 // width))
            last, end = above.text.split()[-1], shape_word(above.text[-3:])
            said += [
                f"forced={forced},ended={ended * 4:.0f},width={widths}",
                f"forced={forced},closed={before.closed},full={full * 4:.0f}",
                f"closed={before.closed},opens={look.opens},dated={look.dated}",
                f"left={left},opens={look.opens}",
                f"end={end}",
                f"end={end},opens={look.opens},whole={whole}",
                f"link={_holds_link(last)},opens={look.opens},dated={look.dated},{seen[0].dated}",
                f"last={last.lower()[-8:]}",
                *("above:" + one for one in before.said[:_BESIDE]),
            ]
        if at + 1 < len(rows):
            said.append(f"below-forced={breaks[at]},closed={look.closed}")
            said += ["below:" + one for one in seen[at + 1].said[: _BESIDE + 2]]
        else:
            said.append("last")
        found.append(said)
        if look.opens >= LIKELY:
            passed, whole = 0, False
        passed, whole = passed + len(row.text), whole or wholes[at]
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text begins and ends by itself, and what the models are told of that."""

    opens: int
    dated: bool
    closed: bool
    shapes: tuple[str, str]
    said: tuple[str, ...]

    @classmethod
    def of(cls, text: str, ahead: str = "") -> _Look:
        """How `text` looks, behind which the words `ahead` stand."""
        head = (text + ahead)[:_LOOKED_AT]
        first, second = (*head.split(maxsplit=2), "", "")[:2]
        begins, dated, closed = opens(head), is_dated_early(head), is_closed(text)
        shapes = shape_word(first), shape_word(second)
        said = (
            f"opens={begins}",
            f"is-dated={dated}",
            f"closed={closed}",
            f"first={shapes[0]}",
            f"shapes={shapes}",
            f"word={first.lower().strip('.,')[:12]}",
            f"year={is_whole(head)},{is_whole(head[:_HEAD])}",
            f"comma={',' in first}",
            f"initials={len(_INITIAL.findall(head[:_HEAD]))}",
            f"link={_holds_link(head)}",
        )
        return cls(begins, dated, closed, shapes, said)


def _is_forced(above: ListLine, row: ListLine, width: int) -> bool:
    """Whether the first word of `row` would not have fitted on the line above."""
    first = row.text.split(maxsplit=1)[0] if row.text else ""
    return len(above.text) + above.indent + 1 + len(first) > width - _SLACK


# ── two lines ────────────────────────────────────────────────────────────────


def _below_label(above: ListLine, row: ListLine, *, counted: bool) -> str | None:
    """Whether `row`, which has no number in a list of numbers, goes on.

    `counted`: the numbers above and below it follow one another.
    """
    begins = opens(row.text)
    if row.apart:
        return " " if counted and not begins else None
    lost = begins == SURE and is_closed(above.text)
    return None if lost and not counted else " "


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
    if not row.apart and not begins and tail[0].islower():
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
