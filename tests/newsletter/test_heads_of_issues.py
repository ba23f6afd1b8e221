"""What stands above the articles of an issue, and that it stands there once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from copydesk.newsletter import html
from copydesk.newsletter.letter import Terms
from newsletter import envelopes


@pytest.mark.parametrize(
    ("titles", "heads"),
    [
        (["The ferry", "Salt"], ["Tides and walls", "The ferry", "Salt"]),
        (["The ferry", "Tides and walls"], ["Tides and walls", "The ferry", "Tides and walls"]),
        (["Tides and Walls"], ["The Harbour Review", "Tides and Walls"]),
        (["Tides and Walls", "Salt"], ["The Harbour Review", "Tides and Walls", "Salt"]),
    ],
)
def test_a_subject_that_the_first_article_says_is_not_said_above_it(titles, heads) -> None:
    made = envelopes.materials(subject="Tides and walls")
    pieces = tuple(envelopes.piece(title=title) for title in titles)
    page = html.write_archive(replace(made, pieces=pieces), Terms({}))
    assert re.findall(r"<h[12][^>]*>(?:<[^>]*>)?(.*?)(?:<[^>]*>)?</h[12]>", page) == heads
