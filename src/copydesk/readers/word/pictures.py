"""Pictures that lie in a word processor's file."""

from __future__ import annotations

import hashlib
import posixpath
import re
from itertools import chain

from copydesk.model import Picture
from copydesk.readers.document import ReadFile
from copydesk.readers.inlines import PlacedPicture
from copydesk.settings.limits import Limits
from copydesk.system import pictures
from copydesk.system.archive import Container

#: Word and others once put the name of the file where the alternative text belongs.
_FILE: re.Pattern[str] = re.compile(
    r"(?:.*[\\/])?[^\\/]*\.(?:png|jpe?g|gif|bmp|tiff?|wmf|emf|svg|webp)", re.IGNORECASE
)


class Pictures:
    """The pictures of one file: each kept once, named by the order in which they come."""

    def __init__(self, copy: ReadFile, limits: Limits) -> None:
        self._copy = copy
        self._limits = limits
        self._left = limits.expanded_bytes
        self._names: dict[str, str] = {}

    def show(self, data: bytes, alt: str, name: str = "picture") -> PlacedPicture:
        """The place of the picture `data`, which the file calls `name`.

        One that editions cannot hold keeps its place under the name of its file, so that
        the editor can supply it, and is recorded.
        """
        found = pictures.kind(data)
        if found is None:
            return self.missing(name, alt, "is no PNG, JPEG, GIF or WebP")
        if len(data) > self._limits.picture_bytes:
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
        return PlacedPicture(self._names[digest], clean_alt(alt))

    def show_member(self, container: Container, members: list[str], alt: str) -> PlacedPicture:
        """The place of a picture in the file: its first version that editions can hold.

        None that is too large is unpacked.
        """
        held = [member for member in members if member in container]
        small = [one for one in held if container.size(one) <= self._limits.picture_bytes]
        if not small:
            why = "is larger than `limits.picture_bytes`" if held else "is not in the file"
            return self.missing((held or members)[0], alt, why)
        versions = ((container.read(member), member) for member in small)
        first = next(versions)
        known = (one for one in chain([first], versions) if pictures.kind(one[0]))
        data, member = next(known, first)
        return self.show(data, alt, member)

    def missing(self, name: str, alt: str, why: str) -> PlacedPicture:
        """The place of a picture that was left out, and the record of it."""
        base = posixpath.basename(name) or "picture"
        self._copy.drop(f"picture `{base}`, which {why}")
        return PlacedPicture(base, clean_alt(alt))


def clean_alt(alt: str) -> str:
    r"""Alternative text that says something: not the name of a file, which tells on its owner.

    >>> clean_alt(r"C:\Users\jd\IMG_1.jpg"), clean_alt("Ships at a quay ")
    ('', 'Ships at a quay')
    """
    text = " ".join(alt.split())
    return "" if len(text) < 300 and _FILE.fullmatch(text) else text
