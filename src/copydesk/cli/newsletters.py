"""`newsletter new`, `build`, `check`, `preview`, `list`, `suppress` and `targets`."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from copydesk import errors
from copydesk.builder import Options, build
from copydesk.builder.issues import sources
from copydesk.builder.progress import Teller
from copydesk.builder.submissions import NEWSLETTERS
from copydesk.cli.build import run_build
from copydesk.cli.desk import count_jobs, open_desk, open_desk_or_defaults
from copydesk.cli.terminal import (
    complain,
    complete_commands,
    count,
    print_rows,
    put,
    say,
    write_command,
)
from copydesk.config import Config
from copydesk.newsletter import suppressed, targets
from copydesk.newsletter.remarks import IssueRemark
from copydesk.queries import is_failed


def _say_none(config: Config) -> None:
    folder = f"{config.source}/{NEWSLETTERS}/"
    say(f"there is no issue in `{folder}`; `copydesk newsletter new NAME` writes one")


def new_issue(args: Namespace) -> None:
    """Write the file of an issue with the articles of the desk."""
    from copydesk.builder.issues import new

    root, config = open_desk(args)
    print(new.write_issue(root, config, args.name, args.articles, Path.cwd()))
    say(f"review the file, then: {write_command(f'newsletter preview {shlex.quote(args.name)}')}")


def list_issues(args: Namespace) -> None:
    """List the issues of the desk, and what became of them."""
    root, config = open_desk(args)
    rows = sources.list_rows(root, config)
    if args.json:
        print_rows(asdict(row) for row in rows)
        return
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        told = " · ".join((row.message or row.subject, *_describe_issue(row)))
        put(f"{row.name:<{width}}  {row.state:<8}  {row.date:<10}  {told}")
    if not rows:
        _say_none(config)


def _describe_issue(row: sources.IssueRow) -> Iterator[str]:
    if row.errors:
        yield count(row.errors, "error")
    if row.sent:
        yield f"sent to {row.sent:,}"
    for address in row.drafts:
        yield f"pushed to {address.partition('://')[2]}"


# ── build and preview ──────────────────────────────────────────────────────────


def build_issues(args: Namespace) -> int:
    """Build issues, and before them what they need of their articles."""
    jobs = count_jobs(args)
    root, config = open_desk(args)
    if not args.names and not sources.list_issues(root, config):
        _say_none(config)
        return errors.DONE
    names, others = sources.split_targets(root, config, args.names, Path.cwd())
    options = Options(jobs=jobs, dry_run=args.dry_run, rebuild_all=args.rebuild, issues=others)
    return run_build(args, (root, config), names, options)


def preview_issue(args: Namespace) -> int:
    """Build an issue and print where its preview lies; what went wrong is said."""
    from copydesk.newsletter.assemble import PREVIEW

    root, config = open_desk(args)
    names, others = sources.split_targets(root, config, [args.name], Path.cwd())
    with Teller(sys.stderr, every=args.verbose, quiet=args.quiet) as teller:
        report = build(root, config, names, Options(issues=others),
                       tell=teller.tell, progress=teller)  # fmt: skip
    code = report.exit_code()
    if code == errors.DONE:
        _, document = sources.find_issue(root, config, args.name, Path.cwd())
        print(root / config.out / document.slug / PREVIEW)
        made = next(one for one in report.outcomes if one.slug == document.slug)
        if made.queries and not args.quiet:
            say(f"remarks on it: {write_command(f'newsletter check {shlex.quote(args.name)}')}")
    return code


# ── check ──────────────────────────────────────────────────────────────────────


def check_issues(args: Namespace) -> int:
    """Print what an editor should know of issues before they are sent."""
    from copydesk.builder.issues import job, sources
    from copydesk.newsletter.report import remark_record

    root, config = open_desk(args)
    if not (names := args.names or sources.list_issues(root, config)):
        _say_none(config)
    codes = [errors.DONE]
    for name in names:
        try:
            source, issued = job.check_issue(root, config, name, Path.cwd())
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
            continue
        if args.json:
            print_rows({"file": source, **remark_record(one)} for one in issued.remarks)
        else:
            _put_remarks(source, issued.remarks)
        if args.verbose:
            for each in issued.decisions:
                done = "attached" if each.attached else "linked"
                say(f"{done}  {each.file.name}: {each.reason}")
        said = [one.severity for one in issued.remarks]
        if is_failed(said, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
        if not (issued.remarks or args.quiet):
            say(f"{source}: no remarks")
    return errors.combine_exit_codes(codes)


def _put_remarks(source: str, remarks: Sequence[IssueRemark]) -> None:
    for one in remarks:
        put(f"{source}: {one.severity}: {one.message} [{one.code}]")
        if one.hint:
            put(f"    {complete_commands(one.hint)}")


# ── readers and services ───────────────────────────────────────────────────────


def suppress_readers(args: Namespace) -> None:
    """Note who wants no more issues."""
    from copydesk.builder.issues import delivery

    root, config = open_desk_or_defaults(args)
    folder = delivery.find_folder(root, config, args.issue or "", Path.cwd())
    wanted = [delivery.resolve_address(folder, one) for one in args.addresses]
    added = {
        one.key for one in suppressed.add_addresses(folder / suppressed.NAME, wanted, args.reason)
    }
    for one in wanted:
        done = "added to" if one.key in added else "is already in"
        say(f"`{one}` {done} `{suppressed.NAME}`")


def list_targets(args: Namespace) -> None:
    """List the services that mail newsletters, and what they take."""
    known = targets.read_targets().values()
    if args.json:
        print_rows(map(asdict, known))
        return
    for one in known:
        put(f"{one.name:<11} {one.title:<22} {_describe_target(one)}")


def _describe_target(one: targets.Target) -> str:
    from copydesk.newsletter.attachments import format_size

    if not one.attach:
        return "links, no attachments"
    words = ["attachments"]
    if one.files:
        words.append(f"at most {one.files} of them")
    if one.formats:
        words.append("(" + ", ".join(one.formats) + ")")
    if one.file:
        words.append(f"up to {format_size(one.file)} each")
    if one.message:
        words.append(f"in messages up to {format_size(one.message)}")
    if one.recipients:
        words.append(f"to at most {one.recipients} readers")
    return " ".join(words).replace("\N{NO-BREAK SPACE}", " ")
