"""Italics that an entry came with decide where a title and what it stands in part."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.config import Config
from copydesk.model import Decisions, Mark, Reference
from copydesk.pipeline import edit, read
from copydesk.references import parse, parse_entry
from copydesk.references.emphasis import find_emphasis
from copydesk.structure import assemble
from references.articles import listed

CASES = Path(__file__).parent.parent / "cases" / "references" / "emphasis.toml"
ENTRIES = tomllib.loads(CASES.read_text("utf-8"))["entry"]


@pytest.mark.parametrize("case", ENTRIES, ids=[case["name"] for case in ENTRIES])
def test_a_run_of_italics_is_read_as_one_name(case: dict[str, Any]) -> None:
    raw = case["raw"]
    csl = parse_entry(raw.replace("*", ""), tuple(re.findall(r"\*(.{8,}?)\*", raw))).csl

    wanted = {field: case[field] for field in case if field not in ("name", "raw", "absent")}
    assert {field: csl.get(field) for field in wanted} == wanted
    assert not set(case.get("absent", ())) & set(csl)


def test_italics_of_a_submission_reach_the_reading_of_its_list() -> None:
    text = (
        "# Moving\n\nThe boxes (Lund 2019) moved.\n\n## References\n\n"
        "Lund, V. (Hg.) (2019): *Kisten. Ein Archiv zieht um*, Bd. 2. Leipzig: Tide.\n\n"
        "———. (2020): *Salz. Ein Kanal friert zu*, Bd. 3. Leipzig: Tide.\n"
    )
    config, decisions = Config(), Decisions()
    copy = edit(read(text.encode(), "moving.md"), config, decisions)

    found = parse(assemble(copy, config, decisions), config, decisions)

    titles = [one.csl["title"] for one in found.back.references]
    assert titles == ["Kisten. Ein Archiv zieht um", "Salz. Ein Kanal friert zu"]
    assert not any("container-title" in one.csl for one in found.back.references)


def test_italics_of_other_words_of_the_line_are_left_out() -> None:
    article = listed("Lund, V. 2019. Salt and state. Osei, M. 2020. Nets that hold.")
    line = article.edited.lines[0]
    marked = type(line)(line.number, line.text, marks=(Mark(46, 60, "emph"),))
    first = Reference("", "", "Lund, V. 2019. Salt and state.", {}, 0.0, (1,))
    second = Reference("", "", "Osei, M. 2020. Nets that hold.", {}, 0.0, (1,))

    assert find_emphasis(first, [marked]) == ()
    assert find_emphasis(second, [marked]) == ("Nets that hold",)
