from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import TYPES, Decisions, Reference
from copydesk.writers.docx_sources import sources
from soaking import some
from writers.wordsources import plain, read

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "writers" / "sources.json").read_text("utf-8")
)
FILE = "customXml/item1.xml"


def entry(key: str, csl: dict[str, Any]) -> Reference:
    return Reference(key, "", "", csl, 0.9)


@pytest.mark.parametrize("language", ["en-GB", "de"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_word_knows_of_a_work_is_what_the_desk_knows(
    case: dict[str, Any], language: str
) -> None:
    found = read(sources([entry("lo2022", case["csl"])], language)[FILE])
    assert found == {"lo2022": plain(case["csl"])}


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_of_csl_comes_back(kind: str) -> None:
    csl = {
        "type": kind, "title": "Mud", "container-title": "Silt", "number": "4", "genre": "Essay",
        "author": [{"family": "Ahl", "given": "B. C."}], "publisher": "Fjord Press",
    }  # fmt: skip
    assert read(sources([entry("ahl", csl)])[FILE]) == {"ahl": plain(csl)}


def test_months_are_words_in_english_and_numbers_elsewhere() -> None:
    works = [entry("a", {"title": "Mud", "issued": {"date-parts": [[2020, 5, 3]]}})]
    assert b"<b:Month>May</b:Month>" in sources(works, "en-US")[FILE]
    assert b"<b:Month>5</b:Month>" in sources(works, "fr")[FILE]


def test_a_body_is_a_body_and_given_names_are_parted() -> None:
    people = [{"family": "Ahl", "given": "Berit C. D."}]
    works = [
        entry("a", {"title": "Mud", "author": [{"literal": "Lamp Trust"}]}),
        entry("b", {"title": "Mud", "author": people}),
    ]
    data = sources(works)[FILE]
    assert b"<b:Corporate>Lamp Trust</b:Corporate>" in data
    assert b"<b:First>Berit</b:First><b:Middle>C. D.</b:Middle>" in data


def test_equal_lists_have_equal_parts_and_others_other_names() -> None:
    one, other = ([entry("a", {"title": title})] for title in ("Mud", "Silt"))
    assert sources(one) == sources(one)
    assert sources(one)["customXml/itemProps1.xml"] != sources(other)["customXml/itemProps1.xml"]


@pytest.mark.soak
def test_the_sources_of_real_articles_are_their_references(corpus: Path) -> None:
    lost: dict[str, Any] = {}
    seen = Counter[str]()
    for path in some(sorted(corpus.glob("*/raw.txt"))):
        article = pipeline.article(path.read_bytes(), "source/x.txt", Config(), Decisions())
        works = article.back.references
        found = read(sources(works)[FILE])
        for work in works:
            wanted = plain(work.csl or {"title": work.text})
            seen[wanted["type"]] += 1
            if found.get(work.key) != wanted:
                lost[f"{path.parent.name} {work.key}"] = (found.get(work.key), wanted)
    assert lost == {}
    assert len(seen) > 4
