"""`accept --from`: what an editor decided in a review copy, written into the sidecar at once.

What she did is read against the article (`copy_decisions`), turned into the decisions that the
other commands write, and tried: a verdict or a rewriting can have another outcome than the text
that she left, since a rule sees new neighbours and a change may hang on one that was refused. So
the copy is edited once more under the draft, and each line that she decided on has to say what
she left it saying. What does not is put right, or told.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from copydesk.builder import bounded_files, single_article, survey
from copydesk.builder.workers import reader
from copydesk.clean import OWN, UNREFUSABLE
from copydesk.config import Config
from copydesk.errors import CopydeskError, UsageError
from copydesk.model import Article, Decision, Decisions, Edit, EditedText, Verdict
from copydesk.readers.word import reviewed
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.readers.word.reviewed import Reviewed
from copydesk.review import sidecar
from copydesk.review.decisions import changes, commands, lines
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import anchors
from copydesk.review.word_back import copy_decisions, replies
from copydesk.review.word_back.copy_decisions import CopyDecisions, CopyNote
from copydesk.review.word_back.replies import CommentReply, Replies

#: What no sidecar takes among words to be printed.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: What to do where the text and an answer say two things.
_TWICE: Final = "decide it in one of the two places"
#: What to do with a copy whose article is not known.
_WHOSE: Final = "name the article it is of: `copydesk accept NAME --from FILE`"
#: Why a verdict on a change is not taken that no other decision leaves standing.
_GONE: Final = "what else was decided leaves nothing of its change"
#: How often decisions are tried at most.
_TRIALS: Final = 3


@dataclass(frozen=True, slots=True)
class ReturnedCopy:
    """What came back in a review copy of `source`, and whether the sidecar is `changed` by it.

    `verdicts` are those that are new; `known` ones the sidecar has already, and `left` changes
    wait for one. `rewritings` are the editor's own words, `dropped` earlier ones that she took
    back; `answers` were taken, each with the line it is about.
    """

    source: str
    verdicts: tuple[tuple[Edit, Verdict], ...]
    rewritings: tuple[tuple[int, Decision], ...]
    dropped: tuple[Decision, ...]
    answers: tuple[tuple[int, CommentReply], ...]
    notes: tuple[CopyNote, ...]
    known: int
    left: int
    changed: bool

    def record(self) -> dict[str, Any]:
        """The outcome as a JSON object."""
        return {
            "source": self.source,
            "verdicts": [
                {"id": edit.id, "rule": edit.rule, "line": edit.line, "before": edit.before,
                 "after": edit.after, "verdict": verdict}
                for edit, verdict in self.verdicts
            ],
            "rewritings": [
                {"line": line, "before": one.exact, "after": one.after}
                for line, one in self.rewritings
            ],
            "taken_back": [
                {"before": one.exact or one.before, "after": one.after} for one in self.dropped
            ],
            "answers": [
                {"line": line, "words": one.text, "command": list(one.command)}
                for line, one in self.answers
            ],
            "notes": [{"line": note.line, "message": note.message} for note in self.notes],
            "known": self.known,
            "left": self.left,
            "changed": self.changed,
        }  # fmt: skip


def take_copy(
    root: Path, config: Config, file: Path, name: str = "", *, write: bool = True
) -> ReturnedCopy:
    """Write what was decided in the review copy `file` into the sidecar of its submission.

    `name` is that of the submission; "" for the one that the copy names. Everything is written
    at once, or nothing: not without `write`, and not when the sidecar says it all already.
    Raises `UsageError` for what is no review copy of the article, `Refused` for a file that must
    not be opened.
    """
    data = bounded_files.read_file(file, config)
    work = reader.ReadingJob(file.name, len(data), config.limits)
    found = reader.call_in_worker(work, reviewed.read, data, file.name, config)
    if not copy_decisions.is_copy(found):
        message = (
            f"`{file.name}` is no review copy: nothing in it is tracked, and it names no submission"
        )
        typed = f"copydesk build {shlex.quote(name) if name else 'NAME'} review.docx"
        hint = f"`{typed}` makes one to work in; an edition does not come back"
        raise UsageError(message, hint=hint, code="usage.reviewed")
    source = name or _find_source(root, config, found, file.name)
    desk = DeskArticle(root, config, source)
    article, decisions = desk.read_article(), desk.read_decisions(to_change=True)
    decided, said = reader.call_in_worker(work, _compare, article, decisions, found)
    if not decided.fits:
        message = f"`{file.name}` reads like no review copy of `{source}`"
        raise UsageError(message, hint=_WHOSE, code="usage.reviewed")
    draft = _Draft(desk, decisions, decided)
    draft.answer(said)
    changes = draft.draw_changes()
    for trial in range(1, _TRIALS + 1 if changes else 1):
        text = sidecar.revised(desk.place, *changes)
        edited = single_article.read_copy(root, config, source, said=text)
        if trial == _TRIALS:
            draft.note_differences(edited)
        elif draft.put_right(edited):
            changes = draft.draw_changes()
        else:
            break
    if write and changes:
        sidecar.revise(desk.place, *changes)
    return draft.sum_up(changed=bool(changes))


def _compare(
    article: Article, decisions: Decisions, found: Reviewed
) -> tuple[CopyDecisions, Replies]:
    """What the copy that was `found` decides on the article, and what its comments say."""
    decided = copy_decisions.read_decisions(article, found, decisions)
    shown = found.manifest.comments if found.manifest else frozenset()
    return decided, replies.read_replies(found.remarks, replies.find_questions(article), shown)


def _find_source(root: Path, config: Config, found: Reviewed, name: str) -> str:
    """The submission that a review copy names, by its path or by the hash of its bytes."""
    known = [document.source for document in survey.survey_desk(root, config).documents]
    head = next((one for one in found.heads if " · SHA-256 " in one), "")
    path, _, digest = head.partition(" · SHA-256 ")
    if found.manifest:
        path, digest = found.manifest.source, found.manifest.sha256
    if path in known:
        return path
    for source in known if digest else ():
        data = bounded_files.read_submission(root, source, config)
        if hashlib.sha256(data).hexdigest() == digest:
            return source
    says = f"is of `{path}`, which is not in this desk" if path else "names no submission"
    raise UsageError(f"`{name}` {says}", hint=_WHOSE, code="usage.reviewed")


class _Draft:
    """The decisions to be written into the sidecar of `desk`, as `decided` and answered."""

    def __init__(self, desk: DeskArticle, decisions: Decisions, decided: CopyDecisions) -> None:
        self._desk = desk
        self._article = article = desk.read_article()
        self._decided = decided
        self._ledger = (*article.edited.ledger, *article.structure)
        self._received = anchors.Received.of(article.edited.submission.lines)
        self._rewrites = decisions.rewrites
        held = changes.match_decisions(article, decisions.edits)
        self._standing = {edit.id: one for one, edit in held if edit is not None}
        self._verdicts: dict[str, tuple[Edit, Verdict]] = {}
        self._known = 0
        self._answers: list[tuple[int, CommentReply]] = []
        self._answered: list[sidecar.Change] = []
        self._rewritings: list[tuple[int, Decision]] = []
        self._gone: tuple[Decision, ...] = ()
        for edit, verdict in decided.verdicts:
            self._decide(edit, verdict)

    def _decide(self, edit: Edit, verdict: Verdict) -> None:
        standing = self._standing.get(edit.id)
        if standing is not None and standing.verdict == verdict:
            self._known += 1
        else:
            self._verdicts[edit.id] = edit, verdict

    def _refuse(self, line: int, what: str, *words: object) -> None:
        """Note what is not taken of a line, which then may say something else than she left."""
        self._decided.note(line, what, *words)
        self._decided.wanted.pop(line, None)

    def sum_up(self, *, changed: bool) -> ReturnedCopy:
        """What is written, in the order of the text, and what is told."""
        return ReturnedCopy(
            self._desk.source,
            tuple(sorted(self._verdicts.values(), key=lambda row: anchors.locate_edit(row[0]))),
            tuple(self._rewritings),
            self._gone,
            tuple(self._answers),
            tuple(sorted(dict.fromkeys(self._decided.notes), key=lambda note: note.line)),
            self._known,
            self._decided.left,
            changed,
        )

    # ── what was answered ────────────────────────────────────────────────────

    def answer(self, said: Replies) -> None:
        """Enter the answers in comments, as the commands they mean, and note all else there."""
        places = self._decided.places
        for one in said.answers:
            line = places.get(one.paragraph, 0)
            try:
                is_taken = self._take_answer(one)
            except CopydeskError as error:
                self._decided.note(line, "answer", one.text, error)
                continue
            if is_taken:
                self._answers.append((line, one))
            else:
                self._decided.note(line, "typed", one.text, " ".join(one.command))
        for told in said.said:
            where = f" at `{anchors.shorten_words(told.words)}`" if told.words else ""
            below = " below a question" if told.about else ""
            line = places.get(told.paragraph, 0)
            self._decided.note(line, "comment", where, below, told.text)
        for names, what in ((said.resolved, "marked as resolved"), (said.deleted, "deleted")):
            if names:
                many = "1 comment was" if len(names) == 1 else f"{len(names)} comments were"
                self._decided.note(0, "settled", many, what, ", ".join(names))

    def _take_answer(self, answer: CommentReply) -> bool:
        """Whether the command that was meant is one that can be entered here."""
        match answer.command[1], answer.command[3:]:
            case ("accept" | "stet") as verdict, [name]:
                edit = self._find_edit(name)
                if name in self._verdicts and self._verdicts[name][1] != verdict:
                    message = f"the text says `{self._verdicts[name][1]}`"
                    raise UsageError(message, hint=_TWICE, code="usage.reviewed")
                self._decide(edit, "accept" if verdict == "accept" else "stet")
                self._decided.wanted.pop(edit.line, None)
            case "rewrite", [name, word]:
                edit = self._find_edit(name)
                start, end = edit.span
                if any(low < end and start < high for low, high in self._find_own(edit.line)):
                    message = "the words were rewritten in the text"
                    raise UsageError(message, hint=_TWICE, code="usage.reviewed")
                self._decided.rewritten[anchors.locate_edit(edit)] = word
                self._decided.wanted.pop(edit.line, None)
            case ("cite" | "entry" | "picture" | "role") as verb, [about, *words]:
                root, config, source = self._desk.root, self._desk.config, self._desk.source
                desk = DeskArticle(root, config, source, dry=True, article=self._article)
                commands.enter_decision(desk, verb, about, *words)
                self._answered += desk.unwritten
                for number in lines.read_numbers(about) if verb == "role" else ():
                    self._decided.wanted.pop(number, None)
            case _:
                return False
        return True

    def _find_own(self, line: int) -> list[tuple[int, int]]:
        """The places of the editor's own words in a line."""
        return [span[1:] for span in self._decided.rewritten if span[0] == line]

    def _find_edit(self, name: str) -> Edit:
        return next(edit for edit in self._ledger if edit.id == name)

    # ── what is written ──────────────────────────────────────────────────────

    def draw_changes(self) -> tuple[sidecar.Change, ...]:
        """The changes of the sidecar; none when it says all of it already."""
        quoted = list(self._quote_rewritten())
        decided = list(self._quote_verdicts())
        known = {sidecar.find_key(one) for one in self._rewrites}
        kept = {sidecar.find_key(one) for _, one in quoted}
        self._rewritings = [row for row in quoted if sidecar.find_key(row[1]) not in known]
        self._gone = tuple(
            one for one in dict.fromkeys(self._decided.dropped) if sidecar.find_key(one) not in kept
        )
        rows = *(one for _, one in self._rewritings), *decided
        was = {one: self._standing[one.id] for one in decided if one.id in self._standing}
        drawn = sidecar.remove(*self._gone), sidecar.enter(*rows, instead=was), *self._answered
        is_new = sidecar.revised(self._desk.place, *drawn) != sidecar.revised(self._desk.place)
        return drawn if is_new else ()

    def _quote_rewritten(self) -> Iterator[tuple[int, Decision]]:
        """The rewritings, each quoting what tells its place; else a note."""
        for span, said in sorted(self._decided.rewritten.items()):
            now = _UNPRINTABLE.sub("", said)
            try:
                yield span[0], sidecar.quote_words(span, now, self._received)
            except UsageError as error:
                del self._decided.rewritten[span]
                change = f"{self._received.words(span)}` → `{now}"
                self._refuse(span[0], "refused", change, error)

    def _quote_verdicts(self) -> Iterator[Decision]:
        for edit, verdict in sorted(
            self._verdicts.values(), key=lambda row: anchors.locate_edit(row[0])
        ):
            try:
                yield sidecar.quote_edit(
                    edit, self._article.edited.submission, verdict, self._ledger
                )
            except UsageError as error:
                del self._verdicts[edit.id]
                self._refuse(edit.line, "refused", f"{verdict} {edit.id}", error)

    # ── what is put right ────────────────────────────────────────────────────

    def note_differences(self, edited: EditedText) -> None:
        """Note the lines that `edited`, the copy under the draft, leaves otherwise than she did."""
        for line, wanted, now in self._find_differences(edited):
            self._decided.note(line, "differs", wanted, now)

    def _find_differences(self, edited: EditedText) -> list[tuple[int, str, str]]:
        """Lines that say something else in `edited` than she left: what they should, and do."""
        said = self._decided.wanted.items()
        rows = [(line, wanted, edited.lines[line - 1].text) for line, wanted in said]
        return [row for row in rows if FORBIDDEN.sub("", row[1]) != FORBIDDEN.sub("", row[2])]

    def put_right(self, edited: EditedText) -> bool:
        """Mend the draft where `edited`, the copy under it, says something else than she left.

        Whether something was mended, so that it has to be tried again.
        """
        before = {edit.id for edit in self._article.edited.ledger}
        there = {edit.id for edit in edited.ledger}
        # What hung on a change that was refused, or on words that were written over, is no more.
        names = [name for name in self._verdicts if name in before and name not in there]
        gone = [self._verdicts.pop(name)[0].line for name in names]
        self._withdraw_answers(names)
        mended = bool(gone)
        for line, wanted, _ in self._find_differences(edited):
            if line in gone:
                self._rewrite_line(line, wanted)
            else:
                new = [
                    edit
                    for edit in edited.ledger
                    if edit.line == line and edit.status == "applied" and edit.id not in before
                    and edit.rule not in OWN
                ]  # fmt: skip
                mended |= self._mend_line(line, wanted, new)
        return mended

    def _withdraw_answers(self, names: Sequence[str]) -> None:
        """Note the verdicts in comments on the changes `names`, which are there no more."""
        for row in list(self._answers):
            line, one = row
            if one.command[1] in get_args(Verdict) and one.command[3] in names:
                self._answers.remove(row)
                self._decided.note(line, "answer", one.text, _GONE)

    def _mend_line(self, line: int, wanted: str, new: Sequence[Edit]) -> bool:
        """Refuse what is `new` right where the editor decided, or write the whole line."""
        own = self._find_own(line)
        own += [
            edit.span
            for edit, verdict in self._verdicts.values()
            if edit.line == line and verdict == "stet"
        ]
        if not own:
            return False  # what she took has brought more, as rules do
        near = [
            edit
            for edit in new
            if edit.rule not in UNREFUSABLE
            and any(edit.span[0] <= end and start <= edit.span[1] for start, end in own)
        ]
        self._verdicts |= {edit.id: (edit, "stet") for edit in near}
        if new and not near:
            for edit in new:
                command = f"copydesk stet {shlex.quote(self._desk.source)} {edit.id}"
                self._refuse(line, "follows", edit.before, edit.after, edit.rule, command)
            return False
        if not near:
            self._rewrite_line(line, wanted)
        return True

    def _rewrite_line(self, line: int, wanted: str) -> None:
        """Let one rewriting say what the whole line is to be."""
        text = self._article.edited.submission.lines[line - 1].text
        for start, end in self._find_own(line):
            del self._decided.rewritten[line, start, end]
        self._decided.rewritten[line, 0, len(text)] = wanted
        self._verdicts = {name: row for name, row in self._verdicts.items() if row[0].line != line}
        for one in self._rewrites:
            span = anchors.find_span(one, self._received)
            if span is not None and span[0] == line:
                self._decided.dropped.append(one)
