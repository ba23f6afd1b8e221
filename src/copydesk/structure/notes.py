"""Footnotes and the places that call them, joined.

A format that knows notes says which mark calls which. Elsewhere a mark in the text and a
note that begins with the same label belong together, but only when every note of the
article is called once and in order: one that is not may be another's, or a citation of a
numbered reference, and the numbers that a page sets would no longer fit those that stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk import queries
from copydesk.model import Mark, Note, Query, Role
from copydesk.structure.passage import Passage, cut
from copydesk.structure.sheet import Sheet

RULE: Final = "structure.note"
_CALL: Final = "the note is called here; the page sets the sign itself"
_LABEL: Final = "the page sets the sign of the note itself"

#: Roles of passages that become text with notes in it; a title or date is a bare text.
_CALLING: Final = frozenset[Role | None](
    ("body", "heading", "list", "quote", "caption", "other", "bio")
)
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

#: What a note may begin with.
_LABELS = re.compile(
    r"(?:\[(\w{1,3})\]|\((\d{1,3})\)|\^?(\d{1,3})[.):]?(?=\s|[^\W\d])|([⁰¹²³⁴-⁹]{1,3})|([*†‡§]{1,3}))"
    r"[.:]?\s*"
)
#: What leads from a note back to its place, at either end of it.
_BACK = re.compile(r"[\[(]?(?:[↩↑⏎⤴▲]\ufe0e?|\^)[\])]?")
#: The shapes of marks, the certain ones first.
_RAISED_MARK = re.compile(r"\s?([⁰¹²³⁴-⁹]{1,3})")
_BRACKET = re.compile(r"\s?\[(\d{1,3}|[a-z]|[*†‡§])\]")
_SYMBOL = re.compile(r"(?<=\S)([*†‡§]{1,3})(?!\w)")
#: After a word or stop, and before a stop or the end of a sentence: not "(1) rope, (2) tar".
_PARENTHESIS = re.compile(r"(?<=\S)\((\d{1,3})\)|\s\((\d{1,3})\)(?=[.,;:!?]|$)")
_GLUED = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.!?…”’»)]))(\d{1,3})(?=\s|$)")
#: A unit, a variable or a number that is no year.
_BASE = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![^\W\d_])(?:[kcdm]?m|ft|[a-z]))$")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A sign at `span` of the passage `place` that calls the note `label`."""

    place: int
    span: tuple[int, int]
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note: the passages that hold it, the first of them with its label at `span`."""

    places: tuple[int, ...]
    label: str = ""
    span: tuple[int, int] = (0, 0)


def joined(passages: Sequence[Passage], sheet: Sheet) -> tuple[list[Passage], list[Query]]:
    """`passages` with the notes in the passages that call them, and what is to be asked.

    Notes that stay are footnotes as they were.
    """
    known = _told(passages)
    pairs = list(_called(passages, known))
    asked: list[Query] = []
    shown = [
        at for at, passage in enumerate(passages)
        if passage.role == "footnote" and passage.kind != "footnote"
    ]  # fmt: skip
    if shown and not pairs:
        pairs, asked = _matched(passages, shown)
    return _placed(passages, pairs, sheet), asked


# ── notes of which the format says where they are called ─────────────────────


def _told(passages: Sequence[Passage]) -> dict[str, _Entry]:
    """Id → the note, one or more passages of it."""
    found: dict[str, _Entry] = {}
    for at, passage in enumerate(passages):
        if passage.role == "footnote" and passage.kind == "footnote":
            name = passage.hint.partition(":")[2]
            before = found[name].places if name in found else ()
            found[name] = _Entry((*before, at))
    return found


def _called(
    passages: Sequence[Passage], known: Mapping[str, _Entry]
) -> Iterator[tuple[_Mark, _Entry]]:
    """Each note with the first mark that calls it."""
    waiting = dict(known)
    for at, passage in enumerate(passages):
        if passage.role not in _CALLING:
            continue
        calls = (mark for mark in passage.marks if mark.kind == "note")
        for mark in sorted(calls, key=lambda mark: mark.start):
            entry = waiting.pop(mark.target, None)
            if entry is not None:
                span = _widened(passage.text, mark)
                sign = passage.text[mark.start : mark.end]
                first = passages[entry.places[0]].text
                yield _Mark(at, span, ""), replace(entry, span=_own_label(first, sign))


def _widened(text: str, mark: Mark) -> tuple[int, int]:
    """The span of the sign of `mark` with its brackets and the blank before it."""
    start, end = mark.start, mark.end
    if start == end:
        return start, end
    if text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
        start, end = start - 1, end + 1
    return _from_blank(text, start, end)


def _from_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` from the blank before it, when what follows needs none."""
    follows = text[end : end + 1]
    if start and text[start - 1].isspace() and (not follows or not follows.isalnum()):
        start -= 1
    return start, end


