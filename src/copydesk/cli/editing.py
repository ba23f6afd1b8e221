"""`edit`: a text with its slips mended, what was changed, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, desk_or_none, lines, named, received, say, text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.model import EditedText

#: Lines are wrapped no wider than this, and no narrower.
_WIDEST: Final = 100
_NARROWEST: Final = 40

_HELP: Final = """\
A file of the desk is edited under its sidecar: with your verdicts, your words
and its settings. From standard input, or outside a desk, a text is edited by
itself. Nothing is removed from it and nothing is written.

On a terminal --diff shows each changed line, what was [-taken-] and {+given+};
into a file or a pipe it prints a unified difference, which `patch -p1` takes.

examples:
  copydesk edit harbour --explain             every change and proposal, and why
  copydesk edit letter.txt > mended.txt
  copydesk edit source/harbour.txt --diff | less
  copydesk edit < source/harbour.txt          without its sidecar
"""


def declare_edit(one: Parser) -> Run:
    """Add the options of `edit`."""
    meaning = "a file, the name of an article, or - for standard input"
    one.add_argument("file", nargs="?", default="-", metavar="FILE", help=meaning)
    form = one.add_mutually_exclusive_group()
    form.add_argument("--diff", action="store_true", help="print the difference instead")
    form.add_argument("--explain", action="store_true", help="print each change with its reason")
    form.add_argument("--json", action="store_true", help="print the edits, one a line")
    protocol = 'read {"id", "paragraphs"} a line, print {"id", "fixed", "suggest"}'
    form.add_argument("--jsonl", action="store_true", help=protocol)
    one.show(_HELP)
    return by_worker(_edit)


def _edit(args: argparse.Namespace) -> int:
    from copydesk import pipeline
    from copydesk.builder.report import escape_json
    from copydesk.builder.workers import reader

    if args.jsonl:
        config = desk_or_none(args)[1]
        for number, line in enumerate(_input_lines(args, config), 1):
            if line.strip():
                work = reader.Work(f"line {number}", len(line), config.limits)
                answer = reader.call_in_worker(work, _answer, line, config)
                print(escape_json(answer))
        return errors.DONE
    edited = _edited_text(args)
    if args.json:
        lines(map(pipeline.record_edit, edited.ledger))
    elif args.diff:
        for row in _difference(edited):
            print(row)
    elif args.explain:
        _explain(edited)
    else:
        text("".join(line.text + line.ending for line in edited.lines))
    return errors.DONE


def _edited_text(args: argparse.Namespace) -> EditedText:
    """The corrected copy of what is asked for, its sidecar heeded where it has one."""
    from copydesk import pipeline, sidecar
    from copydesk.builder import single_article
    from copydesk.builder.report import escape
    from copydesk.builder.workers import reader
    from copydesk.gate import files
    from copydesk.model import Decisions

    root, config = desk_or_none(args)
    path = Path(args.file)
    if args.file == "-" or (files.is_there(path) and not path.resolve().is_relative_to(root)):
        data = received(args, config)
        work = reader.Work(args.file, len(data), config.limits)
        given = (data, args.file, config, Decisions())
        return reader.call_in_worker(work, pipeline.read_and_edit, *given)
    if files.is_there(path):
        source = path.resolve().relative_to(root).as_posix()
    else:
        args.name = args.file
        root, config, source = named(args)
    place = sidecar.place(Path(source))
    if files.is_there(root / place):
        say(f"edited under `{escape(place.as_posix())}`")
    return single_article.read_copy(root, config, source)


def _difference(edited: EditedText) -> Iterator[str]:
    """The difference between the text as received and as corrected, for people or for `patch`."""
    import difflib

    from copydesk.builder.report import has_colour
    from copydesk.cli import marked

    if sys.stdout.isatty():
        return marked.compared(edited, _width(), colour=has_colour(sys.stdout))
    before, after = ([line.text for line in one.lines] for one in (edited.submission, edited))
    path = edited.submission.path
    there = path.lstrip("/")
    names = ("received", "edited") if path == "-" else (f"a/{there}", f"b/{there}")
    return difflib.unified_diff(before, after, *names, lineterm="")


def _answer(line: str, config: Config) -> str:
    """Answer one line of the `--jsonl` protocol. Raises `UsageError` for another shape.

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


def _explain(edited: EditedText) -> None:
    from copydesk.builder.report import has_colour
    from copydesk.cli import marked

    for row in marked.explained(edited, _width(), colour=has_colour(sys.stdout)):
        print(row)
    if not edited.ledger:
        say("nothing was changed, nothing is proposed")
        return
    changed = sum(edit.status == "applied" for edit in edited.ledger)
    proposed = sum(edit.status == "proposed" for edit in edited.ledger)
    kept = len(edited.ledger) - changed - proposed
    say(f"{changed} changed, {proposed} proposed, {kept} kept; `copydesk explain RULE` says more")


def _width() -> int:
    import shutil

    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def _input_lines(args: argparse.Namespace, config: Config) -> list[str]:
    """The lines of the input, parted at CR LF, CR and LF only."""
    try:
        text = received(args, config).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{args.file}` is not UTF-8 text: {error.reason} at byte {error.start}"
        hint = "save it as UTF-8"
        raise errors.UsageError(message, hint=hint, code="usage.encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
