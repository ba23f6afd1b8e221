"""Laws where rules meet: paragraphs put together from the cases of all of them.

What one rule writes is what the next one reads, so the texts that make rules fire are
joined at random; and an editor may refuse or take any of their edits, one by one.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import clean, ledger, readers
from copydesk.clean import RULES
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Decision, Decisions, Edit, EditedText, Line, Role, Submission, Verdict
from copydesk.review.sidecar import quote_edit
from soaking import drawn, some

CONFIG = Config()
NOTHING = Decisions()
FOLDER = Path(__file__).parents[1] / "cases" / "rules"


def fragments() -> list[tuple[str, str]]:
    """(role, text) of each line of each case, what must change and what must not."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        texts = chain(file["leaves"], (text for text, _ in file["fixes"]))
        for line in chain.from_iterable(text.split("\n") for text in texts):
            role, bar, rest = line.partition("| ")
            own = bool(bar) and role in get_args(Role)
            found.append((role if own else file.get("role", "body"), rest if own else line))
    return sorted({(role, text) for role, text in found if text.strip()})


FRAGMENTS = fragments()
JOINTS = (" ", ". ", ", ", "; ", " “", "” ", ' "', '" ', " (", ") ", " – ", "", "  ", "’s ", ".")


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, str]:
    """A role and a line of it, put together from the cases of several rules."""
    role, text = draw(st.sampled_from(FRAGMENTS))
    for _ in range(draw(st.integers(0, 4))):
        text += draw(st.sampled_from(JOINTS)) + draw(st.sampled_from(FRAGMENTS))[1]
    return role, text


@st.composite
def copies(draw: st.DrawFn) -> EditedText:
    drawn = draw(st.lists(lines() | st.just(("", "")), min_size=1, max_size=6))
    return labelled([text for _, text in drawn], [role for role, _ in drawn])


def labelled(texts: list[str], roles: Iterable[str], language: str = "en") -> EditedText:
    """A submission of `texts` that somebody has labelled."""
    sent = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    copy = EditedText(Submission("a.txt", "", "text/plain", sent), sent)
    known = tuple(
        (role or "body") if text else None for text, role in zip(texts, roles, strict=True)
    )
    return replace(copy, language=language, roles=known)  # type: ignore[arg-type]


def desk(copy: EditedText, decisions: Decisions = NOTHING, *, stale: bool = False) -> EditedText:
    """`copy` repaired and edited under `decisions`, the laws of its ledger checked."""
    repaired = clean.repair(copy.submission, CONFIG, decisions)
    ready = replace(repaired, language=copy.language, roles=copy.roles)
    done = clean.edit(ready, CONFIG, decisions)
    ledger.check_ledger(
        ledger.line_texts(done.submission.lines), ledger.line_texts(done.lines), done.ledger
    )
    asked = {query.code for query in done.queries if query.code.startswith("desk.")}
    assert asked <= ({"desk.stale-decision"} if stale else set())
    if not stale:
        assert clean.edit(done, CONFIG, decisions) == done
    return done


def verdict(done: EditedText, edits: Iterable[Edit], said: Verdict) -> Decisions:
    """`said` of each of `edits`, all of `done`, as a sidecar keeps them."""
    return Decisions(
        edits=tuple(quote_edit(edit, done.submission, said, done.ledger) for edit in edits)
    )


def can_be_told(done: EditedText, edit: Edit) -> bool:
    """Whether something in the text tells `edit` from others that read like it."""
    try:
        quote_edit(edit, done.submission, "stet", done.ledger)
    except UsageError:
        return False
    return True


def refusable(done: EditedText) -> list[Edit]:
    return [
        edit
        for edit in done.ledger
        if edit.status == "applied" and edit.rule != "enc.control" and can_be_told(done, edit)
    ]


@settings(max_examples=drawn(150))
@given(copies())
def test_the_ledger_holds_and_a_second_run_adds_nothing_where_rules_meet(copy: EditedText) -> None:
    desk(copy)


@given(copies(), st.data())
def test_an_edit_that_is_refused_leaves_its_words_and_the_rest_is_lawful(
    copy: EditedText, data: st.DataObject
) -> None:
    first = desk(copy)
    if edits := refusable(first):
        refused = data.draw(st.sampled_from(edits))
        done = desk(copy, verdict(first, [refused], "stet"))
        [kept] = [edit for edit in done.ledger if edit.id == refused.id]
        assert kept.status == "stet"
        assert kept.before == refused.before


