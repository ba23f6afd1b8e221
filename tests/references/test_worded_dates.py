"""What stands in an entry where others have a year is its date, or says that it has none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.model import Decisions, ReferenceDecision
from copydesk.references import parse_entry
from references.articles import parsed

CASES = Path(__file__).parent.parent / "cases" / "references" / "worded.toml"
ENTRIES = tomllib.loads(CASES.read_text("utf-8"))["entry"]


@pytest.mark.parametrize("case", ENTRIES, ids=[case["name"] for case in ENTRIES])
def test_words_in_place_of_a_year_are_read_and_no_others(case: dict[str, Any]) -> None:
    read = parse_entry(case["raw"])
    issued = read.csl.get("issued", {})
    assert read.csl["title"] == case["title"]
    assert issued.get("date-parts", [[None]])[0][0] == case.get("year")
    assert issued.get("literal", "") == case.get("date", "")
    assert read.undated == (case.get("date") == "")
    if "date" in case:
        assert read.leftovers == ()


def codes(raw: str, *decisions: ReferenceDecision) -> set[str]:
    return {query.code for query in parsed(raw, decisions=Decisions(references=decisions)).queries}


@pytest.mark.parametrize("case", ENTRIES, ids=[case["name"] for case in ENTRIES])
def test_a_year_is_asked_for_only_where_the_author_says_nothing_of_it(case: dict[str, Any]) -> None:
    wanted = "year" not in case and "date" not in case
    assert ("reference.missing-year" in codes(case["raw"])) == wanted


def test_a_date_that_the_editor_takes_away_is_not_asked_for() -> None:
    raw = "Lam, W. The quay. Hull: Tide Press."
    assert "reference.missing-year" in codes(raw)
    assert "reference.missing-year" not in codes(raw, ReferenceDecision(raw, {"issued": ""}))
