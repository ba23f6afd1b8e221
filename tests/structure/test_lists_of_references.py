"""Which lines are entries of the reference list, whatever form the list has."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, Galley, Line, Role, Submission

TEXT = (
    "The quiet harbour",
    "",
    "By Mara Osei",
    "",
    (
        "The harbour was quiet in the winter of 2019, when the pilots had gone and nobody kept the"
        " tide tables any more. The board had sold the last of its tugs to a yard on the western"
        " estuary, and the men who had worked them stood about the quay in the mornings."
    ),
    "",
    (
        "There is a lesson in this for other ports, and The Estuary Review said so at the time, and"
        " was right (Dahl, 2022). A harbour is not the water but the people who know it, and once"
        " they are gone no dredger will bring them back."
    ),
    "",
)
ENTRIES = (
    "Abara, C., 2020. The salt road and the river. Journal of Water Governance, 12(3), pp. 44-59.",
    "Brandt, L., 2018. Whose river is it? A history of the western estuary. Hull: Tide Press.",
    "Costa, M. and Finn, J., 2019. Ports and pilots of estuaries. Marine Biology, 8(2), pp. 3-9.",
    "Dahl, E., 2022. Ferry lines: an inventory of the northern coast. The Estuary Review, 3 May.",
)
NUMBERED = " ".join(f"{number}. {entry}" for number, entry in enumerate(ENTRIES, 1))

FILES = Path(__file__).parents[1] / "cases" / "structure" / "lists"
CASES = [
    case
    for file in sorted(FILES.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What each format says of a heading.
HEADINGS = {"text/plain": "", "text/html": "heading:2", WORD: "heading:1"}


@pytest.mark.parametrize("media_type", HEADINGS)
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_list_holds_its_entries_and_no_sentence_of_the_text(
    case: dict[str, Any], media_type: str
) -> None:
    wanted = [row.split(" | ", 1) for row in case["rows"].strip().splitlines()]
    lines = [Line(number, text) for number, text in enumerate(TEXT, 1)]
    for role, text in wanted:
        hint = HEADINGS[media_type] if role == "heading" else ""
        lines += [Line(len(lines) + 1, text, hint=hint), Line(len(lines) + 2, "")]
    galley = Galley(Submission("a", "", media_type, tuple(lines)), tuple(lines))
    found = structure.label(galley, Config(), Decisions())
    assert [role for role in found.roles[len(TEXT) :] if role] == [role for role, _ in wanted]
    asked = structure.assemble(found, Config(), Decisions()).queries
    places = [one.line for one in asked if one.code == "structure.references-start"]
    assert places == [len(TEXT) + 2 * number - 1 for number in case.get("asked", ())]


def roles(*lines: str) -> list[Role | None]:
    rows = tuple(Line(number, text) for number, text in enumerate((*TEXT, *lines), 1))
    galley = Galley(Submission("a.txt", "", "text/plain", rows), rows)
    return list(structure.label(galley, Config(), Decisions()).roles[4:])


def test_a_paragraph_that_cites_is_no_entry_above_a_list_without_heading() -> None:
    assert roles(*ENTRIES) == ["body", None, "body", None, *["reference"] * 4]


def test_a_heading_of_the_format_ends_the_list_whatever_it_says() -> None:
    listed = ("References", *ENTRIES, "How the tables were read", "Each was read twice.", "By two.")
    rows = [Line(number, text) for number, text in enumerate((*TEXT, *listed), 1)]
    for at in (len(TEXT), len(TEXT) + len(ENTRIES) + 1):
        rows[at] = replace(rows[at], hint="heading:1")
    galley = Galley(Submission("a.docx", "", WORD, tuple(rows)), tuple(rows))
    found = structure.label(galley, Config(), Decisions()).roles[len(TEXT) :]
    assert found == ("heading", *["reference"] * 4, "heading", "body", "body")


@pytest.mark.parametrize("media_type", ["text/html", WORD])
@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("Primary sources", "Secondary sources", ["reference"] * 6),
        ("Archives consulted", "Books", ["reference"] * 6),
        ("Primary sources", "What I could not find", ["reference"] * 3 + ["heading", "body"]),
    ],
)
def test_headings_of_the_format_that_part_a_list_are_lines_of_it(
    media_type: str, first: str, second: str, wanted: list[Role]
) -> None:
    found = ENTRIES[2:] if wanted[-1] == "reference" else ("The tide tables, as nobody kept them.",)
    listed = ("References", first, *ENTRIES[:2], second, *found)
    rows = [Line(number, text) for number, text in enumerate((*TEXT, *listed), 1)]
    for at in (len(TEXT), len(TEXT) + 1, len(TEXT) + 4):
        rows[at] = replace(rows[at], hint="heading:2")
    galley = Galley(Submission("a", "", media_type, tuple(rows)), tuple(rows))
    roles = structure.label(galley, Config(), Decisions()).roles[len(TEXT) + 1 :]
    assert list(roles) == wanted


def test_a_word_of_a_menu_behind_the_list_heads_nothing() -> None:
    found = roles("References", "", *ENTRIES, "", "Home", "Funding", "Contact", "Privacy policy")
    assert found[-4:] == ["furniture"] * 4


def test_a_paragraph_of_numbered_entries_is_a_list() -> None:
    assert roles(NUMBERED) == ["body", None, "body", None, "reference"]


def test_a_paragraph_of_authors_and_years_below_its_heading_is_a_list() -> None:
    long = " ".join(ENTRIES * 4)
    assert roles("References", "", long) == [
        "body",
        None,
        "body",
        None,
        "heading",
        None,
        "reference",
    ]


def test_a_paragraph_that_counts_its_points_is_none() -> None:
    points = (
        "1. The pilots went in 2017, and nobody asked where. 2. The tugs were sold in 2018, to a"
        " yard that broke them up. 3. The ferries stopped in 2019, and the salt road with them."
        " That is all there is to say about the years in which the harbour fell asleep, and all"
        " that anybody in the town would say when the commission came to ask them about it."
    )
    assert roles(points)[4] == "body"


@pytest.mark.parametrize(
    "below",
    [
        ("Ferry deal signed after a long night", "The tugs are back", "Why rope sells again"),
        ("Nobody has written of the tugs since, and nobody will.",),
    ],
)
def test_words_that_announce_reading_head_no_list_without_entries(below: tuple[str, ...]) -> None:
    assert "reference" not in roles("Further reading", "", *below)


def test_a_sentence_below_words_that_announce_reading_is_no_entry() -> None:
    said = "Nobody has written of the tugs since, and nobody will say so."
    assert roles("Further reading", "", said, *ENTRIES[:2])[-3:] == ["body", *["reference"] * 2]


def test_a_part_for_further_reading_belongs_to_the_list_above() -> None:
    found = roles("References", "", *ENTRIES, "", "Further reading", "", *ENTRIES[:2])
    assert found[-9:] == [*["reference"] * 4, None, "reference", None, *["reference"] * 2]


def test_a_dateline_is_no_author_turned_about() -> None:
    assert "reference" not in roles("Hull, Kingston: the tugs of the port were sold last night.")


def test_the_first_of_several_parts_without_a_heading_above_them_heads_the_list() -> None:
    found = roles("Primary sources", "", *ENTRIES[:2], "", "Secondary sources", "", *ENTRIES[2:])
    assert [role for role in found[4:] if role] == ["heading", *["reference"] * 5]


@pytest.mark.parametrize(
    "below",
    [
        ("www.tide.example",),
        ("Tide Press, Hull 2019", "www.tide.example"),
        ("Available at: www.tide.example",),
        ("2015 EU Directive on tides and quays",),
    ],
)
def test_the_rest_of_an_entry_is_no_address(below: tuple[str, ...]) -> None:
    assert roles("References", "", *ENTRIES, *below)[-len(below) :] == ["reference"] * len(below)


@pytest.mark.parametrize("gap", [(), ("",)])
@pytest.mark.parametrize(
    "below",
    [
        ("Institute for Tides, Am Deich 4, 28195 Bremen", "www.tide.example"),
        ("Office of Tides, 4 Dock Street, Hull HU1 2AB", "office@tide.example", "tide.example"),
        ("Getijdenbureau, Kade 4, 1012 AB Amsterdam",),
    ],
)
def test_an_address_below_the_list_is_no_entry_and_stays(
    below: tuple[str, ...], gap: tuple[str, ...]
) -> None:
    found = roles("References", "", *ENTRIES, *gap, *below)
    assert set(found[-len(below) :]) == {"bio"}
    assert found.count("reference") == len(ENTRIES)


@pytest.mark.parametrize(
    ("below", "role"),
    [
        ("About the author: Mara Osei writes on tides and lives in Hull.", "bio"),
        ("Acknowledgements: I am grateful to the pilots of Hull for their patience.", "other"),
        ("Pilots, the: Acknowledgements to a harbour. Hull: Tide Press, 2019.", "reference"),
    ],
)
def test_a_heading_that_its_text_runs_on_from_ends_the_list(below: str, role: str) -> None:
    found = roles("References", "", *ENTRIES, "", below)
    assert found[-1] == role
    assert found.count("reference") == len(ENTRIES) + (role == "reference")


@pytest.mark.parametrize(
    ("path", "role"), [("2019/05/tar", "body"), ("tar", "body"), ("2019, Hull 2019", "reference")]
)
def test_the_year_in_an_address_makes_no_entry_of_a_sentence(path: str, role: str) -> None:
    last = f"The tar book is published by Tide Press (£9.95). More at https://tide.example/{path}"
    lines = tuple(Line(number, text) for number, text in enumerate((*TEXT, last), 1))
    galley = Galley(Submission("text.txt", "", "text/plain", lines), lines)
    assert structure.label(galley, Config(), Decisions()).roles[-1] == role


SITE = ("", "Share this", "Related posts", "Home", "Contact", "Log in", "Newsletter", "Search")
LINKS = ("- https://www.tide.example/herons/2020", "- https://www.ropes.example/yards")


@pytest.mark.parametrize("heading", ["Related posts", "Share this", "Log in"])
def test_links_below_a_word_of_a_site_are_no_entries(heading: str) -> None:
    assert "reference" not in roles(heading, *LINKS, *SITE)


@pytest.mark.parametrize("heading", ["Sources", "Quellen", "References:"])
@pytest.mark.parametrize("links", [LINKS, LINKS[:1], ("1. https://www.tide.example/a", *LINKS)])
def test_links_that_the_author_lists_as_sources_are_entries(
    heading: str, links: tuple[str, ...]
) -> None:
    found = roles(heading, "", *links, *SITE)[4 : -len(SITE)]
    assert found == ["heading", None, *["reference"] * len(links)]
