"""The desk at one moment: its submissions, collections and issues, their slugs and stamps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.builder import index as index_module
from copydesk.builder import named_files, side_files, versions
from copydesk.builder.index import Index, Stamp
from copydesk.builder.inputs import Settings, fingerprint_settings, shared_digest
from copydesk.builder.submissions import COLLECTIONS, ISSUES, SIDECAR, Found, find_submissions
from copydesk.config import Config, for_article
from copydesk.errors import CopydeskError
from copydesk.gate import names

#: Made for every article, whatever the settings say.
ALWAYS: Final = ("article", "proof")
#: Made when somebody names them, and where they lie. One that lies there is kept: it is made
#: anew with the others when the article changes, and what became of it by hand makes nothing
#: stale. Taking it away is all that ends it.
ON_REQUEST: Final[Mapping[str, str]] = {
    "review.docx": "review/{}.review.docx",
    "fragment.html": "{}.fragment.html",
    "jats.xml": "{}.jats.xml",
    "txt": "{}.txt",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A submission at its place in the desk.

    `decided` is the stamp of its sidecar, `pictures` that of the folder beside it, `library`
    that of the libraries, `named` those of the files that its own settings name, `needed` the
    formats that issues are made from. A collection and an issue are documents too: `members` are
    their articles with their stamps, "" for a submission.
    """

    source: str
    slug: str
    stamp: Stamp
    decided: Stamp | None = None
    pictures: str = ""
    library: str = ""
    named: str = ""
    members: str = ""
    needed: tuple[str, ...] = ()

    @property
    def is_issue(self) -> bool:
        """Whether it is an issue of a newsletter, which is made from outputs."""
        return self.slug.startswith(f"{ISSUES}/")


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole desk at one moment, `taken` (nanoseconds). `out` is where the outputs go.

    `unreadable` are folders, `alone` sidecars and libraries without a submission.
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
    index: Index
    taken: int
    collections: tuple[Document, ...] = ()
    issues: tuple[Document, ...] = ()

    @property
    def everything(self) -> tuple[Document, ...]:
        """What is built: the articles, then the collections of them, then the issues."""
        return self.documents + self.collections + self.issues

    @property
    def base(self) -> str:
        """Everything but the submission that decides the outputs, in one hash."""
        return shared_digest(self.settings, self.config, self.code, self.tools)


def survey_desk(
    root: Path,
    config: Config,
    out: Path | None = None,
    *,
    bound: bool = False,
    more: Iterable[tuple[str, Stamp]] = (),
) -> Survey:
    """Look at the desk at `root` without changing anything.

    With `bound` collections and issues are looked at too, and as `more` issues that lie elsewhere.
    """
    out = root / (config.out if out is None else out)
    taken = time.time_ns()
    index = index_module.load(out)
    known = versions.code_version(index.code)
    if known != index.code:
        index.code = known
        index.dirty = True
    found = find_submissions(root, config.source)
    told, slugs, collided = assign_slugs(root, config, found, index, taken)
    named = {path: words for path, (_, words) in told.items()}
    desk = Survey(
        root=root,
        out=out,
        config=config,
        documents=tuple(_documents(root, found, slugs, named, taken)),
        collided=collided,
        unreadable=found.unreadable,
        alone=found.alone,
        settings=fingerprint_settings(root, config),
        code=known[1],
        tools=versions.tool_versions(),
        index=index,
        taken=taken,
    )
    if bound and found.collections:
        from copydesk.builder import books

        desk = books.add_collections(desk, found.collections)
    if bound and (issues := (*found.issues, *more)):
        from copydesk.builder.issues import contents

        desk = contents.surveyed(desk, issues)
    return desk


def _documents(
    root: Path, found: Found, slugs: Mapping[str, str], named: Mapping[str, str], taken: int
) -> Iterator[Document]:
    """The articles that were `found`, with the `slugs` and what is `named` of their paths."""
    for path, mark, side in found.submissions:
        pictures = _pictures(root, path, found.beside)
        library = _library(path, found.libraries, taken)
        yield Document(path, slugs[path], mark, side, pictures, library, named.get(path, ""))


def _pictures(root: Path, path: str, there: frozenset[str]) -> str:
    if there.isdisjoint(side_files.picture_folders(path)):
        return ""
    return side_files.stamp_pictures(root, path)


def _library(path: str, there: Mapping[str, Stamp], taken: int) -> str:
    """What tells whether a library beside `path` moved; "" when there is none."""
    if not there:
        return ""
    rows = [
        (name, *index_module.settled(there[name], taken))
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


def article_settings(desk: Survey, document: Document) -> Config:
    """The desk's settings with those of the document's sidecar on top."""
    if document.decided is None:
        return desk.config
    from copydesk import sidecar

    name = document.source + SIDECAR
    read = sidecar.load(desk.root / name, name, desk.config.limits.sidecar_bytes)
    return for_article(desk.config, read.settings, name)


def wanted_formats(config: Config) -> tuple[str, ...]:
    """The formats that are made of an article."""
    return tuple(dict.fromkeys((*config.formats, *ALWAYS)))


# ── slugs ──────────────────────────────────────────────────────────────────────


def list_slugs(root: Path, config: Config) -> tuple[str, ...]:
    """The slugs of all articles, collections and issues of the desk at `root`.

    Neither code nor outputs are looked at, so that a shell may ask at each press of a key.
    """
    found = find_submissions(root, config.source)
    index = index_module.load(root / config.out)
    slugs = assign_slugs(root, config, found, index, time.time_ns())[1]
    groups = ((COLLECTIONS, found.collections), (ISSUES, found.issues))
    bound = (
        f"{group}/{names.slug(names.stem_of(path))}" for group, rows in groups for path, _ in rows
    )
    return (*slugs.values(), *bound)


def assign_slugs(
    root: Path, config: Config, found: Found, index: Index, taken: int
) -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], tuple[str, ...]]:
    """Of what was `found` at the time `taken`: what sidecars tell, slugs, and whose was taken.

    A sidecar tells its slug, or "", and the `Document.named` of its submission.
    """
    listed, most = found.submissions, config.limits.sidecar_bytes
    told = {path: _told(root, path, (side, taken), index, most) for path, _, side in listed if side}
    overrides = {path: slug for path, (slug, _) in told.items() if slug}
    top = os.path.normpath(config.source).replace(os.sep, "/")
    return (told, *names.assign([path for path, _, _ in listed], overrides, top))


def _told(
    root: Path, path: str, mark: tuple[Stamp, int], index: Index, most: int
) -> tuple[str, str]:
    """The slug that the sidecar of `path` asks for, or "", and the `Document.named` of it.

    `mark` is the stamp that it bears, and when that was looked at; it may have `most` bytes.
    """
    side, taken = mark
    known = index.sidecars.get(path)
    if known and named_files.is_row_settled(known, root, side, taken):
        return str(known[2]), named_files.row_stamps(known)
    from copydesk import sidecar

    name, wanted = path + SIDECAR, ""
    try:
        read = sidecar.load(root / name, name, most)
        wanted = read.decisions.slug
        named = named_files.find_named(root, read.settings, name)
    except CopydeskError:
        return wanted, ""  # the build of this document says what is wrong
    index.sidecars[path] = row = named_files.make_row(root, mark, wanted, named)
    index.dirty = True
    return wanted, named_files.row_stamps(row)
