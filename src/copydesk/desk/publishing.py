"""What a build leaves for people and scripts: the page of all articles, the quarantine, the report.

Each is made from the roll, which a build with nothing to do neither reads nor writes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Container, Mapping
from typing import Any, Final

from copydesk.desk import built, overview, quarantine, roll, store
from copydesk.desk.plan import Survey
from copydesk.desk.report import Report, records
from copydesk.desk.roll import Row
from copydesk.gate import files

REPORT: Final = "report.json"

#: Files in `dist/` that are no article's, and what they are made from.
NAMES: Final = (REPORT, overview.NAME, quarantine.NAME, f"{store.OWN}/{roll.NAME}")


def publish(desk: Survey, report: Report, rows: Mapping[str, Row]) -> tuple[str, ...]:
    """Write all of them after a run in which `rows` were built; where people find more.

    Raises `ToolError`.
    """
    called = roll.called(desk, report, rows, roll.load(desk.out))
    kept = {REPORT: _dumps(records(report)), **_shown(desk, report, called)}
    _keep(desk, kept)
    shown = (name for name in (overview.NAME, quarantine.NAME) if name in kept)
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


def republish(desk: Survey, gone: Container[str]) -> None:
    """Write those of them that list articles after some are `gone`. Raises `ToolError`."""
    known = {slug: row for slug, row in roll.load(desk.out).items() if slug not in gone}
    if files.is_there(desk.out / overview.NAME):
        _keep(desk, _shown(desk, Report(()), roll.called(desk, Report(()), {}, known)))


def _shown(desk: Survey, report: Report, called: tuple[Row, ...]) -> dict[str, bytes]:
    """The files that list all articles."""
    now = dt.datetime.now().astimezone()
    head = overview.Heading(
        desk.config.publication.name, f"{now.day} {now:%B %Y, %H:%M}", report.seconds
    )
    page = overview.page(called, report.orphans or built.orphans(desk), head)
    listed = quarantine.listed(called, desk.config.out)
    return {
        f"{store.OWN}/{roll.NAME}": roll.dumps(called),
        overview.NAME: page.encode("utf-8", "replace"),
        quarantine.NAME: os.fsencode(listed),
    }


def _keep(desk: Survey, kept: dict[str, bytes]) -> None:
    if not kept[quarantine.NAME]:
        del kept[quarantine.NAME]
        files.discard(desk.out / quarantine.NAME)
    store.keep(desk.out, kept)
