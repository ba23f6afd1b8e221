"""Taking away what builds made: all of it, some articles, or what has lost its submission."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from copydesk.builder import store, survey, targets, up_to_date
from copydesk.builder.submissions import COLLECTIONS, ISSUES, Document, why_unread
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import ToolError, UsageError
from copydesk.system import files


def clean(  # noqa: PLR0913  the last three are seldom given
    root: Path,
    config: Config,
    names: Iterable[str] = (),
    *,
    orphans: bool = False,
    here: Path | None = None,
    dry_run: bool = False,
) -> tuple[str, ...]:
    """Remove what was built of the articles that `names` mean, or of all; their slugs.

    `orphans` leaves those with a submission alone, `dry_run` all of them. A folder that
    holds no colophon is not ours and stays. Raises `UsageError` for a name that is not there
    or means a part of an article, `Locked` and `ToolError`.
    """
    place, names = root / config.out, tuple(names)
    if not files.is_folder(place):
        _slugs(survey.survey_desk(root, config, bound=True), names, here)
        return ()
    with contextlib.nullcontext() if dry_run else store.lock_desk(place):
        desk = survey.survey_desk(root, config, bound=True)
        if orphans and desk.unreadable:
            path = desk.unreadable[0]
            message = f"`{path}` {why_unread(desk.root, path)}; its contents are unknown"
            hint = "check who owns it and its permissions; nothing was removed"
            raise ToolError(message, hint=hint, code="desk.unreadable")
        gone = find_orphans(desk) if orphans else tuple(list_built(place))
        if names:
            wanted = _slugs(desk, names, here)
            gone = tuple(name for name in gone if name in wanted)
        if not dry_run:
            _remove(desk, gone, everything=not orphans and not names)
    return gone


def _remove(desk: Survey, gone: tuple[str, ...], *, everything: bool) -> None:
    """Remove the articles that are to be `gone`, and what is remembered and told of them."""
    from copydesk.builder import received_texts, report_files

    for name in gone:
        store.remove_article(desk.out, name)
        received_texts.forget_texts(desk.out, name)
    if everything:
        store.sweep(desk.out)
        for name in (up_to_date.NAME, *report_files.NAMES):
            files.discard(desk.out / name)
    elif gone:
        report_files.republish(desk, gone)


def _slugs(desk: Survey, names: Iterable[str], here: Path | None) -> frozenset[str]:
    """The slugs that `names` mean; a built article is known by its own, submission or not."""
    orphans = list_built(desk.out, (one.slug for one in desk.everything))
    known = targets.names_of(desk)
    every = (*known.everything, *(Document("", slug, (0, 0)) for slug in orphans))
    found = targets.Finder(known._replace(everything=every), here).all_of(names)
    if parts := [form for _, form in found if form]:
        message = f"`{parts[0]}` is a part of an article; only whole articles can be removed"
        hint = "name the article; formats are set in the settings"
        raise UsageError(message, hint=hint, code="desk.target")
    return frozenset(document.slug for document, _ in found)


# ── what lies in dist/ ─────────────────────────────────────────────────────────


def find_orphans(desk: Survey) -> tuple[str, ...]:
    """Names of built articles in `dist/` that have no submission any more.

    None, when a part of the source folder could not be looked into: theirs may lie there.
    """
    if desk.unreadable:
        return ()
    known = {document.slug for document in desk.everything}
    return tuple(name for name in list_built(desk.out, known) if not _lies_elsewhere(desk, name))


def _lies_elsewhere(desk: Survey, name: str) -> bool:
    """Whether it is an issue whose file was named by its path, and still lies there."""
    if not name.startswith(f"{ISSUES}/"):
        return False
    from copydesk.builder import colophon

    made = colophon.read(desk.out / name)
    return made is not None and files.is_there(desk.root / made.source)


def list_built(out: Path, known: Iterable[str] = ()) -> Iterator[str]:
    """Names of the folders in `out` that hold a colophon and are not `known`, sorted."""
    passed = {store.OWN, *known}
    for prefix in ("", f"{COLLECTIONS}/", f"{ISSUES}/"):
        yield from _folders(out, prefix, passed)


def _folders(out: Path, prefix: str, passed: set[str]) -> list[str]:
    """Names of the folders below `prefix` that hold a colophon, sorted, but not the `passed`."""
    try:
        with os.scandir(f"{out}/{prefix}") as entries:
            there = sorted(
                f"{prefix}{entry.name}"
                for entry in entries
                if prefix + entry.name not in passed and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []
    return [name for name in there if files.is_there(out / name / store.COLOPHON)]
