"""Laws of the review copy, for any text and any ledger."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import clean, ledger
from copydesk.config import Config
from copydesk.model import Article, Back, Decisions, Edit, EditedText, Front, Mark
from copydesk.review import tracked
from properties.test_ledger_laws import edits, start
from properties.test_rule_laws import copies
from writers.tracked import accepted, changes, comments, rejected, written

Change = tuple[int, int, int, str]

#: With characters that markup, Word or XML itself make something of.
LETTERS = "ab “”,.é\u0301😀\t<&>]\u00ad\u200b\u2028\r"
UNWRITABLE = "\x00\x07\x0c\ud800\uffff"
HELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@st.composite
def edited_texts(draw: st.DrawFn, letters: str = LETTERS) -> EditedText:
    """An edited text after some rounds of edits, of which some only wait."""
    texts = draw(st.lists(st.text(letters, max_size=24), min_size=1, max_size=4))
    change = st.tuples(
        st.integers(0, len(texts) - 1), st.integers(0, 30), st.integers(0, 6),
        st.text(letters, max_size=4),
    )  # fmt: skip
    copy = start(texts)
    for batch in draw(st.lists(st.lists(change, max_size=5), max_size=4)):
        rule = draw(st.sampled_from(("test.rule", "desk.editor")))
        found = [replace(edit, rule=rule) for edit in edits(copy, batch)]
        copy = ledger.apply_edits(copy, found, fix=draw(st.booleans()))
    return copy


def article(copy: EditedText) -> Article:
    return Article(copy, Front(), (), Back())


@given(edited_texts())
def test_accepting_all_gives_the_edited_text_and_rejecting_all_what_was_received(
    copy: EditedText,
) -> None:
    data = written(article(copy))
    assert accepted(data) == [line.text for line in copy.lines]
    assert rejected(data) == [line.text for line in copy.submission.lines]


@given(copies())
def test_whatever_the_rules_make_of_hostile_lines_is_tracked_exactly(copy: EditedText) -> None:
    done = clean.edit(copy, Config(), Decisions())
    data = written(article(done))
    assert accepted(data) == [HELD.sub("", line.text) for line in done.lines]
    assert rejected(data) == [HELD.sub("", line.text) for line in done.submission.lines]


@given(edited_texts(LETTERS + UNWRITABLE))
def test_only_what_xml_cannot_hold_is_not_in_it(copy: EditedText) -> None:
    data = written(article(copy))
    assert accepted(data) == [HELD.sub("", line.text) for line in copy.lines]
    assert rejected(data) == [HELD.sub("", line.text) for line in copy.submission.lines]
    told = {line for line, _, words in comments(data) if "enc.control" in words[0]}
    assert told == {line.number for line in copy.submission.lines if HELD.search(line.text)}


@given(edited_texts())
def test_no_change_is_wider_than_its_edit(copy: EditedText) -> None:
    done = [edit for edit in copy.ledger if edit.status == "applied"]
    taken, given_ = Counter[str](), Counter[str]()
    for _, kind, words in changes(written(article(copy))):
        (taken if kind == "del" else given_).update(words)
    assert taken <= Counter("".join(edit.before for edit in done))
    assert given_ <= Counter("".join(edit.after for edit in done))


@given(edited_texts())
def test_every_edit_that_waits_is_one_comment(copy: EditedText) -> None:
    heads = [words[0] for _, _, words in comments(written(article(copy)))]
    waiting = [edit for edit in copy.ledger if edit.status == "proposed"]
    assert sorted(heads) == sorted(f"proposed · {one.rule} · {one.id}" for one in waiting)


@given(edited_texts(), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=6))
def test_looks_change_no_word(copy: EditedText, spans: Sequence[tuple[int, int]]) -> None:
    kinds = ("emph", "strong", "link", "sup", "sub", "code", "note")
    marks = tuple(
        Mark(low, high, kinds[at % len(kinds)])
        for at, (low, high) in enumerate(spans)
        if low < high
    )
    lines = tuple(replace(line, marks=marks) for line in copy.lines)
    sent = tuple(replace(line, marks=marks) for line in copy.submission.lines)
    looking = replace(copy, lines=lines, submission=replace(copy.submission, lines=sent))
    data = written(article(looking))
    assert accepted(data) == [line.text for line in copy.lines]
    assert rejected(data) == [line.text for line in copy.submission.lines]


def hostile(edits_: int) -> tuple[str, list[Edit]]:
    """A line of one paragraph with an edit at every third letter, in two rounds."""
    text = "ab  " * edits_
    first = [Edit("r.x", 1, 3 * at + 2, "  ", " ", "", "applied") for at in range(edits_)]
    second = [Edit("r.y", 1, 3 * at, "a", "x", "", "applied") for at in range(edits_)]
    return text, first + second


def spent(size: int) -> float:
    text, ledger = hostile(size)
    started = time.process_time()
    found = tracked.split_line(text, ledger)
    passed = time.process_time() - started
    assert "".join(piece.text for piece in found if piece.stands) == "xb " * size
    return passed


@pytest.mark.soak
def test_the_work_grows_with_the_edits_of_a_line_and_no_faster() -> None:
    small = min(spent(2_000) for _ in range(3))
    large = min(spent(16_000) for _ in range(3))
    assert large < 8 * small * 3
