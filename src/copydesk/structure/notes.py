"""Footnotes and the places that call them, joined.

A format that knows notes says which mark calls which. Elsewhere a mark in the text and a
note that begins with the same label belong together, but only when every note of the
article is called once and in order: one that is not may be another's, or a citation of a
numbered reference, and the numbers that a page sets would no longer fit those that stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk import queries
from copydesk.model import Block, Note, Query, Quote, read_note_hint
from copydesk.structure import lists
from copydesk.structure.note_signs import (
    RAISED,
    SHAPES,
    Shape,
    Sign,
    can_call,
    plain,
    signs,
    widened,
)
from copydesk.structure.passage import Passage, cut, struck
from copydesk.structure.sheet import Sheet

RULE: Final = "structure.note"
_CALL: Final = "the note is called here; the page sets the sign itself"
_LABEL: Final = "the page sets the sign of the note itself"

#: What a note may begin with.
_LABELS = re.compile(
    r"(?:\[(\w{1,3})\]|\((\d{1,3})\)|\^?(\d{1,3})[.):]?(?=\s|[^\W\d]|$)|([⁰¹²³⁴-⁹]{1,3})|([*†‡§]{1,3}))"
    r"[.:]?\s*"
)
#: What leads from a note back to its place, at either end of it.
_BACK = re.compile(r"[\[(]?(?:[↩↑⏎⤴▲]\ufe0e?|\^)[\])]?")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note: the passages that hold it, the first of them with its label at `span`.

    The label may stand `alone` in the first, as pages print it above the note.
    """

    places: tuple[int, ...]
    label: str = ""
    span: tuple[int, int] = (0, 0)
    alone: bool = False


def place_notes(passages: Sequence[Passage], sheet: Sheet) -> tuple[list[Passage], list[Query]]:
    """`passages` with the notes in the passages that call them, and what is to be asked.

    Notes that stay are footnotes as they were.
    """
    known = _find_told(passages)
    pairs = list(_find_called(passages, known))
    asked: list[Query] = []
    shown = [
        at for at, passage in enumerate(passages)
        if passage.role == "footnote" and passage.kind != "footnote"
    ]  # fmt: skip
    if shown and not pairs:
        pairs, asked = _match_labels(passages, shown)
    return _put_in(passages, pairs, sheet), asked


# ── notes of which the format says where they are called ─────────────────────


def _find_told(passages: Sequence[Passage]) -> dict[str, _Entry]:
    """Id → the note, one or more passages of it."""
    found: dict[str, _Entry] = {}
    for at, passage in enumerate(passages):
        if passage.role == "footnote" and passage.kind == "footnote":
            name = read_note_hint(passage.hint)[0]
            before = found[name].places if name in found else ()
            found[name] = _Entry((*before, at))
    return found


def _find_called(
    passages: Sequence[Passage], known: Mapping[str, _Entry]
) -> Iterator[tuple[Sign, _Entry]]:
    """Each note with the first mark that calls it."""
    waiting = dict(known)
    for at, passage in enumerate(passages):
        if not can_call(passage):
            continue
        calls = (mark for mark in passage.marks if mark.kind == "note")
        for mark in sorted(calls, key=lambda mark: mark.start):
            entry = waiting.pop(mark.target, None)
            if entry is not None:
                span = widened(passage.text, mark)
                sign = passage.text[mark.start : mark.end]
                first = passages[entry.places[0]].text
                yield Sign(at, span, ""), replace(entry, span=_find_own_label(first, sign))


def _find_own_label(text: str, sign: str) -> tuple[int, int]:
    """The span of what a note begins with when that is the sign that calls it, or leads back."""
    back = _BACK.match(text)
    start = back.end() + len(text[back.end() :]) - len(text[back.end() :].lstrip()) if back else 0
    label = _LABELS.match(text, start)
    if label is not None and sign and plain(label[0]) == plain(sign):
        return 0, label.end()
    return 0, start


# ── notes that begin with the sign that calls them ───────────────────────────


def _match_labels(
    passages: Sequence[Passage], places: Sequence[int]
) -> tuple[list[tuple[Sign, _Entry]], list[Query]]:
    """Notes and marks by their labels: all that are numbered, and all that have other signs."""
    entries = _read_labels(passages, places)
    numbered = [entry for entry in entries if entry.label.isdigit()]
    shapes = SHAPES
    listed = [passage for passage in passages if _is_numbered(passage)]
    if listed and all(passage.text.lstrip().startswith("[") for passage in listed):
        shapes = RAISED  # the signs in brackets are those of the references
    elif listed:
        numbered = []  # the signs may be those of the references
    signed = [entry for entry in entries if not entry.label.isdigit()]
    pairs: list[tuple[Sign, _Entry]] = []
    asked: list[Query] = []
    for row, looks in ((numbered, shapes), (signed, SHAPES)):
        found, missed = _fit_signs(passages, row, looks)
        pairs += found
        if missed:
            number = passages[row[0].places[0]].numbers[0]
            message = f"these notes stay below the text, for their signs do not fit: {missed}"
            anchor = "\x1f".join(entry.label for entry in row)
            asked.append(queries.ask("structure.notes", number, message, anchor=anchor))
    return pairs, asked


