"""What there is to do, and why: the submissions, their slugs, and what is stale.

Stamps (time and size) are compared first; contents are hashed only where a stamp
moved. On a desk with nothing to do no colophon is read.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from copydesk.config import Config, for_article
from copydesk.desk import beside, calling, reasons, store, versions
from copydesk.desk import index as stamps
from copydesk.desk.fingerprints import Settings, base, digest, settings
from copydesk.desk.index import Index, Stamp
from copydesk.desk.remembered import entry_of, is_in_place, is_unmoved, refusal
from copydesk.desk.submissions import ISSUES, SIDECAR, Found, discover
from copydesk.errors import CopydeskError
from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.model import Colophon

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
class Standing:
    """How a document stands.

    `formats` are the stale ones, `surplus` the names of outputs nobody wants any
    more. `queries` and `proposed` are those of the finished article. A refused
    document carries the words it was refused with.
    """

    document: Document
    state: Literal["fresh", "stale", "refused", "orphaned"]
    formats: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    message: str = ""
    hint: str = ""
    code: str = ""
    kept: bool = False

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons of its state, a line each."""
        refused = tuple(text for text in (self.message, self.hint) if text)
        return self.reasons or refused or ("up to date",)


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
        return base(self.settings, self.config, self.code, self.tools)


