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
from typing import Any


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
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration

__all__ = [
    "CSS", "HTML", "LOGGER", "SUBSETS", "VERSION", "Attachment", "FontConfiguration", "libraries",
]  # fmt: skip

VERSION: str = weasyprint.VERSION
#: Whether fonts are embedded without the letters that no page has.
SUBSETS: bool = ffi.harfbuzz_subset is not None


def libraries() -> dict[str, str]:
    """The libraries of the system that set the type of PDFs, by name, with their versions."""
    ffi.ffi.cdef(
        "const char *hb_version_string(void); const char *pango_version_string(void);"
        "int FcGetVersion(void);",
        override=True,
    )
    number = ffi.fontconfig.FcGetVersion()  # 21500 is 2.15.0
    return {
        "Pango": _text(ffi.pango.pango_version_string()),
        "HarfBuzz": _text(ffi.harfbuzz.hb_version_string()),
        "fontconfig": f"{number // 10_000}.{number // 100 % 100}.{number % 100}",
    }


def _text(pointer: Any) -> str:  # noqa: ANN401  a pointer of C
    data: bytes = ffi.ffi.string(pointer)
    return data.decode("ascii", "replace")
