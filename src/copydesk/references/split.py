"""The lines of a list → its entries: lines of one joined, a paragraph of several cut.

`structure.assemble` hands over one `Reference` per line. Which lines go on is for
`lines` to say, where a paragraph parts for `run_on`; each join and cut is an edit of
the structure ledger, so it can be read and taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from copydesk.clean.hyphens import Hyphens, find_hyphens, find_joint
from copydesk.config import Config
from copydesk.ledger import line_texts, received_span, replay_edits, structure_status
from copydesk.model import Article, Decisions, Edit, Line, Reference
from copydesk.references import lines, run_on
from copydesk.references.lines import ListLine, find_glues
from copydesk.references.openings import find_labels
from copydesk.references.tokens import visible
from copydesk.review.sidecar.anchors import Span
from copydesk.review.sidecar.structure_verdicts import StructureVerdicts

JOIN: Final = "structure.join"
SPLIT: Final = "structure.split"
_JOINED: Final = "the next line goes on with this entry"
_CUT: Final = "another entry begins here"


def entries(
    article: Article, config: Config, decisions: Decisions
) -> tuple[tuple[Reference, ...], tuple[Edit, ...]]:
    """The entries of the list of `article`, and the joins and cuts as structure edits.

    The edits continue the structure ledger. `raw` of an entry is what was received of it:
    its lines joined by a blank, or its part of a line. What the editor said stet to is
    entered and not made.
    """
    references = article.back.references
    desk = _Desk(article, config, decisions)
    headings = lines.find_headings([one.text for one in references])
    references = tuple(
        one for at, one in enumerate(references) if at not in headings or not desk.take_out(one)
    )
    rows = [_row(desk, references, at) for at in range(len(references))]
    groups: list[list[tuple[Reference, str]]] = []
    signs = find_labels([row.text for row in rows])
    for reference, glue in zip(references, find_glues(rows, signs), strict=True):
        if glue is None:
            groups.append([])
        groups[-1].append((reference, glue or ""))
    found = [entry for group in groups for entry in desk.join(group)]
    parted = tuple(part for entry in found for part in desk.cut(entry))
    return parted, tuple(desk.edits)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry while its lines are put together; the first of them holds them all.

    `whole`: the first is one line that stands as it was assembled.
    """

    reference: Reference
    lines: list[int]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line in the text of an entry: where it begins there, and where in itself."""

    line: Line
    at: int
    start: int
    size: int


def _row(desk: _Desk, references: Sequence[Reference], at: int) -> ListLine:
    """What the joining of lines has to know of the reference at `at`."""
    reference = references[at]
    text = reference.text.strip()
    if not desk.is_whole(reference):
        return ListLine(text, alone=True)
    line = desk.current[reference.lines[0]].expandtabs(8)
    indent = len(line) - len(line.lstrip())
    before = references[at - 1] if at else None
    if before is None or not desk.is_whole(before) or before.lines[0] >= reference.lines[0]:
        return ListLine(text, indent, alone=True)
    between = range(before.lines[0] + 1, reference.lines[0])
    alone = any(desk.current[one].strip() or one in desk.gone for one in between)
    return ListLine(text, indent, apart=len(between), alone=alone)


class _Desk:
    """The text of the list while it is joined and cut, and the edits that record it."""

    def __init__(self, article: Article, config: Config, decisions: Decisions) -> None:
        self.current = replay_edits(line_texts(article.edited.lines), article.structure)
        self.edits: list[Edit] = []
        #: Lines that were headings between the entries.
        self.gone: set[int] = set()
        #: Lines whose last sign, a hyphen that parted a word, went when they were joined.
        self._clipped: set[int] = set()
        self._copy = article.edited
        self._config = config
        lines = article.edited.submission.lines
        self._verdicts = StructureVerdicts(lines, decisions, article.structure)

    @cached_property
    def _hyphens(self) -> Hyphens:
        """What the whole text says of hyphens at line ends."""
        texts = [line.text for line in self._copy.lines]
        filled = tuple(at for at, text in enumerate(texts) if text.strip())
        english = self._copy.language.partition("-")[0] == "en"
        return find_hyphens(texts, [filled], english=english)

    def is_whole(self, reference: Reference) -> bool:
        """Whether `reference` is one line, which stands as it was assembled."""
        if len(reference.lines) != 1:
            return False
        text = self.current[reference.lines[0]]
        line = self._copy.lines[reference.lines[0] - 1]
        return text == line.text and text.strip() == reference.text.strip() != ""

    def take_out(self, reference: Reference) -> bool:
        """Take a heading out of the list; whether that was done."""
        if not self.is_whole(reference):
            return False
        line = reference.lines[0]
        received = self._copy.submission.lines[line - 1].text
        edit = Edit(lines.RULE, line, 0, self.current[line], "", lines.REASON)
        span = (0, len(received))
        if not self._enter(replace(edit, span=span), (line, *span)):
            return False
        self.current[line] = ""
        self.gone.add(line)
        return True

    def join(self, group: Sequence[tuple[Reference, str]]) -> list[_Entry]:
        """Join the lines of an entry, each with what parts it from the line above.

        The last two are joined first, so that each join stands at its own line break. Where
        the editor refuses one another entry begins.
        """
        found: list[_Entry] = []
        glue = ""
        for reference, own_glue in reversed(group):
            lines, is_whole = list(reference.lines), self.is_whole(reference)
            if found and self._take_up(lines[0], found[-1].lines[0], glue):
                lines += found.pop().lines
            found.append(_Entry(reference, lines, is_whole))
            glue = own_glue
        return found[::-1]

    def _take_up(self, line: int, below: int, glue: str) -> bool:
        """Take the text of the line `below` up into `line`; whether that was done."""
        head, tail = self.current[line], self.current[below].lstrip()
        end = start = len(head.rstrip())
        if glue:
            flow = self._copy.lines[below - 1].flow
            removed, glue = find_joint(head[:end], tail, self._hyphens, flow)
            start -= len(removed) - 1
        lead = self.current[below][: len(self.current[below]) - len(tail)]
        between = [self.current[number] for number in range(line + 1, below)]
        before = "\n".join([head[start:], *between, lead])
        received = self._copy.submission.lines[line - 1].text
        low = high = len(received)
        if start < end:
            low, _ = received_span(self._copy.lines[line - 1], received, start, end)
        edit = Edit(JOIN, line, start, before, glue, _JOINED, span=(low, high))
        if not self._enter(edit, (line, low, high)):
            return False
        if start < end:
            self._clipped.add(line)
        self.current[line] = head[:start] + glue + tail
        for number in range(line + 1, below + 1):
            self.current[number] = ""
        return True

    def cut(self, entry: _Entry) -> Iterator[Reference]:
        """The entries that `entry` holds: itself, or each of those that run on in it.

        The last cut is entered first, so that the others stay where they are.
        """
        if not entry.whole:
            yield entry.reference
            return
        line = entry.lines[0]
        whole = self.current[line]
        lead, text = len(whole) - len(whole.lstrip()), whole.strip()
        pieces = list(self._pieces(entry, text))
        made: list[tuple[int, int]] = []
        for start, end in reversed(run_on.gaps(text)):
            piece = next(one for one in reversed(pieces) if one.at <= start)
            received = self._copy.submission.lines[piece.line.number - 1].text
            shift = piece.start - piece.at
            span = received_span(piece.line, received, start + shift, end + shift)
            edit = Edit(SPLIT, line, lead + start, text[start:end], "\n", _CUT, span=span)
            if self._enter(edit, (piece.line.number, *span)):
                made.insert(0, (start, end))
        if not made and len(entry.lines) == 1:
            yield entry.reference
            return
        edges = [(0, 0), *made, (len(text), len(text))]
        for (_, low), (high, _) in pairwise(edges):
            yield self._part(entry.reference, pieces, text, (low, high))

    def _part(
        self, reference: Reference, pieces: Sequence[_Piece], text: str, span: tuple[int, int]
    ) -> Reference:
        """The entry in `span` of the `text` that `pieces` make."""
        lines: list[int] = []
        raws: list[str] = []
        for piece in pieces:
            low, high = max(span[0], piece.at), min(span[1], piece.at + piece.size)
            if low >= high:
                continue
            received = self._copy.submission.lines[piece.line.number - 1].text
            shift = piece.start - piece.at
            start, end = received_span(piece.line, received, low + shift, high + shift)
            first, last = low == piece.at, high == piece.at + piece.size
            raws.append(received[0 if first else start : len(received) if last else end])
            lines.append(piece.line.number)
        raw = " ".join(" ".join(map(visible, raws)).split())
        return replace(reference, raw=raw, text=text[slice(*span)].strip(), lines=tuple(lines))

    def _pieces(self, entry: _Entry, text: str) -> Iterator[_Piece]:
        at = 0
        for number in entry.lines:
            line = self._copy.lines[number - 1]
            own = line.text.strip()
            own = own[:-1] if number in self._clipped else own
            at = text.index(own, at)
            yield _Piece(line, at, len(line.text) - len(line.text.lstrip()), len(own))
            at += len(own)

    def _enter(self, edit: Edit, span: Span) -> bool:
        """Enter `edit` of the received `span` with the status that editor and desk give it."""
        edit, verdict = self._verdicts.judge(edit, span)
        status = structure_status(self._config.policy(edit.rule, "fix"), verdict)
        if status is not None:
            self.edits.append(replace(edit, status=status))
        return status == "applied"
