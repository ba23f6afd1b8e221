"""Decisions on citations and entries are written over earlier ones, and taken out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.model import CitationDecision, Decision, ReferenceDecision
from copydesk.review import sidecar

WRITTEN = """# notes of the desk
title = "The river's second bank"

[[citation]]
text = "(Marlow, 2020)"   # the captain knows
key = "marlow2020a"
place = "so it was (Marlow, 2020) in spring"

[[reference]]
raw = "Osei, K.  2019. Nets and knots."
csl = { volume = "3" }
"""
HERE = "so it was (Marlow, 2020) in spring"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.txt.desk.toml"
    place.write_text(WRITTEN, encoding="utf-8")
    return place


def enter(path: Path, decision: sidecar.Row) -> None:
    sidecar.revise(path, sidecar.enter(decision))


def citations(path: Path) -> list[tuple[str, str]]:
    return [(one.key, one.verdict) for one in sidecar.load(path).decisions.citations]


def test_a_later_choice_takes_the_place_of_the_first(path: Path) -> None:
    sidecar.revise(
        path, sidecar.enter(CitationDecision("(Marlow, 2020)", "marlow2020b", HERE, "Marlow, I."))
    )
    assert citations(path) == [("marlow2020b", "entry")]
    assert "# the captain knows" in path.read_text(encoding="utf-8")
    sidecar.revise(
        path, sidecar.enter(CitationDecision("(Marlow, 2020)", place=HERE, verdict="none"))
    )
    assert sidecar.load(path).decisions.citations == (
        CitationDecision("(Marlow, 2020)", place=HERE, verdict="none"),
    )


def test_a_choice_at_another_place_stands_beside_the_first(path: Path) -> None:
    other = CitationDecision("(Marlow, 2020)", "marlow2020b", "later on (Marlow, 2020)")
    enter(path, other)
    assert citations(path) == [("marlow2020a", "entry"), ("marlow2020b", "entry")]


def test_a_choice_for_all_takes_the_place_of_those_for_one(path: Path) -> None:
    enter(path, CitationDecision("(Marlow 2020)", "marlow2020b"))
    assert citations(path) == [("marlow2020b", "entry")]
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# notes of the desk\n")
    assert "Nets and knots" in text


def test_a_choice_can_be_taken_back(path: Path) -> None:
    gone = CitationDecision("(Marlow, 2020)", place="elsewhere")
    assert not sidecar.revise(path, sidecar.remove(gone))
    assert citations(path) == [("marlow2020a", "entry")]
    assert sidecar.revise(path, sidecar.remove(CitationDecision("(Marlow, 2020)", place=HERE)))
    assert citations(path) == []
    assert sidecar.load(path).decisions.title == "The river's second bank"


@pytest.mark.parametrize("table", ['csl = { volume = "3" }', '[reference.csl]\nvolume = "3"'])
def test_corrections_of_an_entry_add_up(path: Path, table: str) -> None:
    path.write_text(WRITTEN.replace('csl = { volume = "3" }', table), encoding="utf-8")
    raw = "Osei, K. 2019. Nets and knots."
    people = [{"family": "Osei", "given": "Kofi"}, {"literal": "World Harbour Bank"}]
    enter(path, ReferenceDecision(raw, {"author": people, "publisher": ""}))
    sidecar.revise(
        path, sidecar.enter(ReferenceDecision(raw, {"issued": {"date-parts": [[2020, 5]]}}))
    )
    enter(path, ReferenceDecision(raw, settled=True))
    (found,) = sidecar.load(path).decisions.references
    assert found.csl == {
        "volume": "3", "author": people, "publisher": "", "issued": {"date-parts": [[2020, 5]]},
    }  # fmt: skip
    assert found.settled


def test_what_is_settled_already_is_nothing_new(path: Path) -> None:
    entry = ReferenceDecision("Osei, K. 2019. Nets and knots.", settled=True)
    other = ReferenceDecision("Lam, T. 2001. Tides.", settled=True)
    assert sidecar.revise(path, sidecar.enter(entry, other))
    assert not sidecar.revise(path, sidecar.enter(entry, other))


def test_an_entry_is_corrected_beside_a_verdict_that_takes_the_place_of_another(
    path: Path,
) -> None:
    first, later = (
        Decision(name, "case.month", "may", "May", "may", "in ", " we", "stet")
        for name in ("a", "b")
    )
    enter(path, first)
    entry = ReferenceDecision("Lam, T. 2001. Tides.", {"title": "Tides"})
    sidecar.revise(path, sidecar.enter(later, entry, instead={later: first}))
    found = sidecar.load(path).decisions
    assert [one.id for one in found.edits] == ["b"]
    assert found.references[-1].csl == {"title": "Tides"}


def test_several_choices_at_once_are_all_kept(path: Path) -> None:
    at_a_place = CitationDecision("(Lam, 2001)", "lam2001", "as (Lam, 2001) says")
    for_all = CitationDecision("(Marlow, 2020)", "marlow2020b")
    enter(path, for_all)
    sidecar.revise(path, sidecar.enter(at_a_place, for_all))
    assert citations(path) == [("lam2001", "entry"), ("marlow2020b", "entry")]


def test_an_entry_of_other_words_gets_a_correction_of_its_own(path: Path) -> None:
    sidecar.revise(
        path, sidecar.enter(ReferenceDecision("Lam, T. 2001. Tides.", {"title": "Tides"}))
    )
    assert len(sidecar.load(path).decisions.references) == 2


def test_corrections_of_an_entry_can_be_forgotten(path: Path) -> None:
    assert not sidecar.revise(path, sidecar.remove(ReferenceDecision("Lam, T. 2001. Tides.")))
    assert sidecar.revise(path, sidecar.remove(ReferenceDecision("Osei, K. 2019. Nets and knots.")))
    assert sidecar.load(path).decisions.references == ()
    assert citations(path) == [("marlow2020a", "entry")]


def test_where_fields_come_from_is_kept_with_them(tmp_path: Path) -> None:
    path = tmp_path / "b.txt.desk.toml"
    found = ReferenceDecision(
        "Lam, T. 2001. Tides.",
        {"DOI": "10.5555/tide"},
        source="Crossref 10.5555/tide",
        retrieved="2026-11-24",
    )
    enter(path, found)
    assert sidecar.load(path).decisions.references == (found,)
