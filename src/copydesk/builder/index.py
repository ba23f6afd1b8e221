"""The desk's memory of stamps: which files need not be read again.

It is a cache in `dist/.desk/`: whatever it says can be found out from the
colophons and the files, and without it nothing but time is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from copydesk.builder import store
from copydesk.builder.store import OWN

NAME: Final = "index.json"
REFUSED: Final = "refused.json"
VERSION: Final = 3

#: A file changed so shortly before it was looked at may change again within one
#: tick of the file system's clock, and its stamp would not tell.
TICK_NS: Final = 20_000_000

Stamp: TypeAlias = tuple[int, int]
"""`st_mtime_ns` and `st_size`."""

Entry: TypeAlias = dict[str, Any]
"""What is known of a finished article: `source`, `stamp`, `decided` (stamp of the
sidecar or None), `base` (settings, formats, code and tools in one hash), `files`
(name → stamp, colophon included), `queries`, `proposed`; of a collection `members` too."""


@dataclass(slots=True)
class Index:
    """Entries by slug, refusals by content; `shown` tells what the page of all was made from.

    `sidecars` are the slugs that sidecars ask for, `collections` the articles that those name,
    each by path and with the files that it names (see `belonging`). `issues` are the articles of
    those with the formats attached, behind the hash of the settings.
    """

    code: tuple[str, str] = ("", "")
    articles: dict[str, Entry] = field(default_factory=dict)
    sidecars: dict[str, list[Any]] = field(default_factory=dict)
    refusals: dict[str, Entry] = field(default_factory=dict)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    collections: dict[str, list[Any]] = field(default_factory=dict)
    issues: dict[str, list[Any]] = field(default_factory=dict)
    shown: str = ""
    dirty: bool = False
    _homes: dict[str, str] | None = None

    def home(self, source: str) -> str:
        """The slug under which the article of `source` was built, when first asked; "" if none."""
        if self._homes is None:
            self._homes = {entry["source"]: slug for slug, entry in self.articles.items()}
        return self._homes.get(source, "")


def load(out: Path) -> Index:
    """The index of the desk that builds into `out`; an empty one when it cannot be read."""
    refused = read_json(out / OWN / REFUSED)
    values = read_json(out / OWN / NAME)
    try:
        if values["version"] == VERSION:
            stamps, digest = values["code"]
            kept = ("articles", "sidecars", "refusals", "collections", "issues", "shown")
            known = {key: values[key] for key in kept}
            return Index((stamps, digest), **known, refused=refused)
    except (KeyError, TypeError, ValueError):
        pass  # of another version, or damaged: the files themselves are looked into
    return Index(refused=refused)


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; an empty one when there is none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  read on every run
            values = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def save(out: Path, index: Index, slugs: Mapping[str, str]) -> None:
    """Write what concerns the documents of `slugs` (source → slug). Raises `ToolError`."""
    known = set(slugs.values())
    index.articles = {slug: entry for slug, entry in index.articles.items() if slug in known}
    index.sidecars = {path: row for path, row in index.sidecars.items() if path in slugs}
    index.refusals = {path: entry for path, entry in index.refusals.items() if path in slugs}
    index.collections = {path: row for path, row in index.collections.items() if path in slugs}
    index.issues = {path: row for path, row in index.issues.items() if path in slugs}
    keys = {entry["key"] for entry in index.refusals.values()}
    index.refused = {key: words for key, words in index.refused.items() if key in keys}
    values = {
        "version": VERSION,
        "code": index.code,
        "articles": index.articles,
        "sidecars": index.sidecars,
        "refusals": index.refusals,
        "collections": index.collections,
        "issues": index.issues,
        "shown": index.shown,
    }
    text = json.dumps(values, separators=(",", ":"))
    words = json.dumps(index.refused, indent=1)
    store.keep_files(out, {
        f"{OWN}/{REFUSED}": words.encode("ascii"), f"{OWN}/{NAME}": text.encode("ascii"),
    })  # fmt: skip
    index.dirty = False


def settled(stamp: Stamp, taken: int) -> Stamp:
    """`stamp`, or one that never fits when the file changed just before `taken`.

    >>> settled((1_000_000_000, 5), taken=1_000_000_001)
    (0, 5)
    """
    return (0 if taken - stamp[0] < TICK_NS else stamp[0], stamp[1])


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of the file at `path`, None when there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return (facts.st_mtime_ns, facts.st_size)
