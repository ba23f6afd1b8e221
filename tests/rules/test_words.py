"""What counts as a word, British or American, common or built of others."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from copydesk.clean import lexicon
from copydesk.clean.candidates import find_candidates

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "lexicon.toml").read_text(encoding="utf-8")
)


def is_known(word: str) -> bool:
    is_common = lexicon.find_frequency(word) >= lexicon.COMMON
    return lexicon.is_word(word) or is_common or lexicon.is_built(word)


@pytest.mark.parametrize("word", CASES["known"])
def test_a_word_of_either_variety_is_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", CASES["unknown"])
def test_a_slip_passes_for_no_british_or_built_word(word: str) -> None:
    assert not is_known(word)


@pytest.mark.parametrize(("typed", "meant"), CASES["slips"])
def test_what_was_meant_is_among_the_first_three(typed: str, meant: str) -> None:
    assert meant in [one.word for one in find_candidates(typed)[:3]]


def test_a_word_that_is_too_long_has_no_candidates() -> None:
    assert find_candidates("pneumonoultramicroscopicsilicovolcanoconiosys") == ()
