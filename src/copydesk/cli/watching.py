"""`watch`, which is also `build --watch`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.streams import flags, furnished, jobs, making, root, say, targets

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

_MORE = """\
Builds what is stale when a submission, its sidecar, library or pictures, a
word list, a site profile, a collection, the settings or a file that they name
changes. Ctrl-C ends it, with exit code 0; with 130, when it broke off a build.

examples:
  copydesk watch --serve                  and show it in the browser
  copydesk watch harbour --format pdf     one format of one article
  copydesk watch --serve --port 8080
"""


def declare_watch(one: Parser) -> Run:
    """Add the options of `watch`."""
    making(one)
    one.add_argument("-B", "--rebuild", action="store_true", help="build everything first")
    one.add_argument("--why", action="store_true", help="say why each article is built")
    furnished(one)
    served(one)
    one.show(_MORE)
    return run


def served(one: Parser) -> None:
    """Add the options of the preview."""
    one.add_argument("--serve", action="store_true",
                     help="show the outputs in a browser on this machine")  # fmt: skip
    one.add_argument("--port", type=int, metavar="N",
                     help="port for --serve (default: 8720 or the next free; 0: any)")  # fmt: skip


def instead(args: argparse.Namespace) -> int:
    """Watch where `build` was asked to. Raises `UsageError` for what means a single build."""
    if not args.watch:
        message = "--serve and --port show a desk that is watched"
        raise errors.UsageError(message, hint="add --watch", code="usage.watch")
    single = {
        "-n": args.dry_run, "--json": args.json, "--strict": args.strict,
        "--fail-on": args.fail_on != "never", "--fail-fast": args.fail_fast,
        "--cluster": args.cluster, "--scheduler": args.scheduler,
    }  # fmt: skip
    if named := [flag for flag, given in single.items() if given]:
        message = f"{named[0]} is for a single build, and --watch for many"
        raise errors.UsageError(message, hint="leave one of them out", code="usage.watch")
    return run(args)


def run(args: argparse.Namespace) -> int:
    """Watch the desk until it is interrupted."""
    from copydesk.builder import Options
    from copydesk.builder.report import has_colour
    from copydesk.builder.watch.build_process import Asked
    from copydesk.builder.watch.loop import Voice, watch

    workers = jobs(args)
    place = root(args)
    if (names := targets(args, place)) is None:
        return errors.DONE
    options = Options(jobs=workers, rebuild_all=args.rebuild, formats=tuple(args.formats))
    asked = Asked(place, tuple(names), options, Path.cwd(), tuple(flags(args, place)))
    paint = partial(print, file=sys.stderr)  # the lines of a watch have colours
    voice = Voice(paint, args.why, args.quiet, has_colour(sys.stderr))
    if not args.serve and args.port is None:
        return watch(asked, voice)
    from copydesk.builder.watch.preview import Preview
    from copydesk.gate.loopback import Server

    preview = Preview(place / "dist")
    server = Server(preview.page, preview.news, args.port)
    server.start()
    try:
        say(f"preview: {server.url}")
        return watch(asked, voice, preview)
    finally:
        server.close()
