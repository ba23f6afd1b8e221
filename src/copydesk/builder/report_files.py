"""The end of a run: what it leaves for people and scripts, and what is remembered of it.

The page of all articles and the quarantine are made from the rows of `index_page`. A build with
nothing to do neither reads nor writes these, nor imports what makes the page.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from copydesk.builder import dist, state, store, up_to_date
from copydesk.builder.report import Report, escape, escape_message, report_record
from copydesk.builder.survey import Survey
from copydesk.builder.up_to_date import SourceSnapshot
from copydesk.errors import ToolError
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.builder.index_page import DocumentRow

REPORT: Final = "report.json"
QUARANTINE: Final = "quarantine.txt"

#: Files in `dist/` that are no article's.
NAMES: Final = (REPORT, up_to_date.PAGE, QUARANTINE)


def keep_run(
    desk: Survey,
    report: Report,
    made: Collection[str],
    seen: SourceSnapshot | None,
    *,
    everything: bool,
) -> Report:
    """`report`, after it was published and what is to be remembered was written down.

    The outputs stand by then: what fails here is time that the next run loses, and a note.
    Files were `made` or taken away of these documents, `seen` is what the source looked like
    before the survey; `everything` says that the whole desk was asked for.
    """
    notes = list(report.notes)
    try:
        if made or _is_news(desk, report, everything=everything):
            left = publish(desk, report)
            report = replace(report, left=left)
            # A run over some articles cannot say whether the others are as the page has them.
            desk.state.shown = _mark(desk, report) if everything else ""
            desk.state.dirty = True
    except ToolError as error:
        notes.append(str(error))
    except OSError as error:  # a file of the package
        notes.append(str(files.failure(error, "the page of all articles could not be made")))
    store.sweep(desk.out)
    report = replace(report, notes=tuple(notes))
    is_dirty = desk.state.dirty
    with contextlib.suppress(OSError):  # lost is only time on the next run
        table = up_to_date.table_of(desk, seen, report)
        if table and table != desk.state.table:
            desk.state.table, desk.state.dirty = table, True
    try:
        if desk.state.dirty:
            state.save(desk)
    except ToolError as error:
        if is_dirty:
            return replace(report, notes=(*report.notes, str(error)))
    return report


def _is_news(desk: Survey, report: Report, *, everything: bool) -> bool:
    """Whether the page of all articles may be otherwise now, though none was built."""
    if any(one.seconds or one.status in {"failed", "not tried"} for one in report.outcomes):
        return True
    if not everything or not desk.everything:
        return False
    there = os.access(desk.out / up_to_date.PAGE, os.F_OK)
    return not there or _mark(desk, report) != desk.state.shown


def _mark(desk: Survey, report: Report) -> str:
    """What tells whether the page of all articles may be otherwise, without a look at them."""
    bad = [
        (one.slug, one.status, one.code, one.message) for one in report.outcomes if not one.is_done
    ]
    names = [document.slug for document in desk.everything]
    text = f"{names}{bad}{report.orphans}{desk.code}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def publish(desk: Survey, report: Report) -> tuple[str, ...]:
    """Write all of them after a run; where people find more.

    Raises `ToolError`.
    """
    kept = {REPORT: _dumps(report_record(report)), **_shown(desk, report)}
    _keep(desk, kept)
    shown = (name for name in (up_to_date.PAGE, QUARANTINE) if name in kept)
    return tuple(f"{desk.config.out}/{name}" for name in shown)


def _dumps(values: dict[str, Any]) -> bytes:
    """The bytes of the report, a line for each document: Python sets an indent slowly."""
    documents = values.pop("documents")
    head = json.dumps(values, ensure_ascii=False, indent=1).removesuffix("\n}")
    encoder = json.JSONEncoder(ensure_ascii=False)
    lines = ",\n  ".join(map(encoder.encode, documents))
    text = f'{head},\n "documents": [\n  {lines}\n ]\n}}\n'
    # What is no letter, as in the name of a file, is escaped as JSON has it.
    return text.encode("utf-8", "backslashreplace")


def republish(desk: Survey, gone: Iterable[str]) -> None:
    """Write those of them that list articles after some are `gone`. Raises `ToolError`."""
    slugs = frozenset(gone)
    rows = desk.state.documents.items()
    desk.state.documents = {path: row for path, row in rows if row.get("slug") not in slugs}
    if files.is_there(desk.out / up_to_date.PAGE):
        _keep(desk, _shown(desk, Report(())))
        state.save(desk)


def _shown(desk: Survey, report: Report) -> dict[str, bytes]:
    """The files that list all articles."""
    from copydesk.builder import index_page

    now = dt.datetime.now().astimezone()
    head = index_page.IndexHeading(
        desk.config.publication.name, f"{now.day} {now:%B %Y, %H:%M}", report.seconds
    )
    rows = index_page.list_rows(desk)
    page = index_page.make_page(rows, report.orphans or dist.find_orphans(desk), head)
    listed = list_quarantine(rows, desk.config.out)
    return {
        up_to_date.PAGE: page.encode("utf-8", "replace"),
        QUARANTINE: os.fsencode(listed),
    }


def _keep(desk: Survey, kept: dict[str, bytes]) -> None:
    if not kept[QUARANTINE]:
        del kept[QUARANTINE]
        files.discard(desk.out / QUARANTINE)
    store.keep_files(desk.out, kept)


# ── the quarantine ─────────────────────────────────────────────────────────────


def list_quarantine(rows: Iterable[DocumentRow], out: str) -> str:
    """The list, each source below its reason; "" when nothing is refused or failed.

    >>> from copydesk.builder.index_page import DocumentRow
    >>> row = DocumentRow("a", "source/a.txt", "refused", message="it is empty",
    ...                   hint="send the text")
    >>> print(list_quarantine([row], "dist"), end="")
    # 1 submission is refused or failed; once it is mended: copydesk build @dist/quarantine.txt
    <BLANKLINE>
    # refused: it is empty
    # send the text
    source/a.txt
    """
    bad = [row for row in rows if row.is_bad]
    if not bad:
        return ""
    many, it = ("submission is", "it is") if len(bad) == 1 else ("submissions are", "they are")
    again = f"copydesk build @{escape(out)}/{QUARANTINE}"
    lines = [f"# {len(bad):,} {many} refused or failed; once {it} mended: {again}"]
    for row in bad:
        code = f" [{row.code}]" if row.code else ""
        lines += ["", f"# {row.status}: {escape_message(row.message)}{escape(code)}"]
        lines += [f"# {escape_message(row.hint)}"] if row.hint else []
        lines += _target(row)
    return "\n".join(lines) + "\n"


def _target(row: DocumentRow) -> list[str]:
    """The source, or the slug with the source above it when no line can hold its name."""
    name = row.source
    if name == name.strip() and len(name.splitlines()) == 1:
        return [name]
    return [f"# {escape(name)}", row.slug]
