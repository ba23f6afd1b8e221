"""Footnotes and the places that call them, joined.

A format that knows notes says which mark calls which. Elsewhere a sign in the text and a
note that begins with the same label belong together, but only when every note of the
article is called once and in order: one that is not may be another's, or a citation of a
numbered reference, and the numbers that a page sets would no longer fit those that stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from copydesk import queries
from copydesk.model import Block, Note, Query, Role, read_note_hint
from copydesk.structure.blocks import KINDS
from copydesk.structure.passage import Passage, cut_span, record_cuts
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
    r"(?:\[\w{1,3}\]|\(\d{1,3}\)|\^?\d{1,3}[.):]?(?=\s|[^\W\d]|$)|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,3})[.:]?\s*"
)
#: What leads from a note back to its place, at either end of it; the last has so many signs.
_BACK = re.compile(r"[\[(]?(?:[↩↑⏎⤴▲]\ufe0e?|\^)[\])]?\s*")
_BACK_LAST = re.compile(rf"{_BACK.pattern}$")
_LONGEST: Final = 4
#: How signs are written, and whether one that is written so is one whatever the others are:
#: nobody raises a figure for nothing but a power, while one in parentheses may count. The first
#: are those that the format raises or has lead to another place of the page.
_LOOKS: Final[tuple[tuple[re.Pattern[str] | None, bool], ...]] = (
    (None, True),
    (re.compile(r"[⁰¹²³⁴-⁹]{1,3}"), True),
    (re.compile(r"\[(?:\d{1,3}|[a-z]|[*†‡§])\]"), True),
    (re.compile(r"(?<=\S)[*†‡§]{1,3}(?!\w)"), False),
    # After a word or stop, and before a stop or the end: not "(1) rope, (2) tar".
    (re.compile(r"(?<=\S)\(\d{1,3}\)|(?<=\s)\(\d{1,3}\)(?=[.,;:!?]|$)"), False),
    # Behind a word or stop, but not the decimals of "2.5"; a year may close a sentence.
    (re.compile(
        r"(?:(?<=[^\W\d_]{3})|(?<=[!?…”’»)])|(?<=[^\W\d_][,;:])"
        r"|(?<=\.)(?:(?<!\d\.)|(?<=\d{4}\.)))\d{1,3}(?=\s|$)"
    ), False),
)  # fmt: skip
#: Of these so many are set high.
_HIGH: Final = 2
#: A unit, a variable or a number that is no year: a figure behind it is its power.
_BASE = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![^\W\d_])(?:[kcdm]?m|ft|[a-z]))$")
_ADDRESS = re.compile(r"(?<!\S)(?:www\.|\S*?://)\S*")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign at `[start, end)` of the passage `place` that calls the note `label`."""

    place: int
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A note: the passages that hold it, the first of them with its label up to `end`.

    The label may stand `alone` in the first, as pages print it above the note.
    """

    places: tuple[int, ...]
    label: str = ""
    end: int = 0
    alone: bool = False


_Pair = tuple[_Sign, _Entry]


def place_notes(passages: Sequence[Passage], sheet: Sheet) -> tuple[list[Passage], list[Query]]:
    """`passages` with the notes in the passages that call them, and what is to be asked.

    Notes that stay are footnotes as they were.
    """
    pairs = list(_pair_told(passages))
    asked: list[Query] = []
    if not pairs:
        pairs, asked = _pair_labels(passages)
    return _put_in(passages, pairs, sheet), asked


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
                label = _LABELS.match(first, end)
                if label and sign and _read_label(label[0]) == _read_label(sign):
                    end = label.end()
                span = _widen(passage.text, mark.start, mark.end)
                yield _Sign(at, *span), _Entry(places, end=end)


# ── notes that begin with the sign that calls them ───────────────────────────


def _pair_labels(passages: Sequence[Passage]) -> tuple[list[_Pair], list[Query]]:
    """Notes and signs by their labels: all that are numbered, and all that have other signs.

    Beside a list of references that is cited by numbers a number calls a note only where it is
    raised, and the references have theirs in brackets.
    """
    entries = _read_entries(passages)
    cited = [
        one.text.lstrip().startswith("[")
        for one in passages
        if one.role == "reference"
        and (one.hint.startswith("list:number") or _LABELS.match(one.text))
    ]
    numbered = [entry for entry in entries if entry.label.isdigit() and all(cited)]
    signed = [entry for entry in entries if not entry.label.isdigit()]
    pairs: list[_Pair] = []
    asked: list[Query] = []
    for row, is_high in ((numbered, bool(cited)), (signed, False)):
        found, missed = _fit_signs(passages, row, is_high=is_high)
        pairs += found
        if missed:
            number = passages[row[0].places[0]].numbers[0]
            message = f"these notes stay below the text, for their signs do not fit: {missed}"
            anchor = "\x1f".join(entry.label for entry in row)
            asked.append(queries.ask("structure.notes", number, message, anchor=anchor))
    return pairs, asked


def _read_entries(passages: Sequence[Passage]) -> list[_Entry]:
    """The notes; a passage without a label goes on with the one before."""
    found: list[_Entry] = []
    for at, passage in enumerate(passages):
        if passage.role != "footnote" or passage.kind == "footnote":
            continue
        match = _LABELS.match(passage.text)
        begun = bool(found) and found[-1].alone and found[-1].places == (at - 1,)
        if match is not None and not begun:
            alone = match.end() == len(passage.text)
            found.append(_Entry((at,), _read_label(match[0]), match.end(), alone))
        elif found:
            found[-1] = replace(found[-1], places=(*found[-1].places, at))
    return found


def _fit_signs(
    passages: Sequence[Passage], entries: Sequence[_Entry], *, is_high: bool
) -> tuple[list[_Pair], str]:
    """`entries` with their signs, or nothing and what does not fit when that is certain."""
    labels = [entry.label for entry in entries]
    missed = ""
    if not entries or len(set(labels)) != len(labels):
        return [], missed
    for look, certain in _LOOKS[: _HIGH if is_high else None]:
        signs = [
            sign for sign in _find_signs(passages, look, frozenset(labels))
            if not is_high or "[" not in passages[sign.place].text[sign.start : sign.end]
        ]  # fmt: skip
        called = Counter(sign.label for sign in signs)
        if [sign.label for sign in signs] == labels:
            return list(zip(signs, entries, strict=True)), ""
        if signs and not missed and (certain or all(entry.alone for entry in entries)):
            twice = [f"`{one}` is called {called[one]} times" for one in labels if called[one] > 1]
            never = [f"`{one}` is not called" for one in labels if one not in called]
            missed = ", ".join([*twice, *never]) or "they are called in another order"
    return [], missed


def _find_signs(
    passages: Sequence[Passage], look: re.Pattern[str] | None, labels: Container[str]
) -> Iterator[_Sign]:
    """The signs of one look that are among `labels`, but none in addresses or code.

    One that stands before all words of its text labels them, and one behind a unit, a variable
    or a number raises it.
    """
    for at, passage in enumerate(passages):
        if not _can_call(passage):
            continue
        text, marks = passage.text, passage.marks
        literal = [(mark.start, mark.end) for mark in marks if mark.kind == "code"]
        literal += [match.span() for match in _ADDRESS.finditer(text)]
        if look is None:
            spans = [(mark.start, mark.end) for mark in marks if mark.kind == "sup"
                     or (mark.kind == "link" and mark.target.startswith("#"))]  # fmt: skip
        else:
            spans = [match.span() for match in look.finditer(text)]
        for low, high in dict.fromkeys(_widen(text, *span) for span in spans):
            label = _read_label(text[low:high])
            labels_text = not text[:low].strip() and text[high:].strip()
            is_power = text[low:high].isdigit() and _BASE.search(text[max(0, low - 5) : low])
            is_literal = any(start < high <= end for start, end in literal)
            if label in labels and not (is_literal or labels_text or is_power):
                yield _Sign(at, low, high, label)


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` with the brackets around it, and the blank before when none is needed."""
    if start < end and text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
        start, end = start - 1, end + 1
    if start < end and start and text[start - 1].isspace() and not text[end : end + 1].isalnum():
        start -= 1
    return start, end


