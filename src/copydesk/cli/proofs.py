"""`check`, `proof` and `review`: what is asked of the editor, here, in a browser, for programs."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from copydesk import errors
from copydesk.builder import single_article
from copydesk.builder.report import escape, escape_lines
from copydesk.cli.desk import find_slug, open_article, open_desk, read_targets
from copydesk.cli.terminal import complain, find_elsewhere, print_rows, print_text, say
from copydesk.language import primary_subtag
from copydesk.model import Query
from copydesk.queries import is_failed
from copydesk.review import author_letter, findings
from copydesk.review.answers import name_desk
from copydesk.review.questions import build_proof
from copydesk.system import files


def check_articles(args: Namespace) -> int:
    """Print the queries and proposals of articles; an error in one does not stop the others."""
    root, config = open_desk(args)
    if (names := read_targets(args.targets, root)) is None:
        return errors.DONE
    codes = [errors.DONE]
    for document in single_article.resolve_articles(root, config, names, Path.cwd()):
        source = document.source
        try:
            article = single_article.read_article(root, config, source)
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
            continue
        rows = sorted(
            findings.list_findings(article), key=lambda one: (one.line, one.columns, one.code)
        )
        if args.json:
            print_rows(row.record(source) for row in rows)
        else:
            for row in rows:
                print(show_finding(row, source, find_elsewhere()))
        asked = [row.severity for row in rows if isinstance(row.about, Query)]
        proposes = len(asked) < len(rows)
        if (args.strict and proposes) or is_failed(asked, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
    return errors.combine_exit_codes(codes)


def show_finding(one: findings.Finding, source: str, desk: str = "") -> str:
    """A finding as compilers print theirs: file:line:column: severity: message [code id].

    A number that is not known is left out. Nothing of a submission can forge a line.
    Commands name the folder `desk`, where it is not the desk of who types them.
    """
    numbers = (str(number) for number in (one.line, one.columns[0]) if number)
    place = ":".join((escape(source), *numbers))
    text = f"{place}: {one.severity}: {escape(one.message)} [{one.code} {one.id}]"
    hints = (name_desk(hint, desk) for hint in one.hints)
    return "\n    ".join((text, *map(escape, hints)))


def print_proof(args: Namespace) -> None:
    """Print the editor's sheet of an article, or the letter to its author."""
    from copydesk.review.proof import render_text

    if args.letter:
        _print_letter(args)
    else:
        desk = open_article(args)
        proof = build_proof(single_article.read_article(*desk), find_slug(*desk))
        print(escape_lines(render_text(proof, find_elsewhere())))


def _print_letter(args: Namespace) -> None:
    root, config, source = open_article(args)
    article = single_article.read_article(root, config, source)
    letter = author_letter.letter(article, config.publication.name)
    language = primary_subtag(article.front.language)
    if not letter.text:
        say(f"there are no questions to the author of {source}, so there is no letter")
    elif language not in ("", letter.language):
        say(f"there are no letter texts in `{language}`; the letter is in English")
    text = letter.text
    if args.json:
        text = json.dumps(letter.record(), ensure_ascii=False, indent=1) + "\n"
    if text and args.file:
        _write_new(args.file, text)
    elif text:
        print_text(text)


def _write_new(name: str, text: str) -> None:
    """Write `text` into the file `name`. Raises `UsageError` when there is one."""
    if not files.create(Path(name), text.encode("utf-8", "surrogatepass")):
        message = f"`{name}` exists already"
        raise errors.UsageError(message, hint="give --out another name", code="usage.taken")
    say(f"written to `{name}`")


def review_articles(args: Namespace) -> int:
    """Serve a page on which all that is asked about articles is decided."""
    from copydesk.review.browser import app

    root, config = open_desk(args)
    names = [args.name] if args.name is not None else []
    documents = single_article.resolve_articles(root, config, names, Path.cwd())
    if not documents:
        message = "the desk has no articles to review"
        hint = f"put a text into `{config.source}/`"
        raise errors.UsageError(message, hint=hint, code="usage.name")
    return app.serve(root, config, app.ReviewRequest(documents, args.port, args.open), say)
