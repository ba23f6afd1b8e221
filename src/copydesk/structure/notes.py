"""Footnotes and the places that call them, joined.

A format that knows notes says which mark calls which. Elsewhere a sign in the text and a
note that begins with the same label belong together, but only when every such note of the
article is called once and in order: one that is not may be another's, or a citation of a
numbered reference, and the numbers that a page sets would no longer fit those that stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk import queries
from copydesk.clean.sheet import Sheet
from copydesk.model import Block, Note, Query, Role, read_note_hint
from copydesk.structure.blocks import KINDS
from copydesk.structure.note_signs import (
    HIGH,
    LABEL,
    LOOKS,
    NoteSign,
    find_signs,
    fit_signs,
    list_called,
    read_label,
    split_label,
    widen_sign,
)
from copydesk.structure.passage import Passage, cut_span, record_cuts

RULE: Final = "structure.note"
_CALL: Final = "the note is placed here; each format prints the mark itself"
_LABEL: Final = "each format prints the mark of the note itself"
_LISTED: Final = "the number that the list of the notes sets, by which the text calls it"

#: Roles of passages that become text with notes in it; a title or date is a bare text.
_CALLING: Final = frozenset[Role | None](
    ("body", "heading", "list", "quote", "caption", "other", "bio")
)
#: What leads from a note back to its place, at either end of it; the last has so many signs.
_BACK = re.compile(r"[\[(]?(?:[↩↑⏎⤴▲]\ufe0e?|\^)[\])]?\s*")
_BACK_LAST = re.compile(rf"{_BACK.pattern}$")
_LONGEST: Final = 4
#: Signs that call so many notes, and such a part of all, are no chance.
_FEWEST: Final = 3
_SHARE: Final = 2 / 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note: the passages that hold it, the first of them with its label up to `end`.

    The label may stand `alone` in the first, as pages print it above the note.
    """

    places: tuple[int, ...]
    label: str = ""
    end: int = 0
    alone: bool = False


_Pair = tuple[NoteSign, _Entry]


def place_notes(passages: Sequence[Passage], sheet: Sheet) -> tuple[list[Passage], list[Query]]:
    """`passages` with the notes in the passages that call them, and what is to be asked.

    Notes that stay are footnotes as they were.
    """
    labelled, asked = _pair_labels(passages)
    pairs = [*_pair_told(passages), *labelled]
    return [_keep_number(one, sheet) for one in _put_in(passages, pairs, sheet)], asked


def _can_call(passage: Passage) -> bool:
    """Whether `passage` becomes text that can hold notes."""
    return passage.role in _CALLING and passage.kind not in ("code", "figure")


def _pair_told(passages: Sequence[Passage]) -> Iterator[_Pair]:
    """Each note of which the format says where it is called, with the first mark that does."""
    waiting: dict[str, tuple[int, ...]] = {}
    for at, passage in enumerate(passages):
        if passage.role == "footnote" and passage.kind == "footnote":
            name = read_note_hint(passage.hint)[0]
            waiting[name] = (*waiting.get(name, ()), at)
    for at, passage in enumerate(passages):
        calls = [mark for mark in passage.marks if mark.kind == "note" and _can_call(passage)]
        for mark in sorted(calls, key=lambda mark: mark.start):
            if places := waiting.pop(mark.target, None):
                first, sign = passages[places[0]].text, passage.text[mark.start : mark.end]
                back = _BACK.match(first)
                end = back.end() if back else 0
                label = LABEL.match(first, end)
                if label and sign and read_label(label[0]) == read_label(sign):
                    end = label.end()
                span = widen_sign(passage.text, mark.start, mark.end)
                yield NoteSign(at, *span), _Entry(places, end=end)


# ── notes that begin with the sign that calls them ───────────────────────────


def _pair_labels(passages: Sequence[Passage]) -> tuple[list[_Pair], list[Query]]:
    """Notes and signs by their labels: all that are numbered, and all that have other signs.

    Beside a list of works that has numbers too a number calls a note only where it is raised.
    """
    entries = _read_entries(passages)
    is_cited = any(
        one.role == "reference" and (one.hint.startswith("list:number") or LABEL.match(one.text))
        for one in passages
    )
    numbered = [entry for entry in entries if entry.label.isdigit()]
    signed = [entry for entry in entries if not entry.label.isdigit()]
    pairs: list[_Pair] = []
    asked: list[Query] = []
    for row, is_high in ((numbered, is_cited), (signed, False)):
        found, missed = _fit_signs(passages, row, is_high=is_high)
        pairs += found
        if missed:
            number = passages[row[0].places[0]].numbers[0]
            message = f"these notes stay below the text, because their marks do not match: {missed}"
            anchor = "\x1f".join(entry.label for entry in row)
            asked.append(queries.make_query("structure.notes", number, message, anchor=anchor))
    return pairs, asked


def _read_entries(passages: Sequence[Passage]) -> list[_Entry]:
    """The notes that no format ties; a passage without a label goes on with the one before."""
    found: list[_Entry] = []
    last = -1
    for at, passage in enumerate(passages):
        if passage.role != "footnote" or passage.kind == "footnote":
            last = at if passage.role == "footnote" else last
            continue
        label, end = split_label(passage.text, passage.hint)
        begun = bool(found) and found[-1].alone and found[-1].places == (at - 1,)
        if label and not begun:
            found.append(_Entry((at,), label, end, end == len(passage.text)))
        elif found and found[-1].places[-1] > last:
            found[-1] = replace(found[-1], places=(*found[-1].places, at))
    return found


