"""`sites`: the profiles within reach, and `sites learn`, which proposes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, desk, desk_or_none, lines, say, text

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run


_MORE: Final = """\
A profile says which lines a site prints around its articles. What `learn`
proposes is heeded once you take `.proposed` out of its name.

examples:
  copydesk sites                          the profiles within reach
  copydesk sites learn                    print a proposal from all of the desk
  copydesk sites learn source/estuary --name "Estuary Review" --write
"""


def declare_sites(one: Parser) -> Run:
    """Add the options of `sites`."""
    one.add_argument("action", nargs="?", choices=("learn",), metavar="learn",
                     help="propose a profile; without it all are listed")  # fmt: skip
    one.add_argument("targets", nargs="*", metavar="PATH",
                     help="files to learn from, or a folder of them; none: the desk's")  # fmt: skip
    one.add_argument("--name", default="", help="all of them are of one site, called so")
    one.add_argument("--write", action="store_true",
                     help="put it beside the desk's profiles, unheeded until renamed")  # fmt: skip
    one.add_argument(
        "--json", action="store_true", help="list the profiles, one JSON object a line"
    )
    one.show(_MORE)
    return by_worker(_sites)


def _sites(args: argparse.Namespace) -> int:
    if args.action == "learn":
        return _learn(args)
    from copydesk import profiles

    root, config = desk_or_none(args)
    rows = list(profiles.listed(root, config.source))
    if args.json:
        lines({"name": row.name, "state": row.state, "file": row.place or None,
               "phrases": row.phrases} for row in rows)  # fmt: skip
        return errors.DONE
    for row in rows:
        print(f"{row.state:<9} {row.phrases:>5}  {row.name:<32} {row.place}".rstrip())
    return errors.DONE


def _learn(args: argparse.Namespace) -> int:
    from pathlib import Path

    from copydesk.desk import learn
    from copydesk.desk.report import escape

    root, config = desk(args)
    sources = learn.batch(root, config, args.targets, Path.cwd())
    learned = learn.learn(root, config, sources, args.name)
    for proposal in learned.proposals:
        found = proposal.found
        counts = f"{len(found.proposed)} lines proposed, {len(found.doubtful)} left to you"
        say(f"{proposal.name}: {counts}, from {found.documents} documents")
        if args.write:
            learn.write(root, proposal)
            say(f"written to `{proposal.place}`; read it, then take `.proposed` out of its name")
        else:
            text(f"{proposal.text}\n")
    if not learned.proposals:
        count = f"{learned.documents} document{'' if learned.documents == 1 else 's'}"
        say(f"nothing recurs in {count} that is not known already")
    for error in learned.failures:
        say(f"left out: {escape(str(error))}; {escape(error.hint)}".removesuffix("; "))
    return errors.combined([error.exit_code for error in learned.failures])
