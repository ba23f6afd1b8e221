"""The sidecar: what an editor decided about one submission, as TOML beside it.

`load` reads it strictly; `enter` and `remove` are changes of it for decisions of every kind, which
`revise` makes without touching what else the editor wrote there, comments included. Stages find
what a decision quotes by `anchors`, and know no more of the file than the `Decisions` that it
holds: so this part of `review` lies below them.
"""

from __future__ import annotations

from copydesk.review.sidecar.anchors import Row, quote_edit, quote_words
from copydesk.review.sidecar.edit_file import (
    Change,
    enter,
    enter_field,
    find_key,
    remove,
    revise,
    revised,
    tell_author,
)
from copydesk.review.sidecar.imprint import AUTHOR, TOLD, is_address
from copydesk.review.sidecar.imprint import KEYS as IMPRINT
from copydesk.review.sidecar.parse import (
    FRONT,
    SCHEMA,
    SUFFIX,
    Sidecar,
    load,
    loads,
    place,
    received,
)

__all__ = [
    "AUTHOR", "FRONT", "IMPRINT", "SCHEMA", "SUFFIX", "TOLD", "Change", "Row", "Sidecar",
    "enter", "enter_field", "find_key", "is_address", "load", "loads", "place", "quote_edit",
    "quote_words", "received", "remove", "revise", "revised", "tell_author",
]  # fmt: skip
