"""`check` and `proof`: what is asked of the editor, in the terminal and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.streams import (
    by_worker,
    complain,
    desk,
    furnished,
    lines,
    machine,
    named,
    targets,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Article


def declare_check(one: Parser) -> Run:
    """Add the options of `check`."""
    one.add_argument("targets", nargs="*", metavar="TARGET")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    meaning = "one SARIF 2.1.0 log, for code hosts and editors of programs"
    form.add_argument("--sarif", action="store_true", help=meaning)
    one.add_argument("--strict", action="store_true", help="undecided ones give exit code 1")
    one.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never")
    furnished(one)
    return by_worker(_check)


def declare_proof(one: Parser) -> Run:
    """Add the options of `proof`."""
    one.add_argument("name", metavar="NAME")
    furnished(one)
    return by_worker(_proof)


def _check(args: argparse.Namespace) -> int:
    from copydesk import findings, sarif

    codes = [errors.DONE]
    checked: list[sarif.Checked] = []
    for source, article in _articles(args):
        if isinstance(article, errors.CopydeskError):
            complain(article)
            codes.append(article.exit_code)
            checked.append(sarif.Checked(source, error=article))
            continue
        every = tuple(findings.every(article))
        rows = tuple(row for row in every if not row.settled)
        if args.sarif:
            media = article.galley.submission.media_type
            checked.append(sarif.Checked(source, media, every))
        elif args.json:
            lines(row.record(source) for row in rows)
        else:
            for row in rows:
                print(row.show(source))
        if findings.fail(rows, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
    if args.sarif:
        machine(sarif.log(checked), indent=1)
    return errors.combined(codes)


def _articles(args: argparse.Namespace) -> Iterator[tuple[str, Article | errors.CopydeskError]]:
    """Each wanted article, or the error that stands in its place: neighbours go on."""
    from copydesk.desk import single

    root, config = desk(args)
    if (names := targets(args, root)) is None:
        return
    for source in single.sources(root, config, names, Path.cwd()):
        try:
            yield source, single.article(root, config, source)
        except errors.CopydeskError as error:
            yield source, error


def _proof(args: argparse.Namespace) -> int:
    from copydesk.desk import single
    from copydesk.desk.report import escaped_lines
    from copydesk.writers.proof_plain import plain

    article = single.article(*named(args))
    print(escaped_lines(plain(article)))
    return errors.DONE
