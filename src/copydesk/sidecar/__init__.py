"""The sidecar: what an editor decided about one submission, as TOML beside it.

`load` reads it strictly, `dump` writes it; `decide`, `rewrite`, `cite`, `correct` and others
enter a decision without touching what else the editor wrote there, comments included. Of some
there is the change alone (`deciding`, `rewriting_as` …): `revise` makes many of them at once.
"""

from __future__ import annotations

from copydesk.sidecar.citing import cite, citing_as, correct, correcting, forget, uncite
from copydesk.sidecar.imprint import AUTHOR, TOLD, is_address
from copydesk.sidecar.imprint import KEYS as IMPRINT
from copydesk.sidecar.pictures import describe, describing, undescribe
from copydesk.sidecar.reading import FRONT, SCHEMA, SUFFIX, Sidecar, load, loads, place, received
from copydesk.sidecar.writing import (
    Change,
    decide,
    deciding,
    drop,
    dump,
    front_field,
    quote,
    revise,
    revised,
    rewrite,
    rewriting_as,
    save,
    set_author,
    set_front,
    set_imprint,
    set_roles,
    setting_roles,
    unset_front,
    unset_role,
    unwrite,
    unwriting,
)

__all__ = [
    "AUTHOR", "FRONT", "IMPRINT", "SCHEMA", "SUFFIX", "TOLD", "Change", "Sidecar", "cite",
    "citing_as", "correct", "correcting", "decide", "deciding", "describe", "describing", "drop",
    "dump", "forget", "front_field", "is_address", "load", "loads", "place", "quote", "received",
    "revise", "revised", "rewrite", "rewriting_as", "save", "set_author", "set_front",
    "set_imprint", "set_roles", "setting_roles", "uncite", "undescribe", "unset_front",
    "unset_role", "unwrite", "unwriting",
]  # fmt: skip
