"""Lines around a text that look like something else: what they are, and what they are not."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Galley

PROSE = (
    "The ropes of the northern mole are counted every autumn, and every autumn there is one more "
    "than the year before, which nobody has been able to explain to the harbour office."
)
MORE = (
    "Nobody has seen who brings it. The keepers have watched for seven nights, and in the morning "
    "it lay there, coiled and dry, beside the others."
)


def edited(name: str, *blocks: str) -> Galley:
    return pipeline.edited("\n\n".join(blocks).encode(), name, Config(), Decisions())


def read(name: str, *blocks: str) -> Article:
    return pipeline.article("\n\n".join(blocks).encode(), name, Config(), Decisions())


def role(galley: Galley, text: str) -> str | None:
    return next(
        found
        for line, found in zip(galley.lines, galley.roles, strict=True)
        if line.text.strip() == text
    )


@pytest.mark.parametrize(
    "line", ["Updated: 3 May 2021", "Aktualisiert: 3. Mai 2021", "Updated: 3 May 2021, 10:30 am"]
)
def test_when_a_text_was_updated_is_its_date_above_and_below_it(line: str) -> None:
    below = read("a.md", "# The ropes", "By Mara Osei", PROSE, MORE, line)
    above = read("a.txt", f"The ropes of the mole\n{line}", PROSE, MORE)
    assert [found.front.date_iso for found in (below, above)] == ["2021-05-03"] * 2
    assert below.back.references == above.back.references == ()


@pytest.mark.parametrize("line", ["Brandt, L. (2009) A book of ropes. Hull: Tide.", "Hull, 2021."])
def test_an_entry_or_a_place_with_a_year_is_no_date(line: str) -> None:
    found = edited("a.md", "# The ropes", "By Mara Osei", PROSE, MORE, "## References", line)
    assert role(found, line) == "reference"


def test_a_headline_in_quotation_marks_below_a_menu_is_the_headline() -> None:
    site = "Home\nNews\nCulture\nSign in\n“The ropes remember us”\nInterview by Mara Osei"
    found = read("a.txt", site, PROSE, MORE, "Share this")
    assert found.front.title == "“The ropes remember us”"
    assert found.front.authors == ("Mara Osei",)


def test_what_a_mail_says_above_the_text_is_not_its_title() -> None:
    quoted = "\n>\n".join(f"> {line}" for line in ("The ropes of the mole", PROSE, MORE))
    found = edited("a.txt", "Hi Tom", "here is the piece that we talked about.", quoted)
    assert "title" not in (
        role(found, "Hi Tom"),
        role(found, "here is the piece that we talked about."),
    )


@pytest.mark.parametrize("line", [":::", "::: note", "::: {.note}"])
def test_the_fence_of_a_box_is_no_heading(line: str) -> None:
    found = edited("a.md", "# The ropes", "By Mara Osei", PROSE, line, MORE, ":::", PROSE)
    assert role(found, line) != "heading"
