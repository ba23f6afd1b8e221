"""`accept --from`: what an editor decided in a review copy, written into the sidecar at once.

What she did is read against the article (`reading`), turned into the decisions that the
other commands write, and tried: the article is made as it would be under them, and each line that
she decided on has to say what she left it saying. What does not is put right, or told.
"""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.builder import bounded_files, single_article, survey
from copydesk.builder.workers import reader
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article, Decision, Decisions, Edit, Verdict
from copydesk.readers.word import reviewed
from copydesk.readers.word.reviewed import Reviewed
from copydesk.review import sidecar
from copydesk.review.decisions.rewrites import Rewriting
from copydesk.review.word_back import basis, read_copy, replies
from copydesk.review.word_back.draft import Draft, Given
from copydesk.review.word_back.read_copy import Decided, Note
from copydesk.review.word_back.replies import Replies


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back in a review copy of `source`, and whether the sidecar is `changed` by it.

    `verdicts` are those that are new; `known` ones the sidecar has already, and `left` changes
    wait for one. `rewritings` are the editor's own words, `dropped` earlier ones that she took
    back.
    """

    source: str
    verdicts: tuple[tuple[Edit, Verdict], ...]
    rewritings: tuple[Rewriting, ...]
    dropped: tuple[Decision, ...]
    answers: tuple[Given, ...]
    notes: tuple[Note, ...]
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
                {"line": row.line, "before": row.decision.exact, "after": row.decision.after}
                for row in self.rewritings
            ],
            "taken_back": [
                {"before": one.exact or one.before, "after": one.after} for one in self.dropped
            ],
            "answers": [
                {"line": one.line, "words": one.words, "command": list(one.command)}
                for one in self.answers
            ],
            "notes": [{"line": note.line, "message": note.message} for note in self.notes],
            "known": self.known,
            "left": self.left,
            "changed": self.changed,
        }  # fmt: skip


def take(root: Path, config: Config, file: Path, name: str = "", *, write: bool = True) -> Outcome:
    """Write what was decided in the review copy `file` into the sidecar of its submission.

    `name` is that of the submission; "" for the one that the copy names. Everything is written
    at once, or nothing: not without `write`, and not when the sidecar says it all already.
    Raises `UsageError` for what is no review copy of the article, `Refused` for a file that must
    not be opened.
    """
    data = bounded_files.read_file(file, config)
    work = reader.Work(file.name, len(data), config.limits)
    found = reader.call_in_worker(work, reviewed.read, data, file.name, config)
    if not basis.is_copy(found):
        raise _no_copy(file.name, name)
    source = name or _source(root, config, found, file.name)
    article = single_article.read_article(root, config, source)
    decisions = sidecar.load(single_article.sidecar_path(root, source)).decisions
    decided, said = reader.call_in_worker(work, _compared, article, decisions, found)
    if not decided.fits:
        message = f"`{file.name}` reads like no review copy of `{source}`"
        hint = "name the article it is of: `copydesk accept NAME --from FILE`"
        raise UsageError(message, hint=hint, code="usage.reviewed")
    draft = Draft(root, config, source, article, decided)
    draft.answer(said.answers)
    draft.tell(said)
    changes = draft.tried()
    if write and changes:
        sidecar.revise(single_article.sidecar_path(root, source), *changes)
    return Outcome(
        source, draft.new_verdicts, draft.new_rewritings, draft.taken_back, tuple(draft.given),
        draft.all_notes, draft.known, decided.left, bool(changes),
    )  # fmt: skip


def _no_copy(file: str, source: str) -> UsageError:
    """What is said of a `file` from which nothing can be taken: an edition, most likely."""
    message = f"`{file}` is no review copy: nothing in it is tracked, and it names no submission"
    name = shlex.quote(source) if source else "NAME"
    hint = (
        f"`copydesk build {name} review.docx` makes one to work in; an edition does not come back"
    )
    return UsageError(message, hint=hint, code="usage.reviewed")


def _compared(article: Article, decisions: Decisions, found: Reviewed) -> tuple[Decided, Replies]:
    """What the copy that was `found` decides on the article, and what its comments say."""
    decided = read_copy.decided(article, found, decisions)
    shown = found.manifest.comments if found.manifest else frozenset()
    said = replies.replies(found.remarks, replies.questions(article), shown)
    return decided, said


def _source(root: Path, config: Config, found: Reviewed, name: str) -> str:
    """The submission that a review copy names, by its path or by the hash of its bytes."""
    known = [document.source for document in survey.survey_desk(root, config).documents]
    head = next((one for one in found.heads if " · SHA-256 " in one), "")
    path, _, digest = head.partition(" · SHA-256 ")
    if found.manifest:
        path, digest = found.manifest.source, found.manifest.sha256
    if path in known:
        return path
    for source in known if digest else ():
        if (
            hashlib.sha256(bounded_files.read_submission(root, source, config)).hexdigest()
            == digest
        ):
            return source
    says = f"is of `{path}`, which is not in this desk" if path else "names no submission"
    message = f"`{name}` {says}"
    hint = "name the article it is of: `copydesk accept NAME --from FILE`"
    raise UsageError(message, hint=hint, code="usage.reviewed")
