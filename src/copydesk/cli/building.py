"""`build` and `clean`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import pasting, watching
from copydesk.cli.streams import desk as desk_of
from copydesk.cli.streams import elsewhere, flags, furnished, jobs, machine, making, say, targets
from copydesk.cli.streams import root as root_of

if TYPE_CHECKING:
    import argparse

    from copydesk.builder import Options
    from copydesk.builder.report import Report
    from copydesk.builder.survey import Survey
    from copydesk.builder.workers.protocol import Engine
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config

_HELP: Final = """\
A target is a slug (harbour), the path of a submission or a folder of them
(source/2024), a file in dist/, a format (pdf), a collection (collections/NAME)
or an issue (newsletter/NAME). A format is that of the articles named beside it,
alone that of all. Patterns in quotation marks name many: 'sino-*',
'source/2024/**/*.docx'. @FILE names what stands in a file, one target a line
or parted by NUL; @- reads it from standard input.

examples:
  copydesk build 'source/2024/**/*.docx' --format pdf --out /srv/press
  find source -newer stamp -print0 | copydesk build @-
  copydesk build @dist/quarantine.txt     what was refused or failed, again
"""

_CLEAN: Final = """\
Only what builds made goes; source/ is not touched, and the next build makes it
all anew.

examples:
  copydesk clean -n                       what would go
  copydesk clean harbour                  the outputs of one article
  copydesk clean --orphans                those whose submission is gone
