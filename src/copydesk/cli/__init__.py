"""The command line: argv → one call; prints; exit codes; no logic.

`commands` holds the table, `parser` reads the words, `desk` finds what they are about, `terminal`
prints; each other module is a group of commands. Nothing heavy is imported before a command needs
it, so that a build with nothing to do stays fast. What a command reads of submissions is read by a
worker, within the limits of the settings.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from copydesk import errors
from copydesk.cli import terminal
from copydesk.cli.parser import parse

__all__ = ["main"]

#: Commands with workers of their own.
_WITH_WORKERS: Final = ("build.build_targets", "build.watch_desk", "proofs.review_articles")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Here exceptions become messages and exit codes.

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
    try:
        args = parse(sys.argv[1:] if argv is None else argv)
    except errors.UsageError as error:
        terminal.complain(error)
        return error.exit_code
    except BrokenPipeError:
        return _end_output()
    with terminal.name_desk(args.directory):
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    module, _, function = args.run.rpartition(".")
    try:
        run = getattr(import_module(f"copydesk.cli.{module}"), function)
        if args.run in _WITH_WORKERS:
            return run(args) or errors.DONE
        from copydesk.builder.workers.reader import read_in_worker

        with read_in_worker():
            return run(args) or errors.DONE
    except errors.CopydeskError as error:
        terminal.complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        terminal.say("interrupted; finished work is kept")
        return errors.INTERRUPTED
    except BrokenPipeError:
        return _end_output()
    except Exception as error:  # noqa: BLE001  what nobody thought of still has its exit code
        if args.verbose:
            import traceback

            terminal.say_lines(traceback.format_exc())
        message = f"a bug of copydesk: {type(error).__name__}: {error}"
        hint = "report it with the submission; -v shows where it happened"
        terminal.complain(errors.CopydeskError(message, hint=hint, code="bug"))
        return errors.BUG


def _end_output() -> int:
    """Print no more, since the reader of our output went away; that is its right."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return errors.DONE
