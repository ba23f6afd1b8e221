"""Laws of the sidecar: what is written is what is read, of decisions on different things."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.model import (
    CitationDecision,
    CitationVerdict,
    Decision,
    Decisions,
    PictureDecision,
    ReferenceDecision,
    Role,
    RoleDecision,
)
from copydesk.registry import EDITOR
from copydesk.review import sidecar
from copydesk.review.sidecar.values import letters
from sidecars import write_sidecar
from soaking import drawn

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
named = words.filter(bool)
decisions = st.builds(
    Decision, named, words, words, words, words, words, words,
    st.sampled_from(["stet", "accept"]), st.integers(0, 9),
)  # fmt: skip
printed = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]).filter(str.isprintable), max_size=20
)
said = printed.filter(str.strip) | st.just("")
numbers = st.integers(-(2**53), 2**53)
people = st.lists(
    st.fixed_dictionaries({"family": printed, "given": printed}), min_size=1, max_size=2
)
days = st.tuples(st.integers(1, 3000), st.integers(1, 12), st.integers(1, 31))
dates = st.builds(lambda day, size: {"date-parts": [list(day[:size])]}, days, st.integers(1, 3))
items = st.fixed_dictionaries(
    {}, optional={"title": printed, "volume": numbers, "author": people, "issued": dates}
)
#: A rewriting says what it stands in place of.
rewrites = st.builds(
    Decision, st.just(""), st.just(EDITOR), st.just(""), printed, named, words, words,
    st.just("accept"), st.integers(0, 9),
)  # fmt: skip
verdicts = st.sampled_from(get_args(CitationVerdict))
sidecars = st.builds(
    Decisions,
    slug=st.from_regex(r"[a-z]{5,9}", fullmatch=True) | st.just(""),
    title=said,
    date=said,
    authors=st.lists(printed.filter(str.strip), max_size=3).map(tuple),
    edits=st.lists(decisions, max_size=3, unique_by=lambda one: one.id).map(tuple),
    roles=st.lists(
        st.builds(RoleDecision, words, st.sampled_from(get_args(Role)), words), max_size=2,
        unique_by=lambda one: (one.text.strip(), one.prefix.strip()),
    ).map(tuple),
    citations=st.lists(
        st.builds(CitationDecision, words, printed, words, words, verdicts), max_size=2,
        unique_by=lambda one: letters(one.text),
    ).map(tuple),
    references=st.lists(
        st.builds(ReferenceDecision, words, items, st.booleans(), printed, printed),
        max_size=2, unique_by=lambda one: tuple(one.raw.split()),
    ).map(tuple),
    rewrites=st.lists(rewrites, max_size=2, unique=True).map(tuple),
    pictures=st.lists(
        st.builds(
            PictureDecision, words, printed.map(lambda one: " ".join(one.split())), printed, words
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=drawn(60))
@given(sidecars)
def test_what_is_entered_is_loaded_again(decided: Decisions) -> None:
    text = write_sidecar(decided, {"style": {"csl": "apa"}})
    assert sidecar.loads(text.encode(), "x") == sidecar.Sidecar(decided, {"style": {"csl": "apa"}})
    assert write_sidecar(decided, {"style": {"csl": "apa"}}) == text