def survey(
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
    index = stamps.load(out)
    known = versions.code(index.code)
    if known != index.code:
        index.code = known
        index.dirty = True
    found = discover(root, config.source)
    told, slugs, collided = calling.names_of(root, config, found, index, taken)
    named = {path: words for path, (_, words) in told.items()}
    desk = Survey(
        root=root,
        out=out,
        config=config,
        documents=tuple(_documents(root, found, slugs, named, taken)),
        collided=collided,
        unreadable=found.unreadable,
        alone=found.alone,
        settings=settings(root, config),
        code=known[1],
        tools=versions.tools(),
        index=index,
        taken=taken,
    )
    if bound and found.collections:
        from copydesk.desk import gathering

        desk = gathering.collected(desk, found.collections)
    if bound and (issues := (*found.issues, *more)):
        from copydesk.desk import issuing

        desk = issuing.surveyed(desk, issues)
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
    if there.isdisjoint(beside.folders(path)):
        return ""
    return beside.stamp(root, path)


def _library(path: str, there: Mapping[str, Stamp], taken: int) -> str:
    """What tells whether a library beside `path` moved; "" when there is none."""
    if not there:
        return ""
    rows = [
        (name, *stamps.settled(there[name], taken))
        for group in beside.libraries(path)
        for name in group
        if name in there
    ]
    return repr(rows) if rows else ""


# ── staleness ────────────────────────────────────────────────────────────────


def standings(
    desk: Survey, asked: Mapping[Document, frozenset[str]] | None = None
) -> Iterator[Standing]:
    """How each document that is `asked` for (every one, when None) stands.

    The formats asked for count even if nobody wants them otherwise. What had to be read is
    entered into the index, to be saved by a build.
    """
    base, out = desk.base, str(desk.out)
    articles, refusals = desk.index.articles, desk.index.refusals
    moved: dict[str, tuple[str, tuple[str, ...]]] = {}
    for document in desk.everything if asked is None else asked:
        entry = articles.get(document.slug)
        more = _requested(desk, asked[document]) if asked and not document.members else ()
        settled = entry and not more and is_unmoved(entry, document, base)
        settled = settled and not (moved and document.is_issue)
        if entry and settled and is_in_place(out, document.slug, entry):
            yield Standing(
                document,
                "fresh",
                queries=tuple((code, count) for code, count in entry["queries"]),
                proposed=entry["proposed"],
            )
            continue
        entry = refusals.get(document.source)
        if entry and is_unmoved(entry, document, base) and entry["key"] in desk.index.refused:
            standing = refused(desk, document, entry["key"])
        elif document.is_issue:
            from copydesk.desk import issuing

            standing = issuing.examine(desk, document, base, moved)
        elif document.members:
            from copydesk.desk import gathering

            standing = gathering.examine(desk, document, base)
        else:
            standing = _examine(desk, document, base, more)
        if standing.state != "fresh":
            moved[document.slug] = (standing.state, standing.formats)
        yield standing


def _requested(desk: Survey, asked: Iterable[str]) -> tuple[str, ...]:
    """Those of the formats `asked` for that nobody wants otherwise."""
    return tuple(name for name in ON_REQUEST if name in asked and name not in desk.config.formats)


def present(desk: Survey, slug: str) -> tuple[str, ...]:
    """The formats that are made on request and lie there."""
    folder = f"{desk.out}/{slug}/"
    return tuple(
        name
        for name, path in ON_REQUEST.items()
        if name not in desk.config.formats and os.access(folder + path.format(slug), os.F_OK)
    )


def content_key(desk: Survey, made: Colophon) -> str:
    """What the refusal of what would be `made` hangs on: contents, settings, limits and code."""
    contents = (made.source_sha256, made.decisions_sha256, made.pictures_sha256,
                made.library_sha256, made.members)  # fmt: skip
    parts = (contents, made.settings, made.named, desk.config.limits, desk.code)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def refused(desk: Survey, document: Document, key: str) -> Standing:
    """The standing of a document that was refused with the words under `key`."""
    kept = files.is_there(desk.out / document.slug / store.COLOPHON)
    words = desk.index.refused[key]
    return Standing(
        document, "refused", kept=kept,
        message=words["message"], hint=words["hint"], code=words["code"],
    )  # fmt: skip


def materials(desk: Survey, document: Document) -> tuple[Config, Colophon]:
    """The settings of an article, and the hashes of all that it is made from.

    Raises `ConfigError` for a faulty sidecar.
    """
    from copydesk.model import Colophon

    limits, side = desk.config.limits, desk.root / (document.source + SIDECAR)
    source = digest(desk.root / document.source, limits.file_bytes)
    decisions = digest(side, limits.sidecar_bytes) if document.decided else ""
    effective = settings_of(desk, document)
    own = desk.settings if effective is desk.config else settings(desk.root, effective)
    pictures = beside.digest(desk.root, document.source, limits)
    library = beside.library_digest(desk.root, document.source, limits)
    return effective, Colophon(
        document.source, source, decisions, own.values, desk.code, desk.tools, (),
        pictures_sha256=pictures, library_sha256=library, named=own.files,
    )  # fmt: skip


def _examine(desk: Survey, document: Document, base: str, more: tuple[str, ...]) -> Standing:
    """Look into the files of a document whose stamps do not settle the matter.

    `more` are formats that are asked for beside those that are wanted.
    """
    try:
        effective, now = materials(desk, document)
    except CopydeskError:
        # The build of this document says what is wrong with its sidecar.
        formats = tuple(dict.fromkeys((*wanted(desk.config), *document.needed, *more)))
        return Standing(document, "stale", formats, ("sidecar changed",))
    key = content_key(desk, now)
    formats = tuple(dict.fromkeys((*wanted(effective), *document.needed)))
    every = tuple(dict.fromkeys((*formats, *more, *present(desk, document.slug))))
    return compared(desk, document, now, Wanted((*formats, *more), every, key, base))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document is looked into for: the formats that are wanted, and those made anew.

    `key` is what its refusal would hang on, `base` that of the survey.
    """

    formats: tuple[str, ...]
    every: tuple[str, ...]
    key: str
    base: str


def compared(desk: Survey, document: Document, now: Colophon, for_: Wanted) -> Standing:
    """How what was built of `document` stands to what it would be made from `now`."""
    from copydesk.desk import colophon

    if for_.key in desk.index.refused:
        desk.index.refusals[document.source] = refusal(desk, document, for_.base, for_.key)
        desk.index.dirty = True
        return refused(desk, document, for_.key)
    found = colophon.read(desk.out / document.slug)
    if found is None:
        return Standing(document, "stale", for_.every, (_why_unbuilt(desk, document),))
    if why := tuple(reasons.differences(found, now)):
        return Standing(document, "stale", for_.every, why)
    return _compare_outputs(desk, document, found, for_)


def _why_unbuilt(desk: Survey, document: Document) -> str:
    entry = desk.index.refusals.get(document.source)
    if entry is None:
        home = desk.index.home(document.source)
        return f"its outputs were called `{home}`" if home not in ("", document.slug) else "new"
    if entry.get("code") != desk.code:
        return "refused before; copydesk has changed, it will be tried again"
    return "refused before; the submission or its settings have changed, it will be tried again"


def settings_of(desk: Survey, document: Document) -> Config:
    """The desk's settings with those of the document's sidecar on top."""
    if document.decided is None:
        return desk.config
    from copydesk import sidecar

    name = document.source + SIDECAR
    read = sidecar.load(desk.root / name, name, desk.config.limits.sidecar_bytes)
    return for_article(desk.config, read.settings, name)


def wanted(config: Config) -> tuple[str, ...]:
    """The formats that are made of an article."""
    return tuple(dict.fromkeys((*config.formats, *ALWAYS)))


def _compare_outputs(desk: Survey, document: Document, found: Colophon, for_: Wanted) -> Standing:
    folder, formats = desk.out / document.slug, for_.formats
    stale: list[str] = []
    why: list[str] = []
    made = {output.format for output in found.outputs}
    for output in found.outputs:
        if output.format not in formats:
            continue
        if not files.is_there(folder / output.name):
            why.append(f"output missing: {output.name}")
        elif digest(folder / output.name) != output.sha256:
            why.append(f"output changed by hand: {output.name}")
        else:
            continue
        stale.append(output.format)
    kept = for_.every
    for name in kept:
        if name not in made:
            why.append(f"format wanted: {name}")
            stale.append(name)
    shared = {output.name for output in found.outputs if output.format in kept}
    surplus = tuple(
        output.name
        for output in found.outputs
        if output.format not in kept and output.name not in shared
    )
    if not stale and not surplus:
        desk.index.articles[document.slug] = entry_of(desk, document, found, for_.base)
        desk.index.dirty = True
    state: Literal["stale", "fresh"] = "stale" if stale else "fresh"
    return Standing(
        document,
        state,
        tuple(dict.fromkeys(stale)),
        tuple(why),
        surplus,
        found.queries,
        found.proposed,
    )


def orphaned(slug: str) -> Standing:
    """The standing of outputs in the folder `slug` whose submission is gone."""
    why = ("its submission is gone; `copydesk clean --orphans` removes it",)
    return Standing(Document("", slug, (0, 0)), "orphaned", reasons=why)
