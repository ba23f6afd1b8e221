"""Pictures: what they show, for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.deciding import written
from copydesk.cli.streams import by_worker, named, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.review.decisions.picturing import Pictured

_PICTURE: Final = """\
The words are read out to those who cannot see the picture, and stand where it
cannot be shown; what a caption beside it says need not be said again.

examples:
  copydesk picture harbour                list them: line, name, words
  copydesk picture harbour 12             what is said of the one in line 12
  copydesk picture harbour 12 "Two tugs tow a barge past the mole"
  copydesk picture harbour pier.jpg ""    it adds nothing to the text, such as a
                                          rule: no words, and not asked again
  copydesk picture harbour 12 --forget    take back what was said of it
"""


def declare_picture(one: Parser) -> Run:
    """Add the options of `picture`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("picture", nargs="?", metavar="PICTURE",
                     help="the number of its line, or its name in the list")  # fmt: skip
    one.add_argument("text", nargs="?", metavar="TEXT",
                     help='what it shows; "" for a picture that adds nothing')  # fmt: skip
    one.add_argument("--forget", action="store_true", help="take back what was said of it")
    one.show(_PICTURE)
    return by_worker(_picture)


def _picture(args: argparse.Namespace) -> int:
    """Write what a picture shows into the sidecar, or list the pictures."""
    from copydesk.builder.report import escape
    from copydesk.review.decisions import picturing

    desk = named(args)
    if args.forget and args.picture is not None:
        gone = picturing.forget(*desk, args.picture)
        say(f"forgotten: {escape(_quoted(gone.alt))} of `{escape(gone.target)}`")
        return written(desk[2])
    if args.text is not None:
        one = picturing.describe(*desk, args.picture, args.text)
        shows = f"shows {_quoted(args.text)}" if args.text.strip() else "adds nothing to the text"
        say(f"line {one.line}: `{escape(one.target)}` {escape(shows)}")
        return written(desk[2])
    found = picturing.listed(*desk)
    if args.picture is not None:
        found = (picturing.chosen(found, args.picture, desk[2]),)
    if not found:
        say(f"no picture was found in `{escape(desk[2])}`")
    for one in found:
        print(f"{one.line:>5}  {escape(one.target)}  {escape(_standing(one))}")
    return errors.DONE


def _standing(one: Pictured) -> str:
    """What a picture has for words, and whose they are."""
    said = "adds nothing" if one.decision and not one.decision.alt else _quoted(one.alt)
    return said + (" (settled)" if one.decision else "") + ("" if one.shown else " (left out)")


def _quoted(text: str) -> str:
    return f"`{text}`" if text.strip() else "no words"