def _own_label(text: str, sign: str) -> tuple[int, int]:
    """The span of what a note begins with when that is the sign that calls it, or leads back."""
    back = _BACK.match(text)
    start = back.end() + len(text[back.end() :]) - len(text[back.end() :].lstrip()) if back else 0
    label = _LABELS.match(text, start)
    if label is not None and sign and _value(label) == _plain(sign):
        return 0, label.end()
    return 0, start


def _plain(sign: str) -> str:
    return sign.translate(_RAISED).strip().strip("[]().^: ")


def _value(match: re.Match[str]) -> str:
    return _plain(match[0])


# ── notes that begin with the sign that calls them ───────────────────────────


def _matched(
    passages: Sequence[Passage], places: Sequence[int]
) -> tuple[list[tuple[_Mark, _Entry]], list[Query]]:
    """Notes and marks by their labels: all that are numbered, and all that have other signs."""
    entries = _labelled(passages, places)
    numbered = [entry for entry in entries if entry.label.isdigit()]
    if any(map(_is_numbered, passages)):
        numbered = []  # the signs may be those of the references
    signed = [entry for entry in entries if not entry.label.isdigit()]
    pairs: list[tuple[_Mark, _Entry]] = []
    asked: list[Query] = []
    for row in (numbered, signed):
        found, missed = _fitted(passages, row)
        pairs += found
        if missed:
            number = passages[row[0].places[0]].numbers[0]
            message = f"these notes stay below the text, for their signs do not fit: {missed}"
            anchor = "\x1f".join(entry.label for entry in row)
            asked.append(queries.ask("structure.notes", number, message, anchor=anchor))
    return pairs, asked


def _fitted(
    passages: Sequence[Passage], entries: Sequence[_Entry]
) -> tuple[list[tuple[_Mark, _Entry]], str]:
    """`entries` with their marks, or nothing and what does not fit when that is certain."""
    labels = [entry.label for entry in entries]
    if not entries or len(set(labels)) != len(labels):
        return [], ""
    missed = ""
    for find, certain in _SHAPES:
        marks = list(_marks(passages, find, frozenset(labels)))
        if [mark.label for mark in marks] == labels:
            return list(zip(marks, entries, strict=True)), ""
        if marks and certain:
            missed = missed or ", ".join(_misfits(marks, labels))
    return [], missed


def _is_numbered(passage: Passage) -> bool:
    """Whether `passage` is an entry of a list of references that is cited by numbers."""
    if passage.role != "reference":
        return False
    return passage.hint.startswith("list:number") or _LABELS.match(passage.text) is not None


def _labelled(passages: Sequence[Passage], places: Sequence[int]) -> list[_Entry]:
    """The notes; a passage without a label goes on with the one before."""
    found: list[_Entry] = []
    for at in places:
        match = _LABELS.match(passages[at].text)
        if match is not None:
            found.append(_Entry((at,), _value(match), match.span()))
        elif found:
            found[-1] = replace(found[-1], places=(*found[-1].places, at))
    return found


def _misfits(marks: Sequence[_Mark], labels: Sequence[str]) -> list[str]:
    called = [mark.label for mark in marks]
    twice = [f"`{label}` is called {called.count(label)} times" for label in labels
             if called.count(label) > 1]  # fmt: skip
    never = [f"`{label}` is not called" for label in labels if label not in called]
    return [*twice, *never] or ["they are called in another order"]


Find = Callable[[Passage], Iterable[tuple[tuple[int, int], str]]]


def _marks(passages: Sequence[Passage], find: Find, labels: frozenset[str]) -> Iterator[_Mark]:
    """The signs that `find` sees and that are among `labels`, but none in addresses or code."""
    for at, passage in enumerate(passages):
        if passage.role not in _CALLING or passage.kind == "code":
            continue
        found = [(span, label) for span, label in find(passage) if label in labels]
        kept = _Spans(_literal(passage)) if found else None
        for span, label in found:
            if kept is not None and span[0] not in kept and not _is_power(passage.text, span):
                yield _Mark(at, span, label)


