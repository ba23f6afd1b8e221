"""How many unknown words of a text are looked into, and what that costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product

import pytest

from copydesk import clean
from copydesk.clean import spelling
from copydesk.clean.views import make_view
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Submission
from ending import ending
from properties.counted import Counted


def strangers(count: int) -> str:
    """So many different words that no dictionary has and nothing comes near."""
    letters = product("bdfgklmnpr", "aou", "kmtvz", "aou", "xqjwk", "aou", "bdgpr")
    return " ".join(f"{''.join(word)}oqu" for word in islice(letters, count))


def test_a_slip_is_mended_among_some_hundred_words_that_nobody_knows() -> None:
    fixed, _ = clean.edit_paragraphs(["They will recieve it.", strangers(400)], "en")
    assert fixed[0] == "They will receive it."


def test_where_a_thousand_words_are_unknown_the_text_is_taken_for_no_english() -> None:
    sent = ["They will recieve it.", strangers(1_200)]
    fixed, suggestions = clean.edit_paragraphs(sent, "en")
    assert fixed == sent
    assert suggestions == [[], []]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (140, ()),
        (400, ("401 different words", "`zzrecieve`", "in the first 150 of them only")),
        (1_200, ("1,201 different words", "no misspelling was looked for")),
    ],
)
def test_words_that_are_too_many_to_look_into_are_told(count, said) -> None:
    apart = strangers(count).replace(" ", " of the ")  # of which none is beside another
    line = Line(1, f"They will zzrecieve it, {apart}")
    sent = Submission("a.txt", "", "text/plain", (line,))
    edited = EditedText(sent, sent.lines, "en", ("body",), languages=("en",))
    told = clean.edit(edited, Config(), Decisions()).queries
    assert [one.code for one in told] == ["text.unknown-words"] * bool(said)
    for words in said:
        assert words in told[0].message


def test_the_halves_of_a_word_that_a_line_divides_are_no_words() -> None:
    for above, below in (
        ("The story is known among en-", "gineers of the port."),
        ("They asked for independen-", "ce of it."),
    ):
        assert clean.edit_paragraphs([above, below], "en") == ([above, below], [[], []])
    for above, below in (
        ("It is known among", "gineers of the port."),
        ("They asked for it.", "The independen of it."),
    ):
        fixed, asked = clean.edit_paragraphs([above, below], "en")
        assert fixed[1] != below or asked[1]


@pytest.mark.parametrize("language", ["de", "zh"])
def test_in_another_language_nothing_of_it_is_told(language: str) -> None:
    sent = Submission("a.txt", "", "text/plain", (Line(1, strangers(1_200)),))
    edited = EditedText(sent, sent.lines, language, ("body",), languages=(language,))
    assert clean.edit(edited, Config(), Decisions()).queries == ()


@pytest.mark.soak
def test_the_unknown_words_of_one_long_line_come_to_an_end() -> None:
    with ending():
        clean.edit_paragraphs([strangers(20_000)], "en")


def test_a_line_is_not_copied_for_each_of_its_unknown_words() -> None:
    read = []
    for count in (200, 400):
        text = Counted(strangers(count))
        list(spelling.unknown((replace(make_view(Line(1, text), "body", "en"), text=text),)))
        read.append(text.read)
    assert read[1] < 3 * read[0]
