from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.model import ReferenceDecision
from copydesk.references import ParsedEntry, names, parse_entry
from copydesk.references.corrections import Corrections

CASES = Path(__file__).parent.parent / "cases" / "references"
ENTRIES = tomllib.loads((CASES / "entries.toml").read_text("utf-8"))["entry"]
NAMES = tomllib.loads((CASES / "names.toml").read_text("utf-8"))["names"]


def found(csl: dict[str, Any], field: str) -> object:
    if field == "year":
        return csl["issued"]["date-parts"][0][0]
    if field in ("issued", "accessed"):
        return csl[field]["date-parts"][0]
    return csl.get(field)


def marked(case: dict[str, Any]) -> Any:
    """A case; one that is `open` is known to fail, and we notice when it passes."""
    marks = [pytest.mark.xfail(strict=True)] if case.pop("open", False) else []
    return pytest.param(case, marks=marks, id=case["name"])


@pytest.mark.parametrize("case", list(map(marked, ENTRIES)))
def test_an_entry_is_read_into_its_fields(case: dict[str, Any]) -> None:
    csl = parse_entry(case["raw"]).csl

    wanted = {field: case[field] for field in case if field not in ("name", "raw", "absent")}
    assert {field: found(csl, field) for field in wanted} == wanted
    assert not set(case.get("absent", ())) & set(csl)


def in_short(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"= {name['literal']}"
    family = f"{name.get('non-dropping-particle', '')} {name['family']}".strip()
    return ", ".join([family, *(name[part] for part in ("given", "suffix") if part in name)])


@pytest.mark.parametrize("case", NAMES, ids=[case["text"] for case in NAMES])
def test_names_are_parted_and_turned(case: dict[str, Any]) -> None:
    assert [in_short(name) for name in names.read_names(case["text"])] == case["read"]


def test_the_raw_string_is_not_needed_to_be_clean() -> None:
    plain = parse_entry(
        "Lund, A., 2015. Rivers of salt. Environment and History, 21(2), pp.201-219."
    )
    soiled = parse_entry(
        "\u200bLund, A., 2015. Rivers\u00ad of salt.\tEnvironment and History, 21(2), "
        "pp.201-219.\x00"
    )

    assert soiled.csl == plain.csl


def test_words_without_a_field_are_reported() -> None:
    entry = parse_entry("Lund, A., 2015. Rivers of salt. Brill. Reviewed zealously elsewhere.")

    printed = json.dumps({k: v for k, v in entry.csl.items() if k != "note"})
    assert all(word in entry.leftovers or word in printed for word in ("Reviewed", "elsewhere"))


@pytest.mark.parametrize(
    "raw", ["Roth, J. Salt. Available at:", "Roth, J. 2001. Salt. Available at: ."]
)
def test_a_link_announced_and_missing_is_reported(raw: str) -> None:
    assert parse_entry(raw).lost_link


def test_a_link_that_follows_its_label_is_not_reported_as_lost() -> None:
    raw = "Roth, J., 2001. Salt. Lowy Institute. Available at: https://salt.example/a"

    assert not parse_entry(raw).lost_link


@pytest.mark.parametrize("number", ["[1]", "1.", "12)", "(3)", "4"])
def test_the_number_of_an_entry_belongs_to_the_list(number: str) -> None:
    plain = "Lund, A. (2015). Rivers of salt. Environment and History, 21(2), 201-219."

    entry = parse_entry(f"{number} {plain}")

    assert entry.leftovers == ()
    assert entry.csl == parse_entry(plain).csl


def test_a_number_that_ends_the_entry_is_still_reported() -> None:
    raw = "Lund, A. (2015). Rivers of salt. Environment and History, 21(2), 201-219. Zz 7710."

    assert "7710" in parse_entry(raw).leftovers


def test_a_corrected_field_settles_no_word_but_its_own() -> None:
    raw = "Lund, A., 2015. Rivers of salt."
    read = ParsedEntry({"title": "Rivers"}, 0.5, leftovers=("given", "type", "a", "Brill", "Weiß"))
    decision = ReferenceDecision(raw, {"publisher": "BRILL & Weiss", "author": [{"given": "A."}]})

    heeded = Corrections([decision]).heeded(raw, read)

    assert heeded.leftovers == ("given", "type")
