"""Join the lines of one entry: wrapped text, a link broken over lines, a link below its label.

`structure.assemble` hands over one `Reference` per line. Two neighbours are one
entry when the first is plainly unfinished or the second cannot begin one; each
join is an edit of the structure ledger, so it can be read and taken back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.galley import edit_id
from copydesk.model import Edit, Galley, Reference
from copydesk.references.tokens import visible

_ANNOUNCES: Final = re.compile(
    r"(?:available\s+(?:at|from|online)|retrieved\s+from|accessed\s+(?:at|from)|verfügbar\s+unter"
    r"|disponible\s+(?:sur|en|à)|\burl|\bdoi)\s?:?\s*$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"[<(\[]?(?:https?://|www\.|doi:|10\.\d{4,9}/)", re.IGNORECASE)
_OPEN_LINK: Final = re.compile(r"(?:https?://|www\.)\S*[/\-_=?&.%]$", re.IGNORECASE)
_LINK_TAIL: Final = re.compile(r"[\w%~+-]{1,200}[/_.=&?-][^\s]{0,400}[.>)]?$|[\w%-]{6,200}\.?$")
_MARKED: Final = re.compile(
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]\s|[•*–—-]\s|\d{1,3}\s+[A-ZÀ-Þ])"
)
_OPENS: Final = re.compile(
    r"[\"“„«‘(\[]?(?:[A-ZÀ-ÖØ-Þ][\w’'.-]{0,40}|(?:van|von|de|der|du|la|le|al-)\s?\w)[^.]{0,60}?"
    r"(?:,\s?[A-ZÀ-ÖØ-Þ]|\(?(?:1[5-9]|20)\d\d|\.\s)"
)
_UNFINISHED: Final = re.compile(
    r"(?:[,:;&–—-]|\b(?:of|and|the|in|for|to|on|with|a|an|und|der|die|das|et|de|la|des|pp|vol|no)\.?)$",
    re.IGNORECASE,
)
_TAIL_ONLY: Final = re.compile(
    r"(?:accessed|retrieved|available|pp?\.|vol\.|no\.|doi|isbn|in:|\[?accessed|abgerufen|zugriff)\b",
    re.IGNORECASE,
)
_SHORT: Final = 6


def joined(
    references: Sequence[Reference], copy: Galley
) -> tuple[tuple[Reference, ...], tuple[Edit, ...]]:
    """`references` with the lines of one entry in one, and the joins as structure edits.

    `copy` supplies the lines as received and edited; `raw` of a joined entry is
    the received lines joined by a blank.
    """
    hyphenated = _is_hard_wrapped(references)
    numbered = _are_numbered(references)
    found: list[Reference] = []
    edits: list[Edit] = []
    for reference in references:
        before = found[-1] if found else None
        glue = _glue(before, reference, copy, numbered=numbered, wrapped=hyphenated)
        if before is None or glue is None:
            found.append(replace(reference, raw=visible(reference.raw)))
            continue
        edits.append(_edit(before, reference, glue, copy, edits))
        found[-1] = replace(
            before,
            raw=f"{before.raw} {visible(reference.raw)}",
            text=before.text + glue + reference.text,
            lines=before.lines + reference.lines,
        )
    return tuple(found), tuple(edits)


def _are_numbered(references: Sequence[Reference]) -> bool:
    marked = sum(bool(_MARKED.match(reference.text)) for reference in references)
    return marked >= 2 and marked * 3 >= len(references)


def _is_hard_wrapped(references: Sequence[Reference]) -> bool:
    """Whether most lines end near one width, as in a text dump."""
    sizes = sorted(len(reference.text) for reference in references)
    if len(sizes) < _SHORT or sizes[-1] > 100:
        return False
    near = sum(size > sizes[-1] - 14 for size in sizes)
    return near * 5 >= len(sizes) * 2


def _glue(
    before: Reference | None,
    after: Reference,
    copy: Galley,
    *,
    numbered: bool,
    wrapped: bool,
) -> str | None:
    """What stands between two lines of one entry, None when they are two entries."""
    if before is None or not before.lines or not after.lines:
        return None
    gap = after.lines[0] - before.lines[-1]
    if gap < 1 or any(
        copy.lines[line].text for line in range(before.lines[-1], after.lines[0] - 1)
    ):
        return None
    head, tail = before.text.rstrip(), after.text.strip()
    if len(tail) > 600 or (numbered and _MARKED.match(tail)):
        return None
    if _LINK.match(tail):
        return " " if _ANNOUNCES.search(head) or not _holds_link(head) else None
    if _OPEN_LINK.search(head[-400:]) and not _begins(tail) and _LINK_TAIL.match(tail.split()[0]):
        return ""
    if numbered and _MARKED.match(head):
        return " " if gap == 1 else None
    if _TAIL_ONLY.match(tail):
        return " "
    if tail[0].islower() and not _begins(tail) and gap == 1:
        return " "
    if gap == 1 and not _begins(tail) and (wrapped or _UNFINISHED.search(head[-40:])):
        return " "
    return None


def _holds_link(text: str) -> bool:
    return "://" in text or "www." in text


def _begins(text: str) -> bool:
    """Whether an entry can begin with `text`: a name and a comma, a year, a title and a stop."""
    return bool(_OPENS.match(text[:120]))


def _edit(
    before: Reference, after: Reference, glue: str, copy: Galley, earlier: Sequence[Edit]
) -> Edit:
    """The join as it is entered in the structure ledger.

    The lines joined so far are one line by now, followed by as many empty ones;
    the edit takes up the breaks up to the line of `after`.
    """
    line = before.lines[0]
    breaks = "\n" * (after.lines[0] - line)
    received = copy.submission.lines[line - 1].text
    edit = Edit(
        "structure.join",
        line,
        len(before.text),
        breaks,
        glue,
        "the next line goes on with this entry",
        "applied",
    )
    identity = edit_id(edit, received, (len(received), len(received)))
    count = sum(known.id.partition("~")[0] == identity for known in earlier)
    name = f"{identity}~{count}" if count else identity
    return replace(edit, id=name, span=(len(received), len(received)))
