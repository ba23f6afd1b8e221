"""`check`, `proof`, `stet` and `accept`: what is asked of the editor, and her answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.streams import complain, desk, lines, named, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Article, Verdict


def declare_check(one: Parser) -> Run:
    """Add the options of `check`."""
    one.add_argument("targets", nargs="*", metavar="TARGET")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--strict", action="store_true", help="undecided ones give exit code 1")
    one.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never")
    return _check


def declare_proof(one: Parser) -> Run:
    """Add the options of `proof`."""
    one.add_argument("name", metavar="NAME")
    return _proof


def declare_stet(one: Parser) -> Run:
    """Add the options of `stet`."""
    return _declare_verdict(one, "stet")


def declare_accept(one: Parser) -> Run:
    """Add the options of `accept`."""
    return _declare_verdict(one, "accept")


def _declare_verdict(one: Parser, verdict: Verdict) -> Run:
    one.set_defaults(verdict=verdict)
    one.add_argument("name", metavar="NAME")
    one.add_argument("ids", nargs="+", metavar="ID", help="id of the change in the proof")
    return _decide


def _check(args: argparse.Namespace) -> int:
    from copydesk import findings

    codes = [errors.DONE]
    for source, article in _articles(args):
        if isinstance(article, errors.CopydeskError):
            complain(article)
            codes.append(article.exit_code)
            continue
        rows = tuple(findings.of(article))
        if args.json:
            lines(row.record(source) for row in rows)
        else:
            for row in rows:
                print(row.show(source))
        if findings.fail(rows, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
    return errors.combined(codes)


def _articles(args: argparse.Namespace) -> Iterator[tuple[str, Article | errors.CopydeskError]]:
    """Each wanted article, or the error that stands in its place: neighbours go on."""
    from copydesk.desk import single

    root, config = desk(args)
    for source in single.sources(root, config, args.targets, Path.cwd()):
        try:
            yield source, single.article(root, config, source)
        except errors.CopydeskError as error:
            yield source, error


def _proof(args: argparse.Namespace) -> int:
    from copydesk.desk import single
    from copydesk.desk.report import escape
    from copydesk.writers import proof as sheet

    article = single.article(*named(args))
    print("\n".join(escape(line) for line in sheet.plain(article).split("\n")))
    return errors.DONE


def _decide(args: argparse.Namespace) -> int:
    from copydesk import sidecar
    from copydesk.desk import single
    from copydesk.desk.report import escape

    root, config, source = named(args)
    for edit in single.decide(root, config, source, args.ids, args.verdict):
        say(f"{args.verdict} {edit.id}  {edit.rule}: "
            f"`{escape(edit.before)}` → `{escape(edit.after)}`")  # fmt: skip
    place = escape(str(sidecar.place(Path(source))))
    say(f"written to `{place}`; `copydesk` builds the article again")
    return errors.DONE
