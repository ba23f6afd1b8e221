"""The laws of the ledger, for any text and any edits."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import ledger
from copydesk.errors import BrokenLaw
from copydesk.model import Edit, EditedText, Line, Mark, Submission, Verdict

TEXT = st.text("ab “”,.é\u0301😀\t", max_size=24)


def start(texts: list[str], marks: tuple[Mark, ...] = ()) -> EditedText:
    lines = tuple(Line(number, text, marks=marks) for number, text in enumerate(texts, 1))
    return EditedText(Submission("a.txt", "", "text/plain", lines), lines)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[str], list[list[tuple[int, int, int, str]]]]:
    """Texts, and rounds of changes given as (line, start, length, after)."""
    texts = draw(st.lists(TEXT, min_size=1, max_size=4))
    change = st.tuples(
        st.integers(0, len(texts) - 1),
        st.integers(0, 30),
        st.integers(0, 6),
        st.text("xyz ", max_size=4),
    )
    return texts, draw(st.lists(st.lists(change, max_size=5), max_size=4))


def edits(copy: EditedText, changes: list[tuple[int, int, int, str]]) -> list[Edit]:
    """The changes that say something about the current text."""
    found = []
    for at, offset, length, after in changes:
        text = copy.lines[at].text
        before = text[offset : offset + length]
        if offset <= len(text) and before != after:
            found.append(Edit("test.rule", at + 1, offset, before, after, "a test"))
    return found


def check(copy: EditedText) -> None:
    received, text = ledger.line_texts(copy.submission.lines), ledger.line_texts(copy.lines)
    ledger.check_ledger(received, text, copy.ledger)


@given(drawn=rounds(), fix=st.booleans())
def test_every_ledger_replays_and_reverts(
    *, drawn: tuple[list[str], list[list[tuple[int, int, int, str]]]], fix: bool
) -> None:
    texts, changes = drawn
    copy = start(texts)
    for batch in changes:
        copy = ledger.apply_edits(copy, edits(copy, batch), fix=fix)
    check(copy)
    if not fix:
        assert copy.lines == copy.submission.lines


@given(rounds())
def test_ids_are_unique(drawn: tuple[list[str], list[list[tuple[int, int, int, str]]]]) -> None:
    texts, changes = drawn
    copy = start(texts)
    for batch in changes:
        copy = ledger.apply_edits(copy, edits(copy, batch), fix=True)
    ids = [edit.id for edit in copy.ledger]
    assert len(ids) == len(set(ids))


@given(rounds())
def test_the_received_span_of_an_edit_lies_in_the_received_line(
    drawn: tuple[list[str], list[list[tuple[int, int, int, str]]]],
) -> None:
    texts, changes = drawn
    copy = start(texts)
    for batch in changes:
        copy = ledger.apply_edits(copy, edits(copy, batch), fix=True)
    for edit in copy.ledger:
        low, high = edit.span
        assert 0 <= low <= high <= len(texts[edit.line - 1])


@given(rounds())
def test_unchanged_runs_hold_the_same_text_as_the_received_line(
    drawn: tuple[list[str], list[list[tuple[int, int, int, str]]]],
) -> None:
    texts, changes = drawn
    copy = start(texts)
    for batch in changes:
        copy = ledger.apply_edits(copy, edits(copy, batch), fix=True)
    for line in copy.lines:
        for at, received, length in line.runs:
            assert line.text[at : at + length] == texts[line.number - 1][received:][:length]


@given(rounds(), st.integers(0, 20), st.integers(1, 20))
def test_marks_stay_inside_their_line(
    drawn: tuple[list[str], list[list[tuple[int, int, int, str]]]], low: int, size: int
) -> None:
    texts, changes = drawn
    short = min(len(text) for text in texts)
    marks = (Mark(low, low + size, "emph"),) if low + size <= short else ()
    copy = start(texts, marks)
    for batch in changes:
        copy = ledger.apply_edits(copy, edits(copy, batch), fix=True)
    for line in copy.lines:
        for mark in line.marks:
            assert 0 <= mark.start < mark.end <= len(line.text)


@given(TEXT, st.integers(0, 20), st.integers(1, 6))
def test_a_mark_keeps_its_words_when_the_text_around_it_changes(
    text: str, low: int, size: int
) -> None:
    line = f"[{text}]" + "emphasis" + f"({text})"
    at = line.index("emphasis")
    copy = start([line], (Mark(at, at + 8, "emph"),))
    outside = [(0, low, size, "x")] if low + size <= at else [(0, at + 8, size, "x")]
    copy = ledger.apply_edits(copy, edits(copy, outside), fix=True)
    [mark] = copy.lines[0].marks
    assert copy.lines[0].text[mark.start : mark.end] == "emphasis"


REPEATED = ["the  bloc"] * 4


def doubles(copy: EditedText) -> list[Edit]:
    return [
        Edit("space.double", line.number, 3, "  ", " ", "two blanks")
        for line in copy.lines
        if "  " in line.text
    ]


@given(
    chosen=st.dictionaries(st.integers(0, 3), st.sampled_from(["stet", "accept"])),
    fix=st.booleans(),
)
def test_equal_edits_keep_their_numbers_through_every_pass(
    *, chosen: dict[int, Verdict], fix: bool
) -> None:
    first = ledger.apply_edits(start(REPEATED), doubles(start(REPEATED)), fix=False)
    verdicts: Mapping[str, Verdict] = {first.ledger[at].id: said for at, said in chosen.items()}
    copy = start(REPEATED)
    for _ in range(3):
        copy = ledger.apply_edits(copy, doubles(copy), fix=fix, verdicts=verdicts)
    check(copy)
    assert len(copy.ledger) == len(REPEATED)
    for at, line in enumerate(copy.lines):
        said = chosen.get(at)
        assert (line.text == "the bloc") == (said == "accept" or (fix and said != "stet"))


def test_nothing_is_proposed_when_only_accepted_edits_are_wanted() -> None:
    copy = start(REPEATED)
    assert ledger.apply_edits(copy, doubles(copy), fix=False, propose=False) == copy


def test_an_edit_that_does_not_fit_the_text_breaks_the_law() -> None:
    with pytest.raises(BrokenLaw):
        ledger.apply_edits(start(["abc"]), [Edit("test.rule", 1, 1, "x", "y", "")], fix=True)


@given(st.lists(st.text("ab-", max_size=5), min_size=2, max_size=5), st.data())
def test_joined_and_split_lines_replay_and_revert(texts: list[str], data: st.DataObject) -> None:
    text = dict(enumerate(texts, 1))
    low = data.draw(st.integers(1, len(texts) - 1))
    breaks = data.draw(st.integers(1, len(texts) - low))
    inner = [text[number] for number in range(low + 1, low + breaks)]
    before = "\n" + "".join(f"{piece}\n" for piece in inner)
    join = Edit("structure.join", low, len(text[low]), before, " ", "", "applied")
    after = ledger.replay_edits(text, [join])
    assert ledger.revert_edits(after, [join]) == text
    middle = len(after[low]) // 2
    split = Edit("structure.split", low, middle, "", "\n", "", "applied")
    assert ledger.revert_edits(ledger.replay_edits(after, [split]), [split]) == after
    assert ledger.revert_edits(ledger.replay_edits(text, [join, split]), [join, split]) == text
