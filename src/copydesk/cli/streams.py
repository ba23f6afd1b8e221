"""What all commands share: where words go, and which desk they are about."""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from copydesk import errors
from copydesk.cli import pasting

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from copydesk.builder.watch.build_process import Flag
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config


#: So many articles are named where one is wanted.
_FEW: Final = 3


def say(message: str) -> None:
    """Tell the user something that is not data, in which nothing can drive a terminal.

    Commands in backticks are told as they are typed where the user stands.
    """
    message = pasting.worded(message)
    if not message.replace("\n", "").isprintable():
        from copydesk.builder.report import escape_lines  # seldom, and builds at rest are fast

        message = escape_lines(message)
    print(message, file=sys.stderr)


def complain(error: errors.CopydeskError) -> None:
    """Tell the user what went wrong, and what to do next."""
    from copydesk.builder.report import escape

    code = f" [{error.code}]" if error.code else ""
    say(f"error: {escape(str(error))}{code}")
    if error.hint:
        say(f"\nhint: {escape(error.hint)}")


def lines(rows: Iterable[Any]) -> None:
    """Print each of `rows` as JSON on a line of its own."""
    for row in rows:
        machine(row)


def machine(value: Any, *, indent: int | None = None) -> None:  # noqa: ANN401  whatever JSON takes
    """Print `value` as JSON, in which nothing can drive a terminal."""
    import json

    from copydesk.builder.report import escape_json

    print(escape_json(json.dumps(value, ensure_ascii=False, indent=indent)))


def text(data: str) -> None:
    """Print `data` as it is for a file or a program; a terminal is shown what it must not obey."""
    if sys.stdout.isatty():
        from copydesk.builder.report import escape_lines

        data = escape_lines(data)
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode("utf-8", "surrogatepass"))


def by_worker(run: Run) -> Run:
    """`run`, with what it reads read by a worker within the limits of the settings."""

    @wraps(run)
    def running(args: argparse.Namespace) -> int:
        from copydesk.builder.workers.reader import read_in_worker

        with read_in_worker():
            return run(args)

    return running


def root(args: argparse.Namespace) -> Path:
    """The folder of the desk that the command is about."""
    from pathlib import Path

    from copydesk import ground
    from copydesk.gate import files

    start = Path(args.directory or "")
    if not files.is_folder(start):
        message = f"there is no folder `{start}`"
        raise errors.UsageError(message, hint="name the desk's folder", code="usage.directory")
    return start.resolve() if args.directory else ground.find_root(Path.cwd())


def desk(args: argparse.Namespace) -> tuple[Path, Config]:
    """The folder of the desk that the command is about, and its settings."""
    from copydesk import config

    place = root(args)
    return place, _flagged(args, config.load(place))


def desk_or_none(args: argparse.Namespace) -> tuple[Path, Config]:
    """`desk`, or this folder and the defaults when there is no desk around."""
    from pathlib import Path

    from copydesk import config

    try:
        return desk(args)
    except errors.ConfigError as error:
        if error.code != "config.no-desk":
            raise
        return Path.cwd(), _flagged(args, config.load(Path.cwd()))


def received(args: argparse.Namespace, config: Config) -> bytes:
    """The file `args.file` or standard input, read no further than the limit allows."""
    from pathlib import Path

    from copydesk.builder import bounded_files

    if args.file == "-":
        return standard_input(config)
    return bounded_files.read_file(Path(args.file), config)


def standard_input(config: Config) -> bytes:
    """What comes on standard input, read no further than the limit allows."""
    from copydesk.builder import bounded_files

    limit = config.limits.file_bytes
    return bounded_files.check_size(sys.stdin.buffer.read(limit + 1), "standard input", limit)


def jobs(args: argparse.Namespace) -> int:
    """How many workers `-j` asks for; 0 when it is not given. Raises `UsageError` for none."""
    if args.jobs is not None and args.jobs < 1:
        raise errors.UsageError("-j wants a number from 1", hint="e.g. -j 2", code="usage.jobs")
    return args.jobs or 0


def targets(args: argparse.Namespace, root: Path) -> list[str] | None:
    """`args.targets`, lists read; None, which is said, when there are lists that name nothing.

    No target at all means everything, which an empty list must not.
    """
    from pathlib import Path

    from copydesk.builder import targets

    found = targets.expand_lists(args.targets, root, Path.cwd())
    if args.targets and not found:
        say("the list names nothing")
        return None
    return found


def furnished(one: Parser) -> None:
    """Add the flag that keeps the site's lines in the article."""
    one.add_argument("--keep-furniture", action="store_true",
                     help="remove no line of the site, whatever the settings say")  # fmt: skip


def elsewhere(one: Parser) -> None:
    """Add the option that names another folder for the outputs."""
    one.add_argument("--out", metavar="DIR", help="where the outputs are, instead of `dist/`")


def making(one: Parser) -> None:
    """Add what to make, where to, and how many work at it."""
    what = "slug, path, format, pattern or list; none: everything"
    one.add_argument("targets", nargs="*", metavar="TARGET", help=what)
    one.add_argument("--format", action="append", default=[], metavar="FORMAT", dest="formats",
                     help="make nothing but this format; may be given again")  # fmt: skip
    elsewhere(one)
    one.add_argument("-j", "--jobs", type=int, metavar="N", help="workers (default: the cores)")


def flags(args: argparse.Namespace, root: Path) -> Iterator[Flag]:
    """What `args` say on top of the settings of the desk at `root`."""
    from pathlib import Path

    if getattr(args, "keep_furniture", False):
        yield "keep_furniture", True, "--keep-furniture"
    if out := getattr(args, "out", None):
        # Counted from where the user stands, as everybody's paths are.
        yield "out", out if Path.cwd() == root else str(Path.cwd() / out), "--out"


def _flagged(args: argparse.Namespace, settings: Config) -> Config:
    """`settings` with what flags say on top."""
    from pathlib import Path

    from copydesk import config

    for key, value, origin in flags(args, Path(settings.root)):
        settings = config.overlay(settings, {key: value}, origin)
    return settings


def named(args: argparse.Namespace) -> tuple[Path, Config, str]:
    """The desk, its settings and the one submission that `args.name` means."""
    from pathlib import Path

    from copydesk.builder import single_article

    place, config = desk(args)
    found = single_article.resolve_sources(place, config, [args.name], Path.cwd())
    if len(found) != 1:
        message = f"`{args.name}` means {len(found)} articles"
        listed = ", ".join(f"`{one}`" for one in found[:_FEW])
        hint = f"name one of them, such as {listed}" if found else "`copydesk status -v` lists them"
        raise errors.UsageError(message, hint=hint, code="usage.name")
    return place, config, found[0]
