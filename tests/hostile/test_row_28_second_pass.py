"""Row 28: a second pass over an edited text changes nothing, whatever rules make for each other.

What one rule mends may be what an earlier one waited for; that is done in the same run. A text
that never comes to rest is told, and ends nothing. That the law holds for any text is tried in
`tests/properties/test_rule_laws.py`, by the fuzzer and on the corpus, not in each build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from copydesk import clean
from copydesk.clean import RULES
from copydesk.clean.engine import PASSES
from copydesk.clean.views import View
from copydesk.config import Config
from copydesk.model import Decisions, Edit, EditedText, Line, Submission

pytestmark = pytest.mark.check

NOTHING = Decisions()
#: What stands as it is, though each looks like the work of two rules.
LEFT_ALONE = (
    "She took a photograph (the last of them) an hour later.",
    "The price rose on p. 321 of the book.",
    "The mill, and the sea, is all that that town had.",
)
#: A text, and what one run makes of it; a run of one pass stops half way.
MADE_FOR_EACH_OTHER = (
    ("The mill was sold (in 2011)a hour later.", "The mill was sold (in 2011) an hour later."),
    ("He called it “the last”a FBI affair.", "He called it “the last” an FBI affair."),
    ("Nobody asked ?the “the miller” there.", "Nobody asked?“the miller” there."),
    ("See p.321th of the book.", "See p. 321st of the book."),
    ("It was the the the mill.", "It was the mill."),
)


def edited(text: str) -> EditedText:
    sent = Submission("a.txt", "", "text/plain", (Line(1, text),))
    copy = replace(clean.repair(sent, Config(), NOTHING), roles=("body",), language="en")
    return clean.edit(copy, Config(), NOTHING)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_settled_stays(text: str) -> None:
    assert edited(text).lines[0].text == text


@pytest.mark.parametrize(("text", "settled"), MADE_FOR_EACH_OTHER)
def test_what_rules_make_for_each_other_is_done_in_one_run(text: str, settled: str) -> None:
    done = edited(text)
    assert done.lines[0].text == settled
    assert done.queries == ()
    assert clean.edit(done, Config(), NOTHING) == done


def test_what_is_only_asked_is_asked_once() -> None:
    done = edited("It could of been.")
    assert [edit.status for edit in done.ledger] == ["proposed"]
    assert clean.edit(done, Config(), NOTHING) == done


def test_a_text_that_never_comes_to_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def growing(view: View) -> Iterator[Edit]:
        yield view.edit(0, 1, f"{view.text[0]}{view.text[0]}", "one more")

    restless = replace(RULES["space.double"], line=growing)
    monkeypatch.setitem(RULES, "space.double", restless)
    done = edited("b7")  # no word, or another rule mends its letters
    assert done.lines[0].text == "b" * (PASSES + 1) + "7"
    assert [query.code for query in done.queries] == ["desk.unstable"]
