"""The desk at one moment: its submissions, collections and issues, their slugs and stamps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.builder import side_files, versions
from copydesk.builder.inputs import Settings, fingerprint_settings, shared_digest
from copydesk.builder.named_files import Stamp, lasting
from copydesk.builder.state import BuildState
from copydesk.builder.state import load as load_state
from copydesk.builder.submissions import (
    ALWAYS,
    ON_REQUEST,
    SIDECAR,
    Document,
    FoundSubmissions,
    find_submissions,
)
from copydesk.config import Config
from copydesk.system import names


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole desk at one moment, `taken` (nanoseconds). `out` is where the outputs go.

    `unreadable` are folders, `alone` sidecars and libraries without a submission, `base` is
    everything but the submission that decides the outputs, in one hash. With `anew` everything
    counts as stale.
    """

    root: Path
    out: Path
    config: Config
    documents: tuple[Document, ...]
    collided: tuple[str, ...]
    unreadable: tuple[str, ...]
    alone: tuple[str, ...]
    settings: Settings
    code: str
    tools: tuple[tuple[str, str], ...]
    state: BuildState
    taken: int
    base: str
    collections: tuple[Document, ...] = ()
    issues: tuple[Document, ...] = ()
    anew: bool = False

    @property
    def everything(self) -> tuple[Document, ...]:
        """What is built: the articles, then the collections of them, then the issues."""
        return self.documents + self.collections + self.issues


def survey_desk(
    root: Path,
    config: Config,
    *,
    bound: bool = False,
    more: Iterable[tuple[str, Stamp]] = (),
) -> Survey:
    """Look at the desk at `root` without changing anything.

    With `bound` collections and issues are looked at too, and as `more` issues that lie elsewhere.
    """
    out = root / config.out
    taken = time.time_ns()
    state = load_state(out)
    known = versions.code_version(state.code)
    if known != state.code:
        state.code = known
        state.dirty = True
    found = find_submissions(root, config.source)
    told, slugs, collided = _assign_slugs(root, config, found, state, taken)
    named = {path: words for path, (_, words) in told.items()}
    settings, tools = fingerprint_settings(root, config), versions.tool_versions()
    desk = Survey(
        root=root,
        out=out,
        config=config,
        documents=tuple(_documents(root, found, slugs, named, taken)),
        collided=collided,
        unreadable=found.unreadable,
        alone=found.alone,
        settings=settings,
        code=known[1],
        tools=tools,
        state=state,
        taken=taken,
        base=shared_digest(settings, config, known[1], tools),
    )
    if bound and found.collections:
        from copydesk.builder import books

        desk = books.add_collections(desk, found.collections)
    if bound and (issues := (*found.issues, *more)):
        from copydesk.builder.issues import contents

        desk = contents.add_issues(desk, issues)
    return desk


def _documents(
    root: Path,
    found: FoundSubmissions,
    slugs: Mapping[str, str],
    named: Mapping[str, str],
    taken: int,
) -> Iterator[Document]:
    """The articles that were `found`, with the `slugs` and what is `named` of their paths."""
    for path, mark, side in found.submissions:
        moved = (
            lasting(mark, taken),
            side and lasting(side, taken),
            _pictures(root, path, found.beside),
            _library(path, found.libraries, taken),
            named.get(path, ""),
        )
        yield Document(path, slugs[path], mark, repr(moved))


def _pictures(root: Path, path: str, there: frozenset[str]) -> str:
    if there.isdisjoint(side_files.picture_folders(path)):
        return ""
    return side_files.stamp_pictures(root, path)


def _library(path: str, there: Mapping[str, Stamp], taken: int) -> str:
    """What tells whether a library beside `path` moved; "" when there is none."""
    if not there:
        return ""
    rows = [
        (name, *lasting(there[name], taken))
        for group in side_files.library_paths(path)
        for name in group
        if name in there
    ]
    return repr(rows) if rows else ""


def present_formats(desk: Survey, slug: str) -> tuple[str, ...]:
    """The formats that are made on request and lie there."""
    folder = f"{desk.out}/{slug}/"
    return tuple(
        name
        for name, path in ON_REQUEST.items()
        if name not in desk.config.formats and os.access(folder + path.format(slug), os.F_OK)
    )


def wanted_formats(config: Config) -> tuple[str, ...]:
    """The formats that are made of an article."""
    return tuple(dict.fromkeys((*config.formats, *ALWAYS)))


# ── slugs ──────────────────────────────────────────────────────────────────────


def _assign_slugs(
    root: Path, config: Config, found: FoundSubmissions, state: BuildState, taken: int
) -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], tuple[str, ...]]:
    """Of what was `found` at the time `taken`: what sidecars tell, slugs, and whose was taken.

    A sidecar tells its slug, or "", and the stamps of the files that it names.
    """
    from copydesk.review import sidecar

    told: dict[str, tuple[str, str]] = {}
    for path, _, side in found.submissions:
        if side:
            name = path + SIDECAR

            def read(name: str = name) -> tuple[str, Mapping[str, Any]]:
                read = sidecar.load(root / name, name, config.limits.sidecar_bytes)
                return read.decisions.slug, read.settings

            slug, named = state.learn(root, name, taken, read)
            told[path] = (slug or "", named)
    overrides = {path: slug for path, (slug, _) in told.items() if slug}
    top = os.path.normpath(config.source).replace(os.sep, "/")
    return (told, *names.assign([path for path, _, _ in found.submissions], overrides, top))