def _read_label(sign: str) -> str:
    """What a sign says without its brackets and stops, however high it stands.

    >>> _read_label("[4]"), _read_label("⁴"), _read_label(" 4.")
    ('4', '4', '4')
    """
    return sign.translate(_RAISED).strip().strip("[]().^: ")


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


def _make_blocks(said: Sequence[Passage], sheet: Sheet) -> Iterator[Block]:
    """The paragraphs of a note, with the lists and quotations that its format tells."""
    told = [replace(passage, hint=read_note_hint(passage.hint)[1]) for passage in said]
    for kind, group in groupby(told, key=lambda passage: passage.kind):
        yield from KINDS[kind if kind in ("list", "quote") else "text"](list(group), sheet)


def _strip_label(passage: Passage, entry: _Entry, at: int, sheet: Sheet) -> Passage:
    """A passage of a note without its label and without what leads back from it."""
    if at == entry.places[0] and entry.end:
        passage = cut_span(passage, (0, entry.end), sheet, RULE, _LABEL)
    text = passage.text
    back = _BACK_LAST.search(text, max(1, len(text) - _LONGEST)) if at == entry.places[-1] else None
    if back is None:
        return passage
    return cut_span(passage, (len(text[: back.start()].rstrip()), len(text)), sheet, RULE, _LABEL)
