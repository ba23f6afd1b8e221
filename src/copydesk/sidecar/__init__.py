"""The sidecar: what an editor decided about one submission, as TOML beside it.

`load` reads it strictly, `dump` writes it; `decide`, `rewrite`, `cite`, `correct` and others
enter a decision without touching what else the editor wrote there, comments included.
"""

from __future__ import annotations

from copydesk.sidecar.citing import cite, correct, forget, uncite
from copydesk.sidecar.imprint import AUTHOR, TOLD, is_address
from copydesk.sidecar.imprint import KEYS as IMPRINT
from copydesk.sidecar.reading import FRONT, SCHEMA, SUFFIX, Sidecar, load, loads, place, received
from copydesk.sidecar.writing import (
    decide,
    drop,
    dump,
    front_field,
    quote,
    rewrite,
    save,
    set_author,
    set_front,
    set_imprint,
    set_roles,
    unwrite,
)

__all__ = [
    "AUTHOR", "FRONT", "IMPRINT", "SCHEMA", "SUFFIX", "TOLD", "Sidecar", "cite", "correct",
    "decide", "drop", "dump", "forget", "front_field", "is_address", "load", "loads", "place",
    "quote", "received", "rewrite", "save", "set_author", "set_front", "set_imprint", "set_roles",
    "uncite", "unwrite",
]  # fmt: skip
