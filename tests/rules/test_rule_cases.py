"""Each rule against its cases: what it changes, and at least as much that it leaves alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from copydesk.config import Config
from copydesk.model import Galley, Line, Role, Submission
from copydesk.registry import RULES
from copydesk.rules import EDIT, REPAIR
from copydesk.rules.runner import Task, run

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}


def galley(text: str, role: str, language: str = "en") -> Galley:
    """The lines of `text`; one that begins `role| ` has that role."""
    lines: list[Line] = []
    roles: list[Role | None] = []
    for number, piece in enumerate(text.split("\n"), 1):
        named, bar, rest = piece.partition("| ")
        own = bar and named in get_args(Role)
        lines.append(Line(number, rest if own else piece))
        roles.append((named if own else role) if piece else None)
    submission = Submission("case.txt", "", "text/plain", tuple(lines))
    return Galley(submission, tuple(lines), language, tuple(roles))


def after(rule: str, text: str, role: str, language: str = "en") -> str:
    """`text` after `rule` alone, its suggestions taken."""
    start = galley(text, role, language)
    if RULES[rule].asks:
        # Inside a quotation such a rule only proposes, so its proposals are accepted.
        asked = run(start, Task((rule,), Config(), {}))
        verdicts = dict.fromkeys((edit.id for edit in asked.ledger), "accept")
        done = run(start, Task((rule,), Config(), verdicts))
        return "\n".join(line.text for line in done.lines)
    settings = Config(style=Config().style.__class__(rules=((rule, "fix"),)))
    done = run(start, Task((rule,), settings, {}))
    return "\n".join(line.text for line in done.lines)


def plain(text: str) -> str:
    return "\n".join(line.text for line in galley(text, "body").lines)


def cases(kind: str) -> list[Any]:
    rows = []
    for rule, file in sorted(FILES.items()):
        role = file.get("role", "body")
        rows += [pytest.param(rule, role, *entry, id=f"{rule}-{entry[0]}") for entry in file[kind]]
    return rows


def leaves() -> list[Any]:
    rows = []
    for rule, file in sorted(FILES.items()):
        role = file.get("role", "body")
        wanted = [("en", text) for text in file["leaves"]]
        for language, texts in file.get("leaves_in", {}).items():
            wanted += [(language, text) for text in texts]
        rows += [
            pytest.param(rule, role, language, text, id=f"{rule}-{text}")
            for language, text in wanted
        ]
    return rows


@pytest.mark.parametrize(("rule", "role", "language", "text"), leaves())
def test_a_rule_leaves_alone_what_is_right(rule: str, role: str, language: str, text: str) -> None:
    assert after(rule, text, role, language) == plain(text)


@pytest.mark.parametrize(("rule", "role", "text", "wanted"), cases("fixes"))
def test_a_rule_changes_what_it_promises(rule: str, role: str, text: str, wanted: str) -> None:
    assert after(rule, text, role) == plain(wanted)


KNOWN = [
    pytest.param(rule, file.get("role", "body"), text, wanted, id=f"{rule}-{text}")
    for rule, file in sorted(FILES.items())
    for text, wanted in file.get("known_failures", ())
]


@pytest.mark.xfail(strict=True, reason="known failures, kept so that we notice when they pass")
@pytest.mark.parametrize(("rule", "role", "text", "wanted"), KNOWN)
def test_a_known_failure_still_fails(rule: str, role: str, text: str, wanted: str) -> None:
    assert after(rule, text, role) == plain(wanted)


def test_every_rule_has_cases_and_as_many_leave_alones_as_fixes() -> None:
    assert set(FILES) == set(RULES)
    few = [rule for rule, file in FILES.items() if len(file["leaves"]) < len(file["fixes"])]
    assert few == []


def test_every_registered_rule_stands_in_the_visible_order_once() -> None:
    order = (*REPAIR, *EDIT)
    assert len(order) == len(set(order))
    assert set(order) == set(RULES)


def test_every_docstring_says_what_and_shows_an_example() -> None:
    for rule in RULES.values():
        first = rule.doc.strip().splitlines()[0]
        assert first.endswith("."), rule.id
        assert "→" in rule.doc, rule.id
