"""Authors whom the list may lack, though nothing but a year says that they are cited."""

import pytest
from test_by_name import cited, read
from test_match import article

from copydesk import citations
from copydesk.config import Config
from copydesk.model import Decisions

CASES = read("unlisted")
ENTRIES = read("dated")["entry"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in CASES["case"]])
def test_an_author_whom_the_list_may_lack_is_asked_about_and_nothing_else(case):
    found = cited(ENTRIES, *CASES["opening"], case["text"])
    assert [(one.text, one.status) for one in found] == [
        (text, "missing") for text in case.get("found", [])
    ]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in CASES["case"]])
def test_nothing_is_asked_where_the_article_does_not_cite_by_name_and_year(case):
    assert cited(ENTRIES, "The harbour opened late.", case["text"]) == []
    assert cited([], *CASES["opening"], case["text"]) == []


def test_the_question_is_a_note_and_says_that_it_may_be_no_citation():
    text = "So it was (Marlow, 2020; Finn, 2018), say Ruiz (2016) and the scale of Wells (2018)."
    found = citations.cite(article(text), Config(), Decisions())
    (query,) = [one for one in found.queries if one.code == "citation.missing"]
    assert query.severity == "note"
    assert "may be no citation" in query.message
