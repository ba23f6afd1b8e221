"""`build`, `watch` and `clean`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.desk import count_jobs, find_desk, list_flags, open_desk, read_targets
from copydesk.cli.terminal import count, print_json, put, say, write_command

if TYPE_CHECKING:
    from argparse import Namespace

    from copydesk.builder import Options
    from copydesk.builder.report import Report
    from copydesk.builder.survey import Survey
    from copydesk.builder.workers.protocol import Engine
    from copydesk.config import Config

#: What lies in each folder of the outputs.
_KINDS: Final = {"": "article", "collections": "collection", "newsletter": "issue"}
#: The codes of errors that a mistyped command leads to, taken for a target of a build.
_NOT_FOUND: Final = ("config.no-desk", "desk.target")


# ── build ──────────────────────────────────────────────────────────────────────


def build_targets(args: Namespace) -> int:
    """Build what is stale of what is named."""
    try:
        return _build(args)
    except errors.UsageError as error:
        if not args.command and args.targets:
            error.hint = _suggest_command(error, args.targets[0]) or error.hint
        raise


def _build(args: Namespace) -> int:
    """Build or watch as `args` say. Raises `UsageError` for a target that is not there."""
    if args.watch:
        return watch_desk(args)
    jobs = count_jobs(args)
    if _is_at_rest(args):
        return errors.DONE
    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return errors.DONE
    from copydesk.builder import Options

    options = Options(
        jobs=jobs,
        dry_run=args.dry_run,
        rebuild_all=args.rebuild,
        fail_fast=args.fail_fast,
        formats=_read_formats(args),
        engine=_choose_engine(args),
    )
    return run_build(args, (root, config), names, options)


def run_build(
    args: Namespace, place: tuple[Path, Config], names: list[str], options: Options
) -> int:
    """Build what `names` mean at a desk with its settings, and tell it; the exit code."""
    from copydesk import builder
    from copydesk.builder.progress import Teller
    from copydesk.builder.report import report_record
    from copydesk.builder.summary import summarise
    from copydesk.cli.terminal import complete_commands

    root, config = place
    with Teller(sys.stderr, every=args.verbose, why=args.why, quiet=args.quiet) as teller:
        report = builder.build(
            root, config, names, options,
            here=Path.cwd(), tell=teller.tell, progress=teller,
        )  # fmt: skip
        if not args.quiet:
            summary = complete_commands(summarise(report, verbose=args.verbose))
            teller.say("\n".join((summary, *_suggest_proof(report))))
    code = report.exit_code(args.fail_on, strict=args.strict)
    if args.json:
        print_json(report_record(report, code), indent=1)
    return code


def _read_formats(args: Namespace) -> tuple[str, ...]:
    from copydesk.builder.submissions import FORMAT_NAMES

    return tuple(FORMAT_NAMES.get(name, name) for name in args.formats)


def _suggest_proof(report: Report) -> Iterator[str]:
    """Where to look, when one article was built alone; of several the list of them is named."""
    built = [one for one in report.outcomes if one.seconds]
    if len(built) == 1 and built[0].status == "built with queries" and "/" not in built[0].slug:
        yield f"open questions: {write_command(f'proof {built[0].slug}')}"


def _suggest_command(error: errors.UsageError, word: str) -> str:
    """A hint where the first `word` was not found and may be meant for a command; else ""."""
    from copydesk.cli.commands import list_names
    from copydesk.settings.hints import name_nearest

    if error.code not in _NOT_FOUND:
        return ""
    if word == "help":
        return "`copydesk --help`, or `copydesk COMMAND --help`"
    if f"`{word}`" not in str(error) or error.hint.startswith("did"):
        return ""
    hint = name_nearest(word, [*list_names()])
    return hint.replace("`", "`copydesk ", 1) if hint.startswith("did") else ""


def _is_at_rest(args: Namespace) -> bool:
    """Whether nothing that is asked for is stale, which one look may tell; it is then said."""
    if any(name.startswith("@") for name in args.targets) or not _asks_nothing_more(args):
        return False
    from copydesk.builder import up_to_date

    root = find_desk(args)
    rest = None if any(list_flags(args, root)) else up_to_date.look_by_files(root)
    if rest is None:
        rest = up_to_date.look_by_settings(*open_desk(args))
    if not rest or not rest.documents:
        return False
    number: int | None = rest.documents
    if args.targets or args.formats:
        from copydesk.builder.targets import count_untouched

        number = count_untouched(root, rest, args.targets, _read_formats(args), Path.cwd())
    if number and not args.quiet:
        say(up_to_date.say_up_to_date(number))
    return bool(number)


def _asks_nothing_more(args: Namespace) -> bool:
    told = args.json or args.verbose or args.why or args.strict or args.fail_on != "never"
    return not (told or args.rebuild or args.dry_run)


def _choose_engine(args: Namespace) -> Callable[[Survey, Collection[int]], Engine] | None:
    """Who builds instead of workers of this process."""
    if not args.cluster and not args.scheduler:
        return None
    from copydesk.builder.cluster.client import engine, parse_address, parse_local, require_dask
    from copydesk.builder.run import count_cores

    require_dask()
    where = (
        parse_address(args.scheduler)
        if args.scheduler
        else parse_local(args.cluster, count_jobs(args) or count_cores())
    )
    return partial(engine, where)


# ── watch ──────────────────────────────────────────────────────────────────────


def watch_desk(args: Namespace) -> int:
    """Build again whenever something changes, until it is interrupted."""
    from copydesk.builder import Options
    from copydesk.builder.report import has_colour
    from copydesk.builder.watch.loop import BuildRequest, Voice, watch

    jobs = count_jobs(args)
    root = find_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return errors.DONE
    options = Options(jobs=jobs, rebuild_all=args.rebuild, formats=_read_formats(args))
    asked = BuildRequest(root, tuple(names), options, Path.cwd(), tuple(list_flags(args, root)))
    paint = partial(print, file=sys.stderr)  # the lines of a watch have colours
    voice = Voice(paint, args.why, args.quiet, has_colour(sys.stderr))
    if not args.serve and args.port is None:
        return watch(asked, voice)
    from copydesk.builder.watch.preview import Preview
    from copydesk.system.loopback import serve_pages

    preview = Preview(root / "dist")
    server = serve_pages(preview.page, preview.news, args.port)
    server.start()
    try:
        say(f"preview: {server.url}")
        return watch(asked, voice, preview)
    finally:
        server.close()


# ── clean ──────────────────────────────────────────────────────────────────────


def clean_outputs(args: Namespace) -> None:
    """Remove what builds made."""
    from copydesk import builder

    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return
    gone = builder.clean(root, config, names, orphans=args.orphans, here=Path.cwd(),
                      dry_run=args.dry_run)  # fmt: skip
    for name in gone if args.verbose or args.dry_run else ():
        put(name)
    kinds = Counter(name.rpartition("/")[0] for name in gone)
    parts = [count(kinds[folder], kind) for folder, kind in _KINDS.items() if kinds[folder]]
    done = "would remove" if args.dry_run else "removed"
    say(f"{done} {' and '.join(parts or ['0 articles'])} from `{config.out}`")
