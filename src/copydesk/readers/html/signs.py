"""The signs of footnotes: what a call covers, and what a note begins and ends with."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from copydesk import noting
from copydesk.model import Mark
from copydesk.readers.html.inline import shifted
from copydesk.readers.html.stick import Draft

_WRAPPING = re.compile(r"\s*(?:[\[(]\s*[\])]|[\^↑])[\s.:,|]*")


def settled(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks with calls that cover their brackets, and notes without their signs."""
    result = [replace(draft, marks=called(draft.text, draft.marks)) for draft in drafts]
    signs: dict[str, str] = {}
    for draft in result:
        for mark in draft.marks:
            if mark.kind == "note":
                signs.setdefault(mark.target, draft.text[mark.start : mark.end])
    last = {_note(draft): place for place, draft in enumerate(result) if _note(draft)}
    begun: set[str] = set()
    for place, draft in enumerate(result):
        if not (name := _note(draft)):
            continue
        end = closed(draft.text) if last[name] == place else len(draft.text)
        start = opened(draft.text[:end], signs.get(name, ""))
        if name in begun:
            start = 0
        begun.add(name)
        text, marks = shifted(draft.text, draft.marks, start, end)
        result[place] = replace(draft, text=text, marks=marks)
    return result


def _note(draft: Draft) -> str:
    return noting.name(draft.hint)


def called(text: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of a line, those of notes with the brackets around their sign.

    What sets the sign high is left out: the edition sets its own.

    >>> called("Bees [1].", (Mark(6, 7, "note", "n1"),))
    (Mark(start=5, end=8, kind='note', target='n1'),)
    """
    if not any(mark.kind == "note" for mark in marks):
        return marks
    widened = [_bracketed(mark, text) if mark.kind == "note" else mark for mark in marks]
    notes = sorted((mark for mark in widened if mark.kind == "note"), key=lambda mark: mark.start)
    starts = [note.start for note in notes]
    ends = list(accumulate((note.end for note in notes), max))

    def sets_a_sign(mark: Mark) -> bool:
        met = range(bisect_right(ends, mark.start), bisect_left(starts, mark.end))
        # Around two signs there is more than either of them.
        return any(_covers(notes[at], mark, text) for at in met[:2])

    return tuple(mark for mark in widened if mark.kind == "note" or not sets_a_sign(mark))


def _bracketed(mark: Mark, text: str) -> Mark:
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    if before in ("[", "(", "（") and after in ("]", ")", "）"):
        return replace(mark, start=mark.start - 1, end=mark.end + 1)
    return mark


def _covers(note: Mark, mark: Mark, text: str) -> bool:
    """Whether `mark` has nothing but the sign of `note`."""
    rest = text[mark.start : max(mark.start, note.start)] + text[min(note.end, mark.end) : mark.end]
    return mark.start < note.end and note.start < mark.end and not rest.strip("[]() ,")


def opened(text: str, sign: str) -> int:
    """How much of a note's first line is its sign and what is left of the way back.

    >>> opened("^ Bees hum.", "1"), opened("[1] Bees hum.", "[1]"), opened("10 bees.", "1")
    (2, 4, 0)
    """
    wrapping = _WRAPPING.match(text)
    length = wrapping.end() if wrapping else len(text) - len(text.lstrip())
    core = sign.strip("[](). ")
    if core:
        numbered = re.match(
            rf"[\[(]?{re.escape(core)}(?:[\])]|[.:](?=\s)|(?=\s))[\s.:]*", text[length:]
        )
        length += numbered.end() if numbered else 0
    return length if length < len(text) else 0


def closed(text: str) -> int:
    """Where a note's last line ends when the empty brackets of a way back are taken away."""
    last = re.search(r"[\[(]\s*[\])]$", text[-20:])
    return len(text) - (len(last.group()) if last else 0)
