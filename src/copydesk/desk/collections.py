"""`source/collections/<name>.toml`: a book of several articles, what it holds and is called.

The file is read strictly: an unknown key is an error that names the nearest one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar

from copydesk import identifiers
from copydesk.config import Config, for_article, parse_toml
from copydesk.desk.submissions import BOUND
from copydesk.errors import ConfigError
from copydesk.hints import nearest
from copydesk.publication import check_licence

SCHEMA: Final = "copydesk.collection/1"
#: The settings that a book may lay over the desk's.
SETTINGS: Final = ("publication", "style", "theme")

#: What no text in print may hold.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"`{name}` is not UTF-8 text"
        raise ConfigError(message, hint="save it as UTF-8", code="collection.read") from None
    table = parse_toml(text, name)
    _refuse_unknown(table, _KNOWN, name, "")
    if (schema := table.get("schema", SCHEMA)) != SCHEMA:
        message = f"{name}: `schema` is {schema!r}, this copydesk reads `{SCHEMA}`"
        raise ConfigError(message, hint="update copydesk", code="collection.value")
    if not (title := _text(table.get("title", ""), name, "title")):
        message = f"{name}: a collection needs a `title`"
        raise ConfigError(message, hint='write title = "…"', code="collection.value")
    return Collection(
        title,
        _parts(table, name),
        **{key: _text(table[key], name, key) for key in _TEXTS if key in table},
        editors=_texts(table.get("editors", []), name, "editors"),
        formats=_formats(table, name),
        settings={key: table[key] for key in SETTINGS if key in table},
    )


def members(wanted: Collection, known: Mapping[str, _T], name: str) -> tuple[_T, ...]:
    """What is `known` under each name of an article, in order.

    Raises `ConfigError` for a name that is not there and for an article named twice.
    """
    found: list[_T] = []
    for article in wanted.articles:
        if article not in known:
            message = f"{name}: there is no article `{article}`"
            hint = nearest(article, [*known])
            if not hint.startswith("did"):
                hint = "name its slug or source path; `copydesk status -v` lists them"
            raise ConfigError(message, hint=hint, code="collection.article")
        if known[article] in found:
            message = f"{name}: the article `{article}` is listed twice"
            raise ConfigError(message, hint="take it out once", code="collection.article")
        found.append(known[article])
    return tuple(found)


# ── single values ────────────────────────────────────────────────────────────


def _refuse_unknown(
    table: Mapping[str, Any], known: tuple[str, ...], name: str, place: str
) -> None:
    for key in table:
        if key not in known:
            message = f"{name}: unknown key `{place}{key}`"
            hint = nearest(key, sorted(known))
            raise ConfigError(message, hint=hint, code="collection.unknown-key")


def _wrong(name: str, key: str, value: object, wanted: str) -> ConfigError:
    message = f"{name}: `{key}` is {str(value)[:80]!r}, wanted is {wanted}"
    return ConfigError(message, hint="correct the value", code="collection.value")


def _text(value: object, name: str, key: str) -> str:
    if key == "date" and isinstance(value, dt.date | int) and not isinstance(value, bool):
        value = str(value)[:10]  # TOML's own dates need no quotation marks
    if not isinstance(value, str) or _CONTROL.search(value):
        raise _wrong(name, key, value, "text in quotation marks, in one line")
    value = value.strip()
    shape, wanted = _SHAPES.get(key, ("", ""))
    if value and shape and not re.fullmatch(shape, value):
        raise _wrong(name, key, value, wanted)
    if key == "licence":
        check_licence(value, name, key, code="collection.value")
    if value and key in _IDENTIFIERS:
        read, wanted = _IDENTIFIERS[key]
        if not (found := read(value)):
            raise _wrong(name, key, value, wanted)
        return found
    return value


def _texts(value: object, name: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(name, key, value, "a list of texts")
    found = tuple(_text(item, name, key) for item in value)
    if not all(found):
        raise _wrong(name, key, "", "a list of texts")
    return found


def _formats(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    chosen = _texts(table.get("formats", list(BOUND)), name, "formats")
    for one in chosen:
        if one not in BOUND:
            message = f"{name}: a collection is not made as `{one}`"
            raise ConfigError(message, hint=nearest(one, list(BOUND)), code="collection.value")
    if not chosen:
        raise _wrong(name, "formats", chosen, "a list of one or more formats")
    return tuple(dict.fromkeys(chosen))


def _parts(table: Mapping[str, Any], name: str) -> tuple[Part, ...]:
    if "part" not in table:
        parts = [Part("", _texts(table.get("articles", []), name, "articles"))]
    elif "articles" in table:
        message = f"{name}: articles are listed beside the parts"
        raise ConfigError(message, hint="put them into a [[part]]", code="collection.value")
    else:
        rows = table["part"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise _wrong(name, "part", rows, "tables under [[part]]")
        parts = [_part(row, name) for row in rows]
    if not all(part.articles for part in parts) or not parts:
        message = f"{name}: there are no articles in it"
        hint = 'write articles = ["…"] with their slugs or source paths'
        raise ConfigError(message, hint=hint, code="collection.value")
    return tuple(parts)


def _part(row: Mapping[str, Any], name: str) -> Part:
    _refuse_unknown(row, tuple(entry.name for entry in fields(Part)), name, "part.")
    title = _text(row.get("title", ""), name, "part.title")
    return Part(title, _texts(row.get("articles", []), name, "part.articles"))
