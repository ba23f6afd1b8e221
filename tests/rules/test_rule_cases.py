"""Each rule against its cases: what it changes, and at least as much that it leaves alone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest

from copydesk.clean import EDIT, REPAIR, RULES
from copydesk.clean.engine import RulePlan, run_rules
from copydesk.config import Config, overlay
from copydesk.model import EditedText, Line, Role, Submission

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
#: The cases that the rows of the rules have themselves.
ROWS = {code: rule.row for code, rule in RULES.items() if "fixes" in rule.row}


def edited(text: str, role: str, language: str = "en") -> EditedText:
    """The lines of `text`; one that begins `role| ` has that role."""
    lines: list[Line] = []
    roles: list[Role | None] = []
    for number, piece in enumerate(text.split("\n"), 1):
        named, bar, rest = piece.partition("| ")
        own = bar and named in get_args(Role)
        lines.append(Line(number, rest if own else piece))
        roles.append((named if own else role) if piece else None)
    submission = Submission("case.txt", "", "text/plain", tuple(lines))
    return EditedText(submission, tuple(lines), language, tuple(roles))


def after(rule: str, text: str, case: Case) -> str:
    """`text` after `rule` alone, its suggestions taken."""
    start = edited(text, case.role, case.language)
    if RULES[rule].asks:
        # Inside a quotation such a rule only proposes, so its proposals are accepted.
        settings = overlay(Config(), {"style": case.style}, rule)
        asked = run_rules(start, RulePlan((rule,), settings, {}))
        verdicts = dict.fromkeys((edit.id for edit in asked.ledger), "accept")
        done = run_rules(start, RulePlan((rule,), settings, verdicts))
        return "\n".join(line.text for line in done.lines)
    settings = overlay(Config(), {"style": {"rules": {rule: "fix"}, **case.style}}, rule)
    done = run_rules(start, RulePlan((rule,), settings, {}))
    return "\n".join(line.text for line in done.lines)


def plain(text: str) -> str:
    return "\n".join(line.text for line in edited(text, "body").lines)


@dataclass(frozen=True)
class Case:
    """Under what a rule is tried: the role of the lines, their language, the house's style."""

    role: str
    style: Mapping[str, Any]
    language: str = "en"


def parts(file: Mapping[str, Any]) -> list[tuple[Case, Mapping[str, Any]]]:
    """The cases of a file, and those it gives `under` a style of their own."""
    role = file.get("role", "body")
    language = file.get("language", "en")
    found = (file, *file.get("under", ()))
    return [(Case(role, part.get("style", {}), language), part) for part in found]


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, *entry, one, id=f"{rule}-{entry[0]}-{entry[1]}")
        for rule, file in (*sorted(FILES.items()), *ROWS.items())
        for case, part in parts(file)
        for one, entries in spoken(case, part, kind)
        for entry in entries
    ]


def spoken(case: Case, part: Mapping[str, Any], kind: str) -> list[tuple[Case, list[Any]]]:
    """The entries of a `kind`, and those `<kind>_in` other languages."""
    others = part.get(f"{kind}_in", {}).items()
    return [(case, part.get(kind, []))] + [
        (replace(case, language=language), entries) for language, entries in others
    ]


def leaves() -> list[Any]:
    rows = []
    for rule, file in (*sorted(FILES.items()), *ROWS.items()):
        for case, part in parts(file):
            for one, texts in spoken(case, part, "leaves"):
                rows += [pytest.param(rule, text, one, id=f"{rule}-{text}") for text in texts]
    return rows


@pytest.mark.parametrize(("rule", "text", "case"), leaves())
def test_a_rule_leaves_alone_what_is_right(rule: str, text: str, case: Case) -> None:
    assert after(rule, text, case) == plain(text)


@pytest.mark.parametrize(("rule", "text", "wanted", "case"), cases("fixes"))
def test_a_rule_changes_what_it_promises(rule: str, text: str, wanted: str, case: Case) -> None:
    assert after(rule, text, case) == plain(wanted)


@pytest.mark.xfail(strict=True, reason="known failures, kept so that we notice when they pass")
@pytest.mark.parametrize(("rule", "text", "wanted", "case"), cases("known_failures"))
def test_a_known_failure_still_fails(rule: str, text: str, wanted: str, case: Case) -> None:
    assert after(rule, text, case) == plain(wanted)


def test_every_rule_has_cases_and_as_many_leave_alones_as_fixes() -> None:
    assert {*FILES, *ROWS} == set(RULES)
    few = [
        rule
        for rule, file in (*FILES.items(), *ROWS.items())
        for _, part in parts(file)
        if many(part, "leaves") < many(part, "fixes")
    ]
    assert few == []


def many(part: Mapping[str, Any], kind: str) -> int:
    return len(part[kind]) + sum(map(len, part.get(f"{kind}_in", {}).values()))


def test_every_registered_rule_stands_in_the_visible_order_once() -> None:
    order = (*REPAIR, *EDIT)
    assert len(order) == len(set(order))
    assert set(order) == set(RULES)


def test_every_docstring_says_what_and_shows_an_example() -> None:
    for rule in RULES.values():
        first = rule.doc.strip().splitlines()[0]
        assert first.endswith("."), rule.id
        assert "→" in rule.doc, rule.id
