"""What a desk remembers of its documents: which need not be read again, and why some were refused.

It lies in `dist/.desk/state`, beside the table of `up_to_date`. It is a cache: whatever it says can
be found out from the colophons and the files, and without it nothing but time is lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from copydesk.builder import named_files, store, up_to_date
from copydesk.builder.named_files import Row, stamp_of
from copydesk.builder.submissions import SIDECAR, Document
from copydesk.errors import CopydeskError

if TYPE_CHECKING:
    from copydesk.builder.report import DocumentOutcome
    from copydesk.builder.survey import Survey
    from copydesk.model import Colophon

Entry: TypeAlias = dict[str, Any]
"""What is known of a document, which was last built as `slug` and took `seconds`.

Where what it is made from decides how it stands, that has `stamps`, `needed` and `base` (settings,
formats, code and tools in one hash). A finished one has `files` (name → stamp, colophon included),
`queries`, `proposed` and `card`. A refused one has the `key` of its contents and the `version` of
copydesk, one that failed by itself nothing more. One that its last run did not build has the
`status`, `message`, `hint` and `code` of its outcome, and is `past` when no file was made of it;
it may be finished from an earlier run."""

_KEPT: Final = ("code", "documents", "memos", "shown")
#: Characters of a message that an entry keeps; it may quote what a stranger wrote.
_MOST: Final = 1_000
#: The code of a failure that is no document's own: the disk may have room again.
DISK: Final = "file.write"
#: What an entry says of a run that did not build the document.
TROUBLE: Final = ("status", "message", "hint", "code", "past")


@dataclass(slots=True)
class BuildState:
    """The entry of each document by its source.

    `memos` has for each sidecar, collection and issue what was learnt from it (`named_files`),
    `shown` tells what the page of all articles was made from. `table` are the parts of
    `up_to_date`.
    """

    code: tuple[str, str] = ("", "")
    documents: dict[str, Entry] = field(default_factory=dict)
    memos: dict[str, Row] = field(default_factory=dict)
    shown: str = ""
    table: tuple[bytes, bytes] = (b"", b"")
    dirty: bool = False

    def entry(self, source: str) -> Entry:
        """What is known of the document of `source`; nothing of a new one."""
        return self.documents.get(source, {})

    def keep(self, one: Document | DocumentOutcome, entry: Entry) -> None:
        """Remember `entry` of a document."""
        if entry != self.documents.get(one.source):
            self.documents[one.source] = entry
            self.dirty = True

    def former_slug(self, document: Document) -> str:
        """The other slug under which the outputs of `document` lie; "" when there is none."""
        entry = self.entry(document.source)
        former = entry["slug"] if "files" in entry else ""
        return former if former != document.slug else ""

    def note_outcome(self, one: DocumentOutcome, *, made: bool) -> None:
        """Remember what a run did not build, and forget it of what is as it should be.

        `made` says that the run left files of it: of one that failed all but a format may be.
        """
        entry = self.entry(one.source)
        if one.is_done:
            if "status" in entry:
                kept = {key: value for key, value in entry.items() if key not in TROUBLE}
                self.keep(one, kept if "files" in kept else {})
            return
        if entry.get("slug") != one.slug:
            entry = {}  # what is finished lies under another name
        trouble = {
            "slug": one.slug, "status": one.status, "message": one.message[:_MOST],
            "hint": one.hint, "code": one.code, "past": not made and entry.get("past", True),
            "seconds": round(one.seconds, 3) or entry.get("seconds", 0.0),
        }  # fmt: skip
        self.keep(one, {**entry, **trouble})

    def learn(
        self,
        root: Path,
        path: str,
        taken: int,
        read: Callable[[], tuple[Any, Mapping[str, Any]]],
        given: str = "",
    ) -> tuple[Any, str]:
        """What is learnt from the file at `path`, and the stamps of the files that it names.

        It is looked at as it is at the moment `taken`. Only when it, a file that it names or what
        it is read with, the `given`, has changed since the last time it is `read`, which returns
        what is learnt and the settings in it. Of a faulty one nothing is learnt (None): its build
        says what is wrong.
        """
        learnt, then, stamps = self.memos.get(path) or (None, "", [])
        names = [name for name, *_ in stamps]
        if not stamps or then != given or stamps != named_files.stamp_files(root, names, taken):
            learnt = None
            own = named_files.stamp_files(root, (path,), taken)
            try:
                learnt, settings = read()
                named = named_files.find_named(root, settings, path)
            except CopydeskError:
                return learnt, ""
            stamps = own + named_files.stamp_files(root, named, taken)
            self.memos[path] = [learnt, given, stamps]
            self.dirty = True
        return learnt, repr(stamps[1:]) if stamps[1:] else ""


def load(out: Path) -> BuildState:
    """What is remembered of the desk that builds into `out`; nothing when it cannot be read."""
    try:
        first, names, documents = up_to_date.read_parts(out)
        values = json.loads(documents)
        known = {key: values[key] for key in _KEPT}
        known["code"] = (known["code"][0], known["code"][1])
        return BuildState(**known, table=(first, names))
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return BuildState()  # of another version, or damaged: the files themselves are looked into


def save(desk: Survey) -> None:
    """Write what concerns the documents of `desk`. Raises `ToolError`."""
    state = desk.state
    sources = {one.source for one in desk.everything}
    files = sources | {source + SIDECAR for source in sources}
    state.documents = {path: entry for path, entry in state.documents.items() if path in sources}
    state.memos = {path: row for path, row in state.memos.items() if path in files}
    values = {key: getattr(state, key) for key in _KEPT}
    text = json.dumps(values, separators=(",", ":")).encode("ascii")
    content = up_to_date.join_parts([*state.table, text])
    store.keep_files(desk.out, {up_to_date.NAME: content})
    state.dirty = False


# ── entries ────────────────────────────────────────────────────────────────────


def mark_inputs(desk: Survey, document: Document) -> Entry:
    """The part of an entry that tells whether a document's inputs moved."""
    return {
        "slug": document.slug,
        "stamps": document.stamps,
        "needed": document.needed,
        "base": desk.base,
    }


