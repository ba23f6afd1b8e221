"""Where what an issue shows and links lies on the web, and what has to be uploaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from copydesk.mail.materials import Materials, Piece

#: Folder of what is to be uploaded, beside the page that shows the issue in a browser.
FILES: Final = "files"


def picture(piece: Piece, path: str) -> str:
    """The name under which a picture of `piece` is uploaded. No slug holds a stop.

    All files of an issue lie in one folder, for media libraries of services have no more.
    """
    return f"{piece.slug}.{path.rpartition('/')[2]}"


def pictures(materials: Materials) -> dict[str, bytes]:
    """The pictures of all articles, by the names under which they are uploaded."""
    return {
        picture(piece, path): data
        for piece in materials.pieces
        for path, data in piece.pictures.items()
    }


def shown(materials: Materials, page: str) -> dict[str, bytes]:
    """Those of them that `page` shows: of an article's beginning not all, of a link none."""
    return {name: data for name, data in pictures(materials).items() if escape(name) in page}


def address(materials: Materials, name: str, *, archive: bool = False) -> str:
    """Where the uploaded file `name` can be had; "" when nobody has said.

    The page for browsers lies beside the files, and finds them there.
    """
    base = materials.issue.settings.base_url
    if base:
        return f"{base.rstrip('/')}/{name}"
    return f"{FILES}/{name}" if archive else ""


def linked(materials: Materials, names: Mapping[str, str], *, archive: bool) -> dict[str, str]:
    """Attachments that are linked: name → address, those without one left out."""
    return {
        name: found
        for name, said in names.items()
        if (found := said or address(materials, name, archive=archive))
    }
