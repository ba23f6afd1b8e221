from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from copydesk.references.training import render, tagged
from copydesk.references.training.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

MODEL = files("copydesk.references") / "model"


def test_the_same_seed_makes_the_same_strings() -> None:
    assert list(render.strings(40, 7)) == list(render.strings(40, 7))
    assert list(render.strings(40, 7)) != list(render.strings(40, 8))


def test_no_placeholder_is_left_in_a_made_string() -> None:
    made = islice(render.strings(400, 3), 400)

    assert not [piece.text for string in made for piece in string if set("{}@") & set(piece.text)]


def test_a_made_string_keeps_its_labels_through_the_tokeniser() -> None:
    string = (tagged.Piece("title", "“Salt.”"), tagged.Piece("journal", "The Sun", glued=True))

    example = tagged.example(string)

    assert example.words == ("“Salt.”", "The", "Sun")
    assert example.labels == ("title", "journal", "journal")


def test_the_same_strings_make_the_same_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COPYDESK_DATA", raising=False)
    for name in ("one", "two"):
        assert main(["--out", str(tmp_path / name), "--own", "40"]) == 0

    one, two = ((tmp_path / name / "references.crfsuite").read_bytes() for name in ("one", "two"))
    assert one == two


def test_the_shipped_models_note_is_about_the_shipped_model() -> None:
    model = (MODEL / "references.crfsuite").read_bytes()
    note = json.loads((MODEL / "model.json").read_text("utf-8"))

    assert note["sha256"] == hashlib.sha256(model).hexdigest()
    assert len(model) <= 2_000_000
    assert "BSD 2-clause" in note["anystyle"]["notice"]
