"""What frames a text: its kind above the title, notes on its authors below it."""

from __future__ import annotations

import pytest

from copydesk.model import Decisions, Role
from copydesk.structure.front import assign_roles
from structure.hinted import edited_text_of, row

PROSE = "The ferry was late again, and nobody on the quay minded. " * 6
MARA, JON = "Mara Osei teaches history in Hull.", "Jon Vik is a pilot."
ABOVE: list[tuple[Role, str]] = [("title", "The Ferry"), ("byline", "By Mara Osei and Jon Vik")]


def roles_of(*rows: tuple[Role, str]) -> list[Role | None]:
    return list(assign_roles(edited_text_of(*(row(*pair) for pair in rows)), Decisions()))


@pytest.mark.parametrize(
    "kept",
    [
        # The name of another, of a section with text of its own, amid the text, or that signs it.
        [("heading", "Ada Quill"), ("body", "She teaches in Hull.")],
        [("heading", "Mara Osei"), ("body", PROSE)],
        [("heading", "Mara Osei"), ("body", MARA), ("body", "So it is."), ("body", PROSE)],
        [("byline", "Mara Osei"), ("body", "Hull, May 2021")],
        [("heading", "Mara Osei")],
        [("heading", "Mara Osei"), ("bio", MARA)],
    ],
)
def test_a_name_heads_no_note_without_proof(kept: list[tuple[Role, str]]) -> None:
    assert roles_of(*ABOVE, ("body", PROSE), *kept)[3:] == [role for role, _ in kept]


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        ([("heading", "Mara Osei"), ("body", MARA)], ["heading", "bio"]),
        ([("heading", "Mara Osei"), ("body", "Historian, Hull")], ["heading", "bio"]),
        (
            [("heading", "About the author"), ("heading", "Mara Osei"), ("bio", MARA)],
            ["heading", "bio", "bio"],
        ),
        (
            [("heading", "Über die Autorin"), ("byline", "Mara Osei"), ("bio", MARA)],
            ["heading", "bio", "bio"],
        ),
        (
            [("heading", "Mara Osei"), ("body", MARA), ("heading", "Jon Vik"), ("bio", JON)],
            ["bio"] * 4,
        ),
    ],
)
def test_notes_below_the_names_of_authors_are_notes_on_them(
    box: list[tuple[Role, str]], wanted: list[Role]
) -> None:
    found = roles_of(*ABOVE, ("body", PROSE), *box, ("reference", "Lo, A. (2019) Tides."))
    assert found[3:] == [*wanted, "reference"]


@pytest.mark.parametrize("text", ["Harbours", "The interview", "Opinion: harbours"])
def test_a_line_above_the_title_that_is_no_kind_of_text_stays(text: str) -> None:
    assert roles_of(("heading", text), *ABOVE, ("body", PROSE))[0] == "heading"


def test_a_heading_amid_the_text_that_is_a_kind_of_text_stays() -> None:
    assert (
        roles_of(*ABOVE, ("body", PROSE), ("heading", "Analysis"), ("body", PROSE))[3] == "heading"
    )


@pytest.mark.parametrize("text", ["INTERVIEW", "Opinion", "Entretien", "Kommentar", "Opinião"])
@pytest.mark.parametrize("role", ["heading", "body", "date"])
def test_the_kind_of_a_text_above_its_title_is_not_printed(text: str, role: Role) -> None:
    assert roles_of((role, text), *ABOVE, ("body", PROSE))[0] == "furniture"


@pytest.mark.parametrize(
    "entry",
    [
        "Mara Osei (2019) The Salt Road. London: Quay Press.",
        "Mara Osei, ‘Is it mud?’, Tides, 2019.",
        "Mara Osei and Jon Vik (2019) The sea is wide.",
        "Ada Quill is mud, and other essays (London, 2019).",
        "Osei, Mara. What Is a Ferry? London: Quay Press, 2019.",
    ],
)
def test_an_entry_of_an_author_stays_an_entry(entry: str) -> None:
    assert roles_of(*ABOVE, ("body", PROSE), ("reference", entry))[-1] == "reference"


@pytest.mark.parametrize(
    "note",
    [
        "Mara Osei is a historian. Her last book is The Salt Road (2019).",
        "Jon Vik lehrt in Hull. Zuletzt erschien: Die Salzstraße (2019).",
        "Mara Osei est historienne. Elle a publié La Route du sel (Hull, 2019).",
    ],
)
def test_a_sentence_about_an_author_is_no_entry(note: str) -> None:
    rows: list[tuple[Role, str]] = [("reference", "Lo, A. (2019) Tides."), ("reference", note)]
    assert roles_of(*ABOVE, ("body", PROSE), *rows)[-2:] == ["reference", "bio"]
