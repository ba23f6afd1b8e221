"""`check` and `proof`: what is asked of the editor, in the terminal and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import pasting
from copydesk.cli.streams import (
    by_worker,
    complain,
    desk,
    furnished,
    lines,
    named,
    say,
    targets,
    text,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Article


_CHECK: Final = """\
examples:
  copydesk check                          of all articles: file, line, column
  copydesk check harbour --strict         exit code 1 while something is open
  copydesk check --fail-on error          only for what is surely wrong
  copydesk check --json | jq -r .code     for programs
"""

_PROOF: Final = """\
What is asked of you, proposed, changed and removed, each with its id and the
command that answers it. The same lies in dist/NAME/review/proof.html.

The letter asks the author what nobody else can know: which work a citation
means, years, links that were lost on the way, missing works and pictures. It is
in the language of the article where there are words for it, and in English
otherwise. It names the publication of the settings.

examples:
  copydesk proof harbour | less               what is asked, changed, left out
  copydesk proof harbour --letter             a letter to its author
  copydesk proof harbour --letter --out letter.txt
  copydesk proof harbour --letter --json      the questions for a program
"""


def declare_check(one: Parser) -> Run:
    """Add the options of `check`."""
    one.add_argument("targets", nargs="*", metavar="TARGET")
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--strict", action="store_true", help="undecided ones give exit code 1")
    one.add_argument("--fail-on", choices=("never", "note", "warning", "error"), default="never",
                     help="severity of an open query that gives exit code 1")  # fmt: skip
    furnished(one)
    one.show(_CHECK)
    return by_worker(_check)


def declare_proof(one: Parser) -> Run:
    """Add the options of `proof`."""
    one.add_argument("name", metavar="NAME")
    meaning = "print a letter to the author instead, with what only she can answer"
    one.add_argument("--letter", action="store_true", help=meaning)
    one.add_argument("--json", action="store_true", help="the letter as a JSON object")
    # Not `out`, which is a setting: the folder of the outputs.
    one.add_argument("--out", metavar="FILE", dest="file", help="write the letter into a new file")
    furnished(one)
    one.show(_PROOF)
    return by_worker(_proof)


def _check(args: argparse.Namespace) -> int:
    from copydesk import findings

    codes = [errors.DONE]
    there = pasting.elsewhere()
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
                print(row.show(source, there))
        if findings.fail(rows, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
    return errors.combined(codes)


def _articles(args: argparse.Namespace) -> Iterator[tuple[str, Article | errors.CopydeskError]]:
    """Each wanted article, or the error that stands in its place: neighbours go on."""
    from copydesk.builder import single_article

    root, config = desk(args)
    if (names := targets(args, root)) is None:
        return
    for source in single_article.resolve_sources(root, config, names, Path.cwd()):
        try:
            yield source, single_article.read_article(root, config, source)
        except errors.CopydeskError as error:
            yield source, error


def _proof(args: argparse.Namespace) -> int:
    from copydesk.builder import single_article
    from copydesk.builder.report import escape_lines
    from copydesk.writers.proof import render_text
    from copydesk.writers.proof_view import build_proof

    if args.letter:
        return _letter(args)
    if args.json or args.file:
        message = f"{'--json' if args.json else '--out'} goes with --letter"
        hint = "`copydesk inspect FILE` prints an article as JSON, the sheet lies in `dist/`"
        raise errors.UsageError(message, hint=hint, code="usage.letter")
    desk = named(args)
    article = single_article.read_article(*desk)
    proof = build_proof(article, pasting.name(*desk))
    print(escape_lines(render_text(proof, pasting.elsewhere())))
    return errors.DONE


def _letter(args: argparse.Namespace) -> int:
    """Print or write the letter to the author of an article, when there is something to ask."""
    from copydesk.builder import single_article
    from copydesk.builder.report import escape
    from copydesk.language import primary
    from copydesk.writers import author_letter

    root, config, source = named(args)
    article = single_article.read_article(root, config, source)
    letter = author_letter.letter(article, config.publication.name)
    language = primary(article.front.language)
    if not letter.text:
        say(f"nothing in {escape(source)} has to be asked of its author; there is no letter")
    elif language not in ("", letter.language):
        say(f"there are no words for a letter in `{escape(language)}`; it is in English")
    if args.json:
        import json

        _put(args.file, json.dumps(letter.record(), ensure_ascii=False, indent=1) + "\n")
    elif letter.text:
        _put(args.file, letter.text)
    return errors.DONE


def _put(name: str | None, data: str) -> None:
    """Print `data`, or write it into the new file `name`."""
    if name is None:
        text(data)
        return
    from copydesk.builder.report import escape
    from copydesk.gate import files

    if not files.create(Path(name), data.encode("utf-8", "surrogatepass")):
        message = f"`{escape(name)}` is there already"
        raise errors.UsageError(message, hint="give --out another name", code="usage.taken")
    say(f"written to `{escape(name)}`")
