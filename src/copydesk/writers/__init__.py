"""Article → bytes, one format each.

A writer is registered when its module is imported; `ORDER` names them all. None
imports pandoc, WeasyPrint or Pillow before it writes, so a build can be planned without them.
"""

from __future__ import annotations

from copydesk.writers import (
    csl_json,
    docx,
    epub,
    fragment,
    html,
    jats,
    markdown,
    pdf,
    plain_text,
)

ORDER = (
    markdown,
    docx,
    html,
    epub,
    pdf,
    csl_json,
    fragment,
    plain_text,
    jats,
)
