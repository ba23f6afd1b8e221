"""`colophon.json`: what an article's outputs were made from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from copydesk.desk.store import COLOPHON
from copydesk.model import Colophon, Output

SCHEMA: Final = "copydesk.colophon/1"


def dumps(colophon: Colophon) -> bytes:
    """The file's bytes; `loads` gives the same colophon back.

    >>> colophon = Colophon("source/a.txt", "1", "", "2", "3", (("python", "3.11"),), ())
    >>> loads(dumps(colophon)) == colophon
    True
    """
    values = {"schema": SCHEMA, **asdict(colophon)}
    values["tools"] = dict(colophon.tools)
    values["queries"] = dict(colophon.queries)
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def loads(data: bytes) -> Colophon | None:
    """The colophon that `data` holds; None when it is none of this version."""
    try:
        values: dict[str, Any] = json.loads(data)
        if values.pop("schema") != SCHEMA:
            return None
        values["tools"] = tuple(values["tools"].items())
        values["queries"] = tuple(values["queries"].items())
        values["outputs"] = tuple(Output(**output) for output in values["outputs"])
        return Colophon(**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read(folder: Path) -> Colophon | None:
    """The colophon in an article's folder; None when there is no whole one."""
    try:
        return loads((folder / COLOPHON).read_bytes())
    except OSError:
        return None
