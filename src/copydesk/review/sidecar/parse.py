"""TOML → `Sidecar`, strictly: an unknown key or a wrong value is an error that names it."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping
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
from copydesk.registry import EDITOR
from copydesk.review.sidecar import imprint
from copydesk.review.sidecar.values import check_fields, text_of
from copydesk.settings.forms import Form
from copydesk.system.names import RESERVED, SLUG

SCHEMA: Final = "copydesk.sidecar/1"
SUFFIX: Final = ".desk.toml"
#: What the codes of what is wrong with a sidecar begin with.
FAMILY: Final = "sidecar"

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
    form = Form(name, FAMILY)
    table = form.table(data)
    form.known(table, _KNOWN)
    form.schema(table, SCHEMA, "schema")
    decisions = Decisions(
        **_front(table, form),
        authors=_texts(table.get("authors", []), form, "authors"),
        edits=_rows(table, "decision", form, _decision),
        roles=_rows(table, "role", form, _role),
        citations=_rows(table, "citation", form, _citation),
        references=_rows(table, "reference", form, _reference),
        rewrites=_rows(table, "edit", form, _rewrite),
        people=imprint.people(table, form),
        imprint=imprint.imprint(table, form),
        pictures=_rows(table, "picture", form, _picture),
    )
    return Sidecar(decisions, form.inner(table.get("settings", {}), "settings"))


def _front(table: Mapping[str, Any], form: Form) -> dict[str, str]:
    """The front fields of `table` by the names that `Decisions` has for them."""
    front: dict[str, str] = {}
    for key in (*TEXTS, *DECK.values()):
        if key in table:
            field_ = DECK.get(key, key)
            if field_ in front:
                message = f"{form.name}: `subtitle` and `{key}` are two names of one field"
                raise form.error(message, "remove one of them")
            front[field_] = text_of(table[key], form, key)
    if (slug := front.get("slug")) and (not SLUG.fullmatch(slug) or slug in RESERVED):
        message = (
            f"{form.name}: `slug` is {slug!r}, which cannot be a folder's name on every system"
        )
        raise form.error(message, "use 1 to 80 of the characters a-z, 0-9 and `-`", "slug")
    if (tag := front.get("language")) and not _LANGUAGE.fullmatch(tag):
        hint = "write it as BCP 47 does: `en`, `en-GB`, `zh-Hant`"
        raise form.wrong("language", tag, "a language tag", hint)
    return front


def _texts(value: object, form: Form, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise form.wrong(key, value, "a list of texts")
    return tuple(text for entry in value if (text := text_of(entry, form, key)).strip())


def _rows(
    table: Mapping[str, Any],
    key: str,
    form: Form,
    read: Callable[[Mapping[str, Any], Form, str], _T],
) -> tuple[_T, ...]:
    return tuple(read(row, form, f"{key}.") for row in form.rows(table.get(key, []), key))


def _row(
    row: Mapping[str, Any], kind: type[Any], form: Form, where: str, needed: tuple[str, ...]
) -> dict[str, Any]:
    """The values of `row` by the fields of `kind`; those that are no text are not looked at."""
    form.known(row, [entry.name for entry in fields(kind)], where)
    for key in needed:
        _need(key in row, key, form, where)
    return {
        key: value if key in _NO_TEXT else text_of(value, form, where + key)
        for key, value in row.items()
    }


def _need(there: object, key: str, form: Form, where: str, hint: str = "") -> None:
    """Raise `ConfigError` unless the value of `key` is `there`."""
    if not there:
        article = "an" if where[0] in "aeiou" else "a"
        message = f"{form.name}: {article} [[{where[:-1]}]] has no `{key}`"
        raise form.error(message, hint or f"add `{key} = …`", "missing-key")


def _decision(row: Mapping[str, Any], form: Form, where: str) -> Decision:
    empty = dict.fromkeys(("id", "rule", "before", "after", "exact", "prefix", "suffix"), "")
    values = empty | _row(row, Decision, form, where, ("verdict",))
    _need(values["id"] or where == "edit.", "id", form, where, "copy the id from the proof")
    form.choice(values["verdict"], where + "verdict", get_args(Verdict))
    ordinal = values.get("ordinal", 0)
    if type(ordinal) is not int or ordinal < 0:
        raise form.wrong(where + "ordinal", ordinal, "a whole number from 0")
    return Decision(**values)


def _rewrite(row: Mapping[str, Any], form: Form, where: str) -> Decision:
    # What the editor wrote herself needs no verdict and no rule's name.
    rewriting = _decision({"rule": EDITOR, "verdict": "accept", **row}, form, where)
    hint = "add `exact = …`, the received words that `after` replaces"
    _need(rewriting.exact or rewriting.before, "exact", form, where, hint)
    return rewriting


def _role(row: Mapping[str, Any], form: Form, where: str) -> RoleDecision:
    values = _row(row, RoleDecision, form, where, ("text", "role"))
    form.choice(values["role"], where + "role", get_args(Role))
    return RoleDecision(**values)


def _citation(row: Mapping[str, Any], form: Form, where: str) -> CitationDecision:
    values = _row(row, CitationDecision, form, where, ("text",))
    verdict = values.get("verdict", "entry")
    form.choice(verdict, where + "verdict", get_args(CitationVerdict))
    hint = 'add `key = …`, or `verdict = "none"` if it cites nothing'
    _need(verdict != "entry" or "key" in values, "key", form, where, hint)
    return CitationDecision(**values)


def _reference(row: Mapping[str, Any], form: Form, where: str) -> ReferenceDecision:
    values = _row(row, ReferenceDecision, form, where, ("raw",))
    if not isinstance(settled := values.get("settled", False), bool):
        raise form.wrong(where + "settled", settled, "true or false")
    hint = "add `csl = { … }`, or `settled = true` if it was parsed correctly"
    _need("csl" in values or settled, "csl", form, where, hint)
    csl = form.inner(values.get("csl", {}), where + "csl")
    return ReferenceDecision(**values | {"csl": check_fields(csl, form, where + "csl")})


def _picture(row: Mapping[str, Any], form: Form, where: str) -> PictureDecision:
    values = _row(row, PictureDecision, form, where, ("target", "alt"))
    return PictureDecision(**values | {"alt": " ".join(values["alt"].split())})
