"""`newsletter new`: the file of an issue, written with the articles of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import pasting
from copydesk.cli.streams import desk, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
The file has every key that an issue can have, explained.

examples:
  copydesk newsletter new 2026-05         with the latest articles
  copydesk newsletter new may harbour-wall night-ferry
"""


def declare_new(one: Parser) -> Run:
    """Add the options of `newsletter new`."""
    one.add_argument("name", metavar="NAME", help="how the issue is called, such as 2026-05")
    one.add_argument("articles", nargs="*", metavar="ARTICLE",
                     help="slugs or paths of its articles; none: a choice")  # fmt: skip
    one.show(_MORE)
    return _new


def _new(args: argparse.Namespace) -> int:
    from pathlib import Path

    from copydesk.builder.issues import new

    root, config = desk(args)
    path = new.founded(root, config, args.name, args.articles, Path.cwd())
    print(path)
    say(f"look it over, then: {pasting.command(f'newsletter preview {args.name}')}")
    return errors.DONE