def _is_power(text: str, span: tuple[int, int]) -> bool:
    """Whether the bare number at `span` raises a unit, a variable or another number.

    >>> _is_power("40 km² of mud", (5, 6)), _is_power("in 1914² the", (7, 8))
    (True, False)
    """
    start, end = span
    return text[start:end].isdigit() and _BASE.search(text[max(0, start - 5) : start]) is not None


def _literal(passage: Passage) -> Iterator[tuple[int, int]]:
    """Spans in which no sign calls a note: addresses and words of a program."""
    yield from ((mark.start, mark.end) for mark in passage.marks if mark.kind == "code")
    if "://" in passage.text or "www." in passage.text:
        for match in _TOKEN.finditer(passage.text):
            if "://" in match[0] or match[0].startswith("www."):
                yield match.span()


class _Spans:
    """Spans that answer quickly whether an offset lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if not self._ends or start > self._ends[-1]:
                self._starts.append(start)
                self._ends.append(end)
            else:
                self._ends[-1] = max(self._ends[-1], end)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _by_look(passage: Passage) -> Iterator[tuple[tuple[int, int], str]]:
    """Signs that the format raises, or that lead to another place of the page."""
    seen: set[tuple[int, int]] = set()
    for mark in passage.marks:
        if mark.kind == "sup" or (mark.kind == "link" and mark.target.startswith("#")):
            span = _widened(passage.text, mark)
            label = _plain(passage.text[mark.start : mark.end])
            if label and span not in seen:
                seen.add(span)
                yield span, label


def _by_shape(shape: re.Pattern[str]) -> Find:
    def find(passage: Passage) -> Iterator[tuple[tuple[int, int], str]]:
        for match in shape.finditer(passage.text):
            lead = len(match[0]) - len(match[0].lstrip())
            start = match.start() + lead
            yield _from_blank(passage.text, start, match.end()), _plain(match[0])

    return find


#: How marks are found, and whether a sign of that look is one whatever the others are.
_SHAPES: Final[tuple[tuple[Find, bool], ...]] = (
    (_by_look, True),
    (_by_shape(_RAISED_MARK), True),
    (_by_shape(_BRACKET), True),
    (_by_shape(_SYMBOL), False),
    (_by_shape(_PARENTHESIS), False),
    (_by_shape(_GLUED), False),
)


# ── putting them together ────────────────────────────────────────────────────


def _placed(
    passages: Sequence[Passage], pairs: Sequence[tuple[_Mark, _Entry]], sheet: Sheet
) -> list[Passage]:
    """`passages` with the notes of `pairs` in their places, the last of a passage first."""
    result = list(passages)
    gone: set[int] = set()
    for mark, entry in sorted(pairs, key=lambda pair: (pair[0].place, -pair[0].span[0])):
        start, end = mark.span
        calling = result[mark.place]
        if start < end:
            calling = cut(calling, mark.span, sheet, RULE, _CALL)
            if calling is result[mark.place]:
                continue  # the editor wants the sign where it was
        note = Note(tuple(_bare(result[at], entry, at, sheet).paragraph() for at in entry.places))
        result[mark.place] = replace(calling, notes=((start, note), *calling.notes))
        gone.update(entry.places)
    return [passage for at, passage in enumerate(result) if at not in gone]


def _bare(passage: Passage, entry: _Entry, at: int, sheet: Sheet) -> Passage:
    """A passage of a note without its label and without what leads back from it."""
    if at == entry.places[0] and entry.span[1]:
        passage = cut(passage, entry.span, sheet, RULE, _LABEL)
    if at == entry.places[-1] and (back := _trailing(passage.text)):
        passage = cut(passage, (back, len(passage.text)), sheet, RULE, _LABEL)
    return passage


def _trailing(text: str) -> int:
    """Where the arrow that leads back begins, 0 when none does."""
    tail = text[-4:]
    for match in _BACK.finditer(tail):
        if match.end() == len(tail):
            start = len(text) - len(tail) + match.start()
            return len(text[:start].rstrip())
    return 0
