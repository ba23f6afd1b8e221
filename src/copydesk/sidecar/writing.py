"""Decisions → TOML: a sidecar of its own, or one more verdict in a file that the editor wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from copydesk.errors import UsageError
from copydesk.model import (
    CitationDecision,
    Decision,
    Decisions,
    Edit,
    PictureDecision,
    ReferenceDecision,
    RoleDecision,
    Submission,
    Verdict,
)
from copydesk.sidecar import anchors, imprint, structure_verdicts
from copydesk.sidecar.reading import DECK, SCHEMA, TABLES, TEXTS, load, loads, received
from copydesk.system import files

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

Change: TypeAlias = Callable[["TOMLDocument"], None]
"""What is done to a sidecar; several are made at once by `revise`."""

_Row: TypeAlias = Decision | RoleDecision | CitationDecision | ReferenceDecision | PictureDecision
_NEEDED: Final = frozenset(("rule", "text", "role", "raw", "target", "alt"))
#: What a rewriting says; it is found again by the words that it quotes.
_REWRITTEN: Final = ("exact", "after", "prefix", "suffix", "ordinal")
#: What goes without saying.
_DEFAULTS: Final = {"verdict": "entry"}


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
    for key in TEXTS:
        if value := getattr(decisions, DECK.get(key, key)):
            document[key] = value
    if decisions.authors:
        document["authors"] = list(decisions.authors)
    for key, value in asdict(decisions.imprint).items():
        if value:
            document[key] = value
    if settings:
        document["settings"] = settings
    for person in decisions.people:
        append(document, imprint.AUTHOR, asdict(person))
    rows: tuple[tuple[_Row, ...], ...] = (
        decisions.edits,
        decisions.roles,
        decisions.citations,
        decisions.references,
        decisions.rewrites,
        decisions.pictures,
    )
    for key, entries in zip(TABLES, rows, strict=True):
        for entry in entries:
            append(document, key, asdict(entry))
    return tomlkit.dumps(document)


def append(document: TOMLDocument, key: str, row: Mapping[str, Any]) -> None:
    """Add `row` to the tables headed [[key]]; what is empty and not needed is left out."""
    import tomlkit  # only writing needs it, and it is slow to import

    if key not in document:
        document.append(key, tomlkit.aot())
    table = tomlkit.table()
    for name, value in row.items():
        if not value and not _is_needed(name, row):
            continue
        if name == "csl":
            csl = tomlkit.inline_table()
            csl.update(value)
            table[name] = csl
        elif _DEFAULTS.get(name) != value:
            table[name] = value
    document[key].append(table)


def _is_needed(name: str, row: Mapping[str, Any]) -> bool:
    """Whether a row is not read back without the field `name`, though it is empty."""
    if name == "csl":
        return not row["settled"]
    if name == "key":
        return bool(row["verdict"] == _DEFAULTS["verdict"])
    return name in _NEEDED


def save(path: Path, text: str) -> None:
    """Put `text` at `path` at once, keeping the file's permissions. Raises `ToolError`."""
    files.write(path, text.encode("utf-8"))


# ── verdicts ─────────────────────────────────────────────────────────────────


def quote(
    edit: Edit, submission: Submission, verdict: Verdict, ledger: Iterable[Edit] = ()
) -> Decision:
    """The decision on `edit`, with the received words that tell it from all others of `ledger`.

    Raises `UsageError` when nothing tells it from another.

    >>> from copydesk.model import Line
    >>> received = Submission("a.txt", "", "text/plain", (Line(1, "the  bloc"),))
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", id="c0efd359cc", span=(3, 5))
    >>> quote(edit, received, "stet").suffix
    'bloc'
    """
    text = submission.lines[edit.line - 1].text
    others = [one for one in ledger if one.id != edit.id]
    told = edit.rule, edit.before, edit.after
    like = [one for one in others if (one.rule, one.before, one.after) == told]
    equal = {anchors.place(one) for one in like if anchors.root(one.id) == anchors.root(edit.id)}
    # Equal lines share the hash of an id, edited or not.
    if edit.rule.startswith(structure_verdicts.PREFIX):
        lines = (line for line in submission.lines if line.text == text)
        equal |= {(line.number, *edit.span) for line in lines if line.number != edit.line}
    received, span = anchors.Received.of(submission.lines), anchors.place(edit)
    sure = None if equal else anchors.unlike(span, [anchors.place(one) for one in like], received)
    said = sure or anchors.apart(span, sorted(equal), received)
    if said is None:
        message = f"the change `{edit.id}` reads like another, and so does all around it"
        hint = "mend the submission so that the two differ"
        raise UsageError(message, hint=hint, code="usage.alike")
    return Decision(
        id=edit.id,
        rule=edit.rule,
        before=edit.before,
        after=edit.after,
        exact=text[edit.span[0] : edit.span[1]],
        prefix=said[0],
        suffix=said[1],
        verdict=verdict,
        ordinal=0 if sure else 1 + int(edit.id.partition("~")[2] or 0),
    )


