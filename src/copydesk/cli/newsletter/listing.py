"""`newsletter list`: the issues of the desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.newsletter.building import none_there
from copydesk.cli.streams import desk, elsewhere, lines, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.builder.issues.sources import Row
    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
examples:
  copydesk newsletter list                name, state, date, what became of it
  copydesk newsletter list --json | jq -r .name
"""


def declare_list(one: Parser) -> Run:
    """Add the options of `newsletter list`."""
    elsewhere(one)
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.show(_MORE)
    return _list


def _list(args: argparse.Namespace) -> int:
    from copydesk.builder.issues import sources
    from copydesk.builder.report import escape

    root, config = desk(args)
    rows = sources.rows(root, config)
    if args.json:
        lines(asdict(row) for row in rows)
        return errors.DONE
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        told = [row.message or row.subject, *_became(row)]
        line = escape(" · ".join(told))
        print(f"{escape(row.name):<{width}}  {row.state:<8}  {row.date:<10}  {line}")
    if not rows:
        say(none_there(config))
    return errors.DONE


def _became(row: Row) -> Iterator[str]:
    """What became of an issue so far, in words."""
    if row.errors:
        yield f"{row.errors} error{'' if row.errors == 1 else 's'}"
    if row.sent:
        yield f"sent to {row.sent:,}"
    for address in row.drafts:
        yield f"pushed to {address.partition('://')[2]}"
