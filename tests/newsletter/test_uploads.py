"""What lies in `files/`: what some text of the issue links or shows, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk.newsletter import assemble
from copydesk.newsletter.issue import IssueEntry
from copydesk.newsletter.materials import Materials
from newsletter import envelopes

EARLY, LATE = "pictures/picture-1.png", "pictures/picture-2.png"
WORDS = "<p>The tide came at five past four, and nobody who saw it has agreed since.</p>"
MARKUP = (
    f'<div><p><img src="{EARLY}" alt="A"></p>{WORDS * 20}<p><img src="{LATE}" alt="B"></p></div>'
)


def issue(base: str, **entry: str) -> Materials:
    shown = envelopes.piece(
        markup=MARKUP, pictures={EARLY: b"early", LATE: b"late"}, entry=IssueEntry("tides", **entry)
    )
    settings = replace(envelopes.SETTINGS, base_url=base)
    return replace(envelopes.materials(settings=settings), pieces=(shown,))


def uploads(materials: Materials) -> list[str]:
    return [one for one in assemble.make_issue(materials).files if one.startswith("files/")]


@pytest.mark.parametrize("base", ["", "https://harbour.example/letters/may"])
@pytest.mark.parametrize(
    ("entry", "pictures"),
    [
        ({}, [1, 2]),
        ({"mode": "excerpt"}, [1]),
        ({"mode": "excerpt", "teaser": "What the tide brought."}, []),
        ({"mode": "link"}, []),
    ],
)
def test_the_pictures_to_be_uploaded_are_those_that_are_shown(base, entry, pictures) -> None:
    found = uploads(issue(base, **entry))
    assert found == [f"files/tides.picture-{number}.png" for number in pictures]
