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
from typing import Final


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


#: A move that the order of a document forbids.
BARRED: Final = -1e6

Scores = Sequence[Sequence[float]]
"""What each state earns at each step; minus infinity where it cannot be."""


def best(
    scores: Scores, grammar: Grammar, *, rivals: bool = True
) -> tuple[list[int], list[list[float]]]:
    """The best sequence of states, and what the best one through each state would earn.

    Without `rivals` the second is left out: it costs as much again.

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
    if not rivals:
        return path, [[]] * len(path)
    rest = _backward(scores, grammar)
    through = [
        [ahead + behind for ahead, behind in zip(row, tail, strict=True)]
        for row, tail in zip(forward, rest, strict=True)
    ]
    return path, through


def _forward(scores: Scores, grammar: Grammar) -> tuple[list[list[float]], list[list[int]]]:
    zones, count = grammar.zones, len(grammar.opening)
    states = range(len(zones))
    into = [_ways([moves[new] for moves in grammar.moves]) for new in range(count)]
    row = [score + grammar.opening[zone] for score, zone in zip(scores[0], zones, strict=True)]
    rows, origins = [row], [[0] * len(zones)]
    live: Sequence[int] = states
    for earned in scores[1:]:
        tops = [(-inf, 0)] * count
        for state in live:
            if row[state] > tops[zones[state]][0]:
                tops[zones[state]] = (row[state], state)
        entries = [
            max([(tops[old][0] + price, tops[old][1]) for old, price in ways]) for ways in into
        ]
        live = [state for state in states if earned[state] > -inf]
        new_row, origin = [-inf] * len(zones), [0] * len(zones)
        for state in live:
            zone = zones[state]
            value, source = entries[zone]
            for before, extra in grammar.pairs.get(state, ()):
                other = row[before] + grammar.moves[zones[before]][zone] + extra
                if other > value:
                    value, source = other, before
            new_row[state] = value + earned[state]
            origin[state] = source
        row = new_row
        rows.append(row)
        origins.append(origin)
    return rows, origins


def _ways(prices: Sequence[float]) -> list[tuple[int, float]]:
    """The zones that a move leads to or comes from, with their prices; barred ones left out."""
    return [(zone, price) for zone, price in enumerate(prices) if price > BARRED]


def _backward(scores: Scores, grammar: Grammar) -> list[list[float]]:
    zones, count = grammar.zones, len(grammar.opening)
    followers: dict[int, list[tuple[int, float]]] = {}
    for state, entries in grammar.pairs.items():
        for before, extra in entries:
            followers.setdefault(before, []).append((state, extra))
    out = [_ways(moves) for moves in grammar.moves]
    row = [grammar.closing[zone] for zone in zones]
    rows = [row]
    states = range(len(zones))
    for step in range(len(scores) - 1, 0, -1):
        earned = scores[step]
        tops = [-inf] * count
        for state in states:
            if earned[state] > -inf:
                value = row[state] + earned[state]
                tops[zones[state]] = max(tops[zones[state]], value)
        exits = [max([tops[new] + price for new, price in ways]) for ways in out]
        new_row = [-inf] * len(zones)
        for state, zone in enumerate(zones):
            if scores[step - 1][state] == -inf:
                continue
            value = exits[zone]
            for after, extra in followers.get(state, ()):
                other = row[after] + earned[after] + grammar.moves[zone][zones[after]] + extra
                value = max(value, other)
            new_row[state] = value
        row = new_row
        rows.append(row)
    rows.reverse()
    return rows
