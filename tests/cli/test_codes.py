"""Every stable code is explained, and nothing is explained that does not exist."""

import re

import pytest

from copydesk import handbook
from copydesk.config import Config
from copydesk.errors import CODES, UsageError
from copydesk.queries import CATALOGUE
from copydesk.registry import RULES
from places import ROOT

SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "src" / "copydesk").rglob("*.py")
    if path.name not in {"errors.py", "queries.py"}
)


def test_every_error_code_in_the_code_is_explained():
    used = set(re.findall(r'code="([a-z]+(?:[.-][a-z-]+)*)"', SOURCE))
    assert used <= set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_explained_error_is_raised_somewhere(code):
    assert f'"{code}"' in SOURCE


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_query_of_the_catalogue_is_asked_somewhere(code):
    family = code.partition(".")[0]
    assert f'"{code}"' in SOURCE or f'f"{family}.{{' in SOURCE


def test_explain_knows_every_rule_query_and_error():
    handbook.explain("space.double")
    for code in (*RULES, *CATALOGUE, *CODES):
        title, blank, *text = handbook.explain(code).split("\n")
        assert title.startswith(f"{code} (")
        assert blank == ""
        assert "".join(text).strip()


def test_an_unknown_code_is_answered_with_the_nearest_one():
    with pytest.raises(UsageError) as caught:
        handbook.explain("space.duble")
    assert caught.value.hint == "did you mean `space.double`?"


def test_every_rule_shows_an_example():
    assert len(list(handbook.rules(Config()))) == len(RULES)
    without = [name for name, rule in RULES.items() if "→" not in rule.doc]
    assert without == []
