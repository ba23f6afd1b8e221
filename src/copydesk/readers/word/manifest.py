"""What a review copy says of itself: which lines it shows, and which changes and comments.

It goes into the Word file as hashes and ids and without any word of the text: who takes all
changes and sends the file on sends no more than is seen in it. When the file comes back it tells
what the editor was shown: a change that stands in the ledger now, but not in the manifest, she
cannot have refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

#: What no XML can hold.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The name space of the part that holds a manifest, and what its first element is called in files.
SPACE: Final = "urn:copydesk:docket:1"
_ROOT: Final = f"{{{SPACE}}}docket"
#: What a manifest says several things of.
_SETS: Final = ("lines", "changes", "comments", "styles")
#: Hexadecimal digits that tell one line of a text from all others of it.
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of a review copy: the submission and its hash, and what the copy shows.

    `lines` has the fingerprint of each line that says something, `styles` those of the lines with
    the styles of their paragraphs, `changes` the ids of the edits that are tracked, `comments`
    those of the questions and proposals.

    >>> manifest = Manifest("source/a.txt", "0f", frozenset(("9c",)), frozenset(("c0efd359cc",)))
    >>> manifest.markup()[:69]
    '<docket xmlns="urn:copydesk:docket:1"><source>source/a.txt</source><s'
    """

    source: str
    sha256: str
    lines: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    comments: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()

    def markup(self) -> str:
        """The manifest as XML, its parts in an order that hangs on nothing else."""
        said = {"source": FORBIDDEN.sub("", self.source), "sha256": self.sha256}
        for name in _SETS:
            said[name] = " ".join(sorted(getattr(self, name)))
        rows = (f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in said.items())
        return f'<docket xmlns="{SPACE}">{"".join(rows)}</docket>'


def read(root: etree._Element) -> Manifest | None:
    """The manifest in the markup `root`; None when it is something else."""
    if root.tag != _ROOT:
        return None

    def said(name: str) -> str:
        return root.findtext(f"{{{SPACE}}}{name}") or ""

    several = (frozenset(said(name).split()) for name in _SETS)
    return Manifest(said("source"), said("sha256"), *several)


def fingerprint(text: str) -> str:
    """The hash of a line as a Word file can hold it; blanks at its ends do not count.

    >>> fingerprint("Mud is patient.") == fingerprint("Mud is patient. ")
    True
    """
    data = FORBIDDEN.sub("", text).strip().encode("utf-8")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def fingerprint_style(text: str, style: str) -> str:
    """The hash of a line in a paragraph of a `style`, which is named by its id."""
    return fingerprint(f"{style}:{text.strip()}")


def fingerprints(texts: Iterable[str]) -> frozenset[str]:
    """The fingerprints of those of `texts` that say something."""
    return frozenset(fingerprint(text) for text in texts if text.strip())
