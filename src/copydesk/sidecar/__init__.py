"""The sidecar: what an editor decided about one submission, as TOML beside it.

`load` reads it strictly, `dump` writes it; `stet`, `accept`, `cite`, `correct` and others
enter a decision without touching what else the editor wrote there, comments included.
"""

from __future__ import annotations

from copydesk.sidecar.citing import cite, correct, forget, uncite
from copydesk.sidecar.reading import FRONT, SCHEMA, SUFFIX, Sidecar, load, loads, place, received
from copydesk.sidecar.writing import (
    accept,
    decide,
    dump,
    front_field,
    quote,
    save,
    set_front,
    set_roles,
    stet,
)

__all__ = [
    "FRONT", "SCHEMA", "SUFFIX", "Sidecar", "accept", "cite", "correct", "decide",
    "dump", "forget", "front_field", "load", "loads", "place", "quote", "received", "save",
    "set_front", "set_roles", "stet", "uncite",
]  # fmt: skip
