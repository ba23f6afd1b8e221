"""The sidecar: what an editor decided about one submission, as TOML beside it.

`load` reads it strictly, `dump` writes it, and `stet` and `accept` add verdicts to
a file without touching what else the editor wrote there, comments included.
"""

from __future__ import annotations

import datetime as dt
import errno
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, get_args

from copydesk.config import nearest, parse_toml
from copydesk.errors import ConfigError
from copydesk.gate import files
from copydesk.gate.names import RESERVED, SLUG
from copydesk.model import (
    CitationDecision,
    Decision,
    Decisions,
    Edit,
    ReferenceDecision,
    Role,
    RoleDecision,
    Submission,
    Verdict,
)

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

SCHEMA: Final = "copydesk.sidecar/1"
SUFFIX: Final = ".desk.toml"

#: Received characters either side that a decision quotes; as many as make an edit's id.
QUOTED: Final = 32

_FRONT: Final = ("slug", "title", "subtitle", "byline", "date", "language")
#: The field of `Decisions` that a key of the file fills, where it has another name; the
#: file may use that name too.
_DECK: Final = {"subtitle": "deck"}
#: What `copydesk set` writes: each is one text but the authors.
FRONT: Final = (*_FRONT, "authors")
_TABLES: Final = ("decision", "role", "citation", "reference", "edit")
_KNOWN: Final = ("schema", *_FRONT, *_DECK.values(), "authors", "settings", *_TABLES)

#: BCP 47: language, script, region, variants; longer names of languages were never given out.
_LANGUAGE: Final = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}(?:-x(?:-[a-z0-9]{1,8}){1,4})?",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_QUOTING: Final = frozenset(
    ("id", "rule", "before", "exact", "prefix", "suffix", "text", "place", "raw")
)

_Row: TypeAlias = Decision | RoleDecision | CitationDecision | ReferenceDecision
_NEEDED: Final = frozenset(("rule", "text", "role", "key", "raw"))
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


# ── reading ──────────────────────────────────────────────────────────────────


def load(path: Path, name: str = "") -> Sidecar:
    """The sidecar at `path`; an empty one when there is no such file.

    `name` is what messages call it, the file's own name when not given. Raises
    `ConfigError` for what is not TOML, an unknown key or a wrong value.
    """
    try:
        data = received(path)
    except OSError as error:
        message = f"`{name}` cannot be read: {error.strerror}"
        raise ConfigError(message, hint="check its permissions", code="sidecar.read") from None
    return Sidecar() if data is None else loads(data, name)


