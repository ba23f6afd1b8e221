"""`manual`: the whole reference, put together from what the program itself declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.manual import guides
from copydesk.cli.streams import text

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

FORMS: Final = ("plain", "man", "markdown")
#: The parts that can be asked for by themselves, as their headings are.
PARTS: Final = (
    "commands", "targets", "exit", "settings", "files", "environment", "rules", "edits", "queries",
    "issues", "errors",
)  # fmt: skip

_MORE: Final = """\
Every command with its options, every setting, file, environment variable and
exit code, and the code of every rule, query and error. It is made from the
program, so it is of this version.

examples:
  copydesk manual | less
  copydesk manual settings                one part of it
  copydesk manual --to man > copydesk.1   then `man ./copydesk.1`
  copydesk manual --to markdown > copydesk.md
  copydesk manual --guide batch           a page on one subject, for people
"""


def declare_manual(one: Parser) -> Run:
    """Add the options of `manual`."""
    meaning = f"{', '.join(PARTS)}; none: all of it"
    one.add_argument("part", nargs="?", choices=PARTS, metavar="PART", help=meaning)
    one.add_argument("--to", choices=FORMS, default="plain",
                     help="plain: for a terminal; man: for `man`")  # fmt: skip
    one.add_argument("--guide", choices=guides.names(), metavar="NAME",
                     help=", ".join(guides.names()))  # fmt: skip
    one.show(_MORE)
    return _manual


def _manual(args: argparse.Namespace) -> int:
    from importlib import import_module

    if args.guide:
        text(guides.guide(args.guide))
        return errors.DONE

    from copydesk.cli.manual import contents

    form = import_module(f"copydesk.cli.manual.{args.to}")
    text(form.written(contents.sections(args.part or "")))
    return errors.DONE
