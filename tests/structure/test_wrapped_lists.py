"""Lists wrapped at a width below a text that runs on, found whole or left as they are."""

from __future__ import annotations

from textwrap import fill

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions

TEXT = (
    "The harbour at low tide\n\nBy Ines Marlow\n\n"
    "The harbour was quiet in spring and nobody came to measure the mud that the river had left on"
    " the steps of the old quay. The pilots waited for the tide (Osei, 2019), and the ferry did not"
    " leave until the board had met.\n\n"
    "By summer the dredger had come back from the yard (Brandt, 2018). The council had promised"
    " two, and one had been sold in the meantime to a port farther north, where the sand is finer"
    " and the dues are lower than here.\n\n"
)
ENTRIES = (
    (
        "Abara, C., 2020. The salt road and the river that it follows to the sea. Journal of Water"
        " Governance, 12(3), pp. 44-59."
    ),
    (
        "Brandt, L., 2018. Whose river is it? A history of the western estuary and of those who"
        " lived on it. Hull: Tide Press."
    ),
    (
        "Costa, M. and Finn, J., 2019. Ports and pilots of estuaries in the north. Marine Biology,"
        " 8(2), pp. 3-9."
    ),
    (
        "Osei, M., 2019. The quay and its keepers: tide tables and wages in the old port. The"
        " Estuary Review, 3 May, pp. 12-15."
    ),
)
SENTENCES = (
    (
        "The tide tables of 2019 were never printed, and the pilots learned them by heart as their"
        " fathers had done before them."
    ),
    (
        "Osei was right about the quay. It was the keepers who held the port together, in 2019 as"
        " in all the years before."
    ),
    (
        "In the end the board gave way. The ferry left at noon, and half of the town stood in the"
        " rain to see it go."
    ),
)
STANZA = (
    "The tide went out, the tide came in,",
    "the boats lay on their side;",
    "and all the harbour ever was",
    "was waiting for the tide.",
)


def article(below: str) -> Article:
    return pipeline.article((TEXT + below).encode(), "a.txt", Config(), Decisions())


@pytest.mark.parametrize("below", [
    *("\n".join(fill(one, width) for one in SENTENCES) for width in (60, 72)),
    "\n".join(STANZA),
])  # fmt: skip
def test_what_is_no_list_stays_in_the_text(below: str) -> None:
    entries = [one.text for one in article(below).back.references]
    assert all(entry.startswith("Abara") for entry in entries)


@pytest.mark.parametrize("below", ["\n".join(ENTRIES), "\n\n".join(ENTRIES)])
def test_entries_of_a_line_each_are_not_joined(below: str) -> None:
    assert len(article(below).back.references) == len(ENTRIES)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("hang", ["", "    "])
@pytest.mark.parametrize("width", [56, 60, 72, 90])
def test_a_wrapped_list_is_found_whole(width: int, hang: str, between: str) -> None:
    below = between.join(fill(one, width, subsequent_indent=hang) for one in ENTRIES)
    found = article(below)
    assert [one.raw for one in found.back.references] == list(ENTRIES)
    assert {one.status for one in found.citations} == {"exact"}
    assert len(found.body) == 2
