"""What a run writes down at its end: the pages about the desk, if they are news, and the index.

The outputs stand by then. What fails here is time that the next run loses, and a note.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from copydesk.desk import index, seal, store
from copydesk.errors import ToolError
from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.desk.plan import Survey
    from copydesk.desk.report import Report
    from copydesk.desk.roll import Row


def keep(desk: Survey, report: Report, rows: Mapping[str, Row], *, everything: bool) -> Report:
    """`report`, after it was published and what is to be remembered was written down.

    `rows` are what the roll says anew; `everything` says that the whole desk was asked for.
    """
    notes = list(report.notes)
    try:
        if rows or _is_news(desk, report, everything=everything):
            from copydesk.desk import publishing  # which a build with nothing to do does without

            left = publishing.publish(desk, report, rows)
            report = replace(report, left=left)
            # A run over some articles cannot say whether the others are as the page has them.
            desk.index.shown = _mark(desk, report) if everything else ""
            desk.index.dirty = True
    except ToolError as error:
        notes.append(str(error))
    except OSError as error:  # a file of the package
        notes.append(str(files.failure(error, "the page of all articles could not be made")))
    try:
        if desk.index.dirty:
            save(desk)
    except ToolError as error:
        notes.append(str(error))
    store.sweep(desk.out)
    return replace(report, notes=tuple(notes))


def _is_news(desk: Survey, report: Report, *, everything: bool) -> bool:
    """Whether the page of all articles may be otherwise now, though none was built."""
    if any(one.seconds or one.status in {"failed", "not tried"} for one in report.outcomes):
        return True
    if not everything or not desk.everything:
        return False
    return _mark(desk, report) != desk.index.shown or not os.access(desk.out / seal.PAGE, os.F_OK)


def _mark(desk: Survey, report: Report) -> str:
    """What tells whether the page of all articles may be otherwise, without a look at them."""
    bad = [
        (one.slug, one.status, one.code, one.message)
        for one in report.outcomes
        if one.status in {"refused", "failed", "not tried"}
    ]
    names = [document.slug for document in desk.everything]
    text = f"{names}{bad}{report.orphans}{desk.code}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def save(desk: Survey) -> None:
    """Write the index of `desk`. Raises `ToolError`."""
    slugs = {document.source: document.slug for document in desk.everything}
    index.save(desk.out, desk.index, slugs)
