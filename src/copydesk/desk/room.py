"""Whether a disk has room for what is to be built, estimated before the work begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk.desk import store
from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.desk.plan import Document

#: Bytes of the outputs of an article however short it is, and for each byte of its text
#: (measured on sixteen articles of 4 to 131 kB in the usual formats: 158 to 750 kB each).
EACH: Final = 250_000
TIMES: Final = 8


def lacking(out: Path, documents: Iterable[Document]) -> str:
    """What is said when `out` may not take what is made of `documents`; "" if it may.

    Those that have been made before take no more room than they did. It stops nobody: articles
    may be smaller than thought, and what is finished stays finished.
    """
    import shutil  # for nothing, in a build with nothing to do

    fresh = [one for one in documents if not files.is_there(out / one.slug / store.COLOPHON)]
    wanted = sum(EACH + TIMES * one.stamp[1] for one in fresh)
    try:
        free = shutil.disk_usage(out).free
    except OSError:  # whoever writes there is told what is wrong
        return ""
    if free >= wanted:
        return ""
    count = f"{len(fresh):,} new document{'' if len(fresh) == 1 else 's'}"
    return (
        f"`{out.name}` may not have room: about {_spoken(wanted)} wanted for {count},"
        f" {_spoken(free)} free"
    )


def _spoken(size: int) -> str:
    """A number of bytes in words.

    >>> _spoken(90_000), _spoken(2_340_000), _spoken(51_000_000_000)
    ('0.1 MB', '2.3 MB', '51.0 GB')
    """
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
