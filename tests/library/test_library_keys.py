"""Citations by key, where a library beside the text gives the keys."""

from __future__ import annotations

import tomllib

import pytest

from copydesk import pipeline
from copydesk.citations.keys import find_keys
from copydesk.config import Config
from copydesk.model import Decisions
from library.test_library_beside import BIB, TEXT
from places import ROOT

KEYS = frozenset(("osei:ferries", "lam2016"))
FILE = ROOT / "tests" / "cases" / "library" / "keys.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_keys_are_citations_where_they_are_meant_so(case):
    found = [one.citation for group in find_keys(case["text"], KEYS) for one in group.linked]
    rows = [[one.name, one.form, one.status, one.prefix, one.locator] for one in found]
    assert rows == case.get("cites", [])


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_without_a_library_there_are_none(case):
    assert not list(find_keys(case["text"], frozenset()))


def test_hostile_text_is_looked_through_once():
    text = "[@" * 20_000 + "\\cite[" * 20_000 + "@a;" * 20_000
    assert list(find_keys(text, KEYS)) == []


@pytest.mark.parametrize("name", ["quiet.txt", "quiet.md"])
def test_a_text_that_cites_by_key_is_set_in_the_style(name):
    text = TEXT.replace("(Lam, 2016)", "[see @lam2016, p. 4; @osei:ferries]")
    text = text.replace("(Osei, 2019)", "as @osei:ferries says").replace(
        "(Finn, 2018)", "\\cite{lam2016}"
    )
    beside = pipeline.CompanionFiles(library=("quiet.bib", BIB.encode()))
    article, composed = pipeline.read_and_compose(
        text.encode(), name, Config(), Decisions(), beside
    )
    assert [one.status for one in article.citations] == ["exact"] * 4
    assert sorted(composed.job["words"].values()) == [
        "@osei:ferries", "[see @lam2016, p. 4; @osei:ferries]", "\\cite{lam2016}",
    ]  # fmt: skip
    assert article.uncited == ("unread",)


def test_a_text_without_a_list_prints_the_heading_and_the_bibliography_that_it_names_once():
    text = (
        "---\ntitle: The quiet harbour\nbibliography: quiet.bib\n---\n\n"
        + "The harbour of Marl was closed in spring, and the council had been told of it. " * 3
        + "As @lam2016 says.\n\n# References\n"
    )

    def read(library):
        beside = (
            pipeline.CompanionFiles(library=("quiet.bib", library.encode())) if library else None
        )
        return pipeline.article(text.encode(), "quiet.md", Config(), Decisions(), beside)

    found, alone = read(BIB), read("")
    assert found.back.references_heading == "References"
    assert [type(block).__name__ for block in found.body] == ["Paragraph"]
    assert [type(block).__name__ for block in alone.body] == ["Paragraph", "Heading"]
    assert "read.dropped" not in [one.code for one in found.queries]
    assert next(one.message for one in alone.queries if one.code == "read.dropped").startswith(
        "the front matter names a bibliography"
    )
