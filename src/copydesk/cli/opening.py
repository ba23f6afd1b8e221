"""`init` and `new`: a desk is made, and submissions come into it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli import pasting
from copydesk.cli.streams import by_worker, complain, desk, say, standard_input

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from copydesk.builder.intake import Arrival, Placed
    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config

_INIT: Final = """\
Makes copydesk.toml, in which the few settings that most desks change stand
explained, and source/ with a sample article; where git keeps the folder, a
.gitignore for dist/ too. What is there already stays as it is, and is named.

examples:
  copydesk init                   make a desk of this folder
  copydesk init harbour-review    make the folder too
  cd harbour-review && copydesk   then build the sample
"""

_NEW: Final = """\
A file is copied, with the pictures that a browser saved beside a page. What
begins with https:// or http:// is fetched, and the pictures of its article with
it: this once, and only what you name; a build fetches nothing. Addresses inside
a network or of this machine are refused, no login, cookie or proxy is used, and
limits of time and size hold. Where it came from is kept for the catalogues
(`copydesk set NAME url ""` takes it away).

It is read first: what copydesk cannot read is not put there. Nothing is
overwritten; where a name is taken, the new one gets a number.

examples:
  copydesk new ~/Downloads/pier.html      and its pictures in pier_files/
  copydesk new *.docx
  copydesk new https://harbour.example/essays/the-night-ferry
  copydesk new --as 2024/ferry draft.txt  under another name, in a folder
  wl-paste | copydesk new - --as ferry    what was copied, here on Wayland
"""

#: So many pictures that did not come are told one by one.
_FEW: Final = 5


def declare_init(one: Parser) -> Run:
    """Add the options of `init`."""
    one.add_argument("folder", nargs="?", default="", metavar="DIR", help="none: this folder")
    one.show(_INIT)
    return _init


def _init(args: argparse.Namespace) -> int:
    from pathlib import Path

    from copydesk.builder.intake import new_desk

    folder = Path(args.directory or "") / args.folder
    parts = new_desk.make_desk(folder)
    width = max(len(part.path) for part in parts)
    for part in parts:
        what = "there   " if part.kept else "made    "
        print(f"{what}{part.path:<{width}}  {part.about}")
    if all(part.kept for part in parts):
        say("it is a desk already; nothing was made or changed")
    elif not args.quiet:
        say(_next("" if folder == Path() else str(folder), [part.path for part in parts]))
    return errors.DONE


def _next(folder: str, made: list[str]) -> str:
    """What to do in the new desk in `folder`, "" for where one stands; `made` are its parts."""
    from copydesk.builder.intake import new_desk

    steps = [("copydesk new FILE", "put a text of your own into source/, or a web address")]
    if any(path.endswith(f"/{new_desk.SAMPLE}") for path in made):
        steps = [
            ("copydesk", "build the sample; dist/index.html then shows all there is"),
            (f"copydesk proof {new_desk.SLUG}", "what was changed, and what is asked of you"),
            *steps,
        ]
    rows = [f"  {command:<24} {about}" for command, about in steps]
    return "\n".join(["", "next:", *([f"  cd {shlex.quote(folder)}"] if folder else []), *rows])


def declare_new(one: Parser) -> Run:
    """Add the options of `new`."""
    one.add_argument("things", nargs="+", metavar="URL|FILE",
                     help="a web address or a file; - is standard input")  # fmt: skip
    one.add_argument("--as", dest="name", metavar="NAME", help="what its file is called")
    one.show(_NEW)
    return by_worker(_new)


def _new(args: argparse.Namespace) -> int:
    from copydesk.builder import intake

    if args.name and len(args.things) > 1:
        message = f"--as names one submission, and {len(args.things)} come in"
        raise errors.UsageError(message, hint="leave --as out", code="usage.as")
    root, config = desk(args)
    codes = [errors.DONE]
    placed: list[Placed] = []
    for thing in args.things:
        try:
            arrival = _arrived(thing, args.name, config)
            placed.append(intake.place(root, config, arrival, args.name or ""))
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
            continue
        print(placed[-1].source)
        if not args.quiet:
            _tell(arrival, placed[-1])
    if placed and not args.quiet:
        say(_then(root, config, [one.source for one in placed]))
    return errors.combined(codes)


def _arrived(thing: str, name: str | None, config: Config) -> Arrival:
    from pathlib import Path

    from copydesk.builder import intake
    from copydesk.gate import visit

    if visit.is_address(thing):
        return intake.receive_page(thing, config)
    if thing == "-":
        if not name:
            message = "what comes on standard input has no name"
            raise errors.UsageError(message, hint="give it one with --as NAME", code="usage.as")
        return intake.receive_bytes(standard_input(config), name, config, "standard input")
    return intake.receive_file(Path(thing), config)


def _tell(arrival: Arrival, placed: Placed) -> None:
    """Say what came in: so one sees whether it is the article that was meant."""
    from copydesk.builder.report import escape

    front = arrival.article.front
    by = f" by {', '.join(front.authors)}" if front.authors else ""
    say(escape(f"  {f'“{front.title}”{by}' if front.title else f'no title was found{by}'}"))
    if placed.known:
        say("  the very same lay there already")
    elif placed.taken:
        say(escape(f"  it has a number, for `{placed.taken}` was there before"))
    if arrival.address:
        say(escape(f"  from {arrival.address}, which its sidecar keeps"))
    if count := len(arrival.pictures):
        say(f"  with {'a picture' if count == 1 else f'{count} pictures'}")
    for why in arrival.missed[:_FEW]:
        say(escape(f"  without a picture: {why}"))
    if (more := len(arrival.missed) - _FEW) > 0:
        say(f"  and without {more} more")


def _then(root: Path, config: Config, sources: Sequence[str]) -> str:
    """What to do next with what came in."""
    from copydesk.builder import survey
    from copydesk.cli.parser import COMMANDS

    slugs = {one.source: one.slug for one in survey.survey_desk(root, config).documents}
    names = [slugs.get(source, source) for source in sources]
    name = shlex.quote(names[0]) if len(names) == 1 else "NAME"
    every = " ".join(map(shlex.quote, names))
    build = f"build {every}" if COMMANDS.keys() & names else every
    return f"\nnext:\n  {pasting.command(build)}\n  {pasting.command(f'proof {name}')}"
