from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

import pytest

from copydesk.newsletter import excerpt
from copydesk.system import xml
from places import ROOT

CASES: dict[str, Any] = tomllib.loads((ROOT / "tests/cases/mail/excerpts.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_an_excerpt_ends_where_a_sentence_does(name: str) -> None:
    case = CASES[name]
    blocks = xml.fragment(case["blocks"].encode())
    before = deepcopy(blocks)
    made, whole = excerpt.take_beginning(blocks, case["words"])
    assert xml.text(made) == f"<div>{case['shown']}</div>"
    assert whole == case.get("whole", False)
    assert xml.text(blocks) == xml.text(before)  # the article is as it was
