"""`review`: an article's questions and changes, decided in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.cli.streams import desk, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

_REVIEW = """\
What is asked about an article, the running text with every change in place,
and how it will look: on one page of this machine, by keyboard or by mouse.
Decisions are written into the sidecar of the submission as they are made, as
`accept`, `stet`, `rewrite`, `cite`, `entry`, `role` and `set` write them; the
next build heeds them. Ctrl-C ends it.

examples:
  copydesk review harbour          print the address of the page
  copydesk review harbour --open   and open it in the browser
  copydesk review                  all articles, to choose from
"""


def declare_review(one: Parser) -> Run:
    """Add the options of `review`."""
    one.add_argument("name", nargs="?", metavar="NAME", help="an article; none: a list of all")
    one.add_argument("--open", action="store_true", help="open the page in the browser")
    one.add_argument("--port", type=int, metavar="N", help="port (default: any that is free)")
    one.show(_REVIEW)
    return _review


def _review(args: argparse.Namespace) -> int:
    from copydesk.builder import single_article, survey
    from copydesk.errors import UsageError
    from copydesk.review import serving

    serving.require()
    root, config = desk(args)
    names = [args.name] if args.name is not None else []
    wanted = frozenset(single_article.resolve_sources(root, config, names, Path.cwd()))
    documents = tuple(
        one for one in survey.survey_desk(root, config).documents if one.source in wanted
    )
    if not documents:
        message = "the desk has no articles to review"
        hint = f"put a text into `{config.source}/`"
        raise UsageError(message, hint=hint, code="usage.name")
    return serving.serve(root, config, serving.Wanted(documents, args.port, args.open), say)
