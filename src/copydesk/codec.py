"""Values of the model ↔ JSON: `load(dump(value)) == value` for every one of them."""

from __future__ import annotations

import base64
from dataclasses import fields, is_dataclass
from typing import Any, Final

from copydesk import model

#: Key that names the class; no field of the model begins with a dollar sign.
_CLASS: Final = "$"


def dump(value: Any) -> Any:  # noqa: ANN401  a value of the model or a part of one
    """`value` as what `json.dumps` takes: objects name their class, tuples are lists.

    >>> dump(model.Mark(0, 4, "emph"))
    {'$': 'Mark', 'start': 0, 'end': 4, 'kind': 'emph', 'target': '', 'runs_on': False}
    """
    if is_dataclass(value) and not isinstance(value, type):
        named = {entry.name: dump(getattr(value, entry.name)) for entry in fields(value)}
        return {_CLASS: type(value).__name__, **named}
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    # CSL items are JSON already; their lists must not come back as tuples.
    return {"$csl": value} if isinstance(value, dict) else value


def load(data: Any) -> Any:  # noqa: ANN401  what `dump` made, perhaps read from JSON
    """The value that `dump` was given.

    >>> load(dump(model.Link((model.Text("x"),), "https://example.org")))
    Link(content=(Text(text='x'),), target='https://example.org')
    """
    if isinstance(data, list):
        return tuple(load(item) for item in data)
    if not isinstance(data, dict):
        return data
    if "$csl" in data:
        return data["$csl"]
    if "$bytes" in data:
        return base64.b64decode(data["$bytes"])
    kind = getattr(model, data[_CLASS])
    return kind(**{name: load(item) for name, item in data.items() if name != _CLASS})
