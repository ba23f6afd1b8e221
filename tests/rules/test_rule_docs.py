"""What `copydesk explain` prints of a rule: what it does, why or where not, and one example."""

from __future__ import annotations

import inspect
import re

import pytest

from copydesk.clean import RULES, Rule
from copydesk.cli import main


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_what_it_does_then_why_and_shows_an_example_last(rule: Rule) -> None:
    what, *why, example = re.split(r"\n\s*\n", inspect.cleandoc(rule.doc))
    assert what.endswith(".")
    assert why
    assert "→" in example
    assert example.startswith("`")


def test_explain_prints_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    for rule in RULES.values():
        assert main(["explain", rule.id]) == 0
        # A narrow terminal breaks the lines elsewhere.
        printed = " ".join(capsys.readouterr().out.split())
        assert f"{rule.id} (rule, {rule.policy})" in printed
        assert " ".join(rule.doc.split()) in printed
