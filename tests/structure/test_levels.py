"""The levels of headings that no format tells: by their numbers."""

from __future__ import annotations

import pytest

from copydesk.structure.blocks import find_depths, find_levels
from copydesk.structure.passage import Passage

PROSE = Passage("body", "The ferry was late, and nobody minded.", (1,))


def found(*texts: str) -> list[int]:
    """The levels of headings `texts` with prose below each; "" for one right below another."""
    passages = [one for text in texts for one in (Passage("heading", text, (1,)), PROSE) if text]
    return list(find_levels(passages).values())


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("1. Rope", "1.1 Hemp", "1.1.1 Knots", "2. Tar", "3. Salt"), [2, 3, 4, 2, 2]),
        (("1 Rope", "1.1 Hemp", "2 Tar"), [2, 3, 2]),
        (("I. Rope", "II. Tar", "III. Salt"), [2, 2, 2]),
        (("§ 4 Rope", "§ 5 Tar"), [2, 2]),
        (("Preface", "1. Rope", "2. Tar", "Thanks"), [2, 2, 2, 2]),
        (("2.1 Hemp", "2.2 Sisal"), [2, 2]),
    ],
)  # fmt: skip
def test_numbers_tell_the_levels(texts: tuple[str, ...], wanted: list[int]) -> None:
    assert found(*texts) == wanted


def test_a_part_right_above_its_first_section_is_higher() -> None:
    rows = ["Part one", "1. Rope", "", "2. Tar", "", "Part two", "1. Salt", ""]
    passages = [Passage("heading", text, (1,)) if text else PROSE for text in rows]
    assert list(find_levels(passages).values()) == [2, 3, 3, 2, 3]


@pytest.mark.parametrize(
    "texts",
    [
        ("7 knots to know", "8 ropes to own"),
        ("2019: the storm", "2020: the calm"),
        ("I. Osei speaks", "Mara answers"),
        ("C. Quill", "D. Vik"),
        ("3. The rope",),
        ("12.5 metres of rope", "The tar"),
    ],
)
def test_what_counts_nothing_is_no_number(texts: tuple[str, ...]) -> None:
    assert set(find_depths(texts)) == {0}


def test_a_heading_below_another_has_its_level() -> None:
    passages = [Passage("heading", "Rope", (1,)), Passage("heading", "Hemp", (2,)), PROSE]
    assert find_levels(passages) == {0: 2, 1: 2}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        # Leave alone: what no number contradicts, numbers without a section, lists in sections.
        (["1 Rope:2", "1.1 Hemp:3", "Fibres:4", "1.2 Sisal:3"], [2, 3, 4, 3]),
        (["Rope:2", "1. Hemp:3", "2. Sisal:3", "Tar:2", "1. Wood:3"], [2, 3, 3, 2, 3]),
        (["2.1 Hemp:2", "2.2 Sisal:2"], [2, 2]),
        (["1 Rope:2", "Knots:3", "1.1 Hemp:4"], [2, 3, 4]),
        (["2 Rope:2", "2019: the storm:2", "2.5 metres:0"], [2, 2, 3]),
        # One size of letters for two depths, or for all.
        (["Notice:1", "1 Rope:1", "1.1 Hemp:1", "1.1.1 Knots:1", "2 Tar:1"], [2, 2, 3, 4, 2]),
        (["1. Rope:2", "1.1. Hemp:3", "1.1.1. Knots:3", "1.2. Sisal:3"], [2, 3, 4, 3]),
        (["1 Rope:2", "1.1 Hemp:2", "Fibres:3", "2 Tar:2", "Thanks:2"], [2, 3, 4, 2, 2]),
        (["1 Rope:2", "1.1 Hemp:1", "2 Tar:2"], [2, 3, 2]),
    ],
)  # fmt: skip
def test_numbers_part_what_a_format_sets_alike(rows: list[str], wanted: list[int]) -> None:
    parts = (row.rpartition(":") for row in rows)
    told = [Passage("heading", text, (1,), hint=f"heading:{level}") for text, _, level in parts]
    assert list(find_levels(told).values()) == wanted
