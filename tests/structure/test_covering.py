"""A letter to the editors around a text is no part of it; one to the readers is the text."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions

PROSE = (
    "The ferry has crossed the sound since the war, and nobody has ever asked whose it is. "
    "It leaves at six, and it comes back when the tide allows, which is not always at night."
)
MAIL = "From: Mara Osei <mara@example.org>\nTo: desk@example.org\nSubject: the piece for June"
HEADLINE = "The ferry that nobody owns"
TEXT = (HEADLINE, "By Mara Osei", PROSE, PROSE.replace("ferry", "pilot"))
PROMISE = "Here is the piece I promised. I hope that it is not too late for the issue of June."


def article(*lines: str) -> Article:
    return pipeline.article("\n\n".join(lines).encode(), "a.txt", Config(), Decisions())


def left_out(found: Article) -> list[str]:
    return [edit.before for edit in found.structure if edit.rule == "structure.furniture"]


@pytest.mark.parametrize(
    "lines",
    [
        # Letters to the readers, and such as are the text.
        ("Dear readers,", PROSE, "The Ferry", PROSE, "See you next week,\nMara"),
        ("Dear Jon,", PROSE, PROSE.replace("ferry", "pilot"), "Best wishes,\nMara"),
        ("Dear Jon,", PROSE, "The Ferry", PROSE.replace("ferry", "pilot"), "Best wishes,\nMara"),
        ("Dear Mr President, the ferry is ours", "By Mara Osei", PROSE, PROSE[::-1]),
        # The name at its end is no byline.
        ("Dear Mr President,", "By Mara Osei", PROSE, "Yours sincerely,", "Mara Osei"),
        ("Dear editors,", PROSE, PROSE.replace("ferry", "pilot"), "Yours sincerely", "Mara Osei"),
        ("Dear editors,", PROSE, "Yours sincerely", "Mara Osei", "University of Hull"),
        # A text that says goodbye itself.
        (*TEXT, "Best wishes,\nMara"),
    ],
)
def test_a_letter_that_is_the_text_stays(lines: tuple[str, ...]) -> None:
    assert left_out(article(*lines)) == []


@pytest.mark.parametrize("head", [(), (MAIL,)])
@pytest.mark.parametrize("above", [("Dear editors,", PROMISE), (f"Hi Ann, {PROMISE.lower()}",)])
@pytest.mark.parametrize("below", [(), ("Best wishes,\nMara",)])
def test_a_letter_around_a_signed_text_is_left_out_and_asked_about(
    head: tuple[str, ...], above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    found = article(*head, *above, *TEXT, *below)
    assert (found.front.title, found.front.authors) == (HEADLINE, ("Mara Osei",))
    letter = [*above, *"".join(below).splitlines()]
    assert [line for line in left_out(found) if line not in MAIL.split("\n")] == letter
    asked = [query for query in found.queries if query.suggestions == ("furniture", "body")]
    assert len(asked) == len(letter)


def test_a_greeting_with_its_sentence_is_no_headline() -> None:
    found = article(f"Dear editors, {PROMISE.lower()}", HEADLINE, *TEXT[2:])
    assert not found.front.title.startswith("Dear")
    (query,) = [query for query in found.queries if query.code == "structure.doubt"]
    assert query.message.startswith(f"`{HEADLINE}`")
    assert query.suggestions == ("heading", "title")


def test_a_headline_that_calls_somebody_is_one() -> None:
    prose = (
        "Le port fut construit au printemps de cette année, et personne dans la ville ne croyait "
        "qu'il durerait plus d'un hiver. Il a duré, contre tout ce qu'on en disait, cent dix ans."
    )
    found = article("Cher pays, adieu !", "Par Jeanne Morel", prose)
    assert found.front.title.startswith("Cher pays, adieu")
    assert found.front.authors == ("Jeanne Morel",)
