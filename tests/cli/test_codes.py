"""Every stable code is explained, and nothing is explained that does not exist."""

import re

import pytest

from copydesk import handbook, pipeline
from copydesk.clean import EDITOR, RULES
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Decisions
from copydesk.tables import load_codes, load_table
from places import ARTICLE, ROOT

KINDS = ("edits", "queries", "remarks", "errors")
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "src" / "copydesk").rglob("*.py")
    if path.name not in {"errors.py", "queries.py"}
)

#: Codes of files that are read strictly: one of each kind of fault, of each family of files, and
#: those kinds that a reader of the family names itself.
FAMILIES = re.findall(r'(?:\bForm\(\w+, |\bFAMILY: Final = )"([a-z]+)"', SOURCE)
FAULTS = {"value", *re.findall(r'code=f"\{self\.family\}\.([a-z-]+)"', SOURCE)}
NAMED = re.findall(r'form\.(?:error|schema)\([^()]*(?:\([^()]*\)[^()]*)*, "([a-z-]+)"\)', SOURCE)
FORMS = {f"{family}.{fault}" for family in FAMILIES for fault in FAULTS} | {
    f"sidecar.{fault}" for fault in NAMED
}

EDITING = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("structure", "references")
    for path in (ROOT / "src" / "copydesk" / room).rglob("*.py")
)
HARBOUR = ROOT / "tests" / "cases" / "line" / "harbour.txt"
DECISIONS = Decisions(title="Another Title", date="3 May", byline="By Nobody", deck="A deck")


def test_every_error_code_in_the_code_is_explained():
    used = set(re.findall(r'code="([a-z]+(?:[.-][a-z-]+)*)"', SOURCE))
    assert used | FORMS <= set(load_codes("errors"))


def test_every_family_of_files_that_are_read_strictly_has_codes():
    assert {"collection.unknown-key", "issue.value"} <= FORMS


@pytest.mark.parametrize("code", sorted(load_codes("errors")))
def test_every_explained_error_is_raised_somewhere(code):
    assert code in FORMS or f'"{code}"' in SOURCE


@pytest.mark.parametrize("code", sorted(load_codes("queries")))
def test_every_query_of_the_catalogue_is_asked_somewhere(code):
    family = code.partition(".")[0]
    assert f'"{code}"' in SOURCE or f'f"{family}.{{' in SOURCE


@pytest.mark.parametrize("code", sorted(load_codes("remarks")))
def test_every_remark_on_an_issue_is_made_somewhere(code):
    known = {key for key in load_table("newsletter")["remarks"] if key.partition("|")[0] == code}
    made = {key for key in known if f'make_remark("{key}"' in SOURCE}
    made |= {key for key in known if f'make_remark(f"{code}|' in SOURCE}
    assert known == made != set()


def test_every_remark_that_is_made_is_explained():
    assert set(re.findall(r'make_remark\(f?"([a-z.-]+)[|"]', SOURCE)) <= set(load_codes("remarks"))


def test_explain_knows_every_rule_query_and_error():
    handbook.explain_code("space.double")
    for code in (*RULES, *(one for kind in KINDS for one in load_codes(kind))):
        title, blank, *text = handbook.explain_code(code).split("\n")
        assert title.startswith(f"{code} (")
        assert blank == ""
        assert "".join(text).strip()


def rules_in(path, decisions=DECISIONS):
    article = pipeline.article(path.read_bytes(), "a.txt", Config(), decisions)
    return {edit.rule for edit in (*article.edited.ledger, *article.structure)}


def test_every_edit_of_an_article_is_explained():
    found = rules_in(ARTICLE) | rules_in(HARBOUR)
    assert {"structure.furniture", "structure.title", "structure.date"} <= found
    for rule in found:
        assert handbook.explain_code(rule).startswith(f"{rule} (")


def test_every_edit_that_the_structure_makes_is_explained():
    assert set(re.findall(r'"(structure\.[a-z]+)", ', EDITING)) - set(load_codes("queries")) <= set(
        load_codes("edits")
    )
    fields = re.findall(r'_field\(pieces, sheet, "([a-z]+)"', EDITING)
    assert {f"structure.{field}" for field in fields} <= set(load_codes("edits"))
    assert EDITOR in load_codes("edits")


def test_a_code_of_a_query_and_an_edit_is_explained_as_both():
    text = handbook.explain_code("structure.title")
    assert "(edit)" in text
    assert "(query, warning)" in text


def test_a_family_of_queries_is_answered_with_its_codes():
    with pytest.raises(UsageError) as caught:
        handbook.explain_code("citation")
    assert caught.value.hint.startswith("its codes are `citation.")
    assert "`citation.missing`" in caught.value.hint


def test_a_code_like_no_other_is_answered_with_where_to_look():
    with pytest.raises(UsageError) as caught:
        handbook.explain_code("nope")
    assert "`copydesk rules`" in caught.value.hint
    assert len(caught.value.hint) < 100


def test_an_unknown_code_is_answered_with_the_nearest_one():
    with pytest.raises(UsageError) as caught:
        handbook.explain_code("space.duble")
    assert caught.value.hint == "did you mean `space.double`?"


def test_every_rule_shows_an_example():
    assert len(list(handbook.list_rules(Config()))) == len(RULES)
    without = [name for name, rule in RULES.items() if "→" not in rule.doc]
    assert without == []
