"""`sites`: the profiles within reach, and `sites learn`, which proposes one from a batch."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from copydesk import errors
from copydesk.builder.report import escape
from copydesk.cli.desk import open_desk, open_desk_or_defaults
from copydesk.cli.terminal import print_rows, print_text, say
from copydesk.config import Config
from copydesk.settings import profiles
from copydesk.system import files


def run_sites(args: Namespace) -> int:
    """List the profiles within reach, or propose one."""
    if args.learn:
        return _run_learn(args)
    root, config = open_desk_or_defaults(args)
    rows = profiles.list_profiles(root, config.source)
    if args.json:
        print_rows({"name": one.name, "state": state, "file": place or None,
               "phrases": len(one.phrases)} for state, place, one in rows)  # fmt: skip
        return errors.DONE
    for state, place, one in rows:
        print(f"{state:<9} {len(one.phrases):>5}  {one.name:<32} {place}".rstrip())
    return errors.DONE


def _run_learn(args: Namespace) -> int:
    from copydesk.builder import single_article
    from copydesk.structure.sites import learn_sites

    root, config = open_desk(args)
    copies, failures = [], []
    for source in _list_batch(args.targets, root, config):
        try:
            copies.append(single_article.read_labelled(root, config, source))
        except errors.CopydeskError as failure:
            failures.append(failure)
    proposals = learn_sites(copies, config, args.name or "")
    for one in proposals:
        say(f"{one.name}: {one.counts}")
        if not args.write:
            print_text(f"{one.text}\n")
            continue
        files.folder((root / one.place).parent)
        files.write(root / one.place, one.text.encode("utf-8"))
        say(f"written to `{one.place}`; read it, then take `.proposed` out of its name")
    if not proposals:
        plural = "" if len(copies) == 1 else "s"
        say(f"no new line recurs in {len(copies)} document{plural}")
    for error in failures:
        say(f"left out: {escape(str(error))}; {escape(error.hint)}".removesuffix("; "))
    return errors.combine_exit_codes([error.exit_code for error in failures])


def _list_batch(targets: Iterable[str], root: Path, config: Config) -> list[str]:
    """The files that `targets` mean: submissions by their path in the desk, others by their own."""
    from copydesk.builder import single_article

    own, here, found, known = (root / config.source).resolve(), Path.cwd(), [], []
    for name in targets:
        path = here / name
        if not files.is_there(path) or path.resolve().is_relative_to(own):
            known.append(name)
        else:
            places = sorted(path.iterdir()) if path.is_dir() else [path]
            found += [str(one) for one in places if one.is_file() and one.name[0] != "."]
    if known or not found:
        found += single_article.resolve_sources(root, config, known, here)
    return found
