"""`sites`: the profiles within reach, and `sites learn`, which proposes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, desk, desk_or_none, lines, say, text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from copydesk.cli.parser import Parser, Run
    from copydesk.config import Config
    from copydesk.model import EditedText

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
    rows = profiles.list_profiles(root, config.source)
    if args.json:
        lines({"name": one.name, "state": state, "file": place or None,
               "phrases": len(one.phrases)} for state, place, one in rows)  # fmt: skip
        return errors.DONE
    for state, place, one in rows:
        print(f"{state:<9} {len(one.phrases):>5}  {one.name:<32} {place}".rstrip())
    return errors.DONE


def _learn(args: argparse.Namespace) -> int:
    from copydesk.desk.report import escape
    from copydesk.gate import files
    from copydesk.structure.sites import learn_sites

    root, config = desk(args)
    sources = _list_batch(args, root, config)
    failures: list[errors.CopydeskError] = []
    proposals = learn_sites(_label_all(root, config, sources, failures), config, args.name)
    for one in proposals:
        counts = f"{one.proposed} lines proposed, {one.doubtful} left to you"
        say(f"{one.name}: {counts}, from {one.documents} documents")
        if args.write:
            files.folder((root / one.place).parent)
            files.write(root / one.place, one.text.encode("utf-8"))
            say(f"written to `{one.place}`; read it, then take `.proposed` out of its name")
        else:
            text(f"{one.text}\n")
    if not proposals:
        count = len(sources) - len(failures)
        plural = "" if count == 1 else "s"
        say(f"nothing recurs in {count} document{plural} that is not known already")
    for error in failures:
        say(f"left out: {escape(str(error))}; {escape(error.hint)}".removesuffix("; "))
    return errors.combined([error.exit_code for error in failures])


def _label_all(
    root: Path, config: Config, sources: list[str], failures: list[errors.CopydeskError]
) -> Iterator[EditedText]:
    """The submissions with their roles; what keeps one from being read is added to `failures`."""
    from copydesk.desk import single

    for source in sources:
        try:
            yield single.labelled(root, config, source)
        except errors.CopydeskError as error:
            failures.append(error)


def _list_batch(args: argparse.Namespace, root: Path, config: Config) -> list[str]:
    """The files that are meant: submissions by their path in the desk, others by their path."""
    from pathlib import Path

    from copydesk.desk import single
    from copydesk.gate import files

    own, here = (root / config.source).resolve(), Path.cwd()
    known, found = [], []
    for name in args.targets:
        path = here / name
        if not files.is_there(path) or path.resolve().is_relative_to(own):
            known.append(name)
        else:
            places = sorted(path.iterdir()) if path.is_dir() else [path]
            found += [str(one) for one in places if one.is_file() and one.name[0] != "."]
    if known or not args.targets:
        found += single.sources(root, config, known, here)
    return found
