"""The rows of the page of all articles: what became of each document when it was last looked at.

They are a part of the `state`. What a build did not look at keeps its row; a row that is lost is
made anew from the colophon. A build that changes nothing does not read them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final, Literal, TypeAlias

from copydesk.builder import colophon
from copydesk.builder.report import Outcome, Report, Status, count_asking
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.model import Card, Colophon

VERSION: Final = 1

#: Characters of a message that a row keeps; it may quote what a stranger wrote.
_KEPT: Final = 1_000
NO_CARD: Final = Card()
#: What has nothing new to show.
BAD: Final = ("refused", "failed")

RowStatus: TypeAlias = Status | Literal["not built yet"]


@dataclass(frozen=True, slots=True)
class Row:
    """One document. `files` are (name in its folder, bytes) of what stands there.

    They are `past` when an earlier build has left them, and the last one none.
    `seconds` is what its last build took; the other fields are those of its `Outcome`.
    """

    slug: str
    source: str
    status: RowStatus
    card: Card = NO_CARD
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


def make_row(outcome: Outcome, made: Colophon) -> Row:
    """The row of a document whose outputs are those of `made`."""
    files = tuple((output.name, output.size) for output in made.outputs)
    asks = count_asking(made.queries) or made.proposed
    return Row(
        outcome.slug, outcome.source, "built with queries" if asks else "built", made.card, files,
        made.queries, made.proposed, seconds=round(outcome.seconds, 3),
    )  # fmt: skip


def update_rows(
    desk: Survey, report: Report, rows: Mapping[str, Row], known: Mapping[str, Row]
) -> tuple[Row, ...]:
    """The rows of `desk` after a run: `rows` are of what was built, `known` were there before."""
    outcomes = {outcome.slug: outcome for outcome in report.outcomes}
    found = []
    for document in desk.everything:
        before, now = known.get(document.slug), rows.get(document.slug)
        if now is None:
            now = _row(desk, document, before, outcomes.get(document.slug))
        elif (outcome := outcomes.get(document.slug)) and outcome.status == "failed":
            now = _told(now, outcome)  # but for one format, all are made
        elif before and not now.seconds:  # files were taken away, nothing was built
            now = replace(now, seconds=before.seconds)
        found.append(now)
    return tuple(found)


def _row(desk: Survey, document: Document, before: Row | None, outcome: Outcome | None) -> Row:
    """The row of a document that was not built now; `outcome` is None where nobody asked for it."""
    fresh = outcome is not None and outcome.status == "up to date"
    # Of one that is up to date what was said of its failure is past.
    known = before and before.source == document.source and not (fresh and _is_past(before))
    row = before if before and known else _standing(desk, document)
    if outcome is None or fresh:
        return row
    if outcome.status in BAD:
        return replace(_told(row, outcome), past=True)
    status: RowStatus = "stale" if row.files else "not built yet"
    return replace(row, status=status, message="", hint="", code="")


def _told(row: Row, outcome: Outcome) -> Row:
    """`row` with what went wrong."""
    return replace(
        row, status=outcome.status, message=outcome.message[:_KEPT], hint=outcome.hint,
        code=outcome.code, seconds=round(outcome.seconds, 3) or row.seconds,
    )  # fmt: skip


def _is_past(row: Row) -> bool:
    return row.status not in {"built", "built with queries"}


def _standing(desk: Survey, document: Document) -> Row:
    """The row of what stands in the folder of `document`."""
    made = colophon.read(desk.out / document.slug)
    if made is None or made.source != document.source:
        return Row(document.slug, document.source, "not built yet")
    return make_row(Outcome(document.slug, document.source, "up to date"), made)


# ── their bytes ───────────────────────────────────────────────────────────────────

_FIELDS: Final = tuple(field.name for field in fields(Row) if field.name != "card")
_ON_CARD: Final = tuple(field.name for field in fields(Card))


def dumps(rows: Iterable[Row]) -> bytes:
    """The bytes of `rows`, a line for each; `loads` gives the same rows back."""
    values, on_card = attrgetter(*_FIELDS), attrgetter(*_ON_CARD)
    encode = json.JSONEncoder(separators=(",", ":")).encode
    lines = ",\n".join(encode((values(row), on_card(row.card))) for row in rows)
    names = json.dumps([_FIELDS, _ON_CARD])
    return f'{{"version":{VERSION},"names":{names},"rows":[\n{lines}\n]}}\n'.encode("ascii")


def loads(data: bytes) -> dict[str, Row]:
    """The rows that `data` holds, by slug; none when it cannot be read."""
    try:
        values = json.loads(data)
        if values["version"] != VERSION or values["names"] != [[*_FIELDS], [*_ON_CARD]]:
            return {}
        return {row[0][0]: _loaded(*row) for row in values["rows"]}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError):
        return {}


def _loaded(values: list[Any], on_card: list[Any]) -> Row:
    row, card = dict(zip(_FIELDS, values, strict=True)), dict(zip(_ON_CARD, on_card, strict=True))
    for key in ("files", "queries"):
        row[key] = tuple((name, int(count)) for name, count in row[key])
    return Row(**row, card=Card(**{**card, "authors": tuple(card["authors"])}))
