"""TOML → `Sidecar`, strictly: an unknown key or a wrong value is an error that names it."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from copydesk.errors import ConfigError
from copydesk.model import (
    CitationDecision,
    CitationVerdict,
    Decision,
    Decisions,
    PictureDecision,
    ReferenceDecision,
    Role,
    RoleDecision,
    Verdict,
)
from copydesk.review.sidecar import imprint
from copydesk.review.sidecar.values import check_fields, text_of, wrong
from copydesk.settings.hints import name_nearest
from copydesk.settings.layers import parse_toml
from copydesk.system.names import RESERVED, SLUG

SCHEMA: Final = "copydesk.sidecar/1"
SUFFIX: Final = ".desk.toml"

TEXTS: Final = ("slug", "title", "subtitle", "byline", "date", "language")
#: The field of `Decisions` that a key of the file fills, where it has another name; the
#: file may use that name too.
DECK: Final = {"subtitle": "deck"}
#: What `copydesk set` writes: one text each, but authors and keywords are several, and what
#: is told of an author has fields of its own.
FRONT: Final = (*TEXTS, "authors", *imprint.KEYS, imprint.AUTHOR)
TABLES: Final = ("decision", "role", "citation", "reference", "edit", "picture")
#: Fields of entries that hold something else than text.
_NO_TEXT: Final = frozenset(("ordinal", "csl", "settled"))
_KNOWN: Final = (
    "schema", *TEXTS, *DECK.values(), "authors", *imprint.KEYS, imprint.AUTHOR, "settings", *TABLES
)  # fmt: skip

#: BCP 47: language, script, region, variants; longer names of languages were never given out.
_LANGUAGE: Final = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}(?:-x(?:-[a-z0-9]{1,8}){1,4})?",
    re.IGNORECASE,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The decisions of one sidecar, and the settings it lays over the desk's."""

    decisions: Decisions = field(default_factory=Decisions)
    settings: Mapping[str, Any] = field(default_factory=dict)


def place(source: Path) -> Path:
    """Where the sidecar of the submission `source` lies.

    >>> place(Path("source/a.txt")).as_posix()
    'source/a.txt.desk.toml'
    """
    return source.with_name(source.name + SUFFIX)


def load(path: Path, name: str = "", limit: int | None = None) -> Sidecar:
    """The sidecar at `path`; an empty one when there is no such file.

    `name` is what messages call it, the file's own name when not given. Raises
    `ConfigError` for what is not TOML, has more than `limit` bytes, an unknown key or a
    wrong value.
    """
    try:
        data = received(path, limit)
    except OSError as error:
        message = f"`{name}` cannot be read: {error.strerror}"
        raise ConfigError(message, hint="check its permissions", code="sidecar.read") from None
    return Sidecar() if data is None else loads(data, name)