def decide(path: Path, decisions: Iterable[Decision], was: Mapping[str, str] | None = None) -> None:
    """Write `decisions` into the sidecar at `path`, over earlier ones on the same edits.

    `was` names the earlier decision of an edit that bore another id when it was made.
    Everything else in the file stays as the editor wrote it. Raises `ConfigError`
    when the file holds mistakes, `ToolError` when it cannot be written.
    """
    revise(path, deciding(decisions, was))


def deciding(decisions: Iterable[Decision], was: Mapping[str, str] | None = None) -> Change:
    """The change of a sidecar that `decide` makes."""

    def enter(document: TOMLDocument) -> None:
        standing: dict[str, Table] = {row["id"]: row for row in document.get("decision", [])}
        for decision in decisions:
            row = standing.get((was or {}).get(decision.id, decision.id))
            if row is None:
                append(document, "decision", asdict(decision))
                continue
            for name, value in asdict(decision).items():
                if value and row.get(name) != value:
                    row[name] = value
                elif not value and name in row:
                    del row[name]

    return enter


def drop(path: Path, ids: Iterable[str]) -> None:
    """Take the decisions `ids` out of the sidecar at `path`. Keeps and raises as `decide` does."""
    gone = frozenset(ids)

    def enter(document: TOMLDocument) -> None:
        take_out(document, "decision", lambda row: row.get("id") in gone)

    revise(path, enter)


def take_out(
    document: TOMLDocument, table: str, unwanted: Callable[[Mapping[str, Any]], bool]
) -> bool:
    """Whether there was a row of `table` that is `unwanted`; there is none afterwards."""
    rows = document.get(table, [])
    places = [place for place, row in enumerate(rows) if unwanted(row)]
    for place in reversed(places):
        del rows[place]
    if places and not len(rows):
        document.remove(table)
    return bool(places)


def set_roles(path: Path, roles: Iterable[RoleDecision]) -> None:
    """Write `roles` into the sidecar at `path`, over earlier ones on the same lines.

    Keeps and raises as `decide` does.
    """
    revise(path, setting_roles(roles))


def setting_roles(roles: Iterable[RoleDecision]) -> Change:
    """The change of a sidecar that `set_roles` makes."""

    def enter(document: TOMLDocument) -> None:
        for decision in roles:
            rows = document.get("role", [])
            same = [row for row in rows if _quotes(row) == _quotes(asdict(decision))]
            if same:
                same[0]["role"] = decision.role
            else:
                append(document, "role", asdict(decision))

    return enter


def unset_role(path: Path, role: RoleDecision) -> None:
    """Take what was said of the line of `role` out of the sidecar at `path`.

    Keeps and raises as `decide` does.
    """
    quoted = _quotes(asdict(role))

    def enter(document: TOMLDocument) -> None:
        take_out(document, "role", lambda row: _quotes(row) == quoted)

    revise(path, enter)


def _quotes(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(key, "")).strip() for key in ("text", "prefix", "suffix"))


def front_field(name: str) -> str:
    """The front field that `name` means; `deck` is another name of the subtitle.

    >>> front_field("deck"), front_field("title")
    ('subtitle', 'title')
    """
    return next((key for key, other in DECK.items() if other == name), name)


def set_front(path: Path, key: str, value: str | Sequence[str]) -> None:
    """Write the front field `key` into the sidecar at `path`, or take an empty one out.

    Keeps and raises as `decide` does.
    """

    def enter(document: TOMLDocument) -> None:
        older = DECK.get(key, key)  # the file may call it so
        standing = older if older in document else key
        if said := _spoken(value):
            document[standing] = said
        else:
            document.pop(standing, None)

    revise(path, enter)


def _spoken(value: str | Sequence[str]) -> str | list[str]:
    """`value` without texts that say nothing; empty when all of it does."""
    if isinstance(value, str):
        return value if value.strip() else ""
    return [word for word in value if word.strip()]


