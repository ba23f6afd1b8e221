"""Strings that make a careless pattern take quadratic time, drawn from the pattern itself.

A pattern grows faster than its text where a run can be begun anew at each of its
characters, or divided between two loops in many ways, before what must follow fails.
So each loop of a pattern is fed what it takes, many times over: behind what leads to it,
in front of nothing, and in turn with what the other loops take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, permutations

# The parser that `re` itself compiles from; its tree says what a loop takes.
from re import _constants as ops
from re import _parser as parser
from typing import Any

#: Loops that go round fewer times do not grow with the text.
FEW = 9
#: Branches of an alternation that are tried; word lists have hundreds, all alike.
BRANCHES = 4
#: Pairs of what loops take that are tried in turn.
PAIRED = 42

_CLASSES = {
    ops.CATEGORY_DIGIT: "1", ops.CATEGORY_NOT_DIGIT: "a", ops.CATEGORY_SPACE: " ",
    ops.CATEGORY_NOT_SPACE: "a", ops.CATEGORY_WORD: "a", ops.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
#: Tried for classes that say what they do not hold.
_USUAL = "a A1 .,-“('é/_"
_LOOPS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def units(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Texts that, written many times over, are hard on `pattern`."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    whole = _sample(tree)
    loops = list(dict.fromkeys(_loops(tree, "")))
    atoms = list(dict.fromkeys(atom for _, atom in loops))
    found = [whole, whole[:-1], *atoms]
    found += (lead + atom for lead, atom in loops)
    found += (lead + atom * 4 for lead, atom in loops)
    found += map("".join, islice(permutations(atoms, 2), PAIRED))
    return tuple(dict.fromkeys(unit for unit in found if unit))


def runs(pattern: re.Pattern[str], size: int) -> tuple[str, ...]:
    """What leads to each loop of `pattern`, and `size` characters that the loop takes."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    found = ((lead, atom) for lead, atom in dict.fromkeys(_loops(tree, "")) if lead and atom)
    return tuple((lead + repeated(atom, size))[:size] for lead, atom in found)


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _loops(tree: Any, lead: str) -> Iterator[tuple[str, str]]:
    """(a text that leads to the loop, one round of it) for each long loop of `tree`."""
    for op, value in tree:
        if op in _LOOPS:
            _, most, body = value
            if most is ops.MAXREPEAT or most >= FEW:
                yield from ((lead, atom) for atom in _atoms(body))
            yield from _loops(body, lead)
        elif op is ops.BRANCH:
            for branch in _some(value[1]):
                yield from _loops(branch, lead)
        elif op is ops.SUBPATTERN:
            yield from _loops(value[3], lead)
        elif op is ops.ATOMIC_GROUP:
            yield from _loops(value, lead)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _loops(value[1], lead if value[0] > 0 else "")
        lead += _sample([(op, value)])


def _atoms(body: Any) -> Iterator[str]:
    """Texts that one round of a loop takes."""
    if len(body) == 1 and body[0][0] is ops.IN:
        yield from islice(_members(body[0][1]), 5)
    elif len(body) == 1 and body[0][0] is ops.BRANCH:
        yield from (_sample(branch) for branch in _some(body[0][1][1]))
    else:
        yield _sample(body)


def _some(branches: Sequence[Any]) -> Iterable[Any]:
    if len(branches) <= BRANCHES:
        return branches
    return (*branches[: BRANCHES - 1], branches[-1])


def _members(items: Any) -> Iterator[str]:
    """Characters of a class."""
    if items[0][0] is ops.NEGATE:
        one = re.compile(_class(items[1:]))
        yield from (character for character in _USUAL if not one.match(character))
        return
    for op, value in items:
        if op is ops.LITERAL:
            yield chr(value)
        elif op is ops.RANGE:
            yield chr(value[0])
        elif op is ops.CATEGORY:
            yield _CLASSES[value]


def _class(items: Any) -> str:
    """The class of `items` as a pattern."""
    names = {
        ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_SPACE: r"\s",
        ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    parts = []
    for op, value in items:
        if op is ops.LITERAL:
            parts.append(re.escape(chr(value)))
        elif op is ops.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append(names[value])
    return f"[{''.join(parts)}]"


def _sample(tree: Any) -> str:
    """A text that `tree` matches, near enough: what looks ahead or back takes no room."""
    pieces = []
    for op, value in tree:
        if op is ops.LITERAL:
            pieces.append(chr(value))
        elif op is ops.NOT_LITERAL:
            pieces.append("b" if chr(value) == "a" else "a")
        elif op is ops.IN:
            pieces.append(next(_members(value), "a"))
        elif op is ops.ANY:
            pieces.append("a")
        elif op is ops.BRANCH:
            pieces.append(_sample(value[1][0]))
        elif op in _LOOPS:
            least, _, body = value
            pieces.append(_sample(body) * max(least, 1))
        elif op is ops.SUBPATTERN:
            pieces.append(_sample(value[3]))
        elif op is ops.ATOMIC_GROUP:
            pieces.append(_sample(value))
    return "".join(pieces)
