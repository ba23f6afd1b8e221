"""`init` and `new`: a desk is made, and submissions come into it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

_INIT: Final = """\
Makes copydesk.toml, in which the few settings that most desks change stand
explained, and source/ with a sample article; where git keeps the folder, a
.gitignore for dist/ too. What is there already stays as it is, and is named.

examples:
  copydesk init                   make a desk of this folder
  copydesk init harbour-review    make the folder too
  cd harbour-review && copydesk   then build the sample
"""


def declare_init(one: Parser) -> Run:
    """Add the options of `init`."""
    one.add_argument("folder", nargs="?", default="", metavar="DIR", help="none: this folder")
    one.show(_INIT)
    return _init


def _init(args: argparse.Namespace) -> int:
    from pathlib import Path

    from copydesk.desk import opening

    folder = Path(args.directory or "") / args.folder
    parts = opening.opened(folder)
    width = max(len(part.path) for part in parts)
    for part in parts:
        what = "there   " if part.kept else "made    "
        print(f"{what}{part.path:<{width}}  {part.about}")
    if all(part.kept for part in parts):
        say("it is a desk already; nothing was made or changed")
    elif not args.quiet:
        say(_next(args.folder or args.directory or "", [part.path for part in parts]))
    return errors.DONE


def _next(folder: str, made: list[str]) -> str:
    """What to do in the new desk in `folder`, "" for where one stands; `made` are its parts."""
    from copydesk.desk import opening

    steps = [("copydesk", "build what you have put into source/")]
    if any(path.endswith(f"/{opening.SAMPLE}") for path in made):
        steps = [
            ("copydesk", "build the sample; dist/index.html then shows all there is"),
            (f"copydesk proof {opening.SLUG}", "what was changed, and what is asked of you"),
        ]
    rows = [f"  {command:<24} {about}" for command, about in steps]
    return "\n".join(["", "next:", *([f"  cd {shlex.quote(folder)}"] if folder else []), *rows])
