from __future__ import annotations

import json

from compose.harbour import ARTICLE, Sheet
from copydesk.composition.pandoc import Pandoc
from copydesk.writers.csl_json import write


def test_the_library_holds_every_entry_under_its_key(pandoc: Pandoc) -> None:
    items = json.loads(write(Sheet(ARTICLE, pandoc)))
    assert [item["id"] for item in items] == [entry.key for entry in ARTICLE.back.references]
    for item, entry in zip(items, ARTICLE.back.references, strict=True):
        if entry.csl:
            assert item == {**entry.csl, "id": entry.key}


def test_an_unread_entry_is_a_document_titled_by_its_words(pandoc: Pandoc) -> None:
    items = {item["id"]: item for item in json.loads(write(Sheet(ARTICLE, pandoc)))}
    assert items["kelp1998"]["type"] == "document"
    assert items["kelp1998"]["title"].startswith("Kelp Board, minutes")


def test_the_bytes_are_plain_utf_8_with_a_line_end(pandoc: Pandoc) -> None:
    data = write(Sheet(ARTICLE, pandoc))
    assert "“ports”".encode() in data
    assert data.endswith(b"]\n")
