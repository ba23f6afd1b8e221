import tomllib
from pathlib import Path

import pytest

from copydesk.citations.narrative import find_mentions

CASES = Path(__file__).parents[1] / "cases" / "citations"


def mentions(text: str) -> list:
    """The citations of brackets with a year, a group each."""
    return [group for group in find_mentions(text) if group[0].year]


def cases(name: str) -> list:
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


@pytest.mark.parametrize("case", cases("leave.toml"))
def test_a_bracket_without_a_citation_is_left_alone(case):
    assert list(mentions(case["text"])) == []


@pytest.mark.parametrize("case", cases("find.toml"))
def test_a_citation_is_found_by_its_shape(case):
    found = [mention for group in mentions(case["text"]) for mention in group]
    assert [["|".join(m.names), m.year, m.form] for m in found] == case["found"]


def test_the_pairs_of_one_bracket_are_one_group():
    groups = list(mentions("first (Marlow, 2020; Finn, 2018), then (Ruiz, 2016)"))
    assert [len(group) for group in groups] == [2, 1]


def test_the_span_of_a_mention_is_its_bracket():
    text = "first (Marlow, 2020; Finn, 2018) then"
    (group,) = mentions(text)
    assert {text[m.start : m.end] for m in group} == {"(Marlow, 2020; Finn, 2018)"}


def test_prefix_and_locator_are_kept_apart_from_the_name():
    ((mention,),) = mentions("(cf. Marlow, 2020, pp. 3–5)")
    assert (mention.prefix, mention.names, mention.locator) == ("cf.", ("Marlow",), "pp. 3–5")


@pytest.mark.parametrize("size", [2_000, 4_000])
@pytest.mark.parametrize(
    "seed",
    [
        "(", "(A, 20", "et al ", "A and ", "A. ", "(see ", "’s ", "(1999, ", "(Lo, 1999; ", "([",
        "(A (B) ", "(“x ", "王、", "(Lo, 1999a,b,", "n. d. ", "A/", "van ", "(45) ", "(Lo 45) ",
        "“", "Lo (2019) and (2021) and ", "(A A A A A 2019) ", "((((Lo, 2019))))", "12, 13, ",
    ],
)  # fmt: skip
def test_hostile_repetitions_end(seed, size):
    assert isinstance(find_mentions(seed * size), tuple)
