"""The command line: argv → one call; prints; exit codes; no logic.

Data goes to stdout, everything else to stderr. Nothing heavy is imported before a
command needs it, so that a build with nothing to do stays fast.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from copydesk import errors
from copydesk.cli import pasting
from copydesk.cli.parser import parse
from copydesk.cli.streams import complain, say

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["explain", "citation.missing"])  # doctest: +ELLIPSIS
    citation.missing (query, warning)
    <BLANKLINE>
    ...
    0
    """
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold what no encoding can write; messages go out all the same.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = parse(sys.argv[1:] if argv is None else argv)
    with pasting.about(args.directory):
        return _done(args)


def _done(args: argparse.Namespace) -> int:
    """Run what `args` ask for; its exit code, or that of what went wrong."""
    try:
        return int(args.run(args))
    except errors.CopydeskError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        say("interrupted; what was finished stays finished")
        return errors.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.DONE
    except Exception as error:  # noqa: BLE001  what nobody thought of still has its exit code
        if args.verbose:
            import traceback

            say(traceback.format_exc())
        message = f"a bug of copydesk: {type(error).__name__}: {error}"
        hint = "report it with the submission; -v shows where it happened"
        complain(errors.CopydeskError(message, hint=hint, code="bug"))
        return errors.BUG
