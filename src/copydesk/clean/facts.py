"""What a file says of itself, its characters put right as those of its lines are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from copydesk.clean.engine import Task, run
from copydesk.config import Config
from copydesk.model import Edit, EditedText, Line, Query, Submission
from copydesk.queries import ask

#: What mail does to whole texts, of which a title shows nothing.
_OF_LINES: Final = frozenset(("enc.quoted-printable", "enc.mail-quote"))
#: Characters of a reason that a question shows.
_SHOWN: Final = 60


def sound_facts(submission: Submission, order: Sequence[str], config: Config) -> Submission:
    r"""`submission` with the rules of `order` run over its facts, each change asked about.

    A fact is no line, so the ledger cannot hold its edits; a question records them, and the
    editor's own title, date or names in the sidecar stand before whatever a file says.

    >>> sent = Submission("a.html", "", "text/html", (), facts=(("title", "A mill\x81"),))
    >>> done = sound_facts(sent, ("enc.control",), Config())
    >>> done.facts, [query.message for query in done.queries]
    ((('title', 'A mill'),), ['put right in the file’s own data (title): invisible: U+0081'])
    """
    if all(value.isascii() and value.isprintable() and "&" not in value
           for _, value in submission.facts):  # fmt: skip
        return submission
    lines = tuple(Line(number, value) for number, (_, value) in enumerate(submission.facts, 1))
    rules = [rule for rule in order if rule not in _OF_LINES]
    done = run(EditedText(replace(submission, lines=lines), lines), Task(rules, config, {}))
    facts = tuple(
        (name, value if line.text == value else " ".join(line.text.split()))
        for (name, value), line in zip(submission.facts, done.lines, strict=True)
    )
    if facts == submission.facts:
        return submission
    made = [edit for edit in done.ledger if edit.status == "applied"]
    return replace(
        submission, facts=facts, queries=(*submission.queries, *_asked(submission, made))
    )


def _asked(submission: Submission, made: Sequence[Edit]) -> Iterator[Query]:
    """One question for each fact that was changed, with the reasons."""
    for number, (name, value) in enumerate(submission.facts, 1):
        reasons = dict.fromkeys(edit.reason[:_SHOWN] for edit in made if edit.line == number)
        if reasons:
            message = f"put right in the file’s own data ({name}): {'; '.join(reasons)}"
            yield ask("text.fact", 0, message, anchor=f"{name}\x1f{value}")
