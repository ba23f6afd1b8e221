"""The best lawful sequence: dynamic programming over states that stand in zones.

A document runs through its zones in order (before, front, body, back, after).
Moving on costs what `Grammar.moves` says, staying costs nothing, and a state may
earn more after certain others. Time and memory grow with the number of
steps times the number of states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Grammar:
    """`zones` holds the zone of each state, `moves` the price from zone to zone.

    `pairs` maps a state to those that may stand before it and what that earns (above 0);
    `opening` and `closing` are what a sequence earns for its first and last zone.
    """

    zones: tuple[int, ...]
    moves: tuple[tuple[float, ...], ...]
    pairs: Mapping[int, tuple[tuple[int, float], ...]]
    opening: tuple[float, ...]
    closing: tuple[float, ...]


Scores = Sequence[Sequence[float]]
"""What each state earns at each step."""


def best(scores: Scores, grammar: Grammar) -> tuple[list[int], list[list[float]]]:
    """The best sequence of states, and what the best one through each state would earn.

    >>> grammar = Grammar((0, 1), ((0.0, 0.0), (-9.0, 0.0)), {}, (0.0, -5.0), (0.0, 0.0))
    >>> best([(1.0, 0.0), (0.0, 2.0), (0.5, 1.0)], grammar)[0]
    [0, 1, 1]
    """
    if not scores:
        return [], []
    forward, origins = _forward(scores, grammar)
    ends = [
        value + grammar.closing[zone]
        for value, zone in zip(forward[-1], grammar.zones, strict=True)
    ]
    state = max(range(len(ends)), key=ends.__getitem__)
    path = [state]
    for step in range(len(scores) - 1, 0, -1):
        state = origins[step][state]
        path.append(state)
    path.reverse()
    rest = _backward(scores, grammar)
    through = [
        [ahead + behind for ahead, behind in zip(row, tail, strict=True)]
        for row, tail in zip(forward, rest, strict=True)
    ]
    return path, through


def _forward(scores: Scores, grammar: Grammar) -> tuple[list[list[float]], list[list[int]]]:
    zones, count = grammar.zones, len(grammar.opening)
    pairs = [grammar.pairs.get(state, ()) for state in range(len(zones))]
    row = [score + grammar.opening[zone] for score, zone in zip(scores[0], zones, strict=True)]
    rows, origins = [row], [[0] * len(zones)]
    for earned in scores[1:]:
        tops = [(-inf, 0)] * count
        for state, value in enumerate(row):
            if value > tops[zones[state]][0]:
                tops[zones[state]] = (value, state)
        entries = [
            max((tops[old][0] + grammar.moves[old][new], tops[old][1]) for old in range(count))
            for new in range(count)
        ]
        new_row, origin = [], []
        for state, score in enumerate(earned):
            zone = zones[state]
            value, source = entries[zone]
            for before, extra in pairs[state]:
                other = row[before] + grammar.moves[zones[before]][zone] + extra
                if other > value:
                    value, source = other, before
            new_row.append(value + score)
            origin.append(source)
        row = new_row
        rows.append(row)
        origins.append(origin)
    return rows, origins


def _backward(scores: Scores, grammar: Grammar) -> list[list[float]]:
    zones, count = grammar.zones, len(grammar.opening)
    followers: dict[int, list[tuple[int, float]]] = {}
    for state, entries in grammar.pairs.items():
        for before, extra in entries:
            followers.setdefault(before, []).append((state, extra))
    row = [grammar.closing[zone] for zone in zones]
    rows = [row]
    for earned in reversed(scores[1:]):
        tops = [-inf] * count
        for state, value in enumerate(row):
            tops[zones[state]] = max(tops[zones[state]], value + earned[state])
        exits = [
            max(tops[new] + grammar.moves[old][new] for new in range(count)) for old in range(count)
        ]
        new_row = []
        for state, zone in enumerate(zones):
            value = exits[zone]
            for after, extra in followers.get(state, ()):
                value = max(
                    value, row[after] + earned[after] + grammar.moves[zone][zones[after]] + extra
                )
            new_row.append(value)
        row = new_row
        rows.append(row)
    rows.reverse()
    return rows
