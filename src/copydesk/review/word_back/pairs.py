"""Which paragraphs of what came back are which lines of the submission.

A program may number everything anew, and an editor may move, part, join, drop and add
paragraphs; so they are told by what they say. Those that read as a line was received, or as it was
edited, are that line, in their order. What lies between two of these is laid side by side so that
as many words as possible agree; a line may be several paragraphs there, a paragraph several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: So many lines or paragraphs are taken for one at most.
_SEVERAL: Final = 4
#: A pair agrees in at least this part of its words.
_LIKE: Final = 0.4
#: Texts of so many words are held against each other letter by letter too.
_FEW: Final = 4
#: What it takes in agreeing words to take two for one.
_JOINING: Final = 2
#: Pairs that are weighed in one stretch; in a longer one only those that lie near each other.
_MOST: Final = 10_000
_NEAR: Final = 30
#: A paragraph that stands elsewhere is the line that it agrees with in this part of its words.
_SAME: Final = 0.8
#: Words in scripts that part them, single letters in those that do not, signs.
_TOKEN: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]|\w+|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Texts:
    """A line as received and as edited, or a paragraph with what is tracked rejected and taken."""

    before: str
    after: str

    @property
    def says(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.before.strip() or self.after.strip())


@dataclass(frozen=True, slots=True)
class Group:
    """Lines and paragraphs that are the same, by their places; one side may have none.

    `moved` says that they are in another order than those around them.
    """

    lines: tuple[int, ...]
    paragraphs: tuple[int, ...]
    moved: bool = False


def paired(lines: Sequence[Texts], paragraphs: Sequence[Texts]) -> list[Group]:
    """`lines` beside `paragraphs`, in the order of the lines; blank ones are in no group.

    >>> received = [Texts(one, one) for one in ("Mud", "is  patient", "and deep")]
    >>> back = [Texts(one, one) for one in ("Mud", "is patient and", "deep")]
    >>> [(group.lines, group.paragraphs) for group in paired(received, back)]
    [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    """
    left = [place for place, one in enumerate(lines) if one.says]
    right = [place for place, one in enumerate(paragraphs) if one.says]
    groups: list[Group] = []
    low = start = 0
    for high, end in (*_anchors(lines, paragraphs, left, right), (len(left), len(right))):
        groups += _between(_Stretch(lines, paragraphs, left[low:high], right[start:end]))
        if high < len(left):
            groups.append(Group((left[high],), (right[end],)))
        low, start = high + 1, end + 1
    return _with_moved(groups, lines, paragraphs)


def agreement(
    groups: Sequence[Group], lines: Sequence[Texts], paragraphs: Sequence[Texts]
) -> float:
    """In how large a part of its words the shorter of two texts agrees with the other."""
    same = 0.0
    for group in groups:
        ours = " ".join(lines[place].before for place in group.lines)
        theirs = " ".join(paragraphs[place].before for place in group.paragraphs)
        edited = " ".join(lines[place].after for place in group.lines)
        taken = " ".join(paragraphs[place].after for place in group.paragraphs)
        same += max(_agreeing(ours, theirs), _agreeing(edited, taken))
    length = min(
        sum(len(_tokens(one.before)) for one in lines),
        sum(len(_tokens(one.before)) for one in paragraphs),
    )
    return same / length if length else 0.0


def _anchors(
    lines: Sequence[Texts], paragraphs: Sequence[Texts], left: Sequence[int], right: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of places in `left` and `right` that say the same, each behind the one before."""
    from rapidfuzz.distance import Indel

    known = {lines[place].after.strip(): lines[place].before.strip() for place in left}
    known |= {lines[place].before.strip(): lines[place].before.strip() for place in left}
    was = [lines[place].before.strip() for place in left]
    now = []
    for place in right:
        one = paragraphs[place]
        found = known.get(one.before.strip()) or known.get(one.after.strip())
        now.append(found or one.before.strip())
    return [
        (block.src_start + offset, block.dest_start + offset)
        for block in Indel.opcodes(was, now)
        if block.tag == "equal"
        for offset in range(block.src_end - block.src_start)
    ]


# ── what lies between ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines and paragraphs between two pairs that are certain."""

    lines: Sequence[Texts]
    paragraphs: Sequence[Texts]
    left: Sequence[int]
    right: Sequence[int]

    def agreeing(self, low: int, high: int, start: int, end: int) -> float:
        """In how many words lines `[low, high)` and paragraphs `[start, end)` agree; 0: too few."""
        ours = [self.lines[place] for place in self.left[low:high]]
        theirs = [self.paragraphs[place] for place in self.right[start:end]]
        return max(
            _agreeing(" ".join(one.before for one in ours), " ".join(one.before for one in theirs)),
            _agreeing(" ".join(one.after for one in ours), " ".join(one.after for one in theirs)),
        )


def _between(stretch: _Stretch) -> list[Group]:
    """The groups of a stretch: of all ways to lay it side by side that with most words agreeing.

    What stands alone in the place of a single line is that line, whatever it says.
    """
    rows, columns = len(stretch.left), len(stretch.right)
    if rows == columns == 1:
        return [Group((stretch.left[0],), (stretch.right[0],))]
    near = _NEAR + columns // max(rows, 1) if rows * columns > _MOST else columns
    best: dict[tuple[int, int], float] = {}
    steps: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows + 1):
        here = row * columns // max(rows, 1)
        for column in range(max(0, here - near), min(columns, here + near) + 1):
            best[row, column], steps[row, column] = max(_ways(stretch, best, row, column))
    groups = []
    row, column = rows, columns
    while row or column:
        down, across = steps[row, column]
        ours = tuple(stretch.left[row - down : row])
        theirs = tuple(stretch.right[column - across : column])
        groups.append(Group(ours, theirs))
        row, column = row - down, column - across
    return groups[::-1]


