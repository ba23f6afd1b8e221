"""What a page under layout may load: packaged assets by name, `data:` pictures, nothing else.

WeasyPrint asks a fetcher for every address it meets; its own opens files and
sockets. This one knows the prefix `asset:` (files of `copydesk/data/` and of the
packaged font families) and `data:`.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

PREFIX: Final = "asset:"
#: First part of an address below `asset:` → the package and folder that serve it.
_SHELVES: Final = {
    "css": ("copydesk", "data/css"),
    "fonts": ("copydesk", "data/fonts"),
    "serif": ("font_source_serif_pro", "files"),
    "sans": ("font_source_sans_pro", "files"),
}
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(?:css|otf|ttf)")
_PICTURES: Final = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))


class DeniedError(ValueError):
    """The address is none that a page may load."""


def asset(address: str) -> bytes:
    """The bytes of a packaged asset, e.g. `asset:serif/SourceSerifPro-Regular.otf`.

    Raises `DeniedError` for every other address, one that leaves its folder included.

    >>> asset("asset:css/../styles/international.toml")
    Traceback (most recent call last):
        ...
    copydesk.system.fetch.DeniedError: `asset:css/../styles/international.toml` is not loaded
    """
    shelf, _, name = address.removeprefix(PREFIX).partition("/")
    known = address.startswith(PREFIX) and shelf in _SHELVES and _NAME.fullmatch(name)
    if not known:
        raise _denied(address)
    package, folder = _SHELVES[shelf]
    # `files` wants an imported package; the font packages do no more than list their folder.
    place = files(importlib.import_module(package)).joinpath(folder, name)
    if not place.is_file():
        raise _denied(address)
    return place.read_bytes()


def data_uri(address: str) -> tuple[str, bytes]:
    r"""Media type and bytes of a `data:` picture; raises `DeniedError` for any other type.

    >>> data_uri("data:image/png;base64,AAEC")
    ('image/png', b'\x00\x01\x02')
    """
    head, comma, body = address.removeprefix("data:").partition(",")
    media, _, coding = head.partition(";")
    if not comma or media not in _PICTURES:
        raise _denied(address)
    content = unquote_to_bytes(body)
    if coding != "base64":
        return media, content
    try:
        return media, base64.b64decode(content, validate=True)
    except binascii.Error:
        raise _denied(address) from None


def _denied(address: str) -> DeniedError:
    return DeniedError(f"`{address[:80]}` is not loaded")


class Fetcher:
    """Callable that WeasyPrint asks for every address.

    `pictures` are those that a document brings along, each with its media type.
    """

    #: WeasyPrint reads this name: a denied picture is left out, the page is still set.
    _fail_on_errors = False

    def __init__(self, pictures: Mapping[str, tuple[str, bytes]] = MappingProxyType({})) -> None:
        self._pictures = pictures

    def __call__(self, address: str) -> URLFetcherResponse:
        from weasyprint.urls import URLFetcherResponse

        if found := self._pictures.get(address):
            media, body = found
        elif address.startswith("data:"):
            media, body = data_uri(address)
        else:
            media = "text/css" if address.endswith(".css") else f"font/{address[-3:]}"
            body = asset(address)
        return URLFetcherResponse(address, body, {"Content-Type": media})
