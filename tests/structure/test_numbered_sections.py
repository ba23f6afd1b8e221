"""Short lines that count on in one section are headings all, or none is."""

from __future__ import annotations

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

PROSE = (
    "The families in the schools have been asked to leave by Monday, so that lessons may begin "
    "again, and nobody in the town could say where they would go."
)


def roles_of(*heads: str) -> list[str | None]:
    paragraphs = [part for head in heads for part in (head, PROSE)]
    text = "\n\n".join(["The storm: report no. 4", "1. Needs", PROSE, *paragraphs])
    edited = pipeline.read_and_edit(text.encode(), "a.txt", Config(), Decisions())
    starts = tuple(head[:6] for head in heads)
    lines = zip(edited.lines, edited.roles, strict=True)
    return [role for line, role in lines if line.text.startswith(starts)]


def test_lines_that_count_on_have_one_role() -> None:
    assert roles_of("2.1 Water", "2.2 Shelter", "2.3 Health") == ["heading"] * 3


def test_a_sentence_with_such_a_number_is_no_heading() -> None:
    assert roles_of("2.1 litres a day is what each of them has.", "2.2 Shelter") == [
        "body",
        "heading",
    ]
