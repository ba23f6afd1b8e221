"""Which blocks of a page are its main text: how they are matched, and where it is overruled."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from lxml.html import document_fromstring

from copydesk.readers.html import main_text
from copydesk.readers.html.blocks import BlockReader
from copydesk.readers.html.main_text import BlockEvidence, match_blocks
from copydesk.readers.html.notes import FoundNotes
from copydesk.readers.html.page import PageContext, count_prose
from copydesk.readers.html.zones import find_zones

FILE = Path(__file__).parents[1] / "cases" / "readers" / "main_text.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
#: What makes a paragraph prose.
LONG = "and lay as still in the evening as it had lain in the morning, when nobody came to look"
QUAY = "The quay was empty that morning, and the ferry lay still."
PIER = "A pier stands on piles in the sea; nobody had painted this one."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_rule_overrules_the_library(case):
    root = document_fromstring(case["html"].replace("LONG", LONG))
    blocks = BlockReader(root, PageContext("", FoundNotes(), count_prose(root), {})).blocks
    texts = [block.text.replace(LONG, "LONG") for block in blocks]
    main = frozenset(at for at, text in enumerate(texts) if text in case["before"])
    known = BlockEvidence(blocks, find_zones(blocks), main)
    found = getattr(main_text, case["rule"])(known)
    assert [texts[at] for at in sorted(found)] == case["after"]


def test_every_rule_has_cases():
    assert {case["rule"] for case in CASES} == {rule.__name__ for rule in main_text.RULES}


@pytest.mark.parametrize(
    ("blocks", "kept", "found"),
    [
        ([QUAY, PIER], [QUAY, PIER], [0, 1]),
        ([QUAY, "Menu", PIER], [QUAY, PIER], [0, 2]),
        # A teaser repeats the last paragraph above the first one.
        ([PIER, QUAY, PIER], [QUAY, PIER], [1, 2]),
        # Cells, and a paragraph that the library cut in two or put into another.
        (["Rope\t4 d", QUAY], ["Rope", "4 d", QUAY], [0, 1]),
        ([f"{QUAY} {PIER}"], [QUAY, PIER], [0]),
        ([QUAY, PIER], [f"{QUAY} {PIER}"], [0, 1]),
        # A short block counts between the same long ones, as a paragraph of its own.
        (["Tar", QUAY, "Tar", PIER], [QUAY, "Tar", PIER], [1, 2, 3]),
        ([QUAY, "pie", PIER], [QUAY, PIER], [0, 2]),
        ([QUAY], [], []),
        ([], [QUAY], []),
    ],
)
def test_blocks_are_found_in_the_text_of_the_library(blocks, kept, found):
    assert sorted(match_blocks(blocks, kept)) == found


def test_text_that_a_page_repeats_is_matched_in_time():
    assert len(match_blocks([QUAY] * 5_000, [QUAY] * 5_000)) == 5_000