def _fit_signs(
    passages: Sequence[Passage], entries: Sequence[_Entry], *, is_high: bool
) -> tuple[list[_Pair], str]:
    """`entries` with their signs, or nothing and what does not fit when that is certain."""
    labels = [entry.label for entry in entries]
    known = frozenset(labels)
    texts = [passage.text for passage in passages]
    missed = ""
    if not entries or len(known) != len(labels):
        return [], missed
    for look, certain in LOOKS:
        signs = [
            sign
            for at, passage in enumerate(passages)
            if _can_call(passage)
            for sign in find_signs(passage.text, passage.marks, look, known, at)
        ]
        found = fit_signs(texts, signs, labels)
        if found and (lone := _find_lone_call(passages, look, found)):
            return [], f"`{lone}` is called, but no note has this number"
        raised = [one for one in found if "[" not in texts[one.place][one.start : one.end]]
        if found and not (is_high and (look not in HIGH or raised != found)):
            return list(zip(found, entries, strict=True)), ""
        if found:
            return [], "the works of the list have numbers too"
        called = Counter(list_called(signs, known))
        is_sure = certain or all(entry.alone for entry in entries) or _are_most(called, entries)
        if called and not missed and is_sure:
            twice = [f"`{one}` is called {called[one]} times" for one in labels if called[one] > 1]
            never = [f"`{one}` is not called" for one in labels if one not in called]
            missed = ", ".join([*twice, *never]) or "they are called in another order"
    return [], missed


def _find_lone_call(
    passages: Sequence[Passage], look: re.Pattern[str] | None, found: Sequence[NoteSign]
) -> str:
    """The number before the first of `found` that such a sign above it calls, "" without one."""
    first = found[0]
    before = str(int(first.label) - 1) if first.label.isdigit() else ""
    for at, passage in enumerate(passages[: first.place + 1] if before else ()):
        if _can_call(passage):
            for sign in find_signs(passage.text, passage.marks, look, {before}, at):
                if sign.label == before and (at, sign.start) < (first.place, first.start):
                    return before
    return ""


def _are_most(called: Collection[str], entries: Sequence[_Entry]) -> bool:
    """Whether so many of the notes are called that the signs are surely theirs."""
    return len(called) >= _FEWEST and len(called) >= _SHARE * len(entries)


# ── putting them together ────────────────────────────────────────────────────


def _put_in(passages: Sequence[Passage], pairs: Sequence[_Pair], sheet: Sheet) -> list[Passage]:
    """`passages` with the notes of `pairs` in the passages that call them."""
    result = list(passages)
    gone: set[int] = set()
    ordered = sorted(pairs, key=lambda pair: (pair[0].place, pair[0].start))
    for place, row in groupby(ordered, key=lambda pair: pair[0].place):
        calls = list(row)
        nexts = [sign.start for sign, _ in calls[1:]] + [len(passages[place].text)]
        spans = [(sign.start, max(sign.start, min(sign.end, limit)))
                 for (sign, _), limit in zip(calls, nexts, strict=True)]  # fmt: skip
        signs = [span for span in spans if span[0] < span[1]]
        cleared = record_cuts(result[place], signs, sheet, RULE, _CALL)
        notes = list(result[place].notes)
        for span, (_, entry) in zip(spans, calls, strict=True):
            if span in cleared or span not in signs:  # else the editor wants the sign there
                bare = (_strip_label(result[at], entry, at, sheet) for at in entry.places)
                said = [passage for passage in bare if passage.text]
                notes.append((span[0], Note(tuple(_make_blocks(said, sheet)))))
                gone.update(entry.places)
        result[place] = replace(result[place], notes=tuple(notes)).without(*cleared)
    return [passage for at, passage in enumerate(result) if at not in gone]


def _keep_number(passage: Passage, sheet: Sheet) -> Passage:
    """`passage` with the number of its list before it, where it is a note that stays."""
    label, end = split_label(passage.text, passage.hint) if passage.kind == "list" else ("", 0)
    if passage.role != "footnote" or not label.isdigit() or end:
        return passage
    number, lead = passage.numbers[0], f"{label}. "
    start = sheet.current[number].find(passage.text)
    if not sheet.change(number, RULE, (start, ""), lead, _LISTED):
        return passage
    return passage.behind(lead)


def _make_blocks(said: Sequence[Passage], sheet: Sheet) -> Iterator[Block]:
    """The paragraphs of a note, with the lists and quotations that its format tells."""
    told = [replace(passage, hint=_read_own_hint(passage)) for passage in said]
    for kind, group in groupby(told, key=lambda passage: passage.kind):
        yield from KINDS[kind if kind in ("list", "quote") else "text"](list(group), sheet)


def _read_own_hint(passage: Passage) -> str:
    """The hint of a passage in the text of its note; an item that is the note is none there."""
    if passage.kind == "footnote":
        return read_note_hint(passage.hint)[1]
    is_below = passage.kind == "list" and passage.hint.split(":")[2] != "1"
    return passage.hint if is_below else ""


def _strip_label(passage: Passage, entry: _Entry, at: int, sheet: Sheet) -> Passage:
    """A passage of a note without its label and without what leads back from it."""
    if at == entry.places[0] and entry.end:
        passage = cut_span(passage, (0, entry.end), sheet, RULE, _LABEL)
    text = passage.text
    back = _BACK_LAST.search(text, max(1, len(text) - _LONGEST)) if at == entry.places[-1] else None
    if back is None:
        return passage
    return cut_span(passage, (len(text[: back.start()].rstrip()), len(text)), sheet, RULE, _LABEL)
