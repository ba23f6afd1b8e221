"""How collections stand: which articles they gather, and what of these has changed.

As for articles stamps come first: a collection whose file and articles have not moved is not
opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.config import Config
from copydesk.desk import belonging, collections, fingerprints, plan
from copydesk.desk import index as stamps
from copydesk.desk.collections import Collection
from copydesk.desk.index import Stamp
from copydesk.desk.plan import Document, Standing, Survey, Wanted
from copydesk.desk.submissions import BOUND, COLLECTIONS
from copydesk.errors import ConfigError, CopydeskError
from copydesk.gate import names

if TYPE_CHECKING:
    from copydesk.model import Colophon

#: So many bytes no collection has that is meant.
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """A collection with its articles in order. `desk` has the settings of the book."""

    collection: Collection
    desk: Survey
    articles: tuple[Document, ...]
    sha256: str

    @property
    def config(self) -> Config:
        """The settings of the book."""
        return self.desk.config


# ── the survey ───────────────────────────────────────────────────────────────


def collected(desk: Survey, found: Iterable[tuple[str, Stamp]]) -> Survey:
    """`desk` with the collections that were `found`, each with what its articles' stamps say."""
    listed = list(found)
    folder = listed[0][0].rpartition("/")[0]
    slugs, collided = names.assign([path for path, _ in listed], top=folder)
    by_name = known(desk)
    told = {path: _told(desk, path, mark) for path, mark in listed}
    return replace(
        desk,
        collections=tuple(
            Document(path, f"{COLLECTIONS}/{slugs[path]}", mark, named=told[path][1],
                     members=_stamps(desk, told[path][0], by_name))
            for path, mark in listed
        ),
        collided=(*desk.collided, *collided),
    )  # fmt: skip


def known(desk: Survey) -> dict[str, Document]:
    """The articles by all names that a collection or an issue may give them."""
    top = desk.config.source.rstrip("/") + "/"
    paths = {document.source: document for document in desk.documents}
    short = {source.removeprefix(top): document for source, document in paths.items()}
    return short | paths | {document.slug: document for document in desk.documents}


def _told(desk: Survey, path: str, mark: Stamp) -> tuple[list[str], str]:
    """The names that a collection lists, none when it is faulty, and its `Document.named`."""
    read = desk.index.collections.get(path)
    if read and belonging.is_settled(read, desk.root, mark, desk.taken):
        return list(read[2]), belonging.spoken(read)
    listed: list[str] = []
    try:
        found = collections.loads(_read(desk, path), path)
        listed = list(found.articles)
        named = belonging.named(desk.root, found.settings, path)
    except CopydeskError:
        return listed, ""  # the build of this collection says what is wrong
    row = belonging.row(desk.root, (mark, desk.taken), listed, named)
    desk.index.collections[path] = row
    desk.index.dirty = True
    return listed, belonging.spoken(row)


def _stamps(desk: Survey, listed: list[str], by_name: dict[str, Document]) -> str:
    rows: list[Any] = []
    for name in listed:
        one = by_name.get(name)
        rows.append(
            (name, one.source, stamps.settled(one.stamp, desk.taken), one.decided, one.pictures,
             one.library, one.named) if one else (name,)
        )  # fmt: skip
    return repr(rows)


def _read(desk: Survey, path: str) -> bytes:
    try:
        with (desk.root / path).open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        hint = "check its permissions"
        raise ConfigError(message, hint=hint, code="collection.read") from None
    if len(data) > _MOST:
        message = f"`{path}` is larger than any collection that is meant"
        raise ConfigError(message, hint="list fewer articles in it", code="collection.read")
    return data


# ── staleness ────────────────────────────────────────────────────────────────


def gathered(desk: Survey, path: str, *, issue: bool = False) -> Gathered:
    """The collection at `path`, or that of an `issue`, with its settings and its articles.

    Raises `ConfigError` for a file that cannot be meant, or an article that is not there.
    """
    data = _read(desk, path)
    if issue:
        from copydesk.desk import issuing

        found = issuing.bound(desk, data, path)
        data = repr(found).encode("utf-8", "surrogatepass")  # what else it says is in no book
    else:
        found = collections.loads(data, path)
    config = found.config(desk.config, path)
    own = desk
    if config is not desk.config:
        own = replace(desk, config=config, settings=fingerprints.settings(desk.root, config))
    articles = collections.members(found.articles, known(desk), path)
    return Gathered(found, own, articles, hashlib.sha256(data).hexdigest())


def made_from(book: Gathered, path: str, members: Iterable[Colophon]) -> Colophon:
    """The colophon of the collection at `path`, without outputs; `members` are its articles'."""
    from copydesk.model import Colophon

    desk = book.desk
    rows = tuple(
        (one.source, _digest(one, named.slug))
        for one, named in zip(members, book.articles, strict=True)
    )
    return Colophon(path, book.sha256, "", desk.settings.values, desk.code, desk.tools, (),
                    named=desk.settings.files, members=rows)  # fmt: skip


def _digest(one: Colophon, slug: str) -> str:
    """All that an article is made from, and what it is called in the book, in one hash."""
    parts = (slug, one.source_sha256, one.decisions_sha256, one.settings, one.pictures_sha256,
             one.library_sha256, one.named)  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def examine(desk: Survey, document: Document, base: str) -> Standing:
    """Look into the files of a collection whose stamps do not settle the matter."""
    try:
        book = gathered(desk, document.source)
        rows = [plan.materials(book.desk, one)[1] for one in book.articles]
    except CopydeskError as error:
        # Its build says the rest.
        return Standing(document, "stale", BOUND, (str(error),))
    made = made_from(book, document.source, rows)
    formats, key = book.collection.formats, plan.content_key(book.desk, made)
    return plan.compared(desk, document, made, Wanted(formats, formats, key, base))


def formats(desk: Survey, document: Document) -> tuple[str, ...]:
    """The formats of a collection. Raises `ConfigError` when it cannot be meant."""
    return collections.loads(_read(desk, document.source), document.source).formats


def extent(desk: Survey, document: Document) -> tuple[int, int]:
    """How many articles a collection has, and their bytes; what does not make sense has one."""
    try:
        articles = gathered(desk, document.source, issue=document.is_issue).articles
    except CopydeskError:
        return 1, 0
    return len(articles), sum(one.stamp[1] for one in articles)
