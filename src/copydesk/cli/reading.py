"""`inspect`: articles as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, complain, desk_or_none, furnished, machine

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
The schema is copydesk/data/schema/article-1.json. A file of the desk is read
with its sidecar; of a file that is refused nothing is printed.

examples:
  copydesk inspect paper.docx | jq .references
  copydesk inspect source/*.txt > articles.jsonl
"""


def declare_inspect(one: Parser) -> Run:
    """Add the options of `inspect`."""
    one.add_argument("files", nargs="+", metavar="FILE")
    furnished(one)
    one.show(_MORE)
    return by_worker(_inspect)


def _inspect(args: argparse.Namespace) -> int:
    from copydesk import pipeline
    from copydesk.builder import single_article

    root, settings = desk_or_none(args)
    codes = [errors.DONE]
    for name in args.files:
        path = Path(name)
        try:
            inside = path.resolve().is_relative_to(root)
            article = (
                single_article.read_article(root, settings, str(path.resolve().relative_to(root)))
                if inside
                else single_article.read_loose(path, settings)
            )
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
        else:
            machine(pipeline.record(article))
    return errors.combined(codes)
