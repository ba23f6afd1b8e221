"""`newsletter list`: the issues of the desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.newsletter.building import none_there
from copydesk.cli.streams import desk, elsewhere, lines, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


def declare_list(one: Parser) -> Run:
    """Add the options of `newsletter list`."""
    elsewhere(one)
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    return _list


def _list(args: argparse.Namespace) -> int:
    from copydesk.desk import issues
    from copydesk.desk.report import escape

    root, config = desk(args)
    rows = issues.rows(root, config)
    if args.json:
        lines(asdict(row) for row in rows)
        return errors.DONE
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        told = row.message or row.subject
        print(f"{escape(row.name):<{width}}  {row.state:<8}  {row.date:<10}  {escape(told)}")
    if not rows:
        say(none_there(config))
    return errors.DONE
