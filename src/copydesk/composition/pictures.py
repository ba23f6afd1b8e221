"""The pictures of a submission, each fit for print or with the reason why it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from copydesk.gate import metadata, photographs, pictures
from copydesk.limits import Limits
from copydesk.model import Picture


def fit(supplied: Iterable[Picture], limits: Limits, longest: int) -> dict[str, Picture | str]:
    """Name → the picture without its metadata, or why it cannot be printed.

    `longest` is the longest side in pixels that editions take.

    What a picture is, is told from its bytes, never from what it is called.

    >>> fit([Picture("map.svg", "image/svg+xml", b"<svg/>")], Limits(), 2000)
    {'map.svg': 'is no PNG, JPEG, GIF or WebP'}
    """
    return {picture.name: _fit(picture, limits, longest) for picture in supplied}


def _fit(picture: Picture, limits: Limits, longest: int) -> Picture | str:
    kind = pictures.kind(picture.data)
    if kind is None:
        return "is no PNG, JPEG, GIF or WebP"
    if len(picture.data) > limits.picture_bytes:
        return f"has {len(picture.data):,} bytes, more than `limits.picture_bytes`"
    size = pictures.pixels(picture.data)
    if not size:
        return "cannot be read"
    if size > limits.picture_pixels:
        return f"has {size:,} pixels, more than `limits.picture_pixels`"
    try:
        media_type, data = photographs.printable(
            kind[0], picture.data, longest, limits.picture_pixels
        )
        return replace(picture, media_type=media_type, data=metadata.stripped(data))
    except (metadata.UnreadableError, photographs.UndrawnError):
        return "cannot be read"