def refusal_entry(desk: Survey, document: Document, key: str) -> Entry:
    """What stands in the entry of a document that was refused beside the words."""
    return {**mark_inputs(desk, document), "key": key, "version": desk.code}


def built_entry(desk: Survey, document: Document, made: Colophon, seconds: float = 0.0) -> Entry:
    """The entry of a document whose outputs are all as `made` says.

    `seconds` is what its build took, 0 for one that was not built now.
    """
    folder = desk.out / document.slug
    listed = (store.COLOPHON, *(output.name for output in made.outputs))
    return {
        **mark_inputs(desk, document),
        "files": {name: stamp_of(folder / name) for name in listed},
        "queries": made.queries,
        "proposed": made.proposed,
        "card": tuple(getattr(made.card, name) for name in made.card.__slots__),
        "seconds": round(seconds, 3) or desk.state.entry(document.source).get("seconds", 0.0),
    }


def is_unmoved(entry: Entry, document: Document, base: str) -> bool:
    """Whether what `document` is made from bears the stamps it had then."""
    return bool(
        entry.get("stamps") == document.stamps
        and entry["base"] == base
        and entry["slug"] == document.slug
        and tuple(entry["needed"]) == document.needed
    )


def is_in_place(out: str, slug: str, entry: Entry) -> bool:
    """Whether every output still bears the stamp it was left with."""
    stat = os.stat
    folder = f"{out}/{slug}/"
    try:
        for name, (moment, size) in entry["files"].items():
            facts = stat(folder + name)
            if facts.st_mtime_ns != moment or facts.st_size != size:
                return False
    except OSError:
        return False
    return True
