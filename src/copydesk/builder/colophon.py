"""`colophon.json`: what an article's outputs were made from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from copydesk.builder.store import COLOPHON
from copydesk.model import ArticleSummary, Colophon, Output

SCHEMA: Final = "copydesk.colophon/2"


def dumps(colophon: Colophon) -> bytes:
    """The file's bytes; `loads` gives the same colophon back.

    >>> colophon = Colophon("source/a.txt", (("submission", "1"), ("tool/python", "3.11")))
    >>> loads(dumps(colophon)) == colophon
    True
    """
    values = {"schema": SCHEMA, **asdict(colophon)}
    values["inputs"] = dict(colophon.inputs)
    values["queries"] = dict(colophon.queries)
    # ASCII, for the name of a source need not be text in any encoding.
    return (json.dumps(values, indent=1) + "\n").encode("ascii")


def loads(data: bytes) -> Colophon | None:
    """The colophon that `data` holds; None when it is none of this version."""
    try:
        values: dict[str, Any] = json.loads(data)
        if values.pop("schema") != SCHEMA:
            return None
        values["inputs"] = tuple(values["inputs"].items())
        values["queries"] = tuple(values["queries"].items())
        values["outputs"] = tuple(Output(**output) for output in values["outputs"])
        card = values["card"]
        values["card"] = ArticleSummary(**{**card, "authors": tuple(card["authors"])})
        # What is listed here may be removed one day: nothing outside the folder is.
        names = (output.name for output in values["outputs"])
        if any(name[0] == "/" or ".." in name.split("/") for name in names):
            return None
        return Colophon(**values)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def read(folder: Path) -> Colophon | None:
    """The colophon in an article's folder; None when there is no whole one."""
    try:
        return loads((folder / COLOPHON).read_bytes())
    except OSError:
        return None
