"""`init` and `new`: a desk is made, and submissions come into it."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from copydesk import errors
from copydesk.builder import intake
from copydesk.builder.intake import Arrival, Placed, new_desk
from copydesk.cli.commands import list_names
from copydesk.cli.desk import find_slug, open_desk, read_input
from copydesk.cli.terminal import complain, count, put, say, say_lines, write_command
from copydesk.config import Config
from copydesk.settings import ground
from copydesk.system import visit

#: So many pictures that did not come are told one by one.
_FEW: Final = 5


def make_desk(args: Namespace) -> None:
    """Make a desk of a folder."""
    folder = Path(args.directory or "") / (args.dir or "")
    parts = new_desk.make_desk(folder)
    width = max(len(part.path) for part in parts)
    for part in parts:
        put(f"{'there' if part.kept else 'made':<8}{part.path:<{width}}  {part.about}")
    if all(part.kept for part in parts):
        say("this is already a desk; nothing was changed")
    elif not args.quiet:
        steps = [("copydesk new FILE", "put a text of your own into source/, or a web address")]
        kept = {part.path.rpartition("/")[2]: part.kept for part in parts}
        if kept.get(new_desk.SAMPLE) is False:
            steps = [
                ("copydesk", "build the sample; dist/index.html then shows all there is"),
                (f"copydesk proof {new_desk.SLUG}", "what was changed, and the open questions"),
                *steps,
            ]
        elif new_desk.SAMPLE not in kept and kept.get(ground.SETTINGS) is False:
            steps = [("copydesk", "build the texts that lie there already"), *steps]
        say_lines("\nnext:")
        if folder != Path():
            say(f"  cd {shlex.quote(str(folder))}")
        for command, about in steps:
            say(f"  {command:<24} {about}")


def add_submissions(args: Namespace) -> int:
    """Put files or pages of the web into the source folder."""
    if args.name and len(args.things) > 1:
        message = f"--as names one submission, but {len(args.things)} are given"
        raise errors.UsageError(message, hint="leave --as out", code="usage.as")
    root, config = open_desk(args)
    codes = [errors.DONE]
    placed: list[Placed] = []
    for thing in args.things:
        try:
            arrival = _receive(thing, args.name, config)
            placed.append(intake.place(root, config, arrival, args.name or ""))
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
            continue
        print(placed[-1].source)
        if not args.quiet:
            _say_arrival(arrival, placed[-1])
    if placed and not args.quiet:
        _suggest_next([find_slug(root, config, one.source) for one in placed])
    return errors.combine_exit_codes(codes)


def _receive(thing: str, name: str | None, config: Config) -> Arrival:
    if visit.is_address(thing):
        return intake.receive_page(thing, config)
    if thing == "-":
        if not name:
            message = "a text on standard input needs a name"
            raise errors.UsageError(message, hint="give it one with --as NAME", code="usage.as")
        return intake.receive_bytes(read_input(thing, config), name, config, "standard input")
    return intake.receive_file(Path(thing), config)


def _say_arrival(arrival: Arrival, placed: Placed) -> None:
    """Say what came in: so one sees whether it is the article that was meant."""
    front = arrival.article.front
    title = f"“{front.title}”" if front.title else "no title was found"
    by = f" by {', '.join(front.authors)}" if front.authors else ""
    say(f"  {title}{by}")
    if placed.known:
        say("  the same file exists already")
    elif placed.taken:
        say(f"  it has a number, because `{placed.taken}` exists already")
    if arrival.address:
        say(f"  from {arrival.address}, which its sidecar keeps")
    if pictures := len(arrival.pictures):
        say(f"  with {'a picture' if pictures == 1 else count(pictures, 'picture')}")
    for why in arrival.missed[:_FEW]:
        say(f"  without a picture: {why}")
    if (more := len(arrival.missed) - _FEW) > 0:
        say(f"  and {more} more are missing")


def _suggest_next(names: Sequence[str]) -> None:
    every = shlex.join(names)
    build = f"build {every}" if list_names().keys() & names else every
    proof = f"proof {every if len(names) == 1 else 'NAME'}"
    say_lines(f"\nnext:\n  {write_command(build)}\n  {write_command(proof)}")
