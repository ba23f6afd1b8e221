"""The frequencies are those that wordfreq itself gives."""

from __future__ import annotations

import wordfreq

from copydesk.clean import lexicon
from copydesk.clean.lexicon import list_common, load_frequencies


def test_words_are_as_common_as_wordfreq_says() -> None:
    asked = list(load_frequencies())[::1_000]
    own = {word: wordfreq.zipf_frequency(word, "en") for word in asked}
    assert {word: lexicon.find_frequency(word) for word in asked} == own


def test_a_word_that_nobody_wrote_has_none() -> None:
    assert lexicon.find_frequency("harbuor") == 0 == wordfreq.zipf_frequency("harbuor", "en")


def test_common_words_are_those_of_that_frequency_and_no_others() -> None:
    seen = load_frequencies()
    assert set(list_common(4.5)) == {word for word in seen if seen[word] >= 4.5}