"""

#: What lies in each folder of the outputs.
_KINDS: Final = {"": "article", "collections": "collection", "newsletter": "issue"}


def declare_build(one: Parser) -> Run:
    """Add the options of `build`."""
    making(one)
    told(one)
    one.add_argument("-k", "--keep-going", action="store_false", dest="fail_fast",
                     help="go on after a failure (the default), --fail-fast or not")  # fmt: skip
    one.add_argument("--fail-fast", action="store_true", help="stop at the first failure")
    one.set_defaults(fail_fast=False)
    far = one.add_mutually_exclusive_group()
    what = "build on a Dask cluster of N processes, started here (needs copydesk[cluster])"
    far.add_argument("--cluster", metavar="local[:N]", help=what)
    what = "build on the Dask cluster at tcp://HOST:PORT or tls://HOST:PORT"
    far.add_argument("--scheduler", metavar="ADDRESS", help=what)
    furnished(one)
    one.add_argument("--watch", action="store_true",
                     help="build again whenever something changes")  # fmt: skip
    watching.served(one)
    one.show(_HELP)
    return _build


def told(one: Parser) -> None:
    """Add how a build is tried and told, and what of it fails."""
    one.add_argument("-n", "--dry-run", action="store_true", help="say what would be built")
    one.add_argument("-B", "--rebuild", action="store_true", help="build everything again")
    one.add_argument("--why", action="store_true", help="say why each of them is built")
    one.add_argument("--strict", action="store_true",
                     help="undecided queries and proposals give exit code 1")  # fmt: skip
    one.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never",
                     help="severity of an open query that gives exit code 1")  # fmt: skip
    one.add_argument("--json", action="store_true", help="print the report as JSON on stdout")


def declare_clean(one: Parser) -> Run:
    """Add the options of `clean`."""
    one.add_argument("targets", nargs="*", metavar="NAME", help="which; none: all")
    elsewhere(one)
    one.add_argument("--orphans", action="store_true", help="only what has no source any more")
    one.add_argument("-n", "--dry-run", action="store_true", help="say what would be removed")
    one.show(_CLEAN)
    return _clean


def _build(args: argparse.Namespace) -> int:
    if args.watch or args.serve or args.port is not None:
        return watching.instead(args)
    workers = jobs(args)
    if _is_at_rest(args):
        return errors.DONE
    root, config = desk_of(args)
    if (names := targets(args, root)) is None:
        return errors.DONE
    from copydesk.builder import Options

    options = Options(
        jobs=workers,
        dry_run=args.dry_run,
        rebuild_all=args.rebuild,
        fail_fast=args.fail_fast,
        formats=tuple(args.formats),
        engine=_engine(args),
    )
    try:
        return made(args, (root, config), names, options)
    except errors.UsageError as error:
        raise _mistyped(error, names) from None


def _mistyped(error: errors.UsageError, names: Sequence[str]) -> errors.UsageError:
    """`error`, which asks whether a command was meant that the first of `names` is like."""
    from copydesk.cli.parser import COMMANDS
    from copydesk.hints import nearest

    if error.code == "desk.target" and names and not error.hint.startswith("did"):
        hint = nearest(names[0], [*COMMANDS])
        error.hint = hint if hint.startswith("did") else error.hint
    return error


def made(
    args: argparse.Namespace, place: tuple[Path, Config], names: list[str], options: Options
) -> int:
    """Build what `names` mean at a desk with its settings, and tell it; the exit code."""
    from copydesk import builder
    from copydesk.builder.progress import Teller
    from copydesk.builder.report import report_record
    from copydesk.builder.summary import summarise

    root, config = place
    with Teller(sys.stderr, every=args.verbose, why=args.why, quiet=args.quiet) as teller:
        report = builder.build(
            root, config, names, options,
            here=Path.cwd(), tell=teller.tell, progress=teller,
        )  # fmt: skip
        if not args.quiet:
            told = pasting.worded(summarise(report, verbose=args.verbose))
            teller.say("\n".join((told, *_next(report))))
    code = report.exit_code(args.fail_on, strict=args.strict)
    if args.json:
        machine(report_record(report, code), indent=1)
    return code


def _next(report: Report) -> Iterator[str]:
    """Where to look, when one article was built alone; of several the list of them is named."""
    made = [one for one in report.outcomes if one.seconds]
    if len(made) == 1 and made[0].status == "built with queries" and "/" not in made[0].slug:
        yield f"what is asked: {pasting.command(f'proof {made[0].slug}')}"


def _is_at_rest(args: argparse.Namespace) -> bool:
    """Whether nothing that is asked for is stale, which one look may tell; it is then said."""
    if any(name.startswith("@") for name in args.targets) or not _asks_nothing_more(args):
        return False
    from copydesk.builder import up_to_date

    place = root_of(args)
    rest = None if any(flags(args, place)) else up_to_date.look_by_files(place)
    if rest is None:
        rest = up_to_date.look_by_settings(*desk_of(args))
    if not rest or not rest.documents:
        return False
    count: int | None = rest.documents
    if args.targets or args.formats:
        from copydesk.builder.targets import count_untouched

        count = count_untouched(place, rest, args.targets, tuple(args.formats), Path.cwd())
    if count and not args.quiet:
        say(up_to_date.say_up_to_date(count))
    return bool(count)


def _asks_nothing_more(args: argparse.Namespace) -> bool:
    """Whether it is enough to know that nothing is stale."""
    told = args.json or args.verbose or args.why or args.strict or args.fail_on != "never"
    return not (told or args.rebuild or args.dry_run)


def _engine(args: argparse.Namespace) -> Callable[[Survey], Engine] | None:
    """Who builds instead of workers of this process."""
    if not args.cluster and not args.scheduler:
        return None
    from copydesk.builder.cluster.client import engine, parse_address, parse_local, require_dask
    from copydesk.builder.run import count_cores

    require_dask()
    where = (
        parse_address(args.scheduler)
        if args.scheduler
        else parse_local(args.cluster, jobs(args) or count_cores())
    )
    return partial(engine, where)


def _clean(args: argparse.Namespace) -> int:
    from copydesk import builder

    root, config = desk_of(args)
    if (names := targets(args, root)) is None:
        return errors.DONE
    gone = builder.clean(root, config, names, orphans=args.orphans, here=Path.cwd(),
                      dry_run=args.dry_run)  # fmt: skip
    counts = Counter(name.rpartition("/")[0] for name in gone)
    parts = [
        f"{counts[folder]} {kind}{'' if counts[folder] == 1 else 's'}"
        for folder, kind in _KINDS.items()
        if counts[folder]
    ] or ["0 articles"]
    for name in gone if args.verbose or args.dry_run else ():
        print(name)
    say(
        f"{'would remove' if args.dry_run else 'removed'} {' and '.join(parts)} from `{config.out}`"
    )
    return errors.DONE
