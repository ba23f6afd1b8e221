"""`source/collections/<name>.toml`: a book of several articles, what it holds and is called.

The file is read strictly: an unknown key is an error that names the nearest one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from copydesk.builder import inputs, staleness
from copydesk.builder.named_files import Stamp, lasting
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import BOUND, COLLECTIONS, Document
from copydesk.builder.survey import Survey
from copydesk.config import for_article
from copydesk.errors import ConfigError, CopydeskError
from copydesk.settings import identifiers
from copydesk.settings.forms import Form
from copydesk.settings.hints import name_nearest
from copydesk.settings.layers import read_file
from copydesk.settings.publication import check_licence
from copydesk.system import names

if TYPE_CHECKING:
    from copydesk.model import Colophon


SCHEMA: Final = "copydesk.collection/1"
#: The settings that a book may lay over the desk's.
SETTINGS: Final = ("publication", "style", "theme")

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: How texts of a form of their own are read, and what is wanted of one.
_FORMED: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "isbn": (
        identifiers.find_isbn,
        "an ISBN such as `978-3-16-148410-0`, its last sign a check of the others",
    ),
    "doi": (identifiers.find_doi, "a DOI such as `10.5555/rivers.1`"),
    "language": (
        lambda tag: tag if _LANGUAGE.fullmatch(tag) else "",
        "a language tag such as `en-GB`",
    ),
}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BookPart:
    """Articles of a book, under a title of their own when it is not ""."""

    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A book: its title page, its articles by slug or source path, the settings it brings.

    `date` is what is printed of it.
    """

    title: str
    parts: tuple[BookPart, ...]
    subtitle: str = ""
    editors: tuple[str, ...] = ()
    date: str = ""
    description: str = ""
    language: str = ""
    isbn: str = ""
    doi: str = ""
    licence: str = ""
    formats: tuple[str, ...] = BOUND
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of all articles, in order."""
        return tuple(name for part in self.parts for name in part.articles)


_TEXTS: Final = ("subtitle", "date", "description", "language", "isbn", "doi", "licence")
_KNOWN: Final = (
    "schema", "title", *_TEXTS, "editors", "articles", "part", "formats", *SETTINGS,
)  # fmt: skip


def load_collection(data: bytes, name: str) -> Collection:
    r"""The collection that `data` holds; `name` says in messages which one it is.

    Raises `ConfigError`. Whether its articles are there, `members` tells.

    >>> load_collection(b'title = "Rivers"\narticles = ["harbour-wall"]', "rivers.toml").articles
    ('harbour-wall',)
    """
    form = Form(name, "collection")
    table = form.table(data)
    form.known(table, _KNOWN)
    form.schema(table, SCHEMA)
    if not (title := form.text(table.get("title", ""), "title")):
        raise form.error(f"{name}: a collection needs a `title`", 'write title = "…"')
    return Collection(
        title,
        _parts(table, form),
        **{key: _text(table[key], form, key) for key in _TEXTS if key in table},
        editors=form.texts(table.get("editors", []), "editors"),
        formats=_formats(table, form),
        settings={key: table[key] for key in SETTINGS if key in table},
    )


def find_members(
    wanted: Iterable[str], known: Mapping[str, _T], name: str, code: str = "collection.article"
) -> tuple[_T, ...]:
    """What is `known` under each name of an article, in order; `name` lists them.

    Raises `ConfigError` for a name that is not there and for an article named twice.
    """
    found: list[_T] = []
    for article in wanted:
        if article not in known:
            message = f"{name}: there is no article `{article}`"
            others = "name its slug or source path; `copydesk status -v` lists them"
            raise ConfigError(message, hint=name_nearest(article, [*known], others), code=code)
        if known[article] in found:
            message = f"{name}: the article `{article}` is listed twice"
            raise ConfigError(message, hint="remove one of them", code=code)
        found.append(known[article])
    return tuple(found)


# ── single values ──────────────────────────────────────────────────────────────


def _text(value: object, form: Form, key: str) -> str:
    if key == "date" and isinstance(value, dt.date | int) and not isinstance(value, bool):
        value = str(value)[:10]  # TOML's own dates need no quotation marks
    found = form.text(value, key)
    if key == "licence":
        check_licence(found, form.name, key, code="collection.value")
    if found and key in _FORMED:
        read, wanted = _FORMED[key]
        if not (identified := read(found)):
            raise form.wrong(key, found, wanted)
        return identified
    return found


def _formats(table: Mapping[str, Any], form: Form) -> tuple[str, ...]:
    chosen = form.texts(table.get("formats", list(BOUND)), "formats")
    if not chosen:
        raise form.wrong("formats", chosen, "a list of one or more formats")
    return tuple(dict.fromkeys(form.choice(one, "formats", BOUND) for one in chosen))


def _parts(table: Mapping[str, Any], form: Form) -> tuple[BookPart, ...]:
    if "part" not in table:
        parts = [BookPart("", form.texts(table.get("articles", []), "articles"))]
    elif "articles" in table:
        message = f"{form.name}: there are articles outside the parts"
        raise form.error(message, "put them into a [[part]]")
    else:
        parts = []
        for row in form.rows(table["part"], "part"):
            form.known(row, tuple(entry.name for entry in fields(BookPart)), "part.")
            title = form.text(row.get("title", ""), "part.title")
            parts.append(BookPart(title, form.texts(row.get("articles", []), "part.articles")))
    if not all(part.articles for part in parts) or not parts:
        message = f"{form.name}: it has no articles"
        hint = 'write articles = ["…"] with their slugs or source paths'
        raise form.error(message, hint)
    return tuple(parts)


# ── how collections stand ──────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Gathered:
    """A collection with its articles in order. `desk` has the settings of the book."""

    collection: Collection
    desk: Survey
    articles: tuple[Document, ...]
    sha256: str


# ── the survey ─────────────────────────────────────────────────────────────────


def add_collections(desk: Survey, found: Iterable[tuple[str, Stamp]]) -> Survey:
    """`desk` with the collections that were `found`, each with what its articles' stamps say."""
    listed = list(found)
    folder = listed[0][0].rpartition("/")[0]
    slugs, collided = names.assign([path for path, _ in listed], top=folder)
    by_name = articles_by_name(desk)
    every = []
    for path, mark in listed:
        articles, named = _told(desk, path)
        there = ((name, by_name.get(name)) for name in articles)
        rows = [(name, one.source, one.slug, one.stamps) if one else (name,) for name, one in there]
        moved = (lasting(mark, desk.taken), named, rows)
        every.append(Document(path, f"{COLLECTIONS}/{slugs[path]}", mark, repr(moved)))
    return replace(desk, collections=tuple(every), collided=(*desk.collided, *collided))


