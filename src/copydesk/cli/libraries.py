"""`references` and `library`: reference lists of a file and of the whole desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk import errors
from copydesk.cli.streams import (
    by_worker,
    complain,
    desk_or_none,
    lines,
    received,
    say,
    targets,
    text,
)
from copydesk.cli.streams import desk as desk_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from copydesk.builder.desk_library import Listing, Source
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.model import Csl
    from copydesk.references.csl import Slip
    from copydesk.references.merge import Work

_TO: Final = ("lines", "csl-json", "bibtex", "biblatex", "ris")
_FROM: Final = ("lines", "article", "csl-json", "bibtex", "biblatex", "ris")
#: Slips of a library that are told one by one.
_TOLD: Final = 20
_WIDE: Final = 60


_REFERENCES: Final = """\
examples:
  copydesk references harbour --to bibtex         the list of an article
  copydesk references paper.docx --to csl-json    of a file outside the desk
  copydesk references list.txt                    an entry a line, as fields
  copydesk references refs.bib --to ris           from one form to another
"""

_LIBRARY: Final = """\
examples:
  copydesk library                        a table of all works of the desk
  copydesk library --to bibtex > desk.bib
  copydesk library 'source/2024/**' --to csl-json
  copydesk library --duplicates           which were taken for one, and why
"""


def declare_references(one: Parser) -> Run:
    """Add the options of `references`."""
    what = "a list with an entry a line, a library (.bib, .ris, CSL-JSON), an article or its NAME"
    one.add_argument("file", nargs="?", default="-", metavar="FILE", help=what)
    one.add_argument("--to", choices=_TO, default="lines",
                     help="lines: an object a line with raw, csl, confidence")  # fmt: skip
    one.add_argument("--from", choices=_FROM, dest="source",
                     help="what FILE is, where its contents do not say")  # fmt: skip
    one.show(_REFERENCES)
    return by_worker(_references)


def declare_library(one: Parser) -> Run:
    """Add the options of `library`."""
    one.add_argument("targets", nargs="*", metavar="ARTICLE", help="only of these; none: all")
    one.add_argument("--to", choices=_TO, default="lines",
                     help="lines: an object a line with key, csl, articles, merged, conflicts;"
                     " a table on a terminal")  # fmt: skip
    one.add_argument("--json", action="store_true", help="lines on a terminal too")
    one.add_argument("--duplicates", action="store_true", help="only what was merged")
    one.show(_LIBRARY)
    return by_worker(_library)


def _references(args: argparse.Namespace) -> int:
    from copydesk.builder import desk_library

    root, config = desk_or_none(args)
    args.file = _meant(args.file, root, config)
    found = _listing(args, root, config)
    if args.to == "lines":
        lines(
            {"raw": one.raw, "csl": one.csl, "confidence": round(one.confidence, 3)}
            for one in found.references
        )
    else:
        _print(desk_library.list_items(found.references), args.to)
    return _told(found.slips)


def _meant(name: str, root: Path, config: Config) -> str:
    """`name`, or the path of the one submission of the desk that goes by it where no file does."""
    from copydesk.builder import single_article
    from copydesk.gate import files

    if name == "-" or files.is_there(Path(name)):
        return name
    try:
        found = single_article.resolve_sources(root, config, [name], Path.cwd())
    except errors.CopydeskError:
        return name
    return str(root / found[0]) if len(found) == 1 else name


def _listing(args: argparse.Namespace, root: Path, config: Config) -> Listing:
    from copydesk.builder import desk_library, single_article
    from copydesk.builder.workers import reader

    data = received(args, config)
    path = Path(args.file)
    inside = args.file != "-" and desk_library.is_submission(root, config, path)
    source: Source = args.source or desk_library.source_of(data, args.file, submission=inside)
    if source == "article":
        if inside:
            place = path.resolve().relative_to(root.resolve()).as_posix()
            found = single_article.read_article(root, config, place)
        else:
            found = single_article.read_bytes(data, path.name, config)
        return desk_library.Listing(source, found.back.references)
    work = reader.Work(args.file, len(data), config.limits)
    if source == "lines":
        return reader.call_in_worker(work, desk_library.of_lines, data, args.file)
    return reader.call_in_worker(work, desk_library.of_library, data, args.file, config, source)


def _told(slips: Sequence[Slip]) -> int:
    """Say what could not be read of a library; the exit code."""
    broken = [slip for slip in slips[:_TOLD] if slip.broken]
    for slip in slips[:_TOLD]:
        where = f"line {slip.line}: " if slip.line else ""
        if slip.broken:
            hint = "correct it there; what could be read is printed" if slip is broken[-1] else ""
            message = f"{where}{slip.message}"
            complain(errors.Refused(message, hint=hint, code="refuse.library"))
        else:
            say(f"{where}{slip.message}")
    if len(slips) > _TOLD:
        say(f"… and {len(slips) - _TOLD} more")
    return errors.REFUSED if any(slip.broken for slip in slips) else errors.DONE


def _print(items: Sequence[Csl], form: Any) -> None:  # noqa: ANN401  one of `_TO`
    from copydesk.references import libraries

    text(libraries.write_library(items, form))


def _library(args: argparse.Namespace) -> int:
    from copydesk.builder import desk_library

    root, config = desk_of(args)
    if (names := targets(args, root)) is None:
        return errors.DONE
    found = desk_library.desk_library(root, config, names, Path.cwd())
    shown = [work for work in found.works if work.reasons or not args.duplicates]
    if args.to != "lines":
        _print([work.csl for work in shown], args.to)
    elif sys.stdout.isatty() and not args.json:
        _table(shown)
    else:
        lines(desk_library.work_row(work) for work in shown)
    if not args.quiet:
        many = sum(len(work.uses) for work in found.works)
        one = sum(bool(work.reasons) for work in found.works)
        say(f"{len(found.works)} works in {many} entries, {one} of them merged")
    for source, error in found.missing:
        say(f"not in the library: {source}")
        complain(error)
    return errors.combined([error.exit_code for _, error in found.missing])


def _table(works: Sequence[Work]) -> None:
    from copydesk.builder.report import escape
    from copydesk.references import merge

    for work in works:
        said = merge.show_entry(work.csl)
        short = said if len(said) <= _WIDE else f"{said[: _WIDE - 1]}…"
        print(f"{work.key:<24} {escape(short):<{_WIDE}} {', '.join(slug for slug, _ in work.uses)}")
        for reason in work.reasons:
            print(f"{'':<24} merged: {escape(reason)}")
        for one in work.conflicts:
            others = "; ".join(f"{value} ({', '.join(names)})" for value, names in one.others)
            print(f"{'':<24} {one.field}: {escape(f'{one.kept}; elsewhere {others}')}")
