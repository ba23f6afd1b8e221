"""The noisy channel: counting may stop early, but never for a word that is near enough."""

from __future__ import annotations

import math

import pytest

from copydesk.clean.lexicon.channel import cost

# What slips make of a word, each with what it costs: one slip, two at different places, and
# a swap, which skips a row of the count, after and before another slip.
SLIPS = (
    ("harbour", "harbour", 0.0),
    ("recieve", "receive", 0.6),
    ("embarrased", "embarrassed", 0.5),
    ("convergence", "conference", 2.5),
    ("meditation", "mediation", 1.5),
    ("ocnversatoin", "conversation", 1.5),
    ("definatley", "definitely", 1.5),
    ("nieghbuor", "neighbour", 1.2),
    ("naïvité", "naiveté", 2.8),
)


@pytest.mark.parametrize(("typed", "meant", "price"), SLIPS)
def test_a_word_within_the_limit_costs_what_it_costs_without_one(
    typed: str, meant: str, price: float
) -> None:
    assert cost(typed, meant) == pytest.approx(price)
    assert cost(typed, meant, price) == cost(typed, meant)


@pytest.mark.parametrize(("typed", "meant", "price"), SLIPS[1:])
def test_a_word_beyond_the_limit_is_never_within_it(typed: str, meant: str, price: float) -> None:
    assert cost(typed, meant, price - 0.1) > price - 0.1


def test_words_that_share_nothing_are_infinitely_far() -> None:
    assert cost("coordination", "lifeboat", 2.6) == math.inf
