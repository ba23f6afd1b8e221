"""The only code that changes text: apply, replay and revert edits, and count words.

Rules propose `Edit`s; `apply_edits` enters them into the ledger and changes the lines.
The laws that hold for every ledger, and are checked on every run:

* `replay(received, ledger)` gives the text after editing,
* `revert(text, ledger)` gives the text as received,
* what `words` counts before and after differs only by recorded edits.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby
from operator import attrgetter, itemgetter
from typing import Final, TypeAlias

from copydesk.errors import BrokenLaw
from copydesk.model import Article, Edit, EditedText, Line, Mark, Status, Verdict

#: Received characters either side that belong to the identity of a decision
#: (the W3C TextQuoteSelector's usual 32).
_NEIGHBOURHOOD: Final = 32

Text: TypeAlias = dict[int, str]
"""Line number → text. A line that was joined to an earlier one is the empty string."""

_Run: TypeAlias = tuple[int, int, int]
_START: Final = itemgetter(0)
_WORD: Final = re.compile(r"\w+")


def apply_edits(
    edited: EditedText,
    edits: Iterable[Edit],
    *,
    fix: bool,
    propose: bool = True,
    verdicts: Mapping[str, Verdict] | None = None,
) -> EditedText:
    """Record `edits` in the ledger and change the lines accordingly.

    All `edits` are positioned in the current text of `edited`. An edit is applied
    when `fix` is set and the editor did not say stet, or when she accepted it;
    otherwise it is entered as stet or proposed and the text stays. Of two edits
    that overlap, the earlier one wins. Edits already in the ledger as stet or
    proposed are not entered twice; without `propose` nothing is entered as proposed.

    Raises `BrokenLaw` when an edit's `before` is not what stands at its place.

    >>> from copydesk.model import Submission
    >>> lines = (Line(1, "the  bloc"),)
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "two blanks")
    >>> done = apply_edits(edited, [edit], fix=True)
    >>> done.lines[0].text, done.ledger[0].status
    ('the bloc', 'applied')
    """
    lines = list(edited.lines)
    entered: list[Edit] = []
    named = _name_edits(edited, edits, fix=fix, verdicts=verdicts or {})
    for number, group in groupby(named, key=attrgetter("line")):
        kept = [edit for edit in group if propose or edit.status != "proposed"]
        done = [edit for edit in kept if edit.status == "applied"]
        shift = 0
        for edit in kept:
            entered.append(replace(edit, start=edit.start + shift) if shift else edit)
            if edit.status == "applied":
                shift += len(edit.after) - len(edit.before)
        if done:
            lines[number - 1] = _rewrite(lines[number - 1], done)
    return replace(edited, lines=tuple(lines), ledger=(*edited.ledger, *entered))


def _name_edits(
    edited: EditedText, edits: Iterable[Edit], *, fix: bool, verdicts: Mapping[str, Verdict]
) -> Iterator[Edit]:
    """Those of `edits` that are new and do not overlap, in order, with id, span and status.

    Equal edits share a hash and are told apart by their order in the text: the
    second is `<hash>~1`. Those applied earlier have left the text, so the ones
    found now take, in order, the numbers that no applied edit bears; an edit
    whose number stands in the ledger already is left out.
    """
    applied = {edit.id for edit in edited.ledger if edit.status == "applied"}
    waiting = {edit.id for edit in edited.ledger if edit.status != "applied"}
    counts: defaultdict[str, Iterator[int]] = defaultdict(count)
    reach = (0, 0)
    for edit in sorted(edits, key=attrgetter("line", "start")):
        if (edit.line, edit.start) < reach:
            continue
        line = edited.lines[edit.line - 1]
        received = edited.submission.lines[edit.line - 1].text
        end = edit.start + len(edit.before)
        if line.text[edit.start : end] != edit.before or edit.before == edit.after:
            message = (
                f"rule `{edit.rule}`, line {edit.line}: `{edit.before}` is not at {edit.start}"
            )
            raise BrokenLaw(message, code="law.edit")
        span = received_span(line, received, edit.start, end)
        identity = edit_id(edit, received, span)
        names = (f"{identity}~{number}" if number else identity for number in counts[identity])
        name = next(name for name in names if name not in applied)
        verdict = verdicts.get(name)
        status: Status = "stet" if verdict == "stet" else "proposed"
        if verdict == "accept" or (fix and verdict != "stet"):
            status, reach = "applied", (edit.line, end)
        elif name in waiting:
            continue
        yield replace(edit, id=name, span=span, status=status)


def structure_status(policy: str, verdict: Verdict | None) -> Status | None:
    """Return the status of a structure edit, by the desk's `policy` and the editor's `verdict`.

    None: it is not entered at all.

    >>> structure_status("fix", None), structure_status("fix", "stet")
    ('applied', 'stet')
    >>> structure_status("off", "accept")
    'applied'
    >>> structure_status("suggest", None), structure_status("off", None)
    ('proposed', None)
    """
    if verdict == "accept" or (verdict is None and policy == "fix"):
        return "applied"
    if verdict == "stet":
        return "stet"
    return "proposed" if policy == "suggest" else None


def edit_id(edit: Edit, received: str, span: tuple[int, int]) -> str:
    """Hash the rule, the text and its context into ten hexadecimal digits.

    >>> edit_id(Edit("space.double", 9, 3, "  ", " ", ""), "the  bloc", (3, 5))
    'c0efd359cc'
    """
    before = received[max(0, span[0] - _NEIGHBOURHOOD) : span[0]]
    after = received[span[1] : span[1] + _NEIGHBOURHOOD]
    parts = (edit.rule, edit.before, edit.after, before, after)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def received_span(line: Line, received: str, start: int, end: int) -> tuple[int, int]:
    """Map `[start, end)` of the current `line` to a span of its `received` text.

    What an edit wrote maps to the place of the text it replaced.

    >>> received_span(Line(1, "two lines", runs=((0, 0, 3), (3, 4, 6))), "two  lines", 4, 9)
    (5, 10)
    """
    runs = line.runs
    if not runs:
        return start, end
    low, high = 0, runs[0][1]
    if (at := bisect_right(runs, start, key=_START) - 1) >= 0:
        here, there, length = runs[at]
        low = there + min(start - here, length)
    if (at := bisect_right(runs, max(start, end - 1), key=_START) - 1) >= 0:
        here, there, length = runs[at]
        following = runs[at + 1][1] if at + 1 < len(runs) else len(received)
        high = there + (end - here) if end - here <= length else following
    return low, max(low, high)


def locate_citations(article: Article) -> dict[str, tuple[int, int]]:
    """Map the id of each citation to the span of its words in the line as received.

    Citations count in the edited text of their paragraph, which may be of several lines. They
    are looked for in the order of the text, behind the one before and behind equal words; what
    is not found so is not in it.
    """
    edited = article.edited
    last: dict[int, int] = {}
    behind: dict[tuple[int, str], int] = {}
    found = {}
    for citation in sorted(article.citations, key=lambda row: (row.block, row.start)):
        number, words = citation.line, citation.text
        if not 0 < number <= len(edited.lines) or not words:
            continue
        line = edited.lines[number - 1]
        at = line.text.find(words, max(last.get(number, 0), behind.get((number, words), 0)))
        if at < 0:
            continue
        last[number], behind[number, words] = at, at + len(words)
        received = edited.submission.lines[number - 1].text
        found[citation.id] = received_span(line, received, at, at + len(words))
    return found


def _rewrite(line: Line, edits: Sequence[Edit]) -> Line:
    """`line` after non-overlapping `edits`, given in order; its marks and runs move along."""
    text, old = line.text, line.runs or ((0, 0, len(line.text)),)
    pieces: list[str] = []
    kept: list[_Run] = []  # (old start, new start, length) of what stays
    position = size = 0
    for edit in edits:
        piece = text[position : edit.start]
        pieces += (piece, edit.after)
        kept.append((position, size, len(piece)))
        size += len(piece) + len(edit.after)
        position = edit.start + len(edit.before)
    pieces.append(text[position:])
    kept.append((position, size, len(text) - position))
    return replace(
        line,
        text="".join(pieces),
        runs=tuple(_intersect(old, kept)),
        marks=tuple(_move(line.marks, kept)),
    )


def _intersect(old: Sequence[_Run], kept: Sequence[_Run]) -> Iterator[_Run]:
    """Runs of the new text that are unchanged since it was received."""
    i = j = 0
    found = False
    while i < len(old) and j < len(kept):
        start, received, length = old[i]
        was, now, size = kept[j]
        low, high = max(start, was), min(start + length, was + size)
        if low < high:
            found = True
            yield (now + low - was, received + low - start, high - low)
        if start + length < was + size:
            i += 1
        else:
            j += 1
    if not found:
        # All of the text was rewritten; an empty run keeps `runs` from meaning "unchanged".
        yield (0, old[0][1] if old else 0, 0)


def _move(marks: Iterable[Mark], kept: Sequence[_Run]) -> Iterator[Mark]:
    def place(offset: int, *, end: bool) -> int:
        at = max(0, bisect_right(kept, offset - (end and offset > 0), key=_START) - 1)
        was, now, size = kept[at]
        if offset - was <= size:
            return now + offset - was
        return kept[at + 1][1] if end and at + 1 < len(kept) else now + size

    for mark in marks:
        if mark.start == mark.end:
            at = place(mark.start, end=True)
            yield replace(mark, start=at, end=at)
            continue
        start, end = place(mark.start, end=False), place(mark.end, end=True)
        if start < end:
            yield replace(mark, start=start, end=end)


# ── the laws ─────────────────────────────────────────────────────────────────


def line_texts(lines: Iterable[Line]) -> Text:
    """Map line numbers to texts, for `replay_edits` and `revert_edits`."""
    return {line.number: line.text for line in lines}


def replay_edits(text: Text, ledger: Iterable[Edit]) -> Text:
    r"""Replay the applied edits of `ledger` on `text`, in the order of the ledger.

    An edit whose `before` holds line breaks takes up the lines below its own;
    they stay as empty lines, so that no line is renumbered.

    >>> join = Edit("structure.join", 1, 3, "-\n", "", "", "applied")
    >>> replay_edits({1: "low-", 2: "level"}, [join])
    {1: 'lowlevel', 2: ''}
    """
    result = dict(text)
    for edit in ledger:
        if edit.status == "applied":
            _substitute(result, edit, edit.before, edit.after)
    return result


def revert_edits(text: Text, ledger: Sequence[Edit]) -> Text:
    """Revert the applied edits of `ledger` in `text`.

    >>> revert_edits({1: "the bloc"}, [Edit("space.double", 1, 3, "  ", " ", "", "applied")])
    {1: 'the  bloc'}
    """
    result = dict(text)
    for edit in reversed(ledger):
        if edit.status == "applied":
            _substitute(result, edit, edit.after, edit.before)
    return result


def _substitute(text: Text, edit: Edit, old: str, new: str) -> None:
    # Line breaks of `before` are those between received lines; those of `after`
    # split one line in two and stay inside it.
    joined = edit.before.count("\n")
    whole = text[edit.line]
    if old is edit.before and joined:
        numbers = range(edit.line, edit.line + joined + 1)
        whole = "\n".join(text[number] for number in numbers)
        for number in numbers[1:]:
            text[number] = ""
    if not whole.startswith(old, edit.start):
        message = f"the ledger does not hold: `{edit.rule}` at line {edit.line}, {edit.start}"
        raise BrokenLaw(message, code="law.replay")
    whole = whole[: edit.start] + new + whole[edit.start + len(old) :]
    if old is not edit.before and joined:
        pieces = whole.split("\n")
        # The lines that an applied `after` had split off come back on the last one.
        head, tail = pieces[:joined], pieces[joined:]
        for offset, piece in enumerate((*head, "\n".join(tail))):
            text[edit.line + offset] = piece
        return
    text[edit.line] = whole


def check_ledger(received: Text, text: Text, ledger: Sequence[Edit]) -> None:
    """Raise `BrokenLaw` unless `ledger` leads from `received` to `text` and back."""
    if replay_edits(received, ledger) != text:
        raise BrokenLaw("replaying the ledger does not give the edited text", code="law.replay")
    if revert_edits(text, ledger) != received:
        raise BrokenLaw(
            "reverting the ledger does not give the text as received", code="law.revert"
        )


def count_words(pieces: Iterable[str]) -> Counter[str]:
    """Count the words in `pieces`, ignoring case and punctuation.

    >>> sorted(count_words(["The “no-limits” partnership"]).items())
    [('limits', 1), ('no', 1), ('partnership', 1), ('the', 1)]
    """
    return Counter(_WORD.findall("\n".join(pieces).casefold()))


def tell_difference(before: Counter[str], after: Counter[str], limit: int = 8) -> str:
    """Describe the words lost and gained, for a message; "" if there are none.

    >>> tell_difference(Counter(a=2), Counter(a=1, b=1))
    'lost `a`; gained `b`'
    """
    parts = [
        f"{verb} " + ", ".join(f"`{word}`" for word in sorted(found)[:limit])
        for verb, found in (("lost", before - after), ("gained", after - before))
        if found
    ]
    return "; ".join(parts)
