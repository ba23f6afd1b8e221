"""What the author set in italics decides where the title of a book or a periodical ends."""

from __future__ import annotations

import re
from typing import Any

import pytest

from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Decisions,
    EditedText,
    Front,
    Line,
    Mark,
    Reference,
    Submission,
)
from copydesk.references import parse, parse_entry


def read(*rows: str) -> list[dict[str, Any]]:
    """The fields of the entries in `rows`, in which asterisks enclose what is in italics."""
    lines = []
    for number, row in enumerate(rows, 1):
        parts = re.split(r"\*", row)
        edges = [sum(map(len, parts[:at])) for at in range(len(parts) + 1)]
        marks = tuple(Mark(edges[at], edges[at + 1], "emph") for at in range(1, len(parts), 2))
        lines.append(Line(number, "".join(parts), marks=marks))
    edited = EditedText(Submission("list.md", "", "text/markdown", tuple(lines)), tuple(lines))
    listed = tuple(Reference("", one.text, one.text, {}, 0.0, (one.number,)) for one in lines)
    article = Article(edited, Front(), (), Back(references=listed))
    return [dict(one.csl) for one in parse(article, Config(), Decisions()).back.references]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (
            (
                "Oberländer, Katrin; Petzold, Horst (Hg.) (2019): *Bananenkisten. Ein Archiv zieht"
                " um*, Bd. 2. Leipzig: Universitätsverlag."
            ),
            {
                "title": "Bananenkisten. Ein Archiv zieht um",
                "volume": "2",
                "publisher": "Universitätsverlag",
                "container-title": None,
            },
        ),
        (
            (
                "Lund, Vera, Osei, Mara, 1995, Using a grammar for a reliable full score"
                " recognition system, *International Computer Music Conference* 187-94."
            ),
            {
                "title": "Using a grammar for a reliable full score recognition system",
                "container-title": "International Computer Music Conference",
            },
        ),
        (
            (
                "Lund, Vera (ed.), *Encounters with Marlow*, Mara Osei (trans.) (Ithaca, NY: Tide"
                " University Press, 1984)."
            ),
            {"title": "Encounters with Marlow"},
        ),
        (
            "V. Lund, *Ebb and Flow*, Tidelig, Paris, 1988",
            {"title": "Ebb and Flow", "author": [{"family": "Lund", "given": "V."}]},
        ),
    ],
)
def test_a_title_in_italics_is_one_field(row: str, fields: dict[str, Any]) -> None:
    (plain,) = read(row.replace("*", ""))
    (found,) = read(row)

    assert any(plain.get(name) != value for name, value in fields.items()), "needs no italics"
    assert {name: found.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    "row",
    [
        # The number of a volume is in italics with the name of the journal (APA).
        "Lund, V. (2021). Harbour dues in the delta. *Journal of Ports, 12*(3), 45–67.",
        # A title within a title.
        "Lund, Vera. “Reading Marlow, *Ebb*, Again.” *The Tide* 12, no. 3 (2019): 3–9.",
        "Lund, Vera. *Reading* Ebb *and* Flow. Hull: Tide Press, 2019.",
        "Lund, V., Osei, M., *et al.* (2020). Salt marshes of the north. Tide Press.",
        # All of an entry.
        "*Lund, Vera. Salt marshes of the north. Hull: Tide Press, 2019.*",
        "Lund, Vera. Growth of *Salmo trutta* in northern rivers. Tide Review 4 (2019): 3–9.",
    ],
)
def test_other_italics_change_nothing(row: str) -> None:
    assert read(row) == read(row.replace("*", ""))


def test_italics_go_on_over_a_broken_line() -> None:
    (found,) = read(
        "Oberländer, Katrin; Petzold, Horst (Hg.) (2019): *Bananenkisten. Ein Archiv*",
        "*zieht um*, Bd. 2. Leipzig: Universitätsverlag.",
    )

    assert found["title"] == "Bananenkisten. Ein Archiv zieht um"


def test_a_sign_for_the_author_before_leaves_the_italics_their_place() -> None:
    _, found = read(
        "Lund, Vera. *Salt Marsh*. Hull: Tide Press, 2019.",
        "———. *Bananenkisten. Ein Archiv zieht um*, Bd. 2. Leipzig: Universitätsverlag, 2019.",
    )

    assert found["title"] == "Bananenkisten. Ein Archiv zieht um"
    assert found["author"] == [{"family": "Lund", "given": "Vera"}]


def test_words_that_stand_twice_are_found_by_what_follows() -> None:
    entry = "Lund, V. Ebb of the north. Ebb, 12 (2019): 3–9."

    found = parse_entry(entry, (("Ebb", ", 12 (2019)"),))

    assert found.csl["title"] == "Ebb of the north"
    assert found.csl["container-title"] == "Ebb"
