"""`newsletter build`: issues, and before them what they need of their articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import building
from copydesk.cli.streams import desk, elsewhere, jobs, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config

_HELP: Final = """\
Into dist/newsletter/NAME/: issue.eml (the message), issue.html, fragment.html
(to paste into a service), issue.md, issue.txt, archive.html (for browsers),
files/ (what is linked, to be uploaded), preview.html and report.json. What is
up to date is left alone; `copydesk build` makes the issues of the desk too.

examples:
  copydesk newsletter build            every issue in source/newsletters/
  copydesk newsletter build may        one of them
  copydesk newsletter build ~/may.toml one that lies elsewhere
"""


def declare_build(one: Parser) -> Run:
    """Add the options of `newsletter build`."""
    one.add_argument("names", nargs="*", metavar="FILE|NAME", help="which; none: all")
    one.add_argument("-j", "--jobs", type=int, metavar="N", help="workers (default: the cores)")
    elsewhere(one)
    building.told(one)
    one.show(_HELP)
    return _build


def _build(args: argparse.Namespace) -> int:
    from copydesk.builder import Options
    from copydesk.builder.issues import sources

    workers = jobs(args)
    root, config = desk(args)
    if not args.names and not sources.listed(root, config):
        say(none_there(config))
        return errors.DONE
    names, others = sources.parted(root, config, args.names, Path.cwd())
    options = Options(
        jobs=workers, dry_run=args.dry_run, rebuild_all=args.rebuild, issues=others
    )  # fmt: skip
    return building.made(args, (root, config), names, options)


def none_there(config: Config) -> str:
    """What is said where the desk has no issue."""
    from copydesk.builder.submissions import NEWSLETTERS

    return (
        f"no issue lies in `{config.source}/{NEWSLETTERS}/`;"
        " `copydesk newsletter new NAME` writes one"
    )
