from __future__ import annotations

import hashlib
import json
import sys
from importlib.resources import files
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import references_aligned as aligned
import references_render as render
import references_styled as styled
import references_tagged as tagged
import references_typed as typed

pytestmark = pytest.mark.check

MODEL = files("copydesk.references") / "model"


def test_the_same_seed_makes_the_same_strings() -> None:
    assert list(render.strings(40, 7)) == list(render.strings(40, 7))
    assert list(render.strings(40, 7)) != list(render.strings(40, 8))


def test_the_same_seed_sets_and_types_the_same_works() -> None:
    for maker in (styled, typed):
        assert list(maker.strings(60, 7)) == list(maker.strings(60, 7))
        assert list(maker.strings(60, 7)) != list(maker.strings(60, 8))


def test_a_set_work_is_known_by_its_fields() -> None:
    work = {
        "type": "chapter",
        "title": "Salt and state",
        "author": [{"family": "Lund", "given": "Vera"}],
        "editor": [{"family": "Osei", "given": "Mara"}],
        "container-title": "Handbook of Tides",
        "publisher": "Brill",
        "publisher-place": "Leiden",
        "page": "44-59",
        "issued": {"date-parts": [[2019]]},
    }
    text = (
        "Lund, V. (2019) Salt and State, in M. Osei (ed.) Handbook of Tides."
        " Leiden: Brill, pp. 44–59."
    )

    found = aligned.tagged(text, work)

    assert found is not None
    assert [(piece.label, piece.text) for piece in found] == [
        ("author", "Lund, V."),
        ("date", "(2019)"),
        ("title", "Salt and State,"),
        ("editor", "in M. Osei (ed.)"),
        ("container-title", "Handbook of Tides."),
        ("location", "Leiden:"),
        ("publisher", "Brill,"),
        ("pages", "pp. 44–59."),
    ]


def test_no_placeholder_is_left_in_a_made_string() -> None:
    made = (*render.strings(400, 3), *typed.strings(400, 3), *styled.strings(120, 3))

    assert not [piece.text for string in made for piece in string if set("{}") & set(piece.text)]


def test_a_made_string_keeps_its_labels_through_the_tokeniser() -> None:
    string = (tagged.Piece("title", "“Salt.”"), tagged.Piece("journal", "The Sun", glued=True))

    example = tagged.example(string)

    assert example.words == ("“Salt.”", "The", "Sun")
    assert example.labels == ("title", "journal", "journal")


def test_the_shipped_models_note_is_about_the_shipped_model() -> None:
    model = (MODEL / "references.bin").read_bytes()
    note = json.loads((MODEL / "model.json").read_text("utf-8"))

    assert note["sha256"] == hashlib.sha256(model).hexdigest()
    assert len(model) <= 4_000_000
    assert "BSD 2-clause" in note["anystyle"]["notice"]
    assert "CC BY 4.0" in note["grobid"]["notice"]
