"""What the index remembers of a document, and whether it still holds.

Stamps alone are looked at. As long as they are as they were when a build was done, nothing
has to be read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from copydesk.builder import index, store
from copydesk.builder.index import Entry

if TYPE_CHECKING:
    from copydesk.builder.survey import Document, Survey
    from copydesk.model import Colophon


def _mark(desk: Survey, document: Document, base: str) -> Entry:
    """The part of an index entry that tells whether a document's inputs moved."""
    decided = document.decided
    return {
        "source": document.source,
        "stamp": index.settled(document.stamp, desk.taken),
        "decided": None if decided is None else index.settled(decided, desk.taken),
        "pictures": document.pictures,
        "library": document.library,
        **({"named": document.named} if document.named else {}),
        **({"needed": document.needed} if document.needed else {}),
        "base": base,
        **({"members": document.members} if document.members else {}),
    }


def refusal(desk: Survey, document: Document, base: str, key: str) -> Entry:
    """The index entry of a document that was refused; `key` finds the words."""
    return {**_mark(desk, document, base), "key": key, "code": desk.code}


def entry_of(desk: Survey, document: Document, made: Colophon, base: str) -> Entry:
    """The index entry of an article whose outputs are all as `made` says."""
    folder = desk.out / document.slug
    listed = (store.COLOPHON, *(output.name for output in made.outputs))
    return {
        **_mark(desk, document, base),
        "files": {name: index.stamp_of(folder / name) for name in listed},
        "queries": made.queries,
        "proposed": made.proposed,
    }


def is_unmoved(entry: Entry, document: Document, base: str) -> bool:
    """Whether what `document` is made from bears the stamps it had then."""
    decided = entry["decided"]
    return (
        entry["base"] == base
        and entry["source"] == document.source
        and tuple(entry["stamp"]) == document.stamp
        and (None if decided is None else tuple(decided)) == document.decided
        and entry.get("pictures", "") == document.pictures
        and entry.get("library", "") == document.library
        and entry.get("named", "") == document.named
        and tuple(entry.get("needed", ())) == document.needed
        and entry.get("members", "") == document.members
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
