"""The library of the desk: the references of all its articles, each work once.

What is built and fresh is read from its `article.json`; the line is run for the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.config import Config
from copydesk.desk import plan, targets
from copydesk.desk.plan import Standing, Survey
from copydesk.errors import CopydeskError
from copydesk.model import Csl
from copydesk.references.merge import Record, Work, merge_records


@dataclass(frozen=True, slots=True)
class Holdings:
    """The works of a desk by key, and the articles that could not be read, with the error."""

    works: tuple[Work, ...]
    missing: tuple[tuple[str, CopydeskError], ...]


def library(
    root: Path, config: Config, names: Iterable[str] = (), here: Path | None = None
) -> Holdings:
    """The works that the articles `names` mean refer to; those of all articles, without names.

    Changes nothing. Raises `UsageError` for a name that is not there.
    """
    desk = plan.survey(root, config)
    records: list[Record] = []
    missing: list[tuple[str, CopydeskError]] = []
    for standing in plan.standings(desk, targets.resolve(desk, names, here)):
        try:
            rows = _built(desk, standing) or _made(desk, standing)
        except CopydeskError as error:
            missing.append((standing.document.source, error))
            continue
        records += [_record(standing.slug, row) for row in rows["references"]]
    return Holdings(merge_records(records), tuple(missing))


def _built(desk: Survey, standing: Standing) -> Mapping[str, Any] | None:
    """The record of a fresh article as it was written; None when it is to be made anew."""
    if standing.state != "fresh":
        return None
    try:
        found = json.loads((desk.out / standing.slug / "article.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "references" in found else None


def _made(desk: Survey, standing: Standing) -> Mapping[str, Any]:
    from copydesk import pipeline
    from copydesk.desk import single

    article = single.article(desk.root, desk.config, standing.document.source)
    return pipeline.record(article)


def _record(slug: str, row: Mapping[str, Any]) -> Record:
    csl: Csl = {name: value for name, value in row["csl"].items() if name != "id"}
    raw = row["raw"]
    return Record(
        slug, row["key"], csl or {"type": "document", "title": raw}, raw, row["confidence"]
    )


def row(work: Work) -> dict[str, Any]:
    """`work` as an object for machines."""
    return {
        "key": work.key,
        "csl": work.csl,
        "articles": [{"slug": slug, "key": key} for slug, key in work.uses],
        "merged": list(work.reasons),
        "conflicts": [
            {
                "field": one.field,
                "kept": one.kept,
                "others": [
                    {"value": value, "articles": list(articles)} for value, articles in one.others
                ],
            }
            for one in work.conflicts
        ],
    }
