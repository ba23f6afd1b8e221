"""The decisions of a review copy that came back: drafted, tried, and put right before they stand.

A verdict or a rewriting can have another outcome than the text that the editor left: a rule sees
new neighbours, a change hangs on one that was refused. So the article is made as the draft would
have it, and held against what she wrote.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from copydesk.builder import single_article
from copydesk.clean import OWN, UNREFUSABLE
from copydesk.config import Config
from copydesk.errors import CopydeskError, UsageError
from copydesk.model import (
    Article,
    Decision,
    Edit,
    Verdict,
)
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.review import sidecar
from copydesk.review.decisions import commands, verdicts
from copydesk.review.decisions.rewrites import Rewriting
from copydesk.review.sidecar import anchors
from copydesk.review.word_back.read_copy import Decided, Note, Rewritten
from copydesk.review.word_back.replies import Answer, Replies

#: What no sidecar takes among words to be printed.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: What to do where the text and an answer say two things.
_TWICE: Final = "decide it in one of the two places"
#: How often decisions are tried and put right.
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was taken: the line it is about, what was replied, and what it means."""

    line: int
    words: str
    command: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """The decisions to be written into the sidecar of `source`, as `decided` and answered."""

    root: Path
    config: Config
    source: str
    article: Article
    decided: Decided
    verdicts: dict[str, tuple[Edit, Verdict]] = field(default_factory=dict)
    rewritten: list[Rewritten] = field(default_factory=list)
    dropped: list[Decision] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    answered: list[sidecar.Row] = field(default_factory=list)
    known: int = 0
    _wanted: dict[int, str] = field(default_factory=dict)
    _standing: Mapping[str, Decision] = field(default_factory=dict)
    _rewrites: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        decisions = sidecar.load(self.place).decisions
        held = verdicts.held(self.article, decisions.edits)
        self._rewrites = decisions.rewrites
        self._wanted |= self.decided.wanted
        self._standing = {edit.id: one for one, edit in held if edit is not None}
        self.notes += self.decided.notes
        self.rewritten += self.decided.rewritten
        self.dropped += self.decided.dropped
        for edit, verdict in self.decided.verdicts:
            self._decide(edit, verdict)

    @property
    def place(self) -> Path:
        """Where the sidecar lies."""
        return single_article.sidecar_path(self.root, self.source)

    def _decide(self, edit: Edit, verdict: Verdict) -> None:
        standing = self._standing.get(edit.id)
        if standing is not None and standing.verdict == verdict:
            self.known += 1
        else:
            self.verdicts[edit.id] = edit, verdict

    # ── what was answered ────────────────────────────────────────────────────

    def answer(self, found: Iterable[Answer]) -> None:
        """Enter the answers that were `found` in comments, as the commands they mean."""
        for one in found:
            line = self.decided.places.get(one.paragraph, 0)
            try:
                taken = self._answered(one)
            except CopydeskError as error:
                self.notes.append(Note(line, f"the answer `{one.words}` is not taken: {error}"))
                continue
            if taken:
                self.given.append(Given(line, one.words, one.command))
            else:
                command = " ".join(one.command)
                self.notes.append(
                    Note(line, f"the answer `{one.words}` means `{command}`; type it")
                )

    def _answered(self, one: Answer) -> bool:
        """Whether the command that was meant is one that can be entered here."""
        article = self.article
        match one.command[1], one.command[3:]:
            case ("accept" | "stet") as verdict, [name]:
                edit = self._edit(name)
                if name in self.verdicts and self.verdicts[name][1] != verdict:
                    message = f"the text says `{self.verdicts[name][1]}`"
                    raise UsageError(message, hint=_TWICE, code="usage.reviewed")
                self._decide(edit, "accept" if verdict == "accept" else "stet")
                self._wanted.pop(edit.line, None)
            case "rewrite", [name, word]:
                edit = self._edit(name)
                if any(row.line == edit.line and row.start < edit.span[1]
                       and edit.span[0] < row.end for row in self.rewritten):  # fmt: skip
                    message = "the words were rewritten in the text"
                    raise UsageError(message, hint=_TWICE, code="usage.reviewed")
                self.rewritten.append(Rewritten(edit.line, *edit.span, word))
                self._wanted.pop(edit.line, None)
            case ("cite" | "entry" | "picture" | "role") as verb, [about, *words]:
                self.answered.append(commands.decide(article, verb, about, *words))
                if verb == "role":
                    self._wanted.pop(int(about), None)
            case _:
                return False
        return True

    def _edit(self, name: str) -> Edit:
        ledger = (*self.article.edited.ledger, *self.article.structure)
        return next(edit for edit in ledger if edit.id == name)

    def tell(self, said: Replies) -> None:
        """Note whatever stands in the comments and is no answer."""
        for one in said.said:
            where = f" at `{anchors.shown(one.words)}`" if one.words else ""
            below = " below a question" if one.about else ""
            self.notes.append(
                Note(
                    self.decided.places.get(one.paragraph, 0),
                    f"a comment{where}{below} says: `{one.text}`",
                )
            )
        for names, what in ((said.resolved, "marked as resolved"), (said.deleted, "deleted")):
            if names:
                many = "1 comment was" if len(names) == 1 else f"{len(names)} comments were"
                self.notes.append(
                    Note(0, f"{many} {what}, which decides nothing: {', '.join(names)}")
                )

    # ── what is written ──────────────────────────────────────────────────────

    @property
    def new_verdicts(self) -> tuple[tuple[Edit, Verdict], ...]:
        """The verdicts that the sidecar has not yet, in the order of the text."""
        return tuple(sorted(self.verdicts.values(), key=lambda row: anchors.place(row[0])))

    @property
    def new_rewritings(self) -> tuple[Rewriting, ...]:
        """The editor's own words that the sidecar has not yet, in the order of the text."""
        known = set(map(_said, self._rewrites))
        rows = sorted(self._quoted(), key=lambda row: row[0])
        return tuple(Rewriting(line, one) for line, one in rows if _said(one) not in known)

    @property
    def taken_back(self) -> tuple[Decision, ...]:
        """Earlier rewritings that are to go."""
        kept = {_said(one) for _, one in self._quoted()}
        return tuple(one for one in dict.fromkeys(self.dropped) if _said(one) not in kept)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """What is told, in the order of the text."""
        return tuple(sorted(dict.fromkeys(self.notes), key=lambda note: note.line))

    def tried(self) -> tuple[sidecar.Change, ...]:
        """The changes of the sidecar, tried; none when it says all of it already."""
        known = {edit.id for edit in self.article.edited.ledger}
        changes: tuple[sidecar.Change, ...] = ()
        for turn in range(_ROUNDS + 1):
            changes = tuple(self._changes())
            text = sidecar.revised(self.place, *changes) if changes else ""
            if not changes or text == sidecar.revised(self.place):
                return ()
            after = single_article.read_article(self.root, self.config, self.source, said=text)
            if not self._mended(after, known, last=turn == _ROUNDS):
                break
        return changes

    def _quoted(self) -> list[tuple[int, Decision]]:
        """The rewritings with their lines, each quoting what tells its place; else a note."""
        received = anchors.Received.of(self.article.edited.submission.lines)
        found = []
        for row in list(self.rewritten):
            span = row.line, row.start, row.end
            now = _UNPRINTABLE.sub("", row.now)
            try:
                found.append((row.line, sidecar.quote_words(span, now, received)))
            except UsageError as error:
                self.rewritten.remove(row)
                self._wanted.pop(row.line, None)
                self.notes.append(
                    Note(row.line, f"`{received.words(span)}` → `{now}` is not taken: {error}")
                )
        return found

    def _changes(self) -> Iterator[sidecar.Change]:
        if gone := self.taken_back:
            yield sidecar.remove(*gone)
        verdicts = list(self._quoted_verdicts())
        was = {one: self._standing[one.id] for one in verdicts if one.id in self._standing}
        rewritings = (row.decision for row in self.new_rewritings)
        if rows := (*rewritings, *verdicts, *self.answered):
            yield sidecar.enter(*rows, instead=was)

    def _quoted_verdicts(self) -> Iterator[Decision]:
        submission = self.article.edited.submission
        ledger = (*self.article.edited.ledger, *self.article.structure)
        for edit, verdict in self.new_verdicts:
            try:
                yield sidecar.quote(edit, submission, verdict, ledger)
            except UsageError as error:
                del self.verdicts[edit.id]
                self._wanted.pop(edit.line, None)
                self.notes.append(Note(edit.line, f"`{verdict} {edit.id}` is not taken: {error}"))

    # ── what is put right ────────────────────────────────────────────────────

    def _mended(self, after: Article, known: set[str], *, last: bool) -> bool:
        """Whether something was put right, so that it has to be tried again."""
        there = {edit.id for edit in (*after.edited.ledger, *after.structure)}
        # What hung on a change that was refused, or on words that were written over, is no more.
        gone = [edit for name, (edit, _) in self.verdicts.items() if name not in there]
        for edit in gone:
            del self.verdicts[edit.id]
        lines = {edit.line for edit in gone}
        mended = bool(gone)
        for line, wanted in list(self._wanted.items()):
            now = after.edited.lines[line - 1].text
            if FORBIDDEN.sub("", now) == FORBIDDEN.sub("", wanted):
                continue
            if line in lines and not last:
                self._write_all(line, wanted)
            elif last:
                self.notes.append(Note(line, f"the file says `{wanted}`, the desk makes `{now}`"))
            else:
                mended |= self._put_right(line, wanted, after, known)
        return mended and not last

    def _put_right(self, line: int, wanted: str, after: Article, known: set[str]) -> bool:
        """Refuse what a rule makes anew of words that the editor decided on, or write them all."""
        own = [(row.start, row.end) for row in self.rewritten if row.line == line]
        own += [
            edit.span
            for edit, verdict in self.verdicts.values()
            if edit.line == line and verdict == "stet"
        ]
        if not own:
            return False  # what she took has brought more, as rules do
        new = [
            edit
            for edit in after.edited.ledger
            if edit.line == line and edit.status == "applied" and edit.id not in known
            and edit.rule not in OWN
        ]  # fmt: skip
        near = [
            edit
            for edit in new
            if any(edit.span[0] <= end and start <= edit.span[1] for start, end in own)
            and edit.rule not in UNREFUSABLE
        ]
        for edit in near:
            self.verdicts[edit.id] = edit, "stet"
        if new and not near:
            self.notes += [
                Note(line, f"`{edit.before}` → `{edit.after}` ({edit.rule}) follows from it; "
                           f"`copydesk stet {shlex.quote(self.source)} {edit.id}` refuses it")
                for edit in new
            ]  # fmt: skip
            self._wanted.pop(line)
            return False
        if not near:
            self._write_all(line, wanted)
        return True

    def _write_all(self, line: int, wanted: str) -> None:
        """Let one rewriting say what the whole line is to be."""
        lines = self.article.edited.submission.lines
        received = anchors.Received.of(lines)
        self.rewritten = [row for row in self.rewritten if row.line != line]
        self.rewritten.append(Rewritten(line, 0, len(lines[line - 1].text), wanted))
        self.verdicts = {name: row for name, row in self.verdicts.items() if row[0].line != line}
        for one in self._rewrites:
            span = anchors.find(one, received)
            if span is not None and span[0] == line:
                self.dropped.append(one)


def _said(one: Decision) -> tuple[str, str, str, str, int]:
    """What a rewriting says, however it was written down."""
    return one.exact or one.before, one.after, one.prefix, one.suffix, one.ordinal
