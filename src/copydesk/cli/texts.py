"""`inspect`, `edit`, `references`, `library`: articles, texts and lists, also for programs."""

from __future__ import annotations

import difflib
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from copydesk import errors
from copydesk.builder import desk_library
from copydesk.builder.desk_library import split_lines
from copydesk.builder.report import escape_json, has_colour
from copydesk.builder.workers import reader
from copydesk.cli import marks
from copydesk.cli.desk import (
    open_article,
    open_desk,
    open_desk_or_defaults,
    read_input,
    read_targets,
)
from copydesk.cli.terminal import (
    complain,
    find_width,
    print_json,
    print_rows,
    print_text,
    put,
    say,
)
from copydesk.config import Config
from copydesk.model import Article, Decisions, EditedText
from copydesk.references import libraries, merge
from copydesk.references.csl import LibraryProblem
from copydesk.review import sidecar
from copydesk.system import files

#: Lines are wrapped no wider than this.
_WIDEST: Final = 100
#: Slips of a library that are told one by one.
_TOLD: Final = 20
_WIDE: Final = 60


# ── articles and texts ────────────────────────────────────────────────────────


def inspect_files(args: Namespace) -> int:
    """Print articles as JSON, one object a line."""
    from copydesk import pipeline

    root, config = open_desk_or_defaults(args)
    codes = [errors.DONE]
    for name in args.files:
        try:
            article = _read_article(Path(name), root, config)
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
        else:
            print_json(pipeline.record(article))
    return errors.combine_exit_codes(codes)


def _read_article(path: Path, root: Path, config: Config) -> Article:
    """The article in `path`, under its sidecar when it belongs to the desk."""
    from copydesk.builder import single_article

    if path.resolve().is_relative_to(root):
        return single_article.read_article(root, config, str(path.resolve().relative_to(root)))
    return single_article.read_loose(path, config)


def edit_text(args: Namespace) -> None:
    """Print the corrected text, or what was changed in it."""
    from copydesk import pipeline

    if args.jsonl:
        _answer_lines(args)
        return
    edited = _read_edited(args)
    if args.json:
        print_rows(map(pipeline.record_edit, edited.ledger))
    elif args.diff:
        for row in _compare(edited):
            print(row)
    elif args.explain:
        _explain(edited)
    else:
        print_text("".join(line.text + line.ending for line in edited.lines))


def _read_edited(args: Namespace) -> EditedText:
    from copydesk import pipeline
    from copydesk.builder import single_article

    root, config = open_desk_or_defaults(args)
    path = Path(args.file)
    if args.file == "-" or (files.is_there(path) and not path.resolve().is_relative_to(root)):
        data = read_input(args.file, config)
        work = reader.ReadingJob(args.file, len(data), config.limits)
        given = (data, args.file, config, Decisions())
        return reader.call_in_worker(work, pipeline.read_and_edit, *given)
    if files.is_there(path):
        source = path.resolve().relative_to(root).as_posix()
    else:
        args.name = args.file
        root, config, source = open_article(args)
    place = sidecar.place(Path(source))
    if files.is_there(root / place):
        say(f"edited with `{place.as_posix()}`")
    return single_article.read_copy(root, config, source)


def _compare(edited: EditedText) -> Iterator[str]:
    """The difference between the text as received and as corrected, for people or for `patch`."""
    if sys.stdout.isatty():
        width = find_width(most=_WIDEST)
        return marks.compare_lines(edited, width, colour=has_colour(sys.stdout))
    before, after = ([line.text for line in one.lines] for one in (edited.submission, edited))
    path = edited.submission.path
    there = path.lstrip("/")
    names = ("received", "edited") if path == "-" else (f"a/{there}", f"b/{there}")
    return difflib.unified_diff(before, after, *names, lineterm="")


def _explain(edited: EditedText) -> None:
    colour = has_colour(sys.stdout)
    for row in marks.explain_edits(edited, find_width(most=_WIDEST), colour=colour):
        print(row)
    if not edited.ledger:
        say("nothing was changed, nothing is proposed")
        return
    states = [edit.status for edit in edited.ledger]
    changed, proposed = states.count("applied"), states.count("proposed")
    kept = len(states) - changed - proposed
    say(f"{changed} changed, {proposed} proposed, {kept} kept; `copydesk explain RULE` says more")


# ── the protocol for programs ──────────────────────────────────────────────────


def _answer_lines(args: Namespace) -> None:
    config = open_desk_or_defaults(args)[1]
    for number, line in enumerate(split_lines(read_input(args.file, config), args.file), 1):
        if line.strip():
            work = reader.ReadingJob(f"line {number}", len(line), config.limits)
            print(escape_json(reader.call_in_worker(work, _answer_line, line, config)))


def _answer_line(line: str, config: Config) -> str:
    """Answer one line of the protocol. Raises `UsageError` for another shape.

    `{"id", "paragraphs": [str]}` becomes `{"id", "fixed": [str], "suggest": [[{"start",
    "end", "replacements"}]]}`, one list for each paragraph, offsets in code points
    of the paragraph as received.
    """
    from copydesk import clean

    try:
        asked = json.loads(line)
        paragraphs, identity = asked["paragraphs"], asked["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        paragraphs = None
    if not isinstance(paragraphs, list) or not all(isinstance(one, str) for one in paragraphs):
        message = f"not a line of the protocol: {line[:80]}"
        hint = 'write {"id": …, "paragraphs": ["…"]}, one object a line'
        raise errors.UsageError(message, hint=hint, code="usage.jsonl") from None
    fixed, suggest = clean.edit_paragraphs(paragraphs, config=config)
    return json.dumps({"id": identity, "fixed": fixed, "suggest": suggest}, ensure_ascii=False)


# ── reference lists ───────────────────────────────────────────────────────────


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
        print_text(libraries.write_library(desk_library.list_items(found.references), args.to))
    return _say_slips(found.slips)


def _find_file(name: str, root: Path, config: Config) -> str:
    """`name`, or the path of the one submission of the desk that goes by it where no file does."""
    from copydesk.builder import single_article

    if name == "-" or files.is_there(Path(name)):
        return name
    try:
        found = single_article.resolve_articles(root, config, [name], Path.cwd())
    except errors.CopydeskError:
        return name
    return str(root / found[0].source) if len(found) == 1 else name


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


def print_library(args: Namespace) -> int:
    """Print the references of all articles, each work once."""
    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return errors.DONE
    found = desk_library.desk_library(root, config, names, Path.cwd())
    shown = [work for work in found.works if work.reasons or not args.duplicates]
    if args.to != "lines":
        print_text(libraries.write_library([work.csl for work in shown], args.to))
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
