"""The one door to WeasyPrint: imported so that it starts no other program.

It opens the libraries that it sets type with by several names in turn. For each that it does not
find, Python has a compiler, a linker and `ldconfig` look for it, where these are installed: some
twenty programs that nobody named, with files of their own in the system's temporary folder. On
Linux the libraries are found by their last names without that.
"""

# ruff: noqa: E402  what is imported is the same as before, but not how

from __future__ import annotations

import contextlib
import ctypes.util
import io
import sys
from collections.abc import Iterator


def _nowhere(name: str) -> str | None:  # noqa: ARG001  as the search that it stands in for
    return None


@contextlib.contextmanager
def _unsearched() -> Iterator[None]:
    """Have no program look for a library meanwhile, and let nothing be printed about it."""
    search = ctypes.util.find_library
    ctypes.util.find_library = _nowhere
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        ctypes.util.find_library = search


if sys.platform == "linux":
    with contextlib.suppress(OSError), _unsearched():  # else only a search leads to them
        import weasyprint

import weasyprint
from weasyprint import CSS, HTML, LOGGER, Attachment
from weasyprint.text.fonts import FontConfiguration

__all__ = ["CSS", "HTML", "LOGGER", "VERSION", "Attachment", "FontConfiguration"]

VERSION: str = weasyprint.VERSION
