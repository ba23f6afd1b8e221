"""`rules` and `explain`: what a rule does, what this desk makes of it, how to change that."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk, desk_or_none, lines, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.handbook import Row

#: Columns of the id and of the policy.
_ID, _POLICY = 31, 9


_SETTLING: Final = {
    "off": "do not run these rules at this desk; `house.*` means a family",
    "suggest": "only propose what these would change",
    "fix": "let these change the text",
    "on": "give these the policy back that they have by themselves",
}


_RULES: Final = """\
What is set goes into the settings of the desk, and nothing else there changes.

examples:
  copydesk rules                          all of them, in the order they run
  copydesk rules quote spell              two families
  copydesk rules --changed                what is otherwise at this desk
  copydesk rules --off punct.ellipsis     no more of that
  copydesk rules --suggest 'house.*'      only propose what the house wants
  copydesk rules --on punct.ellipsis      as the rule itself has it
"""

_EXPLAIN: Final = """\
examples:
  copydesk explain dup.article-quote      a rule, and how to switch it off
  copydesk explain citation.missing       a query
  copydesk explain refuse.type            an error
"""


def declare_rules(one: Parser) -> Run:
    """Add the options of `rules`."""
    one.add_argument("names", nargs="*", metavar="RULE", help="rules or families; none: all")
    for name, text in _SETTLING.items():
        one.add_argument(f"--{name}", nargs="+", default=(), metavar="RULE", help=text)
    one.add_argument("--changed", action="store_true", help="only those that this desk has changed")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.show(_RULES)
    return _rules


def declare_explain(one: Parser) -> Run:
    """Add the options of `explain`."""
    one.add_argument("code", metavar="CODE")
    one.show(_EXPLAIN)
    return _explain


def _rules(args: argparse.Namespace) -> int:
    if any(getattr(args, value) for value in _SETTLING):
        return _settle(args)
    from copydesk import handbook

    rows = [
        row
        for row in handbook.rules(desk_or_none(args)[1], args.names)
        if row.origin or not args.changed
    ]
    if args.json:
        lines(
            {"id": row.id, "family": row.family, "policy": row.policy, "own_policy": row.own,
             "origin": row.origin or None, "summary": row.summary}
            for row in rows
        )  # fmt: skip
        return errors.DONE
    for text in _listed(rows):
        print(text)
    if not rows:
        say("no rule has another policy than its own")
    return errors.DONE


def _settle(args: argparse.Namespace) -> int:
    """Write policies of rules into the settings of the desk."""
    from copydesk.builder import desk_settings

    root, _ = desk(args)
    for value in _SETTLING:
        if names := getattr(args, value):
            for one in desk_settings.set_policy(root, names, value):
                say(f"{one.rule}: {one.policy}, by `{one.file}`")
    return errors.DONE


def _listed(rows: Iterable[Row]) -> Iterator[str]:
    """The rules under the names of their families; what the desk changed bears a star."""
    from copydesk.tables import codes

    origins: dict[str, None] = {}
    width = max(60, shutil.get_terminal_size().columns)
    by_family = sorted(rows, key=lambda row: list(codes("families")).index(row.family))
    for family, group in groupby(by_family, key=lambda row: row.family):
        yield f"{family}: {codes('families')[family].text}"
        for row in group:
            policy = row.policy + "*" * bool(row.origin)
            head = f"  {row.id:<{_ID - 2}}{policy:<{_POLICY}}"
            yield from textwrap.wrap(
                head + row.summary, width, subsequent_indent=" " * (_ID + _POLICY),
                drop_whitespace=True, break_on_hyphens=False,
            )  # fmt: skip
            if row.origin:
                origins[row.origin] = None
    if origins:
        yield f"* not the rule’s own policy, but that of {', '.join(origins)}"


def _explain(args: argparse.Namespace) -> int:
    from copydesk import handbook

    for text in _filled(_flowing(handbook.explain(args.code))):
        print(text)
    try:
        told = handbook.at_desk(args.code, desk_or_none(args)[1])
    except errors.ConfigError:
        # Settings with a mistake are no reason not to say what that mistake means.
        return errors.DONE
    if told:
        print()
        for text in _filled(told):
            print(text)
    return errors.DONE


def _flowing(text: str) -> str:
    """`text` with the lines of each paragraph joined, but for what is set in."""
    return "\n\n".join(
        part if "\n " in part or part.startswith(" ") else " ".join(part.split("\n"))
        for part in text.split("\n\n")
    )


def _filled(text: str) -> Iterator[str]:
    """The lines of `text`, those that are too long for the terminal broken between words."""
    width = max(60, shutil.get_terminal_size().columns)
    for line in text.split("\n"):
        yield from textwrap.wrap(line, width, break_on_hyphens=False) or [""]
