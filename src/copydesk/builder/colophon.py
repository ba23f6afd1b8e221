"""`colophon.json`: what an article's outputs were made from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from copydesk.builder.store import COLOPHON
from copydesk.model import Card, Colophon, Output

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
    values["members"] = dict(colophon.members)
    values["named"] = dict(colophon.named)
    for key in ("members", "named"):  # which most have none of
        if not values[key]:
            del values[key]
    # ASCII, for the name of a source need not be text in any encoding.
    return (json.dumps(values, indent=1) + "\n").encode("ascii")


def loads(data: bytes) -> Colophon | None:
    """The colophon that `data` holds; None when it is none of this version."""
    try:
        values: dict[str, Any] = json.loads(data)
        if values.pop("schema") != SCHEMA:
            return None
        values["tools"] = tuple(values["tools"].items())
        values["queries"] = tuple(values["queries"].items())
        values["outputs"] = tuple(Output(**output) for output in values["outputs"])
        for key in ("members", "named"):
            values[key] = tuple(values.get(key, {}).items())
        card = values.get("card", {})  # what earlier versions wrote has none
        values["card"] = Card(**{**card, "authors": tuple(card.get("authors", ()))})
        # What is listed here may be removed one day: nothing outside the folder is.
        if any(name[0] == "/" or ".." in name.split("/") for name in _names(values)):
            return None
        return Colophon(**values)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _names(values: dict[str, Any]) -> list[str]:
    return [output.name for output in values["outputs"]]


def read(folder: Path) -> Colophon | None:
    """The colophon in an article's folder; None when there is no whole one."""
    try:
        return loads((folder / COLOPHON).read_bytes())
    except OSError:
        return None
