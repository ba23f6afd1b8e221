"""What a build leaves for people and scripts: the page of all articles, the quarantine, the report.

Each is made from the `page_rows`, which a build with nothing to do neither reads nor writes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Container, Iterable, Mapping
from typing import Any, Final

from copydesk.builder import dist, index_page, page_rows, state, store
from copydesk.builder.page_rows import Row
from copydesk.builder.report import Report, escape, escape_message, report_record
from copydesk.builder.survey import Survey
from copydesk.gate import files

REPORT: Final = "report.json"
QUARANTINE: Final = "quarantine.txt"

#: Files in `dist/` that are no article's.
NAMES: Final = (REPORT, index_page.NAME, QUARANTINE)


def publish(desk: Survey, report: Report, rows: Mapping[str, Row]) -> tuple[str, ...]:
    """Write all of them after a run in which `rows` were built; where people find more.

    Raises `ToolError`.
    """
    called = page_rows.update_rows(desk, report, rows, page_rows.loads(desk.state.page))
    kept = {REPORT: _dumps(report_record(report)), **_shown(desk, report, called)}
    _keep(desk, kept)
    shown = (name for name in (index_page.NAME, QUARANTINE) if name in kept)
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
    rows = page_rows.loads(desk.state.page)
    known = {slug: row for slug, row in rows.items() if slug not in gone}
    if files.is_there(desk.out / index_page.NAME):
        _keep(desk, _shown(desk, Report(()), page_rows.update_rows(desk, Report(()), {}, known)))
        state.save(desk)


def _shown(desk: Survey, report: Report, called: tuple[Row, ...]) -> dict[str, bytes]:
    """The files that list all articles, of which the state is told."""
    now = dt.datetime.now().astimezone()
    head = index_page.Heading(
        desk.config.publication.name, f"{now.day} {now:%B %Y, %H:%M}", report.seconds
    )
    page = index_page.make_page(called, report.orphans or dist.find_orphans(desk), head)
    listed = list_quarantine(called, desk.config.out)
    desk.state.page = page_rows.dumps(called)
    return {
        index_page.NAME: page.encode("utf-8", "replace"),
        QUARANTINE: os.fsencode(listed),
    }


def _keep(desk: Survey, kept: dict[str, bytes]) -> None:
    if not kept[QUARANTINE]:
        del kept[QUARANTINE]
        files.discard(desk.out / QUARANTINE)
    store.keep_files(desk.out, kept)


# ── the quarantine ─────────────────────────────────────────────────────────────


def list_quarantine(rows: Iterable[Row], out: str) -> str:
    """The list, each source below its reason; "" when nothing is refused or failed.

    >>> row = Row("a", "source/a.txt", "refused", message="it is empty", hint="send the text")
    >>> print(list_quarantine([row], "dist"), end="")
    # 1 submission is refused or failed; once it is mended: copydesk build @dist/quarantine.txt
    <BLANKLINE>
    # refused: it is empty
    # send the text
    source/a.txt
    """
    bad = [row for row in rows if row.status in {"refused", "failed"}]
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


def _target(row: Row) -> list[str]:
    """The source, or the slug with the source above it when no line can hold its name."""
    name = row.source
    if name == name.strip() and len(name.splitlines()) == 1:
        return [name]
    return [f"# {escape(name)}", row.slug]
