"""`references` and `library`: reference lists of a file and of the whole desk."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from copydesk import errors
from copydesk.builder import desk_library
from copydesk.cli.desk import open_desk, open_desk_or_defaults, read_input, read_targets
from copydesk.cli.terminal import complain, print_rows, print_text, put, say
from copydesk.config import Config
from copydesk.model import Csl
from copydesk.references import libraries, merge
from copydesk.references.csl import LibraryProblem
from copydesk.system import files

#: Slips of a library that are told one by one.
_TOLD: Final = 20
_WIDE: Final = 60


def print_references(args: Namespace) -> int:
    """Print the references of a list, a library or an article."""
    root, config = open_desk_or_defaults(args)
    name = _find_file(args.file, root, config)
    found = desk_library.read_listing(name, read_input(name, config), args.source, root, config)
    if args.to == "lines":
        print_rows(
            {"raw": one.raw, "csl": one.csl, "confidence": round(one.confidence, 3)}
            for one in found.references
        )
    else:
        _print_library(desk_library.list_items(found.references), args.to)
    return _say_slips(found.slips)


def _find_file(name: str, root: Path, config: Config) -> str:
    """`name`, or the path of the one submission of the desk that goes by it where no file does."""
    from copydesk.builder import single_article

    if name == "-" or files.is_there(Path(name)):
        return name
    try:
        found = single_article.resolve_sources(root, config, [name], Path.cwd())
    except errors.CopydeskError:
        return name
    return str(root / found[0]) if len(found) == 1 else name


def _say_slips(slips: Sequence[LibraryProblem]) -> int:
    """Say what could not be read of a library; the exit code."""
    broken = [slip for slip in slips[:_TOLD] if slip.broken]
    for slip in slips[:_TOLD]:
        message = f"{f'line {slip.line}: ' if slip.line else ''}{slip.message}"
        if slip.broken:
            hint = (
                "correct it there; the readable entries are printed" if slip is broken[-1] else ""
            )
            complain(errors.Refused(message, hint=hint, code="refuse.library"))
        else:
            say(message)
    if len(slips) > _TOLD:
        say(f"… and {len(slips) - _TOLD} more")
    return errors.REFUSED if any(slip.broken for slip in slips) else errors.DONE


def _print_library(items: Sequence[Csl], form: Any) -> None:  # noqa: ANN401  one of `--to`
    print_text(libraries.write_library(items, form))


def print_library(args: Namespace) -> int:
    """Print the references of all articles, each work once."""
    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return errors.DONE
    found = desk_library.desk_library(root, config, names, Path.cwd())
    shown = [work for work in found.works if work.reasons or not args.duplicates]
    if args.to != "lines":
        _print_library([work.csl for work in shown], args.to)
    elif sys.stdout.isatty() and not args.json:
        _print_table(shown)
    else:
        print_rows(desk_library.work_row(work) for work in shown)
    if not args.quiet:
        many = sum(len(work.uses) for work in found.works)
        one = sum(bool(work.reasons) for work in found.works)
        say(f"{len(found.works)} works in {many} entries, {one} of them merged")
    for source, error in found.missing:
        say(f"not in the library: {source}")
        complain(error)
    return errors.combine_exit_codes([error.exit_code for _, error in found.missing])


def _print_table(works: Sequence[merge.MergedWork]) -> None:
    for work in works:
        said = merge.show_entry(work.csl)
        short = said if len(said) <= _WIDE else f"{said[: _WIDE - 1]}…"
        put(f"{work.key:<24} {short:<{_WIDE}} {', '.join(slug for slug, _ in work.uses)}")
        for reason in work.reasons:
            put(f"{'':<24} merged: {reason}")
        for one in work.conflicts:
            others = "; ".join(f"{value} ({', '.join(names)})" for value, names in one.others)
            put(f"{'':<24} {one.field}: {one.kept}; elsewhere {others}")
