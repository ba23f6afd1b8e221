"""The library of a desk: one entry for one work, near-twins apart."""

from __future__ import annotations

import json
import random
import tomllib

import pytest

from copydesk.references.merge import MergeRecord, merge_records
from ending import ending
from places import ROOT

FILE = ROOT / "tests" / "cases" / "library" / "merge.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


def records(case):
    return [
        MergeRecord(article, str(number), item, json.dumps(item), 0.9)
        for article, items in case["lists"].items()
        for number, item in enumerate(json.loads(items), 1)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_records_of_one_work_meet_and_near_twins_stay_apart(case):
    works = merge_records(records(case))
    found = {" ".join(f"{slug}.{key}" for slug, key in work.uses) for work in works}
    assert found == set(case["works"])
    assert all(bool(work.reasons) == (len(work.uses) > 1) for work in works)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_order_of_the_lists_changes_nothing(case):
    rows = records(case)
    expected = merge_records(rows)
    for seed in range(5):
        random.Random(seed).shuffle(rows)  # noqa: S311  seeded on purpose
        assert merge_records(rows) == expected


def test_at_least_as_many_cases_stay_apart_as_meet():
    apart = sum(case["name"].startswith("apart") for case in CASES)
    assert apart * 2 >= len(CASES)


LAM = {
    "type": "book", "title": "The Quiet Harbour", "publisher": "Tide House",
    "author": [{"family": "Lam", "given": "W."}], "issued": {"date-parts": [[2001]]},
}  # fmt: skip


def test_the_surest_record_wins_the_fullest_names_stand_and_conflicts_are_listed():
    fuller = LAM | {"author": [{"family": "Lam", "given": "Wei"}], "publisher": "Tide Hose",
                    "issued": {"date-parts": [[2001, 5]]}, "publisher-place": "Hull"}  # fmt: skip
    (work,) = merge_records(
        [MergeRecord("a", "lam", LAM, "", 0.9), MergeRecord("b", "lam", fuller, "", 0.5)]
    )
    assert work.csl["publisher"] == "Tide House"
    assert work.csl["publisher-place"] == "Hull"
    assert work.csl["author"] == [{"family": "Lam", "given": "Wei"}]
    assert work.csl["issued"] == {"date-parts": [[2001, 5]]}
    assert [(one.field, one.others) for one in work.conflicts] == [
        ("publisher", (("Tide Hose", ("b",)),))
    ]


def test_keys_are_unique_over_the_desk_and_stand_in_order():
    other = LAM | {"title": "Ebb"}
    works = merge_records(
        [MergeRecord("b", "lam2001", LAM, "", 0.9), MergeRecord("a", "lam2001", other, "", 0.9)]
    )
    assert [(work.key, work.csl["title"]) for work in works] == [
        ("lam2001a", "Ebb"), ("lam2001b", "The Quiet Harbour"),
    ]  # fmt: skip
    assert all(work.csl["id"] == work.key for work in works)


def test_a_thousand_articles_of_one_author_and_year_come_to_an_end():
    titles = [LAM | {"title": f"Harbour of the {at:05d} quays"} for at in range(5_000)]
    rows = [
        MergeRecord(f"a{at // 25}", str(at), titles[at % 5_000], "", 0.9) for at in range(25_000)
    ]
    with ending():
        works = merge_records(rows)
    assert len(works) == 5_000
