"""The tables of the house are read as Python's own reader of TOML reads them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import copydesk
from copydesk import tables

HOUSE = Path(copydesk.__file__).parent / "data"
NAMES = sorted(path.relative_to(HOUSE).with_suffix("").as_posix() for path in HOUSE.rglob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_the_same_to_tomllib(name: str) -> None:
    text = (HOUSE / f"{name}.toml").read_text(encoding="utf-8")
    assert tables.load_table(name) == tomllib.loads(text)


def test_the_tables_of_a_folder_are_named_and_nothing_else_in_it() -> None:
    words = {path.stem for path in (HOUSE / "words").glob("*.toml")}
    assert set(tables.list_tables("words")) == words
    assert any(path.suffix == ".txt" for path in (HOUSE / "words").iterdir())
