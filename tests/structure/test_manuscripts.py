"""What an author's own file says of its lines holds, and no site is looked for around them."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, Submission

PROSE = (
    "The mud of the northern harbour is counted in barges, and every spring there is one more "
    "than the year before, which nobody at the office has been able to explain."
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (WORD, "application/vnd.oasis.opendocument.text", "text/rtf", "text/markdown")


def roles(media_type: str, *rows: tuple[str, str]) -> list[Role]:
    """The roles of `rows` (hint and text), a gap between any two but items and cells."""
    lines: list[Line] = []
    for hint, text in rows:
        if lines and not hint.startswith(("list", "table")):
            lines.append(Line(len(lines) + 1, ""))
        lines.append(Line(len(lines) + 1, text, hint=hint))
    edited = EditedText(Submission("mud.docx", "", media_type, tuple(lines)), tuple(lines))
    found = structure.label(edited, Config(), Decisions()).roles
    return [role for role in found if role]


@pytest.mark.parametrize("media_type", TYPES)
def test_a_title_right_above_a_heading_is_the_title(media_type: str) -> None:
    rows = [("title", "The Mud"), ("heading:1", "First part"), ("", PROSE), ("", PROSE[::-1])]
    assert roles(media_type, *rows) == ["title", "heading", "body", "body"]


@pytest.mark.parametrize("media_type", TYPES)
def test_a_short_subtitle_stays_with_its_title(media_type: str) -> None:
    rows = [("title", "The Mud"), ("subtitle", "What it hides"), ("heading:1", "One"), ("", PROSE)]
    assert roles(media_type, *rows) == ["title", "subtitle", "heading", "body"]


def test_a_title_alone_is_the_title() -> None:
    assert roles(WORD, ("title", "The Mud")) == ["title"]


def test_words_of_menus_are_headings_where_the_author_set_them_so() -> None:
    parts = ("Business", "Contact", "Search", "Home")
    rows = [
        ("title", "Mud"),
        *(row for part in parts for row in (("heading:1", part), ("", PROSE))),
    ]
    assert roles(WORD, *rows) == ["title", *["heading", "body"] * 4]


@pytest.mark.parametrize(
    "rows",
    [
        [("", "Milk came late."), ("", "Nobody asked."), ("", "It rained")],
        [("heading:1", "Tar"), ("heading:2", "Rope"), ("heading:2", "Hemp"), ("heading:1", "Home")],
        [("list:bullet:1", text) for text in ("Tar", "Rope", "Flax", "Sisal", "Jute")],
        [("list:number:1:1", text) for text in ("Buy tar", "Paint the boat", "Call Tom")],
        [("table:header:1", "Port\tIncome"), ("table:row:1", "Hull\t3"), ("table:row:1", "Home\t")],
    ],
    ids=["paragraphs", "headings", "bullets", "numbers", "table"],
)  # fmt: skip
@pytest.mark.parametrize("media_type", TYPES)
def test_nothing_of_a_short_file_is_left_out(media_type: str, rows: list[tuple[str, str]]) -> None:
    assert {"furniture", "cta"}.isdisjoint(roles(media_type, *rows))


@pytest.mark.parametrize(("sign", "is_entry"), [("", True), ("© ", False)])
def test_who_owns_a_text_is_no_entry_of_its_references(sign: str, is_entry: bool) -> None:  # noqa: FBT001
    entries = [
        "Lo, B. (2019) Annual report of the port. Hull: Port Authority.",
        "Marlow, I. (2021) Dues and quarrels. Journal of Ports, 12(3), pp. 4–19.",
        f"{sign}Osei, M. (2022) The harbour book. London: Quay Press.",
    ]
    found = roles("text/plain", ("", PROSE), ("", "References"), *(("", one) for one in entries))
    assert (found[-1] == "reference") is is_entry
