"""Lines that the width of a page, or a hand, has broken stand together; verses do not."""

from __future__ import annotations

import tomllib
from pathlib import Path

from copydesk.structure import paragraphs

CASE = Path(__file__).parents[1] / "cases" / "structure" / "wrapped-by-hand.toml"


def test_a_line_that_breaks_early_stays_with_its_paragraph() -> None:
    rows = tomllib.loads(CASE.read_text(encoding="utf-8"))["article"].strip("\n").split("\n")
    texts = ["" if row == "." else row.partition(" | ")[2] for row in rows]
    units = paragraphs.units(texts)
    assert [len(unit) for unit in units if len(unit) > 1] == [3, 7]
    assert [texts[unit[0]] for unit in units[-3:]] == [
        "They sang, says one of them,",
        "of the boat and the bell",
        "and the water between.",
    ]


def test_a_parted_word_goes_on_in_a_text_that_is_not_wrapped() -> None:
    assert paragraphs.units(["The rule is self-", "evident."]) == [(0, 1)]


def test_a_dash_an_item_and_a_capital_begin_their_own_lines() -> None:
    for above, below in (
        ("He stopped -", "and went on."),
        ("The rule is self-", "- evident"),
        ("The North-", "Sea Link"),
        ("pre-", ""),
    ):
        assert (0, 1) not in paragraphs.units([above, below])
