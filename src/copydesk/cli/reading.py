"""`inspect` and `edit`: files and texts by themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.streams import complain, desk_or_none, furnished, lines, received

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config


def declare_inspect(one: Parser) -> Run:
    """Add the options of `inspect`."""
    one.add_argument("files", nargs="+", metavar="FILE")
    furnished(one)
    return _inspect


def declare_edit(one: Parser) -> Run:
    """Add the options of `edit`."""
    one.add_argument("file", nargs="?", default="-", metavar="FILE")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--diff", action="store_true", help="print the difference instead")
    form.add_argument("--json", action="store_true", help="print the edits, one a line")
    protocol = 'read {"id", "paragraphs"} a line, print {"id", "fixed", "suggest"}'
    form.add_argument("--jsonl", action="store_true", help=protocol)
    return _edit


def _inspect(args: argparse.Namespace) -> int:
    from copydesk import inspection
    from copydesk.desk import single

    root, settings = desk_or_none(args)
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
            complain(error)
            codes.append(error.exit_code)
        else:
            print(json.dumps(inspection.record(article), ensure_ascii=False))
    return errors.combined(codes)


def _edit(args: argparse.Namespace) -> int:
    from copydesk import proofing
    from copydesk.desk.report import escape

    config = desk_or_none(args)[1]
    if args.jsonl:
        for line in _input_lines(args, config):
            if line.strip():
                print(proofing.answer(line, config))
        return errors.DONE
    galley = proofing.galley(received(args, config), args.file, config)
    if args.json:
        lines(proofing.records(galley))
    elif args.diff:
        for line in proofing.diff(galley):
            print(escape(line) if sys.stdout.isatty() else line)
    else:
        sys.stdout.buffer.write(proofing.text(galley).encode("utf-8", "surrogatepass"))
    return errors.DONE


def _input_lines(args: argparse.Namespace, config: Config) -> list[str]:
    """The lines of the input, parted at CR LF, CR and LF only."""
    try:
        text = received(args, config).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{args.file}` is not UTF-8 text: {error.reason} at byte {error.start}"
        hint = "save it as UTF-8"
        raise errors.UsageError(message, hint=hint, code="usage.encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