def unset_front(path: Path, key: str) -> None:
    """Take the field `key` out of the sidecar at `path`. Keeps and raises as `decide` does."""

    def enter(document: TOMLDocument) -> None:
        for name in (key, DECK.get(key, key)):
            document.pop(name, None)

    revise(path, enter)


def set_imprint(path: Path, key: str, value: str | Sequence[str]) -> None:
    """Write the key `key` of the imprint into the sidecar at `path`, or take an empty one out.

    Identifiers are written bare. Keeps and raises as `decide` does.
    """

    def enter(document: TOMLDocument) -> None:
        said = _spoken(value)
        if not said:
            document.pop(key, None)
        else:
            found = getattr(imprint.imprint({key: said}, path.name), key)
            document[key] = found if isinstance(found, str) else list(found)

    revise(path, enter)


def set_author(path: Path, name: str, told: Mapping[str, str]) -> None:
    """Write what is `told` of the author `name` into the sidecar at `path`.

    An empty value takes a field away; a table that says nothing but the name goes too.
    Keeps and raises as `decide` does.
    """

    def enter(document: TOMLDocument) -> None:
        def is_meant(row: Mapping[str, Any]) -> bool:
            return imprint.folded(str(row.get("name", ""))) == imprint.folded(name)

        checked = asdict(imprint.people({imprint.AUTHOR: [{"name": name, **told}]}, path.name)[0])
        row = next((row for row in document.get(imprint.AUTHOR, []) if is_meant(row)), None)
        if row is None:
            append(document, imprint.AUTHOR, {key: checked[key] for key in ("name", *told)})
        else:
            for key in told:
                if checked[key]:
                    row[key] = checked[key]
                else:
                    row.pop(key, None)
        take_out(document, imprint.AUTHOR, lambda row: is_meant(row) and [*row] == ["name"])

    revise(path, enter)


def revise(path: Path, *changes: Change) -> None:
    """Let `changes` be made to the sidecar at `path`, all at once or none.

    A result that could not be read is not written, nor one that says what stands there, or would
    in a new file. Of several commands at once each finds what the one before it wrote. Raises
    `UsageError` for what came in with the words of a command and is no UTF-8.
    """
    with files.alone(path.parent):
        result = revised(path, *changes)
        if result != _standing(path):
            save(path, result)


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
    return _checked(result, path.name)


def _standing(path: Path) -> str:
    """What stands in the sidecar at `path`, or would in one that says nothing."""
    data = received(path)
    return f'schema = "{SCHEMA}"\n' if data is None else data.decode("utf-8-sig")


def _checked(text: str, name: str) -> str:
    """`text`, if it can be read as the sidecar `name`. Raises what `revise` does."""
    try:
        loads(text.encode("utf-8"), name)
    except UnicodeEncodeError as error:
        message = f"`{name}` cannot hold {text[error.start : error.end]!r}, which is no text"
        raise UsageError(message, hint="type it in UTF-8", code="usage.encoding") from None
    return text


# ── the editor's own words ───────────────────────────────────────────────────


def rewrite(path: Path, rewriting: Decision, instead: Decision | None = None) -> None:
    """Write `rewriting` into the sidecar at `path`, in place of an earlier one.

    Keeps and raises as `decide` does.
    """
    revise(path, rewriting_as(rewriting, instead))


def rewriting_as(rewriting: Decision, instead: Decision | None = None) -> Change:
    """The change of a sidecar that `rewrite` makes."""

    def enter(document: TOMLDocument) -> None:
        values = {name: getattr(rewriting, name) for name in _REWRITTEN}
        rows = document.get("edit", [])
        row = next((row for row in rows if instead and _is_rewriting(row, instead)), None)
        if row is None:
            append(document, "edit", values)
            return
        row.pop("before", None)
        row.update({name: value for name, value in values.items() if value})
        for name in (name for name, value in values.items() if not value):
            row.pop(name, None)

    return enter


def unwrite(path: Path, rewriting: Decision) -> None:
    """Take `rewriting` out of the sidecar at `path`. Keeps and raises as `decide` does."""
    revise(path, unwriting(rewriting))


def unwriting(rewriting: Decision) -> Change:
    """The change of a sidecar that `unwrite` makes."""

    def enter(document: TOMLDocument) -> None:
        take_out(document, "edit", lambda row: _is_rewriting(row, rewriting))

    return enter


def _is_rewriting(row: Mapping[str, Any], rewriting: Decision) -> bool:
    names = ("id", "before", *_REWRITTEN)
    return all((row.get(name) or "") == (getattr(rewriting, name) or "") for name in names)
