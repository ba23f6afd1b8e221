"""What the editor says of a citation decides whether the style prints it."""

import json

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import CitationDecision, Decisions

TEXT = """Tides at Low Harbour

By Mara Osei

The keepers of the lights were the last to hear of it (Marlowe, 2020), and the first to be blamed
for the grounding of the ferry on the bar, which a later count denied (Osei, 2018).

References

Finn, J., 2018. Counting boats on the estuary. The Estuary Review, 3(2), pp. 4-9.
Marlow, I., 2020. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-18.
Osei, M., 2018. Tides and tables. The Estuary Review, 4(2), pp. 14-19.
"""


def printed(*choices):
    """The keys that the style prints in the text, and the whole document."""
    decisions = Decisions(citations=choices)
    _, composed = pipeline.read_and_compose(TEXT.encode(), "source/a.txt", Config(), decisions)
    keys = []
    waiting = [json.loads(composed.document)["blocks"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
            if part.get("t") == "Cite":
                keys += [one["citationId"] for one in part["c"][0]]
        elif isinstance(part, list):
            waiting += part
    return sorted(keys), composed.document.decode()


def test_without_a_choice_a_name_spelt_otherwise_keeps_its_words():
    assert printed()[0] == ["osei2018"]


def test_an_entry_that_is_right_is_printed_by_the_style():
    assert printed(CitationDecision("(Marlowe, 2020)", "marlow2020"))[0] == [
        "marlow2020", "osei2018",
    ]  # fmt: skip


def test_words_that_stay_as_written_are_linked_and_not_printed_otherwise():
    keys, document = printed(CitationDecision("(Osei, 2018)", "finn2018", verdict="as-written"))
    assert keys == []
    assert "#ref-finn2018" in document
    assert "#ref-osei2018" not in document


@pytest.mark.parametrize("verdict", ["as-written", "none"])
def test_words_that_mean_no_entry_are_plain_text(verdict):
    keys, document = printed(CitationDecision("(Osei, 2018)", verdict=verdict))
    assert keys == []
    assert "#ref-osei2018" not in document
    assert "Osei," in document
