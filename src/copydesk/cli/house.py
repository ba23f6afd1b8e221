"""`words`: the words and names that the desk knows, listed or added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk, desk_or_none, lines, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
An entry in small letters is right in any position, one with a capital in that
form alone.

examples:
  copydesk words                          all the desk knows, with its file
  copydesk words add agitprop "Ursula Von Der Leyen"
  copydesk words add Tarn --to places     into source/words/places.txt
"""


def declare_words(one: Parser) -> Run:
    """Add the options of `words`."""
    one.add_argument("action", nargs="?", choices=("add",), metavar="add",
                     help="put words on a list; without it all are listed")  # fmt: skip
    one.add_argument("words", nargs="*", metavar="WORD",
                     help="in small letters, or as it is always spelt")  # fmt: skip
    one.add_argument("--to", default="", metavar="LIST",
                     help="the list, a file in `words/` of the source; else `desk`")  # fmt: skip
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.show(_MORE)
    return _words


def _words(args: argparse.Namespace) -> int:
    from copydesk.builder import desk_settings
    from copydesk.builder.report import escape

    if args.action == "add":
        if not args.words:
            message = "no word is named"
            raise errors.UsageError(message, hint="`copydesk words add WORD`", code="usage.word")
        root, config = desk(args)
        for entry in desk_settings.add_words(root, config, args.words, args.to):
            done = "added to" if entry.added else "stands already in"
            say(f"`{escape(entry.word)}` {done} `{entry.file}`")
        return errors.DONE
    entries = list(desk_settings.list_words(*desk_or_none(args)))
    if args.json:
        lines({"word": entry.word, "file": entry.file} for entry in entries)
        return errors.DONE
    if not entries:
        say("the desk has no words of its own; `copydesk words add WORD` puts one on its list")
    for entry in entries:
        print(f"{escape(entry.word):<32} {entry.file}")
    return errors.DONE
