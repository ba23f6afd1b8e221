"""A publisher and a year behind the title of a book, which are no citation."""

import pytest
from test_by_name import cited, read

from copydesk.citations.match import IMPRINT

CASES = read("imprints")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in CASES["case"]])
def test_the_publisher_of_a_book_is_asked_about_as_what_it_may_be(case):
    rows = cited(read("dated")["entry"], *CASES["opening"], case["text"], emph=case.get("emph", ()))
    expected = "" if case.get("warned") else IMPRINT.hint
    assert rows
    assert {(one.status, one.hint) for one in rows} == {("missing", expected)}
