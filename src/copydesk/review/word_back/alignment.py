"""Which paragraphs of what came back are which lines of the submission.

A program may number everything anew, and an editor may move, part, join, drop and add
paragraphs; so they are told by what they say. Those that read as a line was received, or as it was
edited, are that line, in their order. What lies between two of these is laid side by side so that
as many words as possible agree; a line may be several paragraphs there, a paragraph several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

#: How many lines are how many paragraphs.
_SHAPES: Final = ((1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1), (4, 1))
#: A pair agrees in at least this part of its words.
_LIKE: Final = 0.4
#: Texts of so many words are compared letter by letter too.
_FEW: Final = 4
#: What it takes in agreeing words to take two for one.
_JOINING: Final = 2
#: Pairs that are weighed in one stretch; in a longer one only those that lie near each other.
_MOST: Final = 10_000
_NEAR: Final = 30
#: A paragraph that stands elsewhere is the line that it agrees with in this part of its words.
_SAME: Final = 0.8
#: Letters of scripts that write no blanks between words.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af"
#: Words in scripts that part them, single letters in those that do not, signs.
_TOKEN: Final = re.compile(rf"[{UNSPACED}]|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class TextPair:
    """A line as received and as edited, or a paragraph with what is tracked rejected and taken."""

    before: str
    after: str

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.before.strip() or self.after.strip())


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines and paragraphs that are the same, by their places; one side may have none.

    `moved` says that they are in another order than those around them.
    """

    lines: tuple[int, ...]
    paragraphs: tuple[int, ...]
    moved: bool = False


def align_paragraphs(
    lines: Sequence[TextPair], paragraphs: Sequence[TextPair]
) -> tuple[list[LineGroup], float]:
    """Lay `lines` beside `paragraphs`, in the order of the lines; blank ones are in no group.

    With it, in how large a part of its words (0 to 1) the shorter of the two texts agrees with
    the other.

    >>> received = [TextPair(one, one) for one in ("Mud", "is  patient", "and deep")]
    >>> back = [TextPair(one, one) for one in ("Mud", "is patient and", "deep")]
    >>> groups, agreement = align_paragraphs(received, back)
    >>> [(group.lines, group.paragraphs) for group in groups], agreement
    ([((0,), (0,)), ((1,), (1,)), ((2,), (2,))], 0.8)
    """
    left = [place for place, one in enumerate(lines) if one.says]
    right = [place for place, one in enumerate(paragraphs) if one.says]
    groups: list[LineGroup] = []
    low = start = 0
    equal = _find_equal([lines[at] for at in left], [paragraphs[at] for at in right])
    for high, end in (*equal, (len(left), len(right))):
        groups += _align_stretch(lines, paragraphs, left[low:high], right[start:end])
        if high < len(left):
            groups.append(LineGroup((left[high],), (right[end],)))
        low, start = high + 1, end + 1
    groups = list(_pair_lone(list(_pair_moved(groups, lines, paragraphs))))
    same = sum(_count_agreeing(lines, paragraphs, one.lines, one.paragraphs) for one in groups)
    length = min(sum(len(_tokens(one.before)) for one in side) for side in (lines, paragraphs))
    return groups, same / length if length else 0.0


def _find_equal(ours: Sequence[TextPair], theirs: Sequence[TextPair]) -> Iterator[tuple[int, int]]:
    """Pairs of places that say the same, each behind the one before."""
    from rapidfuzz.distance import Indel

    was = [one.before.strip() for one in ours]
    known = {one.after.strip(): text for one, text in zip(ours, was, strict=True)}
    known |= {text: text for text in was}
    now = []
    for one in theirs:
        before, after = one.before.strip(), one.after.strip()
        now.append(known.get(before) or known.get(after) or before)
    for block in Indel.opcodes(was, now):
        if block.tag == "equal":
            for offset in range(block.src_end - block.src_start):
                yield block.src_start + offset, block.dest_start + offset