def received(path: Path) -> bytes | None:
    """The bytes of the sidecar at `path`, None when there is none. Raises OSError.

    Nothing can lie at a name longer than the system allows.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return None
        raise


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
        **front,
        authors=_texts(table.get("authors", []), name, "authors"),
        edits=_rows(table, "decision", name, _decision),
        roles=_rows(table, "role", name, _role),
        citations=_rows(table, "citation", name, _citation),
        references=_rows(table, "reference", name, _reference),
        rewrites=_rows(table, "edit", name, _rewrite),
    )
    settings = table.get("settings", {})
    if not isinstance(settings, dict):
        raise _wrong(name, "settings", settings, "a table")
    return Sidecar(decisions, settings)


def _front(table: Mapping[str, Any], name: str) -> dict[str, str]:
    """The front fields of `table` by the names that `Decisions` has for them."""
    front: dict[str, str] = {}
    for key in (*_FRONT, *_DECK.values()):
        if key in table:
            field_ = _DECK.get(key, key)
            if field_ in front:
                message = f"{name}: `subtitle` and `{key}` are two names of one field"
                raise ConfigError(message, hint="take one of them out", code="sidecar.value")
            front[field_] = _text(table[key], name, key)
    return front


def _wrong(name: str, key: str, value: object, wanted: str) -> ConfigError:
    message = f"{name}: `{key}` is {value!r}, wanted is {wanted}"
    return ConfigError(message, hint="correct the value", code="sidecar.value")


def _refuse_unknown(table: Mapping[str, Any], known: Iterable[str], name: str, where: str) -> None:
    names = sorted(known)
    for key in table:
        if key not in names:
            message = f"{name}: unknown key `{where}{key}`"
            raise ConfigError(message, hint=nearest(key, names), code="sidecar.unknown-key")


def _check_slug(slug: str, name: str) -> None:
    if slug and (not SLUG.fullmatch(slug) or slug in RESERVED):
        message = f"{name}: `slug` is {slug!r}, which cannot be a folder's name on every system"
        hint = "use 1 to 80 of the characters a-z, 0-9 and `-`"
        raise ConfigError(message, hint=hint, code="sidecar.slug")


def _check_language(tag: str, name: str) -> None:
    if tag and not _LANGUAGE.fullmatch(tag):
        message = f"{name}: `language` is {tag!r}, which is no language tag"
        hint = "write it as BCP 47 does: `en`, `en-GB`, `zh-Hant`"
        raise ConfigError(message, hint=hint, code="sidecar.value")


def _text(value: object, name: str, key: str) -> str:
    if key == "date" and isinstance(value, dt.date):
        return value.isoformat()  # TOML's own dates need no quotation marks
    if not isinstance(value, str):
        raise _wrong(name, key, value, "text in quotation marks")
    # What quotes the text as received may hold anything; what will be printed may not.
    quotes = key == "decision.after" or key.rpartition(".")[2] in _QUOTING
    if not quotes and _CONTROL.search(value):
        raise _wrong(name, key, value, "text without control characters")
    return value


def _texts(value: object, name: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise _wrong(name, key, value, "a list of texts")
    return tuple(value)


def _rows(
    table: Mapping[str, Any],
    key: str,
    name: str,
    read: Callable[[Mapping[str, Any], str, str], _T],
) -> tuple[_T, ...]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _wrong(name, key, rows, f"tables, each headed [[{key}]]")
    return tuple(read(row, name, f"{key}.") for row in rows)


def _row(
    row: Mapping[str, Any], kind: type[Any], name: str, where: str, needed: tuple[str, ...]
) -> dict[str, Any]:
    known = [entry.name for entry in fields(kind)]
    _refuse_unknown(row, known, name, where)
    for key in needed:
        if key not in row:
            message = f"{name}: a [[{where[:-1]}]] has no `{key}`"
            raise ConfigError(message, hint=f"add `{key} = …`", code="sidecar.missing-key")
    return {
        key: value if key in {"ordinal", "csl"} else _text(value, name, where + key)
        for key, value in row.items()
    }


def _decision(row: Mapping[str, Any], name: str, where: str) -> Decision:
    empty = dict.fromkeys(("id", "rule", "before", "after", "exact", "prefix", "suffix"), "")
    values = empty | _row(row, Decision, name, where, ("verdict",))
    if not values["id"] and where == "decision.":
        message = f"{name}: a [[decision]] has no `id`"
        hint = "copy the id from the proof sheet"
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    if values["verdict"] not in get_args(Verdict):
        raise _wrong(name, where + "verdict", values["verdict"], "`stet` or `accept`")
    ordinal = values.get("ordinal", 0)
    if not isinstance(ordinal, int) or isinstance(ordinal, bool) or ordinal < 0:
        raise _wrong(name, where + "ordinal", ordinal, "a whole number from 0")
    return Decision(**values)


def _rewrite(row: Mapping[str, Any], name: str, where: str) -> Decision:
    # What the editor wrote herself needs no verdict and no rule's name.
    return _decision({"rule": "desk.editor", "verdict": "accept", **row}, name, where)


def _role(row: Mapping[str, Any], name: str, where: str) -> RoleDecision:
    values = _row(row, RoleDecision, name, where, ("text", "role"))
    roles = get_args(Role)
    if values["role"] not in roles:
        message = f"{name}: there is no role `{values['role']}`"
        raise ConfigError(message, hint=nearest(values["role"], list(roles)), code="sidecar.value")
    return RoleDecision(**values)


def _citation(row: Mapping[str, Any], name: str, where: str) -> CitationDecision:
    return CitationDecision(**_row(row, CitationDecision, name, where, ("text", "key")))


def _reference(row: Mapping[str, Any], name: str, where: str) -> ReferenceDecision:
    values = _row(row, ReferenceDecision, name, where, ("raw", "csl"))
    if not isinstance(values["csl"], dict):
        raise _wrong(name, where + "csl", values["csl"], "a table of CSL fields")
    _check_csl(values["csl"], name, where + "csl")
    return ReferenceDecision(**values)


#: CSL variables that hold names and dates; every other one is text or a number.
_NAMES: Final = frozenset(
    ("author", "editor", "translator", "container-author", "collection-editor", "director",
     "editorial-director", "illustrator", "interviewer", "original-author", "recipient",
     "reviewed-author")
)  # fmt: skip
_DATES: Final = frozenset(
    ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")
)


def _check_csl(fields_: Mapping[str, Any], name: str, where: str) -> None:
    """Refuse what CSL-JSON has no place for, before it reaches the style processor."""
    for key, value in fields_.items():
        if value in ("", [], {}):
            continue  # takes the field away
        place = f"{where}.{key}"
        if key in _NAMES:
            _check_names(value, name, place)
        elif key in _DATES:
            _check_date(value, name, place)
        elif isinstance(value, str):
            _text(value, name, place)
        elif not _is_number(value):
            raise _wrong(name, place, value, "text or a number")


def _check_names(value: object, name: str, place: str) -> None:
    rows = value if isinstance(value, list) else [None]
    for row in rows:
        if (
            not isinstance(row, dict)
            or not row
            or not all(isinstance(v, str) for v in row.values())
        ):
            raise _wrong(
                name, place, value, '[{ family = "…", given = "…" }] or [{ literal = "…" }]'
            )
        for part in row.values():
            _text(part, name, place)


def _check_date(value: object, name: str, place: str) -> None:
    wanted = "{ date-parts = [[2023, 4, 21]] }"
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        raise _wrong(name, place, value, wanted)
    for part in parts:
        if not isinstance(part, list) or not 1 <= len(part) <= 3:
            raise _wrong(name, place, value, wanted)
        if not all(type(number) is int for number in part):
            raise _wrong(name, place, value, wanted)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


# ── writing ──────────────────────────────────────────────────────────────────


def dump(decisions: Decisions, settings: Mapping[str, Any] | None = None) -> str:
    """The TOML text of a sidecar; `loads` gives the same values back.

    >>> print(dump(Decisions(title="A better title")))
    schema = "copydesk.sidecar/1"
    title = "A better title"
    <BLANKLINE>
    """
    import tomlkit  # only writing needs it, and it is slow to import

    document = tomlkit.document()
    document["schema"] = SCHEMA
    for key in _FRONT:
        if value := getattr(decisions, _DECK.get(key, key)):
            document[key] = value
    if decisions.authors:
        document["authors"] = list(decisions.authors)
    if settings:
        document["settings"] = settings
    rows: tuple[tuple[_Row, ...], ...] = (
        decisions.edits,
        decisions.roles,
        decisions.citations,
        decisions.references,
        decisions.rewrites,
    )
    for key, entries in zip(_TABLES, rows, strict=True):
        for entry in entries:
            _append(document, key, asdict(entry))
    return tomlkit.dumps(document)


def _append(document: TOMLDocument, key: str, row: Mapping[str, Any]) -> None:
    import tomlkit  # only writing needs it, and it is slow to import

    if key not in document:
        document.append(key, tomlkit.aot())
    table = tomlkit.table()
    for name, value in row.items():
        if name == "csl":
            csl = tomlkit.inline_table()
            csl.update(value)
            table[name] = csl
        elif value or name in _NEEDED:
            table[name] = value
    document[key].append(table)


def save(path: Path, text: str) -> None:
    """Put `text` at `path` at once, keeping the file's permissions. Raises `ToolError`."""
    files.write(path, text.encode("utf-8"))


