"""The card of a picture without words: what it shows is typed there, or that it adds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from copydesk.errors import UsageError
from copydesk.model import PictureDecision
from copydesk.review import sidecar
from copydesk.review.browser import take_action
from copydesk.review.browser.items import ReviewItem
from copydesk.review.browser.session import Desk, ReviewSession
from copydesk.review.browser.take_action import WorkerCall

TEXT = """# The quay at Low Harbour

By Ines Marlow

The quay was never surveyed, and the pilots of the harbour got nothing but the blame for it.

![](quay.png)

Nobody can say who closed it, though the council of the town was asked about it twice.
"""


@pytest.fixture
def session(tmp_path: Path) -> ReviewSession:
    (tmp_path / "source" / "quay.files").mkdir(parents=True)
    (tmp_path / "source" / "quay.md").write_text(TEXT, encoding="utf-8")
    Image.new("RGB", (64, 40), (9, 80, 120)).save(tmp_path / "source" / "quay.files" / "quay.png")
    desk = Desk(tmp_path)
    return ReviewSession(desk, desk.documents[0])


def item(session: ReviewSession, code: str) -> ReviewItem:
    return next(one for one in session.snapshot().items if one.code == code)


def do(session: ReviewSession, one: ReviewItem, action: str, value: object = None) -> str:
    return take_action.decide_item(
        session, WorkerCall("decide", "salt", session.version(), one.name, action, value)
    )


def decided(session: ReviewSession) -> tuple[PictureDecision, ...]:
    return sidecar.load(session.sidecar).decisions.pictures


@pytest.mark.parametrize("words", ["", "  ", "…"])
def test_what_says_nothing_is_not_written(session: ReviewSession, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        do(session, item(session, "compose.picture-alt"), "describe", words)
    assert caught.value.code == "usage.picture"
    assert not decided(session)


@pytest.mark.parametrize(
    ("action", "value", "alt"), [("describe", " A barge ", "A barge"), ("decorative", None, "")]
)
def test_it_is_answered_listed_and_taken_back(
    session: ReviewSession, action: str, value: str | None, alt: str
) -> None:
    asked = item(session, "compose.picture-alt")
    assert (asked.state, asked.line) == ("open", 7)
    do(session, asked, action, value)
    assert [(one.target, one.alt) for one in decided(session)] == [("quay.png", alt)]
    items = session.snapshot().items
    assert not [one for one in items if one.code == "compose.picture-alt"]
    (kept,) = (one for one in items if one.code == "desk.picture")
    assert (kept.state, kept.line) == ("decided", 7)
    do(session, kept, "forget")
    assert not decided(session)
    assert item(session, "compose.picture-alt") == asked


def test_what_fits_no_picture_any_more_is_taken_out(session: ReviewSession) -> None:
    do(session, item(session, "compose.picture-alt"), "describe", "A barge")
    source = session.desk.root / "source"
    Image.new("RGB", (64, 40), "white").save(source / "quay.files" / "quay.png")
    lost = item(session, "desk.stale-decision")
    do(session, lost, "drop")
    assert not decided(session)