def received(path: Path, limit: int | None = None) -> bytes | None:
    """The bytes of the sidecar at `path`, None when there is none. Raises OSError.

    Raises `ConfigError` for one of more than `limit` bytes, and reads no further. Nothing can
    lie at a name longer than the system allows.
    """
    try:
        with path.open("rb") as file:
            data = file.read() if limit is None else file.read(limit + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None
        raise
    if limit is not None and len(data) > limit:
        message = f"`{path.name}` has more than {limit:,} bytes, the limit of a sidecar"
        hint = (
            "remove decisions that no longer apply, or raise `limits.sidecar_bytes` in the settings"
        )
        raise ConfigError(message, hint=hint, code="sidecar.too-large")
    return data


def loads(data: bytes, name: str) -> Sidecar:
    """The sidecar that `data` holds; `name` says in messages which one it is.

    >>> loads(b'title = "A better title"', "a.txt.desk.toml").decisions.title
    'A better title'
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"`{name}` is not UTF-8 text"
        raise ConfigError(message, hint="save it as UTF-8", code="sidecar.read") from None
    table = parse_toml(text, name)
    _refuse_unknown(table, _KNOWN, name, "")
    if (schema := table.get("schema", SCHEMA)) != SCHEMA:
        message = f"{name}: `schema` is {schema!r}, this copydesk reads `{SCHEMA}`"
        raise ConfigError(message, hint="update copydesk", code="sidecar.schema")
    front = _front(table, name)
    _check_slug(front.get("slug", ""), name)
    _check_language(front.get("language", ""), name)
    decisions = Decisions(
        slug=front.get("slug", ""),
        title=front.get("title", ""),
        deck=front.get("deck", ""),
        byline=front.get("byline", ""),
        date=front.get("date", ""),
        language=front.get("language", ""),
        authors=_texts(table.get("authors", []), name, "authors"),
        edits=_rows(table, "decision", name, _decision),
        roles=_rows(table, "role", name, _role),
        citations=_rows(table, "citation", name, _citation),
        references=_rows(table, "reference", name, _reference),
        rewrites=_rows(table, "edit", name, _rewrite),
        people=imprint.people(table, name),
        imprint=imprint.imprint(table, name),
        pictures=_rows(table, "picture", name, _picture),
    )
    settings = table.get("settings", {})
    if not isinstance(settings, dict):
        raise wrong(name, "settings", settings, "a table")
    return Sidecar(decisions, settings)


def _front(table: Mapping[str, Any], name: str) -> dict[str, str]:
    """The front fields of `table` by the names that `Decisions` has for them."""
    front: dict[str, str] = {}
    for key in (*TEXTS, *DECK.values()):
        if key in table:
            field_ = DECK.get(key, key)
            if field_ in front:
                message = f"{name}: `subtitle` and `{key}` are two names of one field"
                raise ConfigError(message, hint="remove one of them", code="sidecar.value")
            front[field_] = text_of(table[key], name, key)
    return front


def _refuse_unknown(table: Mapping[str, Any], known: Iterable[str], name: str, where: str) -> None:
    names = sorted(known)
    for key in table:
        if key not in names:
            message = f"{name}: unknown key `{where}{key}`"
            raise ConfigError(message, hint=name_nearest(key, names), code="sidecar.unknown-key")


def _check_slug(slug: str, name: str) -> None:
    if slug and (not SLUG.fullmatch(slug) or slug in RESERVED):
        message = f"{name}: `slug` is {slug!r}, which cannot be a folder's name on every system"
        hint = "use 1 to 80 of the characters a-z, 0-9 and `-`"
        raise ConfigError(message, hint=hint, code="sidecar.slug")


def _check_language(tag: str, name: str) -> None:
    if tag and not _LANGUAGE.fullmatch(tag):
        message = f"{name}: `language` is {tag!r}, which is not a language tag"
        hint = "write it as BCP 47 does: `en`, `en-GB`, `zh-Hant`"
        raise ConfigError(message, hint=hint, code="sidecar.value")


def _texts(value: object, name: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise wrong(name, key, value, "a list of texts")
    return tuple(text for entry in value if (text := text_of(entry, name, key)).strip())


def _rows(
    table: Mapping[str, Any],
    key: str,
    name: str,
    read: Callable[[Mapping[str, Any], str, str], _T],
) -> tuple[_T, ...]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(name, key, rows, f"tables, each headed [[{key}]]")
    return tuple(read(row, name, f"{key}.") for row in rows)


def _row(
    row: Mapping[str, Any], kind: type[Any], name: str, where: str, needed: tuple[str, ...]
) -> dict[str, Any]:
    """The values of `row` by the fields of `kind`; those that are no text are not looked at."""
    known = [entry.name for entry in fields(kind)]
    _refuse_unknown(row, known, name, where)
    for key in needed:
        if key not in row:
            message = f"{name}: a [[{where[:-1]}]] has no `{key}`"
            raise ConfigError(message, hint=f"add `{key} = …`", code="sidecar.missing-key")
    return {
        key: value if key in _NO_TEXT else text_of(value, name, where + key)
        for key, value in row.items()
    }


def _decision(row: Mapping[str, Any], name: str, where: str) -> Decision:
    empty = dict.fromkeys(("id", "rule", "before", "after", "exact", "prefix", "suffix"), "")
    values = empty | _row(row, Decision, name, where, ("verdict",))
    if not values["id"] and where == "decision.":
        message = f"{name}: a [[decision]] has no `id`"
        hint = "copy the id from the proof"
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    if values["verdict"] not in get_args(Verdict):
        raise wrong(name, where + "verdict", values["verdict"], "`stet` or `accept`")
    ordinal = values.get("ordinal", 0)
    if not isinstance(ordinal, int) or isinstance(ordinal, bool) or ordinal < 0:
        raise wrong(name, where + "ordinal", ordinal, "a whole number from 0")
    return Decision(**values)


def _rewrite(row: Mapping[str, Any], name: str, where: str) -> Decision:
    # What the editor wrote herself needs no verdict and no rule's name.
    rewriting = _decision({"rule": "desk.editor", "verdict": "accept", **row}, name, where)
    if not (rewriting.exact or rewriting.before):
        message = f"{name}: an [[edit]] has no `exact`"
        hint = "add `exact = …`, the received words that `after` replaces"
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    return rewriting


def _role(row: Mapping[str, Any], name: str, where: str) -> RoleDecision:
    values = _row(row, RoleDecision, name, where, ("text", "role"))
    roles = get_args(Role)
    if values["role"] not in roles:
        message = f"{name}: there is no role `{values['role']}`"
        raise ConfigError(
            message, hint=name_nearest(values["role"], list(roles)), code="sidecar.value"
        )
    return RoleDecision(**values)


def _citation(row: Mapping[str, Any], name: str, where: str) -> CitationDecision:
    values = _row(row, CitationDecision, name, where, ("text",))
    verdicts = get_args(CitationVerdict)
    if (verdict := values.get("verdict", "entry")) not in verdicts:
        raise wrong(name, where + "verdict", verdict, "`entry`, `as-written` or `none`")
    if verdict == "entry" and "key" not in values:
        message = f"{name}: a [[citation]] has no `key`"
        hint = 'add `key = …`, or `verdict = "none"` if it cites nothing'
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    return CitationDecision(**values)


def _reference(row: Mapping[str, Any], name: str, where: str) -> ReferenceDecision:
    values = _row(row, ReferenceDecision, name, where, ("raw",))
    if not isinstance(settled := values.get("settled", False), bool):
        raise wrong(name, where + "settled", settled, "true or false")
    if "csl" not in values and not settled:
        message = f"{name}: a [[reference]] has no `csl`"
        hint = "add `csl = { … }`, or `settled = true` if it was parsed correctly"
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    if not isinstance(fields_ := values.get("csl", {}), dict):
        raise wrong(name, where + "csl", fields_, "a table of CSL fields")
    values["csl"] = check_fields(fields_, name, where + "csl")
    return ReferenceDecision(**values)


def _picture(row: Mapping[str, Any], name: str, where: str) -> PictureDecision:
    values = _row(row, PictureDecision, name, where, ("target", "alt"))
    return PictureDecision(**values | {"alt": " ".join(values["alt"].split())})