# ── verdicts ─────────────────────────────────────────────────────────────────


def quote(edit: Edit, submission: Submission, verdict: Verdict) -> Decision:
    """The decision on `edit`, with the received words that tell it from its likes.

    >>> from copydesk.model import Line
    >>> received = Submission("a.txt", "", "text/plain", (Line(1, "the  bloc"),))
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", id="c0efd359cc", span=(3, 5))
    >>> quote(edit, received, "stet").suffix
    'bloc'
    """
    text = submission.lines[edit.line - 1].text
    start, end = edit.span
    return Decision(
        id=edit.id,
        rule=edit.rule,
        before=edit.before,
        after=edit.after,
        exact=text[start:end],
        prefix=text[max(0, start - QUOTED) : start],
        suffix=text[end : end + QUOTED],
        verdict=verdict,
        ordinal=int(edit.id.partition("~")[2] or 0),
    )


def decide(path: Path, decisions: Iterable[Decision]) -> None:
    """Write `decisions` into the sidecar at `path`, over earlier ones on the same edits.

    Everything else in the file stays as the editor wrote it. Raises `ConfigError`
    when the file holds mistakes, `ToolError` when it cannot be written.
    """

    def enter(document: TOMLDocument) -> None:
        standing: dict[str, Table] = {row["id"]: row for row in document.get("decision", [])}
        for decision in decisions:
            if (row := standing.get(decision.id)) is None:
                _append(document, "decision", asdict(decision))
            elif row["verdict"] != decision.verdict:
                row["verdict"] = decision.verdict

    _revise(path, enter)


