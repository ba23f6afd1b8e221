"""`source/collections/<name>.toml`: a book of several articles, what it holds and is called.

The file is read strictly: an unknown key is an error that names the nearest one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar

from copydesk import identifiers
from copydesk.config import Config, for_article
from copydesk.desk.submissions import BOUND
from copydesk.errors import ConfigError
from copydesk.forms import Form
from copydesk.hints import nearest
from copydesk.publication import check_licence

SCHEMA: Final = "copydesk.collection/1"
#: The settings that a book may lay over the desk's.
SETTINGS: Final = ("publication", "style", "theme")

_SHAPES: Final = {
    "language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as `en-GB`"),
}
#: How identifiers are read, and what is wanted of one.
_IDENTIFIERS: Final[Mapping[str, tuple[Callable[[str], str], str]]] = {
    "isbn": (
        identifiers.isbn,
        "an ISBN such as `978-3-16-148410-0`, its last sign a check of the others",
    ),
    "doi": (identifiers.doi, "a DOI such as `10.5555/rivers.1`"),
}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """Articles of a book, under a title of their own when it is not ""."""

    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A book: its title page, its articles by slug or source path, the settings it brings.

    `date` is what is printed of it.
    """

    title: str
    parts: tuple[Part, ...]
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

    def config(self, desk: Config, name: str) -> Config:
        """The settings of the desk with those of the book `name` on top."""
        return for_article(desk, self.settings, name)


_TEXTS: Final = ("subtitle", "date", "description", "language", "isbn", "doi", "licence")
_KNOWN: Final = (
    "schema", "title", *_TEXTS, "editors", "articles", "part", "formats", *SETTINGS,
)  # fmt: skip


def loads(data: bytes, name: str) -> Collection:
    r"""The collection that `data` holds; `name` says in messages which one it is.

    Raises `ConfigError`. Whether its articles are there, `members` tells.

    >>> loads(b'title = "Rivers"\narticles = ["harbour-wall"]', "rivers.toml").articles
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


def members(
    wanted: Iterable[str], known: Mapping[str, _T], name: str, code: str = "collection.article"
) -> tuple[_T, ...]:
    """What is `known` under each name of an article, in order; `name` lists them.

    Raises `ConfigError` for a name that is not there and for an article named twice.
    """
    found: list[_T] = []
    for article in wanted:
        if article not in known:
            message = f"{name}: there is no article `{article}`"
            hint = nearest(article, [*known])
            if not hint.startswith("did"):
                hint = "name its slug or source path; `copydesk status -v` lists them"
            raise ConfigError(message, hint=hint, code=code)
        if known[article] in found:
            message = f"{name}: the article `{article}` is listed twice"
            raise ConfigError(message, hint="take it out once", code=code)
        found.append(known[article])
    return tuple(found)


# ── single values ────────────────────────────────────────────────────────────


def _text(value: object, form: Form, key: str) -> str:
    if key == "date" and isinstance(value, dt.date | int) and not isinstance(value, bool):
        value = str(value)[:10]  # TOML's own dates need no quotation marks
    found = form.text(value, key)
    shape, wanted = _SHAPES.get(key, ("", ""))
    if found and shape and not re.fullmatch(shape, found):
        raise form.wrong(key, found, wanted)
    if key == "licence":
        check_licence(found, form.name, key, code="collection.value")
    if found and key in _IDENTIFIERS:
        read, wanted = _IDENTIFIERS[key]
        if not (identified := read(found)):
            raise form.wrong(key, found, wanted)
        return identified
    return found


def _formats(table: Mapping[str, Any], form: Form) -> tuple[str, ...]:
    chosen = form.texts(table.get("formats", list(BOUND)), "formats")
    for one in chosen:
        if one not in BOUND:
            message = f"{form.name}: a collection is not made as `{one}`"
            raise form.error(message, nearest(one, list(BOUND)))
    if not chosen:
        raise form.wrong("formats", chosen, "a list of one or more formats")
    return tuple(dict.fromkeys(chosen))


def _parts(table: Mapping[str, Any], form: Form) -> tuple[Part, ...]:
    if "part" not in table:
        parts = [Part("", form.texts(table.get("articles", []), "articles"))]
    elif "articles" in table:
        message = f"{form.name}: articles are listed beside the parts"
        raise form.error(message, "put them into a [[part]]")
    else:
        parts = [_part(row, form) for row in form.rows(table["part"], "part")]
    if not all(part.articles for part in parts) or not parts:
        message = f"{form.name}: there are no articles in it"
        hint = 'write articles = ["…"] with their slugs or source paths'
        raise form.error(message, hint)
    return tuple(parts)


def _part(row: Mapping[str, Any], form: Form) -> Part:
    form.known(row, tuple(entry.name for entry in fields(Part)), "part.")
    title = form.text(row.get("title", ""), "part.title")
    return Part(title, form.texts(row.get("articles", []), "part.articles"))
