"""Taking away what builds made: all of it, some articles, or what has lost its submission."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from copydesk.config import Config
from copydesk.desk import built, index, plan, seal, store, targets
from copydesk.desk.plan import Survey
from copydesk.desk.submissions import why_unread
from copydesk.errors import ToolError, UsageError
from copydesk.gate import files


def clean(  # noqa: PLR0913  the last four are seldom given
    root: Path,
    config: Config,
    names: Iterable[str] = (),
    *,
    orphans: bool = False,
    out: Path | None = None,
    here: Path | None = None,
    dry_run: bool = False,
) -> tuple[str, ...]:
    """Remove what was built of the articles that `names` mean, or of all; their slugs.

    `orphans` leaves those with a submission alone, `dry_run` all of them. A folder that
    holds no colophon is not ours and stays. Raises `UsageError` for a name that is not there
    or means a part of an article, `Locked` and `ToolError`.
    """
    place, names = root / (out or config.out), tuple(names)
    if not files.is_folder(place):
        _slugs(plan.survey(root, config, place, bound=True), names, here)
        return ()
    with contextlib.nullcontext() if dry_run else store.locked(place):
        desk = plan.survey(root, config, place, bound=True)
        if orphans and desk.unreadable:
            path = desk.unreadable[0]
            message = f"`{path}` {why_unread(desk.root, path)}; nobody knows what it holds"
            hint = "check who owns it and its permissions; nothing was removed"
            raise ToolError(message, hint=hint, code="desk.unreadable")
        gone = built.orphans(desk) if orphans else tuple(built.articles(place))
        if names:
            wanted = _slugs(desk, names, here)
            gone = tuple(name for name in gone if name in wanted)
        if not dry_run:
            _remove(desk, gone, everything=not orphans and not names)
    return gone


def _remove(desk: Survey, gone: tuple[str, ...], *, everything: bool) -> None:
    """Remove the articles that are to be `gone`, and what is remembered and told of them."""
    from copydesk.desk import publishing, received  # for which other commands have no use

    for name in gone:
        store.remove(desk.out, name)
        received.forget(desk.out, name)
    if everything:
        store.sweep(desk.out)
        owned = (f"{store.OWN}/{name}" for name in (index.NAME, index.REFUSED))
        for name in (*owned, seal.NAME, *publishing.NAMES):
            files.discard(desk.out / name)
    elif gone:
        publishing.republish(desk, frozenset(gone))


def _slugs(desk: Survey, names: Iterable[str], here: Path | None) -> frozenset[str]:
    """The slugs that `names` mean; a built article is known by its own, submission or not."""
    known = frozenset(built.articles(desk.out))
    finder = targets.Finder(desk, here)
    found: set[str] = set()
    for name in names:
        if name in known:
            found.add(name)
            continue
        there: set[str] = set()
        if targets.is_wild(name):
            there = {one for one in known if targets.pattern(name).fullmatch(one)}
        for document, form in finder.meant(name) if there else finder.all_of([name]):
            if form:
                message = f"`{name}` is a part of an article, and whole ones are removed"
                hint = "name the article; formats are set in the settings"
                raise UsageError(message, hint=hint, code="desk.target")
            there.add(document.slug)
        found |= there
    return frozenset(found)
