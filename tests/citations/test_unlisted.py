"""Names before years that nothing but the year makes authors, and that no entry bears."""

import pytest
from test_by_name import cited, read

CASES = read("unlisted")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in CASES["case"]])
def test_a_name_that_may_be_anything_is_not_asked_about(case):
    assert cited(read("dated")["entry"], *CASES["opening"], case["text"]) == []
