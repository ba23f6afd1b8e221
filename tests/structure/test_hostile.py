"""Lines that no author wrote: they are labelled, and no pattern loses itself in them."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Submission

LONG = 20_000
HOSTILE = {
    "capitals": "A" * LONG,
    "hyphens": "A-" * LONG,
    "initials": "A. " * LONG,
    "underscores": "a_" * LONG + " ",
    "blanks": "x" + " " * LONG + "x",
    "stops": "." * LONG,
    "quotes": '"' * LONG,
    "dots-and-words": "a." * LONG + " ",
    "years": "2019 " * LONG,
    "tabs": "a\t" * LONG,
    "brackets": "(" * LONG + "[1]" * LONG,
    "emoji": "😀 " * LONG + "x",
    "han": "港口" * LONG,
    "at-signs": "a@" * LONG,
    "digits": "1" * LONG + "x",
    "surrogates": "\ud800" * 100,
    "months": "may " * LONG,
}


def edited_text_of(*texts: str) -> EditedText:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    return EditedText(Submission("a.txt", "", "text/plain", lines), lines)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_labelled_and_kept_or_dropped_whole(name: str) -> None:
    text = HOSTILE[name]
    edited = edited_text_of("A quiet harbour", text, text[:100], "The harbour was quiet. " * 10)
    article = structure.assemble(
        structure.label(edited, Config(), Decisions()), Config(), Decisions()
    )
    assert len(article.edited.roles) == len(edited.lines)
    assert all(role is not None for role in article.edited.roles)


def test_a_text_without_a_line_has_no_roles() -> None:
    assert structure.label(edited_text_of(), Config(), Decisions()).roles == ()


def test_blank_lines_have_no_role() -> None:
    edited = structure.label(
        edited_text_of("", "The harbour was quiet.", " "), Config(), Decisions()
    )
    assert edited.roles == (None, "body", None)
