"""`newsletter preview`: an issue as readers see it, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import pasting
from copydesk.cli.streams import desk, elsewhere, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
examples:
  copydesk newsletter preview may         print where its preview.html lies
  xdg-open "$(copydesk newsletter preview may)"
"""


def declare_preview(one: Parser) -> Run:
    """Add the options of `newsletter preview`."""
    one.add_argument("name", metavar="FILE|NAME", help="the issue")
    elsewhere(one)
    one.show(_MORE)
    return _preview


def _preview(args: argparse.Namespace) -> int:
    """Build the issue and print where its preview lies; what went wrong is said."""
    import sys

    from copydesk.builder import Options, build
    from copydesk.builder.issues import sources
    from copydesk.builder.progress import Teller
    from copydesk.mail.making import PREVIEW

    root, config = desk(args)
    names, others = sources.parted(root, config, [args.name], Path.cwd())
    with Teller(sys.stderr, every=args.verbose, quiet=args.quiet) as teller:
        report = build(root, config, names, Options(issues=others),
                       tell=teller.tell, progress=teller)  # fmt: skip
    code = report.exit_code()
    if code == errors.DONE:
        _, document = sources.placed(root, config, args.name, Path.cwd())
        print(root / config.out / document.slug / PREVIEW)
        made = next(one for one in report.outcomes if one.slug == document.slug)
        if made.queries and not args.quiet:
            say(f"what is remarked on it: {pasting.command(f'newsletter check {args.name}')}")
    return code
