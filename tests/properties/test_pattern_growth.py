"""Every pattern of the rules takes time that grows with its text, and no faster."""

from __future__ import annotations

import re

import pytest
from patterns import modules, patterns, slow

from copydesk import clean
from copydesk.clean.rules import PatternRule

pytestmark = pytest.mark.soak

FOUND = patterns(modules(clean)) | {
    f"{code} {number} {key.strip('_')}": pattern
    for code, rule in clean.RULES.items()
    if isinstance(rule.line, PatternRule)
    for number, find in enumerate(rule.line.finds)
    for key, pattern in vars(find).items()
    if isinstance(pattern, re.Pattern)
}


@pytest.mark.parametrize("name", FOUND)
def test_the_work_of_a_pattern_grows_with_the_text_and_no_faster(name: str) -> None:
    assert slow(FOUND[name]) == ""


def test_patterns_are_found_wherever_they_lie() -> None:
    assert {name.split(".")[2] for name in FOUND if name.startswith("copydesk.")} >= {
        "grammar",
        "views",
        "repair",
        "quotes",
    }
    assert "space.double 0 pattern" in FOUND  # in a row of the table
    assert "copydesk.clean.repair._sequences" in FOUND  # behind a cache
    assert any(name.startswith("copydesk.clean.views, line") for name in FOUND)  # in a call


@pytest.mark.parametrize(
    "careless",
    [
        r"\s+$", r"(?:\w+)+%", r"[\w.]+@\w", r"(?:[^,]+,)*;", r"“[^”]+”", r"\d+(?:,\d+)*%",
        r"x.*y.*z",
        r"(?<=\d)[A-Z]?\d+\.", r"(?:ab|a|b)*c", r"the\s+(?:\w+\s+)*end",
    ],
)  # fmt: skip
def test_a_pattern_that_grows_faster_is_noticed(careless: str) -> None:
    assert slow(re.compile(careless))


@pytest.mark.parametrize(
    "careful",
    [
        r"(?<!\s)\s++$",
        r"(?<![\w.])[\w.]++@\w",
        r"“[^“”]{1,80}”",
        r"(?<![\d,])\d++(?:,\d++)*+%",
        r"[a-z]+",
    ],
)
def test_a_pattern_that_does_not_is_left_in_peace(careful: str) -> None:
    assert slow(re.compile(careful)) == ""