def _fit_signs(
    passages: Sequence[Passage], entries: Sequence[_Entry], shapes: Sequence[Shape]
) -> tuple[list[tuple[Sign, _Entry]], str]:
    """`entries` with their marks, or nothing and what does not fit when that is certain."""
    labels = [entry.label for entry in entries]
    if not entries or len(set(labels)) != len(labels):
        return [], ""
    missed = ""
    for find, certain in shapes:
        marks = list(signs(passages, find, frozenset(labels)))
        if [mark.label for mark in marks] == labels:
            return list(zip(marks, entries, strict=True)), ""
        if marks and (certain or all(entry.alone for entry in entries)):
            missed = missed or ", ".join(_tell_misfits(marks, labels))
    return [], missed


def _is_numbered(passage: Passage) -> bool:
    """Whether `passage` is an entry of a list of references that is cited by numbers."""
    if passage.role != "reference":
        return False
    return passage.hint.startswith("list:number") or _LABELS.match(passage.text) is not None


def _read_labels(passages: Sequence[Passage], places: Sequence[int]) -> list[_Entry]:
    """The notes; a passage without a label goes on with the one before."""
    found: list[_Entry] = []
    for at in places:
        text = passages[at].text
        match = _LABELS.match(text)
        begun = bool(found) and found[-1].alone and found[-1].places == (at - 1,)
        if match is not None and not begun:
            alone = match.end() == len(text)
            found.append(_Entry((at,), plain(match[0]), match.span(), alone))
        elif found:
            found[-1] = replace(found[-1], places=(*found[-1].places, at))
    return found


def _tell_misfits(marks: Sequence[Sign], labels: Sequence[str]) -> list[str]:
    called = Counter(mark.label for mark in marks)
    twice = [f"`{label}` is called {called[label]} times" for label in labels
             if called[label] > 1]  # fmt: skip
    never = [f"`{label}` is not called" for label in labels if label not in called]
    return [*twice, *never] or ["they are called in another order"]


# ── putting them together ────────────────────────────────────────────────────


def _put_in(
    passages: Sequence[Passage], pairs: Sequence[tuple[Sign, _Entry]], sheet: Sheet
) -> list[Passage]:
    """`passages` with the notes of `pairs` in their places, the last of a passage first."""
    result = list(passages)
    gone: set[int] = set()
    ordered = sorted(pairs, key=lambda pair: (pair[0].place, pair[0].span[0]))
    for place, row in groupby(ordered, key=lambda pair: pair[0].place):
        calls = _limit_spans(list(row))
        found = [span for span, _ in calls if span[0] < span[1]]
        cleared = struck(result[place], found, sheet, RULE, _CALL)
        kept = set(found).difference(cleared)  # the editor wants the sign where it was
        notes = []
        for span, entry in reversed(calls):
            if span not in kept:
                bare = (_strip_label(result[at], entry, at, sheet) for at in entry.places)
                said = [passage for passage in bare if passage.text]
                notes.append((span[0], Note(tuple(_make_blocks(said, sheet)))))
                gone.update(entry.places)
        calling = replace(result[place], notes=(*reversed(notes), *result[place].notes))
        result[place] = calling.without(*cleared)
    return [passage for at, passage in enumerate(result) if at not in gone]


def _make_blocks(said: Sequence[Passage], sheet: Sheet) -> Iterator[Block]:
    """The paragraphs of a note, with the lists and quotations that its format tells."""
    told = [replace(passage, hint=read_note_hint(passage.hint)[1]) for passage in said]
    for kind, run in groupby(told, key=lambda passage: passage.kind):
        if kind == "list":
            yield from lists.make_lists(list(run), sheet)
            continue
        paragraphs = tuple(passage.paragraph() for passage in run)
        lines = tuple(number for one in paragraphs for number in one.lines)
        yield from (Quote(paragraphs, lines),) if kind == "quote" else paragraphs


def _limit_spans(row: Sequence[tuple[Sign, _Entry]]) -> list[tuple[tuple[int, int], _Entry]]:
    """The notes of one passage with the spans of their signs, each up to the next one."""
    spans = [sign.span for sign, _ in row]
    nexts = [start for start, _ in spans[1:]] + [max(end for _, end in spans)]
    return [
        ((start, max(start, min(end, limit))), entry)
        for (start, end), limit, (_, entry) in zip(spans, nexts, row, strict=True)
    ]


def _strip_label(passage: Passage, entry: _Entry, at: int, sheet: Sheet) -> Passage:
    """A passage of a note without its label and without what leads back from it."""
    if at == entry.places[0] and entry.span[1]:
        passage = cut(passage, entry.span, sheet, RULE, _LABEL)
    if at == entry.places[-1] and (back := _find_arrow(passage.text)):
        passage = cut(passage, (back, len(passage.text)), sheet, RULE, _LABEL)
    return passage


def _find_arrow(text: str) -> int:
    """Where the arrow that leads back begins, 0 when none does."""
    tail = text[-4:]
    for match in _BACK.finditer(tail):
        if match.end() == len(tail):
            start = len(text) - len(tail) + match.start()
            return len(text[:start].rstrip())
    return 0
