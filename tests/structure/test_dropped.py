"""Prose left out in quantity is asked about, but not where its place shows whose it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, RoleDecision, Submission
from copydesk.structure import label, labeller

HARBOUR = "The harbour was quiet that winter, and the ferries, which nobody took, came and went. "
ARTICLE = (
    "A quiet harbour",
    "By Mara Osei",
    *(f"{place} kept. {HARBOUR * 4}" for place in "ABCDE"),
)
OTHER = tuple(f"{name} has no pier. {HARBOUR * 3}" for name in ("Hull", "Leith", "Cork", "Brest"))
TEASER = ("Read how the storm came to Hull, and who saw it first.",)


def labelled(
    aside: Sequence[str], zone: str = "footer", decisions: Decisions | None = None
) -> EditedText:
    """A page with an article, and `aside` in another zone below it."""
    told = [*((text, "main") for text in ARTICLE), *((text, zone) for text in aside)]
    lines = tuple(Line(at, text, zone=zone) for at, (text, zone) in enumerate(told, start=1))
    edited = EditedText(Submission("a.html", "", "text/html", lines), lines)
    return label(edited, Config(), decisions or Decisions())


def asked(edited: EditedText) -> list[int]:
    return [query.line for query in edited.queries if query.code == "structure.dropped"]


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A net that takes what is not in the main text for the site's, and is sure of it."""

    def compute(features: labeller.Features, _: object) -> labeller.Floats:
        main = features.column("main") > 0
        logits = np.zeros((len(main), len(labeller.ROLES)), np.float32)
        logits[main, labeller.ROLES.index("body")] = 20
        logits[~main, labeller.ROLES.index("furniture")] = 20
        return logits

    monkeypatch.setattr(labeller, "compute_logits", compute)


@pytest.mark.usefixtures("certain")
def test_a_teaser_below_the_article_is_left_out_without_a_question() -> None:
    edited = labelled(TEASER)
    assert edited.roles[-1] == "furniture"
    assert asked(edited) == []


@pytest.mark.usefixtures("certain")
def test_a_long_text_below_the_article_is_asked_about_at_its_first_line() -> None:
    edited = labelled(OTHER)
    assert set(edited.roles[len(ARTICLE) :]) == {"furniture"}
    assert asked(edited) == [len(ARTICLE) + 1]


def test_comments_of_readers_are_left_out_without_a_question() -> None:
    edited = labelled(OTHER, "comments")
    assert set(edited.roles[len(ARTICLE) :]) == {"furniture"}
    assert asked(edited) == []


@pytest.mark.usefixtures("certain")
def test_what_the_editor_has_decided_is_not_asked_again() -> None:
    decided = Decisions(roles=tuple(RoleDecision(text, "furniture") for text in OTHER))
    assert asked(labelled(OTHER, decisions=decided)) == []


def test_a_text_without_a_site_is_left_whole() -> None:
    lines = tuple(Line(at, text) for at, text in enumerate(ARTICLE, start=1))
    edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    assert {"furniture", "cta"}.isdisjoint(label(edited, Config(), Decisions()).roles)
