"""What the format says a line is wins over what its words look like."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, Submission
from copydesk.structure.labeller import HINT_ROLES

PROSE = (
    "The ropes of the northern mole are counted every autumn, and every autumn there is one more "
    "than the year before, which nobody has been able to explain to the harbour office."
)

#: A hint, and a text that looks like something else.
ODD = (
    ("figure:mole.jpg", "A rope on the northern mole"),
    ("figure:mole.jpg", "Keepers count the ropes of the mole on a day in autumn."),
    ("caption", "The long winter"),
    ("caption", "Keepers count the ropes of the northern mole, as they do every year."),
    ("heading:3", "The ropes are counted again."),
    ("heading:2", "Business"),
    ("list:bullet:1", "Hemp"),
    ("list:bullet:1", "Every rope is laid on the mole and counted by two keepers."),
    ("list:number:1:1", PROSE),
    ("quote", PROSE.replace("ropes", "lamps")),
    ("code", "count the ropes"),
    ("table:row:1", "Hemp\t12"),
    ("table:row:1", "Hemp"),
)


def roles(*rows: tuple[str, str], media_type: str = "text/html") -> list[Role | None]:
    lines = tuple(
        Line(number, text, hint=hint) for number, (hint, text) in enumerate(rows, start=1)
    )
    edited = EditedText(Submission("mole.html", "", media_type, lines), lines)
    return list(structure.label(edited, Config(), Decisions()).roles)


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
@pytest.mark.parametrize(("hint", "text"), ODD)
def test_a_line_between_paragraphs_is_what_its_format_says(
    hint: str, text: str, media_type: str
) -> None:
    rows = [
        ("title", "The ropes of the mole"), ("byline", "By Mara Osei"), ("", ""),
        ("", PROSE), ("", ""), ("", PROSE[::-1]), ("", ""),
        (hint, text), ("", ""),
        ("", PROSE.upper()), ("", ""), ("", PROSE.title()),
    ]  # fmt: skip
    assert roles(*rows, media_type=media_type)[7] in HINT_ROLES[hint.partition(":")[0]]


def test_a_list_is_not_torn_by_the_shapes_of_its_items() -> None:
    items = ["Hemp", "What is flax?", "Sisal, from the south: it swells.", PROSE, "© Tar", "1984"]
    rows = [("title", "The ropes"), ("", ""), ("", PROSE), ("", "")]
    rows += [("list:bullet:1", item) for item in items]
    rows += [("", ""), ("", PROSE.upper())]
    assert roles(*rows)[4:10] == ["list"] * 6


ENTRIES = (
    "Osei, M. The quiet harbour. Sea Journal 4, 3–9 (2019).",
    "Finn, K. and Lam, T. Silt and rates. Estuary Review 12, 45–61 (2015).",
    "Harbour Office. Depths in winter. Hull: Tide Press (2020).",
)
MEDICAL = (
    "Osei M. The end of the rope. Hull: Tide Press; 1994.",
    "Harbour Office. Depths in winter: a summary. Hull: The Office; 1988. Report No.: 88/14.",
    "Finn K, Lam TS, Marlow I, et al. Salt in former keepers. Estuary Med. 1999;49(6):377–83.",
)
NAMED = ("A harbour master", "A former owner", "The insurer, who has asked for it since 2019")


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
@pytest.mark.parametrize(
    ("heading", "items", "role"),
    [
        ("References", ENTRIES, "reference"),
        ("Works Cited", ENTRIES, "reference"),
        ("References", MEDICAL, "reference"),
        ("References", NAMED, "list"),
        ("What skippers need", NAMED, "list"),
    ],
)
def test_items_below_the_heading_of_the_references_are_entries_when_they_read_so(
    heading: str, items: tuple[str, ...], role: Role, media_type: str
) -> None:
    rows = [
        ("title", "The ropes of the mole"), ("byline", "By Mara Osei"), ("", ""),
        ("", PROSE), ("", ""), ("", PROSE[::-1]), ("", ""), ("heading:2", heading), ("", ""),
    ]  # fmt: skip
    rows += [(f"list:number:1:{value}", item) for value, item in enumerate(items, start=1)]
    assert roles(*rows, media_type=media_type)[-3:] == [role] * 3


def test_a_paragraph_between_the_items_that_the_format_marks_is_none() -> None:
    item = "list:number:1:{}"
    rows = [("heading:1", "Laws of the quay"), ("", PROSE), (item.format(5), "Fold the sails."),
            (item.format(6), "Wait for the pilot."), ("", "Then the board met twice."),
            (item.format(7), "Pay the harbour master.")]  # fmt: skip
    assert roles(*rows)[4] != "list"
