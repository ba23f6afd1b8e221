"""The rows of the page of all articles: what became of each document when it was last looked at.

They are made from the table of the `state`, which knows what is built and what went wrong; what
has no entry there is looked up in its colophon. A build that changes nothing makes none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final, Literal, TypeAlias

from copydesk.builder import colophon, store
from copydesk.builder.report import Status, count_asking
from copydesk.builder.state import TROUBLE, Entry, built_entry
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.model import ArticleSummary

NO_CARD: Final = ArticleSummary()
#: What has nothing new to show.
BAD: Final = ("refused", "failed")

RowStatus: TypeAlias = Status | Literal["not built yet"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document. `files` are (name in its folder, bytes) of what stands there.

    They are `past` when an earlier build has left them, and the last one none.
    `seconds` is what its last build took; the other fields are those of its `Outcome`.
    """

    slug: str
    source: str
    status: RowStatus
    card: ArticleSummary = NO_CARD
    files: tuple[tuple[str, int], ...] = ()
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    message: str = ""
    hint: str = ""
    code: str = ""
    past: bool = False
    seconds: float = 0.0

    @property
    def is_built(self) -> bool:
        """Whether its outputs are those of the last build."""
        return self.status.startswith("built")


def list_rows(desk: Survey) -> tuple[DocumentRow, ...]:
    """The rows of all documents of `desk`."""
    return tuple(_row(desk, document) for document in desk.everything)


def _row(desk: Survey, document: Document) -> DocumentRow:
    entry = desk.state.entry(document.source)
    if entry.get("slug") != document.slug:
        entry = {}  # it was called otherwise then
    row = _finished(desk, document, entry)
    if "status" not in entry:
        return row
    if entry["status"] not in BAD:  # a run that was broken off left it as it was
        return replace(row, status="stale" if row.files else "not built yet")
    return replace(row, **{name: entry[name] for name in (*TROUBLE, "seconds")})


def _finished(desk: Survey, document: Document, entry: Entry) -> DocumentRow:
    """The row of what stands in the folder of `document`, of which the state has the `entry`."""
    slug, source = document.slug, document.source
    if "files" not in entry:
        made = colophon.read(desk.out / slug)
        if made is None or made.source != source:
            return DocumentRow(slug, source, "not built yet")
        entry = built_entry(desk, document, made)
    card = dict(zip(_ON_CARD, entry["card"], strict=True))
    card["authors"] = tuple(card["authors"])
    queries, proposed = tuple((code, count) for code, count in entry["queries"]), entry["proposed"]
    there = {name: stamp[1] for name, stamp in entry["files"].items() if stamp}
    there.pop(store.COLOPHON, None)
    status: RowStatus = "built with queries" if count_asking(queries) or proposed else "built"
    return DocumentRow(
        slug, source, status, ArticleSummary(**card), (*there.items(),), queries, proposed,
        seconds=entry["seconds"],
    )  # fmt: skip


_ON_CARD: Final = tuple(field.name for field in fields(ArticleSummary))
