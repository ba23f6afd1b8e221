"""Join the lines of one entry: wrapped text, a link broken over lines, a link below its label.

`structure.assemble` hands over one `Reference` per line. Two neighbours are one
entry when the first is plainly unfinished or the second cannot begin one; each
join is an edit of the structure ledger, so it can be read and taken back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from copydesk.galley import edit_id, replay, texts
from copydesk.model import Edit, Galley, Reference, Verdict
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
_LONGEST_TAIL: Final = 600
_LOOKED_AT: Final = 1_000
#: More lines than these are no entry; it also keeps the work linear.
_MOST_LINES: Final = 30
_REASON: Final = "the next line goes on with this entry"


def joined(
    references: Sequence[Reference],
    copy: Galley,
    structure: Sequence[Edit],
    verdicts: Mapping[str, Verdict],
) -> tuple[tuple[Reference, ...], tuple[Edit, ...]]:
    """`references` with the lines of one entry in one, and the joins as structure edits.

    `structure` is the structure ledger so far; the joins continue it. `raw` of an
    entry of several lines is the received lines joined by a blank. A join the
    editor said stet to is entered and not made.
    """
    current = replay(texts(copy.lines), structure)
    used = Counter(edit.id.partition("~")[0] for edit in (*copy.ledger, *structure))
    wrapped = _is_hard_wrapped(references)
    numbered = _are_numbered(references)
    found: list[Reference] = []
    edits: list[Edit] = []
    for reference in references:
        before = found[-1] if found else None
        glue = _glue(before, reference, current, numbered=numbered, wrapped=wrapped)
        if before is not None and glue is not None:
            edit = _edit(before, reference, glue, current, copy)
            edit = _entered(edit, used, verdicts)
            edits.append(edit)
            if edit.status == "applied":
                found[-1] = _one(before, reference, glue)
                _substitute(current, edit, reference)
                continue
        found.append(reference)
    return tuple(_with_raw(reference, copy) for reference in found), tuple(edits)


def _one(before: Reference, after: Reference, glue: str) -> Reference:
    text = before.text.rstrip() + glue + after.text.lstrip()
    return replace(before, text=text, lines=before.lines + after.lines)


def _with_raw(reference: Reference, copy: Galley) -> Reference:
    if len(reference.lines) < 2:
        return reference
    received = (copy.submission.lines[number - 1].text for number in reference.lines)
    return replace(reference, raw=" ".join(" ".join(map(visible, received)).split()))


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
    current: Mapping[int, str],
    *,
    numbered: bool,
    wrapped: bool,
) -> str | None:
    """What stands between two lines of one entry, None when they are two entries."""
    if before is None or len(before.lines) >= _MOST_LINES or not _adjoin(before, after, current):
        return None
    head, tail = before.text.rstrip()[-_LOOKED_AT:], after.text.strip()
    marked = numbered and bool(_MARKED.match(tail))
    if marked or len(tail) > _LONGEST_TAIL:
        return None
    if _LINK.match(tail):
        return " " if _ANNOUNCES.search(head) or not _holds_link(head) else None
    begins = bool(_OPENS.match(tail[:120]))
    if _OPEN_LINK.search(head) and not begins and _LINK_TAIL.match(tail.split()[0]):
        return ""
    touching = after.lines[0] - before.lines[-1] == 1
    goes_on = touching and (
        (numbered and bool(_MARKED.match(head)))
        or (not begins and (tail[0].islower() or wrapped or bool(_UNFINISHED.search(head[-40:]))))
    )
    return " " if goes_on or _TAIL_ONLY.match(tail) else None


def _holds_link(text: str) -> bool:
    return "://" in text or "www." in text


def _adjoin(before: Reference, after: Reference, current: Mapping[int, str]) -> bool:
    """Whether nothing but blank lines stands between, and both lines are as assembled."""
    if not before.lines or not after.lines or after.lines[0] <= before.lines[-1]:
        return False
    between = range(before.lines[-1] + 1, after.lines[0])
    return (
        not any(current[number].strip() for number in between)
        and current[before.lines[0]].strip() == before.text.strip()
        and current[after.lines[0]].strip() == after.text.strip()
    )


def _edit(
    before: Reference, after: Reference, glue: str, current: Mapping[int, str], copy: Galley
) -> Edit:
    """The join as an edit. Lines joined earlier stand in the first one, empty ones below it."""
    line, last = before.lines[0], after.lines[0]
    whole = "\n".join(current[number] for number in range(line, last + 1))
    start = len(current[line].rstrip())
    end = len(whole) - len(current[last].lstrip())
    received = copy.submission.lines[line - 1].text
    span = (len(received), len(received))
    edit = Edit("structure.join", line, start, whole[start:end], glue, _REASON, span=span)
    return replace(edit, id=edit_id(edit, received, span))


def _entered(edit: Edit, used: Counter[str], verdicts: Mapping[str, Verdict]) -> Edit:
    """`edit` with its own id and the status the editor's verdict gives it."""
    count = used[edit.id]
    used[edit.id] += 1
    name = f"{edit.id}~{count}" if count else edit.id
    return replace(edit, id=name, status="stet" if verdicts.get(name) == "stet" else "applied")


def _substitute(current: dict[int, str], edit: Edit, after: Reference) -> None:
    last = after.lines[0]
    head, tail = current[edit.line][: edit.start], current[last].lstrip()
    for number in range(edit.line + 1, last + 1):
        current[number] = ""
    current[edit.line] = head + edit.after + tail
