"""The texts that articles were built from, so that a revised submission can be held against them.

They lie compressed in `dist/.desk/received/`, the last two of each article. Without them
nothing is lost but the answer to what an author changed.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.builder import store
from copydesk.model import Submission
from copydesk.system import files

#: A remembered text longer than this was not written by us.
_MOST: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """The lines of a submission as received, and the hash of the file they were read from."""

    sha256: str
    lines: tuple[str, ...]


def keep_text(out: Path, slug: str, submission: Submission) -> None:
    """Remember `submission` as what the article `slug` is made from. Raises `ToolError`."""
    now = Version(submission.sha256, tuple(line.text for line in submission.lines))
    known = load_texts(out, slug)
    older = [one for one in known if one.lines != now.lines][:1]
    if known[:1] == (now,):
        return
    rows = [{"sha256": one.sha256, "lines": one.lines} for one in (now, *older)]
    text = json.dumps({"versions": rows}).encode("ascii")
    data = gzip.compress(text, 6, mtime=0)  # a fixed time: the same text, the same bytes
    store.keep_files(out, {_name(slug): data}, f"{slug}.received")


def _name(slug: str) -> str:
    return f"{store.OWN}/received/{slug}.gz"


def load_texts(out: Path, slug: str) -> tuple[Version, ...]:
    """What is remembered of the article `slug`, the last version first; nothing when damaged."""
    try:
        data = (out / _name(slug)).read_bytes()
        text = zlib.decompressobj(wbits=31).decompress(data, _MOST)
        rows = json.loads(text)["versions"]
        return tuple(Version(str(row["sha256"]), tuple(map(str, row["lines"]))) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, zlib.error):
        return ()


def forget_texts(out: Path, slug: str) -> None:
    """Remember nothing of the article `slug` any more."""
    files.discard(out / _name(slug))