def _ways(
    stretch: _Stretch, best: Mapping[tuple[int, int], float], row: int, column: int
) -> Iterator[tuple[float, tuple[int, int]]]:
    """What `row` lines and `column` paragraphs agree in, by the last step to there."""
    if not row and not column:
        yield 0.0, (0, 0)
    for step in ((1, 0), (0, 1)):
        if (before := best.get((row - step[0], column - step[1]))) is not None:
            yield before, step
    for down, across in _SHAPES:
        if (before := best.get((row - down, column - across))) is not None:
            same = stretch.agreeing(row - down, row, column - across, column)
            if same > _JOINING * (down + across - 2):
                yield before + same - _JOINING * (down + across - 2), (down, across)


#: How many lines are how many paragraphs.
_SHAPES: Final = (
    *((1, many) for many in range(1, _SEVERAL + 1)),
    *((many, 1) for many in range(2, _SEVERAL + 1)),
)


@lru_cache(maxsize=1_024)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


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


# ── what stands elsewhere ────────────────────────────────────────────────────


def _with_moved(
    groups: Sequence[Group], lines: Sequence[Texts], paragraphs: Sequence[Texts]
) -> list[Group]:
    """`groups`, a line without a paragraph beside the one that says it in another place."""
    lost = [group.lines[0] for group in groups if not group.paragraphs]
    extra = [group.paragraphs[0] for group in groups if not group.lines]
    found: dict[int, int] = {}
    for line in lost if len(lost) * len(extra) <= _MOST else ():
        for paragraph in extra:
            ours, theirs = lines[line], paragraphs[paragraph]
            length = max(len(_tokens(ours.before)), len(_tokens(theirs.before)))
            alike = _agreeing(ours.before, theirs.before) or _agreeing(ours.after, theirs.after)
            if paragraph not in found.values() and length and alike >= _SAME * length:
                found[line] = paragraph
                break
    moved = []
    for group in groups:
        if not group.paragraphs and group.lines[0] in found:
            moved.append(Group(group.lines, (found[group.lines[0]],), moved=True))
        elif group.lines or group.paragraphs[0] not in found.values():
            moved.append(group)
    return moved
