"""CSL-JSON: the reference list as a library that reference managers and pandoc can take."""

from __future__ import annotations

import json

from copydesk.model import Csl, Reference
from copydesk.registry import WriterInput


def write(copy: WriterInput) -> bytes:
    """The references as CSL-JSON, in the order of the list."""
    items = [make_csl_item(reference) for reference in copy.article.back.references]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def make_csl_item(reference: Reference) -> Csl:
    """The CSL item of `reference`, its key as `id`; `id` and `type` stand first.

    An entry that could not be read is a document titled by its own words, so that
    a library made from the list misses none.

    >>> make_csl_item(Reference("lo2022", "Lo 2022", "Lo 2022", {}, 0.0))
    {'id': 'lo2022', 'type': 'document', 'title': 'Lo 2022'}
    """
    csl = reference.csl or {"title": reference.text}
    rest = {name: csl[name] for name in sorted(csl) if name not in ("id", "type")}
    return {"id": reference.key, "type": csl.get("type", "document"), **rest}
