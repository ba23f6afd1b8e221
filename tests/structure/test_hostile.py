"""Lines that no author wrote: they are labelled, and no pattern loses itself in them."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, Submission

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


def galley_of(*texts: str) -> Galley:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    return Galley(Submission("a.txt", "", "text/plain", lines), lines)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_labelled_and_kept_or_dropped_whole(name: str) -> None:
    text = HOSTILE[name]
    galley = galley_of("A quiet harbour", text, text[:100], "The harbour was quiet. " * 10)
    article = structure.assemble(
        structure.label(galley, Config(), Decisions()), Config(), Decisions()
    )
    assert len(article.galley.roles) == len(galley.lines)
    assert all(role is not None for role in article.galley.roles)


def test_a_text_without_a_line_has_no_roles() -> None:
    assert structure.label(galley_of(), Config(), Decisions()).roles == ()


def test_blank_lines_have_no_role() -> None:
    galley = structure.label(galley_of("", "The harbour was quiet.", " "), Config(), Decisions())
    assert galley.roles == (None, "body", None)
