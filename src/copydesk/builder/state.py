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
from copydesk.builder.named_files import Row, Stamp, stamp_of
from copydesk.builder.submissions import SIDECAR
from copydesk.errors import CopydeskError

if TYPE_CHECKING:
    from copydesk.builder.submissions import Document
    from copydesk.builder.survey import Survey
    from copydesk.model import Colophon

Entry: TypeAlias = dict[str, Any]
"""What is known of a finished document: `source`, `stamps`, `needed`, `base` (settings, formats,
code and tools in one hash), `files` (name → stamp, colophon included), `queries`, `proposed`,
`card`, `seconds`; of a refused one `key` and `code` in place of the last five."""

_KEPT: Final = ("code", "articles", "refusals", "refused", "memos", "troubles", "shown")


@dataclass(slots=True)
class BuildState:
    """Entries by slug, refusals by source, their words by content.

    `memos` has for each sidecar, collection and issue what was learnt from it (`named_files`),
    `troubles` by slug what the page of all articles says of what was not built; `shown` tells
    what that page was made from. `table` are the parts of `up_to_date`.
    """

    code: tuple[str, str] = ("", "")
    articles: dict[str, Entry] = field(default_factory=dict)
    refusals: dict[str, Entry] = field(default_factory=dict)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    memos: dict[str, Row] = field(default_factory=dict)
    troubles: dict[str, dict[str, Any]] = field(default_factory=dict)
    shown: str = ""
    table: tuple[bytes, bytes] = (b"", b"")
    dirty: bool = False
    _homes: dict[str, str] | None = None

    def home(self, source: str) -> str:
        """The slug under which the article of `source` was built, when first asked; "" if none."""
        if self._homes is None:
            self._homes = {entry["source"]: slug for slug, entry in self.articles.items()}
        return self._homes.get(source, "")

    def learn(
        self,
        root: Path,
        path: str,
        seen: tuple[Stamp, int],
        read: Callable[[], tuple[Any, Mapping[str, Any]]],
        given: str = "",
    ) -> tuple[Any, str]:
        """What is learnt from the file at `path`, and the stamps of the files that it names.

        `seen` is its stamp and when that was looked at. Only when it, a file that it names or
        what it is read with, the `given`, has changed since the last time it is `read`, which
        returns what is learnt and the settings in it. Of a faulty one nothing is learnt (None):
        its build says what is wrong.
        """
        known = self.memos.get(path)
        if known and known[2] == given and named_files.is_row_settled(known, root, *seen):
            return known[3], named_files.row_stamps(known)
        learnt = None
        try:
            learnt, settings = read()
            named = named_files.find_named(root, settings, path)
        except CopydeskError:
            return learnt, ""
        self.memos[path] = row = named_files.make_row(root, seen, given, learnt, named)
        self.dirty = True
        return learnt, named_files.row_stamps(row)


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
    slugs = {one.slug for one in desk.everything}
    sources = {one.source for one in desk.everything}
    files = sources | {source + SIDECAR for source in sources}
    state.articles = {slug: entry for slug, entry in state.articles.items() if slug in slugs}
    state.troubles = {slug: trouble for slug, trouble in state.troubles.items() if slug in slugs}
    state.refusals = {path: entry for path, entry in state.refusals.items() if path in sources}
    state.memos = {path: row for path, row in state.memos.items() if path in files}
    keys = {entry["key"] for entry in state.refusals.values()}
    state.refused = {key: words for key, words in state.refused.items() if key in keys}
    values = {key: getattr(state, key) for key in _KEPT}
    text = json.dumps(values, separators=(",", ":")).encode("ascii")
    content = up_to_date.join_parts([*state.table, text])
    store.keep_files(desk.out, {up_to_date.NAME: content})
    state.dirty = False


# ── entries ────────────────────────────────────────────────────────────────────


def _mark(desk: Survey, document: Document) -> Entry:
    """The part of an entry that tells whether a document's inputs moved."""
    return {
        "source": document.source,
        "stamps": document.stamps,
        "needed": document.needed,
        "base": desk.base,
    }


def refusal_entry(desk: Survey, document: Document, key: str) -> Entry:
    """The entry of a document that was refused; `key` finds the words."""
    return {**_mark(desk, document), "key": key, "code": desk.code}


def built_entry(desk: Survey, document: Document, made: Colophon, seconds: float = 0.0) -> Entry:
    """The entry of an article whose outputs are all as `made` says.

    `seconds` is what its build took, 0 for one that was not built now.
    """
    folder = desk.out / document.slug
    listed = (store.COLOPHON, *(output.name for output in made.outputs))
    known = desk.state.articles.get(document.slug, {})
    return {
        **_mark(desk, document),
        "files": {name: stamp_of(folder / name) for name in listed},
        "queries": made.queries,
        "proposed": made.proposed,
        "card": tuple(getattr(made.card, name) for name in made.card.__slots__),
        "seconds": round(seconds, 3) or known.get("seconds", 0.0),
    }


def is_unmoved(entry: Entry, document: Document, base: str) -> bool:
    """Whether what `document` is made from bears the stamps it had then."""
    return bool(
        entry["stamps"] == document.stamps
        and entry["base"] == base
        and entry["source"] == document.source
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
