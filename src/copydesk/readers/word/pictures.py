"""Pictures that lie in a word processor's file."""

from __future__ import annotations

import hashlib
import posixpath
import re

from copydesk.gate import pictures
from copydesk.limits import Limits
from copydesk.model import Picture
from copydesk.readers.document import Copy, Shown

#: Word and others once put the name of the file where the alternative text belongs.
_FILE: re.Pattern[str] = re.compile(
    r"(?:.*[\\/])?[^\\/]*\.(?:png|jpe?g|gif|bmp|tiff?|wmf|emf|svg|webp)", re.IGNORECASE
)


class Pictures:
    """The pictures of one file: each kept once, named by the order in which they come."""

    def __init__(self, copy: Copy, limits: Limits) -> None:
        self._copy = copy
        self._limits = limits
        self._left = limits.expanded_bytes
        self._names: dict[str, str] = {}

    def is_small(self, size: int) -> bool:
        """Whether a picture of `size` bytes is within the limit."""
        return size <= self._limits.picture_bytes

    def show(self, data: bytes, alt: str, name: str = "picture") -> Shown:
        """The place of the picture `data`, which the file calls `name`.

        One that editions cannot hold keeps its place under the name of its file, so that
        the editor can supply it, and is recorded.
        """
        found = pictures.kind(data)
        if found is None:
            return self.missing(name, alt, "is no PNG, JPEG, GIF or WebP")
        if not self.is_small(len(data)):
            return self.missing(name, alt, "is larger than `limits.picture_bytes`")
        if pictures.pixels(data) > self._limits.picture_pixels:
            return self.missing(name, alt, "has more pixels than `limits.picture_pixels`")
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._names:
            self._left -= len(data)
            if self._left < 0:
                return self.missing(name, alt, "is past `limits.expanded_bytes`")
            media_type, suffix = found
            self._names[digest] = f"picture-{len(self._names) + 1}{suffix}"
            self._copy.pictures.append(Picture(self._names[digest], media_type, data))
        return Shown(self._names[digest], spoken(alt))

    def missing(self, name: str, alt: str, why: str) -> Shown:
        """The place of a picture that was left out, and the record of it."""
        base = posixpath.basename(name) or "picture"
        self._copy.drop(f"picture `{base}`, which {why}")
        return Shown(base, spoken(alt))


def spoken(alt: str) -> str:
    r"""Alternative text that says something: not the name of a file, which tells on its owner.

    >>> spoken(r"C:\Users\jd\IMG_1.jpg"), spoken("Ships at a quay ")
    ('', 'Ships at a quay')
    """
    text = " ".join(alt.split())
    return "" if len(text) < 300 and _FILE.fullmatch(text) else text