def articles_by_name(desk: Survey) -> dict[str, Document]:
    """The articles by all names that a collection or an issue may give them."""
    top = desk.config.source.rstrip("/") + "/"
    paths = {document.source: document for document in desk.documents}
    short = {source.removeprefix(top): document for source, document in paths.items()}
    return short | paths | {document.slug: document for document in desk.documents}


def _told(desk: Survey, path: str) -> tuple[list[str], str]:
    """The names that a collection lists, none when it is faulty, and the stamps of its files."""

    def read() -> tuple[list[str], Mapping[str, Any]]:
        found = load_collection(read_file(desk.root, path).encode(), path)
        return list(found.articles), found.settings

    listed, named = desk.state.learn(desk.root, path, desk.taken, read)
    return listed or [], named


# ── staleness ──────────────────────────────────────────────────────────────────


def gather_book(desk: Survey, path: str, of_issue: Collection | None = None) -> Gathered:
    """The collection at `path`, or that `of_issue` there, with its settings and its articles.

    Raises `ConfigError` for a file that is not valid, or an article that is not there.
    """
    if of_issue:
        found, data = of_issue, repr(of_issue).encode("utf-8", "surrogatepass")
    else:
        data = read_file(desk.root, path).encode()
        found = load_collection(data, path)
    config = for_article(desk.config, found.settings, path)
    own = desk
    if config is not desk.config:
        own = replace(desk, config=config, settings=inputs.fingerprint_settings(desk.root, config))
    articles = find_members(found.articles, articles_by_name(desk), path)
    return Gathered(found, own, articles, hashlib.sha256(data).hexdigest())


def book_colophon(book: Gathered, path: str, members: Iterable[Colophon] | None = None) -> Colophon:
    """The colophon of the collection at `path`, without outputs.

    `members` are those of its articles, where they are known. Raises `ConfigError` for a faulty
    sidecar.
    """
    from copydesk.model import Colophon

    desk = book.desk
    if members is None:
        members = [staleness.read_inputs(desk, one.source).made_from for one in book.articles]
    rows = tuple(
        (inputs.article_role(one.source), digest_inputs(one, named.slug))
        for one, named in zip(members, book.articles, strict=True)
    )
    own = {"submission": book.sha256, **dict(rows)}
    return Colophon(path, inputs.document_inputs(desk, desk.settings, own))


def digest_inputs(one: Colophon, slug: str) -> str:
    """All that a part of something is made from, and what it is called there, in one hash."""
    parts = (slug, inputs.own_inputs(one.inputs))
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def examine_book(desk: Survey, document: Document) -> DocumentStatus:
    """Look into the files of a collection whose stamps do not settle the matter."""
    try:
        book = gather_book(desk, document.source)
        made = book_colophon(book, document.source)
    except CopydeskError as error:
        # Its build says the rest.
        return DocumentStatus(document, "stale", BOUND, (str(error),))
    return staleness.compare_inputs(desk, document, made, book.collection.formats)


def book_extent(desk: Survey, document: Document) -> tuple[int, int]:
    """How many articles a book or issue has, and their bytes; what does not make sense has one."""
    articles: Sequence[Document] = ()
    if document.is_issue:
        from copydesk.builder.issues import contents

        articles = [*contents.list_needed(desk, document)]
    else:
        with contextlib.suppress(CopydeskError):
            articles = gather_book(desk, document.source).articles
    return max(1, len(articles)), sum(one.stamp[1] for one in articles)