def set_roles(path: Path, roles: Iterable[RoleDecision]) -> None:
    """Write `roles` into the sidecar at `path`, over earlier ones on the same lines.

    Keeps and raises as `decide` does.
    """

    def enter(document: TOMLDocument) -> None:
        for decision in roles:
            rows = document.get("role", [])
            same = [row for row in rows if _quotes(row) == _quotes(asdict(decision))]
            if same:
                same[0]["role"] = decision.role
            else:
                _append(document, "role", asdict(decision))

    _revise(path, enter)


def _quotes(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(key, "")).strip() for key in ("text", "prefix", "suffix"))


def front_field(name: str) -> str:
    """The front field that `name` means; `deck` is another name of the subtitle.

    >>> front_field("deck"), front_field("title")
    ('subtitle', 'title')
    """
    return next((key for key, other in _DECK.items() if other == name), name)


def set_front(path: Path, key: str, value: str | Sequence[str]) -> None:
    """Write the front field `key` into the sidecar at `path`. Keeps and raises as `decide` does."""

    def enter(document: TOMLDocument) -> None:
        older = _DECK.get(key, key)  # the file may call it so
        standing = older if older in document else key
        document[standing] = value if isinstance(value, str) else list(value)

    _revise(path, enter)


def _revise(path: Path, enter: Callable[[TOMLDocument], None]) -> None:
    """Let `enter` change the sidecar at `path`; a result that could not be read is not written."""
    import tomlkit  # only writing needs it, and it is slow to import

    load(path, path.name)
    data = received(path)
    text = f'schema = "{SCHEMA}"\n' if data is None else data.decode("utf-8-sig")
    document = tomlkit.parse(text)
    enter(document)
    result = tomlkit.dumps(document)
    loads(result.encode("utf-8"), path.name)
    save(path, result)


def stet(path: Path, edits: Iterable[Edit], submission: Submission) -> None:
    """Record in the sidecar at `path` that `edits` of `submission` shall not be made."""
    decide(path, [quote(edit, submission, "stet") for edit in edits])


def accept(path: Path, edits: Iterable[Edit], submission: Submission) -> None:
    """Record in the sidecar at `path` that `edits` of `submission` shall be made."""
    decide(path, [quote(edit, submission, "accept") for edit in edits])