def _align_stretch(
    ours: Sequence[TextPair],
    theirs: Sequence[TextPair],
    left: Sequence[int],
    right: Sequence[int],
) -> list[LineGroup]:
    """The groups of a stretch: of all ways to lay it side by side that with most words agreeing."""
    rows, columns = len(left), len(right)
    near = _NEAR + columns // max(rows, 1) if rows * columns > _MOST else columns
    best = {(0, 0): (0.0, (0, 0))}
    for row in range(rows + 1):
        here = row * columns // max(rows, 1)
        for column in range(max(0, here - near), min(columns, here + near) + 1):
            ways = [best[0, 0]] if row == column == 0 else []
            for down, across in ((1, 0), (0, 1), *_SHAPES):
                before = best.get((row - down, column - across))
                if before is None:
                    continue
                same = 0.0
                if down and across:
                    same = _count_agreeing(
                        ours, theirs, left[row - down : row], right[column - across : column]
                    ) - _JOINING * (down + across - 2)
                    if same <= 0:
                        continue
                ways.append((before[0] + same, (down, across)))
            best[row, column] = max(ways)
    groups = []
    row, column = rows, columns
    while row or column:
        _, (down, across) = best[row, column]
        lines, paragraphs = left[row - down : row], right[column - across : column]
        groups.append(LineGroup(tuple(lines), tuple(paragraphs)))
        row, column = row - down, column - across
    return groups[::-1]


def _pair_moved(
    groups: Sequence[LineGroup], ours: Sequence[TextPair], theirs: Sequence[TextPair]
) -> Iterator[LineGroup]:
    """`groups`, a line without a paragraph beside the one that says it in another place."""
    lost = [group.lines[0] for group in groups if not group.paragraphs]
    extra = [group.paragraphs[0] for group in groups if not group.lines]
    found: dict[int, int] = {}
    for line in lost if len(lost) * len(extra) <= _MOST else ():
        for paragraph in (one for one in extra if one not in found.values()):
            length = max(len(_tokens(one.before)) for one in (ours[line], theirs[paragraph]))
            alike = _count_agreeing(ours, theirs, [line], [paragraph])
            if length and alike >= _SAME * length:
                found[line] = paragraph
                break
    for group in groups:
        if not group.paragraphs and group.lines[0] in found:
            yield LineGroup(group.lines, (found[group.lines[0]],), moved=True)
        elif group.lines or group.paragraphs[0] not in found.values():
            yield group


def _pair_lone(groups: Sequence[LineGroup]) -> Iterator[LineGroup]:
    """`groups`, in which what stands alone in the place of a single line is that line.

    So it is whatever the paragraph says: the text was written anew.
    """
    for is_pair, run in groupby(groups, lambda one: bool(one.lines and one.paragraphs)):
        lone = list(run)
        if not is_pair and sorted(len(one.lines) for one in lone) == [0, 1]:
            yield LineGroup(lone[0].lines + lone[1].lines, lone[0].paragraphs + lone[1].paragraphs)
        else:
            yield from lone


# ── words that agree ─────────────────────────────────────────────────────────


def _count_agreeing(
    ours: Sequence[TextPair],
    theirs: Sequence[TextPair],
    lines: Sequence[int],
    paragraphs: Sequence[int],
) -> float:
    """In how many words `lines` of ours and `paragraphs` of theirs agree; 0: too few."""
    mine, others = [ours[place] for place in lines], [theirs[place] for place in paragraphs]
    return max(
        _agreeing(" ".join(one.before for one in mine), " ".join(one.before for one in others)),
        _agreeing(" ".join(one.after for one in mine), " ".join(one.after for one in others)),
    )


def _agreeing(one: str, other: str) -> float:
    """In how many words two texts agree, in their order; 0 where that is too small a part.

    Texts of a few words agree in part of a word too.
    """
    from rapidfuzz.distance import LCSseq

    ours, theirs = _tokens(one), _tokens(other)
    if not ours or not theirs:
        return 0.0
    same = float(LCSseq.similarity(ours, theirs))
    if max(len(ours), len(theirs)) <= _FEW:
        letters = LCSseq.normalized_similarity(one, other)
        same = max(same, letters * min(len(ours), len(theirs))) if letters >= _LIKE else same
    return same if same >= _LIKE * min(len(ours), len(theirs)) else 0.0


@lru_cache(maxsize=1_024)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))
