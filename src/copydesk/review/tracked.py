"""The copy edits of a line as tracked changes: what stays, what goes, what comes, and by whom.

Edits chain: a later one may take away what an earlier one wrote. Such letters are in neither
text, so they are in no piece; everything else belongs to the edit that took or gave it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate
from sys import maxsize
from typing import Final, TypeAlias

from copydesk.model import Edit, EditedText

#: Edits of this family are the editor's own words.
OWN: Final = "desk."
_TOKEN: Final = re.compile(r"\w+|\W")
_MOST_TOKENS: Final = 400


Changes: TypeAlias = Callable[[Edit], Iterable[tuple[int, int, str]]]
"""What an edit changes: (offset, length) in its `before`, and what comes there."""


@dataclass(frozen=True, slots=True)
class TrackedPiece:
    """Text of one fate. `edit` took it away (`given` False), brought it, or is None: it stays.

    `at` is the offset of the piece in the text as received; for what an edit brought, that of
    the received text that follows it.
    """

    text: str
    at: int
    edit: Edit | None = None
    given: bool = False

    @property
    def stands(self) -> bool:
        """Whether the piece is in the edited text."""
        return self.edit is None or self.given


def narrow_edit(edit: Edit) -> Iterator[tuple[int, int, str]]:
    """What `edit` really changes, letter by letter.

    One change, so that it is accepted or rejected at once; a rewriting of the editor's, which
    may be a whole paragraph, is taken apart into the words it changes.

    >>> list(narrow_edit(Edit("abbr.et-al", 1, 3, "et al", "et al.", "")))
    [(5, 0, '.')]
    """
    from rapidfuzz.distance import Postfix, Prefix

    head = Prefix.similarity(edit.before, edit.after)
    old, new = edit.before[head:], edit.after[head:]
    tail = Postfix.similarity(old, new)
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    if not edit.rule.startswith(OWN):
        yield head, len(old), new
        return
    for start, length, words in _reworded(old, new):
        yield head + start, length, words


def widen_edit(edit: Edit) -> Iterator[tuple[int, int, str]]:
    """What `edit` changes, for people: words whole where only some of their letters change.

    >>> list(widen_edit(Edit("spell.dictionary", 1, 0, "recieved it", "received it", "")))
    [(0, 8, 'received')]
    >>> list(widen_edit(Edit("quote.apostrophe", 1, 0, "China's", "China’s", "")))
    [(5, 1, '’')]
    """
    before = edit.before
    for start, length, new in narrow_edit(edit):
        low, high = start, start + length
        old = before[low:high]
        if old[:1].isalnum() or new[:1].isalnum():
            while low and before[low - 1].isalnum():
                low -= 1
        if old[-1:].isalnum() or new[-1:].isalnum():
            while high < len(before) and before[high].isalnum():
                high += 1
        yield low, high - low, before[low:start] + new + before[start + length : high]


def split_line(
    received: str, edits: Sequence[Edit], changes: Changes = narrow_edit
) -> list[TrackedPiece]:
    """One line: its text as `received` after the applied `edits`, given in the ledger's order.

    The pieces that nobody gave are the received text, those that stand the edited one. Letters
    that are none of its `changes` count as untouched by an edit. The work is linear in the
    text and in the number of edits for each rule and pass that made them.

    >>> edit = Edit("abbr.et-al", 1, 3, "et al", "et al.", "", "applied")
    >>> [(piece.text, piece.given) for piece in split_line("Lo et al, 2020", [edit])]
    [('Lo et al', False), ('.', True), (', 2020', False)]
    """
    found = [TrackedPiece(received, 0)]
    for batch in _batches(edits):
        found = list(_swept(found, batch, changes))
    return [piece for piece in found if piece.text]


def split_lines(edited: EditedText, changes: Changes = narrow_edit) -> Iterator[list[TrackedPiece]]:
    """The pieces of each line of `edited`."""
    by_line: dict[int, list[Edit]] = {}
    for edit in edited.ledger:
        if edit.status == "applied":
            by_line.setdefault(edit.line, []).append(edit)
    for line in edited.submission.lines:
        yield split_line(line.text, by_line.get(line.number, ()), changes)


def _batches(edits: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    """Runs of `edits` each of which stands behind what the one before it wrote."""
    start = 0
    for number in range(1, len(edits)):
        last = edits[number - 1]
        if edits[number].start < last.start + len(last.after):
            yield edits[start:number]
            start = number
    if edits:
        yield edits[start:]


def _swept(
    found: Iterable[TrackedPiece], batch: Iterable[Edit], changes: Changes
) -> Iterator[TrackedPiece]:
    """`found` after the edits of `batch`, in one walk through the line.

    An edit counts its offsets in the text that those before it left.
    """
    waiting = [piece for piece in found if piece.text][::-1]
    passed = at = shift = 0

    def pass_until(offset: int) -> Iterator[TrackedPiece]:
        """Pass what lies between here and `offset`; a piece that reaches beyond it is cut."""
        nonlocal passed, at
        while waiting and passed < offset:
            piece = waiting.pop()
            if piece.stands and len(piece.text) > (room := offset - passed):
                rest = piece.at if piece.given else piece.at + room
                waiting.append(replace(piece, text=piece.text[room:], at=rest))
                piece = replace(piece, text=piece.text[:room])
            passed += len(piece.text) if piece.stands else 0
            at = piece.at if piece.given else piece.at + len(piece.text)
            yield piece

    for edit in batch:
        for offset, length, after in changes(edit):
            start = edit.start - shift + offset
            yield from pass_until(start)
            for piece in pass_until(start + length):
                if not piece.stands:
                    yield piece
                elif piece.edit is None:
                    yield replace(piece, edit=edit)
            if after:
                yield TrackedPiece(after, at, edit, given=True)
        shift += len(edit.after) - len(edit.before)
    yield from pass_until(maxsize)


def _reworded(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """The changes word by word, or all of it as one when that would take long."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _MOST_TOKENS:
        yield 0, len(old), new
        return
    starts = [0, *accumulate(map(len, before))]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield starts[i], starts[j] - starts[i], "".join(after[k:m])
