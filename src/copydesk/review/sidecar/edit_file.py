"""Decisions → TOML: changes of a file that the editor wrote, or of one that is not there yet.

`enter` and `remove` are changes for decisions of every kind. `revise` makes several at once and
leaves the rest of the file as the editor wrote it, comments and line ends included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from copydesk.errors import UsageError
from copydesk.model import (
    CitationDecision,
    Decision,
    PictureDecision,
    ReferenceDecision,
    RoleDecision,
)
from copydesk.registry import EDITOR
from copydesk.review.sidecar import imprint
from copydesk.review.sidecar.anchors import Row
from copydesk.review.sidecar.parse import DECK, FAMILY, SCHEMA, load, loads, received
from copydesk.review.sidecar.values import letters
from copydesk.settings.forms import Form
from copydesk.system import files

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

Change: TypeAlias = Callable[["TOMLDocument"], None]
"""What is done to a sidecar; several are made at once by `revise`."""

#: Fields that are written though they are empty.
_NEEDED: Final = frozenset(("rule", "text", "role", "raw", "target", "alt"))
#: What goes without saying.
_DEFAULTS: Final = {"verdict": "entry"}
#: What a rewriting says; it is found again by the words that it quotes.
_REWRITTEN: Final = ("exact", "after", "prefix", "suffix", "ordinal")


# ── the file ─────────────────────────────────────────────────────────────────


def revise(path: Path, *changes: Change) -> bool:
    """Make `changes` to the sidecar at `path`, all or none; whether it says anything new then.

    Of several commands at once each finds what the one before it wrote. Raises `ConfigError`
    when the file holds mistakes, or would, `ToolError` when it cannot be written, and
    `UsageError` for words of a command that are no UTF-8; nothing is written then.
    """
    with files.alone(path.parent):
        result = revised(path, *changes)
        is_new = result != _standing(path)
        if is_new:
            files.write(path, result.encode("utf-8"))
    return is_new


def revised(path: Path, *changes: Change) -> str:
    """What the sidecar at `path` would hold after `changes`. Raises as `revise` does."""
    import tomlkit  # only writing needs it, and it is slow to import

    load(path, path.name)
    text = _standing(path)
    document = tomlkit.parse(text)
    for change in changes:
        change(document)
    result = tomlkit.dumps(document)
    if text.count("\n") == text.count("\r\n") > 0:  # as the editor's own lines end
        result = result.replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        loads(result.encode("utf-8"), path.name)
    except UnicodeEncodeError as error:
        message = (
            f"`{path.name}` cannot hold {result[error.start : error.end]!r}, which is not text"
        )
        raise UsageError(message, hint="type it in UTF-8", code="usage.encoding") from None
    return result


def _standing(path: Path) -> str:
    """What stands in the sidecar at `path`, or would in one that says nothing."""
    data = received(path)
    return f'schema = "{SCHEMA}"\n' if data is None else data.decode("utf-8-sig")


# ── decisions ────────────────────────────────────────────────────────────────


#: What the rows of each table are about: a later one with the same key says it anew.
_KEYS: Final[Mapping[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]] = {
    "decision": lambda row: (row.get("id"),),
    "edit": lambda row: (
        row.get("exact") or row.get("before") or "",
        *(row.get(name) or "" for name in ("after", "prefix", "suffix", "ordinal")),
    ),
    "role": lambda row: tuple(
        str(row.get(name, "")).strip() for name in ("text", "prefix", "suffix")
    ),
    "citation": lambda row: tuple(letters(str(row.get(one, ""))) for one in ("text", "place")),
    "reference": lambda row: tuple(str(row.get("raw", "")).split()),
    "picture": lambda row: (
        " ".join(str(row.get("alt", "")).split()),
        *(row.get(name, "") for name in ("target", "digest", "prefix", "suffix")),
    ),
}  # fmt: skip
_TABLES: Final[Mapping[type[Row], str]] = {
    Decision: "decision", RoleDecision: "role", CitationDecision: "citation",
    ReferenceDecision: "reference", PictureDecision: "picture",
}  # fmt: skip


def find_key(one: Row) -> tuple[Any, ...]:
    """The table that `one` stands in, and what tells its row there from others."""
    is_rewriting = isinstance(one, Decision) and one.rule == EDITOR
    table = "edit" if is_rewriting else _TABLES[type(one)]
    return table, *_KEYS[table](asdict(one))


def enter(*decisions: Row, instead: Mapping[Any, Row] | None = None) -> Change:
    """Make the change that writes `decisions` over earlier ones on the same things.

    `instead` has the earlier one of a decision that does not look alike: a verdict on an edit
    which bore another id, another rewriting of the same words. A citation without a place takes
    the place of all that were decided on its words; fields of an entry add up.
    """

    def change(document: TOMLDocument) -> None:
        known: dict[str, dict[tuple[Any, ...], Any]] = {}
        for one in decisions:
            if isinstance(one, CitationDecision) and not one.place:
                remove(one)(document)
                known.pop("citation", None)
            # Fields of an entry add up to what stands there, and are no key of a mapping.
            is_key = not isinstance(one, ReferenceDecision)
            table, *key = find_key(instead.get(one, one) if instead and is_key else one)
            values = asdict(one)
            if table == "edit":
                values = {name: values[name] for name in _REWRITTEN} | {"before": ""}
            if table not in known:
                known[table] = {_KEYS[table](row): row for row in document.get(table, ())}
            row = known[table].get(tuple(key))
            if row is None:
                known[table][_KEYS[table](values)] = _append(document, table, values)
            else:
                _say(row, values)

    return change


def remove(*decisions: Row) -> Change:
    """Make the change that takes out what was decided on the same things as `decisions`.

    Of a citation without a place it is all that was decided on its words.
    """

    def change(document: TOMLDocument) -> None:
        meant: dict[str, set[tuple[Any, ...]]] = {}
        for table, *key in map(find_key, decisions):
            meant.setdefault(table, set()).add(tuple(key))
        for table, keys in meant.items():
            found = [_KEYS[table](row) for row in document.get(table, ())]
            if table == "citation":
                keys |= {key for key in found if (key[0], "") in keys}
            _take_out(document, table, (at for at, key in enumerate(found) if key in keys))

    return change


def _say(row: Table, values: Mapping[str, Any]) -> None:
    """Let `row` hold `values`; what says nothing goes, but an entry keeps what it has."""
    import tomlkit  # only writing needs it, and it is slow to import

    for name, value in values.items():
        if name == "csl":
            if value or not values["settled"]:  # one of them must be there
                row.setdefault(name, tomlkit.inline_table()).update(value)
        elif _is_written(name, values):
            if row.get(name) != value:
                row[name] = value
        elif "csl" not in values:
            row.pop(name, None)


def _append(document: TOMLDocument, table: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401  an item of tomlkit
    """Add a row to the tables headed [[table]]; what is empty and not needed is left out."""
    import tomlkit  # see above

    if table not in document:
        document.append(table, tomlkit.aot())
    row = tomlkit.table()
    _say(row, values)
    document[table].append(row)
    return document[table][-1]


def _is_written(name: str, row: Mapping[str, Any]) -> bool:
    """Whether a row says its field `name`: it says something, or is not read back without it."""
    if row[name]:
        return bool(_DEFAULTS.get(name) != row[name])
    if name == "key":
        return bool(row["verdict"] == _DEFAULTS["verdict"])
    return name in _NEEDED


def _take_out(document: TOMLDocument, table: str, places: Iterable[int]) -> None:
    """Take the rows at `places` out of `table`, and the table when none is left."""
    rows = document.get(table, [])
    gone = sorted(places, reverse=True)
    for place in gone:
        del rows[place]
    if gone and not len(rows):
        document.remove(table)


# ── front fields ─────────────────────────────────────────────────────────────


def enter_field(name: str, key: str, value: str | Sequence[str]) -> Change:
    """Make the change that writes the front field `key`, or takes one that says nothing out.

    Identifiers of the imprint are written bare; errors call the file `name`.
    """

    def change(document: TOMLDocument) -> None:
        older = DECK.get(key, key)  # the file may call it so
        standing = older if older in document else key
        said = value if isinstance(value, str) else [word for word in value if word.strip()]
        if not said or (isinstance(said, str) and not said.strip()):
            document.pop(standing, None)
        elif key in imprint.KEYS:
            found = getattr(imprint.imprint({key: said}, Form(name, FAMILY)), key)
            document[key] = found if isinstance(found, str) else list(found)
        else:
            document[standing] = said

    return change


def tell_author(name: str, author: str, told: Mapping[str, str]) -> Change:
    """Make the change that writes what is `told` of an `author`; errors call the file `name`.

    An empty value takes a field away; a table that says nothing but the name goes too.
    """

    def is_meant(row: Mapping[str, Any]) -> bool:
        return imprint.folded(str(row.get("name", ""))) == imprint.folded(author)

    def change(document: TOMLDocument) -> None:
        table = {imprint.AUTHOR: [{"name": author, **told}]}
        checked = asdict(imprint.people(table, Form(name, FAMILY))[0])
        row = next((row for row in document.get(imprint.AUTHOR, []) if is_meant(row)), None)
        if row is None:
            _append(document, imprint.AUTHOR, {key: checked[key] for key in ("name", *told)})
        else:
            for key in told:
                if checked[key]:
                    row[key] = checked[key]
                else:
                    row.pop(key, None)
        rows = enumerate(document.get(imprint.AUTHOR, ()))
        bare = (at for at, row in rows if is_meant(row) and [*row] == ["name"])
        _take_out(document, imprint.AUTHOR, bare)

    return change
