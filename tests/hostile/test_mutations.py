"""The table of mutations fits the code: each can be made, and its tests are there."""

from __future__ import annotations

import pytest
from mutations import Mutation, table

from places import ROOT

#: Hazards in the register.
ROWS = set(range(1, 35))


@pytest.mark.parametrize("one", table(), ids=lambda one: f"row {one.row}: {one.off}")
def test_a_mutation_can_be_made_and_its_tests_are_there(one: Mutation) -> None:
    text = (ROOT / one.file).read_text(encoding="utf-8")
    assert one.of(text) != text
    assert one.tests
    for test in one.tests:
        path, _, name = test.partition("::")
        content = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name.partition('[')[0]}(" in content if name else "def test_" in content


def test_every_row_of_the_register_has_one() -> None:
    assert {one.row for one in table()} == ROWS


def test_the_table_stands_in_the_order_of_the_register() -> None:
    assert [one.row for one in table()] == sorted(one.row for one in table())
