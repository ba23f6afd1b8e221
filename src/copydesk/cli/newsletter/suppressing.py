"""`newsletter suppress`: who wants no more issues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk_or_none, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
examples:
  copydesk newsletter suppress reader@elsewhere.example
  copydesk newsletter suppress reader@elsewhere.example --reason bounced
"""


def declare_suppress(one: Parser) -> Run:
    """Add the options of `newsletter suppress`."""
    one.add_argument("addresses", nargs="+", metavar="ADDRESS",
                     help="an address, or the token of a link for unsubscribing")  # fmt: skip
    one.add_argument("--issue", default="", metavar="FILE|NAME",
                     help="beside which issue, when not beside those of the desk")  # fmt: skip
    one.add_argument("--reason", default="asked", metavar="TEXT", help="what is noted with it")
    one.show(_MORE)
    return _suppress


def _suppress(args: argparse.Namespace) -> int:
    from copydesk.builder.issues import delivery
    from copydesk.mail import suppressed

    root, config = desk_or_none(args)
    folder = delivery.beside(root, config, args.issue, Path.cwd())
    wanted = [delivery.meant(folder, one) for one in args.addresses]
    added = {one.key for one in suppressed.add(folder / suppressed.NAME, wanted, args.reason)}
    for one in wanted:
        done = "added to" if one.key in added else "stands already in"
        say(f"`{one}` {done} `{suppressed.NAME}`")
    return errors.DONE
