"""The stable codes and what they mean: rules, queries and errors, for `rules` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from copydesk.config import Config, nearest
from copydesk.errors import CODES, UsageError
from copydesk.queries import CATALOGUE
from copydesk.registry import RULES


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as `copydesk rules` lists it; `policy` is the desk's, `summary` one line."""

    id: str
    policy: str
    summary: str


def rules(config: Config) -> Iterator[Row]:
    """Every rule in the order it runs, with the policy it has at this desk."""
    from copydesk.rules import EDIT, REPAIR

    for name in (*REPAIR, *EDIT):
        rule = RULES[name]
        yield Row(name, config.policy(name, rule.policy), rule.doc.strip().splitlines()[0])


def explain(code: str) -> str:
    """What `code` (of a rule, a query or an error) means and what to do.

    Raises `UsageError` with the nearest code when there is none.

    >>> print(explain("citation.missing").splitlines()[0])
    citation.missing (query, warning)
    """
    from copydesk import rules as _  # noqa: F401  registers them

    if code in RULES:
        rule = RULES[code]
        return f"{code} (rule, {rule.policy})\n\n{inspect.cleandoc(rule.doc)}"
    if code in CATALOGUE:
        severity, meaning = CATALOGUE[code]
        return f"{code} (query, {severity})\n\n{meaning}"
    if code in CODES:
        return f"{code} (error)\n\n{CODES[code]}"
    known = [*RULES, *CATALOGUE, *CODES]
    raise UsageError(f"there is no code `{code}`", hint=nearest(code, known), code="usage.code")
