"""Which desk, articles and input a command is about."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.terminal import say

if TYPE_CHECKING:
    from argparse import Namespace

    from copydesk.builder.watch.loop import Flag
    from copydesk.config import Config
    from copydesk.review.decisions.desk_article import DeskArticle

#: So many articles are named where one is wanted.
_FEW: Final = 3


# ── the desk ───────────────────────────────────────────────────────────────────


def find_desk(args: Namespace) -> Path:
    """The folder of the desk that the command is about."""
    from copydesk.settings import ground
    from copydesk.system import files

    start = Path(args.directory or "")
    if not files.is_folder(start):
        message = f"there is no folder `{start}`"
        raise errors.UsageError(message, hint="name the desk's folder", code="usage.directory")
    return start.resolve() if args.directory else ground.find_root(Path.cwd())


def open_desk(args: Namespace) -> tuple[Path, Config]:
    """The folder of the desk that the command is about, and its settings."""
    root = find_desk(args)
    return root, _load_settings(args, root)


def open_desk_or_defaults(args: Namespace) -> tuple[Path, Config]:
    """`open_desk`, or this folder and the defaults when there is no desk around."""
    try:
        return open_desk(args)
    except errors.ConfigError as error:
        if error.code != "config.no-desk":
            raise
        return Path.cwd(), _load_settings(args, Path.cwd())


def list_flags(args: Namespace, root: Path) -> Iterator[Flag]:
    """What options say on top of the settings of the desk at `root`."""
    if getattr(args, "keep_furniture", False):
        yield "keep_furniture", True, "--keep-furniture"
    if out := getattr(args, "out", None):
        # Counted from where the user stands, as everybody's paths are.
        yield "out", out if Path.cwd() == root else str(Path.cwd() / out), "--out"


def _load_settings(args: Namespace, root: Path) -> Config:
    from copydesk import config

    settings = config.load(root)
    for key, value, origin in list_flags(args, Path(settings.root)):
        settings = config.overlay(settings, {key: value}, origin)
    return settings


# ── what is meant ──────────────────────────────────────────────────────────────


def open_article(args: Namespace) -> tuple[Path, Config, str]:
    """The desk, its settings and the one submission that `args.name` means."""
    from copydesk.builder import single_article

    root, config = open_desk(args)
    found = single_article.resolve_articles(root, config, [args.name], Path.cwd())
    if len(found) != 1:
        message = f"`{args.name}` means {len(found)} articles"
        listed = ", ".join(f"`{one.source}`" for one in found[:_FEW])
        hint = f"name one of them, such as {listed}" if found else "`copydesk status -v` lists them"
        raise errors.UsageError(message, hint=hint, code="usage.name")
    return root, config, found[0].source


def open_decisions(args: Namespace) -> DeskArticle:
    """The article that `args.name` means, to be decided on; with -n nothing is written."""
    from copydesk.review.decisions.desk_article import DeskArticle

    root, config, source = open_article(args)
    return DeskArticle(root, config, source, dry=args.dry_run)


def read_targets(words: Sequence[str], root: Path) -> list[str] | None:
    """The targets that `words` name, lists read; None, which is said, when lists name nothing.

    No target at all means everything, which an empty list must not.
    """
    from copydesk.builder import targets

    found = targets.expand_lists(words, root, Path.cwd())
    if words and not found:
        say("the list is empty")
        return None
    return found


def find_slug(root: Path, config: Config, source: str) -> str:
    """What a command calls the submission `source`: its slug, which goes before other names."""
    from copydesk.builder import survey

    found = survey.survey_desk(root, config).documents
    return next((one.slug for one in found if one.source == source), source)


def count_jobs(args: Namespace) -> int:
    """How many workers `-j` asks for; 0 when it is not given. Raises `UsageError` for none."""
    if args.jobs is not None and args.jobs < 1:
        raise errors.UsageError("-j needs a number from 1", hint="e.g. -j 2", code="usage.jobs")
    return args.jobs or 0


# ── input ──────────────────────────────────────────────────────────────────────


def read_input(name: str, config: Config) -> bytes:
    """The file `name`, or standard input for "-", read no further than the limit allows."""
    from copydesk.builder import bounded_files

    if name != "-":
        return bounded_files.read_file(Path(name), config)
    limit = config.limits.file_bytes
    return bounded_files.check_size(sys.stdin.buffer.read(limit + 1), "standard input", limit)


def say_written(source: str, key: str = "", *, dry: bool = False) -> None:
    """Say that the sidecar of `source` was written, and the key that an entry bears now.

    In a `dry` run, that it was not.
    """
    from copydesk.review import sidecar

    if dry:
        say("dry run, nothing written")
        return
    entry = f" for the entry `{key}`" if key else ""
    say(f"written to `{sidecar.place(Path(source))}`{entry}; `copydesk` builds the article again")
