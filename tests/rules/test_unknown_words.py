"""How many unknown words of a text are looked into, and what that costs."""

from __future__ import annotations

import time
from itertools import islice, product

from copydesk import rules


def strangers(count: int) -> str:
    """So many different words that no dictionary has and nothing comes near."""
    letters = product("bdfgklmnpr", "aou", "kmtvz", "aou", "xqjwk", "aou", "bdgpr")
    return " ".join(f"{''.join(word)}oqu" for word in islice(letters, count))


def test_a_slip_is_mended_among_some_hundred_words_that_nobody_knows() -> None:
    fixed, _ = rules.edit_paragraphs(["They will recieve it.", strangers(400)], "en")
    assert fixed[0] == "They will receive it."


def test_where_a_thousand_words_are_unknown_the_text_is_taken_for_no_english() -> None:
    sent = ["They will recieve it.", strangers(1_200)]
    fixed, suggestions = rules.edit_paragraphs(sent, "en")
    assert fixed == sent
    assert suggestions == [[], []]


def test_the_unknown_words_of_one_long_line_are_told_in_seconds() -> None:
    start = time.process_time()
    rules.edit_paragraphs([strangers(20_000)], "en")
    assert time.process_time() - start < 15
