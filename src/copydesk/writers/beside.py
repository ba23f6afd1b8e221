"""Files that lie beside one that cannot hold them."""

from __future__ import annotations

from copydesk.registry import Copy

#: Folder of the pictures.
PICTURES = "pictures"


def pictures(copy: Copy) -> dict[str, bytes]:
    """The pictures of an article, each under the name that the text has for it."""
    return {f"{PICTURES}/{one.name}": one.data for one in copy.pictures}
