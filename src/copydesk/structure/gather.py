"""Labelled lines → passages: what stands together, and what stands for itself without words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from copydesk.model import EditedText, Line, Role, merge_marks
from copydesk.structure import entries, figures
from copydesk.structure.hyphens import find_hyphens
from copydesk.structure.lines import GOING_ON, Unit, find_units
from copydesk.structure.passage import Passage
from copydesk.structure.sheet import Sheet

#: Roles whose lines make the body.
BODY: Final = frozenset[Role | None](("body", "heading", "list", "quote", "caption", "other"))
#: Roles whose lines leave.
DROPPED: Final = frozenset[Role | None](("furniture", "cta"))


def gather(edited: EditedText, sheet: Sheet) -> list[Passage]:
    """The texts of the article in order, hard-wrapped paragraphs joined."""
    units = find_units(edited)
    english = edited.language.partition("-")[0] == "en"
    evidence = find_hyphens([line.text for line in edited.lines], units, english=english)
    passages = []
    for unit in sorted((*units, *_wordless(edited))):
        for part in _parts(unit, edited):
            role = edited.roles[part[0]]
            if role is None:
                passages.append(_passage(edited.lines, "other", [part[0] + 1], sheet))
            elif role not in DROPPED:
                # The lines of an entry are joined by the reference parser, which knows its end.
                alone = role == "reference" and not _is_entry(edited.lines, part)
                groups = [[at + 1] for at in part] if alone else sheet.join(part, evidence)
                passages += [_passage(edited.lines, role, group, sheet) for group in groups]
    return passages


def _is_entry(lines: Sequence[Line], part: Unit) -> bool:
    """Whether the format says that the lines of references are one entry.

    Entries that touch are one paragraph to Markdown; no author stands in a line of hers.
    """
    if lines[part[0]].hint:
        return True
    return all(
        lines[at].flow in GOING_ON and not entries.is_named(lines[at].text) for at in part[1:]
    ) and bool(lines[part[0]].flow)


def _wordless(edited: EditedText) -> Iterator[Unit]:
    """Lines that stand for something though they hold no word: pictures, breaks, code."""
    below: list[Role | None] = []
    role: Role | None = None
    for own in reversed(edited.roles):
        below.append(role)
        role = own or role
    below.reverse()
    above: Role | None = None
    for at, line in enumerate(edited.lines):
        own = edited.roles[at]
        if not line.text.strip():
            kind = line.hint.partition(":")[0]
            # One with a role had words, which the editor has taken out.
            inside = own in BODY if own else figures.belongs(line, above, below[at])
            if (kind == "figure" and inside) or (kind in ("break", "code") and own is None):
                yield (at,)
        above = edited.roles[at] or above


def _parts(unit: Unit, edited: EditedText) -> list[Unit]:
    """`unit` in parts of one role each; what the format tells apart is never joined."""
    parts: list[list[int]] = []
    for index in unit:
        last = parts[-1][-1] if parts else None
        if last is not None and _agree(edited, last, index):
            parts[-1].append(index)
        else:
            parts.append([index])
    return [tuple(part) for part in parts]


def _agree(edited: EditedText, last: int, index: int) -> bool:
    """Whether two lines of a unit are of one part of it."""
    hint = edited.lines[index].hint or edited.lines[last].hint
    told = edited.lines[index].flow in GOING_ON
    return edited.roles[last] == edited.roles[index] and (told or not hint)


def _passage(lines: Sequence[Line], role: Role, numbers: Sequence[int], sheet: Sheet) -> Passage:
    first = lines[numbers[0] - 1]
    whole = sheet.current[numbers[0]]
    kind = first.hint.partition(":")[0]
    if kind in ("code", "table"):
        text = whole.rstrip("\r\n")
    else:
        text = whole.strip()
        if role == "other" and "\t" in text:  # the first cell of a row may be empty
            text = whole[: whole.index(text)].lstrip(" \r\n") + text
    starts, marks, position = [], [], 0
    for number in numbers:
        line = lines[number - 1]
        own = line.text.strip()
        # A hyphen may have gone at the join; what follows is still found where it stands.
        probe = own[:20].rstrip("-")
        at = max(text.find(probe, position), 0)
        starts.append(at)
        shift = at - (len(line.text) - len(line.text.lstrip()))
        marks += [
            replace(mark, start=max(0, mark.start + shift), end=mark.end + shift)
            for mark in line.marks
            if mark.end + shift > 0 or mark.kind == "note"
        ]
        position = at + len(own) - own.endswith(("-", "="))
    above = lines[numbers[0] - 2] if numbers[0] > 1 else first
    apart = first.flow == "off" if first.flow else above != first and _is_gap(above)
    return Passage(role, text, tuple(numbers), tuple(starts), merge_marks(marks), first.hint, apart)


def _is_gap(line: Line) -> bool:
    return not line.hint and not line.text.strip()