def takeable(done: EditedText) -> list[Edit]:
    """The proposals of `done`, of those about the same words the first one."""
    found: list[Edit] = []
    reach = (0, -1)
    for edit in sorted(done.ledger, key=lambda edit: (edit.line, edit.span)):
        free = edit.status == "proposed" and (edit.line, edit.span[0]) >= reach
        if free and can_be_told(done, edit):
            found.append(edit)
            reach = (edit.line, max(edit.span[1], edit.span[0] + 1))
    return found


@settings(max_examples=drawn(150))
@given(copies())
def test_taking_every_proposal_gives_a_text_that_settles(copy: EditedText) -> None:
    first = desk(copy)
    taken = takeable(first)
    done = desk(copy, verdict(first, taken, "accept"))
    still = {edit.id for edit in done.ledger if edit.status == "proposed"}
    assert still.isdisjoint(edit.id for edit in taken)


def test_a_proposal_that_brings_up_another_which_reads_like_it_is_taken_all_the_same() -> None:
    copy = labelled(["Austria and Australia Kieran met Kiernan"] * 2, ["body", "body"])
    [proposal] = desk(copy).ledger
    done = desk(copy, verdict(desk(copy), [proposal], "accept"))
    assert [(edit.line, edit.status) for edit in done.ledger] == [(1, "applied"), (2, "proposed")]


@given(copies())
def test_refusing_edits_until_none_is_left_leaves_the_text_as_received(copy: EditedText) -> None:
    refused: dict[str, Decision] = {}
    for _ in range(4):
        # What a refused edit would have made possible does not arise, and is stale then.
        done = desk(copy, Decisions(edits=tuple(refused.values())), stale=True)
        if not (left := refusable(done)):
            break
        refused |= {one.id: one for one in verdict(done, left, "stet").edits}
    # What cannot be refused: control characters, and edits that read alike all around.
    kept = [edit for edit in done.ledger if edit.status == "applied"]
    assert all(edit.rule == "enc.control" or not can_be_told(done, edit) for edit in kept)
    assert ledger.revert_edits(ledger.line_texts(done.lines), kept) == ledger.line_texts(copy.lines)


@given(st.lists(lines(), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_a_rule_that_looks_at_one_line_does_not_care_where_it_stands(drawn, random) -> None:
    """Lines parted by empty ones keep their edits in any order."""
    alone = {name for name, rule in RULES.items() if rule.line is not None}

    def found(order: list[tuple[str, str]]) -> list[tuple[str, str, int, str, str]]:
        texts = list(chain.from_iterable((text, "") for _, text in order))
        roles = list(chain.from_iterable((role, "") for role, _ in order))
        done = run_alone(labelled(texts, roles), alone)
        return sorted((texts[e.line - 1], e.rule, e.start, e.before, e.after) for e in done.ledger)

    other = list(drawn)
    random.shuffle(other)
    assert found(drawn) == found(other)


def run_alone(copy: EditedText, names: set[str]) -> EditedText:
    from copydesk.clean.engine import RulePlan, run_rules

    order = [name for name in (*clean.REPAIR, *clean.EDIT) if name in names]
    return run_rules(copy, RulePlan(order, CONFIG, {}))


def articles(corpus: Path) -> list[tuple[str, EditedText]]:
    found = []
    for path in some(sorted(corpus.glob("*/raw.txt"))):
        sent = readers.read(path.read_bytes(), path.name, CONFIG)
        copy = EditedText(sent, sent.lines)
        roles = tuple("body" if line.text else None for line in sent.lines)
        found.append((path.parent.name, replace(copy, roles=roles, language="en")))
    return found


def test_the_laws_hold_on_the_whole_corpus(corpus: Path) -> None:
    for name, copy in articles(corpus):
        first = desk(copy)
        desk(copy, verdict(first, takeable(first), "accept"))
        applied = refusable(first)
        for edit in applied[:: max(1, len(applied) // 2)]:
            done = desk(copy, verdict(first, [edit], "stet"))
            assert [e.status for e in done.ledger if e.id == edit.id] == ["stet"], (name, edit)


@pytest.mark.soak
@pytest.mark.parametrize("file", ["errors.jsonl", "clean.jsonl"])
def test_the_laws_hold_on_marked_slips_and_on_clean_prose(data: Path, file: str) -> None:
    for row in (data / "typos" / file).read_text("utf-8").splitlines():
        asked = json.loads(row)
        texts = asked.get("paragraphs") or [asked["text"], *asked.get("context", [])]
        copy = labelled(texts, ["body"] * len(texts))
        first = desk(copy)
        if taken := takeable(first):
            desk(copy, verdict(first, taken, "accept"))
        for edit in refusable(first):
            done = desk(copy, verdict(first, [edit], "stet"))
            assert [e.status for e in done.ledger if e.id == edit.id] == ["stet"], (
                asked["id"],
                edit,
            )
