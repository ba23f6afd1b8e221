"""Every change is in the ledger: a text that it does not lead to, or back from, is given out by
nobody. The laws of the ledger itself are in `tests/properties/test_ledger_laws.py`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import clean, pipeline, readers, verify
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Decisions, EditedText, Line, Submission

pytestmark = pytest.mark.check

TEXT = "The  ferry left at dawn.\n\nIt came  back at noon."


@pytest.fixture
def received() -> Submission:
    return readers.read(TEXT.encode(), "a.txt", Config())


@pytest.fixture
def repaired(received: Submission) -> EditedText:
    copy = pipeline.label(received, Config(), Decisions())
    copy = clean.edit(copy, Config(), Decisions())
    assert len(copy.ledger) == 2
    return copy


def test_what_the_ledger_leads_to_is_given_out(received: Submission, repaired: EditedText) -> None:
    verify.check_edited(received, repaired)


def test_a_word_changed_behind_the_ledger_is_seen(
    received: Submission, repaired: EditedText
) -> None:
    first, *rest = repaired.lines
    secretly = Line(first.number, first.text.replace("dawn", "dusk"))
    with pytest.raises(BrokenLaw) as caught:
        verify.check_edited(received, replace(repaired, lines=(secretly, *rest)))
    assert caught.value.code == "law.replay"


def test_an_edit_that_was_left_out_is_seen(received: Submission, repaired: EditedText) -> None:
    with pytest.raises(BrokenLaw):
        verify.check_edited(received, replace(repaired, ledger=repaired.ledger[:1]))


def test_another_text_than_the_received_one_is_seen(repaired: EditedText) -> None:
    other = readers.read(TEXT.replace("ferry", "barge").encode(), "a.txt", Config())
    with pytest.raises(BrokenLaw):
        verify.check_edited(other, repaired)
