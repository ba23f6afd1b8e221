"""The command line: argv → one call; prints; exit codes; no logic.

Data goes to stdout, everything else to stderr. Nothing heavy is imported before a
command needs it, so that a build with nothing to do stays fast.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from copydesk import __version__, errors

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.model import Article

_EPILOG: Final = """\
examples:
  copydesk                      build what is stale
  copydesk harbour              build one article (a slug or a source path)
  copydesk pdf                  build one format of every article
  copydesk -n --why             say what would be built, and why
  copydesk proof harbour        what was changed, and what is asked of you
  copydesk stet harbour ID      take a change back; then build again

exit codes:
  0 done · 1 queries at or above --fail-on · 2 usage or settings · 3 a submission
  was refused · 4 a tool failed or hit its limits · 5 the desk is locked ·
  70 a bug of copydesk · 130 interrupted
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["explain", "citation.missing"])  # doctest: +ELLIPSIS
    citation.missing (query, warning)
    <BLANKLINE>
    ...
    0
    """
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold what no encoding can write; messages go out all the same.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser, commands = _parser()
    args = parser.parse_args(_with_command(words, commands))
    try:
        return int(args.run(args))
    except errors.CopydeskError as error:
        _complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        _say("interrupted; what was finished stays finished")
        return errors.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return errors.DONE
    except Exception as error:  # noqa: BLE001  what nobody thought of still has its exit code
        if args.verbose:
            traceback.print_exc()
        message = f"a bug of copydesk: {type(error).__name__}: {error}"
        hint = "report it with the submission; -v shows where it happened"
        _complain(errors.CopydeskError(message, hint=hint, code="bug"))
        return errors.BUG


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _complain(error: errors.CopydeskError) -> None:
    from copydesk.desk.report import escape

    code = f" [{error.code}]" if error.code else ""
    _say(f"error: {escape(str(error))}{code}")
    if error.hint:
        _say(f"\nhint: {escape(error.hint)}")


# ── the parser ───────────────────────────────────────────────────────────────


class _Parser(argparse.ArgumentParser):
    """argparse, with our way of saying what is wrong."""

    def error(self, message: str) -> NoReturn:
        _say(f"error: {message}\n\nhint: `{self.prog} --help` lists what there is")
        sys.exit(errors.USAGE)


#: Options that take a value, so that the value is not taken for a command.
_VALUED: Final = ("-C", "--directory", "-j", "--jobs", "--fail-on", "--out", "--format", "--to")


def _with_command(words: list[str], commands: Sequence[str]) -> list[str]:
    """`words` with the command in front; `build` when none is named."""
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word in _VALUED:
            skip = True
        elif not word.startswith("-"):
            if word in commands:
                return [word, *words[:at], *words[at + 1 :]]
            break
    if any(word in ("-h", "--help", "--version") for word in words):
        return words
    return ["build", *words]


def _parser() -> tuple[_Parser, Sequence[str]]:
    common = _Parser(add_help=False)
    common.add_argument("-C", "--directory", type=Path, metavar="DIR", help="the desk to work on")
    common.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    common.add_argument("-v", "--verbose", action="store_true", help="say more")
    parser = _Parser(
        prog="copydesk",
        usage="copydesk [COMMAND] [OPTIONS] [TARGET ...]",
        description="A copy desk: raw text in, clean articles with checked references out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"copydesk {__version__}")
    commands = parser.add_subparsers(
        metavar="COMMAND", title="commands", parser_class=_Parser, prog="copydesk"
    )

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        command: _Parser = commands.add_parser(name, help=text, description=text, parents=[common])
        command.set_defaults(run=run)
        return command

    _add_building(add)
    _add_deciding(add)
    _add_looking(add)
    return parser, tuple(commands.choices)


_Add = Callable[[str, Callable[[argparse.Namespace], int], str], _Parser]


def _add_building(add: _Add) -> None:
    build = add("build", _build, "build what is stale (the default command)")
    what = "slug, source path, output path or format; none: everything"
    build.add_argument("targets", nargs="*", metavar="TARGET", help=what)
    build.add_argument("-j", "--jobs", type=int, metavar="N", help="workers (default: the cores)")
    build.add_argument("-n", "--dry-run", action="store_true", help="say what would be built")
    build.add_argument("-B", "--rebuild", action="store_true", help="build everything again")
    build.add_argument("-k", "--keep-going", action="store_true",
                       help="go on after a failure (the default)")  # fmt: skip
    build.add_argument("--fail-fast", action="store_true", help="stop at the first failure")
    build.add_argument("--why", action="store_true", help="say why each article is built")
    build.add_argument("--strict", action="store_true",
                       help="undecided queries and proposals give exit code 1")  # fmt: skip
    build.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never",
                       help="severity of an open query that gives exit code 1")  # fmt: skip
    build.add_argument("--keep-furniture", action="store_true", help="remove no line of the site")
    build.add_argument("--json", action="store_true", help="print the report as JSON on stdout")
    status = add("status", _status, "say what is stale")
    status.add_argument("targets", nargs="*", metavar="TARGET")
    status.add_argument("--why", action="store_true", help="say why")
    status.add_argument("--json", action="store_true", help="one JSON object a line")
    clean = add("clean", _clean, "remove what builds made")
    clean.add_argument("targets", nargs="*", metavar="NAME", help="articles; none: all")
    clean.add_argument("--orphans", action="store_true", help="only articles whose source is gone")


def _add_deciding(add: _Add) -> None:
    check = add("check", _check, "print the queries and proposals; write nothing")
    check.add_argument("targets", nargs="*", metavar="TARGET")
    check.add_argument("--json", action="store_true", help="one JSON object a line")
    check.add_argument("--strict", action="store_true", help="undecided ones give exit code 1")
    check.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never")
    proof = add("proof", _proof, "print the editor's sheet of one article")
    proof.add_argument("name", metavar="NAME")
    for name, text in (("stet", "refuse changes"), ("accept", "take changes that are proposed")):
        command = add(name, _decide, f"{text}; written to the sidecar of the submission")
        command.set_defaults(verdict=name)
        command.add_argument("name", metavar="NAME")
        command.add_argument("ids", nargs="+", metavar="ID", help="id of the change in the proof")


def _add_looking(add: _Add) -> None:
    inspect = add("inspect", _inspect, "print articles as JSON, one object a line")
    inspect.add_argument("files", nargs="+", metavar="FILE")
    edit = add("edit", _edit, "print a text with its slips mended")
    edit.add_argument("file", nargs="?", default="-", metavar="FILE")
    form = edit.add_mutually_exclusive_group()
    form.add_argument("--diff", action="store_true", help="print the difference instead")
    form.add_argument("--json", action="store_true", help="print the edits, one a line")
    protocol = 'read {"id", "paragraphs"} a line, print {"id", "fixed", "suggest"}'
    form.add_argument("--jsonl", action="store_true", help=protocol)
    references = add("references", _references, "read references, one a line, into CSL-JSON")
    references.add_argument("file", nargs="?", default="-", metavar="FILE")
    references.add_argument("--to", choices=("lines", "csl-json"), default="lines",
                            help="lines: an object a line with raw, csl, confidence")  # fmt: skip
    rules = add("rules", _rules, "list the rules with their policy at this desk")
    rules.add_argument("--json", action="store_true", help="one JSON object a line")
    explain = add("explain", _explain, "say what the code of a rule, query or error means")
    explain.add_argument("code", metavar="CODE")
    styles = add("styles", _styles, "search the citation styles")
    styles.add_argument("words", nargs="*", metavar="WORD", help="each is in the id or title")
    config = add("config", _config, "print each setting and where it came from")
    config.add_argument("--json", action="store_true", help="one JSON object a line")
    add("doctor", _doctor, "check the tools that copydesk needs")


# ── commands: building ───────────────────────────────────────────────────────


def _desk(args: argparse.Namespace) -> tuple[Path, Config]:
    from copydesk import config

    start = args.directory or Path()
    if not start.is_dir():
        message = f"there is no folder `{start}`"
        raise errors.UsageError(message, hint="name the desk's folder", code="usage.directory")
    root = start.resolve() if args.directory else config.find_root(Path.cwd())
    return root, config.load(root)


def _lines(rows: Iterator[Any]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _build(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from copydesk import desk
    from copydesk.desk import report as words

    root, config = _desk(args)
    if args.keep_furniture:
        config = replace(config, keep_furniture=True)
    colour = words.coloured(sys.stderr)

    def tell(outcome: desk.Outcome) -> None:
        if not args.quiet or outcome.exit_code:
            _say(words.line(outcome, why=args.why, colour=colour))

    if args.jobs is not None and args.jobs < 1:
        raise errors.UsageError("-j wants a number from 1", hint="e.g. -j 2", code="usage.jobs")
    options = desk.Options(
        jobs=args.jobs or 0,
        dry_run=args.dry_run,
        rebuild_all=args.rebuild,
        fail_fast=args.fail_fast,
    )
    report = desk.build(root, config, args.targets, options, here=Path.cwd(), tell=tell)
    code = report.exit_code(args.fail_on, strict=args.strict)
    if args.json:
        print(json.dumps(words.records(report, code), ensure_ascii=False, indent=1))
    if not args.quiet:
        _say(words.summary(report))
    return code


def _status(args: argparse.Namespace) -> int:
    from copydesk import desk
    from copydesk.desk.report import escape

    root, config = _desk(args)
    standings = desk.status(root, config, args.targets, here=Path.cwd())
    if args.json:
        _lines(
            {"slug": one.slug, "source": one.document.source, "state": one.state,
             "formats": one.formats, "reasons": one.reasons, "message": one.message or None,
             "hint": one.hint or None, "code": one.code or None}
            for one in standings
        )  # fmt: skip
        return errors.DONE
    for one in standings:
        if one.state == "fresh" and not args.verbose and not args.why:
            continue
        print(f"{one.state:<8}  {escape(one.slug)}  {' '.join(one.formats)}".rstrip())
        if args.why:
            for reason in one.why:
                print(f"  {escape(reason)}")
    stale = sum(one.state == "stale" for one in standings)
    _say(f"{stale} of {len(standings)} stale" if stale else "nothing is stale")
    return errors.DONE


def _clean(args: argparse.Namespace) -> int:
    from copydesk import desk

    root, config = _desk(args)
    gone = desk.clean(root, config, args.targets, orphans=args.orphans, here=Path.cwd())
    _say(f"removed {len(gone)} article{'' if len(gone) == 1 else 's'} from `{config.out}`")
    return errors.DONE


# ── commands: looking at articles and deciding ───────────────────────────────


def _articles(args: argparse.Namespace) -> Iterator[tuple[str, Article | errors.CopydeskError]]:
    """Each wanted article, or the error that stands in its place: neighbours go on."""
    from copydesk.desk import single

    root, config = _desk(args)
    for source in single.sources(root, config, args.targets, Path.cwd()):
        try:
            yield source, single.article(root, config, source)
        except errors.CopydeskError as error:
            yield source, error


def _check(args: argparse.Namespace) -> int:
    from copydesk import findings

    codes = [errors.DONE]
    for source, article in _articles(args):
        if isinstance(article, errors.CopydeskError):
            _complain(article)
            codes.append(article.exit_code)
            continue
        rows = tuple(findings.of(article))
        if args.json:
            _lines(row.record(source) for row in rows)
        else:
            for row in rows:
                print(row.show(source))
        if findings.fail(rows, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
    return errors.combined(codes)


def _single(args: argparse.Namespace) -> tuple[Path, Config, str]:
    from copydesk.desk import single

    root, config = _desk(args)
    found = single.sources(root, config, [args.name], Path.cwd())
    if len(found) != 1:
        message = f"`{args.name}` means {len(found)} articles"
        raise errors.UsageError(message, hint="name one of them", code="usage.name")
    return root, config, found[0]


def _proof(args: argparse.Namespace) -> int:
    from copydesk.desk import single
    from copydesk.desk.report import escape
    from copydesk.writers import proof

    article = single.article(*_single(args))
    print("\n".join(escape(line) for line in proof.plain(article).split("\n")))
    return errors.DONE


def _decide(args: argparse.Namespace) -> int:
    from copydesk import sidecar
    from copydesk.desk import single
    from copydesk.desk.report import escape

    root, config, source = _single(args)
    for edit in single.decide(root, config, source, args.ids, args.verdict):
        _say(f"{args.verdict} {edit.id}  {edit.rule}: "
             f"`{escape(edit.before)}` → `{escape(edit.after)}`")  # fmt: skip
    place = escape(str(sidecar.place(Path(source))))
    _say(f"written to `{place}`; `copydesk` builds the article again")
    return errors.DONE


def _inspect(args: argparse.Namespace) -> int:
    from copydesk import config, inspection
    from copydesk.desk import single

    try:
        root, settings = _desk(args)
    except errors.ConfigError as error:
        if error.code != "config.no-desk":
            raise
        root, settings = Path.cwd(), config.load(Path.cwd())
    codes = [errors.DONE]
    for name in args.files:
        path = Path(name)
        try:
            inside = path.resolve().is_relative_to(root)
            article = (
                single.article(root, settings, str(path.resolve().relative_to(root)))
                if inside
                else single.loose(path, settings)
            )
        except errors.CopydeskError as error:
            _complain(error)
            codes.append(error.exit_code)
        else:
            print(json.dumps(inspection.record(article), ensure_ascii=False))
    return errors.combined(codes)


# ── commands: texts and references by themselves ─────────────────────────────


def _input(args: argparse.Namespace) -> bytes:
    if args.file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(args.file).read_bytes()
    except OSError as error:
        message = f"`{args.file}` cannot be read: {error.strerror}"
        raise errors.UsageError(message, hint="check the path", code="usage.file") from None


def _input_lines(args: argparse.Namespace) -> list[str]:
    """The lines of the input, parted at CR LF, CR and LF only."""
    try:
        text = _input(args).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{args.file}` is not UTF-8 text: {error.reason} at byte {error.start}"
        hint = "save it as UTF-8"
        raise errors.UsageError(message, hint=hint, code="usage.encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _loose_settings(args: argparse.Namespace) -> Config:
    """The settings of the desk around us, or the defaults when there is none."""
    from copydesk import config

    try:
        return _desk(args)[1]
    except errors.ConfigError as error:
        if error.code != "config.no-desk":
            raise
        return config.load(Path.cwd())


def _edit(args: argparse.Namespace) -> int:
    from copydesk import proofing
    from copydesk.desk.report import escape

    config = _loose_settings(args)
    if args.jsonl:
        for line in _input_lines(args):
            if line.strip():
                print(proofing.answer(line, config))
        return errors.DONE
    galley = proofing.galley(_input(args), args.file, config)
    if args.json:
        _lines(proofing.records(galley))
    elif args.diff:
        for line in proofing.diff(galley):
            print(escape(line) if sys.stdout.isatty() else line)
    else:
        sys.stdout.buffer.write(proofing.text(galley).encode("utf-8", "surrogatepass"))
    return errors.DONE


def _references(args: argparse.Namespace) -> int:
    from copydesk import references

    parsed = [(line, references.parse_entry(line)) for line in _input_lines(args) if line.strip()]
    if args.to == "csl-json":
        print(json.dumps([entry.csl for _, entry in parsed], ensure_ascii=False, indent=1))
        return errors.DONE
    _lines(
        {"raw": raw, "csl": entry.csl, "confidence": round(entry.confidence, 3)}
        for raw, entry in parsed
    )
    return errors.DONE


# ── commands: the desk itself ────────────────────────────────────────────────


def _rules(args: argparse.Namespace) -> int:
    from copydesk import handbook

    rows = handbook.rules(_loose_settings(args))
    if args.json:
        _lines({"id": row.id, "policy": row.policy, "summary": row.summary} for row in rows)
    else:
        for row in rows:
            print(f"{row.id:<28} {row.policy:<8} {row.summary}")
    return errors.DONE


def _explain(args: argparse.Namespace) -> int:
    from copydesk import handbook

    print(handbook.explain(args.code))
    return errors.DONE


def _styles(args: argparse.Namespace) -> int:
    from copydesk import handbook

    found = tuple(handbook.styles(args.words))
    for style in found:
        print(f"{style.id:<60} {style.kind:<12} {style.title}")
    if not found:
        _say(f"no style matches `{' '.join(args.words)}`")
    return errors.DONE


def _config(args: argparse.Namespace) -> int:
    config = _loose_settings(args)
    if args.json:
        _lines(
            {"key": key, "value": value, "origin": origin, "doc": doc}
            for key, value, origin, doc in config.items()
        )
    else:
        for key, value, origin, doc in config.items():
            print(f"{key} = {value!r}  # {origin}\n    {doc}")
    return errors.DONE


def _doctor(_args: argparse.Namespace) -> int:
    from copydesk import doctor

    checks = list(doctor.examine())
    for check in checks:
        print(f"{'ok' if check.good else 'MISSING':<8} {check.name:<12} {check.finding}")
        if check.remedy:
            print(f"{'':<8} {check.remedy}")
    return errors.DONE if all(check.good or check.optional for check in checks) else errors.TOOL
